"""`python -m tests.openimages.mirror FOLDER`: make the mirror where it is missing, and serve it."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.openimages.mirror.faults import parse_faults
from tests.openimages.mirror.server import MirrorServer
from tests.openimages.mirror.tree import make_mirror


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.openimages.mirror", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--images-per-split", type=int, default=60)
    parser.add_argument("--seed", type=int, default=51)
    parser.add_argument("--faults", nargs="*", default=[], metavar="NAME=VALUE")
    given = parser.parse_args()
    if not (given.folder / "openimages").is_dir():
        make_mirror(given.folder, images_per_split=given.images_per_split, seed=given.seed)
    with MirrorServer(given.folder, faults=parse_faults(given.faults), port=given.port) as server:
        print(f"export SEGCORE_OPENIMAGES_BASE={server.base}", flush=True)
        print(f"export SEGCORE_OPENIMAGES_IMAGES_BASE={server.images_base}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
