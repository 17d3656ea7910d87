"""Claim: a second `make app` shows its first page in under 5 s.

The peer is an empty Streamlit script, started and opened in the same way: the difference is what
set-up check, store and pages cost. Needs Chromium.

    python benchmarks/start.py [--times 3]
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
STREAMLIT = [sys.executable, "-m", "streamlit", "run"]
LIMIT = 60  # seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--times", type=int, default=3)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        os.environ["SEGCORE_DATA_DIR"] = str(Path(folder) / "datasets")
        empty = Path(folder) / "empty.py"
        empty.write_text("import streamlit as st\nst.title('Empty')\n")
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page()
        subprocess.run([sys.executable, "-m", "segcore", "sample", "--once"], check=True)
        _first_page(page, _make_app)  # warms the disk
        ours = [_first_page(page, _make_app) for _ in range(times)]
        peer = [_first_page(page, lambda port: _streamlit(empty, port)) for _ in range(times)]
    ours_median, peer_median = statistics.median(ours), statistics.median(peer)
    print(f"make app to first page, warm: median {ours_median:.2f} s, worst {max(ours):.2f} s")
    print(f"an empty Streamlit script:    median {peer_median:.2f} s, worst {max(peer):.2f} s")
    print(f"ratio: {ours_median / peer_median:.2f}")


def _make_app(port: int) -> list[str]:
    return ["make", "--no-print-directory", "app", f"PORT={port}"]


def _streamlit(script: Path, port: int) -> list[str]:
    return [*STREAMLIT, str(script), "--server.port", str(port), "--server.headless", "true"]


def _first_page(page: Page, command: Callable[[int], list[str]]) -> float:
    """Seconds from the command's start until its page has a heading."""
    port = _free_port()
    began = time.monotonic()
    server = subprocess.Popen(
        command(port),
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _open(page, f"http://localhost:{port}", until=began + LIMIT)
        page.locator("h1").first.wait_for(timeout=LIMIT * 1000)
        return time.monotonic() - began
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def _open(page: Page, url: str, *, until: float) -> None:
    while True:
        try:
            page.goto(url)
        except Error:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
