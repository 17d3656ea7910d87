"""A small Open Images in the published format, and a real HTTP server that can misbehave.

    tree = make_mirror(folder)
    with serve(folder, faults=Faults(unavailable=0.1)) as server:
        server.base, server.images_base     # for SEGCORE_OPENIMAGES_BASE and ..._IMAGES_BASE
        server.requests, server.bytes_sent  # what was asked for and what it cost

By hand: `python -m tests.openimages.mirror FOLDER --port 8641 --faults unavailable=0.1`.
"""

from __future__ import annotations

from tests.openimages.mirror.faults import Faults
from tests.openimages.mirror.server import MirrorServer, Request, serve
from tests.openimages.mirror.tree import Tree, make_mirror
from tests.openimages.mirror.values import MirrorImage, MirrorObject

__all__ = [
    "Faults",
    "MirrorImage",
    "MirrorObject",
    "MirrorServer",
    "Request",
    "Tree",
    "make_mirror",
    "serve",
]
