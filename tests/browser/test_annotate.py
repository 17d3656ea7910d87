"""Annotate in the browser: what was done stays, nobody is overwritten, nothing throws one off."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from segcore.store import Store
from segcore.types import Annotation, Create, Dataset, Part, Segmentation
from tests import toys
from tests.browser.conftest import WINDOW
from tests.browser.driving import WAIT, go_to, heading, no_complaint, settled, until
from tests.browser.editing import Editor, open_editor, runs_of_the_page
from tests.browser.serving import Server

pytestmark = pytest.mark.browser

INSIDE = (32.0, 32.0)
CORNERS = [(16.0, 16.0), (48.0, 16.0), (48.0, 48.0), (16.0, 48.0)]
SMALL = [(2.0, 2.0), (10.0, 2.0), (10.0, 10.0), (2.0, 10.0)]
EVENTS = re.compile(r"/segcore/editor/.*/events")


@pytest.fixture
def dataset(store: Store) -> Dataset:
    return toys.squares(store)


@pytest.fixture
def square(store: Store, dataset: Dataset) -> Annotation:
    """The square of the first image, as it came."""
    [image] = store.images(dataset.id, limit=1)
    [annotation] = store.annotations(image.id)
    return annotation


@pytest.fixture
def small(store: Store, square: Annotation) -> Annotation:
    """Another one beside it."""
    edit = Create(square.category_id, Segmentation((Part(SMALL),)))
    saved = store.save(square.image_id, [edit], author="Ada", request_id="small")
    return saved.annotations[0]


@pytest.fixture
def other_tab(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport=WINDOW)
    yield context.new_page()
    context.close()


def outline(store: Store, annotation: Annotation) -> list[list[float]]:
    """The outline as the store has it now."""
    now = store.annotation(annotation.id)
    points: list[list[float]] = now.segmentation.parts[0].outer.tolist()
    return points


def move(editor: Editor, corner: int, to: tuple[float, float]) -> None:
    """Choose the square and drag one of its corners."""
    editor.click(INSIDE)
    editor.drag(CORNERS[corner], to)


def test_an_edit_stays_when_the_page_is_left_and_found_again(
    server: Server, page: Page, store: Store, square: Annotation
) -> None:
    editor = open_editor(page, server, "toys")
    move(editor, 0, (8, 10))
    editor.saved()

    go_to(page, "Train")
    heading(page, "Train")
    go_to(page, "Annotate")
    editor.stands(square.image_id)
    move(editor, 2, (56, 57))
    editor.saved()

    points = outline(store, square)
    assert points[0] == pytest.approx((8, 10), abs=0.2)
    assert points[2] == pytest.approx((56, 57), abs=0.2)
    assert points[1] == list(CORNERS[1])


def test_what_two_tabs_do_to_different_instances_crosses(
    server: Server,
    page: Page,
    other_tab: Page,
    store: Store,
    square: Annotation,
    small: Annotation,
) -> None:
    mine = open_editor(page, server, "toys", image=square.image_id)
    theirs = open_editor(other_tab, server, "toys", image=square.image_id)
    move(mine, 0, (14, 30))
    theirs.click((6, 6))
    theirs.press("Delete")
    mine.saved()
    theirs.saved()

    mine.comes_to_say("instances", "1")
    assert outline(store, square)[0] == pytest.approx((14, 30), abs=0.2)
    assert [one.id for one in store.annotations(square.image_id)] == [square.id]
    assert small.id != square.id


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("Keep mine", [[16, 16, 56, 57]]),
        ("Take theirs", [[8, 10, 48, 48]]),
        ("Keep both as two", [[8, 10, 48, 48], [16, 16, 56, 57]]),
    ],
)
def test_two_tabs_on_one_instance_leave_the_choice_to_the_second(
    choice: str,
    kept: list[list[float]],
    server: Server,
    page: Page,
    other_tab: Page,
    store: Store,
    square: Annotation,
) -> None:
    other_tab.route(EVENTS, lambda route: route.abort())  # or it would know before it edits
    first = open_editor(page, server, "toys", image=square.image_id)
    second = open_editor(other_tab, server, "toys", image=square.image_id)
    move(first, 0, (8, 10))
    first.saved()

    move(second, 2, (56, 57))
    second.comes_to_say("conflict", str(square.id))
    assert outline(store, square)[2] == list(CORNERS[2])

    second.button(choice).click()
    second.comes_to_say("conflict", "")
    second.comes_to_say("unsent", "0")
    found = [[*one.box] for one in store.annotations(square.image_id)]
    assert sorted(found) == [pytest.approx(box, abs=0.2) for box in kept]


def test_keys_change_the_class_remove_and_take_back(
    server: Server, page: Page, store: Store, dataset: Dataset, square: Annotation
) -> None:
    editor = open_editor(page, server, "toys", image=square.image_id, annotation=square.id)
    editor.comes_to_say("selected", str(square.id))

    editor.press("1")
    editor.saved()
    panda = store.categories(dataset.id)[0]
    assert store.annotation(square.id).category_id == panda.id

    editor.press("Delete")
    editor.saved()
    assert store.annotations(square.image_id) == []

    editor.press("Control+z", "Control+z")
    editor.comes_to_say("instances", "1")
    editor.saved()
    editor.comes_to_say("unsent", "0")
    assert store.annotation(square.id).category_id == square.category_id


def test_a_rerun_a_theme_and_a_resize_leave_zoom_tool_and_selection_alone(
    server: Server, page: Page, square: Annotation
) -> None:
    editor = open_editor(page, server, "toys", image=square.image_id, annotation=square.id)
    editor.wheel(INSIDE, 3)
    editor.take("stroke")
    editor.comes_to_say("tool", "stroke")
    before = {name: editor.says(name) for name in ("scale", "tool", "selected")}
    assert before["selected"] == str(square.id)

    page.get_by_text("Record time").click()
    settled(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'", timeout=WAIT
    )
    page.set_viewport_size({"width": 1100, "height": 760})
    settled(page)

    assert {name: editor.says(name) for name in before} == before
    no_complaint(page)


def test_streamlits_own_keys_do_nothing_in_the_canvas(
    server: Server, page: Page, square: Annotation
) -> None:
    runs = runs_of_the_page(page)
    editor = open_editor(page, server, "toys", image=square.image_id)
    before = runs()

    editor.press("r", "c")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert runs() == before

    page.get_by_role("heading", name="Annotate").click()
    page.keyboard.press("r")
    until(page, lambda: runs() > before)


def test_gestures_run_no_page_and_the_next_image_runs_it_once(
    server: Server, page: Page, store: Store, dataset: Dataset, square: Annotation
) -> None:
    runs = runs_of_the_page(page)
    editor = open_editor(page, server, "toys", image=square.image_id)
    before = runs()
    for corner, to in ((0, (12.0, 12.0)), (1, (52.0, 12.0)), (2, (52.0, 52.0))):
        move(editor, corner, to)
        editor.saved()
    assert runs() == before

    following = store.images(dataset.id, limit=2)[1]
    editor.button("Next image").click()
    editor.stands(following.id)
    expect(page).to_have_url(re.compile(rf"image={following.id}\b"), timeout=WAIT)
    assert runs() == before + 1


def test_undo_and_redo_outlive_a_reload_and_a_restart(
    server: Server, page: Page, store: Store, square: Annotation
) -> None:
    editor = open_editor(page, server, "toys", image=square.image_id)
    move(editor, 0, (8, 10))
    editor.saved()

    page.reload()
    editor.stands(square.image_id)
    editor.press("Control+z")
    editor.saved()
    assert outline(store, square) == [list(corner) for corner in CORNERS]

    server.restart()
    editor = open_editor(page, server, "toys", image=square.image_id)
    editor.press("Control+Shift+z")
    editor.saved()
    assert outline(store, square)[0] == pytest.approx((8, 10), abs=0.2)


def test_a_token_that_no_longer_holds_is_renewed_and_the_edit_saved(
    server: Server, page: Page, store: Store, square: Annotation
) -> None:
    editor = open_editor(page, server, "toys", image=square.image_id)
    (server.data_dir / ".secret").unlink()  # what tokens are signed with
    server.restart()
    move(editor, 0, (8, 10))
    editor.saved()
    assert outline(store, square)[0] == pytest.approx((8, 10), abs=0.2)


def test_edits_go_on_while_the_server_is_away_and_arrive_when_it_is_back(
    server: Server, page: Page, store: Store, square: Annotation
) -> None:
    editor = open_editor(page, server, "toys", image=square.image_id)
    server.kill()
    move(editor, 0, (8, 10))
    editor.comes_to_say("offline", "true")
    page.locator('[data-test-connection-state="PINGING_SERVER"]').wait_for(timeout=WAIT)
    expect(page.get_by_role("dialog")).to_have_count(0)
    move(editor, 2, (56, 57))
    until(page, lambda: editor.kept() == 2)
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("about:blank")
    assert asked == ["beforeunload"]
    assert outline(store, square) == [list(corner) for corner in CORNERS]

    server.start()
    open_editor(page, server, "toys", image=square.image_id)
    points = outline(store, square)
    assert points[0] == pytest.approx((8, 10), abs=0.2)
    assert points[2] == pytest.approx((56, 57), abs=0.2)
    assert [change.kind for change in store.history(square.image_id)].count("update") == 2
