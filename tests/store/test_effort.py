"""A person's time: only what was recorded counts."""

from __future__ import annotations

import pytest

from segcore.store import Store
from segcore.types import Create, Effort, Image, Update
from tests.store.examples import annotation, key, pictures, pond, square


@pytest.fixture
def images(store: Store) -> list[Image]:
    rows = [annotation(0, 1), annotation(0, 2), annotation(1, 3)]
    return pond(store, images=pictures("a.jpg", "b.jpg"), annotations=rows)


def spend(store: Store, image: Image, seconds: float | None, *places: int) -> None:
    """One gesture on those of the image's annotations."""
    present = store.annotations(image.id)
    edits = [Update(present[place].id, present[place].version, z=9) for place in places]
    store.save(image.id, edits, author="ann", request_id=key(), seconds=seconds)


def test_nothing_recorded_is_no_effort(store: Store, images: list[Image]) -> None:
    spend(store, images[0], None, 0)
    assert store.effort(images[0].id) == Effort()
    assert store.dataset_effort(images[0].dataset_id) == Effort()


def test_seconds_gestures_and_instances_add_up(store: Store, images: list[Image]) -> None:
    a, b = images
    spend(store, a, 6.0, 0, 1)
    spend(store, a, 1.0, 0)
    spend(store, a, None, 1)
    spend(store, b, 8.0, 0)
    assert store.effort(a.id) == Effort(7.0, 2, 2, 3.5)
    assert store.effort(b.id) == Effort(8.0, 1, 1, 8.0)
    assert store.dataset_effort(a.dataset_id) == Effort(15.0, 3, 3, 4.0)


def test_an_undo_takes_no_time_and_gives_none_back(store: Store, images: list[Image]) -> None:
    spend(store, images[0], 2.0, 0)
    store.undo(images[0].id, author="ann", request_id=key())
    assert store.effort(images[0].id) == Effort(2.0, 1, 1, 2.0)


def test_what_was_drawn_counts_too(store: Store, images: list[Image]) -> None:
    edit = Create(1, square(50, 50, 9))
    store.save(images[0].id, [edit], author="ann", request_id=key(), seconds=4.5)
    assert store.effort(images[0].id) == Effort(4.5, 1, 1, 4.5)
