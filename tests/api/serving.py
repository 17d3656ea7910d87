"""The app's routes behind a real server, on a socket opened as Streamlit opens its own."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

from segcore import api

SOON = 20.0  # seconds; a busy machine must not fail a test


@contextmanager
def serving() -> Iterator[tuple[uvicorn.Server, str]]:
    """The server and its address."""
    listening = socket.socket(family=socket.AF_INET)
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(Starlette(routes=api.routes()), log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    wait_until(lambda: server.started)
    yield server, f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(SOON)
    listening.close()
    assert not thread.is_alive()


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.01)
