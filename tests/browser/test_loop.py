"""The whole loop by hand in a browser: in, corrected, trained, reviewed, fixed, out again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from segcore import exporting
from segcore.store import Store
from tests.browser.driving import WAIT, heading, no_complaint, settled, visit
from tests.browser.editing import Editor, open_editor
from tests.browser.serving import Server
from tests.browser.test_datasets import bring_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STEPS = 20
TRAINING = 15 * 60_000  # milliseconds
NEW = [(20.0, 20.0), (80.0, 24.0), (60.0, 90.0)]


@dataclass(frozen=True)
class Source:
    """A dataset that is about to be brought in, and what it holds."""

    name: str
    arrive: Callable[[], None]


@pytest.fixture
def bring_fruits(server: Server, page: Page, fruits: Path) -> Source:
    return Source("fruits", lambda: bring_in(page, server, fruits, name="fruits"))


@pytest.fixture
def bring_sample(server: Server, page: Page) -> Source:
    def arrive() -> None:
        visit(page, server.url + "/datasets")
        page.get_by_role("radio", name="The built-in sample").click()
        page.get_by_role("button", name="Create the sample").click(timeout=WAIT)
        expect(page.get_by_role("heading", name="sample")).to_be_visible(timeout=WAIT)

    return Source("sample", arrive)


@pytest.mark.parametrize("source", ["bring_fruits", "bring_sample"])
def test_the_loop(
    source: str,
    request: pytest.FixtureRequest,
    server: Server,
    page: Page,
    store: Store,
    tmp_path: Path,
) -> None:
    bringing: Source = request.getfixturevalue(source)
    bringing.arrive()
    before = _exported(store, bringing.name, tmp_path / "before.json")
    image, moved, removed = _choose(store, before)
    count = len(store.annotations(image.id))

    editor = open_editor(page, server, bringing.name, image=image.id)
    start, end = moved.first_point, (moved.first_point[0] + 6, moved.first_point[1] + 5)
    editor.click(moved.inside)
    editor.drag(start, end)
    editor.saved()
    editor.click(removed.inside)
    editor.press("Delete")
    editor.saved()
    _draw(editor)
    editor.comes_to_say("instances", f"{count}")

    server.restart()
    editor = open_editor(page, server, bringing.name, image=image.id)
    editor.comes_to_say("instances", f"{count}")
    edited = _exported(store, bringing.name, tmp_path / "edited.json")
    assert {one["id"] for one in before["annotations"]} - {
        one["id"] for one in edited["annotations"]
    } == {removed.id}
    for keys in ("Control+z", "Control+z", "Control+Shift+z", "Control+z"):
        editor.press(keys)  # the drawing, the removal, there and back
        editor.saved()
    page.reload()
    editor.stands(image.id)
    _draw(editor)
    editor.comes_to_say("instances", f"{count + 1}")

    _train(page, server, bringing.name)
    _review_and_fix(page)

    visit(page, server.url + "/datasets")
    after = _downloaded(page, bringing.name, tmp_path / "after.json")
    _differs_only_by_the_edits(before, after, moved=moved, to=end)
    no_complaint(page)


@dataclass(frozen=True)
class Target:
    """An annotation to work on: its id in the file, a point of its outline, one well inside."""

    id: Any
    first_point: tuple[float, float]
    inside: tuple[float, float]


def _choose(store: Store, document: dict[str, Any]) -> tuple[Any, Target, Target]:
    """An image with two plain polygons whose middles lie in nothing else, and the two."""
    for number, source in enumerate(document["images"]):
        targets = _free_targets(document, source)
        if len(targets) >= 2:
            dataset = store.datasets()[0]
            return store.images(dataset.id, limit=1, offset=number)[0], targets[0], targets[1]
    raise AssertionError("no image has two polygons apart from each other")


def _free_targets(document: dict[str, Any], image: dict[str, Any]) -> list[Target]:
    here = [one for one in document["annotations"] if one["image_id"] == image["id"]]
    found = []
    for one in here:
        outline = one["segmentation"]
        if not isinstance(outline, list) or len(outline) != 1 or _nears_the_edge(one, image):
            continue
        x, y, width, height = one["bbox"]
        middle = (x + width / 2, y + height / 2)
        if not any(_in_box(middle, other["bbox"]) for other in here if other is not one):
            found.append(Target(one["id"], (outline[0][0], outline[0][1]), middle))
    return found


def _nears_the_edge(one: dict[str, Any], image: dict[str, Any]) -> bool:
    x, y, width, height = one["bbox"]
    return bool(
        min(x, y) < 10 or x + width > image["width"] - 10 or y + height > image["height"] - 10
    )


def _in_box(point: tuple[float, float], box: list[float]) -> bool:
    return box[0] <= point[0] <= box[0] + box[2] and box[1] <= point[1] <= box[1] + box[3]


def _draw(editor: Editor) -> None:
    """Point by point, the first once more to close."""
    editor.take("polygon")
    for point in [*NEW, NEW[0]]:
        editor.click(point)
    editor.saved()
    editor.press("Escape")


def _train(page: Page, server: Server, name: str) -> None:
    visit(page, f"{server.url}/train?dataset={name}")
    page.get_by_label("Steps").fill(str(STEPS))
    page.get_by_label("Steps").press("Enter")
    settled(page)
    page.get_by_role("button", name="Start training").click()
    for step in ("[1-9]", "[1-9][0-9]"):
        expect(page.get_by_text(re.compile(rf"step {step}\d* of {STEPS}\b"))).to_be_visible(
            timeout=TRAINING
        )
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Review").click(timeout=TRAINING)


def _review_and_fix(page: Page) -> None:
    heading(page, "Review")
    panes = page.locator("figure")
    expect(panes).to_have_count(2, timeout=WAIT)
    expect(panes.nth(0)).to_contain_text("Ground truth")
    expect(panes.nth(1)).to_contain_text("Prediction")
    assert panes.nth(0).locator("g.instance").count() > 0
    slider = page.get_by_role("slider")
    slider.press("Home")
    expect(panes.nth(1).locator("g.instance").first).to_be_visible(timeout=WAIT)
    shown = re.search(r"image=(\d+)", page.url)
    page.get_by_role("button", name="Fix this").click()
    heading(page, "Annotate")
    assert shown is not None
    Editor(page).stands(int(shown[1]))
    assert f"image={shown[1]}" in page.url
    page.get_by_role("link", name="Back to Review").click()
    heading(page, "Review")
    settled(page)


def _exported(store: Store, name: str, path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(exporting.export(store, name, path).read_text())
    return document


def _downloaded(page: Page, name: str, path: Path) -> dict[str, Any]:
    page.get_by_role("button", name="Export").click(timeout=WAIT)
    page.get_by_role("dialog").get_by_role("button", name="Export", exact=True).click(timeout=WAIT)
    with page.expect_download(timeout=WAIT) as download:
        page.get_by_role("link", name=f"Download {name}.json").click(timeout=WAIT)
    download.value.save_as(path)
    document: dict[str, Any] = json.loads(path.read_text())
    return document


def _differs_only_by_the_edits(
    before: dict[str, Any], after: dict[str, Any], *, moved: Target, to: tuple[float, float]
) -> None:
    assert {**before, "annotations": 0} == {**after, "annotations": 0}
    was = {one["id"]: one for one in before["annotations"]}
    now = {one["id"]: one for one in after["annotations"]}
    [new] = [one for id_, one in now.items() if id_ not in was]
    assert [id_ for id_ in was if now.get(id_) != was[id_]] == [moved.id]
    assert new["segmentation"][0] == pytest.approx([v for point in NEW for v in point], abs=1.5)
    old_ring, new_ring = was[moved.id]["segmentation"][0], now[moved.id]["segmentation"][0]
    assert new_ring[2:] == old_ring[2:]
    assert new_ring[:2] == pytest.approx(to, abs=1.5)
    assert {**was[moved.id], "segmentation": 0, "bbox": 0, "area": 0} == {
        **now[moved.id],
        "segmentation": 0,
        "bbox": 0,
        "area": 0,
    }
