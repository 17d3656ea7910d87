"""The store's methods about what a person groups images by: every one is one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from segcore.store import datasets, selections, tagging
from segcore.store.annotating import Annotating
from segcore.store.images import ImageFilter
from segcore.types import DatasetSummary, Selection, TagCount


class Grouping(Annotating):
    """Tags and selections: kept in the store, counted, found by ImageFilter."""

    # Tags

    def tag_images(
        self,
        image_ids: Sequence[int],
        *,
        add: Sequence[str] = (),
        remove: Sequence[str] = (),
        author: str = "",
    ) -> int:
        """Add and take away tags of all these images of one dataset; how many of them changed it.

        What is so already is left so. Raises NotFound for an id that is none, InputError for a
        tag that is none or too many of them; then nothing is changed.
        """
        with self._database.writing() as connection:
            return tagging.change(
                connection, tagging.IMAGES, image_ids, add=add, remove=remove, author=author
            )

    def tag_annotations(
        self,
        annotation_ids: Sequence[int],
        *,
        add: Sequence[str] = (),
        remove: Sequence[str] = (),
        author: str = "",
    ) -> int:
        """As `tag_images`, of annotations; the tags of a deleted one come back with it."""
        with self._database.writing() as connection:
            return tagging.change(
                connection,
                tagging.ANNOTATIONS,
                annotation_ids,
                add=add,
                remove=remove,
                author=author,
            )

    def image_tags(self, image_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """By image, sorted."""
        with self._database.reading() as connection:
            return tagging.of(connection, tagging.IMAGES, image_ids)

    def annotation_tags(self, annotation_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """By annotation, sorted."""
        with self._database.reading() as connection:
            return tagging.of(connection, tagging.ANNOTATIONS, annotation_ids)

    def tags(self, dataset_id: int) -> list[TagCount]:
        """Those in use, sorted."""
        with self._database.reading() as connection:
            return tagging.counts(connection, dataset_id)

    # Selections

    def selections(self, dataset_id: int) -> list[Selection]:
        """By name."""
        with self._database.reading() as connection:
            return selections.find_all(connection, dataset_id)

    def selection(self, dataset_id: int, name: str) -> Selection:
        """NotFound lists the names there are."""
        with self._database.reading() as connection:
            return selections.find_named(connection, dataset_id, name)

    def selection_summary(self, dataset: str, name: str) -> DatasetSummary:
        """The images of a selection in numbers, counted each time."""
        with self._database.reading() as connection:
            found = datasets.find(connection, dataset)
            chosen = selections.find_named(connection, found.id, name)
            return datasets.summary(connection, found, ImageFilter(selection_id=chosen.id))

    def selection_images(self, selection_id: int) -> list[int]:
        """The ids of its images, in the file's order."""
        with self._database.reading() as connection:
            selections.find(connection, selection_id)
            return selections.image_ids(connection, selection_id)

    def save_selection(
        self,
        dataset_id: int,
        name: str,
        image_ids: Sequence[int],
        *,
        replace: bool = False,
        author: str = "",
    ) -> Selection:
        """InputError when the name is taken and `replace` is false, or when there is no image."""
        with self._database.writing() as connection:
            return selections.save(
                connection, dataset_id, name, image_ids, replace=replace, author=author
            )

    def change_selection(
        self,
        selection_id: int,
        *,
        add: Sequence[int] = (),
        remove: Sequence[int] = (),
        author: str = "",
    ) -> Selection:
        """Put images in and take images out; it may be left with none."""
        with self._database.writing() as connection:
            return selections.change(
                connection, selection_id, add=add, remove=remove, author=author
            )

    def rename_selection(self, selection_id: int, name: str, *, author: str = "") -> Selection:
        """InputError when the name is taken."""
        with self._database.writing() as connection:
            return selections.rename(connection, selection_id, name, author=author)

    def delete_selection(self, selection_id: int, *, author: str = "") -> None:
        """Its name and list only: the images stay."""
        with self._database.writing() as connection:
            selections.remove(connection, selection_id, author=author)
