"""The peers of editor_frames.py, with the same outlines under the same hand."""

from __future__ import annotations

import json
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

from editor_browser import running
from frames_driving import Frames, Hand, Place
from frames_scenes import SIZE, Scene
from PIL import Image
from playwright.sync_api import Page, Route

from tests.browser.driving import visit
from tests.browser.serving import Server

PACKAGES = ("@annotorious/openseadragon@3.8.10", "openseadragon@6.1.1")
FETCH_LIMIT = 120  # seconds
WIDTH, HEIGHT = 1067, 800  # of the drawable canvas, CSS pixels
SCRIPT = Path(__file__).with_name("peer_drawing.py")
ORIGIN = "http://peer.test"
ANNOTORIOUS = "/node_modules/@annotorious/openseadragon/dist/annotorious-openseadragon"
PAGE = f"""
<link rel="stylesheet" href="{ANNOTORIOUS}.css">
<body style="margin: 0"><div id="room" style="width: 1200px; height: 860px"></div>
<script src="/node_modules/openseadragon/build/openseadragon/openseadragon.min.js"></script>
<script src="{ANNOTORIOUS}.js"></script>
<script>
  window.viewer = OpenSeadragon({{
    id: "room", drawer: "canvas", showNavigationControl: false,
    gestureSettingsMouse: {{ clickToZoom: false }},
    tileSources: {{ type: "image", url: "/plain.png" }},
  }});
  viewer.addHandler("open", () => {{
    window.annotator = AnnotoriousOSD.createOSDAnnotator(viewer);
  }});
</script>
"""
FILL = """
outlines => annotator.setAnnotations(outlines.map((points, i) => {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const bounds = { minX: Math.min(...xs), minY: Math.min(...ys),
    maxX: Math.max(...xs), maxY: Math.max(...ys) };
  const selector = { type: "POLYGON", geometry: { bounds, points } };
  return { id: String(i), bodies: [], target: { annotation: String(i), selector } };
}))
"""
UNTIL_DRAWN = """
async canvas => {
  const isBlank = () => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
    .every((value) => value === 0);
  while (isBlank()) await new Promise(requestAnimationFrame);
}
"""
ON_SCREEN = """
([x, y]) => {
  const at = viewer.viewport.imageToViewerElementCoordinates(new OpenSeadragon.Point(x, y));
  return [at.x, at.y];
}
"""


def drawable_canvas(hand: Hand, scene: Scene, folder: Path) -> dict[str, Frames]:
    """It knows neither zoom nor vertices: an outline is dragged as a whole."""
    share = min(WIDTH / SIZE.width, HEIGHT / SIZE.height)
    file = folder / "outlines.json"
    outlines = [(scene.outline(number) * share).tolist() for number in range(scene.count)]
    file.write_text(json.dumps(outlines))
    with running(Server(folder, script=str(SCRIPT), health="/_stcore/health")) as server:
        visit(hand.page, f"{server.url}?file={file}&width={WIDTH}&height={HEIGHT}")
        hand.page.locator("canvas.dc-canvas.lower-canvas").evaluate(UNTIL_DRAWN)
        canvas = hand.page.locator("canvas.upper-canvas")
        canvas.hover()  # shows its bar
        hand.page.get_by_role("button", name="Edit", exact=True).click()
        box = canvas.bounding_box()
        assert box is not None
        x, y = scene.centre(scene.middle)
        return {"vertex": hand.drag((box["x"] + x * share, box["y"] + y * share))}


def fetched(folder: Path) -> Path | None:
    """Annotorious and OpenSeadragon in a folder; None where npm or the network is missing."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    install = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES]
    try:
        done = subprocess.run(
            install, cwd=folder, capture_output=True, timeout=FETCH_LIMIT, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    return folder if done.returncode == 0 else None


def annotorious(hand: Hand, scene: Scene, packages: Path) -> dict[str, Frames]:
    """It has no brush."""
    page = hand.page
    page.route(f"{ORIGIN}/**", lambda route: _answer(route, packages))
    page.goto(ORIGIN)
    page.wait_for_function("window.annotator")
    page.evaluate(FILL, [scene.outline(number).tolist() for number in range(scene.count)])
    page.evaluate("id => annotator.setSelected(id)", str(scene.middle))
    vertex = scene.outline(scene.middle)[0]
    corner = page.evaluate(ON_SCREEN, vertex.tolist())
    page.locator(".a9s-annotation.selected").first.wait_for(state="attached")
    found = {"vertex": hand.drag((corner[0], corner[1]))}
    page.evaluate("annotator.cancelSelected()")
    edge = _beside(page)
    return {"pan": hand.drag(edge), "zoom": hand.zoom((600, 430))} | found


def _beside(page: Page) -> Place:
    """A place of the viewer that is beside the picture: a press there picks nothing."""
    x, y = page.evaluate(ON_SCREEN, [SIZE.width / 2, SIZE.height + 40])
    return x, min(y, 850)


def _answer(route: Route, packages: Path) -> None:
    path = route.request.url.removeprefix(ORIGIN)
    if path == "/":
        route.fulfill(body=PAGE, content_type="text/html")
    elif path == "/plain.png":
        route.fulfill(body=_plain(), content_type="image/png")
    else:
        route.fulfill(path=packages / path.lstrip("/"))


def _plain() -> bytes:
    file = BytesIO()
    Image.new("RGB", SIZE, (90, 90, 90)).save(file, "PNG")
    return file.getvalue()
