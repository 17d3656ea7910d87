"""The mirror is what the published data is, and its faults are as ordered."""

from __future__ import annotations

import csv
import io
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image as PillowImage

from tests.openimages.mirror import Faults, MirrorServer, Tree, make_mirror, serve


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    folder = tmp_path_factory.mktemp("mirror")
    return make_mirror(folder, images_per_split=16, splits=("train", "validation"))


@pytest.fixture
def server(tree: Tree) -> Iterator[MirrorServer]:
    with serve(tree.folder) as running:
        yield running


def _a_picture(tree: Tree) -> str:
    return f"/images/validation/{tree.of('validation')[0].image_id}.jpg"


def test_every_mask_row_names_a_one_bit_png_in_the_zip_of_its_digit(tree: Tree) -> None:
    root = tree.folder / "openimages" / "v5"
    table = (root / "validation-annotations-object-segmentation.csv").read_text()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == sum(len(image.objects) for image in tree.of("validation")) > 16
    for row in rows:
        zipped = root / "validation-masks" / f"validation-masks-{row['ImageID'][0]}.zip"
        with zipfile.ZipFile(zipped) as archive, archive.open(row["MaskPath"]) as member:
            mask = PillowImage.open(member)
            assert mask.mode == "1"
            assert max(mask.size) >= 400


def test_masks_scale_apart_and_some_have_holes_and_parts(tree: Tree) -> None:
    image = next(one for one in tree.of("validation") if one.size == (256, 171))
    height, width = image.objects[0].mask.shape
    assert width / image.size[0] != pytest.approx(height / image.size[1], rel=1e-3)


def test_a_box_id_that_looks_like_a_number_is_there(tree: Tree) -> None:
    ids = {thing.box_id for image in tree.of("validation") for thing in image.objects}
    assert {"1e500000", "00012345"} <= ids


def test_a_crossing_has_boxes_and_no_masks(tree: Tree) -> None:
    root = tree.folder / "openimages" / "v5"
    assert "/m/0_k2" in (root / "validation-annotations-bbox.csv").read_text()
    assert "/m/0_k2" not in (root / "classes-segmentation.txt").read_text()


def test_the_zips_of_train_are_zip64(tree: Tree) -> None:
    zips = sorted((tree.folder / "openimages/v5/train-masks").iterdir())
    assert len(zips) == 16
    assert all(b"PK\6\6" in path.read_bytes() for path in zips)
    names = [name for path in zips for name in zipfile.ZipFile(path).namelist()]
    assert len(names) == sum(len(image.objects) for image in tree.of("train"))


def test_the_same_seed_draws_the_same_bytes(tree: Tree, tmp_path: Path) -> None:
    again = make_mirror(tmp_path, images_per_split=16, splits=("validation",))
    for path in sorted(again.folder.rglob("*.*")):
        assert path.read_bytes() == (tree.folder / path.relative_to(tmp_path)).read_bytes()
    assert np.array_equal(again.images[0].objects[0].mask, tree.of("validation")[0].objects[0].mask)


def test_ranges_are_served_and_logged(tree: Tree, server: MirrorServer) -> None:
    path = _a_picture(tree)
    whole = (tree.folder / path[1:]).read_bytes()
    middle = httpx.get(server.url + path, headers={"Range": "bytes=10-19"})
    assert (middle.status_code, middle.content) == (206, whole[10:20])
    assert middle.headers["Content-Range"] == f"bytes 10-19/{len(whole)}"
    assert httpx.get(server.url + path, headers={"Range": "bytes=-5"}).content == whole[-5:]
    past = httpx.get(server.url + path, headers={"Range": f"bytes={len(whole)}-"})
    assert past.status_code == 416
    assert server.bytes_sent == 15


def test_a_head_has_the_length_and_no_body(tree: Tree, server: MirrorServer) -> None:
    answer = httpx.head(server.url + _a_picture(tree))
    assert int(answer.headers["Content-Length"]) > 1000
    assert (answer.content, server.bytes_sent) == (b"", 0)


def test_a_tag_that_no_longer_fits_gives_the_whole(tree: Tree, server: MirrorServer) -> None:
    headers = {"Range": "bytes=0-9", "If-Range": '"another"'}
    assert httpx.get(server.url + _a_picture(tree), headers=headers).status_code == 200


def test_nothing_outside_the_folder_is_served(server: MirrorServer) -> None:
    assert httpx.get(server.url + "/images/%2e%2e/%2e%2e/etc/passwd").status_code == 404


@pytest.mark.parametrize(
    ("faults", "status"),
    [
        (Faults(unavailable=1), 503),
        (Faults(too_many=1), 429),
        (Faults(missing="*.jpg"), 404),
        (Faults(redirects={"*.jpg": "http://localhost:1/"}), 302),
        (Faults(ranges=False), 200),
    ],
)
def test_faults_are_answered(tree: Tree, server: MirrorServer, faults: Faults, status: int) -> None:
    server.faults = faults
    answer = httpx.get(server.url + _a_picture(tree), headers={"Range": "bytes=0-9"})
    assert answer.status_code == status


def test_html_comes_for_a_jpeg(tree: Tree, server: MirrorServer) -> None:
    server.faults = Faults(html="*.jpg")
    assert b"sign in" in httpx.get(server.url + _a_picture(tree)).content


@pytest.mark.parametrize("faults", [Faults(reset=1), Faults(truncated=1)])
def test_a_cut_body_is_an_error_to_the_client(
    tree: Tree, server: MirrorServer, faults: Faults
) -> None:
    server.faults = faults
    with pytest.raises(httpx.TransportError):
        httpx.get(server.url + _a_picture(tree))
    assert server.requests[-1].status == 0


def test_a_short_body_is_none_to_the_client(tree: Tree, server: MirrorServer) -> None:
    path = _a_picture(tree)
    server.faults = Faults(short=1)
    size = (tree.folder / path[1:]).stat().st_size
    assert len(httpx.get(server.url + path).content) == size // 2


def test_a_share_of_faults_does_not_depend_on_the_order_of_threads(tree: Tree) -> None:
    paths = [f"/images/validation/{image.image_id}.jpg" for image in tree.of("validation")]

    def refused(order: list[str]) -> set[str]:
        with serve(tree.folder, faults=Faults(unavailable=0.3)) as fresh:
            ask = [threading.Thread(target=httpx.get, args=(fresh.url + path,)) for path in order]
            for thread in ask:
                thread.start()
            for thread in ask:
                thread.join()
            return {request.path for request in fresh.requests if request.status == 503}

    first = refused(paths)
    assert 0 < len(first) < len(paths)
    assert refused(paths[::-1]) == first
