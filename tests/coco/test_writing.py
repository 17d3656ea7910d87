"""A COCO file written in pieces is the same as one written at once."""

from __future__ import annotations

import json

import pytest

from segcore import coco
from segcore.errors import InputError


def written(header: bytes, *, images: int = 0) -> str:
    pieces: list[bytes] = []
    coco.write_document(
        pieces.append,
        header=header,
        images=(b'{"id":%d}' % number for number in range(images)),
        annotations=[],
        categories=[b'{"id":1}'],
    )
    return b"".join(pieces).decode()


@pytest.mark.parametrize("count", [0, 1, 1999, 2000, 2001, 4000])
def test_any_number_of_objects_is_one_list(count: int) -> None:
    document = json.loads(written(b"{}", images=count))
    assert [image["id"] for image in document["images"]] == list(range(count))


def test_the_keys_stand_in_the_header_s_order_and_missing_lists_last() -> None:
    header = b'{"z":1,"categories":[],"info":{"a": 1.0},"images":[]}'
    keys = list(json.loads(written(header)))
    assert keys == ["z", "categories", "info", "images", "annotations"]


def test_what_is_in_the_header_is_written_character_for_character() -> None:
    assert '"info":{"a":  1.00, "b":"\\u00e9"}' in written(b'{"info":{"a":  1.00, "b":"\\u00e9"}}')


def test_a_broken_header_is_refused() -> None:
    with pytest.raises(InputError, match="COCO header cannot be read"):
        written(b"[")
