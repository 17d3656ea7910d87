"""What a query would bring, shown before anything is fetched: numbers, bars by class, pictures."""

from __future__ import annotations

from html import escape
from typing import Any

import altair as alt
import streamlit as st

from segcore import settings
from segcore.colors import category_color
from segcore.openimages.values import Choice, ChosenImage
from segcore.ui.pieces import megabytes, numbers

THUMBS = 12
_CLASSES_SHOWN = 40
_ROW_HEIGHT = 34  # pixels


def preview(choice: Choice, *, download_bytes: int) -> None:
    """Numbers and bars on the left, the first pictures on the right."""
    numbers(
        (
            ("Images", f"{len(choice.images):,} of {choice.available:,}"),
            ("Objects", f"{sum(choice.instances_of.values()):,}"),
            ("Classes", f"{sum(map(bool, choice.instances_of.values())):,}"),
            ("To download, about", megabytes(download_bytes)),
        )
    )
    if choice.is_short:
        st.caption(
            f":orange[:material/warning: {len(choice.images):,} of {choice.query.max_images:,} "
            "exist: all of them come.]"
        )
    left, right = st.columns(2, gap="medium")
    with left:
        _bars(choice)
    with right:
        st.html(_thumbs(choice))


def class_colors(choice: Choice) -> dict[str, str]:
    """The colour that each class will have in the dataset: those asked for come first."""
    names = [*choice.query.classes, *sorted(set(choice.instances_of) - set(choice.query.classes))]
    return {name: category_color(place) for place, name in enumerate(names)}


def _bars(choice: Choice) -> None:
    """Two bars a class: images in its colour, objects in the same, paler."""
    colors = dict(list(class_colors(choice).items())[:_CLASSES_SHOWN])
    rows: list[dict[str, Any]] = [
        {"class": name, "of": kind, "count": counts.get(name, 0)}
        for name in colors
        for kind, counts in (("images", choice.images_of), ("objects", choice.instances_of))
    ]
    scale = alt.Scale(domain=list(colors), range=list(colors.values()))
    shades = alt.Scale(domain=["images", "objects"], range=[1.0, 0.45])
    bars = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("class:N", title=None, sort=list(colors)),
        yOffset=alt.YOffset("of:N", sort=["images", "objects"]),
        x=alt.X(
            "count:Q",
            title=None,
            scale=alt.Scale(domainMin=0, domainMax=1.1 * max(row["count"] for row in rows)),
            axis=alt.Axis(tickMinStep=1, grid=False, format="d"),
        ),
        tooltip=["class:N", "of:N", "count:Q"],
    )
    shown = bars.mark_bar(cornerRadiusEnd=2).encode(
        color=alt.Color("class:N", scale=scale, legend=None),
        opacity=alt.Opacity(
            "of:N",
            scale=shades,
            legend=alt.Legend(title=None, orient="top", symbolFillColor="gray"),
        ),
    )
    labels = bars.mark_text(align="left", dx=3).encode(text="count:Q", color=alt.value("gray"))
    st.altair_chart((shown + labels).properties(height=_ROW_HEIGHT * len(colors) + 30))
    if len(choice.instances_of) > len(colors):
        st.caption(f"{len(choice.instances_of) - len(colors):,} more classes come along.")


def _thumbs(choice: Choice) -> str:
    pictures = "".join(_thumb(chosen) for chosen in choice.images[:THUMBS])
    return f'<div class="sc-preview">{pictures}</div>'


def _thumb(chosen: ChosenImage) -> str:
    """Loaded by the browser from the pictures' own host; it is not told where from."""
    image = chosen.image
    url = f"{settings.openimages_images_base()}/{image.split}/{image.image_id}.jpg"
    classes = ", ".join(sorted({mask.class_name for mask in chosen.masks}))
    by = f", by {image.author}" if image.author else ""
    return (
        f'<img loading="lazy" referrerpolicy="no-referrer" src="{escape(url)}" '
        f'alt="{escape(classes)}" title="{escape(classes + by)}">'
    )
