"""`doctor`: the diagnosis, printed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from segcore.cli.printing import print_json
from segcore.doctor import Diagnosis, diagnose


def doctor(arguments: Namespace) -> int:
    """Exit code 0 when the app can run, 1 when it cannot."""
    found = diagnose()
    if arguments.json:
        print_json(_row(found))
    else:
        for topic, words in _lines(found):
            print(f"{topic:<12} {words}")
    return 1 if found.problems else 0


def _lines(found: Diagnosis) -> Iterator[tuple[str, str]]:
    for name, version in found.versions.items():
        yield name, version or "not installed"
    yield "machine", f"{found.machine.cores} cores, {found.machine.memory_mib:,} MiB of memory"
    for gpu in found.machine.gpus:
        yield "gpu", f"{gpu.name}, {gpu.memory_mib:,} MiB"
    if not found.machine.gpus:
        yield "gpu", "none: training runs on the CPU"
    for engine in found.engines:
        yield "engine", f"{engine.name} " + ("works" if engine.works else f"no: {engine.reason}")
    yield "store", f"{found.store.url}, {_schema(found)}"
    yield "data", f"{found.data_dir}, {found.free_mib:,} MiB free"
    yield "FiftyOne", found.fiftyone
    yield "browser", found.browser or "none"
    for sentence in found.advice:
        yield "note", sentence
    for sentence in found.problems:
        yield "PROBLEM", sentence
    yield "app", "cannot run" if found.problems else "can run: `make app`"


def _schema(found: Diagnosis) -> str:
    store = found.store
    if store.reason:
        return "cannot be opened"
    return "not made yet" if store.schema is None else f"schema {store.schema}"


def _row(found: Diagnosis) -> dict[str, object]:
    gpus = [{"name": gpu.name, "memory_mib": gpu.memory_mib} for gpu in found.machine.gpus]
    return {
        "ok": not found.problems,
        "problems": list(found.problems),
        "notes": list(found.advice),
        "versions": found.versions,
        "cores": found.machine.cores,
        "memory_mib": found.machine.memory_mib,
        "gpus": gpus,
        "engines": {one.name: {"works": one.works, "reason": one.reason} for one in found.engines},
        "store": {
            "url": found.store.url,
            "schema": found.store.schema,
            "wanted_schema": found.store.wanted_schema,
            "reason": found.store.reason,
        },
        "data_dir": str(found.data_dir),
        "free_mib": found.free_mib,
        "fiftyone": found.fiftyone,
        "browser": found.browser,
    }
