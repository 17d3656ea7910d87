"""Several processes on one store, some of them killed."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from segcore.store import Store
from segcore.types import Image, Update
from tests.store.examples import annotation, corner, key, pictures, pond, square

PROJECT = Path(__file__).resolve().parents[2]


def writer(url: str, image: Image, name: str, *, saves: int) -> subprocess.Popen[str]:
    call = [sys.executable, "-m", "tests.store.writer", url, str(image.id), name, str(saves)]
    return subprocess.Popen(call, cwd=PROJECT, stdout=subprocess.PIPE, text=True)


def saved(store: Store, image: Image) -> set[str]:
    return {change.request_id for change in store.history(image.id)}


def test_every_acknowledged_save_outlives_a_kill(store: Store, url: str) -> None:
    (image,) = pond(store)
    acknowledged: set[str] = set()
    for name in ("first", "second", "third"):
        process = writer(url, image, name, saves=1_000_000)
        assert process.stdout is not None
        acknowledged.update(process.stdout.readline().strip() for _ in range(15))
        process.kill()
        rest, _ = process.communicate()
        acknowledged.update(rest.split("\n"))
    assert len(acknowledged) > 45
    assert acknowledged - {""} <= saved(store, image)
    assert all(change.after is not None for change in store.history(image.id))


def test_two_processes_save_side_by_side(store: Store, url: str) -> None:
    images = pond(
        store, images=pictures("a.jpg", "b.jpg"), annotations=[annotation(0, 1), annotation(1, 2)]
    )
    processes = [writer(url, image, f"on {image.id}", saves=40) for image in images]
    assert [process.wait(timeout=120) for process in processes] == [0, 0]
    for image in images:
        assert saved(store, image) == {f"on {image.id} {n}" for n in range(40)}
        assert store.annotations(image.id)[0].version == 41


def test_a_request_repeated_by_another_process_is_done_once(store: Store, url: str) -> None:
    (image,) = pond(store)
    process = writer(url, image, "other", saves=1)
    assert process.wait(timeout=60) == 0
    first = store.annotations(image.id)[0]
    again = Update(first.id, 1, segmentation=square(10, 10, 20))
    answer = store.save(image.id, [again], author="me", request_id="other 0")
    assert answer.annotations == (first,)
    assert store.annotations(image.id) == [first]


def test_many_threads_save_without_losing_one(store: Store) -> None:
    names = [f"{n}.jpg" for n in range(16)]
    images = pond(store, images=pictures(*names), annotations=[annotation(n, n) for n in range(16)])

    def save_some(image: Image) -> None:
        for n in range(5):
            first = store.annotations(image.id)[0]
            edit = Update(first.id, first.version, segmentation=square(n, n, 20))
            store.save(image.id, [edit], author="ann", request_id=key())

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(save_some, images))
    assert [len(store.history(image.id)) for image in images] == [5] * 16
    assert {corner(store, image) for image in images} == {4}


def test_two_processes_may_open_a_new_store_at_once(url: str) -> None:
    opened = "import sys; from segcore.store import Store; Store(sys.argv[1]).datasets()"
    call = [sys.executable, "-c", opened, url]
    processes = [subprocess.Popen(call, cwd=PROJECT) for _ in range(3)]
    assert [process.wait(timeout=120) for process in processes] == [0, 0, 0]
