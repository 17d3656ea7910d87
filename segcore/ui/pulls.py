"""Pulls of Open Images as they go: how far, how fast, what came and what could not be had."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from segcore.openimages import background
from segcore.openimages.background import PullState
from segcore.openimages.folder import PullReport
from segcore.ui import navigation
from segcore.ui.arrived import arrived
from segcore.ui.frame import callback, fragment
from segcore.ui.pieces import duration, megabytes, numbers
from segcore.ui.session import session

_PHASES = {
    "starting": "Starting",
    "index": "Reading the index",
    "choosing": "Choosing",
    "fetching": "Fetching masks and pictures",
    "tracing": "Tracing outlines",
    "storing": "Storing",
}
_FAILURES_SHOWN = 200


def pulls() -> bool:
    """Every pull that goes on or was stopped, and those that this tab saw end; whether any is."""
    watched = session().watched_pulls
    shown = [one for one in background.pulls() if one.state != "done" or one.id in watched]
    with st.container(key="pulls"):
        for state in shown:
            if state.state == "running":
                watched.add(state.id)
                _watch(state.id)
            else:
                with _frame(state):
                    _ended(state)
    return bool(shown)


def _frame(state: PullState) -> DeltaGenerator:
    return st.container(key=f"pull-{state.state}-{state.id}", border=True)


@fragment(run_every=1.0)
def _watch(pull_id: str) -> None:
    """Until it ends; then the whole page is drawn anew, with the dataset's card."""
    state = background.pull_state(pull_id)
    if state.state != "running":
        st.rerun()
    with _frame(state):
        _running(state)


def _running(state: PullState) -> None:
    progress, request = state.progress, state.request
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{request.name}** :gray[{_asked_for(state)}]", width="stretch")
        st.button(
            "Cancel",
            icon=":material/stop:",
            key=f"cancel-{state.id}",
            on_click=callback(background.cancel_pull),
            args=(state.id,),
            help="What was fetched is kept: it can be resumed.",
        )
    st.progress(_share(state), text=_PHASES[progress.phase])
    numbers(
        (
            ("Images", f"{progress.images:,} of {progress.images_total:,}"),
            ("Objects", f"{progress.objects:,} of {progress.objects_total:,}"),
            ("Fetched", _fetched(state)),
            ("Speed", _speed(state)),
            (
                "Left",
                "–" if state.seconds_left is None else f"about {duration(state.seconds_left)}",
            ),
        )
    )
    if progress.phase in ("fetching", "tracing"):
        arrived(state.id)


def _ended(state: PullState) -> None:
    """What became of it, and the one thing to do next."""
    name = state.request.name
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{name}** :gray[{_asked_for(state)}]", width="stretch")
        if state.report is None:
            st.button(
                "Resume",
                type="primary",
                icon=":material/play_arrow:",
                key=f"resume-{state.id}",
                on_click=callback(background.resume_pull),
                args=(state.id,),
            )
        elif st.button("Annotate", type="primary", key=f"open-{state.id}"):
            navigation.go("annotate", dataset=name)
        st.button(
            "Dismiss",
            icon=":material/close:",
            key=f"dismiss-{state.id}",
            on_click=_dismiss,
            args=(state,),
        )
    if state.report is not None:
        _report(state.report)
    elif state.state == "failed":
        st.error(state.error, icon=":material/error:")
    else:
        st.caption("Cancelled; what was fetched is kept, and is not fetched again.")


@callback
def _dismiss(state: PullState) -> None:
    """A finished pull leaves this tab only; one that was stopped is given up for everyone."""
    session().watched_pulls.discard(state.id)
    if state.report is None:
        background.forget_pull(state.id)


def _report(report: PullReport) -> None:
    """Counts, and the files that could not be had."""
    numbers(
        (
            ("Images", f"{report.images:,} of {report.wanted:,}"),
            ("Objects", f"{report.objects:,}"),
            ("Fetched", megabytes(report.bytes)),
            ("Took", duration(report.seconds)),
            ("Missing files", f"{len(report.failures):,}"),
        )
    )
    if not report.failures:
        return
    files = "One file" if len(report.failures) == 1 else f"{len(report.failures):,} files"
    st.warning(f"{files} could not be had; the rest is here.", icon=":material/broken_image:")
    with st.expander("Each file and why", key="pull-failures"):
        st.dataframe(
            [
                {"image": one.image_id, "file": one.what, "why": one.reason}
                for one in report.failures[:_FAILURES_SHOWN]
            ]
        )


def _asked_for(state: PullState) -> str:
    query = state.request.query
    kind = "more of " if state.request.add else ""
    return f"{kind}{', '.join(query.classes)} from {query.split}, at most {query.max_images:,}"


def _share(state: PullState) -> float:
    progress = state.progress
    if progress.phase == "storing":
        return 1.0
    return min(progress.files / progress.files_total, 1.0) if progress.files_total else 0.0


def _fetched(state: PullState) -> str:
    total = state.progress.bytes_total
    about = f" of about {megabytes(total)}" if total else ""
    return f"{megabytes(state.progress.bytes)}{about}"


def _speed(state: PullState) -> str:
    return "–" if state.bytes_per_second is None else f"{megabytes(state.bytes_per_second)}/s"


def _left(state: PullState) -> str:
    return "–" if state.seconds_left is None else f"about {duration(state.seconds_left)}"
