"""Where a person stands in the loop, and what to do next."""

from __future__ import annotations

from dataclasses import replace

from segcore.overview import overview
from segcore.store import NewAnnotation, NewCategory, NewImage, Store
from segcore.types import Box, RunRecord

RUN = RunRecord(
    id="r1",
    dataset_id=0,
    dataset="ducks",
    state="done",
    engine="torchvision",
    preset="tiny",
    device="cpu",
    step=300,
    max_steps=300,
    created_at="2026-01-01T00:00:00Z",
)


def ducks(store: Store, *, annotations: int = 0, name: str = "ducks") -> int:
    """A dataset of one picture with so many annotations; its id."""
    drawn = [NewAnnotation(0, 0, Box(0, 0, 4, 4), 16.0, source=b"{}")] * annotations
    return store.load(
        name,
        categories=[NewCategory("duck")],
        images=[NewImage("a.png", 20, 10)],
        annotations=drawn,
    ).id


def test_with_nothing_there_a_dataset_comes_first(store: Store) -> None:
    assert overview(store).next_step == "datasets"


def test_pictures_alone_want_annotations(store: Store) -> None:
    ducks(store)

    assert overview(store).next_step == "annotate"


def test_annotations_want_a_run(store: Store) -> None:
    ducks(store, annotations=1)

    assert overview(store).next_step == "train"


def test_a_finished_run_wants_a_review(store: Store) -> None:
    dataset_id = ducks(store, annotations=1)
    store.add_run(replace(RUN, dataset_id=dataset_id))

    seen = overview(store)

    assert seen.next_step == "review"
    assert seen.finished is not None
    assert seen.finished.id == "r1"


def test_a_run_in_progress_is_watched_first(store: Store) -> None:
    dataset_id = ducks(store, annotations=1)
    store.add_run(replace(RUN, dataset_id=dataset_id))
    store.add_run(replace(RUN, id="r2", dataset_id=dataset_id, state="running"))

    seen = overview(store)

    assert seen.next_step == "train"
    assert seen.active is not None
    assert seen.active.id == "r2"


def test_the_dataset_in_focus_decides_and_else_the_newest(store: Store) -> None:
    ducks(store, annotations=1)
    ducks(store, name="geese")

    assert overview(store, focus="ducks").next_step == "train"
    assert overview(store, focus="gone").next_step == "annotate"
    assert overview(store).images == 2
