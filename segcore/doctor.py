"""What works on this machine and why not, found in a second without loading torch or fiftyone."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from segcore import __version__, engines, settings
from segcore.errors import SegcoreError
from segcore.store.database import Database
from segcore.store.migrations import MIGRATIONS, version

PACKAGES = (
    "streamlit",
    "torch",
    "torchvision",
    "detectron2",
    "fiftyone",
    "numpy",
    "pycocotools",
    "SQLAlchemy",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LITTLE_DISK = 2 << 30


@dataclass(frozen=True)
class Gpu:
    """One accelerator as its driver names it."""

    name: str
    memory_mib: int


@dataclass(frozen=True)
class Machine:
    """What there is to compute with."""

    cores: int
    memory_mib: int
    gpus: tuple[Gpu, ...]


@dataclass(frozen=True)
class EngineState:
    """Whether an engine works here; `reason` is why not."""

    name: str
    reason: str | None

    @property
    def works(self) -> bool:
        return self.reason is None


@dataclass(frozen=True)
class StoreState:
    """The store's address without its password; `schema` is None where there is no store yet."""

    url: str
    schema: int | None
    wanted_schema: int
    reason: str | None  # why it cannot be opened


@dataclass(frozen=True)
class Diagnosis:
    """Everything the doctor looked at. `problems` keep the app from running, `advice` does not."""

    versions: dict[str, str | None]
    machine: Machine
    engines: tuple[EngineState, ...]
    store: StoreState
    data_dir: Path
    free_mib: int
    fiftyone: str
    browser: str | None
    problems: tuple[str, ...]
    advice: tuple[str, ...]

    __hash__ = None  # type: ignore[assignment]


def diagnose() -> Diagnosis:
    """Look at everything; changes nothing."""
    found = versions()
    known = tuple(EngineState(name, engines.load(name).unavailable()) for name in engines.NAMES)
    store, folder, free = store_state(), settings.data_dir(), free_bytes(settings.data_dir())
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    return Diagnosis(
        versions=found,
        machine=machine(),
        engines=known,
        store=store,
        data_dir=folder,
        free_mib=free >> 20,
        fiftyone=fiftyone_state(found["fiftyone"]),
        browser=browser,
        problems=tuple(_problems(found, store, folder)),
        advice=tuple(_advice(known, free=free, browser=browser)),
    )


def versions() -> dict[str, str | None]:
    """The version of each package that matters, None where it is not installed."""
    known: dict[str, str | None] = {"segcore": __version__, "python": platform.python_version()}
    for name in PACKAGES:
        try:
            known[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            known[name] = None
    return known


def machine() -> Machine:
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return Machine(cores, memory >> 20, gpus())


def gpus() -> tuple[Gpu, ...]:
    """What NVIDIA's driver lists; nothing where there is no driver, or it does not answer."""
    if not shutil.which("nvidia-smi"):
        return ()
    query = ["nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader,nounits"]
    try:
        listed = subprocess.run(query, capture_output=True, text=True, timeout=5, check=True)
    except (OSError, subprocess.SubprocessError):
        return ()
    rows = (line.rsplit(",", 1) for line in listed.stdout.splitlines() if "," in line)
    return tuple(Gpu(name.strip(), _number(memory)) for name, memory in rows)


def store_state() -> StoreState:
    """Looked at without making, migrating or locking anything."""
    url, wanted = settings.database_url(), 1 + len(MIGRATIONS)
    try:
        shown = make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        shown = url.split("@")[-1]
    path = url.removeprefix("sqlite:///")
    if path != url and not Path(path).exists():
        return StoreState(shown, None, wanted, None)
    try:
        database = Database(url)
        with database.reading() as connection:
            schema = version(connection)
        database.engine.dispose()
    except SegcoreError as error:
        return StoreState(shown, None, wanted, str(error))
    return StoreState(shown, schema, wanted, None)


def free_bytes(folder: Path) -> int:
    """Free space where `folder` is, or is going to be."""
    return shutil.disk_usage(_nearest(folder)).free


def fiftyone_state(installed: str | None) -> str:
    """One phrase: whether the FiftyOne App could start, and its database."""
    if installed is None:
        return "not installed"
    url = os.environ.get("FIFTYONE_DATABASE_URI")
    if url:
        return f"{installed}, database {url.split('@')[-1]}"
    try:
        package = importlib.metadata.distribution("fiftyone_db")
        mongod: Path | str | None = Path(str(package.locate_file("fiftyone/db/bin/mongod")))
    except importlib.metadata.PackageNotFoundError:
        mongod = None
    if isinstance(mongod, Path) and mongod.exists():
        return f"{installed}, database {mongod}"
    return f"{installed}, but without a database: set FIFTYONE_DATABASE_URI to a MongoDB"


def _problems(versions: dict[str, str | None], store: StoreState, folder: Path) -> list[str]:
    """Why the app could not run, a sentence each."""
    found = []
    if versions["streamlit"] is None:
        found.append("Streamlit is not installed: run `make setup`.")
    if store.reason:
        found.append(store.reason)
    elif store.schema is not None and store.schema > store.wanted_schema:
        found.append(
            f"The store was made by a newer Segcore (schema {store.schema}; this one knows "
            f"{store.wanted_schema}): update Segcore, or set SEGCORE_DATA_DIR to another folder."
        )
    if not os.access(_nearest(folder), os.W_OK):
        found.append(f"{folder} is not writable: make it so, or set SEGCORE_DATA_DIR.")
    return found


def _advice(known: tuple[EngineState, ...], *, free: int, browser: str | None) -> list[str]:
    """What is worth knowing though the app runs, a sentence each."""
    found = []
    if not any(engine.works for engine in known):
        found.append("No engine works here, so nothing can be trained: run `make setup`.")
    if free < LITTLE_DISK:
        found.append(f"Only {free >> 20} MiB of disk are free; a training needs some hundred.")
    if browser is None:
        found.append("The browser tests are skipped: install Chromium.")
    return found


def _nearest(folder: Path) -> Path:
    """`folder`, or the nearest folder above it that exists."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def _number(text: str) -> int:
    return int(text) if text.strip().isdecimal() else 0
