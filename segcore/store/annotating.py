"""The store's methods about what is on an image: every one is one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from segcore.store import changes, effort, images, news, reading, saving, undo
from segcore.store.database import Database
from segcore.types import Annotation, Change, Edit, Effort, News, Saved, Segmentation, Standing


class Annotating:
    """Annotations: read, saved, undone, their history, and what somebody else did meanwhile."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def annotations(self, image_id: int) -> list[Annotation]:
        """In the file's order, those made here after them."""
        with self._database.reading() as connection:
            return reading.of_image(connection, image_id)

    def annotations_of(self, image_ids: Sequence[int]) -> dict[int, list[Annotation]]:
        """By image, one query for all."""
        with self._database.reading() as connection:
            return reading.of_images(connection, image_ids)

    def annotation(self, annotation_id: int) -> Annotation:
        with self._database.reading() as connection:
            return reading.find(connection, annotation_id)

    def imported(self, annotation_id: int) -> Segmentation:
        """The outline the annotation came with; empty when it was made here or came as a box."""
        with self._database.reading() as connection:
            return reading.imported(connection, annotation_id)

    def save(
        self,
        image_id: int,
        edits: Sequence[Edit],
        *,
        author: str,
        request_id: str,
        label: str = "",
        seconds: float | None = None,
    ) -> Saved:
        """All edits or none, durable on return; the same request again gets the first answer.

        `label` says what was done, in words; `seconds` is the person's time, idle left out.
        """
        with self._database.writing() as connection:
            return saving.save(
                connection,
                image_id,
                edits,
                author=author,
                key=request_id,
                label=label,
                seconds=seconds,
            )

    def undo(
        self, image_id: int, *, author: str, request_id: str, target: str | None = None
    ) -> Saved | None:
        """Take back the image's last gesture, or the one of request `target`; None without one.

        Raises Conflict when what the gesture left was changed since.
        """
        with self._database.writing() as connection:
            return undo.step(
                connection, image_id, "undo", author=author, key=request_id, target=target
            )

    def redo(
        self, image_id: int, *, author: str, request_id: str, target: str | None = None
    ) -> Saved | None:
        """Do again what was taken back last, or the gesture of request `target`; as `undo`."""
        with self._database.writing() as connection:
            return undo.step(
                connection, image_id, "redo", author=author, key=request_id, target=target
            )

    def can_undo(self, image_id: int) -> bool:
        return self.standing(image_id).can_undo

    def can_redo(self, image_id: int) -> bool:
        return self.standing(image_id).can_redo

    def image_stamp(self, image_id: int) -> int:
        """A number that grows with every change on the image; 0 before the first."""
        with self._database.reading() as connection:
            return news.stamp(connection, image_id)

    def standing(self, image_id: int) -> Standing:
        """Where the image stands now."""
        with self._database.reading() as connection:
            return news.standing(connection, image_id)

    def scene(self, image_id: int) -> tuple[Standing, list[Annotation]]:
        """Where the image stands and what is on it, at one moment."""
        with self._database.reading() as connection:
            return news.standing(connection, image_id), reading.of_image(connection, image_id)

    def news(self, image_id: int, *, since: int) -> News:
        """What was done to the image after the stamp `since`."""
        with self._database.reading() as connection:
            return news.since(connection, image_id, since)

    def history(self, image_id: int, *, limit: int | None = None) -> list[Change]:
        """Oldest first; the newest `limit` of it."""
        with self._database.reading() as connection:
            return changes.of_image(connection, images.find(connection, image_id), limit=limit)

    def effort(self, image_id: int) -> Effort:
        """A person's time on the image."""
        with self._database.reading() as connection:
            return effort.of_image(connection, image_id)

    def dataset_effort(self, dataset_id: int) -> Effort:
        """A person's time on the dataset."""
        with self._database.reading() as connection:
            return effort.of_dataset(connection, dataset_id)
