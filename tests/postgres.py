"""A PostgreSQL server for one test session, in a folder of its own, gone afterwards."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER = "postgres"  # the server refuses to be root's


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest version's; None where there is no server."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = shutil.which("initdb") or (debian[-1] if debian else None)
    return Path(found).parent if found else None


@contextmanager
def running(bin_folder: Path) -> Iterator[str]:
    """The address of a fresh, empty server on this machine's loopback."""
    folder = Path(tempfile.mkdtemp(prefix="segcore-postgres-", dir="/tmp"))
    as_root = os.geteuid() == 0
    user = OWNER if as_root else getpass.getuser()
    if as_root:
        shutil.chown(folder, OWNER, OWNER)
    port = _free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
    control = [str(bin_folder / "pg_ctl"), "-D", f"{folder}/data", "-w", "-l", f"{folder}/log"]
    initdb = [str(bin_folder / "initdb"), "-D", f"{folder}/data", "-A", "trust", "-E", "UTF8"]
    try:
        _call([*initdb, "-U", OWNER, "--no-sync"], user=user, folder=folder)
        _call([*control, "-o", options, "start"], user=user, folder=folder)
        try:
            yield f"postgresql://{OWNER}@127.0.0.1:{port}/postgres"
        finally:
            _call([*control, "-m", "immediate", "stop"], user=user, folder=folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _call(command: list[str], *, user: str, folder: Path) -> None:
    """As `user`. The server would hold our pipes open, so there are none."""
    switch = [] if user == getpass.getuser() else ["runuser", "-u", user, "--"]
    done = subprocess.run(
        [*switch, *command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        log = folder / "log"
        raise RuntimeError(f"{command[0]} failed: {log.read_text() if log.exists() else 'no log'}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
