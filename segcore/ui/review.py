"""What Review shows: a run in numbers, its worst images, one of them large, the way to fix it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from segcore import api
from segcore.colors import category_color
from segcore.errors import NotFound
from segcore.evaluation import CategoryMetrics, Evaluation, ImageReview, reviews
from segcore.evaluation.scene import Reviewed
from segcore.runs import RunFolder
from segcore.types import Category, Dataset, Image, RunRecord
from segcore.ui import cache, navigation
from segcore.ui.crop_canvas import fix_here
from segcore.ui.gallery import Tile, gallery
from segcore.ui.pieces import Empty, numbers, swatch
from segcore.ui.session import query, query_id, remember_in_address, session
from segcore.ui.side_by_side import side_by_side

SHOWN = 48  # images in the gallery
_RUN = "review-run"


@dataclass(frozen=True)
class View:
    """How the person looks at the run."""

    category_id: int | None
    score: float
    labels: bool
    filled: bool


def run_picker(dataset: Dataset) -> RunRecord:
    """The run of `?run=`, else the newest finished one, with a box to change it."""
    finished = [one for one in cache.store().runs(dataset.id) if one.state == "done"]
    if not finished:
        raise _no_run(dataset)
    here, known = session(), {one.id: one for one in finished}
    asked = query("run")
    wanted = asked or here.run_id
    st.session_state[_RUN] = here.run_id = wanted if wanted in known else finished[0].id
    st.selectbox(
        "Run",
        list(known),
        format_func=lambda id_: _run_in_words(known[id_]),
        key=_RUN,
        on_change=_run_picked,
    )
    if asked not in ("", here.run_id):
        st.toast(f"No finished run {asked} here: this is the newest.", icon=":material/info:")
    remember_in_address("run", here.run_id)
    return known[here.run_id]


def view_controls(categories: Sequence[Category]) -> View:
    """The class, the score from which a prediction counts, and what is drawn."""
    names: dict[int | None, str] = {None: "All classes", **{one.id: one.name for one in categories}}
    category = st.selectbox("Class", list(names), format_func=names.__getitem__, key="review-class")
    score = st.slider("Score from", 0.05, 0.95, 0.3, 0.05, key="review-score")
    with st.container(horizontal=True):
        labels = st.toggle("Labels", value=True, key="review-labels")
        filled = st.toggle("Fill", value=True, key="review-fill")
    return View(category, score, labels, filled)


def read(record: RunRecord) -> Reviewed:
    """What the run left, kept between reruns until it is evaluated again."""
    run = RunFolder.of(record.dataset, record.id)
    stamp = run.evaluation.stat().st_mtime_ns if run.evaluation.exists() else 0
    return _read(record.dataset, record.id, stamp)


def overview(evaluation: Evaluation, categories: Sequence[Category]) -> None:
    """The run in numbers, then one row a class."""
    if evaluation.note:
        st.info(evaluation.note, icon=":material/info:")
        return
    segm, bbox = evaluation.segm, evaluation.bbox
    numbers(
        [
            ("mask AP", _percent(segm.AP)),
            ("mask AP50", _percent(segm.AP50)),
            ("mask AP75", _percent(segm.AP75)),
            ("box AP", _percent(bbox.AP)),
            ("mask AR100", _percent(segm.AR100)),
        ]
    )
    colors = {one.id: one for one in categories}
    st.dataframe(
        [_class_row(one, colors.get(one.category_id)) for one in evaluation.categories],
        hide_index=True,
        column_config={
            "": st.column_config.ImageColumn(width=28),
            "mask AP": _bar("mask AP"),
            "mask AP50": _bar("mask AP50"),
            "box AP": _bar("box AP"),
        },
    )


def worst_first(reviewed: Reviewed, view: View) -> Image | None:
    """The val images, the worst first; the one chosen, else the worst."""
    judged = reviews(reviewed.evaluation, score_threshold=view.score, category_id=view.category_id)
    if not judged:
        st.caption("No val image has or shows this class.")
        return None
    here, ids = session(), [one.image_id for one in judged]
    chosen = query_id("image") or here.image_id
    current = chosen if chosen in ids else ids[0]
    images = {image.id: image for image in reviewed.truth.images}
    st.markdown("**Worst first**")
    with st.container(height=560, border=False):
        tiles = [_tile(images[one.image_id], one) for one in judged[:SHOWN]]
        picked = gallery(tiles, key="worst", current=current, tile_width=110)
    if picked is not None and picked != current:
        st.query_params["image"] = str(picked)
        here.annotation_id = None
        st.rerun()
    here.image_id = current
    remember_in_address("image", current)
    return images[current]


def one_image(
    dataset: Dataset,
    reviewed: Reviewed,
    image: Image,
    categories: Sequence[Category],
    view: View,
) -> None:
    """The image large, ground truth beside prediction, and the two ways to fix it."""
    here, known = session(), {one.id: one for one in categories}
    scene = reviewed.scene(image, score_threshold=view.score, category_id=view.category_id)
    if here.annotation_id not in {one.annotation_id for one in scene.truth}:
        here.annotation_id = None
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{image.file_name}**", width="stretch")
        _fix_buttons(dataset, image, known)
    clicked = side_by_side(
        scene,
        known,
        picked=here.annotation_id,
        labels=view.labels,
        filled=view.filled,
    )
    if clicked is not None and clicked != here.annotation_id:
        here.annotation_id = clicked
        st.rerun()


def _run_picked() -> None:
    st.query_params["run"] = st.session_state[_RUN]


def _run_in_words(run: RunRecord) -> str:
    return f"{run.preset}, {run.step:,} steps · {run.id}"


def _fix_buttons(dataset: Dataset, image: Image, categories: Mapping[int, Category]) -> None:
    chosen = session().annotation_id
    if (
        st.button(
            "Fix here",
            icon=":material/center_focus_strong:",
            help="Opens the outline chosen below, large",
            disabled=chosen is None,
        )
        and chosen is not None
    ):
        _check_still_there(image)
        annotation = cache.store().annotation(chosen)
        color = category_color(categories[annotation.category_id].position)
        fix_here(dataset, image, annotation, color=color)
    if st.button(
        "Fix this",
        type="primary",
        icon=":material/polyline:",
        help="Opens Annotate, with the outline chosen below selected",
    ):
        _check_still_there(image)
        _leave_for_annotate(image, chosen)


def _check_still_there(image: Image) -> None:
    try:
        cache.store().image(image.id)
    except NotFound:
        raise NotFound(
            f"{image.file_name} is no longer in the dataset: it was replaced after this run."
        ) from None


def _leave_for_annotate(image: Image, annotation_id: int | None) -> None:
    """To the editor, with the chosen annotation selected, the run's ghosts and a way back."""
    here = session()
    asked: dict[str, str | int] = {"run": here.run_id, "from": "review"}
    if annotation_id is not None:
        asked["annotation"] = annotation_id
    navigation.go("annotate", dataset=here.dataset, image=image.id, **asked)


@st.cache_resource(max_entries=4, show_spinner="Reading the run")
def _read(dataset: str, run_id: str, _stamp: int) -> Reviewed:
    return Reviewed.read(RunFolder.of(dataset, run_id))


def _no_run(dataset: Dataset) -> Empty:
    return Empty(
        "Nothing to review yet",
        "Train a model on this dataset: when its run is done, its predictions stand here beside "
        "the ground truth.",
        action="Train one",
        to="train",
        icon=":material/rate_review:",
        dataset=dataset.name,
    )


def _tile(image: Image, judged: ImageReview) -> Tile:
    note = f"{judged.missed} missed, {judged.extra} extra" if judged.mistakes else "all found"
    return Tile(image.id, api.thumb_url(image, width=240), image.file_name, note)


def _class_row(one: CategoryMetrics, category: Category | None) -> dict[str, object]:
    return {
        "": "" if category is None else swatch(category),
        "class": one.name,
        "annotations": one.annotations,
        "mask AP": _hundredths(one.segm.AP),
        "mask AP50": _hundredths(one.segm.AP50),
        "box AP": _hundredths(one.bbox.AP),
    }


def _bar(name: str) -> ColumnConfig:
    return st.column_config.ProgressColumn(name, min_value=0, max_value=100, format="%.1f %%")


def _hundredths(value: float | None) -> float | None:
    return None if value is None else 100 * value


def _percent(value: float | None) -> str:
    return "none" if value is None else f"{value:.1%}"
