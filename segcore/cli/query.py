"""What to take of Open Images, as typed: the same flags for `pull` and for counting before it."""

from __future__ import annotations

import re
from argparse import Action, Namespace
from collections.abc import Callable
from pathlib import Path

from segcore.errors import InputError
from segcore.openimages.values import FLAGS, SPLITS, Flag, Query

_MOST_BYTES = 64 << 20  # of a list of images: three million ids
_ID = re.compile(r"(?:(?:train|validation|test)/)?([0-9a-f]{16})(?:\.jpg)?")


def add_flags(
    add: Callable[..., Action],
    *,
    count: Callable[[str], int],
    fraction: Callable[[str], float],
) -> None:
    """Add the flags of a query; `count` and `fraction` check numbers."""
    add("--classes", required=True, metavar="Panda,Dice", help="names of classes, with commas")
    add("--split", choices=SPLITS, default="validation", help="default: validation")
    add("--max-images", type=count, default=30, metavar="N", help="default: 30")
    add("--seed", type=int, default=51, metavar="N", help="another one chooses others")
    add("--only-classes", action="store_true", help="without what else is on the images")
    add("--expand", action="store_true", help="the classes below them too")
    about = "only objects whose box covers this share of the image"
    add("--min-area", type=fraction, default=0.0, metavar="0.01", help=about)
    for flag in FLAGS:
        about = f"without objects that are {_SAID[flag]}"
        add(f"--no-{flag.replace('_', '-')}", dest=f"no_{flag}", action="store_true", help=about)
    add("--exclude-images", type=Path, metavar="FILE", help="a list of image ids, one a line")


_SAID: dict[Flag, str] = {
    "occluded": "partly hidden",
    "truncated": "cut by the image's edge",
    "group_of": "groups",
    "depiction": "drawings or toys of the thing",
    "inside": "seen from inside",
}


def query_of(arguments: Namespace) -> Query:
    """Raises InputError for no class, and for a list that cannot be read."""
    names = tuple(dict.fromkeys(filter(None, map(str.strip, arguments.classes.split(",")))))
    if not names:
        raise InputError("--classes names no class; give names such as Panda,Dice.")
    return Query(
        classes=names,
        split=arguments.split,
        max_images=arguments.max_images,
        seed=arguments.seed,
        only_classes=arguments.only_classes,
        expand=arguments.expand,
        min_area=arguments.min_area,
        without=frozenset(flag for flag in FLAGS if getattr(arguments, f"no_{flag}")),
        exclude_images=_read_ids(arguments.exclude_images),
    )


def _read_ids(path: Path | None) -> frozenset[str]:
    if path is None:
        return frozenset()
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{path} has over {_MOST_BYTES:,} bytes, the limit for a list of ids.")
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise InputError(f"{path} cannot be read as a list of image ids: {reason}.") from error
    return frozenset(
        _id(line.strip(), path, number) for number, line in enumerate(lines, 1) if line.strip()
    )


def _id(line: str, path: Path, number: int) -> str:
    found = _ID.fullmatch(line)
    if found is None:
        raise InputError(
            f"{path}, line {number}: {line[:40]!r} is no image id; one has 16 of the digits 0-9a-f."
        )
    return found[1]
