"""A small picture of an edit: what an outline was, dashed, and what it would be."""

from __future__ import annotations

from html import escape

from segcore.api import thumb_url
from segcore.fiftyone_bridge.proposing import Proposal
from segcore.types import Segmentation

_BEFORE = 'fill="none" stroke="#ffffff" stroke-dasharray="6 4"'
_AFTER = 'fill="#e69f0055" fill-rule="evenodd" stroke="#e69f00"'
_WIDTH = 240  # of the thumbnail


def difference(one: Proposal) -> str:
    """An SVG of the whole picture with both outlines."""
    width, height = one.image.size
    before = "" if one.annotation is None else _outline(one.annotation.segmentation, _BEFORE)
    after = "" if one.outline is None else _outline(one.outline, _AFTER)
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(one.words)}" '
        f'style="width:100%;max-height:160px;background:#888">'
        f'<image href="{escape(thumb_url(one.image, width=_WIDTH))}" width="{width}" '
        f'height="{height}" preserveAspectRatio="none"/>{before}{after}</svg>'
    )


def _outline(outline: Segmentation, style: str) -> str:
    rings = (ring for part in outline.parts for ring in part.rings)
    path = " ".join("M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in ring) + "Z" for ring in rings)
    return f'<path d="{path}" {style} vector-effect="non-scaling-stroke" stroke-width="2"/>'
