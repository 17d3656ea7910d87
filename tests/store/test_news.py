"""What was done to an image since somebody last looked."""

from __future__ import annotations

import pytest

from segcore.errors import NotFound
from segcore.store import Store
from segcore.types import Create, Delete, Image
from tests.store.examples import annotation, key, move, pictures, pond, square, statements


@pytest.fixture
def image(store: Store) -> Image:
    return pond(store, annotations=[annotation(0, 40), annotation(0, 41)])[0]


def test_a_stamp_grows_with_what_is_done_to_its_image_alone(store: Store) -> None:
    one, other = pond(store, images=pictures("a.jpg", "b.jpg"))
    stamps = [store.image_stamp(one.id)]
    move(store, one, to=30)
    stamps.append(store.image_stamp(one.id))
    store.undo(one.id, author="ann", request_id=key())
    stamps.append(store.image_stamp(one.id))
    store.set_state(one.id, state="for review", version=1, author="ann")
    stamps.append(store.image_stamp(one.id))
    assert stamps == sorted(set(stamps))
    assert stamps[0] == store.image_stamp(other.id) == 0


def test_a_stamp_is_one_query(store: Store, image: Image) -> None:
    assert statements(store, lambda: store.image_stamp(image.id)) == 1


def test_an_image_that_is_gone_has_no_stamp(store: Store, image: Image) -> None:
    store.delete_dataset("pond")
    with pytest.raises(NotFound, match=f"no image with id {image.id}"):
        store.image_stamp(image.id)


def test_news_are_what_is_there_now(store: Store, image: Image) -> None:
    first, second = store.annotations(image.id)
    seen = store.image_stamp(image.id)
    move(store, image, to=30, author="ann")
    move(store, image, to=40, author="bob")
    made = Create(first.category_id, square(60, 40, 9))
    edits = [Delete(second.id, 1), made]
    saved = store.save(image.id, edits, author="bob", request_id="news-1")
    news = store.news(image.id, since=seen)
    assert [one.version for one in news.annotations] == [3, 1]
    assert news.annotations[0].box.x1 == 40
    assert news.annotations[1:] == saved.annotations
    assert news.deleted == (second.id,)
    assert news.authors == ("ann", "bob")
    assert (len(news.request_ids), news.request_ids[-1]) == (3, "news-1")
    assert news.standing == store.standing(image.id)
    assert news.standing.can_undo


def test_what_was_deleted_is_told_in_order(store: Store) -> None:
    (image,) = pond(store, annotations=[annotation(0, n) for n in range(40)])
    present = [one.id for one in store.annotations(image.id)]
    for number in reversed(present):
        store.save(image.id, [Delete(number, 1)], author="ann", request_id=key())
    assert store.news(image.id, since=0).deleted == tuple(reversed(present))


def test_no_news_when_nothing_was_done(store: Store, image: Image) -> None:
    move(store, image, to=30)
    news = store.news(image.id, since=store.image_stamp(image.id))
    assert (news.annotations, news.deleted, news.authors, news.request_ids) == ((), (), (), ())


def test_another_review_state_is_news_of_no_annotation(store: Store, image: Image) -> None:
    store.set_state(image.id, state="rejected", version=1, author="eve")
    news = store.news(image.id, since=0)
    assert (news.authors, news.annotations) == (("eve",), ())
    assert news.standing.image.state == "rejected"
