"""A pull is a process of its own: whoever started it may go, and kill -9 costs next to nothing."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from segcore.openimages.index import open_index

from segcore import exporting, locks
from segcore.errors import InputError
from segcore.openimages import background
from segcore.openimages.background import PullState
from segcore.openimages.folder import PullFolder
from segcore.openimages.transfer import WORKERS
from segcore.openimages.values import Query
from segcore.store import Store
from tests.builders import Json
from tests.conftest import PROJECT
from tests.openimages.conftest import Serve
from tests.openimages.mirror import MirrorServer

QUERY = Query(("Panda", "Dice", "Duck"), max_images=12)
PATIENCE = 120.0  # seconds, on a busy machine
KILLS = 6


@pytest.fixture
def network(served: Serve) -> Serve:
    """Servers, the index of validation built from a first, well-behaved one."""
    served()
    open_index("validation", report=lambda *_: None)
    return served


@pytest.fixture(autouse=True)
def _no_process_is_left(data_dir: Path) -> Iterator[None]:
    yield
    for folder in map(PullFolder, (data_dir / ".pulls").glob("2*")):
        if locks.is_held(folder.lock):
            background.cancel_pull(folder.id)
            until(lambda one=folder: not locks.is_held(one.lock))


def test_it_is_followed_to_its_end_and_leaves_no_zombie(network: Serve, store: Store) -> None:
    network(delay=0.03)
    pull_id = background.start_pull("zoo", QUERY)
    seen = [background.pull_state(pull_id)]
    while seen[-1].state == "running":
        time.sleep(0.02)
        seen.append(background.pull_state(pull_id))
    assert (seen[-1].state, seen[-1].error) == ("done", "")
    assert seen[-1].report is not None
    assert seen[-1].report.images == 12
    fetching = [one.progress for one in seen if one.progress.phase == "fetching"]
    assert [one.files for one in fetching] == sorted(one.files for one in fetching)
    assert store.dataset("zoo")
    until(lambda: _zombies() == [])
    assert [one.id for one in background.pulls()] == [pull_id]


def test_it_outlives_the_process_that_started_it(network: Serve, store: Store) -> None:
    network(delay=0.03)
    program = (
        "from segcore.openimages.background import start_pull\n"
        "from segcore.openimages.values import Query\n"
        "print(start_pull('zoo', Query(('Panda', 'Dice', 'Duck'), max_images=12)))"
    )
    starter = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert ended(starter.stdout.strip()).state == "done"
    assert store.dataset("zoo")


def test_cancelled_it_keeps_what_came_and_resumed_it_fetches_the_rest(
    network: Serve, store: Store
) -> None:
    server = network(delay=0.1)
    pull_id = background.start_pull("zoo", QUERY)
    until(lambda: background.pull_state(pull_id).progress.images >= 3)
    background.cancel_pull(pull_id)
    assert ended(pull_id).state == "cancelled"
    assert store.datasets() == []
    done = {one.path for one in server.asked_for("*.jpg") if one.status == 200}
    server.forget()
    background.resume_pull(pull_id)
    assert ended(pull_id).state == "done"
    twice = done & {one.path for one in server.asked_for("*.jpg")}
    assert len(twice) <= WORKERS
    assert len(store.images(store.dataset("zoo").id)) == 12


def test_a_killed_one_is_seen_to_have_died(network: Serve) -> None:
    network(delay=0.2)
    pull_id = background.start_pull("zoo", QUERY)
    until(lambda: background.pull_state(pull_id).progress.phase == "fetching")
    os.kill(_process_of(pull_id), signal.SIGKILL)
    seen = ended(pull_id)
    assert (seen.state, seen.report) == ("failed", None)
    assert seen.error == "The pull's process died: resume it, and it goes on where it was."


def test_asked_to_end_by_the_system_it_says_so(network: Serve) -> None:
    network(delay=0.2)
    pull_id = background.start_pull("zoo", QUERY)
    until(lambda: background.pull_state(pull_id).progress.phase == "fetching")
    os.kill(_process_of(pull_id), signal.SIGTERM)
    assert ended(pull_id).state == "cancelled"


def test_a_host_that_is_not_there_is_told_in_a_sentence(
    network: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    network()
    monkeypatch.setenv("SEGCORE_OPENIMAGES_IMAGES_BASE", "http://127.0.0.1:9")
    monkeypatch.setenv("SEGCORE_OPENIMAGES_BASE", "http://127.0.0.1:9")
    seen = ended(background.start_pull("zoo", QUERY))
    assert seen.state == "failed"
    assert "127.0.0.1:9 cannot be reached" in seen.error


def test_the_same_asked_for_twice_is_one_pull(network: Serve, store: Store) -> None:
    network(delay=0.1)
    first = background.start_pull("zoo", QUERY)
    assert background.start_pull("zoo", QUERY) == first
    assert ended(first).state == "done"
    with pytest.raises(InputError, match="'zoo' exists already"):
        background.start_pull("zoo", QUERY)
    assert len(store.datasets()) == 1


def test_killed_at_any_moment_it_ends_with_the_same_dataset(
    network: Serve, store: Store, tmp_path: Path
) -> None:
    """Each kill may cost one file a worker again, and nothing more."""
    server = network(delay=0.02, bytes_per_second=200_000)
    server.forget()
    started = time.monotonic()
    ended(background.start_pull("zoo", QUERY))
    seconds, bytes_once = time.monotonic() - started, server.bytes_sent
    expected = _labels(store, tmp_path / "whole")
    store.delete_dataset("zoo")
    _forget_everything_fetched(tmp_path)
    server.forget()
    chance = random.Random(51)
    pull_id = background.start_pull("zoo", QUERY)
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.1, 0.9) * seconds)
        _kill(pull_id)
        background.resume_pull(pull_id)
    assert ended(pull_id).state == "done"
    assert _labels(store, tmp_path / "killed") == expected
    again = server.bytes_sent - bytes_once
    assert again <= KILLS * WORKERS * _largest_file(server)


# What the tests look at


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


def ended(pull_id: str) -> PullState:
    until(lambda: background.pull_state(pull_id).state != "running")
    return background.pull_state(pull_id)


def _process_of(pull_id: str) -> int:
    """The pull's process, by its command line."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue  # it ended meanwhile
        if pull_id.encode() in words:
            return int(path.parent.name)
    raise AssertionError(f"no process works on {pull_id}")


def _kill(pull_id: str) -> None:
    if background.pull_state(pull_id).state == "running":
        try:
            os.kill(_process_of(pull_id), signal.SIGKILL)
        except (ProcessLookupError, AssertionError):
            return  # it ended meanwhile
        until(lambda: background.pull_state(pull_id).state != "running")


def _zombies() -> list[str]:
    """The children of this process that ended and were not reaped."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state == "Z" and int(parent) == os.getpid():
            found.append(path.parent.name)
    return found


def _labels(store: Store, out: Path) -> Json:
    """The export without what tells one pull from another."""
    document: Json = json.loads(exporting.export(store, "zoo", out).read_text())
    document.pop("open_images_pulls")
    return document


def _forget_everything_fetched(tmp_path: Path) -> None:

    data = tmp_path / "datasets"
    shutil.rmtree(data / ".openimages" / "fetched")
    shutil.rmtree(data / "zoo")


def _largest_file(server: MirrorServer) -> int:
    return max(one.sent for one in server.requests)
