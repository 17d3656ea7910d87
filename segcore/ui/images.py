"""What Images shows: the dataset's pictures a page at a time, to look through and select."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from segcore import api
from segcore.types import Dataset, Image
from segcore.ui import cache, navigation
from segcore.ui.choosing import Tile, choosing
from segcore.ui.chosen import chosen_bar
from segcore.ui.filters import keywords
from segcore.ui.pieces import Empty
from segcore.ui.session import session

TILES = 60  # a page
_THUMB = 240  # px, one of api.THUMB_WIDTHS


def browse(dataset: Dataset) -> None:
    """The bar, the gallery, and its pages. Raises Empty when the filters let no image by."""
    wanted = keywords(session().filters)
    total = cache.store().count_images(dataset.id, **wanted)
    if not total:
        raise Empty(
            "No image to show",
            "No image of this dataset passes the filters. Clear them, or add pictures on Datasets.",
            action="To the datasets",
            to="datasets",
        )
    chosen_bar(dataset, shown=total)
    shelf = st.container()
    pages = -(-total // TILES)
    number = st.pagination(pages, key=f"images-page-{dataset.uid}-{pages}") if pages > 1 else 1
    with shelf:
        images = cache.store().images(
            dataset.id, limit=TILES, offset=(number - 1) * TILES, **wanted
        )
        opened = choosing(_tiles(images), key=f"choosing-{dataset.uid}")
    if opened is not None:
        navigation.go("annotate", dataset=dataset.name, image=opened)


def _tiles(images: Sequence[Image]) -> list[Tile]:
    ids = [image.id for image in images]
    counts, tags = cache.store().annotation_counts(ids), cache.store().image_tags(ids)
    return [
        Tile(
            id=image.id,
            url=api.thumb_url(image, width=_THUMB),
            name=image.file_name,
            note=f"{image.split} · {counts[image.id]}",
            tags=tags[image.id],
        )
        for image in images
    ]
