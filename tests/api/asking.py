"""Asks the editor's routes as the editor does."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from httpx import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from segcore import api
from segcore.store import Store
from segcore.types import Dataset, Image, Segmentation

ORIGIN = "http://testserver"
BASE = "/segcore/editor"

_keys = count(1)


def key() -> str:
    """A request id nobody used."""
    return f"gesture-{next(_keys)}"


class Editor:
    """One person's editor on one dataset."""

    def __init__(self, store: Store, dataset: Dataset, author: str = "ann") -> None:
        self.store = store
        self.token = api.editor_token(dataset, author)
        self.client = TestClient(Starlette(routes=api.routes()))

    def get(self, path: str, query: str = "", **headers: str) -> Response:
        return self.client.get(f"{BASE}/{path}?{self.token}&{query}", headers=headers)

    def post(self, path: str, body: object, *, query: str = "", **headers: str) -> Response:
        """`body` as JSON, or as it is when it is bytes."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Origin": ORIGIN, "Content-Type": "application/json"} | headers
        url = f"{BASE}/{path}?{self.token}&{query}"
        return self.client.post(url, content=content, headers=sent)

    def gesture(self, image: Image, body: object, *, tab: str = "") -> Response:
        return self.post(f"images/{image.id}/gestures", body, query=f"tab={tab}")


def save(*edits: dict[str, Any], **fields: object) -> dict[str, object]:
    """A gesture of `edits`."""
    plain = {"kind": "save", "request_id": key(), "label": "Move a point", "seconds": None}
    return {**plain, "edits": edits, **fields}


def rings(segmentation: Segmentation) -> list[list[list[float]]]:
    """An outline as it travels."""
    return [[ring.ravel().tolist() for ring in part.rings] for part in segmentation.parts]
