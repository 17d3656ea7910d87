"""What Train shows: what will be trained on, the few settings, the run as it goes, those before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from segcore import engines, jobs
from segcore.errors import InputError
from segcore.jobs import JobState
from segcore.runs import RunFolder, TrainConfig
from segcore.types import ENDED, DatasetSummary, RunRecord
from segcore.ui import cache, curves, navigation
from segcore.ui.frame import callback, fragment
from segcore.ui.pieces import category_chips, empty_state, numbers
from segcore.ui.session import query, remember_in_address, session

_STATE = {
    "queued": ":gray-badge[:material/schedule: queued]",
    "running": ":blue-badge[:material/play_arrow: running]",
    "done": ":green-badge[:material/check: done]",
    "failed": ":red-badge[:material/error: failed]",
    "cancelled": ":orange-badge[:material/stop: cancelled]",
}


_CHIPS = 12  # classes counted
_NAMED = 5  # classes that have no example


@dataclass(frozen=True)
class Choice:
    """What the person asked for."""

    preset: str
    engine: str
    max_steps: int
    learning_rate: float
    images_per_batch: int
    seed: int
    weights: str


def data_in_numbers(summary: DatasetSummary) -> None:
    """What will be trained on, and what the val split will judge it by."""
    with st.container(border=True):
        st.markdown("**What will be trained on**")
        trained = {
            one.category.id: one.annotations for one in summary.counts if one.split == "train"
        }
        numbers(
            [
                ("train images", f"{summary.splits.get('train', 0):,}"),
                ("val images", f"{summary.splits.get('val', 0):,}"),
                ("annotations to learn", f"{sum(trained.values()):,}"),
            ]
        )
        st.html(category_chips(summary.categories, counts=trained, most=_CHIPS))
        for warning in _warnings(summary, trained):
            st.caption(f":orange[:material/warning: {warning}]")


def settings_form() -> Choice:
    """The preset and the few settings people change; the rest is the preset's."""
    names = list(engines.PRESETS)
    preset = engines.PRESETS[
        st.segmented_control("Preset", names, default=names[0], required=True, key="preset")
    ]
    st.caption(preset.about)
    start = preset.train
    steps = st.number_input("Steps", 1, 1_000_000, start.max_steps, step=50, key=f"s-{preset.name}")
    with st.expander("More settings"):
        engine, weights = _engine_and_weights(preset)
        rate = st.number_input(
            "Learning rate",
            1e-7,
            10.0,
            start.learning_rate,
            format="%.6g",
            key=f"lr-{preset.name}",
        )
        batch = st.number_input("Images a batch", 1, 64, start.images_per_batch)
        seed = st.number_input("Seed", 0, 2**31 - 1, start.seed)
    _where_it_runs(engine)
    return Choice(preset.name, engine, int(steps), float(rate), int(batch), int(seed), weights)


def start_button(dataset: str, choice: Choice) -> None:
    """One press: the dataset is frozen, the run queued, and shown."""
    st.button(
        "Start training",
        type="primary",
        icon=":material/play_arrow:",
        width="stretch",
        on_click=_start,
        args=(dataset, choice),
    )


def shown_run(records: Sequence[RunRecord]) -> RunRecord | None:
    """The run of `?run=`, else the one looked at last, else the newest."""
    wanted = query("run") or session().run_id
    by_id = {record.id: record for record in records}
    record = by_id.get(wanted) or (records[0] if records else None)
    if record is not None:
        session().run_id = record.id
        remember_in_address("run", record.id)
    return record


def live(record: RunRecord) -> None:
    """The run now, looked at every second until it ends."""
    job = jobs.state(cache.store(), record.id)
    if job.has_ended:
        _show(job)
    else:
        _watch(record.id)


def no_run() -> None:
    empty_state(
        "No run yet",
        "Choose a preset and press Start training: the run goes on in the background, even when "
        "this page or the server is closed.",
        icon=":material/model_training:",
    )


def run_history(records: Sequence[RunRecord], shown: RunRecord) -> None:
    """Every run of the dataset, newest first; a click shows one."""
    st.markdown("**Runs**")
    if all(record.state in ENDED for record in records):
        _history(shown)
    else:
        _watch_history(shown)


def _warnings(summary: DatasetSummary, trained: dict[int, int]) -> list[str]:
    absent = [one.name for one in summary.categories if not trained.get(one.id)]
    said = []
    if absent:
        more = f" and {len(absent) - _NAMED:,} more" if len(absent) > _NAMED else ""
        said.append(f"Cannot be learned, without an example: {', '.join(absent[:_NAMED])}{more}.")
    if not summary.splits.get("val"):
        said.append("There is no val image: nothing will judge the model.")
    return said


def _engine_and_weights(preset: engines.Preset) -> tuple[str, str]:
    engine = st.selectbox("Engine", ["auto", *engines.NAMES])
    weights = st.text_input(
        "Weights to begin from",
        placeholder="a .pth or .pkl file on the server's machine",
        help=f"{preset.name} begins from {preset.pretrained or 'nothing'} when this is empty.",
    )
    return engine, weights


def _where_it_runs(engine: str) -> None:
    """Which engine and device, and why."""
    try:
        name, reason = engines.choose(engine)
    except InputError as error:
        st.warning(str(error), icon=":material/extension_off:")
        return
    device = "a GPU" if jobs.gpu_count() else "the CPU, for there is no GPU here"
    st.caption(f"Trains on {device}. {reason.replace(name, f'**{name}**', 1)}")


@callback
def _start(dataset: str, choice: Choice) -> None:
    run = jobs.start(
        cache.store(),
        dataset,
        preset=choice.preset,
        engine=choice.engine,
        max_steps=choice.max_steps,
        weights=Path(choice.weights).expanduser() if choice.weights else None,
        changes={
            "learning_rate": choice.learning_rate,
            "images_per_batch": choice.images_per_batch,
            "seed": choice.seed,
        },
        author=session().author,
    )
    session().run_id = run
    st.query_params["run"] = run


@fragment(run_every=2.0)
def _watch_history(shown: RunRecord) -> None:
    _history(shown)


def _history(shown: RunRecord) -> None:
    """The table's key is what it shows: a new run or another choice begins it anew."""
    found = jobs.states(cache.store(), shown.dataset)
    ids = [one.id for one in found]
    picked = st.dataframe(
        [_history_row(one) for one in found],
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        selection_default={"selection": {"rows": [ids.index(shown.id)]}},
        key=f"runs-{len(ids)}-{shown.id}",
    )
    chosen = picked["selection"]["rows"]
    if chosen and ids[chosen[0]] != shown.id:
        st.query_params["run"] = ids[chosen[0]]
        st.rerun()


def _history_row(job: JobState) -> dict[str, str]:
    return {
        "run": job.id,
        "state": job.state,
        "preset": job.record.preset,
        "engine": job.engine,
        "steps": f"{job.step:,} / {job.max_steps:,}",
    }


@fragment(run_every=1.0)
def _watch(run_id: str) -> None:
    job = jobs.state(cache.store(), run_id)
    if job.has_ended:
        st.rerun()
    _show(job)


def _show(job: JobState) -> None:
    run = RunFolder.of(job.record.dataset, job.id)
    _head(job)
    config = run.read_config()
    curves.loss_and_precision(run, max_steps=job.max_steps, has_ended=job.has_ended)
    failed = job.state == "failed"
    key = f"log-{job.id}-failed" if failed else f"log-{job.id}"
    with st.expander("Log", icon=":material/article:", key=key, expanded=failed):
        st.code(job.log_tail or "Nothing yet.", language=None)
    with st.expander("Settings of this run", icon=":material/tune:", key=f"config-{job.id}"):
        st.json(_plain(config.train))


def _head(job: JobState) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(f"{job.id} {_STATE[job.state]}", anchor=False, width="stretch")
        if not job.has_ended:
            st.button(
                "Cancel",
                icon=":material/stop:",
                on_click=callback(jobs.cancel),
                args=(cache.store(), job.id),
                help="What was learned is kept",
            )
        elif job.state == "done" and st.button(
            "Review", type="primary", icon=":material/rate_review:"
        ):
            navigation.go("review", dataset=job.record.dataset, run=job.id)
    st.progress(min(job.step / job.max_steps, 1.0), text=_progress_text(job))
    if job.message:
        {"failed": st.error}.get(job.state, st.info)(job.message)


def _progress_text(job: JobState) -> str:
    left = "" if job.eta_seconds is None else f", about {_duration(job.eta_seconds)} left"
    stage = f"{job.stage}, " if job.stage else ""
    return f"{stage}step {job.step:,} of {job.max_steps:,}{left} · {job.engine} on {job.device}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _plain(config: TrainConfig) -> dict[str, object]:
    return {
        name: str(value) if isinstance(value, Path) else value
        for name, value in vars(config).items()
    }
