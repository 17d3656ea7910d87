"""Signed addresses: whose they are, and what they open."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from segcore import signing


def test_what_is_signed_over_one_database_opens_nothing_of_another(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = dict(parse_qsl(signing.sign("/image", d="1")))
    assert signing.is_signed("/image", signed)
    with monkeypatch.context() as patch:
        patch.setenv("SEGCORE_DATABASE_URL", f"sqlite:///{data_dir / 'other.db'}")
        assert not signing.is_signed("/image", signed)
    assert signing.is_signed("/image", signed)
