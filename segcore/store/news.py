"""Where an image stands, and what was done to it since somebody last looked."""

from __future__ import annotations

from sqlalchemy import Connection, select

from segcore.store import changes, images, reading, undo
from segcore.store.schema import change, image, request
from segcore.types import News, Standing


def stamp(connection: Connection, image_id: int) -> int:
    """A number that grows with everything that changes on the image; NotFound without one."""
    newest = changes.newest_of(image_id).scalar_subquery()
    row = connection.execute(select(newest).where(image.c.id == image_id)).first()
    if row is None:
        raise images.not_found(image_id)
    return int(row[0] or 0)


def standing(connection: Connection, image_id: int) -> Standing:
    found = images.find(connection, image_id)
    newest = changes.newest_of(image_id).scalar_subquery()
    able = (undo.possible(image_id, "undo"), undo.possible(image_id, "redo"))
    stamp, can_undo, can_redo = connection.execute(select(newest, *able)).one()
    return Standing(found, stamp or 0, bool(can_undo), bool(can_redo))


def since(connection: Connection, image_id: int, stamp: int) -> News:
    """What was done after `stamp`; each author, request and deleted id once, in order of doing."""
    now = standing(connection, image_id)  # first: what is done meanwhile is told again, not missed
    query = (
        select(change.c.annotation_id, change.c.author, request.c.key)
        .outerjoin(request, request.c.id == change.c.request_id)
        .where(change.c.image_id == image_id, change.c.id > stamp)
        .order_by(change.c.id)
    )
    rows = connection.execute(query).all()
    touched = dict.fromkeys(row.annotation_id for row in rows if row.annotation_id is not None)
    present = {one.id: one for one in reading.of_ids(connection, list(touched))}
    return News(
        now,
        annotations=tuple(present.values()),
        deleted=tuple(key for key in touched if key not in present),
        authors=tuple(dict.fromkeys(row.author for row in rows)),
        request_ids=tuple(dict.fromkeys(row.key for row in rows if row.key is not None)),
    )
