"""What was done in FiftyOne's App, found by the time of the last change of each sample."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import fiftyone as fo
import msgspec
from fiftyone.server.events.state import get_state

from segcore.fiftyone_bridge.differences import differences
from segcore.fiftyone_bridge.putting import find_dataset
from segcore.fiftyone_bridge.samples import seen_labels
from segcore.fiftyone_bridge.sent import Sent
from segcore.fiftyone_bridge.values import Found, ImageFound

_NOTHING = ImageFound()


def signature(uid: str) -> tuple[object, ...] | None:
    """Differs once something was done to the dataset or selected in it; None without a dataset."""
    dataset = find_dataset(uid)
    if dataset is None:
        return None
    return _newest(dataset), dataset.count(), tuple(_selected(dataset))


def look(before: Found, client: Any) -> Found:  # noqa: ANN401
    """`before` with what was done since."""
    dataset = find_dataset(before.uid)
    if dataset is None:
        return before
    dataset.reload()
    newest, sent, images = _newest(dataset), Sent(client, before.uid), dict(before.images)
    if newest > before.looked_at:
        _look_at(_changed(dataset, before.looked_at), sent, images)
    deleted = _deleted(dataset, sent)
    for image_id in deleted:
        images.pop(image_id, None)
    return Found(
        uid=before.uid,
        images=images,
        deleted=deleted,
        selected=_ids(dataset, _selected(dataset)),
        views={name: _view(dataset, name) for name in dataset.list_saved_views()},
        looked_at=max(newest, before.looked_at),
    )


def again(found: Found, image_ids: Sequence[int], client: Any) -> Found:  # noqa: ANN401
    """`found` with these images looked at anew, whenever they were changed."""
    dataset = find_dataset(found.uid)
    if dataset is None or not image_ids:
        return found
    wanted = set(image_ids)
    images = {id_: one for id_, one in found.images.items() if id_ not in wanted}
    view = dataset.match(fo.ViewField("segcore_id").is_in(list(wanted)))
    _look_at(view, Sent(client, found.uid), images)
    return msgspec.structs.replace(found, images=images)


def newest_change(uid: str) -> float:
    """Seconds since 1970; 0 where there is no dataset or no sample."""
    dataset = find_dataset(uid)
    return 0.0 if dataset is None else _newest(dataset)


def _look_at(view: Any, sent: Sent, images: dict[int, ImageFound]) -> None:  # noqa: ANN401
    """Write what was done to each sample of `view` into `images`."""
    for sample in view.select_fields(["segcore_id", "metadata", "ground_truth"]).iter_samples():
        image_id = sample["segcore_id"]
        line = sent.samples([image_id]).get(image_id)
        if line is None:  # added in FiftyOne itself: not one of ours
            continue
        done = differences(line, sample.tags, [seen for seen, _ in seen_labels(sample).values()])
        images.pop(image_id, None)
        if done != _NOTHING:
            images[image_id] = done


def _newest(dataset: Any) -> float:  # noqa: ANN401
    last = dataset.sort_by("last_modified_at", reverse=True).limit(1).values("last_modified_at")
    return last[0].replace(tzinfo=UTC).timestamp() if last else 0.0


def _changed(dataset: Any, since: float) -> Any:  # noqa: ANN401
    """Those changed in the very millisecond are looked at twice rather than never."""
    moment = datetime.fromtimestamp(since, UTC).replace(tzinfo=None)
    return dataset.match(fo.ViewField("last_modified_at") >= moment)


def _deleted(dataset: Any, sent: Sent) -> tuple[int, ...]:  # noqa: ANN401
    present = set(dataset.values("segcore_id"))
    return tuple(sorted(sent.ids() - present))


def _selected(dataset: Any) -> list[str]:  # noqa: ANN401
    """FiftyOne's ids of what is selected in the App, if it shows this dataset."""
    state = get_state()
    if state.dataset is None or state.dataset.name != dataset.name:
        return []
    return [one["id"] for one in state.selected_samples]


def _ids(dataset: Any, ids: list[str]) -> tuple[int, ...]:  # noqa: ANN401
    if not ids:
        return ()
    found = dataset.select(ids).values("segcore_id")
    return tuple(sorted(one for one in found if one is not None))


def _view(dataset: Any, name: str) -> tuple[int, ...]:  # noqa: ANN401
    found = dataset.load_saved_view(name).values("segcore_id")
    return tuple(sorted({one for one in found if one is not None}))
