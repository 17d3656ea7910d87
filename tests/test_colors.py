"""One colour a category: stable, distinct and legible."""

import re
import subprocess
import sys

import pytest

from segcore.colors import DARK, LIGHT, OKABE_ITO, category_color, contrast, rgb, text_color


def test_the_first_categories_wear_okabe_and_ito() -> None:
    assert tuple(category_color(position) for position in range(7)) == OKABE_ITO


def test_three_hundred_categories_have_three_hundred_colours() -> None:
    colors = [category_color(position) for position in range(300)]
    assert len(set(colors)) == 300
    assert all(re.fullmatch("#[0-9a-f]{6}", color) for color in colors)


def test_no_two_of_the_first_thirty_are_alike() -> None:
    colors = [rgb(category_color(position)) for position in range(30)]
    gaps = [
        sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
        for index, one in enumerate(colors)
        for other in colors[:index]
    ]
    assert min(gaps) > 30


def test_a_colour_is_the_same_in_every_process() -> None:
    code = "from segcore.colors import category_color; print(category_color(120))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert printed.stdout.strip() == category_color(120)


def test_a_position_beyond_the_palette_still_has_a_colour() -> None:
    assert category_color(10**6).startswith("#")


@pytest.mark.parametrize(("background", "text"), [("#ffffff", DARK), ("#0b2b45", LIGHT)])
def test_text_contrasts_with_its_background(background: str, text: str) -> None:
    assert text_color(background) == text


def test_every_label_is_legible() -> None:
    for color in map(category_color, range(100)):
        assert contrast(color, text_color(color)) >= 4.5


def test_contrast_of_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
