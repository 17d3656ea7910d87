"""The annotation store: datasets, images, annotations with version and history, and runs."""

from __future__ import annotations

from segcore.store.export import AnnotationRow, CategoryRow, ExportRows, ImageRow
from segcore.store.loading import NewAnnotation, NewCategory, NewImage
from segcore.store.store import Store, open_store

__all__ = [
    "AnnotationRow",
    "CategoryRow",
    "ExportRows",
    "ImageRow",
    "NewAnnotation",
    "NewCategory",
    "NewImage",
    "Store",
    "open_store",
]
