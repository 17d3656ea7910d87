"""The companion's process: a mongod, FiftyOne's App and the datasets in it.

`python -m segcore.fiftyone_bridge.worker FOLDER MONGOD PORT`. Here alone fiftyone is loaded, once
its database runs and the environment says where: it attaches to any other it finds otherwise.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import traceback
from pathlib import Path

from segcore.errors import SegcoreError
from segcore.fiftyone_bridge import preflight
from segcore.fiftyone_bridge.folder import BridgeFolder
from segcore.fiftyone_bridge.mongod import running_mongod
from segcore.fiftyone_bridge.values import State


def main(root: str, mongod: str, port: str) -> int:
    """Serve until asked to stop, or until whoever started us is gone (our stdin ends)."""
    folder, over = BridgeFolder(Path(root)), threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl-C is for who started us
    if not os.path.samefile("/dev/fd/0", os.devnull):
        threading.Thread(target=_until_stdin_ends, args=(over,), daemon=True).start()
    try:
        folder.write_state(State("starting", doing="starting its database"))
        with running_mongod(folder, Path(mongod)) as database_port:
            _environment(folder, database_port)
            starting = State("starting", port=int(port), database_port=database_port)
            asyncio.run(_serve(folder, starting, over))
    except SegcoreError as error:
        folder.write_state(State("failed", message=str(error)))
        return 1
    except Exception as error:
        traceback.print_exc()
        what = f"{type(error).__name__}: {error}".splitlines()[0][:300]
        folder.write_state(State("failed", message=f"FiftyOne could not go on: {what}."))
        return 1
    folder.write_state(State("stopped"))
    return 0


def _environment(folder: BridgeFolder, database_port: int) -> None:
    """What FiftyOne reads while it is imported; nobody else's settings reach it."""
    for name in [name for name in os.environ if name.startswith("FIFTYONE_")]:
        del os.environ[name]
    uri = f"mongodb://{preflight.ADDRESS}:{database_port}/?serverSelectionTimeoutMS=2000"
    os.environ |= {
        "FIFTYONE_CONFIG_PATH": str(folder.root / "config.json"),
        "FIFTYONE_APP_CONFIG_PATH": str(folder.root / "app_config.json"),
        "FIFTYONE_DATABASE_URI": uri,
        "FIFTYONE_DATABASE_DIR": str(folder.database),
        "FIFTYONE_DATABASE_VALIDATION": "false",  # of its age: it was chosen because it runs
        "FIFTYONE_DEFAULT_DATASET_DIR": str(folder.root / "files"),
        "FIFTYONE_DATASET_ZOO_DIR": str(folder.root / "zoo"),
        "FIFTYONE_MODEL_ZOO_DIR": str(folder.root / "models"),
        "FIFTYONE_PLUGINS_DIR": str(folder.root / "plugins"),
        "FIFTYONE_DEFAULT_APP_ADDRESS": preflight.ADDRESS,
        "FIFTYONE_DO_NOT_TRACK": "true",
        "FIFTYONE_SHOW_PROGRESS_BARS": "false",
    }


async def _serve(folder: BridgeFolder, starting: State, over: threading.Event) -> None:
    """The App in this thread; the datasets, which may keep a core busy, in another."""
    from hypercorn.asyncio import serve
    from hypercorn.config import Config

    folder.write_state(_with(starting, doing="loading FiftyOne"))
    from fiftyone.server.app import app
    from fiftyone.server.events import set_port

    from segcore.fiftyone_bridge.answering import Desk

    desk = Desk(folder, _with(starting, phase="ready"), over)
    config = Config()
    config.bind = [f"{preflight.ADDRESS}:{starting.port}"]
    set_port(starting.port)
    worker = asyncio.create_task(asyncio.to_thread(desk.work))
    try:
        await serve(app, config, shutdown_trigger=lambda: asyncio.to_thread(over.wait))
    finally:
        over.set()
        await worker


def _with(state: State, **fields: object) -> State:
    import msgspec

    return msgspec.structs.replace(state, **fields)


def _until_stdin_ends(over: threading.Event) -> None:
    while os.read(0, 1024):
        pass
    over.set()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
