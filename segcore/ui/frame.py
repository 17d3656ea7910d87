"""The frame of every page: title, session, and the one place where errors are shown."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Literal, ParamSpec

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from segcore.errors import Conflict, NotFound, SegcoreError
from segcore.ui import navigation
from segcore.ui.pieces import Empty
from segcore.ui.session import Notice, Session, session

P = ParamSpec("P")

_STYLE = Path(__file__).with_name("style.css")
_LOG = logging.getLogger("segcore.ui")
_head: ContextVar[DeltaGenerator] = ContextVar("head")


@contextmanager
def page(title: str, *, about: str = "") -> Iterator[Session]:
    """`with page("Review") as session:` draws the head, then the block, then what went wrong."""
    st.html(_STYLE)
    here = session()
    top = st.container(key="page-head", horizontal=True, vertical_alignment="bottom", gap="medium")
    _head.set(top)
    with top:
        st.title(title, anchor=False, width="content")
        if about:
            st.markdown(f":gray[{about}]", width="stretch")
    with st.container(key="notices"):  # always there: what follows keeps its place and its state
        for notice in here.take_notices():
            _show_notice(notice)
    with errors_shown():
        yield here


def head() -> DeltaGenerator:
    """What holds the page's title; `with head():` puts more beside it."""
    return _head.get()


@contextmanager
def errors_shown() -> Iterator[None]:
    """Say on the screen what went wrong inside the block, or that there is nothing to show.

    A fragment needs its own, for what it raises never reaches a `with` around the page: see
    `fragment`. Reruns and stops are not errors and pass through.
    """
    try:
        yield
    except Empty as nothing:
        nothing.draw()
    except SegcoreError as error:
        _show_error(error)
    except Exception as error:
        _LOG.exception("a page failed")
        st.error(
            f"Something failed that should not have: {type(error).__name__}: {error}",
            icon=":material/error:",
        )
        with st.expander("For a bug report"):
            st.exception(error)


def fragment(*, run_every: float | None = None) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """`@fragment()` is st.fragment with its errors shown in place; `run_every` in seconds."""

    def wrap(function: Callable[P, None]) -> Callable[P, None]:
        @functools.wraps(function)
        def shown(*args: P.args, **kwargs: P.kwargs) -> None:
            with errors_shown():
                function(*args, **kwargs)

        wrapped: Callable[P, None] = st.fragment(shown, run_every=run_every)
        return wrapped

    return wrap


def dialog(
    title: str, *, width: Literal["small", "medium", "large"] = "small"
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """`@dialog("Export")` is st.dialog with its errors shown in place."""

    def wrap(function: Callable[P, None]) -> Callable[P, None]:
        @functools.wraps(function)
        def shown(*args: P.args, **kwargs: P.kwargs) -> None:
            with errors_shown():
                function(*args, **kwargs)

        wrapped: Callable[P, None] = st.dialog(title, width=width)(shown)
        return wrapped

    return wrap


def callback(function: Callable[P, None]) -> Callable[P, None]:
    """For `on_click=` and `on_change=`: an error is said at the top of the page drawn next."""

    @functools.wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            function(*args, **kwargs)
        except SegcoreError as error:
            session().say(str(error), kind="error")

    return guarded


def _show_error(error: SegcoreError) -> None:
    if isinstance(error, Conflict):
        st.warning(str(error), icon=":material/group:")
        return
    st.error(str(error), icon=":material/error:")
    if isinstance(error, NotFound):
        navigation.link("datasets", "See the datasets")


def _show_notice(notice: Notice) -> None:
    if notice.kind == "error":
        st.error(notice.text, icon=":material/error:")
    elif notice.kind == "hint":
        st.toast(notice.text, icon=":material/info:", duration="long")
    else:
        st.toast(notice.text, icon=":material/check_circle:")
