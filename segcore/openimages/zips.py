"""What is where in a zip that is read by ranges: its directory, and one member's bytes unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator

import msgspec

from segcore.errors import InputError

Read = Callable[[int, int], bytes]
"""The bytes from the first to before the second."""

TAIL_BYTES = 64 << 10
"""Asked for first: the end of a zip, and all of a small one's directory."""

MAX_DIRECTORY_BYTES = 64 << 20
MAX_MEMBER_BYTES = 16 << 20
NEAR_BYTES = 4 << 10
"""Members with no more than this between them come in one request."""

GROUP_BYTES = 256 << 10
"""So much of several members at most, about one picture: what a kill may cost again."""

_LOCAL = struct.Struct("<4s5H3L2H")
_WINDOW = -15  # raw deflate, as zips have it


class Damaged(InputError):
    """Bytes that are not what the zip's directory says; asking again may help."""


class Member(msgspec.Struct, frozen=True, array_like=True):
    """One file of a zip: where its record begins, where the next thing begins, what it holds."""

    start: int
    end: int
    size: int  # unpacked
    crc: int
    method: int


class Directory(msgspec.Struct, frozen=True):
    """A zip's members by name; `total` is the zip's own size, by which a changed one is noticed."""

    total: int
    members: dict[str, Member]


def read_directory(total: int, tail: bytes, read: Read) -> Directory:
    """The directory of a zip of `total` bytes that ends in `tail`; what is missing is `read`.

    Raises InputError with the reason alone for what is no zip.
    """
    try:
        with zipfile.ZipFile(_Window(total, tail, read)) as archive:
            infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
            ends = [info.header_offset for info in infos[1:]] + [archive.start_dir]
    except (zipfile.BadZipFile, struct.error, NotImplementedError, UnicodeDecodeError) as error:
        raise Damaged(f"it is not a whole zip ({error})") from error
    return Directory(
        total,
        {
            info.filename: Member(
                info.header_offset, end, info.file_size, info.CRC, info.compress_type
            )
            for info, end in zip(infos, ends, strict=True)
        },
    )


def groups(members: Iterable[Member]) -> Iterator[list[Member]]:
    """The members in the zip's order, neighbours together: each group is one request."""
    group: list[Member] = []
    for member in sorted(members, key=lambda member: member.start):
        if group and not _goes_with(group, member):
            yield group
            group = []
        group.append(member)
    if group:
        yield group


def _goes_with(group: list[Member], member: Member) -> bool:
    near = member.start - group[-1].end <= NEAR_BYTES
    return near and member.end - group[0].start <= GROUP_BYTES


def unpack(name: str, member: Member, record: bytes) -> bytes:
    """The content of the member whose bytes in the zip, header first, are `record`.

    Raises Damaged with the reason alone where size or CRC are not the directory's, and InputError
    for what is too large or packed in a way that is not known.
    """
    if member.size > MAX_MEMBER_BYTES:
        raise InputError(f"it has {member.size:,} bytes, over the limit of {MAX_MEMBER_BYTES:,}")
    content = _content(member, _payload(name, record))
    if len(content) != member.size or zlib.crc32(content) != member.crc:
        raise Damaged("its bytes are not those that its checksum is of")
    return content


def _payload(name: str, record: bytes) -> bytes:
    if len(record) < _LOCAL.size or not record.startswith(b"PK\3\4"):
        raise Damaged("its record in the zip does not begin as one")
    *_, name_length, extra_length = _LOCAL.unpack_from(record)
    begin = _LOCAL.size + name_length
    if record[_LOCAL.size : begin] != name.encode():
        raise Damaged("another file is in its place in the zip")
    return record[begin + extra_length :]


def _content(member: Member, payload: bytes) -> bytes:
    if member.method == zipfile.ZIP_STORED:
        return payload[: member.size]
    if member.method != zipfile.ZIP_DEFLATED:
        raise InputError(f"it is packed by method {member.method}, which is not known here")
    try:
        return zlib.decompressobj(_WINDOW).decompress(payload, member.size + 1)
    except zlib.error as error:
        raise Damaged(f"it cannot be unpacked ({error})") from error


class _Window(io.RawIOBase):
    """A file of which only the end is here: what is read before it is fetched, bounded."""

    def __init__(self, total: int, tail: bytes, read: Read) -> None:
        super().__init__()
        self._total, self._at = total, 0
        self._start, self._tail, self._read = total - len(tail), tail, read

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._total}[whence]
        if base + offset < 0:
            raise zipfile.BadZipFile("it points before its own beginning")
        self._at = base + offset
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        end = self._total if size < 0 else min(self._total, self._at + size)
        if end - self._at > MAX_DIRECTORY_BYTES:
            raise InputError(f"its directory has over {MAX_DIRECTORY_BYTES:,} bytes, the limit")
        if self._at < self._start:
            self._tail = self._read(self._at, self._start) + self._tail
            self._start = self._at
        found = self._tail[self._at - self._start : end - self._start]
        self._at += len(found)
        return found
