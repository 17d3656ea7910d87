"""`tag` and `selections`."""

from __future__ import annotations

import getpass
from argparse import Namespace
from dataclasses import asdict

from segcore.cli.printing import counted, print_json, print_table
from segcore.errors import InputError, NotFound
from segcore.store import Store, open_store
from segcore.types import Dataset


def tag(arguments: Namespace) -> int:
    """Add and take away tags; without one, list them."""
    store = open_store()
    dataset = store.dataset(arguments.name)
    if arguments.add or arguments.remove:
        ids = _image_ids(store, dataset, arguments)
        add, remove = arguments.add, arguments.remove
        done = store.tag_images(ids, add=add, remove=remove, author=_author())
        print(f"Changed {counted(done, 'tag')} on {counted(len(ids), 'image')}.")
        return 0
    tags = store.tags(dataset.id)
    if arguments.json:
        print_json([asdict(one) for one in tags])
    elif tags:
        rows = ((one.tag, one.images, one.annotations) for one in tags)
        print_table(("TAG", "IMAGES", "ANNOTATIONS"), rows)
    else:
        print(f"{dataset.name!r} has no tag yet: `python -m segcore tag NAME --add TAG` sets one.")
    return 0


def selections(arguments: Namespace) -> int:
    """Save the images with a tag as one; without a tag, list them."""
    store = open_store()
    dataset = store.dataset(arguments.name)
    if arguments.tag is not None:
        return _save(store, dataset, arguments)
    if arguments.save is not None or arguments.replace:
        raise InputError("A selection is saved of the images with a tag: name it with --tag.")
    found = store.selections(dataset.id)
    if arguments.json:
        print_json([asdict(one) for one in found])
    elif found:
        rows = ((one.name, one.images, one.author, one.created_at[:16]) for one in found)
        print_table(("SELECTION", "IMAGES", "BY", "MADE"), rows)
    else:
        print(f"{dataset.name!r} has no selection yet: save one on the page Images, or by --tag.")
    return 0


def _save(store: Store, dataset: Dataset, arguments: Namespace) -> int:
    ids = [image.id for image in store.images(dataset.id, tag=arguments.tag)]
    if not ids:
        raise NotFound(f"No image of {dataset.name!r} has the tag {arguments.tag[:80]!r}.")
    name = arguments.tag if arguments.save is None else arguments.save
    saved = store.save_selection(dataset.id, name, ids, replace=arguments.replace, author=_author())
    print(f"The selection {saved.name!r} has {counted(saved.images, 'image')}.")
    return 0


def _image_ids(store: Store, dataset: Dataset, arguments: Namespace) -> list[int]:
    """Of the images asked for, by name, by selection, or all."""
    named: str | None = arguments.selection
    chosen = None if named is None else store.selection(dataset.id, named).id
    images = store.images(dataset.id, selection_id=chosen)
    if arguments.images is None:
        return [image.id for image in images]
    by_name = {image.file_name: image.id for image in images}
    for name in arguments.images:
        if name not in by_name:
            raise NotFound(f"There is no image {name[:200]!r} among the {len(images):,} asked for.")
    return [by_name[name] for name in arguments.images]


def _author() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return ""
