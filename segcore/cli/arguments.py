"""Which commands there are and what each may be told."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, cast

from segcore.errors import InputError
from segcore.types import REVIEW_STATES, SPLITS

PROGRAM = "python -m segcore"
Command = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is one InputError instead of a usage text and an exit."""

    def error(self, message: str) -> NoReturn:
        raise InputError(
            f"{message[:1].upper()}{message[1:]}; `{self.prog} --help` shows the right form."
        )


def parse(argv: list[str] | None) -> argparse.Namespace:
    """Raises InputError for a call that is wrong; exits 0 after --help."""
    return parser().parse_args(argv)


def command(arguments: argparse.Namespace) -> Command:
    """The function that the call names, its module imported now."""
    module, function = arguments.does.split(":")
    return cast(Command, getattr(importlib.import_module(f"segcore.cli.{module}"), function))


def parser() -> Parser:
    known = Parser(
        prog=PROGRAM,
        description="Pull, annotate, train and review instance-segmentation data.",
        epilog="SEGCORE_DATA_DIR moves everything (default ./datasets), SEGCORE_DATABASE_URL the "
        "store. Exit code 0: done; 2: the input or the call is wrong and nothing was changed; "
        "1: something failed that should not have.",
    )
    known.add_argument("--version", action="version", version=_version())
    commands = known.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)
    for add in (_import, _export, _list, _sample, _train, _runs, _cancel, _evaluate, _predict):
        add(commands)
    _doctor(commands)
    return known


_Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives it no public name


def _import(commands: _Commands[Parser]) -> None:
    add = _command(commands, "import", "transfer:import_", "bring images and annotations in")
    add("path", type=Path, metavar="PATH", help="a COCO JSON file, a folder, a zip or a picture")
    add("--name", required=True, help="the new dataset's name")
    add("--coco", type=Path, metavar="FILE", help="the COCO JSON, where PATH has more than one")
    add("--split-val", type=_fraction, default=0.0, metavar="0.2", help="this share becomes val")
    add("--replace", action="store_true", help="put it in the place of the dataset of that name")
    add("--skip-missing", action="store_true", help="leave out images whose picture is missing")


def _export(commands: _Commands[Parser]) -> None:
    add = _command(commands, "export", "transfer:export", "write a dataset as COCO")
    add("name", metavar="NAME", help="the dataset")
    add("out", type=Path, metavar="OUT", help="OUT.json, or a folder that gets a labels.json")
    add("--split", choices=SPLITS, help="only this split")
    add("--state", choices=REVIEW_STATES, help="only images in this state of review")
    add("--images", action="store_true", help="the pictures too")


def _list(commands: _Commands[Parser]) -> None:
    add = _command(commands, "list", "datasets:list_", "the datasets")
    _json(add)


def _sample(commands: _Commands[Parser]) -> None:
    add = _command(commands, "sample", "datasets:sample", "make the built-in sample dataset")
    add("--name", default="sample", help="its name (default: sample)")
    add("--once", action="store_true", help="nothing where it was made before, even if deleted")


def _train(commands: _Commands[Parser]) -> None:
    about = "train a model; prints the run's id, then shows progress until it ends"
    add = _command(commands, "train", "training:train", about)
    add("name", metavar="NAME", help="the dataset")
    add("--preset", default="tiny", metavar="tiny|standard", help="default: tiny")
    engines = "detectron2|torchvision|auto"
    add("--engine", default="auto", metavar=engines, help="default: auto, the first that works")
    add("--max-steps", type=_count, metavar="N", help="stop after N steps")
    add("--config", type=Path, metavar="FILE", help="YAML with changes to the preset")
    add("--weights", type=Path, metavar="FILE", help="begin from this checkpoint")
    add("--detach", action="store_true", help="only start it")


def _runs(commands: _Commands[Parser]) -> None:
    add = _command(commands, "runs", "training:runs", "the runs, newest first")
    add("name", nargs="?", metavar="NAME", help="only those of this dataset")
    _json(add)


def _cancel(commands: _Commands[Parser]) -> None:
    add = _command(commands, "cancel", "training:cancel", "stop a run; a checkpoint is kept")
    add("run", metavar="RUN", help="the run's id")


def _evaluate(commands: _Commands[Parser]) -> None:
    add = _command(commands, "evaluate", "results:evaluate", "how good a run's model is on val")
    add("run", metavar="RUN", help="the run's id")
    _json(add)


def _predict(commands: _Commands[Parser]) -> None:
    about = "find objects in pictures with a run's model"
    add = _command(commands, "predict", "results:predict", about)
    add("run", metavar="RUN", help="the run's id")
    add("images", nargs="+", type=Path, metavar="IMAGE", help="pictures")
    add("--out", type=Path, required=True, metavar="DIR", help="gets overlays, predictions.json")
    add("--score", type=_fraction, default=0.5, metavar="0.5", help="the least score to draw")
    _json(add)


def _doctor(commands: _Commands[Parser]) -> None:
    add = _command(commands, "doctor", "checking:doctor", "what works on this machine, and why not")
    _json(add)


def _command(
    commands: _Commands[Parser], name: str, does: str, about: str
) -> Callable[..., argparse.Action]:
    """Add a command; returns what adds its arguments."""
    one = commands.add_parser(name, help=about, description=f"{about[:1].upper()}{about[1:]}.")
    one.set_defaults(does=does)
    return one.add_argument


def _json(add: Callable[..., argparse.Action]) -> None:
    add("--json", action="store_true", help="print JSON for programs")


def _fraction(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"must be a number of 0 to 1; got {text!r}")
    return value


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a positive whole number; got {text!r}")
    return int(text)


def _version() -> str:
    from segcore import __version__

    return f"segcore {__version__}"
