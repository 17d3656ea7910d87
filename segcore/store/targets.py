"""Which annotations a save is about, and whether somebody changed them meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from segcore.errors import Clash, Conflict, InputError, NotFound
from segcore.store import changes
from segcore.store.schema import annotation, change, request
from segcore.store.values import AnyRow, State
from segcore.types import Create, Edit, Image, Made, Ref, Restore

_MOST_IDS = 10_000  # in one query


def find(connection: Connection, image: Image, edits: Sequence[Edit]) -> list[AnyRow | None]:
    """The row that each edit changes, None where it makes a new one.

    Raises NotFound for what the image never had, InputError for two edits of one annotation, and
    Conflict, which tells of all of them, for annotations that have left their edit's version.
    """
    ids = _ids(connection, image, edits)
    _check_once(ids)
    found = rows(connection, image, [key for key in ids if key is not None])
    targets = [None if key is None else found[key] for key in ids]
    clashes = [
        Clash(row.id, changes.last_author(connection, image.id, row.id), place)
        for place, (edit, row) in enumerate(zip(edits, targets, strict=True))
        if row is not None and _is_late(edit, row)
    ]
    if clashes:
        raise Conflict(_in_words(clashes, edits, found), clashes=clashes)
    return targets


def rows(connection: Connection, image: Image, ids: Sequence[int]) -> dict[int, AnyRow]:
    """By id, the deleted too; NotFound when one is not the image's."""
    found: dict[int, AnyRow] = {}
    for start in range(0, len(ids), _MOST_IDS):
        wanted = annotation.c.id.in_(ids[start : start + _MOST_IDS])
        query = select(annotation).where(wanted, annotation.c.image_id == image.id)
        found.update((row.id, row) for row in connection.execute(query))
    for key in ids:
        if key not in found:
            raise _not_found(image, f"annotation with id {key}")
    return found


def _ids(connection: Connection, image: Image, edits: Iterable[Edit]) -> list[int | None]:
    made: dict[str, list[int]] = {}

    def id_of(ref: Ref) -> int:
        if not isinstance(ref, Made):
            return ref
        if ref.request_id not in made:
            made[ref.request_id] = _made_by(connection, image, ref.request_id)
        if not 0 <= ref.n < len(made[ref.request_id]):
            raise _not_found(image, f"instance {ref.n} of the request {ref.request_id!r}")
        return made[ref.request_id][ref.n]

    return [None if isinstance(edit, Create) else id_of(edit.annotation_id) for edit in edits]


def _made_by(connection: Connection, image: Image, key: str) -> list[int]:
    """The annotations that the request made anew, in the order of its edits."""
    query = (
        select(change.c.annotation_id, change.c.after)
        .join(request, request.c.id == change.c.request_id)
        .where(request.c.key == key, request.c.image_id == image.id, change.c.kind == "create")
        .order_by(change.c.id)
    )
    states = [(row.annotation_id, State.from_bytes(row.after)) for row in connection.execute(query)]
    return [key for key, state in states if state is not None and state.version == 1]


def _check_once(ids: Iterable[int | None]) -> None:
    seen: set[int] = set()
    for key in ids:
        if key in seen:
            raise InputError(f"A save changes an annotation once; annotation {key} came twice.")
        if key is not None:
            seen.add(key)


def _is_late(edit: Edit, row: AnyRow) -> bool:
    if isinstance(edit, Create):
        return False
    gone = row.deleted and not isinstance(edit, Restore)
    return gone or bool(row.version != edit.version)


def _in_words(clashes: Sequence[Clash], edits: Sequence[Edit], found: dict[int, AnyRow]) -> str:
    first = clashes[0]
    if len(clashes) > 1:
        people = " and ".join(sorted({clash.author for clash in clashes}))
        what = f"{len(clashes)} of the annotations you edited were changed by {people} meanwhile"
    else:
        assert first.edit is not None
        edit, row = edits[first.edit], found[first.annotation_id]
        assert not isinstance(edit, Create)
        what = (
            f"Annotation {row.id} was {'deleted' if row.deleted else 'changed'} by {first.author} "
            f"meanwhile (it is at version {row.version}, your edit began at {edit.version})"
        )
    return f"{what}: nothing of yours was saved; load the image again and repeat the edit."


def _not_found(image: Image, what: str) -> NotFound:
    return NotFound(f"Image {image.file_name!r} has no {what}.")
