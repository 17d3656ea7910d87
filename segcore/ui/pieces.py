"""Small pieces that several screens share. What a person typed is escaped before it is HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from html import escape
from urllib.parse import quote

import streamlit as st

from segcore.colors import category_color
from segcore.types import Category
from segcore.ui import navigation


class Empty(Exception):
    """Raised where the rest of a page has nothing to show: its frame then says so, full width.

    Takes what `empty_state` takes.
    """

    def __init__(
        self,
        title: str,
        text: str,
        *,
        action: str = "",
        to: str = "",
        icon: str = ":material/shapes:",
        **query: str | int,
    ) -> None:
        super().__init__(title)
        self.draw = partial(empty_state, title, text, action=action, to=to, icon=icon, **query)


def empty_state(
    title: str,
    text: str,
    *,
    action: str = "",
    to: str = "",
    icon: str = ":material/shapes:",
    **query: str | int,
) -> None:
    """What a screen says when there is nothing to show: why, and the button that leads on.

    `to` is the screen the button leads to: `empty_state("No run yet", "...", action="Train one",
    to="train", dataset="sample")`.
    """
    with st.container(
        key=f"empty-{title.lower().replace(' ', '-')}",
        border=True,
        horizontal_alignment="center",
        gap="small",
    ):
        st.markdown(f"### :gray[{icon}]", width="content")
        st.subheader(title, anchor=False, width="content", text_alignment="center")
        st.markdown(f":gray[{text}]", width=460, text_alignment="center")
        if action and st.button(action, type="primary", icon=":material/arrow_forward:"):
            navigation.go(to, **query)


def category_chips(categories: Sequence[Category], *, counts: Mapping[int, int], most: int) -> str:
    """HTML: a chip in its colour for each of the `most` commonest categories, then "... more".

    `counts` is by category id; what does not occur gets no chip.
    """
    common = sorted(categories, key=lambda one: -counts.get(one.id, 0))[:most]
    chips = [_chip(one, counts[one.id]) for one in common if counts.get(one.id)]
    if len(categories) > len(chips):
        chips.append(f'<span class="sc-chip more">{len(categories) - len(chips):,} more</span>')
    return f'<div class="sc-chips">{"".join(chips)}</div>'


def _chip(category: Category, count: int) -> str:
    return (
        f'<span class="sc-chip"><i style="background:{category_color(category.position)}"></i>'
        f"<span>{escape(category.name)}</span><b>{count:,}</b></span>"
    )


def share(done: int, of: int) -> str:
    """A bar as HTML: how much of the whole is done, in per cent."""
    percent = round(100 * done / of) if of else 0
    return f'<div class="sc-share"><span><i style="width:{percent}%"></i></span>{percent} %</div>'


@contextmanager
def progress(title: str) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for long work: yields the `progress(stage, done, total)` that the library calls."""
    bar = st.progress(0.0, text=title)

    def show(stage: str, done: int, total: int) -> None:
        share = min(done / total, 1.0) if total else 0.0
        bar.progress(share, text=f"{title} {stage} {done:,} of {total:,}")

    try:
        yield show
    finally:
        bar.empty()


def typed_name_matches(name: str, *, key: str) -> bool:
    """A box to type `name` into, for what cannot be undone."""
    typed = st.text_input(f"Type {name} to confirm", key=key, autocomplete="off")
    return typed.strip() == name


def numbers(values: Sequence[tuple[str, str]]) -> None:
    """A quiet row of label and value."""
    cells = (
        f'<div><span class="sc-label">{escape(label)}</span><b>{escape(value)}</b></div>'
        for label, value in values
    )
    st.html(f'<div class="sc-numbers">{"".join(cells)}</div>')


def swatch(category: Category) -> str:
    """The category's colour as an image's address, for tables."""
    color = category_color(category.position)
    shape = f"<rect width='16' height='16' rx='4' fill='{color}'/>"
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' width='16' height='16'>{shape}</svg>"
    return f"data:image/svg+xml;utf8,{quote(svg)}"
