"""Open Images: classes chosen by typing, a look at what would come, and the start of the pull."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from segcore.openimages import background, sizes
from segcore.openimages.choosing import choose
from segcore.openimages.classes import ClassCount, find_classes
from segcore.openimages.index import open_index
from segcore.openimages.values import FLAGS, Choice, Flag, Query, Split
from segcore.ui.names import free_name
from segcore.ui.openimages_index import index_is_here
from segcore.ui.openimages_preview import preview
from segcore.ui.session import session

_SPLITS: Mapping[Split, str] = {
    "validation": "validation · 24,730 masks",
    "test": "test · 74,102 masks",
    "train": "train · 2,686,666 masks",
}
_FLAG_WORDS: Mapping[Flag, str] = {
    "occluded": "partly hidden",
    "truncated": "cut off by the edge",
    "group_of": "a group as one",
    "depiction": "a drawing or a toy",
    "inside": "seen from inside",
}
_MOST_IMAGES = 100_000


def open_images() -> None:
    """The panel: the split's index first, then the choice, its preview and the pull."""
    split: Split = st.segmented_control(
        "Split",
        list(_SPLITS),
        format_func=lambda name: _SPLITS[name],
        default="validation",
        required=True,
        key="oi-split",
    )
    if not index_is_here(split):
        return
    index = open_index(split)
    query = _query(split)
    if query is None:
        st.caption("Choose a class or more: what there is of them is shown before it is fetched.")
        return
    choice = choose(index, query)
    preview(choice, download_bytes=sizes.estimate(choice))
    _start(choice)


def _query(split: Split) -> Query | None:
    """What the widgets ask for; None while no class is chosen."""
    counts = {one.name: one for one in find_classes("", split=split)}
    classes = st.multiselect(
        "Classes",
        sorted(counts, key=lambda name: -counts[name].images),
        format_func=lambda name: _counted(counts[name]) if name in counts else name,
        accept_new_options=True,  # what does not exist is told, with what may have been meant
        placeholder="Type a name: Panda, Dice, Duck ...",
        key=f"oi-classes-{split}",
    )
    left, right = st.columns(2)
    most = left.number_input("Images at most", 1, _MOST_IMAGES, 30, step=10, key="oi-max")
    seed = right.number_input(
        "Seed", 0, 2**31 - 1, 51, key="oi-seed", help="The same seed chooses the same images."
    )
    with st.expander("All settings", icon=":material/tune:"):
        only, expand, area, without = _settings()
    if not classes:
        return None
    return Query(
        tuple(classes),
        split=split,
        max_images=int(most),
        seed=int(seed),
        only_classes=only,
        expand=expand,
        min_area=area / 100,
        without=frozenset(without),
    )


def _settings() -> tuple[bool, bool, float, list[Flag]]:
    """Only these classes, subclasses too, least area in per cent, flags left out."""
    left, right = st.columns(2)
    only = left.toggle(
        "Only these classes", key="oi-only", help="Without it the other objects of an image come."
    )
    expand = right.toggle(
        "Subclasses too", key="oi-expand", help="Bear brings Panda and Brown bear, as themselves."
    )
    area = st.slider(
        "Smallest object, of the image's area", 0.0, 25.0, 0.0, 0.5, format="%.1f %%", key="oi-area"
    )
    without: list[Flag] = st.pills(
        "Leave out objects that are",
        FLAGS,
        format_func=lambda flag: _FLAG_WORDS[flag],
        selection_mode="multi",
        key="oi-without",
    )
    return only, expand, area, without


def _counted(one: ClassCount) -> str:
    return f"{one.name} · {one.images:,} images, {one.instances:,} objects"


def _start(choice: Choice) -> None:
    """The name and the button; the pull goes on in the background and is shown on the page."""
    if not choice.images:
        return
    left, right = st.columns(2)
    name = left.text_input("Name", free_name("open images"), key="oi-name").strip()
    percent = right.slider("For validation", 0, 50, 20, format="%d %%", key="oi-val")
    if st.button("Pull", type="primary", icon=":material/cloud_download:", key="oi-pull"):
        pull = background.start_pull(name, choice.query, split_val=percent / 100)
        session().watched_pulls.add(pull)
        session().adding = False
        st.rerun()
