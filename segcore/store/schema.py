"""The store's tables. Ids are never used twice and, within a load, grow in the file's order."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    false,
)

metadata = MetaData()
Id = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True)


def _parent(table: str) -> Column[int]:
    key = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Column(f"{table}_id", key, nullable=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


meta = Table("meta", metadata, Column("key", Text, primary_key=True), _text("value"))

dataset = Table(
    "dataset",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    _text("created_at"),
    Column("source", LargeBinary, nullable=False),  # the file's other top-level keys
    # The largest whole-number id the file has of each kind: what is made here counts on from it.
    Column("top_category_id", Id, nullable=False),
    Column("top_image_id", Id, nullable=False),
    Column("top_annotation_id", Id, nullable=False),
    sqlite_autoincrement=True,
)

category = Table(
    "category",
    metadata,
    _id(),
    _parent("dataset"),
    Column("position", Integer, nullable=False),
    _text("name"),
    _text("supercategory"),
    Column("source", LargeBinary),
    Index("category_of_dataset", "dataset_id", "position", unique=True),
    sqlite_autoincrement=True,
)

image = Table(
    "image",
    metadata,
    _id(),
    _parent("dataset"),
    _text("file_name"),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    _text("split"),
    _text("state"),
    Column("version", Integer, nullable=False),
    Column("source", LargeBinary),
    Index("image_of_dataset", "dataset_id", "id"),
    sqlite_autoincrement=True,
)

annotation = Table(
    "annotation",
    metadata,
    _id(),
    _parent("dataset"),
    _parent("image"),
    # No foreign key: deleting a dataset would look through all annotations once a category.
    Column("category_id", Id, nullable=False),
    Column("imported_category_id", Id),
    *(Column(name, Float(53), nullable=False) for name in ("x1", "y1", "x2", "y2", "area")),
    Column("iscrowd", Boolean, nullable=False),
    Column("edited", Boolean, nullable=False),
    Column("deleted", Boolean, nullable=False, server_default=false()),
    Column("version", Integer, nullable=False),
    Column("z", Integer, nullable=False, server_default="0"),  # a higher one is drawn on top
    _text("origin"),
    Column("score", Float(53)),  # of the prediction it was accepted from, and that one's run
    Column("run_id", Text),
    Column("source", LargeBinary),
    Column("segmentation", LargeBinary),  # NULL: the outline is the one in `source`
    Index("annotation_of_image", "image_id", "deleted", "category_id"),
    Index("annotation_of_dataset", "dataset_id", "id"),
    sqlite_autoincrement=True,
)

# One gesture of a person. `kind`: save, undo, redo. `state` of a save: applied, undone, dropped
# (undone, and something else was done since).
request = Table(
    "request",
    metadata,
    _id(),
    _parent("dataset"),
    Column("image_id", Id, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    _text("kind"),
    _text("state"),
    Column("label", Text, nullable=False, server_default=""),  # what it did, in words
    Column("seconds", Float(53)),  # a person's time, idle left out; NULL: not recorded
    _text("author"),
    _text("at"),
    Index("request_of_dataset", "dataset_id"),
    Index("request_of_image", "image_id", "id"),
    sqlite_autoincrement=True,
)

# Append-only. What changed an annotation belongs to a request; the rest has `detail`.
change = Table(
    "change",
    metadata,
    _id(),
    _parent("dataset"),
    Column("image_id", Id),
    Column("annotation_id", Id),
    Column("request_id", ForeignKey("request.id", ondelete="CASCADE")),
    _text("kind"),
    Column("before", LargeBinary),
    Column("after", LargeBinary),
    Column("detail", Text, nullable=False, server_default=""),
    _text("author"),
    _text("at"),
    Index("change_of_dataset", "dataset_id", "id"),
    Index("change_of_image", "image_id", "id"),
    Index("change_of_request", "request_id", "id"),
    sqlite_autoincrement=True,
)

run = Table(
    "run",
    metadata,
    Column("id", Text, primary_key=True),
    _parent("dataset"),
    *map(_text, ("state", "engine", "preset", "device")),
    Column("step", Integer, nullable=False),
    Column("max_steps", Integer, nullable=False),
    _text("created_at"),
    Column("started_at", Text),
    Column("ended_at", Text),
    _text("message"),
    Index("run_of_dataset", "dataset_id"),
)

# A checkpoint worth keeping by name.
model = Table(
    "model",
    metadata,
    _id(),
    Column("run_id", ForeignKey("run.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False, unique=True),
    _text("checkpoint"),
    _text("created_at"),
    Index("model_of_run", "run_id"),
    sqlite_autoincrement=True,
)
