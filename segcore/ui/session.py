"""Everything one browser tab remembers, in one value under one key.

Streamlit forgets a widget's state when its page is left; what matters is kept here instead.
"""

from __future__ import annotations

import getpass
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import streamlit as st

from segcore.types import ReviewState, Split

if TYPE_CHECKING:
    from segcore.parcels import Parcel
    from segcore.ui.crop_canvas import OnCrop
    from segcore.ui.editor import Go
    from segcore.ui.new_dataset import Draft

_KEY = "segcore"

NoticeKind = Literal["success", "hint", "error"]  # an error stays, the others pass


@dataclass(frozen=True)
class Filters:
    """Which images of a dataset are shown; None does not filter. The store's keywords."""

    split: Split | None = None
    state: ReviewState | None = None
    category_id: int | None = None
    text: str | None = None
    without_annotations: bool | None = None


@dataclass(frozen=True)
class Sent:
    """Where the editor was sent last, and the filters that held then."""

    go: Go
    filters: Filters


@dataclass(frozen=True)
class Notice:
    """Something to say once, on the next screen drawn."""

    kind: NoticeKind
    text: str


@dataclass
class Session:
    """What one tab remembers. Names and ids only: the store has the rest."""

    dataset: str = ""
    image_id: int | None = None
    annotation_id: int | None = None
    run_id: str = ""
    author: str = ""
    filters: Filters = Filters()
    notices: list[Notice] = field(default_factory=list)
    sent: Sent | None = None
    recording: bool = True  # how long a person's gestures take
    crop: OnCrop | None = None
    adding: bool = False  # a dataset: its panel is open
    draft: Draft | None = None
    parcel: Parcel | None = None  # of the last export, for as long as it can be downloaded

    def leave_dataset(self) -> None:
        """Forget what belonged to the dataset left."""
        self.image_id = self.annotation_id = None
        self.sent = self.crop = None
        self.run_id = ""
        self.filters = Filters()

    def forget(self, dataset: str) -> None:
        """The dataset is gone."""
        if self.dataset == dataset:
            self.leave_dataset()
            self.dataset = ""

    def say(self, text: str, *, kind: NoticeKind = "success") -> None:
        """Show `text` on the next screen drawn; for what happens just before a rerun."""
        self.notices.append(Notice(kind, text))

    def take_notices(self) -> list[Notice]:
        taken, self.notices = self.notices, []
        return taken


def session() -> Session:
    """This tab's session; made at its first visit."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Session(author=_login_name())
    found: Session = st.session_state[_KEY]
    return found


def query(name: str) -> str:
    """The address's `?name=`; empty when it has none."""
    return str(st.query_params.get(name, ""))


def query_id(name: str) -> int | None:
    """The address's `?name=` as an id; None when it has none, or not a number."""
    text = query(name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def remember_in_address(name: str, value: str | int | None) -> None:
    """Put `?name=value` in the address, so that it can be copied and reloaded; None removes it."""
    if value is None:
        st.query_params.pop(name, None)
    elif query(name) != str(value):
        st.query_params[name] = str(value)


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user without a name
        return "someone"
