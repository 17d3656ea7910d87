"""One thing at a time from the published hosts into the cache: a picture, a zip's directory, masks.

Everything is checked before it is kept. What comes wrong is asked for again; where it stays wrong
that is an InputError, of this file alone. A host that cannot be reached is the client's own error.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from segcore import pictures, settings
from segcore.errors import InputError
from segcore.folders import replace_file
from segcore.openimages import zips
from segcore.openimages.cache import Cache
from segcore.openimages.http import Client, Missing
from segcore.openimages.values import ImageRow, MaskRow, Split
from segcore.openimages.zips import Directory, Member

MAX_PICTURE_BYTES = 64 << 20
MAX_WHOLE_ZIP_BYTES = 64 << 20
"""So large may a zip be that a host sends only whole."""

ATTEMPTS = 3  # at a file that came whole and was wrong

T = TypeVar("T")


class Changed(InputError):
    """The zip is another one than the directory that is kept was read of."""


def picture(client: Client, cache: Cache, image: ImageRow) -> None:
    """Fetch the picture; InputError for what is none. Read to its last pixel before it is kept."""
    url = f"{settings.openimages_images_base()}/{image.split}/{image.image_id}.jpg"
    path = cache.picture(image)
    path.parent.mkdir(parents=True, exist_ok=True)
    _insisting(lambda: _keep_picture(path, client.get(url, limit=MAX_PICTURE_BYTES).content))


def directory(client: Client, cache: Cache, split: Split, digit: str) -> Directory:
    """What is in the zip of `digit`: as kept, or fetched now."""
    path = cache.directory(split, digit)
    if path.exists():
        return msgspec.json.decode(path.read_bytes(), type=Directory)
    found = _insisting(lambda: _directory(client, cache, split, digit))
    replace_file(path, msgspec.json.encode(found))
    return found


def masks(
    client: Client, cache: Cache, split: Split, listed: Directory, group: list[MaskRow]
) -> dict[str, str]:
    """Fetch masks that lie together in a zip; why not, by mask path, of those that are wrong."""
    digit = group[0].image_id[0]
    members = {row.mask_path: listed.members[row.mask_path] for row in group}
    start = min(member.start for member in members.values())
    end = max(member.end for member in members.values())
    wrong: dict[str, str] = {}

    def attempt() -> None:
        block = _block(client, cache, split, digit, start=start, end=end, total=listed.total)
        wrong.clear()
        wrong.update(_keep_masks(cache, split, group, members, block, start))
        if wrong:
            raise InputError(next(iter(wrong.values())))

    try:
        _insisting(attempt)
    except Changed:
        cache.directory(split, digit).unlink(missing_ok=True)
        cache.zip(split, digit).unlink(missing_ok=True)
        raise
    except InputError as error:
        return wrong or dict.fromkeys(members, str(error))
    return {}


def zip_url(split: Split, digit: str) -> str:
    return f"{settings.openimages_base()}/v5/{split}-masks/{split}-masks-{digit}.zip"


def _insisting(act: Callable[[], T]) -> T:
    """What `act` gives, tried again where what came was wrong."""
    for _ in range(ATTEMPTS - 1):
        try:
            return act()
        except (Missing, Changed):
            raise
        except InputError:
            continue
    return act()


def _keep_picture(path: Path, content: bytes) -> None:
    """A picture that was cut short with a matching length is found out by reading it."""
    part = path.with_name(f".{path.stem}.{secrets.token_hex(4)}.part")
    replace_file(part, content)
    try:
        pictures.check(part)
    except InputError as error:
        part.unlink()
        reason = str(error).partition(": ")[2].rstrip(".")
        raise InputError(f"what came is no picture: {reason}") from error
    os.replace(part, path)


def _directory(client: Client, cache: Cache, split: Split, digit: str) -> Directory:
    url = zip_url(split, digit)
    got = client.get(url, span=f"-{zips.TAIL_BYTES}", limit=MAX_WHOLE_ZIP_BYTES)
    if len(got.content) == got.total > zips.TAIL_BYTES:  # the host knows no ranges
        replace_file(cache.zip(split, digit), got.content)

    def read(start: int, end: int) -> bytes:
        return client.get(url, span=f"{start}-{end - 1}", limit=end - start).content

    return zips.read_directory(got.total, got.content, read)


def _block(
    client: Client, cache: Cache, split: Split, digit: str, *, start: int, end: int, total: int
) -> bytes:
    """The zip's bytes from `start` to before `end`. Raises Changed."""
    whole = cache.zip(split, digit)
    if whole.exists():
        with whole.open("rb") as file:
            file.seek(start)
            return file.read(end - start)
    got = client.get(zip_url(split, digit), span=f"{start}-{end - 1}", limit=MAX_WHOLE_ZIP_BYTES)
    if got.total != total:
        raise Changed("its zip was changed while it was read: pull again")
    return got.content if got.start == start else got.content[start:end]


def _keep_masks(
    cache: Cache,
    split: Split,
    group: list[MaskRow],
    members: dict[str, Member],
    block: bytes,
    start: int,
) -> dict[str, str]:
    """Put each mask into the cache; the reasons of those that are wrong, by mask path."""
    wrong: dict[str, str] = {}
    for row in group:
        member = members[row.mask_path]
        try:
            record = block[member.start - start : member.end - start]
            replace_file(cache.mask(split, row), zips.unpack(row.mask_path, member, record))
        except InputError as error:
            wrong[row.mask_path] = str(error)
    return wrong
