"""Pictures over HTTP: signed, cached, converted only where a browser could not show them."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as PillowImage
from starlette.applications import Starlette
from starlette.testclient import TestClient

from segcore import api, pictures, settings, signing
from segcore.errors import InputError
from segcore.folders import DatasetFolder
from segcore.store import NewImage, Store
from segcore.types import Image

SIZE = (64, 48)  # width, height

Add = Callable[[str, bytes], Image]


@pytest.fixture
def client(data_dir: Path) -> TestClient:  # noqa: ARG001  (the routes open its store)
    return TestClient(Starlette(routes=api.routes()))


@pytest.fixture
def add(store: Store) -> Add:
    """Put one picture into a dataset of its own."""

    def put(file_name: str, content: bytes) -> Image:
        path = DatasetFolder.of(f"of {file_name}").image(file_name)
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        images = [NewImage(file_name, *SIZE)]
        dataset = store.load(f"of {file_name}", categories=[], images=images, annotations=[])
        return store.images(dataset.id)[0]

    return put


def encoded(picture: PillowImage.Image, kind: str, **options: object) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def gradient(mode: str) -> PillowImage.Image:
    """A picture of SIZE, dark on the left and light on the right."""
    across = np.linspace(0, 255, SIZE[0]).astype(np.uint8)
    return PillowImage.fromarray(np.tile(across, (SIZE[1], 1))).convert(mode)


def decoded(content: bytes) -> PillowImage.Image:
    return PillowImage.open(BytesIO(content))


def deep_png() -> bytes:
    ramp = np.tile(np.linspace(1000, 3000, SIZE[0]), (SIZE[1], 1)).astype(np.uint16)
    return encoded(PillowImage.fromarray(ramp), "PNG")


def test_a_server_with_a_store_is_healthy(client: TestClient) -> None:
    assert client.get("/segcore/health").json()["status"] == "ok"


@pytest.mark.parametrize(
    ("file_name", "mode", "kind"),
    [
        ("a.jpg", "RGB", "JPEG"),
        ("b.jpg", "L", "JPEG"),
        ("c.png", "RGB", "PNG"),
        ("d.webp", "RGB", "WEBP"),
    ],
)
def test_what_a_browser_shows_comes_untouched(
    client: TestClient, add: Add, file_name: str, mode: str, kind: str
) -> None:
    content = encoded(gradient(mode), kind)

    answer = client.get(api.image_url(add(file_name, content)))

    assert answer.content == content
    assert answer.headers["content-type"] == f"image/{kind.lower()}"


@pytest.mark.parametrize(
    ("file_name", "content"),
    [
        ("deep.png", deep_png()),
        ("ink.jpg", encoded(gradient("CMYK"), "JPEG")),
        ("clear.png", encoded(gradient("RGBA"), "PNG")),
        ("few.png", encoded(gradient("P"), "PNG")),
        ("scan.tif", encoded(gradient("RGB"), "TIFF")),
        ("old.bmp", encoded(gradient("RGB"), "BMP")),
    ],
)
def test_what_a_browser_shows_differently_is_converted_to_what_the_library_reads(
    client: TestClient, add: Add, file_name: str, content: bytes
) -> None:
    image = add(file_name, content)

    answer = client.get(api.image_url(image))

    assert answer.headers["content-type"] == "image/jpeg"
    seen = np.asarray(decoded(answer.content).convert("RGB"), dtype=int)
    read = pictures.read(DatasetFolder.of(f"of {file_name}").image(file_name)).astype(int)
    assert seen.shape == read.shape
    assert np.abs(seen - read).mean() < 3


def test_a_copy_is_made_once(client: TestClient, add: Add) -> None:
    url = api.thumb_url(add("a.jpg", encoded(gradient("RGB"), "JPEG")), width=160)
    client.get(url)
    kept = list(DatasetFolder.of("of a.jpg").cache.rglob("*.jpg"))
    written = kept[0].stat().st_mtime_ns

    again = client.get(url)

    assert len(kept) == 1
    assert kept[0].stat().st_mtime_ns == written
    assert again.content == kept[0].read_bytes()


def test_a_thumbnail_has_the_width_asked_for(client: TestClient, add: Add) -> None:
    large = encoded(gradient("RGB").resize((800, 600)), "JPEG")

    answer = client.get(api.thumb_url(add("a.jpg", large), width=240))

    assert decoded(answer.content).size == (240, 180)


def test_a_replaced_picture_is_not_shown_from_its_old_copy(client: TestClient, add: Add) -> None:
    image = add("a.jpg", encoded(gradient("RGB"), "JPEG"))
    before = client.get(api.thumb_url(image))
    path = DatasetFolder.of("of a.jpg").image("a.jpg")
    path.write_bytes(encoded(PillowImage.new("RGB", SIZE, "red"), "JPEG"))
    os.utime(path, ns=(1, 1))

    after = client.get(api.thumb_url(image), headers={"If-None-Match": before.headers["etag"]})

    assert after.status_code == 200
    assert after.content != before.content


def test_a_browser_that_has_the_picture_gets_no_second_copy(client: TestClient, add: Add) -> None:
    url = api.image_url(add("a.jpg", encoded(gradient("RGB"), "JPEG")))
    first = client.get(url)

    second = client.get(url, headers={"If-None-Match": first.headers["etag"]})

    assert second.status_code == 304
    assert second.content == b""
    assert first.headers["cache-control"].startswith("private")


def test_an_address_stays_the_same_so_that_browsers_can_cache(add: Add) -> None:
    image = add("a.jpg", encoded(gradient("RGB"), "JPEG"))

    assert api.thumb_url(image) == api.thumb_url(image)


@pytest.mark.parametrize("change", ["unsigned", "another image", "another width", "stretched time"])
def test_an_address_made_up_is_refused(client: TestClient, add: Add, change: str) -> None:
    image = add("a.jpg", encoded(gradient("RGB"), "JPEG"))
    url = api.thumb_url(image, width=160)
    path, query = url.split("?")
    forged = {
        "unsigned": path,
        "another image": f"/segcore/thumb/{image.id + 1}?{query}",
        "another width": url.replace("w=160", "w=640"),
        "stretched time": url.replace("e=", "e=9"),
    }[change]

    answer = client.get(forged)

    assert answer.status_code == 403
    assert "reload the page" in answer.json()["error"]


def test_an_address_runs_out(client: TestClient, add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    url = api.image_url(add("a.jpg", encoded(gradient("RGB"), "JPEG")))
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 2 * signing.WINDOW + 1)

    assert client.get(url).status_code == 403


def test_an_image_nobody_has_is_not_found(client: TestClient, add: Add, store: Store) -> None:
    image = add("a.jpg", encoded(gradient("RGB"), "JPEG"))
    url = api.image_url(image)
    store.delete_dataset("of a.jpg")

    answer = client.get(url)

    assert answer.status_code == 404
    assert str(image.id) in answer.json()["error"]


def test_a_picture_gone_from_the_disk_is_said_in_a_sentence(client: TestClient, add: Add) -> None:
    image = add("a.jpg", encoded(gradient("RGB"), "JPEG"))
    DatasetFolder.of("of a.jpg").image("a.jpg").unlink()

    answer = client.get(api.image_url(image))

    assert answer.status_code == 404
    assert "a.jpg" in answer.json()["error"]


def test_a_broken_picture_is_said_in_a_sentence(client: TestClient, add: Add) -> None:
    image = add("a.jpg", encoded(gradient("RGB"), "JPEG")[:200])

    answer = client.get(api.thumb_url(image))

    assert answer.status_code == 422
    assert "a.jpg" in answer.json()["error"]


def test_a_width_of_no_thumbnail_is_refused(add: Add) -> None:
    image = add("a.jpg", encoded(gradient("RGB"), "JPEG"))

    with pytest.raises(InputError, match="one of"):
        api.thumb_url(image, width=9999)


def test_the_secret_is_for_the_owner_alone(add: Add) -> None:
    api.image_url(add("a.jpg", encoded(gradient("RGB"), "JPEG")))

    assert (settings.data_dir() / ".secret").stat().st_mode & 0o777 == 0o600


def test_an_export_downloads_under_its_name(client: TestClient, data_dir: Path) -> None:
    (data_dir / "out").mkdir()
    (data_dir / "out" / "duck & dice.json").write_bytes(b"{}")

    answer = client.get(api.download_url(data_dir / "out" / "duck & dice.json"))

    assert answer.content == b"{}"
    assert "attachment" in answer.headers["content-disposition"]


def test_no_other_file_can_be_downloaded(client: TestClient, data_dir: Path) -> None:
    (data_dir / "secret.txt").write_text("secret")

    assert client.get("/segcore/download?path=secret.txt").status_code == 403
