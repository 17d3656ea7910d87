"""How many bytes a pull has yet to fetch, from what pictures and masks weigh on average."""

from __future__ import annotations

from segcore.openimages.cache import Cache
from segcore.openimages.values import Choice, Split

PICTURE_BYTES = 300_000
MASK_BYTES = 5_000
_ENTRY_BYTES = 96  # of a zip's directory, a member
_ROWS: dict[Split, int] = {"validation": 24_730, "test": 74_102, "train": 2_686_666}
_ZIPS = 16


def estimate(choice: Choice) -> int:
    """The bytes still to come, 0 where everything was fetched before. No network is asked."""
    cache, split = Cache.here(), choice.query.split
    pictures = sum(not cache.picture(one.image).exists() for one in choice.images)
    lacking = [
        one.image.image_id[0]
        for one in choice.images
        for mask in one.masks
        if not cache.mask(split, mask).exists()
    ]
    zips = sum(not cache.directory(split, digit).exists() for digit in set(lacking))
    directory = _ENTRY_BYTES * _ROWS[split] // _ZIPS
    return pictures * PICTURE_BYTES + len(lacking) * MASK_BYTES + zips * directory
