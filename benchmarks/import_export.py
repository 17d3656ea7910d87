"""Claim: a million annotations come in, checked and durable, and go out in less memory than `json`.

The peer is plain `json`: `loads` of the same file, which checks and stores nothing, and `dumps`
of what it loaded. Every step runs in a process of its own; memory is that process's peak.

    python benchmarks/import_export.py [--annotations 100000 1000000]
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PIL import Image

ON_AN_IMAGE = 100
POINTS = 20
PROJECT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--annotations", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        _run_step(STEPS[arguments.step], arguments.folder)
    for count in [] if arguments.step else arguments.annotations:
        with tempfile.TemporaryDirectory() as folder:
            _compare(Path(folder), count)


def _compare(folder: Path, count: int) -> None:
    _generate(folder, count)
    size = (folder / "labels.json").stat().st_size / 1e6
    print(f"{count:,} annotations on {count // ON_AN_IMAGE:,} images, {size:.0f} MB of JSON")
    found = {name: _measured(name, folder) for name in STEPS}
    for ours, peer in (("import", "json load"), ("export", "json dump")):
        print(f"  {ours}: {found[ours]}; {peer}: {found[peer]}")
        print(f"    ratio {found[ours].over(found[peer])}")
    print(f"  the export equals the import: {_same(folder)}")


class Cost(NamedTuple):
    """What a step took; CPU seconds mean more than the clock on a busy machine."""

    cpu: float
    clock: float
    peak: float  # MB

    def __str__(self) -> str:
        return f"{self.cpu:.1f} CPU-s ({self.clock:.1f} s), peak {self.peak:.0f} MB"

    def over(self, peer: Cost) -> str:
        return f"{self.cpu / peer.cpu:.2f} of the CPU time, {self.peak / peer.peak:.2f} of the peak"


def _measured(step: str, folder: Path) -> Cost:
    """One step in a fresh process."""
    command = [sys.executable, __file__, "--step", step, "--folder", str(folder)]
    environment = {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        "SEGCORE_DATA_DIR": str(folder / "datasets"),
    }
    environment.pop("SEGCORE_DATABASE_URL", None)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return Cost(*map(float, done.stdout.split()))


def _run_step(step: Callable[[Path], Callable[[], object]], folder: Path) -> None:
    """Prepare the step, then measure it alone."""
    act = step(folder)
    cpu, clock = time.process_time(), time.perf_counter()
    act()
    print(time.process_time() - cpu, time.perf_counter() - clock)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)


def _import(folder: Path) -> Callable[[], object]:
    from segcore import importing
    from segcore.store import open_store

    store = open_store()

    def act() -> None:
        with importing.inspect(folder / "labels.json") as plan:
            importing.run(store, plan, name="bench")

    return act


def _export(folder: Path) -> Callable[[], object]:
    from segcore import exporting
    from segcore.store import open_store

    store = open_store()
    return lambda: exporting.export(store, "bench", folder / "out.json")


def _json_load(folder: Path) -> Callable[[], object]:
    return lambda: json.loads((folder / "labels.json").read_bytes())


def _json_dump(folder: Path) -> Callable[[], object]:
    document = json.loads((folder / "labels.json").read_bytes())

    def act() -> None:
        with (folder / "plain.json").open("w") as file:
            file.write(json.dumps(document))
            file.flush()
            os.fsync(file.fileno())

    return act


STEPS: dict[str, Callable[[Path], Callable[[], object]]] = {
    "json load": _json_load,
    "json dump": _json_dump,
    "import": _import,
    "export": _export,
}


def _same(folder: Path) -> bool:
    """Whether each object of the export is one of the import, byte for byte, in the same order."""
    lists = []
    for name in ("labels.json", "out.json"):
        text = (folder / name).read_bytes()
        lists.append(
            text[text.index(b'"annotations"') :].replace(b"\n", b"").replace(b", {", b",{")
        )
    return lists[0] == lists[1]


def _generate(folder: Path, count: int) -> None:
    """labels.json written line by line, and its pictures: one file under many names."""
    rng = random.Random(51)
    images = [f"{number:06}.png" for number in range(count // ON_AN_IMAGE)]
    (folder / "images").mkdir()
    Image.new("RGB", (64, 48)).save(folder / "images" / images[0])
    for name in images[1:]:
        os.link(folder / "images" / images[0], folder / "images" / name)
    outlines = [_outline(rng) for _ in range(1000)]
    with (folder / "labels.json").open("w") as file:
        listed = (
            f'{{"id":{number},"file_name":"{name}","width":64,"height":48}}'
            for number, name in enumerate(images)
        )
        file.write('{"images":[' + ",\n".join(listed) + '],\n"annotations":[')
        for number in range(count):
            file.write(",\n" * (number > 0) + _annotation(number, rng.choice(outlines)))
        file.write('],\n"categories":[{"id":1,"name":"duck"}]}\n')


def _annotation(number: int, outline: str) -> str:
    return (
        f'{{"id":{number},"image_id":{number // ON_AN_IMAGE},"category_id":1,"iscrowd":0,'
        f'"segmentation":[{outline}],"bbox":[1,1,30,30],"area":500.5,"score":0.{number % 97}}}'
    )


def _outline(rng: random.Random) -> str:
    x, y = rng.uniform(20, 40), rng.uniform(20, 28)
    angles = [2 * math.pi * step / POINTS for step in range(POINTS)]
    radii = [rng.uniform(5, 18) for _ in angles]
    points = [
        (x + radius * math.cos(angle), y + radius * math.sin(angle))
        for angle, radius in zip(angles, radii, strict=True)
    ]
    return json.dumps([round(value, 2) for point in points for value in point])


if __name__ == "__main__":
    main()
