from __future__ import annotations

from dataclasses import replace

from segcore.store import Store
from segcore.types import Create, Update
from tests.store.examples import CATEGORIES, annotation, key, move, pictures, pond, source, square


def test_untouched_rows_come_out_as_they_came_in(store: Store) -> None:
    given = pictures("z.jpg", "a.jpg")
    images = pond(store, images=given, annotations=[annotation(1, 50), annotation(0, 40)])
    rows = store.export_rows(images[0].dataset_id)
    assert rows.header == b'{"info": {"year": 2026}}'
    assert [row.source for row in rows.categories] == [one.source for one in CATEGORIES]
    assert [row.source for row in rows.images] == [one.source for one in given]
    found = list(rows.annotations)
    assert [row.source for row in found] == [source(50), source(40)]
    assert [row.image_id for row in found] == [images[1].id, images[0].id]
    assert all(row.segmentation is None and not row.category_changed for row in found)


def test_edited_rows_tell_what_is_new(store: Store) -> None:
    (image,) = pond(store, annotations=[annotation(0, 40), annotation(0, 41)])
    _, die = store.categories(image.dataset_id)
    move(store, image, to=30)
    second = store.annotations(image.id)[1]
    edit = Update(second.id, 1, category_id=die.id)
    store.save(image.id, [edit], author="ann", request_id=key())
    moved, changed = store.export_rows(image.dataset_id).annotations
    assert (moved.edited, moved.category_changed, moved.source) == (True, False, source(40))
    assert moved.segmentation == square(30, 30, 20)
    assert (changed.edited, changed.category_changed, changed.segmentation) == (False, True, None)
    assert changed.category_id == die.id


def test_what_was_made_here_gets_ids_the_file_does_not_have(store: Store) -> None:
    (image,) = pond(store, annotations=[annotation(0, 900_000)])
    panda = store.add_category(image.dataset_id, name="panda", author="ann")
    edit = Create(panda.id, square(1, 1, 5))
    store.save(image.id, [edit], author="ann", request_id=key())
    rows = store.export_rows(image.dataset_id)
    assert (rows.categories[-1].source, rows.categories[-1].new_id) == (None, 4)
    _, made = rows.annotations
    assert made.source is None
    assert made.new_id > 900_000
    assert made.segmentation == square(1, 1, 5)


def test_new_ids_keep_clear_of_ids_written_as_floats(store: Store) -> None:
    given = replace(annotation(0, 1), source=source(1).replace(b'"id":1', b'"id":900000.0'))
    (image,) = pond(store, annotations=[given])
    duck, _ = store.categories(image.dataset_id)
    edit = Create(duck.id, square(1, 1, 5))
    store.save(image.id, [edit], author="ann", request_id=key())
    _, made = store.export_rows(image.dataset_id).annotations
    assert made.new_id > 900_000


def test_an_export_may_be_of_one_split_or_state(store: Store) -> None:
    first, second = pictures("a.jpg", "b.jpg")
    rows = [annotation(0, 1), annotation(1, 2)]
    given = [first, replace(second, split="val", state="accepted")]
    images = pond(store, images=given, annotations=rows)
    for wanted in ({"split": "val"}, {"state": "accepted"}):
        found = store.export_rows(images[0].dataset_id, **wanted)  # type: ignore[arg-type]
        assert [row.image.file_name for row in found.images] == ["b.jpg"]
        assert [row.source for row in found.annotations] == [source(2)]


def test_an_export_sees_one_moment(store: Store) -> None:
    images = pond(store, images=pictures("a.jpg", "b.jpg"))
    rows = store.export_rows(images[0].dataset_id)
    next(rows.images)
    move(store, images[0], to=30)
    store.delete_dataset("pond")
    assert len(list(rows.images)) == 1
    (found,) = rows.annotations
    assert not found.edited


def test_an_export_read_or_dropped_gives_its_connection_back(store: Store) -> None:
    (image,) = pond(store)
    pool = store._database.engine.pool
    rows = store.export_rows(image.dataset_id)
    assert len([*rows.images, *rows.annotations]) == 2
    assert pool.checkedout() == 0  # type: ignore[attr-defined]
    rows = store.export_rows(image.dataset_id)
    next(rows.annotations)
    assert pool.checkedout() == 1  # type: ignore[attr-defined]
    del rows
    assert pool.checkedout() == 0  # type: ignore[attr-defined]
