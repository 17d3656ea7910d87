"""A browser before a server on a data folder of its own, and pictures of what it shows."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

from segcore import settings
from tests.browser.driving import WAIT, settled, visit
from tests.browser.serving import Server

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
WINDOW: ViewportSize = {"width": 1440, "height": 900}
HEAVIEST = 200_000  # bytes a picture
DATASET = "sample"


@dataclass(frozen=True)
class Shoot:
    """A browser's tab before a server on a data folder of its own."""

    page: Page
    server: Server
    out: Path

    def take(self, name: str) -> None:
        """Keep what the tab shows, once its script and its pictures have come to rest."""
        settled(self.page)
        self.page.mouse.move(5, 890)
        self.page.wait_for_function(
            "[...document.images].every(one => one.complete && one.naturalWidth > 0)", timeout=WAIT
        )
        self.page.wait_for_timeout(1500)  # charts and the canvas fade in without a sign of it
        keep(self.page.screenshot(), self.out / f"{name}.webp", heaviest=HEAVIEST)

    def visit(self, address: str) -> None:
        visit(self.page, f"{self.server.url}/{address}")


@contextmanager
def data_folder(kept: Path | None) -> Iterator[Path]:
    """`kept`, or a folder that goes away afterwards; the store and the command line use it."""
    folder = kept or Path(tempfile.mkdtemp(prefix="segcore-screenshots-"))
    os.environ["SEGCORE_DATA_DIR"] = str(folder / "datasets")
    os.environ["LOGNAME"] = "ada"  # whose gestures the editor's history shows
    try:
        yield folder
    finally:
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def shoot(folder: Path, out: Path) -> Iterator[Shoot]:
    """The server and the browser, stopped when the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(settings.data_dir())
    server.start()
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(viewport=WINDOW, color_scheme="light")
            yield Shoot(page, server, out)
            browser.close()
    finally:
        server.stop()


def segcore(*arguments: str) -> str:
    """What `python -m segcore ...` prints."""
    command = [sys.executable, "-m", "segcore", *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def keep(png: bytes, path: Path, *, heaviest: int) -> None:
    """Write the picture as WebP, as fine as `heaviest` bytes allow."""
    with Image.open(io.BytesIO(png)) as picture:
        for quality in (90, 80, 70, 60):
            packed = io.BytesIO()
            picture.convert("RGB").save(packed, "WEBP", quality=quality, method=6)
            if packed.tell() <= heaviest:
                break
    path.write_bytes(packed.getvalue())
    print(f"{path.name}  {packed.tell() / 1000:.0f} kB", flush=True)
