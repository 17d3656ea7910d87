"""Claim: one stroke corrects an outline in half the time of dragging its vertices.

A robot that knows the truth corrects spoilt annotations in the editor, in a real browser before a
real server, by pointer and keys alone, until each has a mask IoU of 0.95 with the truth. The peer
is the same robot that may only drag vertices. Seconds are modelled (docs/editor-timing.md),
gestures are counted. Needs Chromium.

    PYTHONPATH=. python benchmarks/robot_annotator.py [--data FOLDER] [--instances 30]
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np
from editor_browser import WINDOW, opened_browser, running
from playwright.sync_api import Browser

from benchmarks.robot.correcting import Robot, ToolName
from benchmarks.robot.hand import Cost, Hand
from benchmarks.robot.spoiling import SHARES, Kind, Task, spoil
from segcore import importing, sample
from segcore.sample.folder import draw, write_coco
from segcore.sample.labels import Label
from segcore.store import Store, open_store
from tests.browser.editing import open_editor
from tests.browser.serving import Server

PROJECT = Path(__file__).resolve().parent.parent
FRUITS = PROJECT.parent / "shared" / "data" / "fruits_nuts"
TOOLS: tuple[ToolName, ...] = get_args(ToolName)
PEER: ToolName = "vertices"


class Done(NamedTuple):
    kind: Kind
    cost: Cost
    is_right: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=FRUITS, help="a COCO folder")
    parser.add_argument("--instances", type=int, default=30, help="to spoil, of each data set")
    parser.add_argument("--pictures", type=int, default=8, help="of the built-in sample")
    parser.add_argument("--seed", type=int, default=51)
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=TOOLS)
    arguments = parser.parse_args()
    shares = ", ".join(
        f"{share:.0%} {kind or 'left as they are'}" for kind, share in SHARES.items()
    )
    print(f"of the instances {shares}; seed {arguments.seed}")
    with _served() as (folder, store, server), opened_browser() as browser:
        for name, source in _sources(folder, arguments.data, arguments.pictures):
            done = {
                tool: _run(f"{name}-{tool}", source, tool, store, server, browser, arguments)
                for tool in arguments.tools
            }
            _report(name, done)


def _report(name: str, done: dict[ToolName, list[Done]]) -> None:
    for kind in (None, *get_args(Kind)):
        chosen = {
            tool: [one for one in all_done if kind in (None, one.kind)]
            for tool, all_done in done.items()
        }
        if not any(chosen.values()):
            continue
        print(f"{name}: {kind or 'all corrected'}, {len(chosen[next(iter(chosen))])} instances")
        for tool, results in chosen.items():
            print(f"  {tool:8} {_in_words(results)}{_against(results, chosen.get(PEER, []))}")


def _in_words(done: Sequence[Done]) -> str:
    gestures = [one.cost.gestures for one in done]
    seconds, careful = _medians(done)
    return (
        f"gestures median {np.median(gestures):.0f}, p90 {np.percentile(gestures, 90):.0f}; "
        f"modelled median {seconds:.1f} s, careful {careful:.1f} s; "
        f"{np.mean([one.is_right for one in done]):.0%} right"
    )


def _against(done: Sequence[Done], peer: Sequence[Done]) -> str:
    if not peer or done is peer:
        return ""
    seconds, careful = np.divide(_medians(done), _medians(peer))
    return f"; {seconds:.2f} of the time of {PEER}, careful {careful:.2f}"


def _medians(done: Sequence[Done]) -> tuple[float, float]:
    costs = [one.cost for one in done]
    seconds = float(np.median([cost.seconds for cost in costs]))
    return seconds, float(np.median([cost.careful for cost in costs]))


def _run(
    name: str,
    source: Path,
    tool: ToolName,
    store: Store,
    server: Server,
    browser: Browser,
    arguments: argparse.Namespace,
) -> list[Done]:
    """The same mistakes for every tool, each in a dataset of its own."""
    with importing.inspect(source) as plan:
        dataset = importing.run(store, plan, name=name).dataset
    rng = np.random.default_rng(arguments.seed)
    tasks = spoil(store, dataset, rng, limit=arguments.instances)
    page = browser.new_page(viewport=WINDOW)
    done: list[Done] = []
    for image_id, on_image in _by_image(tasks):
        editor = open_editor(page, server, name, image=image_id)
        robot = Robot(Hand(editor, rng), store, tool)
        if not done:
            robot.settle_in()
        costs = [robot.correct(task) for task in on_image]
        done += [
            Done(task.kind, cost, robot.is_right(task))
            for task, cost in zip(on_image, costs, strict=True)
        ]
    page.close()
    return done


def _by_image(tasks: Sequence[Task]) -> Iterator[tuple[int, list[Task]]]:
    for image_id in dict.fromkeys(task.image.id for task in tasks):
        yield image_id, [task for task in tasks if task.image.id == image_id]


def _sources(folder: Path, data: Path, pictures: int) -> Iterator[tuple[str, Path]]:
    """The data where there is some, and pictures of the built-in sample with their exact truth."""
    if data.is_dir():
        yield data.name.replace("_", "-"), data
    else:
        print(f"{data} is not there: the sample alone.")
    if pictures > 0:
        yield "sample", _sample(folder / "sample", pictures)


def _sample(folder: Path, pictures: int) -> Path:
    """Its first pictures, without the mistakes that are planted in it."""
    (folder / "images").mkdir(parents=True)
    scenes = enumerate(islice(sample.render(sample.SEED), pictures), start=1)
    drawings = [
        draw(scene, folder / "images", number=number, split="train") for number, scene in scenes
    ]
    toys = [(drawing, toy) for drawing in drawings for toy in drawing.instances]
    labels = [
        Label(number, drawing, toy, toy.category, toy.mask)
        for number, (drawing, toy) in enumerate(toys, start=1)
    ]
    write_coco(folder / "labels.json", drawings, labels, categories=sample.CATEGORIES)
    return folder


@contextmanager
def _served() -> Iterator[tuple[Path, Store, Server]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "datasets").mkdir()
        os.environ["SEGCORE_DATA_DIR"] = str(folder / "datasets")
        os.environ.pop("SEGCORE_DATABASE_URL", None)
        with closing(open_store()) as store, running(Server(folder / "datasets")) as server:
            yield folder, store, server


if __name__ == "__main__":
    main()
