from __future__ import annotations

import json

import pytest

from segcore import coco
from segcore.types import MOST_TAGS_ON_ONE


@pytest.mark.parametrize(
    ("value", "tags"),
    [
        (["night", "far"], ("night", "far")),
        ([" night", "night"], ("night",)),
        ([], ()),
        (None, ()),
        ("night", ()),
        ({"a": 1}, ()),
        (["night", 7], ()),
        (["night", ""], ()),
        ([str(n) for n in range(MOST_TAGS_ON_ONE + 1)], ()),
    ],
)
def test_a_list_of_tags_is_read_and_nothing_else(value: object, tags: tuple[str, ...]) -> None:
    source = json.dumps({"id": 1, "tags": value}).encode()
    assert coco.tags_of(source) == tags
    assert coco.with_tags(source, tags) == source


def test_without_the_key_there_are_none() -> None:
    assert coco.tags_of(b'{"id": 1, "note": "tags"}') == ()


def test_tags_are_set_and_all_else_is_as_it_was() -> None:
    source = b'{"tags": ["far"], "id": 1.0, "weather": [0.10, 1e3]}'
    assert coco.with_tags(source, {"far"}) == source
    assert (
        coco.with_tags(source, {"night", "far"})
        == b'{"id":1.0,"weather":[0.10, 1e3],"tags":["far","night"]}'
    )
    assert coco.with_tags(source, ()) == b'{"id":1.0,"weather":[0.10, 1e3]}'


def test_what_stands_under_the_key_stays_until_something_is_tagged() -> None:
    source = b'{"id": 1, "tags": {"weather": "fair"}}'
    assert coco.with_tags(source, ()) == source
    assert coco.with_tags(source, {"night"}) == b'{"id":1,"tags":["night"]}'
