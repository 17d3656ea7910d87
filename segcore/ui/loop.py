"""The loop as a picture: four steps, the state of each, and the one to take next."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Literal

import streamlit as st

from segcore.overview import Overview, Step
from segcore.types import DatasetSummary
from segcore.ui import navigation
from segcore.ui.pieces import share

_DRAWINGS = Path(__file__).parent / "drawings"


@dataclass(frozen=True)
class _Card:
    """One step as it is told: `state` is where the person's own data stands."""

    step: Step
    title: str
    text: str
    state: str
    action: str
    query: dict[str, str | int]
    bar: str = ""

    __hash__ = None  # type: ignore[assignment]


def loop(seen: Overview) -> None:
    """Draw the four cards; the next step's is the one that stands out."""
    cards = (_pull(seen), _annotate(seen), _train(seen), _review(seen))
    for number, (column, card) in enumerate(
        zip(st.columns(4, gap="medium"), cards, strict=True), start=1
    ):
        with column:
            _draw(card, number=number, is_next=card.step == seen.next_step)
    st.html(
        '<div class="sc-return"><span>What the review finds goes back to the editor</span></div>'
    )


def _draw(card: _Card, *, number: int, is_next: bool) -> None:
    key = f"loop-next-{card.step}" if is_next else f"loop-{card.step}"
    with st.container(key=key, border=True, height="stretch", gap="small"):
        st.html(
            f'<div class="sc-step"><div class="sc-drawing">{_drawing(card.step)}</div>'
            f"<h3><i>{number}</i>{card.title}</h3><p>{card.text}</p>"
            f"<p><b>{escape(card.state)}</b></p>{card.bar}</div>"
        )
        kind: Literal["primary", "secondary"] = "primary" if is_next else "secondary"
        if st.button(card.action, key=f"go-{card.step}", type=kind, width="stretch"):
            navigation.go(card.step, **card.query)


def _drawing(name: str) -> str:
    """An `img` with the drawing inside; as one it keeps to the colours of its page's theme."""
    svg = (_DRAWINGS / f"{name}.svg").read_text()
    styled = svg.replace(">", f"><style>{(_DRAWINGS / 'style.css').read_text()}</style>", 1)
    return f'<img alt="" src="data:image/svg+xml;base64,{b64encode(styled.encode()).decode()}">'


def _pull(seen: Overview) -> _Card:
    count = len(seen.summaries)
    state = f"{_count(count, 'dataset')}, {_count(seen.images, 'picture')}"
    return _Card(
        "datasets",
        "Pull",
        "Bring in photographs, alone or with COCO polygons.",
        state if count else "Nothing here yet",
        "See the datasets" if count else "Add a dataset",
        {},
    )


def _annotate(seen: Overview) -> _Card:
    text = "Draw and correct polygons; every stroke is saved."
    if seen.focus is None:
        return _Card("annotate", "Annotate", text, "Waits for pictures", "Open the editor", {})
    done, of = seen.focus.annotated_images, seen.focus.images
    return _Card(
        "annotate",
        "Annotate",
        text,
        f"{done:,} of {of:,} pictures in {seen.focus.dataset.name}",
        "Go on annotating" if 0 < done < of else "Open the editor",
        _here(seen.focus),
        share(done, of),
    )


def _train(seen: Overview) -> _Card:
    state, action = "No run yet", "Set up a run"
    if seen.active is not None:
        state = f"Step {seen.active.step:,} of {seen.active.max_steps:,}"
        action = "Watch it learn"
    elif seen.runs:
        state, action = f"{_count(len(seen.runs), 'run')}, last one {seen.runs[0].state}", "Train"
    query = _here(seen.focus) if seen.focus else {}
    text = "Teach Mask R-CNN in the background; watch it learn."
    return _Card("train", "Train", text, state, action, query)


def _review(seen: Overview) -> _Card:
    text = "See where prediction and truth part, worst first."
    if seen.finished is None:
        return _Card("review", "Review", text, "Waits for a finished run", "Open the review", {})
    state = f"{seen.finished.dataset}, {seen.finished.preset}, {seen.finished.step:,} steps"
    query: dict[str, str | int] = {"dataset": seen.finished.dataset, "run": seen.finished.id}
    return _Card("review", "Review", text, state, "Look at the errors", query)


def _here(focus: DatasetSummary) -> dict[str, str | int]:
    return {"dataset": focus.dataset.name}


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
