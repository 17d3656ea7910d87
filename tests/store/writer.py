"""A process that saves until it is killed: `python -m tests.store.writer URL IMAGE NAME SAVES`.

Prints the request id of each save once it is acknowledged.
"""

from __future__ import annotations

import sys

from segcore.store import open_store
from segcore.types import Update
from tests.store.examples import square


def main() -> None:
    url, image_id, name, saves = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    store = open_store(url)
    for n in range(saves):
        first = store.annotations(image_id)[0]
        place = 10 + n % 50
        edit = Update(first.id, first.version, segmentation=square(place, place, 20))
        saved = store.save(image_id, [edit], author=name, request_id=f"{name} {n}")
        print(saved.request_id, flush=True)


if __name__ == "__main__":
    main()
