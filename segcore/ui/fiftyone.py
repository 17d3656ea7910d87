"""FiftyOne's button on a dataset's card: open it, see its state, bring back what was done there."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from segcore.fiftyone_bridge import companion, incoming, outgoing, preflight, proposing
from segcore.fiftyone_bridge.proposing import Proposal
from segcore.fiftyone_bridge.values import Found
from segcore.types import Dataset
from segcore.ui import cache
from segcore.ui.frame import dialog, fragment
from segcore.ui.pieces import progress
from segcore.ui.session import session
from segcore.ui.sketches import difference

_LOOK_SECONDS = 1.0


def fiftyone_button(dataset: Dataset) -> None:
    """Opens the dialog; without FiftyOne it is off and says why."""
    absent = preflight.missing()
    pressed = st.button(
        "FiftyOne",
        key=f"fiftyone-{dataset.name}",
        icon=":material/open_in_new:",
        type="tertiary",
        disabled=absent is not None,
        help=absent or "Open in FiftyOne: look through, tag and select, and bring it back",
    )
    if pressed:
        _dialog(dataset)


@dialog("FiftyOne", width="large")
def _dialog(dataset: Dataset) -> None:
    runs = [one.id for one in cache.store().runs(dataset.id) if one.state == "done"]
    chosen = st.multiselect("Predictions of", runs, placeholder="no run") if runs else []
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.button("Open in FiftyOne", type="primary", key="fiftyone-open"):
            _open(dataset, chosen)
        if companion.state().phase in ("ready", "starting") and st.button(
            "Stop FiftyOne", icon=":material/stop:", key="fiftyone-stop"
        ):
            companion.stop()
    _state(dataset)


def _open(dataset: Dataset, run_ids: Sequence[str]) -> None:
    with progress("FiftyOne:") as show:
        companion.start(ends_with_me=True)
        companion.wait_until_ready(show)
        answer = outgoing.send(cache.store(), dataset, run_ids=run_ids, report=show)
    st.session_state[f"fiftyone-address-{dataset.uid}"] = (
        f"{companion.address()}/datasets/{answer.slug}"
    )


@fragment(run_every=_LOOK_SECONDS)
def _state(dataset: Dataset) -> None:
    """Where FiftyOne is and what waits there, looked at again every second."""
    now = companion.state()
    if now.phase == "failed":
        st.error(now.message, icon=":material/error:")
    elif now.phase == "stopped":
        st.caption("FiftyOne is not running: it takes some seconds to start.")
    elif now.phase == "starting":
        st.caption(f"FiftyOne is starting: {now.doing}.")
    else:
        _ready(dataset)


def _ready(dataset: Dataset) -> None:
    address = st.session_state.get(f"fiftyone-address-{dataset.uid}")
    if address is None:
        st.caption(f"FiftyOne runs at {companion.address()}; this dataset was not sent from here.")
    else:
        st.markdown(f":green-badge[running] [{address}]({address})")
    found = incoming.found(dataset)
    st.markdown(
        f"Waiting there: **{found.tag_changes:,}** with other tags, "
        f"**{len(found.selected):,}** selected, **{len(found.views):,}** saved views, "
        f"**{found.edits:,}** edits, **{len(found.deleted):,}** deleted."
    )
    if st.button("Bring back", icon=":material/download:", key="fiftyone-back"):
        _bring_back(dataset)
    _proposals(dataset, found)
    _deleted(dataset, found)


def _bring_back(dataset: Dataset) -> None:
    brought = incoming.bring_back(cache.store(), dataset, author=session().author)
    names = ", ".join(f"“{one.name}” ({one.images:,})" for one in brought.selections)
    st.success(
        f"Tags of {brought.images:,} images and {brought.annotations:,} annotations"
        + (f"; selections {names}." if names else "."),
        icon=":material/check_circle:",
    )
    for sentence in brought.refused:
        st.warning(sentence)


def _proposals(dataset: Dataset, found: Found) -> None:
    """Each edit as a picture of before and after, to be accepted or dismissed."""
    if not found.edits:
        return
    proposed = proposing.proposals(cache.store(), dataset, found)
    st.markdown("**Edits made in FiftyOne**")
    chosen = [one for one in proposed[:_SHOWN] if _row(one)]
    if len(proposed) > _SHOWN:
        st.caption(f"{len(proposed) - _SHOWN:,} more come up once these are decided.")
    with st.container(horizontal=True):
        if st.button("Accept", type="primary", disabled=not chosen, key="fiftyone-accept"):
            done = proposing.accept(cache.store(), dataset, chosen, author=session().author)
            st.success(f"{done.saved:,} saved.")
            for sentence in done.refused:
                st.warning(sentence)
        if st.button("Dismiss", disabled=not chosen, key="fiftyone-dismiss"):
            proposing.dismiss(cache.store(), dataset, chosen)
            st.success(f"{len(chosen):,} dismissed.")


_SHOWN = 12  # proposals at once


def _row(one: Proposal) -> bool:
    """The edit, and whether it is ticked."""
    left, right = st.columns([1, 3], vertical_alignment="center")
    left.html(difference(one))
    ticked = right.checkbox(f"{one.image.file_name}: {one.words}", key=one.key)
    if one.reason:
        right.caption(f":orange[{one.reason}]")
    return ticked


def _deleted(dataset: Dataset, found: Found) -> None:
    images = proposing.deleted_images(cache.store(), dataset, found)
    if not images:
        return
    st.markdown(f"**{len(images):,} deleted in FiftyOne**, kept here: {images[0].file_name} …")
    with st.container(horizontal=True):
        if st.button("Reject them here", key="fiftyone-reject"):
            proposing.reject(cache.store(), images, author=session().author)
        if st.button("Put them back there", key="fiftyone-put-back"):
            proposing.put_back(cache.store(), dataset, images)
