"""A choice is even, repeatable and never gives an image twice; a wrong query is a sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from segcore.errors import InputError
from segcore.openimages.choosing import choose
from segcore.openimages.counting import count
from segcore.openimages.index import Index, open_index
from segcore.openimages.values import Choice, Query
from tests.openimages.conftest import Serve
from tests.openimages.mirror import Tree

ZOO = Query(("Panda", "Dice", "Duck"), max_images=6)


@pytest.fixture
def index(served: Serve) -> Index:
    served()
    return open_index("validation")


def _ids(choice: Choice) -> list[str]:
    return [one.image.image_id for one in choice.images]


def _class_names(choice: Choice) -> set[str]:
    return {mask.class_name for one in choice.images for mask in one.masks}


def test_the_classes_come_evenly(mirror: Tree, index: Index) -> None:
    choice = choose(index, ZOO)
    truth = {name: mirror.images_with(name) for name in ZOO.classes}
    assert {len(images) for images in truth.values()} == {3, 6, 9}, "the mirror is uneven"
    counts = [choice.images_of[name] for name in ZOO.classes]
    assert max(counts) - min(counts) <= 1
    assert choice.images_of["Dice"] == len(set(_ids(choice)) & truth["Dice"])
    assert choice.available == len(set.union(*truth.values()))


def test_the_same_query_chooses_the_same_and_another_seed_does_not(index: Index) -> None:
    again = [choose(index, ZOO) for _ in range(2)]
    assert again[0] == again[1]
    other = {tuple(_ids(choose(index, replace(ZOO, seed=seed)))) for seed in range(5)}
    assert len(other) > 1


def test_fewer_images_are_the_first_of_more(index: Index) -> None:
    assert _ids(choose(index, replace(ZOO, max_images=4))) == _ids(choose(index, ZOO))[:4]


def test_more_is_the_same_query_without_those_one_has(index: Index) -> None:
    seen: list[str] = []
    while more := _ids(choose(index, replace(ZOO, exclude_images=frozenset(seen)))):
        seen += more
    assert len(seen) == len(set(seen)) == choose(index, ZOO).available


def test_the_other_objects_come_unless_they_are_not_wanted(mirror: Tree, index: Index) -> None:
    query = replace(ZOO, max_images=99)
    assert _class_names(choose(index, query)) > set(ZOO.classes)
    only = choose(index, replace(query, only_classes=True))
    assert _class_names(only) == set(ZOO.classes)
    truth = Counter(thing.name for one in mirror.of("validation") for thing in one.objects)
    assert only.instances_of == {name: truth[name] for name in ZOO.classes}


def test_expanding_takes_the_classes_below_as_themselves(mirror: Tree, index: Index) -> None:
    bears = ("Bear", "Brown bear", "Polar bear", "Panda")
    choice = choose(index, Query(("Bear",), max_images=99, expand=True, only_classes=True))
    assert set(_ids(choice)) == set.union(*(mirror.images_with(name) for name in bears))
    assert _class_names(choice) <= set(bears)
    plain = choose(index, Query(("Bear",), max_images=99))
    assert set(_ids(plain)) == mirror.images_with("Bear")
    assert choose(index, Query(("Animal",), expand=True)).images


def test_small_objects_and_flagged_ones_are_left_out(index: Index) -> None:
    query = replace(ZOO, max_images=99)
    rows = [mask for one in choose(index, query).images for mask in one.masks]
    assert any(mask.flags and "truncated" in mask.flags for mask in rows)
    strict = replace(query, min_area=0.1, without=frozenset({"truncated", "depiction"}))
    kept = [mask for one in choose(index, strict).images for mask in one.masks]
    assert 0 < len(kept) < len(rows)
    for mask in kept:
        x1, y1, x2, y2 = mask.box
        assert (x2 - x1) * (y2 - y1) >= 0.1
        assert not (mask.flags or frozenset()) & strict.without
    assert any(mask.flags is None for mask in kept), "what nobody knows is not left out"


def test_counts_are_of_all_that_would_do(mirror: Tree, index: Index) -> None:
    counts = count(index, ZOO)
    truth = Counter(thing.name for one in mirror.of("validation") for thing in one.objects)
    expected = {name: (len(mirror.images_with(name)), truth[name]) for name in ZOO.classes}
    assert counts.per_class == expected
    assert counts.images == choose(index, ZOO).available
    assert counts.instances == sum(truth[name] for name in ZOO.classes)


def test_a_choice_of_too_few_says_so(index: Index) -> None:
    choice = choose(index, Query(("Dice",), max_images=30))
    assert (len(choice.images), choice.available, choice.is_short) == (3, 3, True)


def test_nothing_left_is_an_empty_choice(mirror: Tree, index: Index) -> None:
    query = Query(("Dice",), exclude_images=frozenset(mirror.images_with("Dice")))
    choice = choose(index, query)
    assert (choice.images, choice.available) == ((), 0)
    assert count(index, query).per_class == {"Dice": (0, 0)}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (Query(("Dise",)), r"no class Dise: did you mean Dice, \w+ or \w+\?"),
        (Query(("Zebra crossing",)), r"Zebra crossing has boxes only, no masks\."),
        (Query(("Animal",)), r"no masks; with --expand the classes below it come: Bear, Bird"),
        (Query(()), r"Name a class at least"),
        (replace(ZOO, max_images=0), r"At least one image has to be asked for; got 0"),
        (replace(ZOO, min_area=float("nan")), r"a share of the image, 0 to 1; got nan"),
        (replace(ZOO, split="test"), r"The index is that of validation; asked for was 'test'"),
        (replace(ZOO, without=frozenset({"blurred"})), r"no flag 'blurred': choose among occluded"),
        (replace(ZOO, exclude_images=frozenset({"../x"})), r"'../x' is no image id"),
    ],
)
def test_a_wrong_query_is_a_sentence(index: Index, query: Query, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        choose(index, query)


def test_the_case_of_a_name_does_not_matter(index: Index) -> None:
    assert _ids(choose(index, Query(("dICE",)))) == _ids(choose(index, Query(("Dice",))))
