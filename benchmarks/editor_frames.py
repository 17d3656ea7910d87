"""Claim: the editor keeps up with the hand on images full of outlines, without a GPU.

Panning, zooming, dragging a vertex and brushing, with all of the picture in view: milliseconds
between frames, and of processor time a frame, which is what counts where other work delays the
frames. The peers show the same outlines in the same run: Annotorious on OpenSeadragon, which has no
brush, and the drawable canvas, which drags an outline as a whole. Needs Chromium, and npm with a
network for Annotorious.

    PYTHONPATH=. python benchmarks/editor_frames.py [--frames 120]
"""

from __future__ import annotations

import argparse
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from editor_browser import WINDOW, opened_browser, running
from frames_driving import Frames, Hand, opened_hand
from frames_peers import annotorious, drawable_canvas, fetched
from frames_scenes import SCENES, SIZE, Scene
from PIL import Image
from playwright.sync_api import Error, expect

from segcore.folders import DatasetFolder
from segcore.store import NewAnnotation, NewCategory, NewImage, open_store
from segcore.types import Box, Part, Segmentation
from tests.browser.editing import Editor, open_editor
from tests.browser.serving import Server

GESTURES = ("pan", "zoom", "vertex", "brush")
DATASET = "bench"

Measure = Callable[[Hand, Scene], dict[str, Frames]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--frames", type=int, default=120, help="of each gesture")
    frames = parser.parse_args().frames
    with tempfile.TemporaryDirectory() as name, _served(Path(name)) as (server, images):
        measures: dict[str, Measure] = {
            "editor": lambda hand, scene: _editor(hand, scene, server, images[scene.name]),
            "drawable canvas": partial(drawable_canvas, folder=server.data_dir),
        }
        if packages := fetched(Path(name)):
            measures["annotorious"] = partial(annotorious, packages=packages)
        else:
            print("Annotorious is left out: npm could not fetch it.")
        print(f"{'outlines':12} {'gesture':8} {'':16} p50 / p95 ms, CPU ms a frame, ratio of CPU")
        for scene in SCENES:
            _compare(scene, measures, frames)


def _compare(scene: Scene, measures: dict[str, Measure], frames: int) -> None:
    with opened_browser() as browser:
        found: dict[str, dict[str, Frames]] = {}
        for who, measure in measures.items():
            with opened_hand(browser, frames, WINDOW) as hand:
                try:
                    found[who] = measure(hand, scene)
                except (Error, RuntimeError) as error:
                    if who == "editor":
                        raise
                    print(f"{scene.name:12} {who} gave up: {str(error).splitlines()[0]}")
    for gesture in GESTURES:
        own = found["editor"][gesture]
        for who, gestures in found.items():
            if one := gestures.get(gesture):
                print(f"{scene.name:12} {gesture:8} {who:16} {_in_words(one, own)}")


def _in_words(one: Frames, own: Frames) -> str:
    ratio = "" if one is own else f", {one.cpu / own.cpu:.1f} times the editor's"
    return f"{one.p50:.1f} / {one.p95:.1f}, {one.cpu:.1f}{ratio}"


def _editor(hand: Hand, scene: Scene, server: Server, image_id: int) -> dict[str, Frames]:
    editor = open_editor(hand.page, server, DATASET, image=image_id)
    centre = scene.centre(scene.middle)
    x, y = (float(value) for value in scene.outline(scene.middle)[0])
    found = {
        "pan": hand.drag(editor.at(centre), button="middle"),
        "zoom": hand.zoom(editor.at(centre)),
    }
    editor.press("0")
    _pick(editor, centre)
    found["vertex"] = hand.drag(editor.at((x, y)))
    editor.saved()
    editor.take("brush")
    found["brush"] = hand.drag(editor.at((x, y)))
    return found


def _pick(editor: Editor, centre: tuple[float, float]) -> None:
    editor.click(centre)
    expect(editor.root).to_have_attribute("data-selected", re.compile(r"\d+"))


@contextmanager
def _served(folder: Path) -> Iterator[tuple[Server, dict[str, int]]]:
    """A server, and the image of each scene by its name."""
    data_dir = folder / "datasets"
    data_dir.mkdir()
    os.environ["SEGCORE_DATA_DIR"] = str(data_dir)
    os.environ.pop("SEGCORE_DATABASE_URL", None)
    store = open_store()
    dataset = store.load(
        DATASET,
        categories=[NewCategory("thing")],
        images=[NewImage(f"{place}.png", *SIZE) for place, _ in enumerate(SCENES)],
        annotations=[
            _annotation(place, scene, number)
            for place, scene in enumerate(SCENES)
            for number in range(scene.count)
        ],
    )
    images = store.images(dataset.id, limit=len(SCENES))
    for image in images:
        path = DatasetFolder.of(DATASET).image(image.file_name)
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", SIZE, (90, 90, 90)).save(path)
    with running(Server(data_dir)) as server:
        yield server, {scene.name: one.id for scene, one in zip(SCENES, images, strict=True)}


def _annotation(place: int, scene: Scene, number: int) -> NewAnnotation:
    points = scene.outline(number)
    (x1, y1), (x2, y2) = points.min(axis=0), points.max(axis=0)
    box = Box(float(x1), float(y1), float(x2), float(y2))
    return NewAnnotation(place, 0, box, box.area, segmentation=Segmentation((Part(points),)))


if __name__ == "__main__":
    main()
