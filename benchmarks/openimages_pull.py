"""Claim: a pull takes the bytes it needs and a tenth of the time of FiftyOne's zoo, and holds out.

Both pull images of Panda, Dice and Duck from one server of a mirror in the published proportions:
first as it is, then with a tenth of all answers a 503. Ours is timed as a whole process, from the
command line to the dataset in the store; the peer without its start and its database's.

    python benchmarks/openimages_pull.py [--images 30] [--mongod PATH]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import openimages_scene
from segcore.fiftyone_bridge.folder import BridgeFolder
from segcore.fiftyone_bridge.mongod import running_mongod
from segcore.fiftyone_bridge.setup import find_mongod
from tests.openimages.mirror import Faults, MirrorServer, serve

CLASSES = "Panda,Dice,Duck"
PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Pulled:
    """What one pull took and brought; `error` is its last line where it died."""

    seconds: float
    received: int
    images: int = 0
    images_of: dict[str, int] = field(default_factory=dict)
    error: str = ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--images", type=int, default=30)
    parser.add_argument("--mongod", type=Path, help="of the peer's database (default: found)")
    given = parser.parse_args()
    mongod = given.mongod or find_mongod()
    if mongod is None:
        parser.error("the peer needs a mongod: `python -m segcore fiftyone setup`, or --mongod")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        openimages_scene.make(root / "mirror")
        bridge = BridgeFolder(root / "database")
        with serve(root / "mirror") as server, running_mongod(bridge, mongod) as port:
            _compare(server, root, given.images, port)


def _compare(server: MirrorServer, root: Path, images: int, port: int) -> None:
    peer_of = _Peer(server, root, images, port)
    cold = _ours(server, root / "ours", images, "zoo")
    _show("ours, with the index to build", cold)
    again = _ours(server, root / "ours", images, "again")
    _show("ours, the same again", again)
    warm = _ours(server, _with_index_only(root / "ours"), images, "warm")
    _show("ours, the index there", warm)
    peer = peer_of("first")
    _show("FiftyOne", peer)
    shuffled = peer_of("shuffled", "shuffle")
    _show("FiftyOne, shuffled", shuffled)
    print(
        f"bytes: {warm.received / peer.received:.2f} of FiftyOne's; time: "
        f"{warm.seconds / peer.seconds:.2f}, with the index to build "
        f"{cold.seconds / peer.seconds:.2f}"
    )
    server.faults = Faults(unavailable=0.1)
    _show("ours at 10 % 503", _ours(server, _with_index_only(root / "ours"), images, "faulty"))
    _show("FiftyOne at 10 % 503", peer_of("faulty"))


def _ours(server: MirrorServer, data: Path, images: int, name: str) -> Pulled:
    environment = {
        "SEGCORE_DATA_DIR": str(data),
        "SEGCORE_OPENIMAGES_BASE": server.base,
        "SEGCORE_OPENIMAGES_IMAGES_BASE": server.images_base,
    }
    command = ["-m", "segcore", "pull", name, "--classes", CLASSES, "--max-images", str(images)]
    done, seconds, received = _timed(server, command, environment)
    if done.returncode:
        return Pulled(seconds, received, error=_last_line(done.stderr))
    report = max((data / ".pulls").glob("*/report.json"), key=lambda path: path.stat().st_mtime)
    told = json.loads(report.read_text())
    return Pulled(seconds, received, told["images"], told["images_of"])


def _with_index_only(data: Path) -> Path:
    """The data folder without what was fetched besides the index."""
    subprocess.run(["rm", "-rf", str(data / ".openimages" / "fetched")], check=True)
    return data


class _Peer:
    """FiftyOne's zoo, each time with a folder of its own."""

    def __init__(self, server: MirrorServer, root: Path, images: int, port: int) -> None:
        self._server, self._root, self._images, self._port = server, root, images, port

    def __call__(self, name: str, shuffle: str = "") -> Pulled:
        home = self._root / "peer" / name
        home.mkdir(parents=True)
        environment = {
            "HOME": str(home),
            "FIFTYONE_DATABASE_URI": f"mongodb://127.0.0.1:{self._port}/",
            "FIFTYONE_DATABASE_NAME": name,
            "FIFTYONE_DATASET_ZOO_DIR": str(home / "zoo"),
            "FIFTYONE_DO_NOT_TRACK": "true",
            "AWS_ENDPOINT_URL_S3": self._server.url,
        }
        command = ["benchmarks/peer_zoo.py", self._server.base, CLASSES, str(self._images), shuffle]
        done, seconds, received = _timed(self._server, command, environment)
        if done.returncode:
            return Pulled(seconds, received, error=_last_line(done.stderr))
        told = json.loads(done.stdout.splitlines()[-1])
        return Pulled(told["seconds"], received, told["images"], told["images_of"])


def _timed(
    server: MirrorServer, command: list[str], environment: dict[str, str]
) -> tuple[subprocess.CompletedProcess[str], float, int]:
    server.forget()
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *command],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done, time.perf_counter() - began, server.bytes_sent


def _last_line(text: str) -> str:
    return next((line for line in reversed(text.splitlines()) if line.strip()), "")


def _show(who: str, pulled: Pulled) -> None:
    if pulled.error:
        print(f"{who}: died after {pulled.seconds:.1f} s: {pulled.error}")
        return
    wanted = {name: pulled.images_of.get(name, 0) for name in CLASSES.split(",")}
    classes = ", ".join(f"{name} {count}" for name, count in wanted.items())
    print(
        f"{who}: {pulled.images} images in {pulled.seconds:.1f} s, "
        f"{pulled.received / 1e6:.1f} MB ({classes}; {len(pulled.images_of)} classes in all)"
    )


if __name__ == "__main__":
    main()
