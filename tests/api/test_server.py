from __future__ import annotations

import signal
import socket
from types import SimpleNamespace

import httpx
import pytest

from segcore import api
from segcore.api import server
from segcore.types import Image
from tests.api.asking import BASE, Editor
from tests.api.serving import serving


@pytest.mark.parametrize("of", ["the editor", "a thumbnail", "health"])
def test_small_answers_do_not_wait_for_the_browser_to_confirm(
    editor: Editor, image: Image, of: str
) -> None:
    addresses = {
        "the editor": f"{BASE}/dataset?{editor.token}",
        "a thumbnail": api.thumb_url(image),
        "health": "/segcore/health",
    }
    with serving() as (running, address), httpx.Client() as client:
        client.get(address + addresses[of])
        (connection,) = running.server_state.connections
        opened = connection.transport.get_extra_info("socket")
        assert opened.proto == 0, "otherwise asyncio has done it"
        assert opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_server_that_was_told_to_stop_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    class Server(SimpleNamespace):
        def handle_exit(self, *_: object) -> None: ...

    running = Server(should_exit=False)
    monkeypatch.setattr(signal, "getsignal", lambda _: running.handle_exit)
    assert not server.is_stopping()
    running.should_exit = True
    assert server.is_stopping()


def test_without_a_server_nothing_stops() -> None:
    assert not server.is_stopping()
