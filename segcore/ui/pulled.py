"""How a dataset was pulled, on its card: told, done again, or gone on with."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from segcore.openimages import background
from segcore.openimages.provenance import Provenance, pulls_of
from segcore.openimages.values import Query
from segcore.types import DatasetSummary
from segcore.ui import cache
from segcore.ui.frame import dialog
from segcore.ui.names import free_name
from segcore.ui.pieces import numbers
from segcore.ui.session import session

_MOST_IMAGES = 100_000


def pulled_button(summary: DatasetSummary) -> None:
    """The button that opens it; nothing on datasets that were not pulled."""
    name = summary.dataset.name
    pulls = pulls_of(cache.store().header(name))
    if pulls and st.button(
        f"How {name} was pulled",
        key=f"pulled-{name}",
        icon=":material/public:",
        type="tertiary",
        help="From Open Images: what was asked for. Pull again, or more of a class.",
    ):
        _dialog(summary, pulls)


@dialog("From Open Images", width="medium")
def _dialog(summary: DatasetSummary, pulls: tuple[Provenance, ...]) -> None:
    for pull in pulls:
        with st.container(border=True):
            _told(pull)
    _more(summary, pulls[-1])
    _again(summary, pulls[0])


def _told(pull: Provenance) -> None:
    query = pull.query
    st.markdown(f"**{', '.join(query.classes)}** from {query.split}")
    numbers(
        (
            ("Images", f"{pull.images:,} of {query.max_images:,}"),
            ("Objects", f"{pull.objects:,}"),
            ("Seed", str(query.seed)),
            ("Date", pull.date[:10]),
            ("Index", pull.index_version[:12]),
        )
    )
    settings = _settings(pull)
    if settings:
        st.caption(" · ".join(settings))


def _settings(pull: Provenance) -> list[str]:
    """What was asked for beyond classes, split, number and seed."""
    query = pull.query
    return [
        *(["only these classes"] if query.only_classes else []),
        *(["with subclasses"] if query.expand else []),
        *([f"objects of {query.min_area:.1%} of the image and more"] if query.min_area else []),
        *(f"none {flag.replace('_', ' ')}" for flag in sorted(query.without)),
    ]


def _more(summary: DatasetSummary, last: Provenance) -> None:
    """More images of one class into the same dataset, none of them twice."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = [one.name for one in summary.categories]
        name = st.selectbox("Add more of a class", names, key="more-class", width="stretch")
        count = st.number_input("Images at most", 1, _MOST_IMAGES, 50, step=10, key="more-count")
        if st.button("Add", type="primary", icon=":material/add:", key="more-now"):
            query = replace(last.query, classes=(name,), max_images=int(count))
            _begin(summary.dataset.name, query, add=True)
    st.caption("Images that the dataset has already do not come again.")


def _again(summary: DatasetSummary, first: Provenance) -> None:
    """The same query as a dataset of its own."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            "Pull the first again, as", free_name(summary.dataset.name), key="again-name"
        )
        if st.button("Pull again", icon=":material/replay:", key="again-now"):
            _begin(name.strip(), first.query, add=False)
    st.caption("The same query on the same index brings the same images.")


def _begin(name: str, query: Query, *, add: bool) -> None:
    """Start it and close the dialog; the page shows how it goes."""
    session().watched_pulls.add(background.start_pull(name, query, add=add))
    st.rerun()
