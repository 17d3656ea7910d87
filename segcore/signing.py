"""Addresses that run out: signed with a secret that only this data folder's servers know."""

from __future__ import annotations

import os
import secrets
import tempfile
import time
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

from itsdangerous import Signer

from segcore import settings

WINDOW = 3600  # seconds: an address stays the same within one, so that browsers can cache
SECRET_BYTES = 32


def sign(path: str, /, **params: str) -> str:
    """The query string that opens `path` with `params` for one to two windows from now."""
    signed = {**params, "e": str(runs_out_at())}
    return urlencode({**signed, "s": _signature(path, signed)})


def runs_out_at() -> int:
    """Until when what is signed now holds, in seconds since 1970; the same within a window."""
    return (int(time.time()) // WINDOW + 2) * WINDOW


def is_signed(path: str, params: Mapping[str, str]) -> bool:
    """Whether `params` came from `sign(path, ...)`, untouched, and have not run out."""
    signed = {key: value for key, value in params.items() if key != "s"}
    genuine = secrets.compare_digest(
        params.get("s", "").encode(), _signature(path, signed).encode()
    )
    return genuine and int(signed["e"]) > time.time()


def _signature(path: str, params: Mapping[str, str]) -> str:
    signer = Signer(_secret(settings.data_dir()), salt="segcore-url", digest_method=sha256)
    return signer.get_signature(f"{path}?{urlencode(sorted(params.items()))}").decode()


@cache
def _secret(folder: Path) -> bytes:
    """The folder's secret, made at first need; of two servers that make one, the first wins."""
    path = folder / ".secret"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=folder, prefix=".secret.")  # mode 0600
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
        try:
            os.link(beside, path)
        except FileExistsError:
            pass
        finally:
            Path(beside).unlink()
    return path.read_bytes()
