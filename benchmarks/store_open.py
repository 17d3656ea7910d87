"""Claim: any image of 100,000 opens in about a millisecond, whatever the dataset's size.

The peer is the same image of a dataset of 100 images: the ratio should stay near 1.

    python benchmarks/store_open.py [--images 100000] [--annotations 10]
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from store_data import filled_store

from segcore.store import Store


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--annotations", type=int, default=10)
    arguments = parser.parse_args()
    medians = [_measure(count, arguments.annotations) for count in (100, arguments.images)]
    print(f"ratio of the medians: {medians[1] / medians[0]:.2f}")


def _measure(images: int, annotations: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        store = filled_store(Path(folder), images=images, annotations=annotations)
        times = sorted(_opened(store, images) for _ in range(500))
    print(
        f"{images} images: open one (image, annotations, neighbours) median "
        f"{times[250] * 1e3:.2f} ms, p95 {times[475] * 1e3:.2f} ms"
    )
    return times[250]


def _opened(store: Store, images: int) -> float:
    image_id = random.randrange(images) + 1
    began = time.perf_counter()
    store.image(image_id)
    store.annotations(image_id)
    store.neighbours(image_id)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
