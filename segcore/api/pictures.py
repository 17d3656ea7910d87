"""The routes of health, pictures, thumbnails and downloads, under /segcore.

A picture's address is signed and runs out: whoever has a page open can load its pictures, nobody
else can guess them. Streamlit has no part in this module. Starlette runs plain functions in its
thread pool, so a slow picture holds up no other request.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from segcore import __version__, screen_copies, settings, signing
from segcore.api.answers import has_tag, json_answer, refusal, tag_of
from segcore.api.server import route
from segcore.errors import InputError, NotFound, SegcoreError
from segcore.folders import DatasetFolder
from segcore.store import open_store
from segcore.types import Image

THUMB_WIDTHS = (160, 240, 320, 480, 640)
MAX_AGE = 3600  # seconds; after that the browser asks again by ETag

Copy = Callable[[DatasetFolder, Image], Path]


class PictureResponse(FileResponse):
    """Leaves in few pieces: for each the server's loop waits for a thread and for its turn."""

    chunk_size = 1 << 20  # bytes


def routes() -> list[Route]:
    """What a browser loads by an address of its own."""
    return [
        route("/segcore/health", health),
        route("/segcore/image/{image_id:int}", image),
        route("/segcore/thumb/{image_id:int}", thumb),
        route("/segcore/download", download),
    ]


def image_url(image: Image) -> str:
    """Where the browser finds the whole picture, for an hour or two."""
    path = f"/segcore/image/{image.id}"
    return f"{path}?{signing.sign(path)}"


def thumb_url(image: Image, *, width: int = 320) -> str:
    """Where the browser finds a JPEG of one of THUMB_WIDTHS, for an hour or two."""
    if width not in THUMB_WIDTHS:
        raise InputError(f"A thumbnail's width is one of {THUMB_WIDTHS}; got {width}.")
    path = f"/segcore/thumb/{image.id}"
    return f"{path}?{signing.sign(path, w=str(width))}"


def download_url(path: Path) -> str:
    """Where the browser downloads the file at `path`, which lies in the data folder."""
    inside = path.relative_to(settings.data_dir()).as_posix()
    return f"/segcore/download?{signing.sign('/segcore/download', path=inside)}"


def health(_request: Request) -> Response:
    """200 when the store can be used."""
    try:
        open_store().datasets()
    except SegcoreError as error:
        return refusal(503, str(error))
    return json_answer({"status": "ok", "version": __version__})


def image(request: Request) -> Response:
    """The picture as it is where every browser shows it alike, converted once where not."""
    return _picture(request, screen_copies.screen_copy)


def thumb(request: Request) -> Response:
    """A small JPEG, made once and kept."""

    def small(folder: DatasetFolder, image: Image) -> Path:
        return screen_copies.thumbnail(folder, image, width=int(request.query_params["w"]))

    return _picture(request, small)


def download(request: Request) -> Response:
    """The exported file, streamed."""
    if not signing.is_signed(request.url.path, request.query_params):
        return _unsigned()
    path = settings.data_dir() / request.query_params["path"]
    if not path.is_file():
        return refusal(404, f"{path.name} is not kept any more; export it again.")
    return FileResponse(path, filename=path.name, headers={"Cache-Control": "no-store"})


def _picture(request: Request, copy: Copy) -> Response:
    """The file that `copy` gives of the image in the address, or a refusal in one sentence."""
    if not signing.is_signed(request.url.path, request.query_params):
        return _unsigned()
    try:
        image = open_store().image(request.path_params["image_id"])
        return _file(request, copy(_folder(image), image))
    except NotFound as error:
        return refusal(404, str(error))
    except InputError as error:
        return refusal(422, str(error))


def _folder(image: Image) -> DatasetFolder:
    of_image = (one for one in open_store().datasets() if one.id == image.dataset_id)
    return DatasetFolder.of(next(of_image).name)


def _file(request: Request, path: Path) -> Response:
    """`path` with a tag of its state; 304 when the browser has it already."""
    state = path.stat()
    headers = {
        "ETag": tag_of(path.name, state.st_mtime_ns, state.st_size),
        "Cache-Control": f"private, max-age={MAX_AGE}",
        "X-Content-Type-Options": "nosniff",
    }
    if has_tag(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return PictureResponse(path, headers=headers, media_type=screen_copies.media_type(path))


def _unsigned() -> Response:
    return refusal(403, "This address is not signed or has run out; reload the page.")
