"""Pictures of every size: as a camera gives them, tiny ones, and very tall ones."""

from __future__ import annotations

import pytest

from tests.browser.bench import Bench, bench, module_bench
from tests.browser.scenes import shape

__all__ = ["bench", "module_bench"]
pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "size",
    [(4000, 3000), (20, 10), (300, 6000), (6000, 40)],
    ids=lambda size: f"{size[0]}x{size[1]}",
)
def test_a_picture_of_any_size_is_seen_whole_and_outlined_exactly(
    bench: Bench, size: tuple[int, int]
) -> None:
    width, height = size
    editor = bench.open([], size=size)
    box = editor.surface.bounding_box()
    assert box is not None
    for corner in ((0, 0), (width, height)):
        x, y = editor.at(corner)
        assert box["x"] <= x <= box["x"] + box["width"]
        assert box["y"] <= y <= box["y"] + box["height"]

    pixel = 1 / float(editor.says("scale"))
    x1, y1, x2, y2 = width * 0.25, height * 0.25, width * 0.75, height * 0.75
    editor.press("r")
    editor.drag((x1, y1), (x2, y2))
    editor.saved()
    drawn = bench.annotations()[0].box
    close = max(pixel, 0.01)  # a mouse is at a whole pixel of the screen
    assert (drawn.x1, drawn.y1) == pytest.approx((x1, y1), abs=close)
    assert (drawn.x2, drawn.y2) == pytest.approx((x2, y2), abs=close)

    before = bench.view()
    editor.press("0", "Shift+0")
    assert bench.view_changes(before)[0] == 1
    editor.press("z")
    assert bench.view_changes((1,))[0] <= 16


def test_what_leaves_a_tiny_picture_is_cut_off(bench: Bench) -> None:
    editor = bench.open([shape([(2, 2), (8, 2), (8, 8), (2, 8)])], size=(20, 10))
    editor.click((5, 5))
    editor.press("b")
    editor.drag((5, 5), (15, 5))
    editor.saved()
    box = bench.annotations()[0].box
    assert (box.x1, box.y1) >= (0, 0)
    assert box.x2 <= 20
    assert box.y2 <= 10
