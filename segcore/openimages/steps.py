"""What a pull does, step by step: index, choice, transfer, tracing, import."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from segcore import importing, settings
from segcore.disk import check_free_space
from segcore.errors import Failed, InputError
from segcore.folders import check_name
from segcore.openimages import provenance, sizes
from segcore.openimages.cache import Cache
from segcore.openimages.choosing import choose
from segcore.openimages.folder import Failure, PullFolder, PullReport, Request
from segcore.openimages.index import Index, open_index
from segcore.openimages.labels import PulledImage, write_labels
from segcore.openimages.provenance import Provenance
from segcore.openimages.telling import Report, Teller
from segcore.openimages.tracing import trace
from segcore.openimages.transfer import Transfer
from segcore.openimages.values import Choice, Query
from segcore.store import Store, open_store


def check(store: Store, request: Request) -> None:
    """Raise InputError where the dataset's name or the share of val will not do."""
    check_name(request.name)
    if not 0.0 <= request.split_val < 1.0:
        raise InputError(
            f"The share of validation images is 0 to below 1; got {request.split_val}."
        )
    if request.add:
        store.dataset(request.name)
    else:
        importing.check_place(store, request.name)


_IMAGE_ID = re.compile(r"[0-9a-f]{16}")


def asked(store: Store, request: Request) -> Query:
    """The request's query, without the images that the dataset to be added to has already."""
    if not request.add:
        return request.query
    dataset = store.dataset(request.name)
    names = (Path(image.file_name).stem for image in store.images(dataset.id))
    present = frozenset(filter(_IMAGE_ID.fullmatch, names))  # those that can be of Open Images
    return replace(request.query, exclude_images=request.query.exclude_images | present)


class Pull:
    """One pull in the doing."""

    def __init__(self, folder: PullFolder, report: Report) -> None:
        self._folder = folder
        self._request = folder.read_request()
        self._store = open_store()
        self._cache = Cache.here()
        self._teller = Teller(folder, report)
        self._begun_at = time.monotonic()

    def run(self) -> PullReport:
        """From the index to the store. Raises InputError, Failed and Stopped."""
        if self._is_stored():
            return self._told()
        check(self._store, self._request)
        self._teller.enter("index")
        index = open_index(self._request.query.split, report=self._teller.building)
        self._teller.enter("choosing")
        choice = self._choose(index)
        failures = self._fetch(choice)
        self._teller.enter("tracing", images_total=len(choice.images))
        images, more = trace(
            choice.images, self._cache, progress=lambda done: self._teller.say(images=done)
        )
        failures = [*failures, *more]
        if not images:
            raise Failed(f"None of the pictures could be had: {failures[0].reason}.")
        self._teller.enter("storing")
        self._folder.write_report(self._summary(choice, images, failures))
        self._import(images, choice, index)
        return self._told()

    def _is_stored(self) -> bool:
        """Whether the store has it already: the process died after that."""
        if not any(one.name == self._request.name for one in self._store.datasets()):
            return False
        pulls = provenance.pulls_of(self._store.header(self._request.name))
        return any(one.pull == self._folder.id for one in pulls)

    def _told(self) -> PullReport:
        found = self._folder.read_report()
        assert found is not None, "the report is written before the store is"
        return found

    def _choose(self, index: Index) -> Choice:
        query = asked(self._store, self._request)
        choice = choose(index, query)
        if not choice.images:
            names = ", ".join(query.classes)
            raise InputError(f"There is no image more of {names} in {query.split} to pull.")
        return choice

    def _fetch(self, choice: Choice) -> list[Failure]:
        needed = sizes.estimate(choice)
        check_free_space(settings.data_dir(), needed)
        objects = sum(len(one.masks) for one in choice.images)
        self._teller.enter(
            "fetching", images_total=len(choice.images), objects_total=objects, bytes_total=needed
        )
        return Transfer(choice, self._cache, report=self._teller.say).run()

    def _import(self, images: tuple[PulledImage, ...], choice: Choice, index: Index) -> None:
        coco = self._folder.coco
        shutil.rmtree(coco, ignore_errors=True)
        (coco / "images").mkdir(parents=True)
        for image in images:
            _link(self._cache.picture(image.row), coco / "images" / image.file_name)
        self._write_labels(coco / "labels.json", images, choice, index)
        with importing.inspect(coco) as plan:
            bring_in = importing.add if self._request.add else importing.run
            bring_in(
                self._store,
                plan,
                name=self._request.name,
                split_val=self._request.split_val,
                seed=self._request.query.seed,
                link=True,  # to the cache's own files
            )
        shutil.rmtree(coco)

    def _write_labels(
        self, path: Path, images: tuple[PulledImage, ...], choice: Choice, index: Index
    ) -> None:
        name = self._request.name
        write_labels(
            path,
            images,
            classes=tuple(choice.images_of),  # the wanted ones come first
            above={one.name: one.parents[0] for one in index.classes if one.parents},
            header=self._store.header(name) if self._request.add else b"{}",
            provenance=Provenance(
                pull=self._folder.id,
                query=self._request.query,
                date=self._request.created_at,
                index_version=choice.index_version,
                images=len(images),
                objects=sum(len(image.objects) for image in images),
            ),
        )

    def _summary(
        self, choice: Choice, images: tuple[PulledImage, ...], failures: list[Failure]
    ) -> PullReport:
        named = [Counter(row.class_name for row, _ in image.objects) for image in images]
        return PullReport(
            dataset=self._request.name,
            images=len(images),
            objects=sum(map(Counter.total, named)),
            images_of=dict(Counter(name for names in named for name in names)),
            instances_of=dict(sum(named, Counter())),
            available=choice.available,
            wanted=choice.query.max_images,
            bytes=self._teller.now.bytes,
            seconds=time.monotonic() - self._begun_at,
            index_version=choice.index_version,
            failures=tuple(failures),
        )


def _link(source: Path, target: Path) -> None:
    """The same file under another name; a copy where the disk cannot do that."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
