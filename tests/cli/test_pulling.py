"""`pull`: what is typed is what is pulled, and what is wrong is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from segcore.cli import query
from segcore.cli.arguments import parse
from segcore.openimages.values import Query
from segcore.store import Store
from tests.cli.conftest import Segcore
from tests.openimages.conftest import Serve, mirror, served  # noqa: F401 - fixtures

_PULL = ("pull", "zoo", "--classes", "Panda,Dice,Duck", "--max-images", "6")


def test_it_tells_what_came(segcore: Segcore, served: Serve, store: Store) -> None:  # noqa: F811
    served()
    called = segcore(*_PULL, "--split-val", "0.34", "--only-classes")
    assert called.code == 0
    assert called.out.startswith("Pulled 6 images with ")
    assert "into 'zoo' (Dice on " in called.out
    assert "Fetching pictures and masks" in called.err
    summary = store.summary("zoo")
    assert summary.splits == {"train": 4, "val": 2}
    assert [one.name for one in summary.categories] == ["Panda", "Dice", "Duck"]


def test_again_it_says_that_the_dataset_is_there(segcore: Segcore, served: Serve) -> None:  # noqa: F811
    served()
    segcore(*_PULL)
    again = segcore(*_PULL)
    assert again.code == 2
    assert "A dataset named 'zoo' exists already" in again.err
    more = segcore(*_PULL, "--add")
    assert more.out.startswith("Pulled 6 images with ")


def test_a_wrong_class_is_told_with_the_nearest(segcore: Segcore, served: Serve) -> None:  # noqa: F811
    served()
    called = segcore("pull", "zoo", "--classes", "Dise")
    assert called.code == 2
    assert "Dice" in called.err.splitlines()[-1]
    assert segcore("list").out.startswith("There is no dataset yet")


def test_files_that_are_missing_are_told_and_the_rest_is_there(
    segcore: Segcore,
    served: Serve,  # noqa: F811
) -> None:
    served(missing="*-masks-0.zip")
    called = segcore("pull", "zoo", "--classes", "Panda,Dice,Duck", "--max-images", "24")
    assert called.code == 0
    assert "its zip cannot be used: the host has no such file (status 404)." in called.err
    assert "of 24 images exist." in called.err


def test_every_flag_reaches_the_query(tmp_path: Path) -> None:
    listed = tmp_path / "seen.txt"
    listed.write_text("0001eeaf4aed83f9\n\nvalidation/00075905539074f2\n")
    typed = (
        "pull zoo --classes Panda,,Dice,Panda --split train --max-images 7 --seed 3 --only-classes "
        f"--expand --min-area 0.1 --no-occluded --no-group-of --exclude-images {listed}"
    )
    assert query.query_of(parse(typed.split())) == Query(
        classes=("Panda", "Dice"),
        split="train",
        max_images=7,
        seed=3,
        only_classes=True,
        expand=True,
        min_area=0.1,
        without=frozenset({"occluded", "group_of"}),
        exclude_images=frozenset({"0001eeaf4aed83f9", "00075905539074f2"}),
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"1e500000\n", r"seen.txt, line 1: '1e500000' is no image id; one has 16"),
        (b"0001eeaf4aed83f9\n\xff", r"seen.txt cannot be read as a list of image ids: it is not"),
        (None, r"seen.txt cannot be read as a list of image ids: No such file"),
    ],
)
def test_a_list_that_is_none_is_refused(
    segcore: Segcore, tmp_path: Path, content: bytes | None, said: str
) -> None:
    listed = tmp_path / "seen.txt"
    if content is not None:
        listed.write_bytes(content)
    called = segcore("pull", "zoo", "--classes", "Panda", "--exclude-images", listed)
    assert called.code == 2
    assert said in called.err


def test_no_class_is_refused(segcore: Segcore) -> None:
    called = segcore("pull", "zoo", "--classes", " , ")
    assert (called.code, called.err) == (
        2,
        "--classes names no class; give names such as Panda,Dice.\n",
    )
