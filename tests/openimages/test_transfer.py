"""Pictures and masks come whole and once, whatever the network does; what is missing is told."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from PIL import Image as PillowImage

from segcore.errors import InputError, Stopped
from segcore.openimages.cache import Cache
from segcore.openimages.folder import Failure
from segcore.openimages.http import Unreachable
from segcore.openimages.transfer import Transfer
from segcore.openimages.values import Choice, ImageRow
from tests.openimages.choices import choice_of
from tests.openimages.conftest import Serve
from tests.openimages.mirror import Tree
from tests.openimages.mirror.tree import mask_png


def test_everything_comes_as_it_is_published(mirror: Tree, served: Serve) -> None:
    served()
    assert _fetch(choice := choice_of(mirror)) == []
    _check_all(choice, mirror)


@pytest.mark.parametrize(
    "faults",
    [
        {"unavailable": 0.2},
        {"too_many": 0.05},
        {"reset": 0.2, "truncated": 0.1},
        {"short": 0.2},
        {"ranges": False},
    ],
    ids=lambda faults: "+".join(faults),
)
def test_a_bad_network_costs_time_and_nothing_else(
    mirror: Tree, served: Serve, faults: dict[str, object]
) -> None:
    served(**faults)
    assert _fetch(choice := choice_of(mirror)) == []
    _check_all(choice, mirror)


def test_a_zip_of_the_large_kind_is_read(mirror: Tree, served: Serve) -> None:
    served()
    assert _fetch(choice := choice_of(mirror, split="train")) == []
    _check_all(choice, mirror)


def test_what_is_here_is_not_fetched_again(mirror: Tree, served: Serve) -> None:
    server = served()
    _fetch(choice := choice_of(mirror))
    server.forget()
    _fetch(choice)
    assert server.requests == []


def test_a_zips_directory_is_asked_for_once(mirror: Tree, served: Serve) -> None:
    server = served()
    choice = choice_of(mirror)
    _fetch(choice)
    for chosen in choice.images:
        for mask in chosen.masks:
            Cache.here().mask("validation", mask).unlink()
    server.forget()
    _fetch(choice)
    assert server.requests
    assert not [one for one in server.requests if one.byte_range.startswith("bytes=-")]


def test_no_more_is_asked_at_once_than_allowed(mirror: Tree, served: Serve) -> None:
    server = served(delay=0.02)
    _fetch(choice_of(mirror))
    assert 2 <= server.most_at_once <= 8


def test_a_missing_picture_is_told_and_the_rest_comes(mirror: Tree, served: Serve) -> None:
    choice = choice_of(mirror)
    gone = choice.images[3].image.image_id
    served(missing=f"*/{gone}.jpg")
    (failure,) = _fetch(choice)
    assert failure == Failure(gone, f"{gone}.jpg", "the host has no such file (status 404)")
    there = [Cache.here().picture(one.image).exists() for one in choice.images]
    assert there.count(False) == 1


def test_a_page_in_the_place_of_a_picture_is_none(mirror: Tree, served: Serve) -> None:
    choice = choice_of(mirror)
    id = choice.images[0].image.image_id
    served(html=f"*/{id}.jpg")
    (failure,) = _fetch(choice)
    assert "no picture: it is not a JPEG" in failure.reason
    assert not Cache.here().picture(choice.images[0].image).exists()


def test_a_missing_zip_is_told_for_each_of_its_masks(mirror: Tree, served: Serve) -> None:
    choice = choice_of(mirror)
    served(missing="*-masks-0.zip")
    failures = _fetch(choice)
    expected = [mask.mask_path for one in choice.images for mask in one.masks]
    assert {one.what for one in failures} == {name for name in expected if name[0] == "0"}
    assert all("its zip cannot be used" in one.reason for one in failures)


def test_a_zip_without_the_member_is_told(mirror: Tree, served: Serve, tmp_path: Path) -> None:
    folder = shutil.copytree(mirror.folder, tmp_path / "broken")
    choice = choice_of(mirror)
    lost = choice.images[2].masks[0]
    _rewrite(folder, "2", {lost.mask_path: None})
    served(folder)
    assert _fetch(choice) == [Failure(lost.image_id, lost.mask_path, "its zip has no such file")]


def test_a_member_whose_bytes_are_not_its_own_is_told(
    mirror: Tree, served: Serve, tmp_path: Path
) -> None:
    folder = shutil.copytree(mirror.folder, tmp_path / "broken")
    choice = choice_of(mirror)
    spoilt = choice.images[2].masks[0]
    path = _zip(folder, "2")
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo(spoilt.mask_path).header_offset + 30 + len(spoilt.mask_path) + 40
    content = bytearray(path.read_bytes())
    content[start] ^= 0xFF
    path.write_bytes(content)
    served(folder)
    (failure,) = _fetch(choice)
    assert (failure.what, failure.reason) == (
        spoilt.mask_path,
        "its bytes are not those that its checksum is of",
    )


def test_a_zip_that_changed_is_told_and_looked_at_anew(
    mirror: Tree, served: Serve, tmp_path: Path
) -> None:
    folder = shutil.copytree(mirror.folder, tmp_path / "changing")
    choice = choice_of(mirror)
    served(folder)
    _fetch(choice)
    for mask in choice.images[2].masks:
        Cache.here().mask("validation", mask).unlink()
    _rewrite(folder, "2", {"another.png": b"more"})
    assert _fetch(choice) == []
    _check_all(choice, mirror)


def test_a_host_that_never_answers_ends_the_transfer_and_keeps_what_came(
    mirror: Tree, served: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("segcore.openimages.http.ATTEMPTS", 2)
    choice = choice_of(mirror)
    last = choice.images[-1].image
    server = served(unavailable=1.0, only=f"*/{last.image_id}.jpg")
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:\d+ cannot be reached .*status 503"):
        _fetch(choice)
    server.faults = server.faults.__class__()
    before = {path.name for path in Cache.here().root.rglob("*.jpg")}
    server.forget()
    assert _fetch(choice) == []
    assert before & {Path(one.path).name for one in server.requests} == set()


def test_a_redirect_elsewhere_is_refused(mirror: Tree, served: Serve) -> None:
    choice = choice_of(mirror, count=1)
    id = choice.images[0].image.image_id
    served(redirects={f"*/{id}.jpg": "http://169.254.169.254/latest/"})
    (failure,) = _fetch(choice)
    assert "redirects to 169.254.169.254, which is refused" in failure.reason


def test_whoever_reports_may_stop_it(mirror: Tree, served: Serve) -> None:
    served(delay=0.05)

    def stop(*, images: int, **_: int) -> None:
        if images >= 2:
            raise Stopped("enough")

    choice = choice_of(mirror)
    with pytest.raises(Stopped):
        Transfer(choice, Cache.here(), report=stop).run()
    kept = list(Cache.here().root.rglob("*.jpg"))
    assert 2 <= len(kept) < len(choice.images)


def test_a_name_that_leads_elsewhere_is_refused() -> None:
    with pytest.raises(InputError, match="no plain name"):
        Cache(Path("x")).picture(ImageRow("../../secrets", "validation"))


def test_half_written_files_are_swept_when_nobody_writes(data_dir: Path) -> None:
    part = Cache.here().root / "validation" / "pictures" / ".a.jpg.xyz.part"
    part.parent.mkdir(parents=True)
    part.touch()
    with Cache.here().in_use():
        assert not part.exists()
        part.touch()
        with Cache.here().in_use():
            assert part.exists()
    assert data_dir in part.parents


def _fetch(choice: Choice) -> list[Failure]:
    numbers: list[dict[str, int]] = []
    failures = Transfer(choice, Cache.here(), report=lambda **now: numbers.append(now)).run()
    assert numbers[-1]["images"] == len(choice.images)
    assert numbers[-1]["objects"] == sum(len(one.masks) for one in choice.images)
    return failures


def _check_all(choice: Choice, tree: Tree) -> None:
    truth = {image.image_id: image for image in tree.of(choice.query.split)}
    published = tree.folder / "images" / choice.query.split
    for chosen in choice.images:
        picture = Cache.here().picture(chosen.image)
        assert picture.read_bytes() == (published / picture.name).read_bytes()
        things = truth[chosen.image.image_id].objects
        for mask, thing in zip(chosen.masks, things, strict=True):
            content = Cache.here().mask(choice.query.split, mask).read_bytes()
            assert content == mask_png(thing.mask)
            assert PillowImage.open(io.BytesIO(content)).size == thing.mask.shape[::-1]


def _zip(folder: Path, digit: str) -> Path:
    return folder / f"openimages/v5/validation-masks/validation-masks-{digit}.zip"


def _rewrite(folder: Path, digit: str, changes: dict[str, bytes | None]) -> None:
    """The zip with other members; None takes one out."""
    path = _zip(folder, digit)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()} | changes
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            if content is not None:
                archive.writestr(name, content)
