"""The store as one object: every method is one transaction."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import TypedDict, Unpack

from segcore import settings
from segcore.store import changes, datasets, export, images, loading, migrations, runs
from segcore.store.annotating import Annotating
from segcore.store.database import Database
from segcore.store.export import ExportRows
from segcore.store.images import ImageFilter
from segcore.store.loading import NewAnnotation, NewCategory, NewImage
from segcore.types import (
    Category,
    Dataset,
    DatasetSummary,
    Image,
    ReviewState,
    RunRecord,
    RunState,
    Split,
)

_stores: dict[str, Store] = {}
_opening = threading.Lock()


def open_store(url: str | None = None) -> Store:
    """The store at `url` (settings.database_url() by default): one object a process and URL."""
    url = url or settings.database_url()
    with _opening:
        if url not in _stores:
            _stores[url] = Store(url)
        return _stores[url]


class Filters(TypedDict, total=False):
    """The fields of ImageFilter as keywords."""

    split: Split | None
    state: ReviewState | None
    category_id: int | None
    text: str | None
    without_annotations: bool | None
    among: tuple[int, ...] | None


class Store(Annotating):
    """Datasets, images, annotations, their history, and runs. Safe to share among threads."""

    def __init__(self, url: str) -> None:
        super().__init__(Database(url))
        self.schema_version = migrations.bring_up_to_date(self._database)
        self._summaries: dict[int, tuple[int, DatasetSummary]] = {}

    @property
    def where(self) -> str:
        """The database in words, without a password."""
        return self._database.where

    def close(self) -> None:
        """Let go of all connections; the next call opens new ones."""
        self._database.engine.dispose()

    # Datasets

    def datasets(self) -> list[Dataset]:
        """By name."""
        with self._database.reading() as connection:
            return datasets.find_all(connection)

    def dataset(self, name: str) -> Dataset:
        """NotFound lists the names there are."""
        with self._database.reading() as connection:
            return datasets.find(connection, name)

    def check_free(self, name: str) -> None:
        """InputError when a dataset has `name`, or one a file system may take for it."""
        with self._database.reading() as connection:
            datasets.check_free(connection, name)

    def summary(self, name: str) -> DatasetSummary:
        """The dataset in numbers; counted again only when something changed in it."""
        with self._database.reading() as connection:
            found = datasets.find(connection, name)
            stamp = changes.stamp(connection, found.id)
            known = self._summaries.get(found.id)
            if known is None or known[0] != stamp or known[1].dataset != found:
                known = stamp, datasets.summary(connection, found)
                self._summaries[found.id] = known
            return known[1]

    def stamp(self, dataset_id: int) -> int:
        """A number that grows with every change in the dataset: what caches are keyed by."""
        with self._database.reading() as connection:
            return changes.stamp(connection, dataset_id)

    def rename(self, name: str, new_name: str) -> Dataset:
        """Rows only: the folder is the caller's."""
        with self._database.writing() as connection:
            return datasets.rename(connection, name, new_name)

    def delete_dataset(self, name: str) -> None:
        """Rows only, runs included: the folder is the caller's."""
        with self._database.writing() as connection:
            datasets.remove(connection, name)

    def load(
        self,
        name: str,
        *,
        header: bytes = b"{}",
        categories: Sequence[NewCategory],
        images: Iterable[NewImage],
        annotations: Iterable[NewAnnotation],
        replace: bool = False,
        before_commit: Callable[[], None] | None = None,
    ) -> Dataset:
        """A whole dataset at once; an exception, `before_commit`'s too, leaves all as it was.

        Raises InputError when the name is taken and `replace` is false.
        """
        with self._database.writing() as connection:
            loaded = loading.load(
                connection,
                name,
                header=header,
                categories=categories,
                images=images,
                annotations=annotations,
                replace=replace,
            )
            if before_commit is not None:
                before_commit()
        return loaded

    def export_rows(
        self, dataset_id: int, *, split: Split | None = None, state: ReviewState | None = None
    ) -> ExportRows:
        """The dataset in the file's order, streamed as it was at one moment."""
        with self._database.failures_explained():
            wanted = ImageFilter(split=split, state=state)
            return export.export_rows(self._database.engine, dataset_id, wanted)

    # Categories

    def categories(self, dataset_id: int) -> list[Category]:
        """By position."""
        with self._database.reading() as connection:
            return datasets.categories(connection, dataset_id)

    def add_category(self, dataset_id: int, *, name: str, author: str) -> Category:
        """At the end."""
        with self._database.writing() as connection:
            return datasets.add_category(connection, dataset_id, name=name, author=author)

    # Images

    def images(
        self,
        dataset_id: int,
        *,
        limit: int | None = None,
        offset: int = 0,
        **filters: Unpack[Filters],
    ) -> list[Image]:
        """In the file's order."""
        wanted = ImageFilter(**filters)
        with self._database.reading() as connection:
            return images.find_all(connection, dataset_id, wanted, limit=limit, offset=offset)

    def count_images(self, dataset_id: int, **filters: Unpack[Filters]) -> int:
        with self._database.reading() as connection:
            return images.count(connection, dataset_id, ImageFilter(**filters))

    def image(self, image_id: int) -> Image:
        with self._database.reading() as connection:
            return images.find(connection, image_id)

    def around(
        self, image_id: int, *, limit: int = 1, **filters: Unpack[Filters]
    ) -> tuple[list[Image], list[Image]]:
        """The wanted images before and after this one, which need not be one; nearest first."""
        with self._database.reading() as connection:
            return images.around(connection, image_id, ImageFilter(**filters), limit=limit)

    def neighbours(
        self, image_id: int, **filters: Unpack[Filters]
    ) -> tuple[Image | None, Image | None]:
        """The wanted images just before and after this one, which need not be among them."""
        before, after = self.around(image_id, **filters)
        return next(iter(before), None), next(iter(after), None)

    def annotation_counts(self, image_ids: Sequence[int]) -> dict[int, int]:
        """By image, one query for all."""
        with self._database.reading() as connection:
            return images.counts(connection, image_ids)

    def place(self, image_id: int, **filters: Unpack[Filters]) -> int:
        """How many of the wanted images come before this one, which need not be among them."""
        with self._database.reading() as connection:
            return images.place(connection, image_id, ImageFilter(**filters))

    def set_state(self, image_id: int, *, state: ReviewState, version: int, author: str) -> Image:
        """Conflict when the image has left `version`."""
        with self._database.writing() as connection:
            return images.set_state(
                connection, image_id, state=state, version=version, author=author
            )

    def set_split(self, image_id: int, *, split: Split, version: int, author: str) -> Image:
        """Conflict when the image has left `version`."""
        with self._database.writing() as connection:
            return images.set_split(
                connection, image_id, split=split, version=version, author=author
            )

    # Runs

    def add_run(self, record: RunRecord) -> None:
        with self._database.writing() as connection:
            runs.add(connection, record)

    def run(self, run_id: str) -> RunRecord:
        with self._database.reading() as connection:
            return runs.find(connection, run_id)

    def runs(self, dataset_id: int | None = None) -> list[RunRecord]:
        """Newest first."""
        with self._database.reading() as connection:
            return runs.find_all(connection, dataset_id)

    def update_run(
        self, run_id: str, *, expect: AbstractSet[RunState] | None = None, **fields: object
    ) -> bool:
        """Compare and set: false when the run is in no state of `expect`, and nothing changed."""
        with self._database.writing() as connection:
            return runs.change(connection, run_id, expect=expect, **fields)

    def delete_run(self, run_id: str) -> None:
        """The row only: the folder is the caller's."""
        with self._database.writing() as connection:
            runs.remove(connection, run_id)
