"""Picture files: one rule for every kind, a sentence for what is none."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import imagecodecs
import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray
from PIL import Image, ImageOps

from segcore import pictures, settings
from segcore.errors import InputError
from segcore.pictures import depth
from segcore.types import Picture, Size

ORIENTATION = 0x0112


def colourful(width: int = 80, height: int = 60) -> Picture:
    """Smooth, different in every corner, so that JPEG changes little and a turn shows."""
    y, x = np.mgrid[0 : 1 : complex(height), 0 : 1 : complex(width)]
    return np.stack([255 * x, 255 * y, 255 * (1 - x) * y], axis=-1).astype(np.uint8)


RGB = colourful()
GREY = RGB[..., 0]
GREY16 = GREY.astype(np.uint16) * 16  # 12 bits in 16, as cameras on microscopes write


def saved(path: Path, picture: Picture, mode: str = "RGB", orientation: int = 0) -> Path:
    exif = Image.Exif()
    if orientation:
        exif[ORIENTATION] = orientation
    Image.fromarray(picture).convert(mode).save(path, exif=exif)
    return path


def tiff(path: Path, pixels: NDArray[Any], **options: Any) -> Path:  # noqa: ANN401 - tifffile's own
    tifffile.imwrite(path, pixels, **options)
    return path


def distance(a: Picture, b: Picture) -> float:
    return float(np.abs(a.astype(int) - b).mean())


MODES = {
    "bmp": "1 L P RGB RGBA",
    "jpg": "1 L RGB CMYK YCbCr",
    "png": "1 L LA P RGB RGBA",
    "tif": "1 L LA P RGB RGBA CMYK YCbCr",
    "webp": "L LA P RGB RGBA",
}


@pytest.mark.parametrize(
    ("ending", "mode"), [(ending, mode) for ending in MODES for mode in MODES[ending].split()]
)
def test_every_kind_of_eight_bits_comes_as_rgb(tmp_path: Path, ending: str, mode: str) -> None:
    path = saved(tmp_path / f"a.{ending}", RGB, mode)
    picture = pictures.read(path)
    want = np.asarray(Image.fromarray(RGB).convert(mode).convert("RGB"))
    assert picture.dtype == np.uint8
    assert distance(picture, want) < (20 if mode in ("1", "P") else 6)  # dots suffer from JPEG
    assert pictures.size(path) == pictures.check(path) == Size(80, 60)


@pytest.mark.parametrize("ending", ["jpg", "png", "tif", "webp"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_all_eight_orientations_are_applied(tmp_path: Path, ending: str, orientation: int) -> None:
    path = saved(tmp_path / f"a.{ending}", RGB, orientation=orientation)
    with Image.open(path) as image:
        upright = np.asarray(ImageOps.exif_transpose(image))
    assert np.array_equal(pictures.read(path), upright)
    assert pictures.size(path) == (Size(60, 80) if orientation >= 5 else Size(80, 60))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_opencv_turns_a_jpeg_the_same_way(tmp_path: Path, orientation: int) -> None:
    path = saved(tmp_path / "a.jpg", RGB, orientation=orientation)
    theirs = cv2.imread(str(path))
    assert theirs is not None
    assert distance(pictures.read(path), theirs[..., ::-1].astype(np.uint8)) < 2


@pytest.mark.parametrize("ending", ["jpg", "png", "tif", "webp"])
def test_a_neutralised_file_shows_what_is_stored(tmp_path: Path, ending: str) -> None:
    path = saved(tmp_path / f"a.{ending}", RGB, orientation=6)
    before, mode = path.read_bytes(), path.stat().st_mode
    pictures.neutralise_orientation(path)
    after = path.read_bytes()
    assert sum(a != b for a, b in zip(before, after, strict=True)) <= 5  # the tag, a PNG's checksum
    assert pictures.size(path) == Size(80, 60)
    assert distance(pictures.read(path), RGB) < 5
    assert path.stat().st_mode == mode
    with Image.open(path) as image:
        assert image.getexif()[ORIENTATION] == 1


def test_a_file_without_orientation_is_left_alone(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", RGB)
    before = path.stat()
    pictures.neutralise_orientation(path)
    assert path.stat() == before


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_a_nonsense_orientation_counts_as_none(tmp_path: Path, orientation: int) -> None:
    path = saved(tmp_path / "a.jpg", RGB, orientation=orientation)
    assert pictures.size(path) == Size(80, 60)


def test_an_orientation_in_xmp_alone_is_ignored(tmp_path: Path) -> None:
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/" tiff:Orientation="6"/>'
    path = tiff(tmp_path / "a.tif", RGB, extratags=[(700, 1, len(xmp), xmp, True)])
    assert np.array_equal(pictures.read(path), RGB)


@pytest.mark.parametrize(
    "write",
    [
        lambda path: Image.fromarray(GREY16).save(path / "a.png"),
        lambda path: Image.fromarray(GREY16).save(path / "a.tif"),
        lambda path: tiff(path / "a.tif", GREY16, compression="deflate", tile=(16, 16)),
        lambda path: tiff(path / "a.tif", GREY16, bigtiff=True, byteorder=">"),
        lambda path: tiff(path / "a.tif", 65535 - GREY16, photometric="miniswhite"),
        lambda path: tiff(path / "a.tif", GREY16.astype(np.int16) - 3000),
        lambda path: tiff(path / "a.tif", GREY16.astype(np.uint32) << 16),
        lambda path: tiff(path / "a.tif", GREY16.astype(np.float32) / 1e6),
        lambda path: tiff(path / "a.tif", GREY16.astype(np.float64) * 1e300),
    ],
)
def test_deep_grey_is_stretched_alike_in_every_file(
    tmp_path: Path, write: Callable[[Path], object]
) -> None:
    write(tmp_path)
    (path,) = tmp_path.iterdir()
    picture = pictures.read(path)
    assert (picture.min(), picture.max()) == (0, 255)
    assert distance(picture, np.repeat(GREY[..., None], 3, axis=2)) <= 1
    assert pictures.size(path) == Size(80, 60)


@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("kind", ["png", "tif", "planar"])
def test_deep_colour_keeps_its_balance(tmp_path: Path, kind: str, alpha: bool) -> None:
    deep = (RGB // 2).astype(np.uint16) * 16
    deep[..., 2] //= 2
    pixels = np.dstack([deep, np.full_like(GREY16, 9)]) if alpha else deep
    path = tmp_path / f"a.{kind[:3]}"
    extra = {"extrasamples": ["unassalpha"]} if alpha else {}
    if kind == "png":
        path.write_bytes(imagecodecs.png_encode(pixels))
    elif kind == "tif":
        tiff(path, pixels, photometric="rgb", **extra)
    else:
        tiff(path, np.moveaxis(pixels, 2, 0).copy(), photometric="rgb", planarconfig=2, **extra)
    picture = pictures.read(path).astype(int)
    assert picture[..., 0].max() == 255
    assert picture[..., 2].max() in range(120, 129)


def test_a_few_bright_specks_on_black_are_seen() -> None:
    specks = np.zeros((100, 100), dtype=np.uint16)
    specks[50, 50] = 700
    assert depth.stretched(specks)[50, 50] == 255


def test_nan_is_black_and_takes_no_part() -> None:
    values = np.linspace(0, 1, 100).reshape(10, 10)
    values[0, 0], values[9, 9] = np.nan, np.inf
    assert depth.stretched(values)[[0, 9, 9], [0, 9, 0]].tolist() == [0, 255, 234]
    assert not depth.stretched(np.full((3, 3), np.nan)).any()


@given(arrays(np.float64, array_shapes(min_dims=2, max_dims=2)))
def test_any_floats_become_levels_in_their_order(values: NDArray[np.float64]) -> None:
    levels = depth.stretched(values)
    order = np.argsort(values, axis=None)  # NaN comes last
    ordered = levels.ravel()[order][: np.count_nonzero(~np.isnan(values))].astype(int)
    assert (np.diff(ordered) >= 0).all()


def test_eight_bits_are_never_stretched(tmp_path: Path) -> None:
    dull = tiff(tmp_path / "a.tif", np.full((4, 5), 7, dtype=np.uint8))
    assert (pictures.read(dull) == 7).all()


def test_alpha_is_dropped_not_blended(tmp_path: Path) -> None:
    glass = np.dstack([RGB, np.zeros_like(GREY)])
    Image.fromarray(glass).save(tmp_path / "a.png")
    assert np.array_equal(pictures.read(tmp_path / "a.png"), RGB)


def test_the_first_page_of_many_is_read(tmp_path: Path) -> None:
    path = tiff(tmp_path / "a.tif", np.stack([GREY, 255 - GREY]), photometric="minisblack")
    assert np.array_equal(pictures.read(path)[..., 1], GREY)


WHOLE: dict[str, Callable[[Path], object]] = {
    "a.jpg": lambda path: saved(path, RGB),
    "a.png": lambda path: saved(path, RGB),
    "a.webp": lambda path: saved(path, RGB),
    "a.bmp": lambda path: saved(path, RGB),
    "a.tif": lambda path: saved(path, RGB),
    "lzw.tif": lambda path: Image.fromarray(RGB).save(path, compression="tiff_lzw"),
    "deep.tif": lambda path: tiff(path, GREY16, compression="deflate"),
    "flat.tif": lambda path: tiff(path, GREY16),
    "deep.png": lambda path: path.write_bytes(imagecodecs.png_encode(GREY16)),
}


@pytest.mark.parametrize("share", [0.01, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("name", WHOLE)
def test_a_file_cut_short_is_refused(tmp_path: Path, name: str, share: float) -> None:
    path = tmp_path / name
    WHOLE[name](path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(InputError, match=rf"^The picture '{name}' cannot be (read|used): .+\.$"):
        pictures.check(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b"GIF89a" + bytes(50), "it is not a JPEG, PNG, TIFF, WebP or BMP file"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "it is not a JPEG, PNG, TIFF, WebP or BMP file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "it is not a JPEG"),
        (b"\xff\xd8\xff" + b"hello" * 9, "it is damaged"),
        (b"BM" + b"hello" * 9, "it is damaged"),
    ],
)
def test_what_is_no_picture_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(content)
    for asked in (pictures.check, pictures.size, pictures.read):
        with pytest.raises(InputError, match=f"^The picture 'a.jpg' cannot be .*{reason}"):
            asked(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'a.jpg' cannot be read: No such file or directory\.$"):
        pictures.read(tmp_path / "a.jpg")
    with pytest.raises(InputError, match="Is a directory"):
        pictures.size(tmp_path)


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises `width` x `height` grey pixels and holds none."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + body + bytes(4) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))


def test_a_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    Image.new("1", (12_000, 12_000)).save(path)
    assert path.stat().st_size < 30_000
    for asked in (pictures.check, pictures.size):
        with pytest.raises(InputError, match=r"'bomb.png' .* 12000 x 12000 pixels, .* bomb"):
            asked(path)


@pytest.mark.parametrize("side", [20_000, 2_000_000_000])
def test_too_many_pixels_are_refused(tmp_path: Path, side: int) -> None:
    path = tmp_path / "wide.png"
    path.write_bytes(png_header(side, side))
    with pytest.raises(InputError, match="'wide.png' .* over the limit of 200,000,000"):
        pictures.check(path)
    assert side * side > settings.MAX_PICTURE_PIXELS


def test_what_has_no_colours_is_refused(tmp_path: Path) -> None:
    options = {"photometric": "minisblack", "planarconfig": "contig"}
    many = tiff(tmp_path / "five.tif", np.zeros((9, 8, 5), np.uint16), **options)
    waves = tiff(tmp_path / "waves.tif", np.zeros((9, 8), np.complex64))
    with pytest.raises(InputError, match="'five.tif' cannot be used: it has 5 channels"):
        pictures.read(many)
    with pytest.raises(InputError, match="'waves.tif' cannot be used: it holds complex64 values"):
        pictures.read(waves)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_thumbnail_is_the_picture_turned_and_small(tmp_path: Path, orientation: int) -> None:
    path = saved(tmp_path / "a.jpg", colourful(800, 600), orientation=orientation)
    thumbnail = np.asarray(Image.open(io.BytesIO(pictures.thumbnail(path, width=90))))
    whole = pictures.read(path)
    assert thumbnail.shape == ((120, 90, 3) if orientation == 6 else (68, 90, 3))
    small = cv2.resize(whole, thumbnail.shape[1::-1], interpolation=cv2.INTER_AREA)
    assert distance(thumbnail, small.astype(np.uint8)) < 4


def test_a_thumbnail_never_grows_and_fits_when_very_tall(tmp_path: Path) -> None:
    small = saved(tmp_path / "small.png", RGB)
    tall = saved(tmp_path / "tall.png", colourful(10, 5000))
    sizes = [
        Image.open(io.BytesIO(pictures.thumbnail(path, width=200))).size for path in (small, tall)
    ]
    assert sizes == [(80, 60), (2, 800)]


def test_a_jpeg_of_a_picture_is_nearly_the_picture() -> None:
    again = np.asarray(Image.open(io.BytesIO(pictures.encode_jpeg(RGB, quality=95))))
    assert distance(again, RGB) < 2
    with pytest.raises(InputError, match="got 1 x 70000"):
        pictures.encode_jpeg(np.zeros((70_000, 1, 3), dtype=np.uint8))


@pytest.fixture(scope="module")
def whole_files(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("whole")
    for name, write in WHOLE.items():
        write(folder / name)
    turned = saved(folder / "turned.jpg", RGB, orientation=6)
    return [turned.read_bytes(), *((folder / name).read_bytes() for name in WHOLE)]


@given(st.data())
def test_damaged_files_are_read_or_refused_and_never_break(
    tmp_path_factory: pytest.TempPathFactory, whole_files: list[bytes], data: st.DataObject
) -> None:
    content = bytearray(whole_files[data.draw(st.integers(0, len(whole_files) - 1))])
    for place in data.draw(st.lists(st.integers(0, 400), min_size=1, max_size=6)):
        content[place % len(content)] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(content)
    try:
        seen = pictures.check(path)
    except InputError:
        return
    assert pictures.size(path) == seen
    pictures.neutralise_orientation(path)


def test_a_broken_tiff_prints_nothing_beside_its_refusal(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    Image.fromarray(RGB).save(path)
    content = bytearray(path.read_bytes())
    samples = content.index(struct.pack("<HHI", 277, 3, 1))  # SamplesPerPixel
    struct.pack_into("<H", content, samples + 8, 2048)
    path.write_bytes(content)
    code = (
        "import pathlib, sys; from segcore import pictures; from segcore.errors import InputError\n"
        "try: pictures.check(pathlib.Path(sys.argv[1]))\nexcept InputError: print('refused')"
    )
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("refused\n", "")
