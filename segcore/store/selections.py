"""Named selections of a dataset's images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from segcore.errors import InputError, NotFound
from segcore.store import changes, tagging, values
from segcore.store.schema import image, selection, selection_image
from segcore.types import Selection, check_label

MOST_SELECTIONS = 1_000  # in a dataset
_AT_ONCE = 10_000  # rows and ids in a statement


def find_all(connection: Connection, dataset_id: int) -> list[Selection]:
    """By name."""
    query = _selections().where(selection.c.dataset_id == dataset_id)
    return [Selection(**row._mapping) for row in connection.execute(query.order_by("name"))]


def find(connection: Connection, selection_id: int) -> Selection:
    row = connection.execute(_selections().where(selection.c.id == selection_id)).first()
    if row is None:
        raise NotFound(f"There is no selection with id {selection_id}: it may have been deleted.")
    return Selection(**row._mapping)


def find_named(connection: Connection, dataset_id: int, name: str) -> Selection:
    """NotFound lists those there are."""
    present = find_all(connection, dataset_id)
    for one in present:
        if one.name == name:
            return one
    names = ", ".join(repr(one.name) for one in present[:20]) or "none yet"
    raise NotFound(f"There is no selection named {name[:80]!r}. Available: {names}.")


def save(
    connection: Connection,
    dataset_id: int,
    name: str,
    image_ids: Sequence[int],
    *,
    replace: bool,
    author: str,
) -> Selection:
    """A selection of these images; with `replace` in the place of the one of that name.

    Raises InputError for a name that is none or taken, no images, and one selection too many.
    """
    name = check_label(name, noun="selection's name")
    ids = list(dict.fromkeys(image_ids))
    if not ids:
        raise InputError(f"The selection {name!r} needs one image at least.")
    _check_inside(connection, dataset_id, ids)
    found = next((one for one in find_all(connection, dataset_id) if one.name == name), None)
    if found is not None and not replace:
        raise _taken(name)
    if found is None:
        _check_room(connection, dataset_id)
        selection_id = _make(connection, dataset_id, name, author)
    else:
        selection_id = found.id
        gone = selection_image.c.selection_id == selection_id
        connection.execute(delete(selection_image).where(gone))
    _insert(connection, selection_id, ids)
    return _noted(connection, selection_id, f"saved with {len(ids)} images", author)


def change(
    connection: Connection,
    selection_id: int,
    *,
    add: Sequence[int],
    remove: Sequence[int],
    author: str,
) -> Selection:
    """Put images in and take images out; one that is in, or is not, is left so."""
    found = find(connection, selection_id)
    tagging.hold(connection, found.dataset_id)
    adding, removing = list(dict.fromkeys(add)), list(dict.fromkeys(remove))
    if adding:
        _check_inside(connection, found.dataset_id, adding)
    for start in range(0, len(removing), _AT_ONCE):
        some = selection_image.c.image_id.in_(removing[start : start + _AT_ONCE])
        own = selection_image.c.selection_id == selection_id
        connection.execute(delete(selection_image).where(own, some))
    present = set(image_ids(connection, selection_id))
    _insert(connection, selection_id, [one for one in adding if one not in present])
    now = find(connection, selection_id)
    return _noted(connection, selection_id, f"{found.images} -> {now.images} images", author)


def rename(connection: Connection, selection_id: int, name: str, *, author: str) -> Selection:
    found = find(connection, selection_id)
    tagging.hold(connection, found.dataset_id)
    name = check_label(name, noun="selection's name")
    if name == found.name:
        return found
    if any(one.name == name for one in find_all(connection, found.dataset_id)):
        raise _taken(name)
    own = selection.c.id == selection_id
    connection.execute(update(selection).where(own).values(name=name))
    return _noted(connection, selection_id, f"was {found.name}", author)


def remove(connection: Connection, selection_id: int, *, author: str) -> None:
    """Its name and list only: the images stay."""
    _noted(connection, selection_id, "deleted", author)
    connection.execute(delete(selection).where(selection.c.id == selection_id))


def image_ids(connection: Connection, selection_id: int) -> list[int]:
    """In the file's order."""
    own = selection_image.c.selection_id == selection_id
    query = select(selection_image.c.image_id).where(own).order_by(selection_image.c.image_id)
    return list(connection.execute(query).scalars())


def _selections() -> Select[Any]:
    count = select(func.count()).where(selection_image.c.selection_id == selection.c.id)
    return select(selection, count.scalar_subquery().label("images"))


def _check_inside(connection: Connection, dataset_id: int, ids: Sequence[int]) -> None:
    if tagging.owner_of(connection, image, ids) != dataset_id:
        raise InputError(f"Image {ids[0]} is of another dataset than the selection.")


def _check_room(connection: Connection, dataset_id: int) -> None:
    if len(find_all(connection, dataset_id)) >= MOST_SELECTIONS:
        raise InputError(f"A dataset has at most {MOST_SELECTIONS:,} selections: delete one first.")


def _taken(name: str) -> InputError:
    return InputError(
        f"A selection named {name!r} exists already: choose another name, or replace it."
    )


def _make(connection: Connection, dataset_id: int, name: str, author: str) -> int:
    row = {"dataset_id": dataset_id, "name": name, "created_at": values.now(), "author": author}
    made = connection.execute(insert(selection).values(row)).inserted_primary_key
    assert made is not None
    return int(made[0])


def _insert(connection: Connection, selection_id: int, ids: Sequence[int]) -> None:
    rows = [{"selection_id": selection_id, "image_id": one} for one in ids]
    for start in range(0, len(rows), _AT_ONCE):
        connection.execute(insert(selection_image), rows[start : start + _AT_ONCE])


def _noted(connection: Connection, selection_id: int, what: str, author: str) -> Selection:
    found = find(connection, selection_id)
    detail = f"{found.name}: {what}"
    changes.note(connection, found.dataset_id, kind="selection", detail=detail, author=author)
    return found
