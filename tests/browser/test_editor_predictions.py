"""Predictions of a run as ghosts: walked, accepted, rejected, taken for an outline."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import expect

from segcore import coco, geometry
from segcore.evaluation import values
from segcore.evaluation.values import Evaluation
from segcore.runs import RunFolder
from segcore.types import Box, Prediction, RunRecord
from tests.browser.bench import Bench, bench, module_bench
from tests.browser.driving import until
from tests.browser.editing import Editor, open_editor
from tests.browser.scenes import HEIGHT, WIDTH, shape, square

__all__ = ["bench", "module_bench"]
pytestmark = pytest.mark.browser

ONE = square(40, 40, 60)
#: By score: one over the annotation, three aside.
FOUND = {0.9: (44, 44), 0.55: (160, 40), 0.8: (160, 140), 0.4: (280, 40)}


def with_run(bench: Bench) -> Editor:
    """One annotated square, and a finished run that found four."""
    bench.open([shape(ONE)])
    [image] = bench.images
    category = bench.store.categories(bench.dataset.id)[1].id
    name = bench.dataset.name
    run = f"run-{name}"
    bench.store.add_run(
        RunRecord(run, bench.dataset.id, name, "done", "", "tiny", "", 1, 1, "2026")
    )
    folder = RunFolder.of(name, run)
    folder.root.mkdir(parents=True)
    found = [prediction(image.id, category, score, at) for score, at in FOUND.items()]
    folder.predictions.write_bytes(coco.predictions_to_json(found))
    values.write(folder.evaluation, Evaluation(images=(image.id,)))
    bench.forget()
    bench.editor = open_editor(bench.page, bench.server, name)
    bench.editor.root.get_by_role("tab", name="Predictions").click()
    bench.editor.root.locator(".ghosts select").select_option(run)
    expect(bench.editor.root.get_by_text("4 predictions")).to_be_visible()
    return bench.editor


def prediction(image: int, category: int, score: float, at: tuple[int, int]) -> Prediction:
    """A square of 60."""
    x, y = at
    mask = np.zeros((HEIGHT, WIDTH), dtype=bool)
    mask[y : y + 60, x : x + 60] = True
    return Prediction(image, category, score, Box(x, y, x + 60, y + 60), geometry.mask_to_rle(mask))


def test_the_most_doubtful_comes_first_and_one_key_accepts_or_rejects(bench: Bench) -> None:
    editor = with_run(bench)
    editor.press("g")
    bench.said("Prediction: Dice, score 0.55.")
    editor.press("y")
    editor.saved()
    accepted = bench.annotations()[1]
    assert accepted.score == pytest.approx(0.55)
    assert (accepted.origin, accepted.run_id) == ("model", f"run-{bench.dataset.name}")
    assert sorted(bench.outline(1)) == sorted(square(160, 40, 60))

    asked = editor.root.locator(".ghost-now")
    expect(asked).to_contain_text("0.40")
    editor.press("u")
    expect(asked).to_contain_text("0.80")
    assert len(bench.annotations()) == 2
    editor.press("Control+z")
    editor.saved()
    assert len(bench.annotations()) == 1


def test_a_ghost_over_an_annotation_offers_to_replace_its_outline(bench: Bench) -> None:
    editor = with_run(bench)
    [before] = bench.annotations()
    editor.press("Shift+g")
    bench.said("It lies on an instance, whose outline it can replace.")
    editor.press("Alt+y")
    editor.saved()
    [after] = bench.annotations()
    assert after.id == before.id
    assert sorted(bench.outline()) == sorted(square(44, 44, 60))
    assert after.origin == "import"


def test_the_score_hides_weaker_ones_and_all_above_are_accepted_as_one(bench: Bench) -> None:
    editor = with_run(bench)
    editor.root.get_by_label("Least score").fill("0.5")
    accept = editor.root.get_by_role("button", name="Accept all shown: 3 of 4")
    accept.click()
    editor.saved()
    scores = [each.score for each in bench.annotations()]
    assert scores[1:] == pytest.approx([0.9, 0.8, 0.55])
    assert bench.labels()[0] == "Accept 3 predictions"
    editor.press("Control+z")
    editor.saved()
    until(bench.page, lambda: len(bench.annotations()) == 1)
