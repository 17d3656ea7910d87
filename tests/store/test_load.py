from __future__ import annotations

from pathlib import Path

import pytest

from segcore.errors import InputError, NotFound
from segcore.store import NewAnnotation, Store
from segcore.types import Box, CategoryCount, Part, Rle, RunRecord, Segmentation, Size, Update
from tests.store.examples import CATEGORIES, annotation, key, move, pictures, pond, square


def test_a_loaded_dataset_reads_back_in_the_files_order(store: Store) -> None:
    images = pond(store, images=pictures("z.jpg", "a.jpg", "deep/m.jpg"))
    assert [image.file_name for image in images] == ["z.jpg", "a.jpg", "deep/m.jpg"]
    categories = store.categories(images[0].dataset_id)
    assert [(one.name, one.supercategory, one.position) for one in categories] == [
        ("duck", "", 0),
        ("die", "toy", 1),
    ]
    (found,) = store.annotations(images[0].id)
    assert found.category_id == categories[0].id
    assert found.segmentation == square(10, 10, 20)
    assert (found.box, found.area, found.version) == (Box(10, 10, 30, 30), 400.0, 1)
    assert not found.edited


def test_a_segmentation_without_a_source_is_kept_with_holes_and_rle(store: Store) -> None:
    hole = Part(square(0, 0, 30).parts[0].outer, (square(5, 5, 5).parts[0].outer,))
    drawn = Segmentation((hole, *square(50, 50, 1 / 3).parts), Rle(Size(100, 80), "abc"))
    row = NewAnnotation(0, 1, Box(0, 0, 51, 51), 1.5, True, segmentation=drawn, origin="model")
    (image,) = pond(store, annotations=[row])
    (found,) = store.annotations(image.id)
    assert found.segmentation == drawn
    assert (found.iscrowd, found.origin) == (True, "model")


def test_a_box_without_an_outline_stays_one(store: Store) -> None:
    (image,) = pond(store, annotations=[NewAnnotation(0, 0, Box(1, 2, 3, 4), 4.0)])
    (found,) = store.annotations(image.id)
    assert found.segmentation.is_empty
    assert found.box == Box(1, 2, 3, 4)


def test_a_taken_name_is_refused_and_so_is_one_that_differs_by_case_only(store: Store) -> None:
    pond(store)
    for name in ("pond", "POND"):
        with pytest.raises(InputError, match="'pond' exists already: choose another name"):
            pond(store, name)
    assert [dataset.name for dataset in store.datasets()] == ["pond"]


def test_replacing_swaps_everything_but_the_runs(store: Store) -> None:
    (old,) = pond(store)
    move(store, old, to=30)
    record = RunRecord("r1", old.dataset_id, "pond", "done", "none", "tiny", "cpu", 1, 1, "2026")
    store.add_run(record)
    new = pond(store, images=pictures("b.jpg", "c.jpg"), replace=True)
    assert [image.file_name for image in new] == ["b.jpg", "c.jpg"]
    assert store.runs() == [record]
    assert not store.can_undo(new[0].id)
    with pytest.raises(NotFound, match="no image with id"):
        store.image(old.id)
    assert old.id not in {image.id for image in new}, "an id is never used twice"


def test_a_dataset_is_known_apart_from_those_of_other_stores(store: Store, tmp_path: Path) -> None:
    other = Store(f"sqlite:///{tmp_path / 'other.db'}")
    pond(store)
    pond(other)
    here, there = store.dataset("pond"), other.dataset("pond")
    other.close()
    assert (here.id, here.name) == (there.id, there.name)
    assert here.uid != there.uid
    assert store.rename("pond", "lake").uid == here.uid
    pond(store, "lake", replace=True)
    assert store.dataset("lake").id == here.id
    assert store.dataset("lake").uid != here.uid


def test_what_fails_on_the_way_leaves_everything_as_it_was(store: Store) -> None:
    images = pond(store)

    def fail() -> None:
        raise OSError("the folder could not be renamed")

    with pytest.raises(OSError, match="renamed"):
        pond(store, images=pictures("b.jpg"), replace=True, before_commit=fail)
    with pytest.raises(OSError, match="renamed"):
        pond(store, "second", before_commit=fail)
    assert store.images(images[0].dataset_id) == images
    assert len(store.datasets()) == 1


def test_before_commit_sees_the_store_as_it_was(store: Store) -> None:
    seen: list[int] = []
    pond(store, before_commit=lambda: seen.append(len(store.datasets())))
    assert (seen, len(store.datasets())) == ([0], 1)


def test_a_bad_name_is_refused(store: Store) -> None:
    with pytest.raises(InputError, match="cannot name a dataset"):
        pond(store, "../x")


def test_many_rows_keep_their_order(store: Store) -> None:
    names = [f"{n}.jpg" for n in range(12_000)]
    rows = [annotation(n, n) for n in range(0, 12_000, 400)]
    images = pond(store, images=pictures(*names), annotations=rows)
    assert [image.file_name for image in images] == names
    found = store.annotations_of([image.id for image in images])
    assert [len(found[image.id]) for image in images] == [n % 400 == 0 for n in range(12_000)]


def test_a_summary_counts_by_split_and_category(store: Store) -> None:
    first, second, third, fourth = pictures("a.jpg", "b.jpg", "c.jpg", "d.jpg")
    images = [
        first,
        second,
        *(_with(one, split="val", state="accepted") for one in (third, fourth)),
    ]
    rows = [annotation(0, 1), annotation(0, 2), annotation(1, 3), annotation(2, 4, category=1)]
    pond(store, images=images, annotations=rows)
    summary = store.summary("pond")
    duck, die = summary.categories
    assert (summary.images, summary.annotations, summary.annotated_images) == (4, 4, 4)
    assert summary.splits == {"train": 2, "val": 2}
    assert summary.counts == (CategoryCount(duck, "train", 3, 2), CategoryCount(die, "val", 1, 1))


def _with(image: object, **fields: str) -> object:
    from dataclasses import replace

    return replace(image, **fields)  # type: ignore[type-var]


def test_a_summary_is_counted_again_when_something_changed(store: Store) -> None:
    (image,) = pond(store)
    before = store.summary("pond")
    assert store.summary("pond") is before
    first = store.annotations(image.id)[0]
    die = before.categories[1]
    edit = Update(first.id, 1, category_id=die.id)
    store.save(image.id, [edit], author="ann", request_id=key())
    assert store.summary("pond").counts == (CategoryCount(die, "train", 1, 1),)


def test_an_unknown_name_lists_those_there_are(store: Store) -> None:
    with pytest.raises(NotFound, match="no dataset named 'lake'. Available: none yet"):
        store.dataset("lake")
    pond(store)
    with pytest.raises(NotFound, match="Available: pond"):
        store.summary("lake")


def test_a_rename_takes_along_all_but_the_folder(store: Store) -> None:
    (image,) = pond(store)
    pond(store, "sea")
    store.rename("pond", "Pond")
    renamed = store.rename("Pond", "lake")
    assert store.dataset("lake") == renamed
    assert store.images(renamed.id) == [image]
    with pytest.raises(InputError, match="'sea' exists already"):
        store.rename("lake", "sea")


def test_deleting_a_dataset_removes_all_that_hangs_on_it(store: Store) -> None:
    (image,) = pond(store)
    pond(store, "sea")
    move(store, image, to=30)
    store.add_run(RunRecord("r", image.dataset_id, "pond", "done", "", "tiny", "", 1, 1, "2026"))
    store.delete_dataset("pond")
    assert [dataset.name for dataset in store.datasets()] == ["sea"]
    assert _row_counts(store) == {
        "dataset": 1,
        "category": 2,
        "image": 1,
        "annotation": 1,
        "request": 0,
        "change": 1,
        "run": 0,
        "model": 0,
    }


def _row_counts(store: Store) -> dict[str, int]:
    from sqlalchemy import func, select

    from segcore.store.schema import metadata

    with store._database.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
            if table.name != "meta"
        }


def test_a_category_is_added_at_the_end(store: Store) -> None:
    (image,) = pond(store)
    added = store.add_category(image.dataset_id, name=" panda ", author="ann")
    assert (added.name, added.position) == ("panda", len(CATEGORIES))
    with pytest.raises(InputError, match="a name of its own in its dataset; got 'panda'"):
        store.add_category(image.dataset_id, name="panda", author="ann")
