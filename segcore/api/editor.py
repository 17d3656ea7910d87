"""What the editor asks: the dataset, an image with its annotations, its neighbours, its history."""

from __future__ import annotations

from itertools import accumulate

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from segcore import __version__, geometry, signing
from segcore.api import access, wire
from segcore.api.access import PATH, Visitor, reading, writing
from segcore.api.answers import has_tag, json_answer, tag_of, unchanged
from segcore.api.converting import (
    annotation_to_wire,
    categories_to_wire,
    change_to_wire,
    image_to_wire,
    strip_image_to_wire,
)
from segcore.api.events import events
from segcore.api.gestures import add_category, save_gesture, set_state
from segcore.api.ghosts import ghosts
from segcore.api.querying import filters, whole_number
from segcore.api.server import route
from segcore.api.worst import worst
from segcore.errors import NotFound
from segcore.store import Store, open_store
from segcore.types import Annotation, Change, Image, Mask, Segmentation, Size

NEAREST = 5  # images told of either side
MOST_IN_STRIP = 500
MOST_CHANGES = 200
MOST_POINTS = 200_000  # of the outlines in a history, some 3 MB


def routes() -> list[Route]:
    """Every route of the editor; wire.py has what each takes and gives."""
    image = "/images/{image_id:int}"
    reads = {
        "/token": token,
        "/dataset": dataset,
        "/strip": strip,
        image: scene,
        f"{image}/around": around,
        f"{image}/history": history,
        f"{image}/ghosts": ghosts,
        f"{image}/worst": worst,
        f"{image}/difference/{{annotation_id:int}}": difference,
        f"{image}/effort": effort,
    }
    writes = {
        "/categories": writing(wire.AddCategory, add_category),
        f"{image}/gestures": writing(wire.Gesture, save_gesture),
        f"{image}/state": writing(wire.SetState, set_state),
    }
    return [
        *(route(f"{PATH}{path}", reading(read)) for path, read in reads.items()),
        *(route(f"{PATH}{path}", write, method="POST") for path, write in writes.items()),
        route(f"{PATH}{image}/events", events),
    ]


def token(_request: Request, visitor: Visitor) -> Response:
    """A fresh token for one that still holds."""
    return json_answer(wire.Token(access.token_of(visitor)))


def dataset(request: Request, visitor: Visitor) -> Response:
    """The dataset's name, its categories and its finished runs."""
    store = open_store()
    name = _name(store, visitor)
    finished = [run for run in store.runs(visitor.dataset_id) if run.state == "done"]
    tag = _tag("dataset", name, store.stamp(visitor.dataset_id), *(run.id for run in finished))
    if has_tag(request, tag):
        return unchanged(tag)
    body = wire.Dataset(
        id=visitor.dataset_id,
        name=name,
        categories=categories_to_wire(store.categories(visitor.dataset_id)),
        runs=[
            wire.Run(run.id, f"{run.preset}, {run.created_at[:16].replace('T', ' ')}")
            for run in finished
        ],
    )
    return json_answer(body, tag=tag)


def _name(store: Store, visitor: Visitor) -> str:
    for one in store.datasets():
        if one.id == visitor.dataset_id:
            return one.name
    raise NotFound("The dataset is gone: somebody deleted it.")


def scene(request: Request, visitor: Visitor) -> Response:
    """An image and everything on it."""
    store, image = open_store(), _image(request, visitor)
    tag = _tag("image", image.id, image.version, store.image_stamp(image.id))
    if has_tag(request, tag):
        return unchanged(tag)
    standing, annotations = store.scene(image.id)
    body = wire.Scene(
        image=image_to_wire(standing.image),
        annotations=[annotation_to_wire(one) for one in annotations],
        stamp=standing.stamp,
        can_undo=standing.can_undo,
        can_redo=standing.can_redo,
    )
    return json_answer(body, tag=tag)


def strip(request: Request, visitor: Visitor) -> Response:
    """The wanted images of the dataset, a stretch of them."""
    store, wanted = open_store(), filters(request)
    offset = whole_number(request, "offset", default=0)
    limit = whole_number(request, "limit", default=60, most=MOST_IN_STRIP)
    tag = _tag("strip", store.stamp(visitor.dataset_id), offset, limit, wanted)
    if has_tag(request, tag):
        return unchanged(tag)
    images = store.images(visitor.dataset_id, limit=limit, offset=offset, **wanted)
    counts = store.annotation_counts([image.id for image in images])
    body = wire.Strip(
        total=store.count_images(visitor.dataset_id, **wanted),
        images=[strip_image_to_wire(image, counts[image.id]) for image in images],
    )
    return json_answer(body, tag=tag)


def around(request: Request, visitor: Visitor) -> Response:
    """Where the image stands among the wanted ones, and the nearest both ways."""
    store, image, wanted = open_store(), _image(request, visitor), filters(request)
    before, after = store.around(image.id, limit=NEAREST, **wanted)
    return json_answer(
        wire.Around(
            total=store.count_images(visitor.dataset_id, **wanted),
            place=store.place(image.id, **wanted),
            before=list(map(image_to_wire, before)),
            after=list(map(image_to_wire, after)),
        )
    )


def history(request: Request, visitor: Visitor) -> Response:
    """What was done to the image, newest first; fewer changes where their outlines are long."""
    done = open_store().history(_image(request, visitor).id, limit=MOST_CHANGES)[::-1]
    points = accumulate(map(_points, done))
    told = [one for one, so_far in zip(done, points, strict=True) if so_far <= MOST_POINTS]
    return json_answer(wire.History(list(map(change_to_wire, told or done[:1]))))


def _points(change: Change) -> int:
    states = (one.segmentation.parts for one in (change.before, change.after) if one)
    return sum(len(ring) for parts in states for part in parts for ring in part.rings)


def difference(request: Request, visitor: Visitor) -> Response:
    """How the pixels of an outline differ from the exact mask it came with; null without one."""
    image = _image(request, visitor)
    found = _annotation(image, request.path_params["annotation_id"])
    came_as = open_store().imported(found.id).rle
    if came_as is None:
        return json_answer(None)
    before = geometry.rle_to_mask(came_as)
    return json_answer(_difference(before, _drawn(found.segmentation, image.size)))


def _drawn(segmentation: Segmentation, size: Size) -> Mask:
    return geometry.segmentation_to_mask(Segmentation(segmentation.parts), size)


def _difference(before: Mask, after: Mask) -> wire.Difference:
    return wire.Difference(
        added=int((after & ~before).sum()),
        removed=int((before & ~after).sum()),
        iou=float(geometry.mask_iou(before, after)),
    )


def effort(request: Request, visitor: Visitor) -> Response:
    """A person's time on the image so far."""
    spent = open_store().effort(_image(request, visitor).id)
    return json_answer(wire.Effort(spent.seconds, spent.gestures, spent.instances))


def _image(request: Request, visitor: Visitor) -> Image:
    return visitor.image(request.path_params["image_id"])


def _annotation(image: Image, number: int) -> Annotation:
    """The image's annotation of that id; NotFound where it has none."""
    if number <= access.MAX_ID:
        found = open_store().annotation(number)
        if found.image_id == image.id:
            return found
    raise NotFound(f"Image {image.file_name!r} has no annotation with id {number}.")


def _tag(*parts: object) -> str:
    """Of what an answer depends on; its pictures' addresses run out, and its form may change."""
    return tag_of(__version__, signing.runs_out_at(), *parts)
