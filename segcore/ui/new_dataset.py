"""Bringing a dataset in: choose a source, see what it holds and what would be repaired, import."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from segcore import importing, sample, settings
from segcore.errors import InputError
from segcore.importing import Plan
from segcore.parcels import Parcel
from segcore.ui import cache
from segcore.ui.frame import fragment
from segcore.ui.pieces import numbers, progress
from segcore.ui.session import session

SOURCES = {
    "Files or a zip": ":material/upload_file:",
    "A folder": ":material/drive_folder_upload:",
    "A path on this machine": ":material/folder_open:",
    "The built-in sample": ":material/toys:",
}
_REPAIRS_SHOWN = 200


@dataclass
class Draft:
    """What was chosen and what an import of it would do; `key` tells one choice from another."""

    key: Hashable
    parcel: Parcel
    plan: Plan | None = None
    refusal: str = ""

    def close(self) -> None:
        if self.plan is not None:
            self.plan.close()
        self.parcel.close()


@fragment()
def new_dataset() -> None:
    """The panel: one source at a time, and below it what was found there."""
    source = st.segmented_control(
        "Where from",
        list(SOURCES),
        format_func=lambda name: f"{SOURCES[name]} {name}",
        default=next(iter(SOURCES)),
        required=True,
        key="new-source",
        label_visibility="collapsed",
    )
    if source == "The built-in sample":
        _sample()
        return
    draft = _from_path() if source == "A path on this machine" else _from_upload(source)
    if draft is None:
        return
    if draft.refusal:
        raise InputError(draft.refusal)
    if draft.plan is not None:
        _offer(draft, draft.plan)


def _sample() -> None:
    st.markdown(
        "Thirty rendered pictures of **pandas, dice and ducks** with exact outlines, to go round "
        "the loop in minutes. A dozen annotations are wrong on purpose: Review finds them."
    )
    name = st.text_input("Name", _free_name("sample"), key="sample-name", width=320)
    if st.button("Create the sample", type="primary", key="create-sample"):
        with progress("Rendering:") as show:
            sample.create(cache.store(), name=name.strip(), progress=show)
        _arrive(name.strip())


def _from_upload(source: str) -> Draft | None:
    whole_folder = source == "A folder"
    files = st.file_uploader(
        "A COCO JSON with its pictures, pictures alone, or a zip of either",
        accept_multiple_files="directory" if whole_folder else True,
        key=f"upload-{whole_folder}",
        help="JPEG, PNG, TIFF, WebP or BMP; many gigabytes come faster by their path.",
    )
    if not files:
        return None
    skip = _skip_missing()
    key = (skip, *(file.file_id for file in files))

    def receive(parcel: Parcel) -> Path:
        with st.spinner("Receiving the files ..."):
            return parcel.receive((file.name, file) for file in files)

    return _draft(key, skip, receive)


def _from_path() -> Draft | None:
    left, right = st.columns(2)
    path = left.text_input("Folder, zip, COCO JSON or picture", key="new-path").strip()
    coco = right.text_input(
        "COCO JSON, if it lies elsewhere", key="new-coco", placeholder="found by itself"
    ).strip()
    if not path:
        return None
    skip = _skip_missing()
    place = Path(path).expanduser()
    return _draft((skip, path, coco), skip, lambda _: place, coco=Path(coco) if coco else None)


def _skip_missing() -> bool:
    return st.checkbox("Leave out images whose picture is missing", key="new-skip-missing")


def _draft(
    key: Hashable, skip: bool, place: Callable[[Parcel], Path], *, coco: Path | None = None
) -> Draft:
    """The draft of this choice: kept while the choice stays, looked into once."""
    here = session()
    if here.draft is not None and here.draft.key == key:
        return here.draft
    if here.draft is not None:
        here.draft.close()
    parcel = Parcel()
    draft = here.draft = Draft(key, parcel)
    try:
        path = place(parcel)
        with st.spinner("Looking into it ..."):
            draft.plan = importing.inspect(path, coco=coco, skip_missing=skip)
    except InputError as error:
        draft.refusal = str(error)
    except BaseException:
        draft.close()
        here.draft = None
        raise
    return draft


def _offer(draft: Draft, plan: Plan) -> None:
    """What would come in, and the few things to decide."""
    numbers(
        (
            ("Pictures", f"{plan.images:,}"),
            ("Annotations", f"{plan.annotations:,}"),
            ("Classes", f"{len(plan.categories):,}"),
            ("Size", _megabytes(plan.picture_bytes)),
        )
    )
    _repairs(plan)
    left, right = st.columns(2)
    name = left.text_input("Name", _free_name(_suggested(plan.path)), key="new-name").strip()
    percent = right.slider(
        "For validation", 0, 50, 20, format="%d %%", help="Where the file names no split itself."
    )
    taken = name in _names()
    replace = taken and st.checkbox(f"Replace the dataset {name} that is there", key="new-replace")
    if st.button("Import", type="primary", disabled=taken and not replace, key="import-now"):
        with progress("Importing:") as show:
            importing.run(
                cache.store(),
                plan,
                name=name,
                split_val=percent / 100,
                replace=bool(replace),
                progress=show,
            )
        draft.close()
        session().draft = None
        _arrive(name)


def _repairs(plan: Plan) -> None:
    if not plan.repairs:
        return
    st.warning(
        "  \n".join(("The import would repair:", *plan.repairs_in_words)),
        icon=":material/build:",
    )
    with st.expander("Each repair by file and id"):
        st.dataframe(
            [
                {"file": one.file, "id": str(one.id), "what": one.what, "detail": one.detail}
                for one in plan.repairs[:_REPAIRS_SHOWN]
            ]
        )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 100_000 else f"{size / 1e3:,.1f} kB"


def _arrive(name: str) -> None:
    """Close the panel and show the new dataset first."""
    here = session()
    here.adding = False
    here.dataset = name
    here.say(f"{name} is here.")
    st.rerun()


def _suggested(path: Path) -> str:
    """A name made of the file's, where it can be one."""
    stem = path.parent.name if path.stem.lower() in ("labels", "annotations") else path.stem
    plain = re.sub(r"[^\w .+-]+", " ", stem).strip(" .+-")[: settings.MAX_NAME_LENGTH - 4]
    return "pictures" if plain in ("", "parcel") else plain


def _free_name(name: str) -> str:
    names = _names()
    tries = (name, *(f"{name} {number}" for number in range(2, len(names) + 3)))
    return next(one for one in tries if one not in names)


def _names() -> set[str]:
    return {dataset.name for dataset in cache.store().datasets()}
