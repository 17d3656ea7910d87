"""Review's small fixes, without the canvas: what is taken back, and what stays to be."""

from __future__ import annotations

import pytest

from segcore.errors import Conflict
from segcore.store import Store
from segcore.types import Size
from segcore.ui.fabric import View
from segcore.ui.on_crop import OnCrop, undo
from tests.store.examples import corner, key, move, pond


def test_a_gesture_that_cannot_be_taken_back_now_can_be_later(store: Store) -> None:
    (image,) = pond(store)
    request_id = move(store, image, to=30).request_id
    (first,) = store.annotations(image.id)
    shown = OnCrop(image, b"", View(1.0), Size(100, 80), "#e69f00", 1, first, first, [request_id])
    theirs = move(store, image, to=40, author="bob")
    with pytest.raises(Conflict, match="bob changed its instances since"):
        undo(shown)
    assert shown.done == [request_id]

    store.undo(image.id, author="bob", request_id=key(), target=theirs.request_id)
    undo(shown)
    assert (shown.done, corner(store, image)) == ([], 10)
    assert shown.now == shown.drawn == store.annotation(first.id)
