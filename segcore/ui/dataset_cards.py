"""A card a dataset: what it looks like, its numbers, and what can be done with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from html import escape

import streamlit as st

from segcore.api import thumb_url
from segcore.colors import category_color
from segcore.deleting import delete
from segcore.types import SPLITS, Category, DatasetSummary, Effort, Image, Split
from segcore.ui import cache, navigation
from segcore.ui.exporting import export_dialog
from segcore.ui.frame import dialog
from segcore.ui.pieces import category_chips, share, typed_name_matches
from segcore.ui.session import session

CARDS_A_PAGE = 12
_CHIPS = 6
_THUMBS = 4

Counts = dict[int, dict[Split, int]]  # annotations by category id and split


def dataset_cards(summaries: Sequence[DatasetSummary]) -> None:
    """The cards, newest first, twelve a page."""
    newest = sorted(summaries, key=lambda summary: -summary.dataset.id)
    pages = -(-len(newest) // CARDS_A_PAGE)
    shelf = st.container()
    number = st.pagination(pages, key="datasets-page") if pages > 1 else 1
    start = (number - 1) * CARDS_A_PAGE
    with shelf, st.grid(min_column_width=380, gap="medium", key="cards"):
        for summary in newest[start : start + CARDS_A_PAGE]:
            _card(summary)


def _card(summary: DatasetSummary) -> None:
    name = summary.dataset.name
    with st.container(key=f"card-{summary.dataset.id}", border=True, height="stretch"):
        images = cache.store().images(summary.dataset.id, limit=_THUMBS)
        st.html(f'<article class="sc-card">{_strip(images)}{_facts(summary)}</article>')
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            if st.button("Annotate", key=f"annotate-{name}", icon=":material/polyline:"):
                navigation.go("annotate", dataset=name)
            if st.button("Train", key=f"train-{name}", icon=":material/model_training:"):
                navigation.go("train", dataset=name)
            st.space("stretch")
            if st.button("Export", key=f"export-{name}", icon=":material/download:"):
                export_dialog(summary)
            if st.button(
                f"Delete {name}", key=f"remove-{name}", icon=":material/delete:", type="tertiary"
            ):
                _delete_dialog(summary)


@dialog("Delete a dataset")
def _delete_dialog(summary: DatasetSummary) -> None:
    name = summary.dataset.name
    st.markdown(
        f"**{name}** goes with its {summary.images:,} pictures, {summary.annotations:,} "
        "annotations, their history and all its runs. This cannot be undone."
    )
    sure = typed_name_matches(name, key=f"really-{name}")
    if st.button("Delete for good", type="primary", disabled=not sure, key="delete-now"):
        delete(cache.store(), name)
        session().forget(name)
        session().say(f"{name} is deleted.")
        st.rerun()


def _strip(images: Sequence[Image]) -> str:
    pictures = (
        f'<img loading="lazy" alt="{escape(image.file_name)}" '
        f'src="{escape(thumb_url(image, width=240))}">'
        for image in images
    )
    blanks = "<span></span>" * (_THUMBS - len(images))
    return f'<div class="sc-strip">{"".join(pictures)}{blanks}</div>'


def _facts(summary: DatasetSummary) -> str:
    numbers = [
        ("Pictures", summary.images),
        ("Annotations", summary.annotations),
        *((split.capitalize(), summary.splits.get(split, 0)) for split in SPLITS),
    ]
    cells = "".join(
        f'<div><span class="sc-label">{label}</span><b>{value:,}</b></div>'
        for label, value in numbers
    )
    return (
        f"<h3>{escape(summary.dataset.name)}</h3>"
        f'<div class="sc-numbers">{cells}</div>'
        f'<div class="sc-label">Annotated</div>{share(summary.annotated_images, summary.images)}'
        f"{_classes(summary)}{_effort(cache.store().dataset_effort(summary.dataset.id))}"
    )


def _effort(effort: Effort) -> str:
    """What a corrected instance took, in a quiet line; nothing where no time was recorded."""
    if effort.median_seconds is None:
        return ""
    gestures = effort.gestures / effort.instances
    return (
        f'<div class="sc-label">{effort.median_seconds:.1f} s and {gestures:.1f} gestures a '
        f"corrected instance ({effort.instances:,})</div>"
    )


def _classes(summary: DatasetSummary) -> str:
    """The commonest classes as chips, and the counts by class and split to unfold."""
    counts = _by_category(summary)
    totals = {id_: sum(by_split.values()) for id_, by_split in counts.items()}
    common = sorted(summary.categories, key=lambda one: -totals.get(one.id, 0))
    if not common:
        return '<div class="sc-label">No classes yet: the first one is made in the editor.</div>'
    rows = "".join(_row(category, counts[category.id]) for category in common)
    heads = "".join(f"<th>{split}</th>" for split in SPLITS)
    return (
        f"{category_chips(common, counts=totals, most=_CHIPS)}"
        f"<details><summary>Counts by class and split</summary><div><table>"
        f"<tr><th>class</th>{heads}<th>all</th></tr>{rows}</table></div></details>"
    )


def _row(category: Category, counts: dict[Split, int]) -> str:
    color = category_color(category.position)
    cells = "".join(f"<td>{counts.get(split, 0):,}</td>" for split in SPLITS)
    return (
        f'<tr><td><i style="background:{color}"></i>{escape(category.name)}</td>{cells}'
        f"<td>{sum(counts.values()):,}</td></tr>"
    )


def _by_category(summary: DatasetSummary) -> Counts:
    counts: Counts = defaultdict(dict)
    for count in summary.counts:
        counts[count.category.id][count.split] = count.annotations
    return counts
