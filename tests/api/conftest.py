from __future__ import annotations

import pytest

from segcore.store import Store
from segcore.types import Image
from tests.api.asking import Editor
from tests.store.examples import annotation, pictures, pond


@pytest.fixture
def image(store: Store) -> Image:
    """a.jpg of the dataset pond, two ducks on it; b.jpg has a die."""
    rows = [annotation(0, 40), annotation(0, 41), annotation(1, 42, category=1)]
    return pond(store, images=pictures("a.jpg", "b.jpg"), annotations=rows)[0]


@pytest.fixture
def editor(store: Store, image: Image) -> Editor:  # noqa: ARG001 - it makes the dataset
    return Editor(store, store.dataset("pond"))
