"""What was pulled as a COCO folder's labels.json: exact masks, origins, licences, attributes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from segcore import coco, geometry, settings
from segcore.coco import License, Origin
from segcore.folders import replacing
from segcore.openimages.provenance import Provenance, header_with
from segcore.openimages.values import FLAGS, ImageRow, MaskRow
from segcore.types import Rle, Segmentation, Size

_NAMES = {"/by/": "CC BY", "/by-sa/": "CC BY-SA", "/zero/": "CC0"}


@dataclass(frozen=True, slots=True)
class PulledImage:
    """An image whose picture is here, and its objects with their masks on it."""

    row: ImageRow
    size: Size
    objects: tuple[tuple[MaskRow, Rle], ...]

    @property
    def file_name(self) -> str:
        return f"{self.row.image_id}.jpg"


def write_labels(
    path: Path,
    images: tuple[PulledImage, ...],
    *,
    classes: tuple[str, ...],
    above: Mapping[str, str],
    provenance: Provenance,
    header: bytes = b"{}",
) -> None:
    """The COCO file at `path`. Categories are `classes`, then what else is there, by name.

    `above` gives the supercategory of a class; `header` is that of the dataset they are added to.
    """
    found = {row.class_name for image in images for row, _ in image.objects}
    names = [*classes, *sorted(found - set(classes))]
    ids = {name: number for number, name in enumerate(names, start=1)}
    licenses = _licenses(images, known=coco.licenses_of(header))
    with replacing(path) as file:
        coco.write_document(
            file.write,
            header=header_with(header, provenance=provenance, licenses=licenses),
            images=(
                _image(image, number, licenses=licenses)
                for number, image in enumerate(images, start=1)
            ),
            annotations=_annotations(images, ids),
            categories=(
                coco.category_source(None, id=id, name=name, supercategory=above.get(name, ""))
                for name, id in ids.items()
            ),
        )


def _licenses(images: Iterable[PulledImage], *, known: tuple[License, ...]) -> tuple[License, ...]:
    """Those known, and after them those that the images name for the first time."""
    urls = {image.row.license_url for image in images} - {"", *(one.url for one in known)}
    last = max((coco.number_of(one.id) or 0 for one in known), default=0)
    new = (License(id, _license_name(url), url) for id, url in enumerate(sorted(urls), last + 1))
    return (*known, *new)


def _license_name(url: str) -> str:
    """Creative Commons' short name with its version, as in "CC BY 2.0"; else the address itself."""
    for path, name in _NAMES.items():
        _, found, rest = url.partition(f"creativecommons.org/licenses{path}")
        if found:
            return f"{name} {rest.strip('/').split('/')[0]}".strip()
    return url


def _image(image: PulledImage, number: int, *, licenses: Iterable[License]) -> bytes:
    row = image.row
    origin = Origin(
        license=next((one.id for one in licenses if one.url == row.license_url), None),
        coco_url=f"{settings.OPENIMAGES_IMAGES}/{row.split}/{row.image_id}.jpg",
        flickr_url=row.original_url,
        landing_url=row.landing_url,
        title=row.title,
        author=row.author,
        author_url=row.author_profile_url,
        rotation=row.rotation,
    )
    return coco.source_with(
        b"{}",
        id=number,
        file_name=image.file_name,
        width=image.size.width,
        height=image.size.height,
        **coco.origin_keys(origin),
        open_images_id=row.image_id,
        open_images_split=row.split,
    )


def _annotations(images: Iterable[PulledImage], ids: Mapping[str, int]) -> Iterator[bytes]:
    number = 0
    for image_id, image in enumerate(images, start=1):
        for row, rle in image.objects:
            number += 1
            source = coco.annotation_to_source(
                None,
                size=image.size,
                id=number,
                image_id=image_id,
                category_id=ids[row.class_name],
                segmentation=Segmentation(rle=rle),
                box=geometry.rle_box(rle),
                area=geometry.rle_area(rle),
                iscrowd=False,
            )
            yield coco.source_with(source, attributes=_attributes(row))


def _attributes(row: MaskRow) -> dict[str, object]:
    """Flags are left out where the published boxes say nothing of this object."""
    flags = () if row.flags is None else ((str(flag), flag in row.flags) for flag in FLAGS)
    return {**dict(flags), "predicted_iou": row.predicted_iou, "box_id": row.box_id}
