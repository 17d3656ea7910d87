"""Tags on images and annotations: set, taken away, counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Table, delete, exists, func, insert, literal, select

from segcore.errors import InputError, NotFound
from segcore.store import changes
from segcore.store.schema import annotation, annotation_tag, dataset, image, image_tag
from segcore.types import MOST_TAGS_ON_ONE, TagCount, check_label

MOST_TAGS = 1_000  # different ones in a dataset; an import may bring more
_AT_ONCE = 10_000  # ids in a query


@dataclass(frozen=True)
class Tagged:
    """What has tags, and where they are kept."""

    noun: str
    owner: Table
    table: Table

    @property
    def key(self) -> Column[int]:
        """The owner's id among the tags."""
        found: Column[int] = self.table.c[f"{self.noun}_id"]
        return found


IMAGES = Tagged("image", image, image_tag)
ANNOTATIONS = Tagged("annotation", annotation, annotation_tag)


def change(
    connection: Connection,
    what: Tagged,
    ids: Sequence[int],
    *,
    add: Sequence[str],
    remove: Sequence[str],
    author: str,
) -> int:
    """Add and take away tags of all of `ids`; how many were added or taken away.

    A tag that is there, or is not, is left so. Raises NotFound for an id that is none, InputError
    for ids of several datasets, a tag that is none, a tag in both, and more than there may be.
    """
    adding, removing = _checked(add), _checked(remove)
    if both := sorted(set(adding) & set(removing)):
        raise InputError(f"The tag {both[0]!r} cannot be added and taken away at once.")
    ids = list(dict.fromkeys(ids))
    if not ids or not (adding or removing):
        return 0
    dataset_id = owner_of(connection, what.owner, ids)
    done = sum(_remove(connection, what, ids, tag) for tag in removing)
    done += sum(_add(connection, what, dataset_id, ids, tag) for tag in adding)
    if adding:
        _check_bounds(connection, what, dataset_id, ids)
    if done:
        signed = [*(f"+{tag}" for tag in adding), *(f"-{tag}" for tag in removing)]
        detail = f"{', '.join(signed)} on {len(ids)} {what.noun}{'s' * (len(ids) > 1)}"
        changes.note(connection, dataset_id, kind="tag", detail=detail, author=author)
    return done


def owner_of(connection: Connection, owner: Table, ids: Sequence[int]) -> int:
    """The dataset that all of `ids`, images or annotations, are in; others' grouping of it waits.

    Raises NotFound for one that is not there, InputError when they are of several datasets.
    """
    found: dict[int, int] = {}
    present = owner.c.deleted.is_(False) if "deleted" in owner.c else literal(1) == 1
    for some in _batches(ids):
        query = select(owner.c.id, owner.c.dataset_id).where(owner.c.id.in_(some), present)
        found.update(tuple(row) for row in connection.execute(query))
    missing = next((one for one in ids if one not in found), None)
    if missing is not None:
        raise NotFound(f"There is no {owner.name} with id {missing}: it, or its dataset, is gone.")
    owners = set(found.values())
    if len(owners) > 1:
        raise InputError(f"The {len(ids):,} {owner.name}s are of {len(owners)} datasets, not one.")
    dataset_id = owners.pop()
    hold(connection, dataset_id)
    return dataset_id


def hold(connection: Connection, dataset_id: int) -> None:
    """Keep others from grouping the dataset's images meanwhile (SQLite: all writers wait)."""
    row = select(dataset.c.id).where(dataset.c.id == dataset_id)
    if connection.execute(row.with_for_update(key_share=True)).first() is None:
        raise NotFound(f"There is no dataset with id {dataset_id}: it may be gone or replaced.")


def of(connection: Connection, what: Tagged, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The tags of each, sorted."""
    found: dict[int, list[str]] = {one: [] for one in ids}
    for some in _batches(list(found)):
        query = select(what.key, what.table.c.tag).where(what.key.in_(some))
        for owner_id, tag in connection.execute(query):
            found[owner_id].append(tag)
    return {one: tuple(sorted(tags)) for one, tags in found.items()}


def of_dataset(connection: Connection, what: Tagged, dataset_id: int) -> dict[int, set[str]]:
    """The tags of each of the dataset that has some."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    query = select(what.key, what.table.c.tag).where(what.table.c.dataset_id == dataset_id)
    for owner_id, tag in connection.execute(query):
        found[owner_id].add(tag)
    return dict(found)


def counts(connection: Connection, dataset_id: int) -> list[TagCount]:
    """Every tag that an image or an annotation of the dataset has, sorted."""
    images = _counted(connection, IMAGES, dataset_id)
    annotations = _counted(connection, ANNOTATIONS, dataset_id)
    return [
        TagCount(tag, images.get(tag, 0), annotations.get(tag, 0))
        for tag in sorted(images | annotations)
    ]


def load(
    connection: Connection, what: Tagged, dataset_id: int, tags: Mapping[int, Sequence[str]]
) -> None:
    """Tag what has just been made, by its id; bounded by what brought it in."""
    rows = [
        {"dataset_id": dataset_id, what.key.name: owner_id, "tag": tag}
        for owner_id, some in tags.items()
        for tag in dict.fromkeys(some)
    ]
    if rows:
        connection.execute(insert(what.table), rows)


def _checked(tags: Sequence[str]) -> list[str]:
    if isinstance(tags, str):
        raise InputError(f"Tags are a list of texts; got the text {tags[:40]!r} alone.")
    return list(dict.fromkeys(check_label(tag, noun="tag") for tag in tags))


def _remove(connection: Connection, what: Tagged, ids: Sequence[int], tag: str) -> int:
    table = what.table
    return sum(
        connection.execute(delete(table).where(what.key.in_(some), table.c.tag == tag)).rowcount
        for some in _batches(ids)
    )


def _add(
    connection: Connection, what: Tagged, dataset_id: int, ids: Sequence[int], tag: str
) -> int:
    """Insert from a query, for those without the tag."""
    table, columns = what.table, ["dataset_id", what.key.name, "tag"]
    has_it = exists().where(what.key == what.owner.c.id, table.c.tag == tag)
    done = 0
    for some in _batches(ids):
        new = select(literal(dataset_id), what.owner.c.id, literal(tag))
        new = new.where(what.owner.c.id.in_(some), ~has_it)
        done += connection.execute(
            insert(table).from_select(columns, new), execution_options={"preserve_rowcount": True}
        ).rowcount
    return done


def _check_bounds(
    connection: Connection, what: Tagged, dataset_id: int, ids: Sequence[int]
) -> None:
    """After the fact: an InputError leaves the transaction, and with it what was done."""
    tags = len(counts(connection, dataset_id))
    if tags > MOST_TAGS:
        raise InputError(
            f"A dataset has at most {MOST_TAGS:,} different tags, and this would make it {tags:,}: "
            "take some away, or use one that is there."
        )
    for some in _batches(ids):
        many = select(what.key, func.count()).where(what.key.in_(some)).group_by(what.key)
        full = connection.execute(many.having(func.count() > MOST_TAGS_ON_ONE).limit(1)).first()
        if full is not None:
            raise InputError(
                f"{what.noun.capitalize()} {full[0]} would have {full[1]} tags; at most "
                f"{MOST_TAGS_ON_ONE} are allowed: take some away first."
            )


def _counted(connection: Connection, what: Tagged, dataset_id: int) -> dict[str, int]:
    table = what.table
    query = select(table.c.tag, func.count()).where(table.c.dataset_id == dataset_id)
    if "deleted" in what.owner.c:
        query = query.join(what.owner, what.owner.c.id == what.key)
        query = query.where(what.owner.c.deleted.is_(False))
    return dict(tuple(row) for row in connection.execute(query.group_by(table.c.tag)))


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
