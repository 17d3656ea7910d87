"""The mirror's HTTP server: ranges, entity tags, a log of requests, and faults on demand."""

from __future__ import annotations

import hashlib
import re
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from tests.openimages.mirror.faults import Faults

HOST = "127.0.0.1"
_TYPES = {".jpg": "image/jpeg", ".zip": "application/zip", ".csv": "text/csv"}
_BLOCK = 16 << 10
_PAGE = b"<!doctype html><title>Sign in</title><p>Please sign in to use this network.</p>"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as answered; `sent` counts bytes of the body alone."""

    method: str
    path: str
    byte_range: str  # the header, empty where there was none
    status: int  # 0: the connection was reset or closed early
    sent: int
    agent: str = ""  # the User-Agent: a browser is not a pull


class MirrorServer(ThreadingHTTPServer):
    """Serves a mirror's folder. `faults` may be replaced while it runs."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, folder: Path, *, faults: Faults | None = None, port: int = 0) -> None:
        super().__init__((HOST, port), _Handler)
        self.folder = folder
        self.faults = faults or Faults()
        self.requests: list[Request] = []
        self.most_at_once = 0
        self._at_once = 0
        self._asked: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server_address[1]}"

    @property
    def base(self) -> str:
        """For SEGCORE_OPENIMAGES_BASE."""
        return f"{self.url}/openimages"

    @property
    def images_base(self) -> str:
        """For SEGCORE_OPENIMAGES_IMAGES_BASE."""
        return f"{self.url}/images"

    @property
    def bytes_sent(self) -> int:
        """Of all bodies since the last `forget`."""
        with self._lock:
            return sum(request.sent for request in self.requests)

    def asked_for(self, pattern: str) -> list[Request]:
        """The requests whose path fits the shell-like pattern."""
        with self._lock:
            return [request for request in self.requests if fnmatch(request.path, pattern)]

    def forget(self) -> None:
        """Start the log anew."""
        with self._lock:
            self.requests.clear()
            self.most_at_once = 0

    def attempt(self, path: str, byte_range: str) -> int:
        """How often just this was asked for before."""
        with self._lock:
            self._asked[path, byte_range] += 1
            return self._asked[path, byte_range] - 1

    def note(self, request: Request) -> None:
        with self._lock:
            self.requests.append(request)

    def amend(self, noted: Request, request: Request) -> None:
        """Put what became of a request in the place of what was noted."""
        with self._lock:
            if noted in self.requests:
                self.requests[self.requests.index(noted)] = request

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Around an answer, for `most_at_once`."""
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            yield
        finally:
            with self._lock:
                self._at_once -= 1

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is nothing to print; the log shows how far it came."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: MirrorServer

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        self._answer()

    def do_HEAD(self) -> None:  # noqa: N802
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """The log is `requests`, not the terminal."""

    def _answer(self) -> None:
        faults, path = self.server.faults, unquote(self.path.split("?")[0])
        self._path, self._range = path, self.headers.get("Range", "")
        with self.server.counted():
            time.sleep(faults.delay)
            if not self._refused(faults):
                self._send_file(faults)

    def _strikes(self, share: float, kind: str) -> bool:
        return self.server.faults.strikes(share, kind, self._path, self._range, self._attempt)

    def _refused(self, faults: Faults) -> bool:
        """Answer with a fault that needs no file; False where the file is to be sent."""
        self._attempt = self.server.attempt(self._path, self._range)
        place = faults.redirect_of(self._path)
        if place is not None:
            self._send(302, b"", {"Location": place})
        elif self._strikes(faults.unavailable, "unavailable"):
            self._send(503, b"busy", {"Content-Type": "text/plain"})
        elif self._strikes(faults.too_many, "too_many"):
            self._send(429, b"slow down", {"Retry-After": "1"})
        elif fnmatch(self._path, faults.missing) or self._file() is None:
            self._send(404, b"no such file", {"Content-Type": "text/plain"})
        elif fnmatch(self._path, faults.html):
            self._send(200, _PAGE, {"Content-Type": "text/html"})
        else:
            return False
        return True

    def _file(self) -> Path | None:
        """The file asked for; None where there is none below the folder."""
        root = self.server.folder.resolve()
        path = (root / self._path.lstrip("/")).resolve()
        return path if path.is_file() and path.is_relative_to(root) else None

    def _send_file(self, faults: Faults) -> None:
        file = self._file()
        assert file is not None
        whole = file.read_bytes()
        tag = f'"{hashlib.sha1(whole, usedforsecurity=False).hexdigest()}"'
        headers = {"Content-Type": _TYPES.get(file.suffix, "text/plain"), "ETag": tag}
        if faults.ranges:
            headers["Accept-Ranges"] = "bytes"
        if self.headers.get("If-None-Match") == tag:
            return self._send(304, b"", headers)
        span = self._span(len(whole)) if faults.ranges and self._may_use_range(tag) else None
        if span is None:
            return self._send(200, whole, headers)
        start, end = span
        if start >= end:
            return self._send(416, b"", {"Content-Range": f"bytes */{len(whole)}"})
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(whole)}"
        return self._send(206, whole[start:end], headers)

    def _may_use_range(self, tag: str) -> bool:
        return self.headers.get("If-Range", tag) == tag

    def _span(self, size: int) -> tuple[int, int] | None:
        """First byte and the one after the last; None for no range, or one not understood."""
        found = re.fullmatch(r"bytes=(\d*)-(\d*)", self._range)
        if found is None or not any(found.groups()):
            return None
        first, last = found.groups()
        if not first:
            return max(0, size - int(last)), size
        return int(first), min(size, int(last) + 1) if last else size

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """The answer, cut short where the faults say so."""
        faults, is_file = self.server.faults, status in (200, 206)
        if is_file and self._strikes(faults.short, "short"):
            body = body[: len(body) // 2]
        cut = is_file and self.command == "GET" and self._cut(faults)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        body = b"" if self.command == "HEAD" else body[: len(body) // 2] if cut else body
        request = Request(
            self.command,
            self._path,
            self._range,
            0 if cut else status,
            len(body),
            self.headers.get("User-Agent", ""),
        )
        self.server.note(request)  # before the client can have it all, and look
        sent = self._write(body)
        if sent < len(body):
            self.server.amend(request, replace(request, status=0, sent=sent))
        if cut:
            self._hang_up(reset=cut == "reset")

    def _cut(self, faults: Faults) -> str:
        kinds = ("reset", "truncated")
        return next((kind for kind in kinds if self._strikes(getattr(faults, kind), kind)), "")

    def _write(self, body: bytes) -> int:
        """The bytes written before the body or the client's patience ended."""
        pace = self.server.faults.bytes_per_second
        block = min(_BLOCK, max(1, pace // 20)) if pace else max(len(body), 1)
        sent = 0
        try:
            for start in range(0, len(body), block):
                piece = body[start : start + block]
                self.wfile.write(piece)
                sent += len(piece)
                if pace:
                    time.sleep(len(piece) / pace)
        except ConnectionError:
            self.close_connection = True
        return sent

    def _hang_up(self, *, reset: bool) -> None:
        self.close_connection = True
        if reset:  # no lingering: the client gets a reset, not an end
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()


@contextmanager
def serve(folder: Path, *, faults: Faults | None = None, port: int = 0) -> Iterator[MirrorServer]:
    """A running server on a free port; it ends with the block."""
    with MirrorServer(folder, faults=faults, port=port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
