"""A real server in a process of its own, that a test can kill and start again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

PROJECT = Path(__file__).resolve().parents[2]
START_LIMIT = 90  # seconds; two busy cores may be slow


class Server:
    """`streamlit run app.py`, or another script, on a free port, with its own data folder."""

    def __init__(
        self, data_dir: Path, *, script: str = "app.py", health: str = "/segcore/health"
    ) -> None:
        self.data_dir = data_dir
        self._script, self._health = script, health
        self.log = data_dir.parent / "server.log"
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def pid(self) -> int:
        """Of the running server's process."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Returns when it answers; the same port every time."""
        environment = {
            **os.environ,
            "SEGCORE_DATA_DIR": str(self.data_dir),
            "STREAMLIT_SERVER_PORT": str(self.port),
        }
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", self._script],
                cwd=PROJECT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait_until_it_answers()

    def kill(self) -> None:
        """As a power cut would: no goodbye. What it started in other sessions lives on."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def restart(self) -> None:
        """Kill it and start it again on the same data and port."""
        self.kill()
        self.start()

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()
            self._process = None

    def _wait_until_it_answers(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + START_LIMIT
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                if httpx.get(f"{self.url}{self._health}").status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise AssertionError(
            f"The server did not come up. Its log:\n{self.log.read_text()[-3000:]}"
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
