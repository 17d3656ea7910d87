"""Annotations go to the canvas and come back, and only what a person touched has changed."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

import pytest

from segcore.errors import InputError
from segcore.types import Annotation, Box, Create, Delete, Part, Segmentation, Update
from segcore.ui.fabric import annotations_to_fabric, fabric_to_edits, is_drawing

SQUARE = [(10.123, 10.0), (50.0, 10.0), (50.0, 50.0), (10.0, 50.0)]
HOLE = [(20.0, 20.0), (30.0, 20.0), (30.0, 30.0)]
FAR = [(70.0, 70.0), (90.0, 70.0), (90.0, 95.0)]
COLORS = {1: "#e69f00", 2: "#56b4e9"}
SCALE = 1.7


def instance(id: int, *parts: Part) -> Annotation:
    return Annotation(
        id, image_id=1, category_id=1, segmentation=Segmentation(parts), box=Box(0, 0, 1, 1), area=1
    )


WITH_HOLE = instance(5, Part(SQUARE, (HOLE,)), Part(FAR))
PLAIN = instance(9, Part(FAR))


def drawing(*annotations: Annotation) -> dict[str, Any]:
    return annotations_to_fabric(annotations, number=3, scale=SCALE, colors=COLORS)


def edits(
    drawn: dict[str, Any], *annotations: Annotation, now: Iterable[Annotation] | None = None
) -> list[Any]:
    saved = {each.id: each for each in (annotations if now is None else now)}
    return fabric_to_edits(drawn, drawn=annotations, now=saved, scale=SCALE, category_id=2)


def test_a_drawing_nobody_touched_makes_no_edit() -> None:
    assert edits(drawing(WITH_HOLE, PLAIN), WITH_HOLE, PLAIN) == []


def test_a_moved_vertex_changes_that_vertex_and_no_other() -> None:
    drawn = drawing(WITH_HOLE, PLAIN)
    points = drawn["objects"][1]["points"]
    points[2] = {"x": 60.0 * SCALE, "y": 61.0 * SCALE}
    xs, ys = [p["x"] for p in points], [p["y"] for p in points]
    drawn["objects"][1].update(left=(min(xs) + max(xs)) / 2, top=(min(ys) + max(ys)) / 2)

    [edit] = edits(drawn, WITH_HOLE, PLAIN)

    assert isinstance(edit, Update)
    assert (edit.annotation_id, edit.version, edit.category_id) == (5, 1, None)
    moved = [SQUARE[0], SQUARE[1], (60.0, 61.0), SQUARE[3]]
    assert edit.segmentation == Segmentation((Part(moved, (HOLE,)), Part(FAR)))


def test_a_dragged_polygon_moves_by_the_difference_of_its_centre() -> None:
    drawn = drawing(PLAIN)
    drawn["objects"][1]["left"] += 10 * SCALE
    [edit] = edits(drawn, PLAIN)
    assert edit.segmentation == Segmentation((Part([(x + 10, y) for x, y in FAR]),))


def test_a_scaled_and_turned_polygon_follows_the_canvas() -> None:
    drawn = drawing(PLAIN)
    drawn["objects"][1].update(scaleX=2, angle=90)
    [edit] = edits(drawn, PLAIN)
    centre_x, centre_y = 80, 82.5
    turned = [(centre_x - (y - centre_y), centre_y + 2 * (x - centre_x)) for x, y in FAR]
    assert edit.segmentation == Segmentation((Part(turned),))


def test_a_removed_hole_leaves_the_part_and_a_removed_outer_ring_takes_its_hole_along() -> None:
    drawn = drawing(WITH_HOLE)
    without_hole, without_outer = copy.deepcopy(drawn), copy.deepcopy(drawn)
    del without_hole["objects"][2]
    del without_outer["objects"][1]
    [filled], [single] = edits(without_hole, WITH_HOLE), edits(without_outer, WITH_HOLE)
    assert filled.segmentation == Segmentation((Part(SQUARE), Part(FAR)))
    assert single.segmentation == Segmentation((Part(FAR),))


def test_an_instance_without_rings_left_is_deleted() -> None:
    drawn = drawing(WITH_HOLE, PLAIN)
    del drawn["objects"][4]
    assert edits(drawn, WITH_HOLE, PLAIN) == [Delete(9, version=1)]


def test_an_instance_that_is_only_a_box_stays() -> None:
    assert edits(drawing(instance(3)), instance(3)) == []


def test_a_drawn_polygon_and_a_drawn_rectangle_become_instances_of_the_chosen_class() -> None:
    drawn = drawing(PLAIN)
    polygon = {**drawn["objects"][1], "strokeDashOffset": 0}
    rect = {"type": "Rect", "left": 17, "top": 34, "width": 170, "height": 85}
    rect |= {"originX": "left", "originY": "top", "scaleX": 1, "scaleY": 1, "angle": 0}
    drawn["objects"] += [polygon, rect, {"type": "Circle", "left": 3}]

    first, second = edits(drawn, PLAIN)

    assert first == Create(category_id=2, segmentation=Segmentation((Part(FAR),)))
    corners = [(10, 20), (110, 20), (110, 70), (10, 70)]
    assert second == Create(category_id=2, segmentation=Segmentation((Part(corners),)))


def test_nothing_is_drawn_where_no_class_is_given_for_it() -> None:
    drawn = drawing(PLAIN)
    drawn["objects"].append({"type": "Rect", "left": 17, "top": 34, "width": 0, "height": 0})
    with pytest.raises(InputError, match="choose Draw"):
        fabric_to_edits(drawn, drawn=[PLAIN], now={9: PLAIN}, scale=SCALE, category_id=None)


def test_a_ring_left_with_two_points_is_refused() -> None:
    drawn = drawing(PLAIN)
    drawn["objects"][1]["points"] = drawn["objects"][1]["points"][:2]
    with pytest.raises(InputError, match="at least three"):
        edits(drawn, PLAIN)


def test_a_saved_edit_is_not_an_edit_again() -> None:
    drawn = drawing(PLAIN)
    drawn["objects"][1]["left"] += 10 * SCALE
    moved = instance(9, Part([(x + 10, y) for x, y in FAR]))
    assert edits(drawn, PLAIN, now=[moved]) == []


def test_an_instance_brought_back_by_the_canvas_own_undo_is_created_anew() -> None:
    [edit] = edits(drawing(PLAIN), PLAIN, now=[])
    assert edit == Create(category_id=1, segmentation=Segmentation((Part(FAR),)))


def test_an_event_of_an_earlier_drawing_is_told_from_one_of_this() -> None:
    drawn = drawing()
    assert is_drawing(drawn, number=3)
    assert not is_drawing(drawn, number=4)
    assert not is_drawing(None, number=3)
