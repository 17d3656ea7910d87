"""Which screens there are, where their addresses lead, and how one goes from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import Page

SHELL = Path(__file__).with_name("shell.py")
PAGES = Path(__file__).resolve().parents[2] / "pages"


@dataclass(frozen=True)
class Screen:
    """One page: its script is pages/<name>.py and its address /<name>."""

    name: str
    title: str
    icon: str

    def page(self) -> Page:
        return st.Page(
            PAGES / f"{self.name}.py",
            title=self.title,
            icon=self.icon,
            url_path=self.name,
            default=self.name == "home",
        )


SCREENS = (
    Screen("home", "Home", ":material/home:"),
    Screen("datasets", "Datasets", ":material/photo_library:"),
    Screen("annotate", "Annotate", ":material/polyline:"),
    Screen("train", "Train", ":material/model_training:"),
    Screen("review", "Review", ":material/rate_review:"),
)


def chosen_page() -> Page:
    """Draw the navigation and return the page that the address names, ready to run."""
    return st.navigation([screen.page() for screen in SCREENS], position="top")


def screen(name: str) -> Screen:
    return next(screen for screen in SCREENS if screen.name == name)


def go(name: str, **query: str | int) -> NoReturn:
    """Leave for the screen `name`; `query` becomes its address: `go("review", run="...")`."""
    st.switch_page(screen(name).page(), query_params=_texts(query))


def link(name: str, label: str, *, icon: str | None = None, **query: str | int) -> None:
    """A link to the screen `name` that keeps the session."""
    there = screen(name)
    st.page_link(
        there.page(), label=label, icon=icon or there.icon, query_params=_texts(query) or None
    )


def _texts(query: dict[str, str | int]) -> dict[str, str]:
    return {key: str(value) for key, value in query.items()}
