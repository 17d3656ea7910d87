"""The peer of openimages_pull.py, in a process of its own: FiftyOne's zoo, its addresses replaced.

    python benchmarks/peer_zoo.py BASE CLASSES COUNT SHUFFLE

Its database, its folder and the S3 address come by FiftyOne's and boto's own variables. Prints the
seconds of the pull alone, and on how many images each class is, as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from typing import Any

import fiftyone.utils.openimages as zoo_openimages
import fiftyone.zoo as zoo

PUBLISHED = "https://storage.googleapis.com/openimages"


def redirected(value: Any, base: str) -> Any:
    """The table of addresses with `base` in the published one's place."""
    if isinstance(value, dict):
        return {key: redirected(one, base) for key, one in value.items()}
    return value.replace(PUBLISHED, base) if isinstance(value, str) else value


def main(base: str, classes: str, count: str, shuffle: str) -> None:
    urls = zoo_openimages._ANNOTATION_DOWNLOAD_URLS
    urls.update(redirected(urls, base))
    began = time.perf_counter()
    dataset = zoo.load_zoo_dataset(
        "open-images-v7",
        split="validation",
        label_types=["segmentations"],
        classes=classes.split(","),
        max_samples=int(count),
        shuffle=shuffle == "shuffle",
        seed=51,
        progress=False,
    )
    seconds = time.perf_counter() - began
    on: Counter[str] = Counter()
    for labels in dataset.values("ground_truth.detections.label"):
        on.update(set(labels or ()))
    print(json.dumps({"seconds": seconds, "images": len(dataset), "images_of": dict(on)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
