"""One mirror for all tests, and servers on it that stand in for the published hosts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.openimages.mirror import Faults, MirrorServer, Tree, make_mirror, serve

Serve = Callable[..., MirrorServer]


@pytest.fixture(scope="session")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """Twenty-four pictures of validation and of train."""
    folder = tmp_path_factory.mktemp("mirror")
    return make_mirror(folder, images_per_split=24, splits=("train", "validation"))


@pytest.fixture
def served(
    mirror: Tree,
    data_dir: Path,  # noqa: ARG001 - what is fetched goes there
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Serve]:
    """`served(unavailable=0.1)`: a server of the mirror, to which the settings point."""
    with ExitStack() as servers:

        def start(folder: Path | None = None, **faults: object) -> MirrorServer:
            known = Faults(**faults)  # type: ignore[arg-type]
            server = servers.enter_context(serve(folder or mirror.folder, faults=known))
            monkeypatch.setenv("SEGCORE_OPENIMAGES_BASE", server.base)
            monkeypatch.setenv("SEGCORE_OPENIMAGES_IMAGES_BASE", server.images_base)
            return server

        yield start
