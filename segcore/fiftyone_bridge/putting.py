"""A file of samples into a FiftyOne dataset: what is as it was is left alone.

What a person did in FiftyOne and nobody has settled yet stays there: tags are added to ours, an
edited label is kept as it is, at the version it was made from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import fiftyone as fo
import msgspec

from segcore.errors import Stopped
from segcore.fiftyone_bridge.differences import differences
from segcore.fiftyone_bridge.samples import (
    GROUND_TRUTH,
    detections,
    filled,
    new_sample,
    seen_labels,
)
from segcore.fiftyone_bridge.sent import Sent, digest
from segcore.fiftyone_bridge.values import (
    Answer,
    Head,
    ImageFound,
    Label,
    LabelFound,
    Sample,
    Settled,
)
from segcore.types import Size

AT_ONCE = 200  # samples

Report = Callable[[int, int], None]
_read_head = msgspec.json.Decoder(Head).decode
_read = msgspec.json.Decoder(Sample).decode


@dataclass
class _Counts:
    seen: set[int] = field(default_factory=set)
    added: int = 0
    changed: list[int] = field(default_factory=list)


def put(
    path: Path,
    client: Any,  # noqa: ANN401
    report: Report,
    is_over: Callable[[], bool],
) -> tuple[Answer, list[int]]:
    """Make the dataset of the file's head, or bring it up to date; with the ids that changed.

    Raises Stopped when over.
    """
    with path.open("rb") as lines:
        head, counts = _read_head(next(lines)), _Counts()
        dataset, sent = dataset_of(head), Sent(client, head.uid)
        if not dataset.count():
            sent.forget_all()
        for chunk in _chunks(lines):
            if is_over():
                raise Stopped("FiftyOne is stopping.")
            _put_chunk(chunk, head, dataset, sent, counts)
            report(len(counts.seen), head.count)
    gone = _remove_others(dataset, sent, counts.seen) if head.is_whole else 0
    changed = len(counts.changed)
    same = len(counts.seen) - counts.added - changed
    slug = str(dataset.slug)
    answer = Answer(slug=slug, added=counts.added, changed=changed, same=same, removed=gone)
    return answer, counts.changed


def dataset_of(head: Head) -> Any:  # noqa: ANN401
    """The FiftyOne dataset, made where it is not there, its colours and fields as in `head`."""
    dataset = find_dataset(head.uid) or _made(head)
    for path in list(dataset.get_field_schema()):
        if head.is_whole and path.startswith("predictions_") and path not in head.prediction_fields:
            dataset.delete_sample_field(path)
    values = [{"value": name, "color": color} for name, color in head.colors.items()]
    scheme = fo.ColorScheme(
        color_by="value",
        color_pool=list(head.colors.values()) or None,
        fields=[
            {"path": path, "colorByAttribute": "label", "valueColors": values}
            for path in (GROUND_TRUTH, *head.prediction_fields)
        ],
    )
    if head.is_whole:
        dataset.app_config.color_scheme = scheme
        dataset.info["prediction_fields"] = dict(head.prediction_fields)
        dataset.classes = {GROUND_TRUTH: list(head.colors)}
        dataset.save()
    return dataset


def find_dataset(uid: str) -> Any:  # noqa: ANN401
    """None where there is none."""
    names = fo.list_datasets(tags=_tag(uid))
    return fo.load_dataset(names[0]) if names else None


def _made(head: Head) -> Any:  # noqa: ANN401
    name = head.name
    if fo.dataset_exists(name) or _is_slug_taken(name):
        name = f"{name} {head.uid[:6]}"
    dataset = fo.Dataset(name, persistent=True)
    dataset.tags = [_tag(head.uid)]
    dataset.add_sample_field("segcore_id", fo.IntField)
    for path in ("file_name", "split", "review"):
        dataset.add_sample_field(path, fo.StringField)
    dataset.add_sample_field(GROUND_TRUTH, fo.EmbeddedDocumentField, fo.Detections)
    dataset.create_index("segcore_id")
    return dataset


def _is_slug_taken(name: str) -> bool:
    import fiftyone.core.utils as fou

    slugs = {fou.to_slug(one) for one in fo.list_datasets()}
    return fou.to_slug(name) in slugs


def _tag(uid: str) -> str:
    return f"segcore-{uid}"


def _chunks(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
    while chunk := list(islice(lines, AT_ONCE)):
        yield chunk


def _put_chunk(chunk: list[bytes], head: Head, dataset: Any, sent: Sent, counts: _Counts) -> None:  # noqa: ANN401
    samples = {
        one.image_id: (one, digest(line))
        for one, line in zip(map(_read, chunk), chunk, strict=True)
    }
    known = sent.digests(samples)
    counts.seen |= samples.keys()
    back = {id_ for id_, settled in head.settled.items() if settled.sample}
    new = [pair for id_, pair in samples.items() if id_ not in known]
    other = {
        id_: pair
        for id_, pair in samples.items()
        if id_ in known and (known[id_] != pair[1] or id_ in head.settled)
    }
    counts.added += len(new)
    counts.changed += other
    _add(new, dataset, sent)
    _update(other, head.settled, back, dataset, sent)


def _add(new: list[tuple[Sample, bytes]], dataset: Any, sent: Sent) -> None:  # noqa: ANN401
    if new:
        dataset.add_samples([new_sample(one) for one, _ in new], progress=False, dynamic=True)
        sent.keep(new)


def _update(
    other: dict[int, tuple[Sample, bytes]],
    settled: dict[int, Settled],
    back: set[int],
    dataset: Any,  # noqa: ANN401
    sent: Sent,
) -> None:
    """Samples that somebody deleted in FiftyOne stay so until that is settled."""
    if not other:
        return
    before, kept, there = sent.samples(other), [], set()
    for made in samples_of(dataset, other):
        one, mark = other[made["segcore_id"]]
        there.add(one.image_id)
        merged = _merge(made, before[one.image_id], one, settled.get(one.image_id, Settled()))
        made.save()
        kept.append((merged, mark))
    sent.keep(kept)
    _add([pair for id_, pair in other.items() if id_ in back - there], dataset, sent)


def samples_of(dataset: Any, image_ids: Any) -> Any:  # noqa: ANN401
    """Those of them that are there."""
    return dataset.match(fo.ViewField("segcore_id").is_in(list(image_ids))).iter_samples()


def _merge(made: Any, before: Sample, new: Sample, settled: Settled) -> Sample:  # noqa: ANN401
    """Bring `made` up to `new`, but for what was done to it; what it counts as sent from now."""
    now = seen_labels(made)
    done = differences(before, made.tags, [seen for seen, _ in now.values()])
    truth, sent_labels = _labels(now, done, before, new, settled)
    filled(made, new, truth, _tags(new.tags, done, settled.tags))
    return msgspec.structs.replace(new, labels=tuple(sent_labels))


def _labels(
    now: dict[str, tuple[Any, Any]],
    done: ImageFound,
    before: Sample,
    new: Sample,
    settled: Settled,
) -> tuple[list[Any], list[Label]]:
    """The Detections to show, and the labels that they count as."""
    size = Size(new.width, new.height)
    old = {label.id: label for label in before.labels}
    edits: dict[int | None, LabelFound] = {one.id: one for one in done.labels if one.id}
    truth, labels = [], []
    for label in new.labels:
        edit = edits.get(label.id)
        if edit is None or label.id in settled.labels:
            truth += detections((label,), size)
            labels.append(label)
        elif edit.is_deleted:
            labels.append(old[label.id])
        elif edit.is_edit:
            truth.append(now[edit.drawn][1])
            labels.append(old[label.id])
        else:
            tags = _tags(label.tags, edit, settled.label_tags.get(label.id or 0, ()))
            truth += detections((msgspec.structs.replace(label, tags=tags),), size)
            labels.append(label)
    drawn = [one.drawn for one in done.labels if one.id is None and one.drawn not in settled.drawn]
    return truth + [now[one][1] for one in drawn], labels


def _tags(
    ours: Iterable[str], done: ImageFound | LabelFound, settled: Iterable[str]
) -> tuple[str, ...]:
    """Ours, and what was done to them there and is not settled."""
    added, removed = set(done.tags_added) - set(settled), set(done.tags_removed) - set(settled)
    return tuple(sorted((set(ours) | added) - removed))


def _remove_others(dataset: Any, sent: Sent, present: set[int]) -> int:  # noqa: ANN401
    """Take out of FiftyOne the images that the dataset has no more."""
    gone = list(sent.ids() - present)
    if gone:
        dataset.delete_samples(dataset.match(fo.ViewField("segcore_id").is_in(gone)))
        sent.forget(gone)
    return len(gone)
