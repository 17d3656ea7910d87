"""A zip unpacked as if its maker wished us ill: no way out of the folder, no bomb, no link."""

from __future__ import annotations

import errno
import lzma
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from segcore import pictures, settings
from segcore.disk import check_free_space
from segcore.errors import InputError
from segcore.folders import check_file_name
from segcore.importing.plan import Progress

_SMALL = 1 << 20  # a total below this is no bomb, however well it was packed
_BLOCK = 1 << 20

# What zipfile and its decompressors let out when a zip is damaged.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    ValueError,
    RuntimeError,
)
_DAMAGED_NUMBERS = (None, errno.EINVAL)  # of an OSError: bz2 gives none, a seek before the start


def unpack(path: Path, into: Path, *, progress: Progress) -> None:
    """Write the JSON files and pictures of the zip at `path` into the folder `into`.

    Raises InputError that names the file and the member; then `into` may be half filled.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = _wanted(archive, path)
            check_free_space(into, sum(member.file_size for member in members))
            for done, member in enumerate(members):
                progress("unpacking", done, len(members))
                _extract(archive, member, into)
    except _DAMAGED as error:
        raise _unsound(path, error) from error
    except (FileExistsError, NotADirectoryError) as error:
        raise InputError(f"{path.name}: a file in it has the name of a folder in it.") from error
    except OSError as error:
        if error.errno in _DAMAGED_NUMBERS:
            raise _unsound(path, error) from error
        raise


def _unsound(path: Path, error: Exception) -> InputError:
    return InputError(f"{path.name}: it is not a sound zip ({error}).")


def _wanted(archive: zipfile.ZipFile, path: Path) -> list[zipfile.ZipInfo]:
    """The members to take, after a look at all of them."""
    members = archive.infolist()
    if len(members) > settings.MAX_ZIP_MEMBERS:
        raise InputError(
            f"{path.name}: it has {len(members):,} members, "
            f"over the limit of {settings.MAX_ZIP_MEMBERS:,}."
        )
    for member in members:
        _check_member(member, path.name)
    _check_total(sum(member.file_size for member in members), path)
    wanted = [member for member in members if is_wanted(member.filename)]
    names = {check_file_name(member.filename) for member in wanted}
    if len(names) < len(wanted):
        raise InputError(f"{path.name}: it holds two files of one name; pack it again.")
    return wanted


def is_wanted(name: str) -> bool:
    """Whether a file may belong to a dataset: a picture or JSON, and no system's leftover."""
    path = PurePosixPath(name)
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
    known = path.suffix.lower() == ".json" or path.suffix.lower() in pictures.EXTENSIONS
    return known and not hidden and not name.endswith("/")


def _check_member(member: zipfile.ZipInfo, archive: str) -> None:
    try:
        check_file_name(member.filename)
    except InputError as error:
        raise InputError(f"{archive}: {error}") from error
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise InputError(
            f"{archive}: {member.filename[:200]!r} is a link or a device; pack plain files only."
        )
    if member.flag_bits & 1:
        raise InputError(f"{archive}: it is locked with a password; pack it without one.")


def _check_total(total: int, path: Path) -> None:
    if total > settings.MAX_ZIP_BYTES:
        raise InputError(
            f"{path.name}: it would unpack to {total:,} bytes, "
            f"over the limit of {settings.MAX_ZIP_BYTES:,}."
        )
    ratio = total / max(path.stat().st_size, 1)
    if total > _SMALL and ratio > settings.MAX_ZIP_RATIO:
        raise InputError(
            f"{path.name}: it would unpack to {ratio:,.0f} times its size, "
            f"over the limit of {settings.MAX_ZIP_RATIO}: it looks like a zip bomb."
        )


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, into: Path) -> None:
    """Write one member; zipfile itself reads no more than the size it declares."""
    target = into / check_file_name(member.filename)
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as packed, target.open("xb") as file:
        while block := packed.read(_BLOCK):
            file.write(block)
