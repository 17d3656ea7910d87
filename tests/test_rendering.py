"""Pictures with instances drawn on them."""

import numpy as np
import pytest

from segcore.colors import rgb
from segcore.rendering import (
    PREDICTED_ONLY,
    TRUTH_ONLY,
    Drawn,
    compare,
    crop,
    crop_box,
    outlines,
    overlay,
    side_by_side,
)
from segcore.types import Box, Part, Picture, Size

BLUE = "#0072b2"


def grey(width: int = 120, height: int = 80, tone: int = 120) -> Picture:
    return np.full((height, width, 3), tone, np.uint8)


def square(x: float, y: float, side: float) -> np.ndarray:
    return np.array([[x, y], [x + side, y], [x + side, y + side], [x, y + side]])


def test_an_overlay_leaves_its_picture_alone() -> None:
    picture = grey()
    overlay(picture, [Drawn((Part(square(20, 20, 40)),), BLUE, "Duck", 0.9)])
    assert (picture == 120).all()


def test_an_instance_is_tinted_with_its_colour_and_the_rest_is_not() -> None:
    drawn = overlay(grey(), [Drawn((Part(square(20, 20, 40)),), BLUE)], fill=0.5)
    wanted = (np.array(rgb(BLUE)) + 120) / 2
    assert np.abs(drawn[40, 40] - wanted).max() <= 1
    assert (drawn[40, 90] == 120).all()


def test_an_outline_is_its_colour_between_light_and_dark() -> None:
    drawn = overlay(grey(), [Drawn((Part(square(20, 20, 40)),), BLUE)], fill=0)
    crossing = drawn[40, 12:28]
    tones = crossing.astype(int).sum(axis=1)
    assert (np.abs(crossing.astype(int) - rgb(BLUE)).sum(axis=1) < 12).any()
    assert tones.max() > 500
    assert tones.min() < 200


def test_a_hole_is_not_tinted() -> None:
    part = Part(square(20, 10, 60), (square(35, 25, 30),))
    drawn = overlay(grey(), [Drawn((part,), BLUE)], fill=0.5)
    assert (drawn[40, 50] == 120).all()
    assert not (drawn[40, 26] == 120).all()


def test_an_instance_of_which_only_the_box_is_known_shows_its_box() -> None:
    drawn = overlay(grey(), [Drawn((), BLUE, box=Box(20, 20, 60, 60))])
    assert not (drawn[40, 40] == 120).all()


def test_an_instance_that_reaches_over_the_edge_is_drawn_as_far_as_it_is_seen() -> None:
    drawn = overlay(grey(), [Drawn((Part(square(-50, -50, 90)),), BLUE, "Duck")], fill=0.5)
    assert not (drawn[30, 20] == 120).all()


def test_an_instance_outside_the_picture_does_no_harm() -> None:
    assert (overlay(grey(), [Drawn((Part(square(500, 500, 9)),), BLUE)]) == 120).all()


def test_a_label_shows_class_and_score_even_beyond_ascii() -> None:
    assert Drawn((), BLUE, "Bär", 0.875).text == "Bär 0.88"
    plain, named = (
        overlay(grey(400, 300), [Drawn((Part(square(100, 100, 90)),), BLUE, text)], fill=0)
        for text in ("", "Bär")
    )
    changed = np.argwhere((plain != named).any(axis=2))
    assert changed[:, 0].max() < 105
    assert (named[tuple(changed[0])] == rgb(BLUE)).all()


def test_labels_of_instances_in_one_place_do_not_cover_each_other() -> None:
    pile = [Drawn((Part(square(100, 100, 90)),), color, "Duck") for color in ("#ff0000", "#00ff00")]
    drawn = overlay(grey(400, 300), pile, fill=0)
    counts = [int((drawn == rgb(one.color)).all(axis=2).sum()) for one in pile]
    assert min(counts) > 200


def test_a_label_wider_than_the_picture_does_no_harm() -> None:
    drawn = overlay(grey(30, 10), [Drawn((Part(square(2, 2, 6)),), BLUE, "a very long name")])
    assert drawn.shape == (10, 30, 3)


def test_a_comparison_tells_what_only_one_side_covers() -> None:
    truth, prediction = (Drawn((Part(square(x, 20, 50)),), BLUE) for x in (20, 45))
    seen = compare(grey(), truth=[truth], predictions=[prediction]).astype(int)
    assert (
        np.abs(seen[45, 32] - rgb(TRUTH_ONLY)).sum() < np.abs(seen[45, 57] - rgb(TRUTH_ONLY)).sum()
    )
    assert np.abs(seen[45, 82] - rgb(PREDICTED_ONLY)).sum() < 250
    assert (seen[45, 57] == 120).all()


def test_outlines_of_a_mask_keep_its_parts_and_holes() -> None:
    mask = np.zeros((80, 120), bool)
    mask[10:60, 10:60], mask[25:45, 25:45], mask[20:40, 80:110] = True, False, True
    assert sorted(len(part.holes) for part in outlines(mask)) == [0, 1]


def test_outlines_of_nothing_are_none() -> None:
    assert outlines(np.zeros((8, 8), bool)) == ()


def test_a_crop_has_its_margin_and_stays_inside() -> None:
    size = Size(120, 80)
    assert crop_box(Box(40, 30, 60, 40), size=size, margin=0.5) == (30, 20, 70, 50)
    assert crop_box(Box(100, 60, 119, 79), size=size, margin=0.5) == (90, 50, 120, 80)
    assert crop(grey(), Box(40, 30, 60, 40), margin=0.5).shape == (30, 40, 3)


@pytest.mark.parametrize("box", [Box(-9, -9, -5, -5), Box(500, 500, 510, 510), Box(5, 5, 5, 5)])
def test_a_crop_is_never_empty(box: Box) -> None:
    assert crop(grey(), box).size > 0


def test_pictures_stand_side_by_side_at_one_height() -> None:
    assert side_by_side([grey(120, 80), grey(60, 160)], gap=10).shape == (80, 160, 3)
