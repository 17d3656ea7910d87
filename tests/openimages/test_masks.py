"""A published mask on its picture, and what is no mask."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image as PillowImage

from segcore import geometry
from segcore.errors import InputError
from segcore.openimages.masks import rle_of_png
from segcore.types import Mask, Size
from tests.openimages.mirror.tree import mask_png


def test_a_mask_of_the_pictures_size_is_kept_pixel_for_pixel() -> None:
    mask = np.random.default_rng(0).random((30, 40)) > 0.5
    assert (mask_of(mask_png(mask), Size(40, 30)) == mask).all()


def test_width_and_height_are_scaled_apart() -> None:
    mask = np.zeros((60, 40), dtype=bool)
    mask[0:30, 20:40] = True  # the top right quarter
    found = mask_of(mask_png(mask), Size(20, 10))
    assert found[:5, 10:].all()
    assert found.sum() == 5 * 10


def test_a_pixel_is_inside_when_half_of_it_is() -> None:
    mask = np.zeros((4, 8), dtype=bool)
    mask[:2, 0] = True  # half of the first pixel of 2 x 2
    mask[0, 2] = True  # a quarter of the second
    mask[:2, 4:6] = True
    assert mask_of(mask_png(mask), Size(4, 2)).tolist()[0] == [True, False, True, False]


def test_a_smaller_mask_is_stretched() -> None:
    mask = np.zeros((10, 10), dtype=bool)
    mask[2:8, 2:8] = True
    found = mask_of(mask_png(mask), Size(30, 20))
    expected = np.zeros((20, 30), dtype=bool)
    expected[4:16, 6:24] = True
    assert geometry.mask_iou(found, expected) > 0.9


def test_what_is_thinner_than_half_a_pixel_does_not_vanish() -> None:
    mask = np.zeros((100, 100), dtype=bool)
    mask[:, 50] = True
    found = mask_of(mask_png(mask), Size(20, 20))
    assert np.flatnonzero(found.any(axis=0)).tolist() == [10]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "I;16"])
def test_any_kind_of_png_will_do(mode: str) -> None:
    mask = np.zeros((12, 12), dtype=bool)
    mask[3:9, 3:9] = True
    plain = PillowImage.fromarray(mask.astype(np.uint8) * 255)
    if mode == "I;16":
        png = cv2.imencode(".png", mask.astype(np.uint16) * 65535)[1].tobytes()
    else:
        file = io.BytesIO()
        plain.convert(mode).save(file, "PNG")
        png = file.getvalue()
    assert (mask_of(png, Size(12, 12)) == mask).all()


def test_what_is_no_mask_is_refused_with_the_reason() -> None:
    whole = mask_png(np.ones((20, 20), dtype=bool))
    for png, reason in (
        (b"", "it is not a PNG"),
        (b"<!doctype html>" + b" " * 40, "it is not a PNG"),
        (whole[:40], "it is a damaged PNG"),
        (mask_png(np.zeros((20, 20), dtype=bool)), "it is empty"),
        (with_size(whole, 60_000), "it unfolds to 60,000 x 60,000 pixels, over the limit"),
        (with_size(whole, 0), "it unfolds to 0 x 0 pixels"),
    ):
        with pytest.raises(InputError, match=reason):
            rle_of_png(png, Size(20, 20))


def mask_of(png: bytes, size: Size) -> Mask:
    return geometry.rle_to_mask(rle_of_png(png, size))


def with_size(png: bytes, side: int) -> bytes:
    return png[:16] + side.to_bytes(4, "big") * 2 + png[24:]
