"""Review in the browser: a small fix on the spot, taken back, and the way to the editor."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from segcore import jobs
from segcore.store import Store
from segcore.types import Annotation
from tests import toys
from tests.browser.driving import WAIT, heading, no_complaint, settled, visit
from tests.browser.serving import Server

pytestmark = pytest.mark.browser

CORNERS = [[16.0, 16.0], [48.0, 16.0], [48.0, 48.0], [16.0, 48.0]]
SEEN = (8.0, 8.0, 56.0, 56.0)  # of the image: the square and a quarter of its side around it


@pytest.fixture
def run(store: Store, monkeypatch: pytest.MonkeyPatch) -> str:
    """A finished run on the squares."""
    toys.use_engines(monkeypatch)
    toys.squares(store)
    run = jobs.start(store, "toys", engine="toy", max_steps=3)
    assert jobs.follow(store, run, every=0.05).state == "done"
    return run


@pytest.fixture
def square(store: Store, run: str) -> Annotation:  # noqa: ARG001 - the run needs it first
    """The square of the val image."""
    [image] = store.images(store.dataset("toys").id, split="val")
    [annotation] = store.annotations(image.id)
    return annotation


@pytest.fixture
def review(server: Server, page: Page, run: str, square: Annotation) -> Iterator[Page]:
    """Review of the val image, its square chosen."""
    visit(page, f"{server.url}/review?dataset=toys&run={run}&image={square.image_id}")
    page.locator("figure").first.locator("g.instance").first.click(timeout=WAIT)
    expect(page.get_by_role("button", name="Fix here")).to_be_enabled(timeout=WAIT)
    yield page
    no_complaint(page)


def at(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where on the screen an image point is, in the crop."""
    box = page.locator("canvas.upper-canvas").bounding_box()
    assert box is not None
    scale = box["width"] / (SEEN[2] - SEEN[0])
    return box["x"] + (x - SEEN[0]) * scale, box["y"] + (y - SEEN[1]) * scale


def drag_corner(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Turn editing on, choose the outline, then its points, and drag one."""
    surface = page.locator("canvas.upper-canvas")
    surface.hover(timeout=WAIT)
    page.get_by_role("button", name="Edit", exact=True).click()
    for _ in ("the outline", "its points"):
        page.mouse.click(*at(page, 32, 32))
    page.mouse.move(*at(page, *start))
    page.mouse.down()
    page.mouse.move(*at(page, *end), steps=8)
    page.mouse.up()


def test_fix_here_moves_one_point_and_undo_takes_it_back(
    review: Page, store: Store, square: Annotation
) -> None:
    review.get_by_role("button", name="Fix here").click()
    drag_corner(review, (16, 16), (12, 11))
    expect(review.get_by_text(re.compile(r"Saved \d"))).to_be_visible(timeout=WAIT)

    points = store.annotation(square.id).segmentation.parts[0].outer.tolist()
    assert points[0] == pytest.approx((12, 11), abs=0.3)
    assert points[1:] == CORNERS[1:]

    review.get_by_role("button", name="Undo the last change").click()
    expect(review.get_by_text("Taken back.")).to_be_visible(timeout=WAIT)
    assert store.annotation(square.id).segmentation.parts[0].outer.tolist() == CORNERS


def test_fix_this_opens_the_editor_on_the_outline_with_a_way_back(
    review: Page, run: str, square: Annotation
) -> None:
    review.get_by_role("button", name="Fix this").click()
    heading(review, "Annotate")
    settled(review)
    for name, value in {"annotation": square.id, "run": run, "image": square.image_id}.items():
        expect(review).to_have_url(re.compile(rf"\b{name}={value}\b"))

    review.get_by_role("link", name="Back to Review").click()
    heading(review, "Review")
    expect(review).to_have_url(re.compile(rf"\brun={run}\b"), timeout=WAIT)
