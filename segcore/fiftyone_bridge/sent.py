"""What FiftyOne was given last of each image, kept beside its datasets in the same database.

Only against this can one tell what a person did in FiftyOne from what we sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

import msgspec
import pymongo

from segcore.fiftyone_bridge.values import Sample

_decode = msgspec.json.Decoder(Sample).decode


class Sent:
    """The lines of one dataset, by image id."""

    def __init__(self, client: pymongo.MongoClient[dict[str, Any]], uid: str) -> None:
        self._lines = client["segcore"][f"sent-{uid}"]

    def digests(self, image_ids: Iterable[int]) -> dict[int, bytes]:
        """Of the lines that are there."""
        found = self._lines.find({"_id": {"$in": list(image_ids)}}, {"digest": 1})
        return {one["_id"]: bytes(one["digest"]) for one in found}

    def ids(self) -> set[int]:
        return {one["_id"] for one in self._lines.find({}, {"_id": 1})}

    def samples(self, image_ids: Iterable[int]) -> dict[int, Sample]:
        found = self._lines.find({"_id": {"$in": list(image_ids)}}, {"line": 1})
        return {one["_id"]: _decode(one["line"]) for one in found}

    def keep(self, samples: Iterable[tuple[Sample, bytes]]) -> None:
        """Each with the digest it is known again by."""
        changes = [
            pymongo.ReplaceOne(
                {"_id": one.image_id}, {"digest": digest, "line": msgspec.json.encode(one)}, True
            )
            for one, digest in samples
        ]
        if changes:
            self._lines.bulk_write(changes, ordered=False)

    def forget(self, image_ids: Iterable[int]) -> None:
        self._lines.delete_many({"_id": {"$in": list(image_ids)}})

    def forget_all(self) -> None:
        self._lines.drop()


def digest(line: bytes) -> bytes:
    return blake2b(line, digest_size=12).digest()
