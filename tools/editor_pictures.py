"""The pictures of docs/editor.md: the running editor in the middle of each gesture.

Each recipe brings the editor to where a person would have it, yields the name of a picture and
what to cut out of the screen, and takes back afterwards what it did. Points are image pixels of the
built-in sample.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence

from editor_studio import Studio, around, pairs
from playwright.sync_api import FloatRect, expect
from shooting import Shoot

from segcore.types import Part, Segmentation, Update
from tests.browser.driving import WAIT

EVENTS = re.compile(r"/segcore/editor/.*/events")

Taken = Iterator[tuple[str, FloatRect]]

# What the sample's planted mistakes should have been, in part.
FORGOTTEN_DUCK = (
    *((557, 111), (545, 118), (535, 130), (530, 152), (514, 145), (504, 148), (501, 158)),
    *((489, 147), (475, 143), (468, 133), (459, 133), (458, 146), (461, 162), (463, 182)),
    *((465, 194), (473, 214)),
)
SHIFTED_DUCK = (
    *((290, 172), (313, 171), (326, 170), (339, 176), (352, 171), (368, 176), (362, 184)),
    *((351, 200), (353, 208), (349, 221), (334, 235), (305, 241), (273, 240), (257, 235)),
    *((241, 222), (236, 209)),
)
FORGOTTEN_PANDA = ((512, 196), (500, 222), (505, 245), (530, 262), (560, 262), (585, 240))
TAIL = (
    *((448, 197), (441, 205), (429, 204), (421, 207), (418, 273), (419, 282), (425, 278)),
    *((432, 266), (434, 259), (433, 246)),
)


def select(studio: Studio) -> Taken:
    """A corner on its way."""
    top = studio.annotations("01-table.jpg", "Dice")[1]
    studio.open("01-table.jpg", (375, 225), closer=3, chosen=top)
    studio.hold((408, 173), (430, 166))
    yield "select", studio.middle()
    studio.give_up()


def transform(studio: Studio) -> Taken:
    """A die turned by the knob above it."""
    die = studio.annotations("06-felt.jpg", "Dice")[2]
    editor = studio.open("06-felt.jpg", (516, 296), closer=3, chosen=die)
    editor.press("t")
    knob = ((die.box.x1 + die.box.x2) / 2, die.box.y1 - 32 / float(editor.says("scale")))
    studio.hold(knob, (knob[0] + 25, knob[1] + 8))
    yield "transform", studio.middle()
    studio.give_up()


def stroke(studio: Studio) -> Taken:
    """An outline beside its duck, and one stroke along the duck."""
    duck = studio.annotations("28-bath.jpg", "Duck")[2]
    editor = studio.open("28-bath.jpg", (285, 180), closer=3, chosen=duck)
    yield "stroke-before", studio.middle()
    editor.take("stroke")
    studio.hold(*SHIFTED_DUCK)
    yield "stroke", studio.middle()
    studio.give_up()


def push(studio: Studio) -> Taken:
    """The same outline pushed out from inside."""
    duck = studio.annotations("28-bath.jpg", "Duck")[2]
    editor = studio.open("28-bath.jpg", (285, 180), closer=3, chosen=duck)
    editor.take("push")
    editor.press("]", "]", "]")
    studio.hold((290, 190), (296, 212), (312, 217), (326, 213))
    studio.pointer = None
    yield "push", studio.middle()
    studio.give_up()
    editor.press("[", "[", "[")


def brush(studio: Studio) -> Taken:
    """A new instance under the brush, and what lies beside another one taken away."""
    editor = studio.open("27-meadow.jpg", (512, 270), closer=2)
    editor.press("1")
    editor.take("brush")
    editor.press("]", "]", "]")
    studio.hold(*FORGOTTEN_PANDA)
    studio.pointer = None
    yield "brush", studio.middle()
    studio.give_up()
    editor.press("[", "[", "[")

    duck = studio.annotations("18-felt.jpg", "Duck")[0]
    editor = studio.open("18-felt.jpg", (546, 235), closer=4, chosen=duck)
    editor.take("brush")
    editor.press("]", "]", "]", "]")
    with editor.holding(["Alt"]):
        studio.hold((470, 196), (474, 225), (486, 252), (500, 268))
    studio.pointer = None
    yield "erase", studio.middle()
    studio.give_up()
    editor.press("[", "[", "[", "[")


def polygon(studio: Studio) -> Taken:
    """A duck that nobody had outlined, half done."""
    editor = studio.open("10-grove.jpg", (534, 178), closer=3)
    editor.press("3")
    editor.take("polygon")
    for point in FORGOTTEN_DUCK:
        editor.click(point)
    studio.go((495, 233))
    yield "polygon", studio.middle()
    editor.press(*["Backspace"] * len(FORGOTTEN_DUCK))


def boxed(studio: Studio) -> Taken:
    """A die that nobody had outlined, and a ball."""
    editor = studio.open("29-playroom.jpg", (467, 338), closer=2)
    editor.press("2")
    editor.take("rectangle")
    studio.hold((411, 278), (518, 392))
    yield "rectangle", studio.middle()
    studio.give_up()

    editor = studio.open("01-table.jpg", (145, 238), closer=2)
    editor.take("ellipse")
    studio.hold((39, 202), (107, 268))
    yield "ellipse", studio.middle()
    studio.give_up()


def cut(studio: Studio) -> Taken:
    """Two dice under one outline are sliced; then they share a border, which moves as one."""
    bottom, top = studio.annotations("01-table.jpg", "Dice")
    editor = studio.open("01-table.jpg", (372, 268), closer=3, chosen=top)
    editor.click((370, 340), "Shift")
    editor.press("j")
    editor.saved()
    editor.take("slice")
    studio.hold((300, 282), (440, 277))
    yield "slice", studio.middle()
    studio.shooting.page.mouse.up()
    editor.saved()

    editor.take("select")
    editor.press("Escape")
    editor.click((375, 230))
    studio.hold((385, 279), (385, 291))
    yield "border", studio.middle()
    studio.give_up()
    studio.take_back(2)


def hole(studio: Studio) -> Taken:
    """The middle of a swimming ring, half cut out."""
    ring = studio.annotations("11-picnic.jpg", "Duck")[0]
    inner = pairs(ring.segmentation.parts[0].holes[0])[::2]
    editor = studio.open("11-picnic.jpg", (160, 320), closer=3, chosen=ring)
    editor.press("Shift+o")
    editor.saved()
    editor.take("hole")
    for point in inner[:-2]:
        editor.click(point)
    studio.go(inner[-2])
    yield "hole", studio.middle()
    editor.press(*["Backspace"] * (len(inner) - 2))
    studio.take_back(1)


def part(studio: Studio) -> Taken:
    """A duck's tail beyond the dice before it."""
    duck = studio.annotations("01-table.jpg", "Duck")[0]
    editor = studio.open("01-table.jpg", (400, 230), closer=3, chosen=duck)
    editor.drag((474, 184), (408, 292))
    editor.press("Delete")
    editor.saved()
    editor.take("part")
    for point in TAIL:
        editor.click(point)
    studio.go((444, 236))
    yield "part", studio.middle()
    editor.press(*["Backspace"] * len(TAIL))
    studio.take_back(1)


def pixels(studio: Studio) -> Taken:
    """So near that pixels are seen as such."""
    top = studio.annotations("01-table.jpg", "Dice")[1]
    studio.open("01-table.jpg", (412, 182), closer=13, chosen=top)
    yield "pixels", studio.middle()


def ghosts(studio: Studio) -> Taken:
    """What a run predicts, one after the other."""
    editor = studio.open("30-table.jpg", (320, 240))
    editor.root.get_by_role("tab", name="Predictions").click()
    chooser = editor.root.get_by_role("combobox", name="Run")
    chooser.select_option(studio.run)
    editor.button("Next prediction").click()
    editor.root.get_by_role("button", name="Accept", exact=True).wait_for()
    editor.press("0")
    studio.centre((240, 235))
    yield "ghosts", studio.right(760, 460)
    chooser.select_option("")
    editor.root.get_by_role("tab", name="Instances").click()


def list_(studio: Studio) -> Taken:
    """One instance locked, one hidden."""
    pandas = studio.annotations("21-grove.jpg", "Panda")
    editor = studio.open("21-grove.jpg", (320, 240), chosen=pandas[0])
    editor.press("l", "Tab", "h", "Tab")
    yield "list", studio.panel(240)
    editor.press("Shift+h", "Shift+l")


def conflict(studio: Studio) -> Taken:
    """Somebody else has changed what is being changed here."""
    die = studio.annotations("06-felt.jpg", "Dice")[2]
    page, store = studio.shooting.page, studio.store
    page.route(EVENTS, lambda route: route.abort())  # or it would know before it edits
    editor = studio.open("06-felt.jpg", (450, 330), closer=1, chosen=die)
    lower = die.segmentation.parts[0].outer.copy()
    lower[3:5] = (520, 352), (556, 344)
    update = Update(die.id, die.version, segmentation=Segmentation((Part(lower),)))
    name = f"picture-{time.time_ns()}"
    store.save(die.image_id, [update], author="Bea", request_id=name)
    editor.drag((473, 309), (455, 325))
    editor.comes_to_say("conflict", str(die.id))
    yield "conflict", studio.canvas()
    editor.button("Take theirs").click()
    editor.stands()
    store.undo(die.image_id, author="Bea", request_id=f"{name}-undone")
    page.unroute(EVENTS)


def offline(studio: Studio) -> Taken:
    """The server does not answer, and work goes on."""
    die = studio.annotations("06-felt.jpg", "Dice")[2]
    editor = studio.open("06-felt.jpg", (516, 296), closer=2, chosen=die)
    context = studio.shooting.page.context
    context.set_offline(True)
    editor.drag((529, 252), (540, 240))
    editor.comes_to_say("offline", "true")
    bar = around(editor.root.locator(".second-bar"), 0)
    yield "offline", {**bar, "x": bar["x"] + bar["width"] - 480, "width": 480}
    context.set_offline(False)
    editor.saved()
    studio.take_back(1)


def history(studio: Studio) -> Taken:
    """Who did what."""
    duck = studio.annotations("14-meadow.jpg", "Duck")[0]
    editor = studio.open("14-meadow.jpg", (320, 240), chosen=duck)
    editor.press("1", "Shift+s", "ArrowRight")
    editor.saved()
    editor.root.get_by_role("tab", name="History").click()
    expect(editor.root.locator(".entry-label").first).to_have_text("Move", timeout=WAIT)
    yield "history", studio.panel(320)
    editor.root.get_by_role("tab", name="Instances").click()
    studio.take_back(3)


def help_(studio: Studio) -> Taken:
    """Every action and its keys."""
    editor = studio.open("01-table.jpg", (320, 240))
    editor.press("?")
    yield "help", {**around(editor.root.get_by_role("dialog"), 0), "height": 480}
    editor.press("Escape")


RECIPES = (
    *(select, transform, stroke, push, brush, polygon, boxed, cut, hole, part, pixels),
    *(ghosts, list_, conflict, offline, history, help_),
)


def take_editor(shooting: Shoot, run: str, only: Sequence[str] = ()) -> None:
    """Every picture, or those of some recipes; `run` has predictions to show."""
    (shooting.out / "editor").mkdir(parents=True, exist_ok=True)
    studio = Studio.on(shooting, run)
    studio.open("01-table.jpg", (320, 240)).press("Shift+m")  # the minimap would lie in the corner
    for recipe in RECIPES:
        if not only or recipe.__name__ in only:
            for name, clip in recipe(studio):
                studio.keep(name, clip)
