"""Which devices a training can run on, found without loading torch into this process."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from segcore.errors import InputError

_COUNT = "import torch; print(torch.cuda.device_count())"
_GPU_NODES = ("/dev/nvidia0", "/dev/nvidiactl", "/dev/dxg")


def resolve(device: str) -> str:
    """`device` as a run is queued for it: "cpu", "cuda" (whichever GPU is free first), "cuda:1".

    "auto" is a GPU where there is one. Raises InputError for a device that is not there.
    """
    if device == "auto":
        return "cuda" if gpu_count() else "cpu"
    if device != "cpu" and not re.fullmatch(r"cuda(:\d{1,3})?", device):
        raise InputError(f"There is no device {device[:40]!r}; use auto, cpu, cuda or cuda:0.")
    if not choices(device):
        raise InputError(f"{device} is not there: torch sees {gpu_count()} GPUs; use cpu or auto.")
    return device


def choices(device: str) -> list[str]:
    """The devices that will do for `device`, in order."""
    if device == "cpu":
        return ["cpu"]
    gpus = [f"cuda:{index}" for index in range(gpu_count())]
    return [one for one in gpus if device in ("cuda", one)]


@cache
def gpu_count() -> int:
    """How many GPUs torch can use, asked of a process of its own, once."""
    if not any(Path(node).exists() for node in _GPU_NODES) and not shutil.which("nvidia-smi"):
        return 0
    asked = subprocess.run(
        [sys.executable, "-c", _COUNT], capture_output=True, text=True, timeout=120, check=False
    )
    return int(asked.stdout) if asked.stdout.strip().isdigit() else 0
