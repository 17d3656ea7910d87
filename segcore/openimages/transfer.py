"""All pictures and masks of a choice into the cache, several at once, zips' directories first."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import partial
from typing import Protocol

from segcore.errors import InputError
from segcore.openimages import fetching, zips
from segcore.openimages.cache import Cache
from segcore.openimages.fetching import Changed
from segcore.openimages.folder import Failure
from segcore.openimages.http import Client
from segcore.openimages.values import Choice, ImageRow, MaskRow
from segcore.openimages.zips import Directory

WORKERS = 8
MOST_CHANGES = 50  # of a zip in one transfer; one change is seen by every group that is under way
_LOOK_EVERY = 0.1  # seconds between two looks whether somebody cancelled

Job = Callable[[], "list[Job]"]
"""What a thread does; it gives the jobs that it found to be done after it."""


class Say(Protocol):
    """Hears numbers of Progress; may raise Stopped."""

    def __call__(self, *, images: int, objects: int, bytes: int) -> None: ...


class Transfer:
    """Fetches what of the choice the cache lacks."""

    def __init__(self, choice: Choice, cache: Cache, *, report: Say) -> None:
        self._choice, self._cache, self._report = choice, cache, report
        self._split = choice.query.split
        self._failures: list[Failure] = []
        self._changes: Counter[str] = Counter()  # seen, by the zip's digit
        self._lock = threading.Lock()
        self._images = self._objects = self._bytes = 0
        self._client = Client(count=self._count)

    def run(self) -> list[Failure]:
        """What could not be had, in the choice's order. Raises Unreachable, Stopped, OSError."""
        with self._client, ThreadPoolExecutor(max_workers=WORKERS) as pool:
            try:
                self._work_off(pool, list(self._jobs()))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                self._client.stop()
                raise
        places = {one.image.image_id: n for n, one in enumerate(self._choice.images)}
        return sorted(self._failures, key=lambda one: (places[one.image_id], one.what))

    def _work_off(self, pool: ThreadPoolExecutor, jobs: list[Job]) -> None:
        running: set[Future[list[Job]]] = {pool.submit(job) for job in jobs}
        self._say()
        while running:
            ended, running = wait(running, _LOOK_EVERY, return_when=FIRST_COMPLETED)
            for future in ended:
                running |= {pool.submit(job) for job in future.result()}
            self._say()

    def _jobs(self) -> Iterator[Job]:
        """Zips first: what is in them waits for their directory."""
        lacking: dict[str, list[MaskRow]] = defaultdict(list)
        pictures: list[ImageRow] = []
        for chosen in self._choice.images:
            if self._cache.picture(chosen.image).exists():
                self._images += 1
            else:
                pictures.append(chosen.image)
            for mask in chosen.masks:
                if self._cache.mask(self._split, mask).exists():
                    self._objects += 1
                else:
                    lacking[mask.image_id[0]].append(mask)
        for digit, rows in sorted(lacking.items()):
            yield partial(self._zip, digit, rows)
        for image in pictures:
            yield partial(self._picture, image)

    def _picture(self, image: ImageRow) -> list[Job]:
        try:
            fetching.picture(self._client, self._cache, image)
        except InputError as error:
            self._fail(image.image_id, f"{image.image_id}.jpg", error)
        with self._lock:
            self._images += 1
        return []

    def _zip(self, digit: str, rows: list[MaskRow]) -> list[Job]:
        try:
            listed = fetching.directory(self._client, self._cache, self._split, digit)
        except InputError as error:
            return self._without(rows, f"its zip cannot be used: {error}")
        there = [row for row in rows if row.mask_path in listed.members]
        absent = [row for row in rows if row.mask_path not in listed.members]
        self._without(absent, "its zip has no such file")
        return [partial(self._masks, listed, group) for group in _grouped(there, listed)]

    def _masks(self, listed: Directory, group: list[MaskRow]) -> list[Job]:
        try:
            wrong = fetching.masks(self._client, self._cache, self._split, listed, group)
        except Changed as error:
            return self._anew(group, error)
        for row in group:
            if row.mask_path in wrong:
                self._fail(row.image_id, row.mask_path, wrong[row.mask_path])
        with self._lock:
            self._objects += len(group)
        return []

    def _anew(self, group: list[MaskRow], error: Changed) -> list[Job]:
        """The same out of the zip as it is now; but one that changes all the time is given up."""
        digit = group[0].image_id[0]
        with self._lock:
            self._changes[digit] += 1
        if self._changes[digit] > MOST_CHANGES:
            return self._without(group, str(error))
        return [partial(self._zip, digit, group)]

    def _without(self, rows: list[MaskRow], reason: str) -> list[Job]:
        for row in rows:
            self._fail(row.image_id, row.mask_path, reason)
        with self._lock:
            self._objects += len(rows)
        return []

    def _fail(self, image_id: str, what: str, reason: object) -> None:
        with self._lock:
            self._failures.append(Failure(image_id, what, str(reason).rstrip(".")))

    def _count(self, received: int) -> None:
        with self._lock:
            self._bytes += received

    def _say(self) -> None:
        self._report(images=self._images, objects=self._objects, bytes=self._bytes)


def _grouped(rows: list[MaskRow], listed: Directory) -> Iterator[list[MaskRow]]:
    """The rows whose members lie together in the zip."""
    by_start = {listed.members[row.mask_path].start: row for row in rows}
    for group in zips.groups(listed.members[row.mask_path] for row in rows):
        yield [by_start[member.start] for member in group]
