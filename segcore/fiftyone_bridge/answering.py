"""The companion's desk: takes requests in order, and looks twice a second at what was done."""

from __future__ import annotations

import threading
import time
import traceback
from pathlib import Path
from typing import Any

import msgspec
import pymongo

from segcore.errors import SegcoreError
from segcore.fiftyone_bridge import looking, preflight, putting
from segcore.fiftyone_bridge.folder import BridgeFolder
from segcore.fiftyone_bridge.values import Answer, Found, Head, Request, State
from segcore.folders import replace_file

_PAUSE = 0.1  # seconds between looks into the folder of requests
_LOOK = 0.5  # between looks at the datasets, and at most half of the time


class Desk:
    """One thread's work, until `over` is set."""

    def __init__(self, folder: BridgeFolder, ready: State, over: threading.Event) -> None:
        self._folder, self._ready, self._over = folder, ready, over
        self._client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(
            preflight.ADDRESS, ready.database_port, serverSelectionTimeoutMS=2000
        )
        self._found: dict[str, Found] = {}
        self._seen: dict[str, tuple[object, ...] | None] = {}  # signatures at the last look

    def work(self) -> None:
        for old in self._folder.requests.glob("*.json"):  # of one that died: nobody waits
            old.unlink()
        self._folder.write_state(self._ready)
        next_look = 0.0
        while not self._over.wait(_PAUSE):
            for path in sorted(self._folder.requests.glob("*.json")):
                self._take(path)
            if time.monotonic() >= next_look and not self._over.is_set():
                begun = time.monotonic()
                self._look_at_all()
                next_look = time.monotonic() + max(_LOOK, time.monotonic() - begun)
        self._client.close()

    def _take(self, path: Path) -> None:
        try:
            request = msgspec.json.decode(path.read_bytes(), type=Request)
            answer = self._answer(request)
        except FileNotFoundError:  # taken back
            return
        except (SegcoreError, msgspec.MsgspecError) as error:
            answer = Answer(error=str(error))
        except Exception as error:  # said to the person; the story is in the log
            traceback.print_exc()
            what = f"{type(error).__name__}: {error}".splitlines()[0][:300]
            answer = Answer(error=f"FiftyOne could not do it: {what}.")
        path.unlink(missing_ok=True)
        replace_file(self._folder.answers / path.name, msgspec.json.encode(answer))
        self._folder.write_state(self._ready)

    def _answer(self, request: Request) -> Answer:
        if request.does == "put":
            return self._put(Path(request.path))
        if request.does == "look":
            self._look(request.uid)
        else:
            self._over.set()
        return Answer()

    def _put(self, path: Path) -> Answer:
        with path.open("rb") as lines:
            head = msgspec.json.decode(next(lines), type=Head)
        is_new = putting.find_dataset(head.uid) is None
        if not is_new:
            self._look(head.uid)
        answer, changed = putting.put(path, self._client, self._report, self._over.is_set)
        found = self._known(head.uid)
        if is_new:
            newest = looking.newest_change(head.uid)
            found = msgspec.structs.replace(Found(head.uid), looked_at=newest)
        else:
            found = looking.again(found, changed, self._client)
        self._keep(found)
        self._look(head.uid)
        return answer

    def _report(self, done: int, total: int) -> None:
        busy = {"doing": "taking images in", "done": done, "total": total}
        self._folder.write_state(msgspec.structs.replace(self._ready, **busy))

    def _look_at_all(self) -> None:
        """A look that fails is told in the log, and tried again: the App may be deleting now."""
        for path in sorted((self._folder.root / "found").glob("*.json")):
            try:
                if looking.signature(path.stem) != self._seen.get(path.stem, ()):
                    self._look(path.stem)
            except Exception:
                traceback.print_exc()

    def _look(self, uid: str) -> None:
        self._seen[uid] = looking.signature(uid)
        before = self._known(uid)
        found = looking.look(before, self._client)
        if found != before:
            self._keep(found)

    def _known(self, uid: str) -> Found:
        if uid not in self._found:
            self._found[uid] = self._folder.read_found(uid) or Found(uid)
        return self._found[uid]

    def _keep(self, found: Found) -> None:
        self._found[found.uid] = found
        self._folder.write_found(found)
