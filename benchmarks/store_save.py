"""Claim: a save is durable within tens of milliseconds, with 1 writer and with 32.

The peer is the disk: as many small files, each written and synced.

    python benchmarks/store_save.py [--saves 200] [--writers 1 32]
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from store_data import filled_store

from segcore.store import Store
from segcore.types import Part, Segmentation, Update


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--saves", type=int, default=200, help="of each writer's share, together")
    parser.add_argument("--writers", type=int, nargs="+", default=[1, 32])
    parser.add_argument("--images", type=int, default=1000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = filled_store(Path(folder), images=arguments.images, annotations=10)
        peer = _synced_files(Path(folder), arguments.saves)
        for writers in arguments.writers:
            _measure(store, writers, arguments.saves, peer)


def _measure(store: Store, writers: int, saves: int, peer: float) -> None:
    began = time.perf_counter()
    with ThreadPoolExecutor(writers) as pool:
        shares = pool.map(lambda n: _write(store, n, saves // writers), range(1, writers + 1))
        times = sorted(seconds for share in shares for seconds in share)
    rate = len(times) / (time.perf_counter() - began)
    median = times[len(times) // 2]
    print(
        f"{writers} writers: {rate:.0f} saves/s; acknowledged after median {median * 1e3:.1f} ms, "
        f"p95 {times[int(len(times) * 0.95)] * 1e3:.1f} ms, worst {times[-1] * 1e3:.1f} ms; "
        f"ratio to a synced file at the same rate {median / writers / peer:.1f}"
    )


def _write(store: Store, image_id: int, saves: int) -> list[float]:
    """One person's saves of one image, each from the version the last one answered with."""
    first = store.annotations(image_id)[0]
    edited_id, version, times = first.id, first.version, []
    for n in range(saves):
        x = 10.0 + (version + n) % 50
        square = Segmentation((Part([[x, 10], [x + 50, 10], [x + 50, 60], [x, 60]]),))
        edit = Update(edited_id, version, segmentation=square)
        began = time.perf_counter()
        key = f"{os.getpid()}-{image_id}-{version}"
        saved = store.save(image_id, [edit], author="bench", request_id=key)
        times.append(time.perf_counter() - began)
        version = saved.annotations[0].version
    return times


def _synced_files(folder: Path, count: int) -> float:
    """Seconds to write and sync one small file, the median of `count`."""
    times = []
    for n in range(count):
        began = time.perf_counter()
        with (folder / f"{n}.bin").open("wb") as file:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
        times.append(time.perf_counter() - began)
    return sorted(times)[count // 2]


if __name__ == "__main__":
    main()
