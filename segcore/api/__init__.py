"""The app's own HTTP routes, under /segcore: pictures, downloads, and what the editor asks.

Streamlit has no part in this package. Starlette runs plain functions in its thread pool, so slow
work holds up no other request.
"""

from __future__ import annotations

from starlette.routing import Route

from segcore.api import editor, pictures
from segcore.api.access import editor_token
from segcore.api.pictures import MAX_AGE, THUMB_WIDTHS, download_url, image_url, thumb_url

__all__ = [
    "MAX_AGE",
    "THUMB_WIDTHS",
    "download_url",
    "editor_token",
    "image_url",
    "routes",
    "thumb_url",
]


def routes() -> list[Route]:
    """The routes to serve beside the pages."""
    return [*pictures.routes(), *editor.routes()]
