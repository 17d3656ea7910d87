"""The real FiftyOne and a real mongod: one companion for all tests here, a dataset for each."""

from __future__ import annotations

import importlib
import itertools
import os
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from segcore import importing
from segcore.errors import SegcoreError
from segcore.fiftyone_bridge import companion, outgoing, preflight, setup
from segcore.fiftyone_bridge.folder import BridgeFolder
from segcore.store import Store, open_store
from segcore.types import Dataset
from tests import builders

SQUARE = [[4, 2, 14, 2, 14, 8, 4, 8]]
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BridgeFolder]:
    """A companion that is ready, with a mongod that `setup` installed or found."""
    if not setup.is_installed():
        pytest.skip("FiftyOne is not installed: pip install fiftyone")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEGCORE_DATA_DIR", str(tmp_path_factory.mktemp("fiftyone") / "datasets"))
        patch.delenv("SEGCORE_DATABASE_URL", raising=False)
        try:
            setup.install()
        except SegcoreError as error:
            pytest.skip(f"no mongod for FiftyOne: {error}")
        companion.start(ends_with_me=True)
        companion.wait_until_ready()
        yield BridgeFolder.here()
        companion.stop()


@pytest.fixture(scope="session")
def fo(running: BridgeFolder) -> ModuleType:
    """FiftyOne's own library, as a person's script beside the App uses it."""
    port = running.read_state().database_port
    os.environ |= {
        "FIFTYONE_DATABASE_URI": f"mongodb://{preflight.ADDRESS}:{port}/"
        "?serverSelectionTimeoutMS=2000",
        "FIFTYONE_DATABASE_VALIDATION": "false",
        "FIFTYONE_DO_NOT_TRACK": "true",
    }
    return importlib.import_module("fiftyone")


@pytest.fixture
def shared(running: BridgeFolder, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store in the companion's data folder."""
    monkeypatch.setenv("SEGCORE_DATA_DIR", str(running.root.parent))
    return open_store()


@pytest.fixture
def dataset(shared: Store, tmp_path: Any) -> Dataset:  # noqa: ANN401
    """Two images of 20 x 10, a.png with a square duck and b.png with nothing; two classes."""
    document = builders.coco_document(builders.coco_annotation(segmentation=SQUARE))
    document["images"].append({"id": 2, "file_name": "b.png", "width": 20, "height": 10})
    document["categories"].append({"id": 2, "name": "panda"})
    return imported(shared, tmp_path, document)


def imported(store: Store, folder: Any, document: builders.Json) -> Dataset:  # noqa: ANN401
    """The COCO document as a dataset with a name of its own."""
    name = f"set{next(_numbers)}"
    importing.run(store, importing.inspect(builders.write_coco(folder / name, document)), name=name)
    return store.dataset(name)


def opened(store: Store, dataset: Dataset, fo: ModuleType) -> Any:  # noqa: ANN401
    """The dataset as FiftyOne has it, once it was sent."""
    outgoing.send(store, dataset)
    names = fo.list_datasets(tags=f"segcore-{dataset.uid}")
    return fo.load_dataset(names[0])
