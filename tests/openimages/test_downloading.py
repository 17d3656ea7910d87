"""A large table comes whole over a bad network, and nothing of it is fetched twice."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from segcore.errors import InputError
from segcore.openimages.downloading import download
from segcore.openimages.http import Client, Missing
from tests.conftest import PROJECT
from tests.openimages.conftest import Serve
from tests.openimages.mirror import Faults, MirrorServer, Request

NAME = "v5/validation-annotations-object-segmentation.csv"
SIZE = 3_000_000


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A folder to serve, with one table of three megabytes in it."""
    file = tmp_path / "large/openimages" / NAME
    file.parent.mkdir(parents=True)
    file.write_bytes(bytes(range(250)) * (SIZE // 250))
    return tmp_path / "large"


def _download(server: MirrorServer, path: Path, *, limit: int = SIZE) -> list[int]:
    """Fetch the table to `path`; how far it was each time it said so."""
    seen: list[int] = []
    with Client() as client:
        url = f"{server.base}/{NAME}"
        download(client, url, path, limit=limit, report=lambda done, _: seen.append(done))
    return seen


def _bodies(server: MirrorServer) -> list[Request]:
    return [one for one in server.requests if one.sent > 1000]


def test_what_was_cut_off_is_gone_on_with(served: Serve, large: Path, tmp_path: Path) -> None:
    server = served(large, truncated=0.7, unavailable=0.3, seed=2)
    seen = _download(server, tmp_path / "here.csv")
    assert (tmp_path / "here.csv").read_bytes() == (large / "openimages" / NAME).read_bytes()
    assert len(_bodies(server)) > 1, "the server cut nothing off"
    assert server.bytes_sent < SIZE + 1000, "something was sent twice"
    assert seen == sorted(seen)


def test_a_part_of_a_file_that_changed_is_thrown_away(
    served: Serve, large: Path, tmp_path: Path
) -> None:
    here, table = tmp_path / "here.csv", large / "openimages" / NAME
    server = served(large)
    _leave_a_part(server, here)
    table.write_bytes(b"another" * (SIZE // 7))
    _download(server, here)
    assert here.read_bytes() == table.read_bytes()


def test_a_part_is_gone_on_with_by_the_next_process(
    served: Serve, large: Path, tmp_path: Path
) -> None:
    here = tmp_path / "here.csv"
    server = served(large)
    have = _leave_a_part(server, here)
    server.forget()
    _download(server, here)
    assert [one.byte_range for one in _bodies(server)] == [f"bytes={have}-"]
    assert server.bytes_sent == SIZE - have
    assert here.read_bytes() == (large / "openimages" / NAME).read_bytes()


def test_a_host_without_ranges_is_read_from_the_start(
    served: Serve, large: Path, tmp_path: Path
) -> None:
    here = tmp_path / "here.csv"
    server = served(large)
    _leave_a_part(server, here)
    server.faults = Faults(ranges=False)
    server.forget()
    _download(server, here)
    assert server.bytes_sent == SIZE
    assert here.read_bytes() == (large / "openimages" / NAME).read_bytes()


def test_a_finished_file_is_not_asked_for_again(served: Serve, large: Path, tmp_path: Path) -> None:
    server = served(large)
    _download(server, tmp_path / "here.csv")
    server.forget()
    _download(server, tmp_path / "here.csv")
    assert server.requests == []


def test_more_than_the_limit_is_refused(served: Serve, large: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="it has over 1,000 bytes, the limit"):
        _download(served(large), tmp_path / "here.csv", limit=1000)
    assert not (tmp_path / "here.csv").exists()


def test_a_file_that_is_not_there_is_missing(served: Serve, large: Path, tmp_path: Path) -> None:
    with pytest.raises(Missing, match=r"status 404"):
        _download(served(large, missing="*.csv"), tmp_path / "here.csv")


def test_a_redirect_elsewhere_is_refused(served: Serve, large: Path, tmp_path: Path) -> None:
    server = served(large, redirects={"*.csv": "http://169.254.169.254/latest"})
    with pytest.raises(InputError, match=r"redirects to 169\.254\.169\.254, which is refused"):
        _download(server, tmp_path / "here.csv")


def _leave_a_part(server: MirrorServer, here: Path) -> int:
    """Kill a process in the middle of the download, by SIGKILL; the bytes that it leaves."""
    server.faults = Faults(bytes_per_second=2_000_000)
    script = (
        "from pathlib import Path; from segcore.openimages.http import Client;"
        "from segcore.openimages.downloading import download;"
        f"download(Client(), {server.base + '/' + NAME!r}, Path({str(here)!r}), limit={SIZE},"
        "report=lambda *_: None)"
    )
    process = subprocess.Popen([sys.executable, "-c", script], cwd=PROJECT)
    part = here.with_name(f"{here.name}.part")
    try:
        _wait_for(part, 300_000, process)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        server.faults = Faults()
    size = part.stat().st_size
    assert size < SIZE
    return size


def _wait_for(part: Path, size: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while not part.exists() or part.stat().st_size < size:
        assert process.poll() is None, "the download ended before it could be killed"
        assert time.monotonic() < until, "the download does not begin"
        time.sleep(0.01)
