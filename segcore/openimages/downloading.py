"""A large file by HTTP that goes on where it was broken off, by a reset or by a kill alike."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import httpx
import msgspec

from segcore.disk import check_free_space
from segcore.errors import InputError
from segcore.folders import replace_file
from segcore.openimages.http import Client, extent

_GOOD_PIECE = 1 << 20  # so much in one answer is progress: the attempts are counted anew

Bytes = Callable[[int, int], None]  # done, total; 0 where the total is not known


class Source(msgspec.Struct, frozen=True):
    """What a file was when it was fetched."""

    url: str
    etag: str
    bytes: int
    sha256: str


class _Begun(msgspec.Struct, frozen=True):
    """Beside the .part: what it is the beginning of. `total` is -1 where nobody said."""

    url: str
    etag: str
    total: int


def download(client: Client, url: str, path: Path, *, limit: int, report: Bytes) -> Source:
    """Fetch `url` to `path`, unless it is there already.

    The part is gone on with only while the host's strong ETag is the same. Raises Missing,
    Unreachable, and InputError for more than `limit` bytes or a full disk.
    """
    fetch = _Download(client, url, path, limit, report)
    if not path.exists():
        fetch.run()
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Source(url, fetch.begun.etag, path.stat().st_size, digest)


class _Download:
    def __init__(self, client: Client, url: str, path: Path, limit: int, report: Bytes) -> None:
        self._client, self._url, self._path = client, url, path
        self._limit, self._report = limit, report
        self._part = path.with_name(f"{path.name}.part")
        self._note = path.with_name(f"{path.name}.json")
        self.begun = self._read_note()

    def run(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        while not self._is_whole():
            self._client.persist(self._url, self._go_on)
        os.replace(self._part, self._path)

    def _is_whole(self) -> bool:
        return self._part.exists() and self._part.stat().st_size == self.begun.total

    def _go_on(self) -> None:
        """One answer's worth more of the file."""
        have = self._part.stat().st_size if self._part.exists() and self.begun.etag else 0
        headers = {"Range": f"bytes={have}-"}
        if have:
            headers["If-Range"] = self.begun.etag
        with self._client.opened(self._url, headers) as answer:
            start, _, total = extent(answer)
            if start != have and start != 0:
                raise InputError("the host sends another part than it was asked for")
            self._begin(answer, total)
            self._append(answer, start)

    def _begin(self, answer: httpx.Response, total: int | None) -> None:
        """Note what comes, before any of it is written."""
        self._check_limit(total or 0)
        etag = answer.headers.get("ETag", "")
        strong = "" if etag.startswith("W/") else etag
        self.begun = _Begun(self._url, strong, -1 if total is None else total)
        replace_file(self._note, msgspec.json.encode(self.begun))

    def _append(self, answer: httpx.Response, start: int) -> None:
        done, total = start, max(self.begun.total, 0)
        check_free_space(self._part.parent, total - start)
        try:
            with self._part.open("ab" if start else "wb") as file:
                for piece in self._client.pieces(answer):
                    file.write(piece)
                    done += len(piece)
                    self._check_limit(done)
                    self._report(done, total)
                file.flush()
                os.fsync(file.fileno())
        except httpx.TransportError:
            if done - start < _GOOD_PIECE or not self.begun.etag:
                raise
            return
        if self.begun.total < 0:  # the end of the answer is the end of the file
            self.begun = msgspec.structs.replace(self.begun, total=done)

    def _check_limit(self, size: int) -> None:
        if size > self._limit:
            raise InputError(f"it has over {self._limit:,} bytes, the limit")

    def _read_note(self) -> _Begun:
        try:
            noted = msgspec.json.decode(self._note.read_bytes(), type=_Begun)
        except (FileNotFoundError, msgspec.MsgspecError):  # never begun, or cut short by a kill
            return _Begun(self._url, "", -1)
        return noted if noted.url == self._url else _Begun(self._url, "", -1)
