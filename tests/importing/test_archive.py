"""Zips from strangers: no way out of the folder, no link, no bomb; nothing stays behind."""

from __future__ import annotations

import json
import stat
import zipfile
from pathlib import Path

import pytest

from segcore import importing, settings
from segcore.errors import InputError
from segcore.store import Store
from tests.builders import coco_annotation, coco_document, write_coco, write_picture, write_zip

TEXT = json.dumps(coco_document(coco_annotation()))


def zip_of(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def refusal(path: Path, data_dir: Path) -> str:
    """The message; nothing may be left in the data folder, nor beside it."""
    beside = sorted(data_dir.parent.iterdir())
    with pytest.raises(InputError) as refused:
        importing.inspect(path)
    assert not [path for path in data_dir.glob(".staging/*") if path.is_dir()]
    assert sorted(data_dir.parent.iterdir()) == beside
    return str(refused.value)


def test_a_zip_is_imported_and_what_was_unpacked_is_gone(
    store: Store, data_dir: Path, tmp_path: Path
) -> None:
    folder = write_coco(tmp_path / "in", coco_document(coco_annotation()))
    with importing.inspect(write_zip(tmp_path / "in.zip", folder, below="fruits/")) as plan:
        report = importing.run(store, plan, name="toys")
    assert (report.images, report.annotations) == (1, 1)
    assert (data_dir / "toys" / "images" / "a.png").is_file()
    assert not [path for path in data_dir.glob(".staging/*") if path.is_dir()]


def test_a_zip_of_plain_pictures_is_taken_without_a_system_s_leftovers(
    data_dir: Path, tmp_path: Path
) -> None:
    write_picture(tmp_path / "in" / "a.png")
    for name in ("__MACOSX/._a.png", ".DS_Store", "Thumbs.db", "readme.txt"):
        (tmp_path / "in" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_bytes(b"x")
    with importing.inspect(write_zip(tmp_path / "in.zip", tmp_path / "in")) as plan:
        assert plan.images == 1
    assert data_dir.exists()


def test_a_plan_that_nobody_closes_is_cleared_away_with_it(data_dir: Path, tmp_path: Path) -> None:
    folder = write_coco(tmp_path / "in", TEXT)
    plan = importing.inspect(write_zip(tmp_path / "in.zip", folder))
    assert [path for path in data_dir.glob(".staging/*") if path.is_dir()]
    del plan
    assert not [path for path in data_dir.glob(".staging/*") if path.is_dir()]


@pytest.mark.parametrize(
    "name", ["../evil.png", "/evil.png", "a/../../evil.png", "..\\evil.png", "C:/evil.png"]
)
def test_a_member_that_leads_outside_is_refused(data_dir: Path, tmp_path: Path, name: str) -> None:
    message = refusal(zip_of(tmp_path / "in.zip", **{name: b"x", "a.png": b"x"}), data_dir)
    assert message.startswith("in.zip: ")
    assert "leads outside" in message


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_a_device_is_refused(data_dir: Path, tmp_path: Path, kind: int) -> None:
    path = tmp_path / "in.zip"
    member = zipfile.ZipInfo("a.png")
    member.external_attr = (kind | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "/etc/passwd")
    assert "in.zip: 'a.png' is a link or a device" in refusal(path, data_dir)


def test_a_zip_bomb_is_refused(data_dir: Path, tmp_path: Path) -> None:
    path = zip_of(tmp_path / "in.zip", **{"labels.json": bytes(50_000_000)})
    assert "it looks like a zip bomb" in refusal(path, data_dir)


def test_a_zip_that_unpacks_to_too_much_is_refused(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAX_ZIP_BYTES", 100)
    path = zip_of(tmp_path / "in.zip", **{"labels.json": bytes(101)})
    assert "it would unpack to 101 bytes, over the limit of 100" in refusal(path, data_dir)


def test_a_zip_of_too_many_members_is_refused(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAX_ZIP_MEMBERS", 1)
    path = zip_of(tmp_path / "in.zip", **{"a.png": b"", "b.png": b""})
    assert "it has 2 members, over the limit of 1" in refusal(path, data_dir)


def test_a_member_that_lies_about_its_size_is_refused(data_dir: Path, tmp_path: Path) -> None:
    path = zip_of(tmp_path / "in.zip", **{"labels.json": bytes(900_000)})
    honest = (900_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(honest, (10).to_bytes(4, "little")))
    assert "in.zip: it is not a sound zip" in refusal(path, data_dir)


@pytest.mark.parametrize("cut", [0, 10, 60])
def test_a_zip_cut_short_is_refused(data_dir: Path, tmp_path: Path, cut: int) -> None:
    whole = write_zip(tmp_path / "in.zip", write_coco(tmp_path / "in", TEXT)).read_bytes()
    (tmp_path / "in.zip").write_bytes(whole[:cut] if cut else b"")
    assert "in.zip: it is not a sound zip" in refusal(tmp_path / "in.zip", data_dir)


def test_a_damaged_member_is_refused(data_dir: Path, tmp_path: Path) -> None:
    path = zip_of(tmp_path / "in.zip", **{"labels.json": TEXT.encode() * 50})
    damaged = bytearray(path.read_bytes())
    damaged[60:70] = bytes(10)
    path.write_bytes(damaged)
    assert "in.zip: it is not a sound zip" in refusal(path, data_dir)


@pytest.mark.parametrize(
    "packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_whatever_byte_is_damaged_a_zip_is_taken_or_refused(
    data_dir: Path, tmp_path: Path, packing: int
) -> None:
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w", packing) as archive:
        archive.writestr("labels.json", '{"images": []}')
        archive.writestr("ü.txt", "not taken")
    whole = path.read_bytes()
    refused = []
    for place in range(0, len(whole), 2):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xD5]) + whole[place + 1 :])
        try:
            importing.inspect(path).close()
        except InputError as error:
            refused.append(str(error))
    assert len(refused) > 40
    assert all(message.startswith("in.zip") and "\n" not in message for message in refused)
    assert not [left for left in data_dir.glob(".staging/*") if left.is_dir()]


def test_a_locked_zip_is_refused(data_dir: Path, tmp_path: Path) -> None:
    path = zip_of(tmp_path / "in.zip", **{"labels.json": TEXT.encode()})
    locked = bytearray(path.read_bytes())
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(locked)
    assert "locked with a password" in refusal(path, data_dir)


def test_two_members_of_one_name_are_refused(data_dir: Path, tmp_path: Path) -> None:
    path = zip_of(tmp_path / "in.zip", **{"a/b.png": b"x", "a\\b.png": b"x"})
    assert "two files of one name" in refusal(path, data_dir)


def test_a_member_below_another_is_refused(data_dir: Path, tmp_path: Path) -> None:
    path = zip_of(tmp_path / "in.zip", **{"a.png": b"x", "a.png/b.png": b"x"})
    assert "has the name of a folder" in refusal(path, data_dir)


def test_an_empty_zip_is_refused(data_dir: Path, tmp_path: Path) -> None:
    assert "in.zip holds neither a JSON nor a picture" in refusal(
        zip_of(tmp_path / "in.zip"), data_dir
    )
