"""Take the pictures of the README and of the editor's page from the real app: `make screenshots`.

On a temporary data folder: the sample is made, a model is trained on it, and Chromium visits the
pages. What you see in the pictures is what a fresh `make app` shows after the same steps.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from editor_pictures import take_editor
from shooting import DATASET, Shoot, data_folder, segcore, shoot

from segcore.evaluation.scene import Reviewed
from segcore.runs import RunFolder
from segcore.store import open_store
from segcore.types import Annotation, Box
from tests.browser.editing import open_editor

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
TRAINING_LIMIT = 1800  # seconds
LIVE_SHARE = 0.75  # of the steps done when Train is photographed


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--steps", type=int, default=200, help="of training (default: 200)")
    parser.add_argument("--weights", type=Path, help="train from this checkpoint")
    parser.add_argument("--out", type=Path, default=IMAGES, help="the folder for the pictures")
    parser.add_argument("--data", type=Path, help="keep the data here, and use what is there")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with data_folder(given.data) as folder, shoot(folder, given.out) as shooting:
        segcore("sample", "--once")
        run = None if given.weights else newest_run()
        run = run or train(shooting, steps=given.steps, weights=given.weights)
        take_review(shooting, run)
        take_annotate(shooting)
        shooting.visit("datasets")
        shooting.take("datasets")
        shooting.visit("")
        shooting.take("home")
        take_editor(shooting, run)


def newest_run() -> str | None:
    """The last one that is done, in data that was kept."""
    runs = json.loads(segcore("runs", DATASET, "--json"))
    return next((run["run"] for run in runs if run["state"] == "done"), None)


def train(shooting: Shoot, *, steps: int, weights: Path | None) -> str:
    """Train on the sample, with Train photographed on the way; the run's id."""
    config = shooting.server.data_dir.parent / "short.yaml"
    config.write_text(f"warmup_steps: {steps // 3}\neval_period: {max(1, steps // 5)}\n")
    call = ["train", DATASET, "--max-steps", str(steps), "--config", str(config), "--detach"]
    run = segcore(*call, *(("--weights", str(weights)) if weights else ())).strip()
    shooting.visit(f"train?dataset={DATASET}&run={run}")
    await_run(run, step=round(steps * LIVE_SHARE))
    shooting.take("train")
    await_run(run)
    return run


def await_run(run: str, *, step: int | None = None) -> None:
    """Wait until the run has reached `step`, or else its end."""
    patience = time.monotonic() + TRAINING_LIMIT
    while time.monotonic() < patience:
        [seen] = [one for one in json.loads(segcore("runs", "--json")) if one["run"] == run]
        if seen["state"] in ("failed", "cancelled"):
            sys.exit(f"The run {run} {seen['state']}: {seen['message']}")
        if seen["state"] == "done" or (step is not None and seen["step"] >= step):
            return
        time.sleep(2)
    sys.exit(f"The run {run} took longer than {TRAINING_LIMIT} s.")


def take_review(shooting: Shoot, run: str) -> None:
    """The val image on which the model found most."""
    seen = Reviewed.read(RunFolder.of(DATASET, run))
    best = max(seen.truth.images, key=lambda image: found(seen, image.id))
    shooting.visit(f"review?dataset={DATASET}&run={run}&image={best.id}")
    shooting.take("review")


def found(seen: Reviewed, image_id: int) -> int:
    of_image = (match for match in seen.evaluation.matches if match.image_id == image_id)
    return sum(match.is_found and (match.score or 0) >= 0.5 for match in of_image)


def take_annotate(shooting: Shoot) -> None:
    """The fullest image, one of its polygons under correction."""
    store = open_store()
    images = {image.id: image for image in store.images(store.dataset(DATASET).id)}
    groups = store.annotations_of(list(images)).items()
    chosen, _ = max((pair for pair in groups if apart(pair[1])), key=lambda pair: len(pair[1]))
    image, target = images[chosen], apart(dict(groups)[chosen])[0]
    open_editor(shooting.page, shooting.server, DATASET, image=image.id, annotation=target.id)
    shooting.take("annotate")


def apart(annotations: Sequence[Annotation]) -> list[Annotation]:
    """Those whose middle lies in no other's box, the largest first."""
    free = [
        one
        for one in annotations
        if not any(other is not one and holds(other.box, middle(one.box)) for other in annotations)
    ]
    return sorted(free, key=lambda one: -one.area)


def middle(box: Box) -> tuple[float, float]:
    return (box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2


def holds(box: Box, point: tuple[float, float]) -> bool:
    return box.x1 <= point[0] <= box.x2 and box.y1 <= point[1] <= box.y2


if __name__ == "__main__":
    main()
