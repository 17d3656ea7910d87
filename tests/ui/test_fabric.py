"""An annotation goes to the canvas and comes back, and only what a person touched has changed."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from segcore.errors import InputError
from segcore.types import Annotation, Box, Delete, Part, Segmentation, Update
from segcore.ui.fabric import View, annotation_to_fabric, fabric_to_edit, is_drawing

SQUARE = [(10.123, 10.0), (50.0, 10.0), (50.0, 50.0), (10.0, 50.0)]
HOLE = [(20.0, 20.0), (30.0, 20.0), (30.0, 30.0)]
FAR = [(70.0, 70.0), (90.0, 70.0), (90.0, 95.0)]
SCALE = 1.7
VIEW = View(SCALE, x=5.0, y=8.0)


def instance(*parts: Part) -> Annotation:
    return Annotation(
        5, image_id=1, category_id=1, segmentation=Segmentation(parts), box=Box(0, 0, 1, 1), area=1
    )


WITH_HOLE = instance(Part(SQUARE, (HOLE,)), Part(FAR))
PLAIN = instance(Part(FAR))


def drawing(annotation: Annotation) -> dict[str, Any]:
    return annotation_to_fabric(annotation, number=3, view=VIEW, color="#e69f00")


def edit(
    drawn: dict[str, Any], annotation: Annotation, now: Annotation | None = None
) -> Update | Delete | None:
    return fabric_to_edit(drawn, drawn=annotation, now=now or annotation, view=VIEW)


def outline(change: Update | Delete | None) -> Segmentation | None:
    assert isinstance(change, Update)
    return change.segmentation


def test_what_is_in_the_view_lies_in_the_canvas_corner() -> None:
    [_, polygon] = drawing(instance(Part([(5.0, 8.0), (15.0, 8.0), (15.0, 18.0)])))["objects"]
    assert polygon["points"][:2] == [{"x": 0.0, "y": 0.0}, {"x": 17.0, "y": 0.0}]


def test_a_drawing_nobody_touched_makes_no_edit() -> None:
    assert edit(drawing(WITH_HOLE), WITH_HOLE) is None


def test_a_moved_vertex_changes_that_vertex_and_no_other() -> None:
    drawn = drawing(WITH_HOLE)
    points = drawn["objects"][1]["points"]
    points[2] = {"x": 55.0 * SCALE, "y": 53.0 * SCALE}
    xs, ys = [p["x"] for p in points], [p["y"] for p in points]
    drawn["objects"][1].update(left=(min(xs) + max(xs)) / 2, top=(min(ys) + max(ys)) / 2)

    change = edit(drawn, WITH_HOLE)

    assert isinstance(change, Update)
    assert (change.annotation_id, change.version, change.category_id) == (5, 1, None)
    moved = [SQUARE[0], SQUARE[1], (60.0, 61.0), SQUARE[3]]
    assert change.segmentation == Segmentation((Part(moved, (HOLE,)), Part(FAR)))


def test_a_dragged_polygon_moves_by_the_difference_of_its_centre() -> None:
    drawn = drawing(PLAIN)
    drawn["objects"][1]["left"] += 10 * SCALE
    assert outline(edit(drawn, PLAIN)) == Segmentation((Part([(x + 10, y) for x, y in FAR]),))


def test_a_scaled_and_turned_polygon_follows_the_canvas() -> None:
    drawn = drawing(PLAIN)
    drawn["objects"][1].update(scaleX=2, angle=90)
    centre_x, centre_y = 80, 82.5
    turned = [(centre_x - (y - centre_y), centre_y + 2 * (x - centre_x)) for x, y in FAR]
    assert outline(edit(drawn, PLAIN)) == Segmentation((Part(turned),))


def test_a_removed_hole_leaves_the_part_and_a_removed_outer_ring_takes_its_hole_along() -> None:
    drawn = drawing(WITH_HOLE)
    without_hole, without_outer = copy.deepcopy(drawn), copy.deepcopy(drawn)
    del without_hole["objects"][2]
    del without_outer["objects"][1]
    filled, single = edit(without_hole, WITH_HOLE), edit(without_outer, WITH_HOLE)
    assert outline(filled) == Segmentation((Part(SQUARE), Part(FAR)))
    assert outline(single) == Segmentation((Part(FAR),))


def test_an_instance_without_rings_left_is_deleted() -> None:
    drawn = drawing(PLAIN)
    del drawn["objects"][1]
    assert edit(drawn, PLAIN) == Delete(5, version=1)


def test_what_is_drawn_besides_is_refused() -> None:
    drawn = drawing(PLAIN)
    drawn["objects"].append({"type": "Rect", "left": 17, "top": 34, "width": 0, "height": 0})
    with pytest.raises(InputError, match="open Annotate to draw"):
        edit(drawn, PLAIN)


def test_a_ring_left_with_two_points_is_refused() -> None:
    drawn = drawing(PLAIN)
    drawn["objects"][1]["points"] = drawn["objects"][1]["points"][:2]
    with pytest.raises(InputError, match="at least three"):
        edit(drawn, PLAIN)


def test_a_saved_edit_is_not_an_edit_again() -> None:
    drawn = drawing(PLAIN)
    drawn["objects"][1]["left"] += 10 * SCALE
    moved = instance(Part([(x + 10, y) for x, y in FAR]))
    assert edit(drawn, PLAIN, now=moved) is None


def test_an_event_of_an_earlier_drawing_is_told_from_one_of_this() -> None:
    drawn = drawing(PLAIN)
    assert is_drawing(drawn, number=3)
    assert not is_drawing(drawn, number=4)
    assert not is_drawing(None, number=3)
