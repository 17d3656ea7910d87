"""What the routes need of uvicorn, the server they run in, and ASGI does not tell."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from typing import Any

from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send


def route(path: str, endpoint: Callable[..., Any], *, method: str = "GET") -> Route:
    """A route whose answers leave at once."""
    return Route(path, endpoint, methods=[method], middleware=[Middleware(AtOnce)])


class AtOnce:
    """Sends small answers without waiting for the browser to confirm their headers.

    uvicorn writes headers and body one after the other. The system holds the second back until the
    first is confirmed, 40 ms later, unless TCP_NODELAY is set, which asyncio leaves undone on the
    socket that Streamlit opens. The connection is found behind uvicorn's `receive`.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        transport = getattr(getattr(receive, "__self__", None), "transport", None)
        connection = transport and transport.get_extra_info("socket")
        if connection and connection.family in (socket.AF_INET, socket.AF_INET6):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await self.app(scope, receive, send)


def is_stopping() -> bool:
    """Whether uvicorn was told to stop: it then waits for the end of every answer.

    Nothing but its signal handler, a method of the server, leads to the server from here.
    """
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    return bool(getattr(server, "should_exit", False))
