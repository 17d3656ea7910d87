"""What a person groups images by: tags on images and annotations, and named selections."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from segcore.errors import InputError

LONGEST_LABEL = 100  # characters
MOST_TAGS_ON_ONE = 100  # on one image or annotation
_NOT_SHOWN = {"Cc", "Cs", "Zl", "Zp"}  # control characters, halves of a pair, line ends


@dataclass(frozen=True)
class TagCount:
    """How many images and annotations of a dataset have a tag."""

    tag: str
    images: int
    annotations: int


@dataclass(frozen=True)
class Selection:
    """Images of a dataset under a name that is its own there; `images` counts them."""

    id: int
    dataset_id: int
    name: str
    created_at: str  # ISO 8601, UTC
    author: str
    images: int


def check_label(text: str, *, noun: str) -> str:
    """`text` as a tag or a selection's name is kept: composed, without the spaces around it.

    Raises InputError, which calls it a `noun`, for none, too long a one, and control characters.
    """
    label = unicodedata.normalize("NFC", text[: 4 * LONGEST_LABEL]).strip()
    if not 0 < len(label) <= LONGEST_LABEL or len(text) > 4 * LONGEST_LABEL:
        raise InputError(
            f"A {noun} has 1 to {LONGEST_LABEL} characters; got {len(text.strip()):,} of them."
        )
    for character in label:
        if unicodedata.category(character) in _NOT_SHOWN:
            raise InputError(
                f"A {noun} is one line of text without control characters; got {label[:40]!a}."
            )
    return label
