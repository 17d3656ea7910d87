"""Streamlit lays a dialog over the whole page when its server is away; here it does not.

The dialog makes everything below it inert, and so would end the work in the editor, which goes on
without the server and says so itself. Streamlit's own sign in the corner stays.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SHOWN, _BLOCKED = b'"blockErrorDialogs":false', b'"blockErrorDialogs":true '  # of one length


class NoErrorDialogs:
    """ASGI middleware: Streamlit has the setting for hosts that embed it, but not as an option."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_changed(message: Message) -> None:
            if message["type"] == "http.response.body":
                body = message.get("body", b"").replace(_SHOWN, _BLOCKED)
                message = {**message, "body": body}
            await send(message)

        is_asked = scope["type"] == "http" and scope["path"].endswith("/_stcore/host-config")
        await self._app(scope, receive, send_changed if is_asked else send)
