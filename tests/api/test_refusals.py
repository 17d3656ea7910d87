"""Bad data is refused in one sentence and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from httpx import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segcore import api, signing
from segcore.store import Store
from segcore.types import Image
from tests.api.asking import BASE, Editor, rings, save
from tests.store.examples import pond, square


def drawn(**fields: object) -> dict[str, object]:
    """An edit that would be right but for `fields`."""
    return {"op": "create", "category_id": 1, "parts": rings(square(40, 40, 9)), **fields}


def moved(**fields: object) -> dict[str, object]:
    """An edit of the first annotation that would be right but for `fields`."""
    return {"op": "update", "ref": 1, "version": 1, **fields}


@contextmanager
def nothing_changes(editor: Editor, image: Image) -> Iterator[None]:
    def all_of_it() -> object:
        return editor.get(f"images/{image.id}").json(), editor.store.history(image.id)

    before = all_of_it()
    yield
    assert all_of_it() == before


def assert_refused(answer: Response, status: int, words: str) -> None:
    assert answer.status_code == status, answer.text
    sentence = answer.json()["error"]
    assert words in sentence
    assert sentence.endswith(".")


def test_the_edits_here_would_be_saved_if_they_were_right(editor: Editor, image: Image) -> None:
    answer = editor.gesture(image, save(drawn(), moved(z=1)))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "forge",
    [
        lambda _: "",
        lambda token: token.replace("a=ann", "a=bob"),
        lambda token: token.replace("d=1", "d=2"),
        lambda token: token.replace("e=", "e=9"),
        lambda token: token[:-2] + "xx",
        lambda token: f"{token}&d=2",
        lambda _: "d=1&a=ann&e=99999999999&s=abc",
    ],
)
def test_a_forged_token_opens_nothing(
    editor: Editor, image: Image, forge: Callable[[str], str]
) -> None:
    good = editor.token
    with nothing_changes(editor, image):
        editor.token = forge(good)
        assert_refused(editor.gesture(image, save(drawn())), 403, "not genuine or has run out")
        for path in (
            f"images/{image.id}",
            "dataset",
            "strip",
            "token",
            f"images/{image.id}/events",
        ):
            assert_refused(editor.get(path), 403, "reload the page")
        editor.token = good


def test_a_token_runs_out(editor: Editor, image: Image, monkeypatch: pytest.MonkeyPatch) -> None:
    later = signing.time.time() + 2 * signing.WINDOW + 1
    with monkeypatch.context() as patch:
        patch.setattr(signing.time, "time", lambda: later)
        assert_refused(editor.gesture(image, save(drawn())), 403, "has run out")
    assert len(editor.store.annotations(image.id)) == 2


def test_a_signed_picture_address_is_no_token(editor: Editor, image: Image) -> None:
    editor.token = api.image_url(image).split("?")[1]
    assert_refused(editor.get("dataset"), 403, "token")


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "testserver",
        "http://evil.example",
        "http://testserver.evil.example",
        "http://testserver@evil.example",
        "http://[testserver",
    ],
)
def test_another_origin_is_refused(editor: Editor, image: Image, origin: str) -> None:
    with nothing_changes(editor, image):
        answer = editor.post(f"images/{image.id}/gestures", save(drawn()), Origin=origin)
        assert_refused(answer, 403, "Only the app's own pages")
        answer = editor.post("categories", {"name": "x"}, Origin=origin)
        assert_refused(answer, 403, "Only the app's own pages")


def test_a_form_is_no_gesture(editor: Editor, image: Image) -> None:
    with nothing_changes(editor, image):
        sent = {"Content-Type": "text/plain"}
        answer = editor.post(f"images/{image.id}/gestures", save(drawn()), **sent)
        assert_refused(answer, 400, "application/json")


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1e999", b"1e9", b"null"])
def test_a_coordinate_that_is_no_place_is_refused(
    editor: Editor, image: Image, number: bytes
) -> None:
    outline = b"[[[1,1,20,1," + number + b",20]]]"
    text = (
        b'{"kind":"save","request_id":"aaaaaaaa","label":"","seconds":null,"edits":['
        b'{"op":"update","ref":1,"version":1,"parts":' + outline + b"}]}"
    )
    with nothing_changes(editor, image):
        answer = editor.post(f"images/{image.id}/gestures", text)
        assert answer.status_code in (400, 422)
        assert answer.json()["error"].endswith(".")


def test_ten_megabytes_of_points_are_refused(editor: Editor, image: Image) -> None:
    text = b'{"kind":"save","edits":[{"op":"update","parts":[[[' + b"123.25," * 1_500_000
    with nothing_changes(editor, image):
        answer = editor.post(f"images/{image.id}/gestures", text)
        assert_refused(answer, 413, "the limit is 4 MB")


def test_the_length_a_header_claims_is_not_believed(editor: Editor, image: Image) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(100):
            yield b"1" * 100_000

    headers = {"Origin": "http://testserver", "Content-Type": "application/json"}
    url = f"{BASE}/images/{image.id}/gestures?{editor.token}"
    with nothing_changes(editor, image):
        answer = editor.client.post(url, content=pieces(), headers=headers)
        assert_refused(answer, 413, "too much at once")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b'{"kind":"save","label":"\xff"}', 400),
        (b'{"kind":"save","label":"\\ud800"}', 400),
        (b'{"kind":"save","' + b"x" * 100_000 + b'":1}', 422),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_short_sentence(
    editor: Editor, image: Image, text: bytes, status: int
) -> None:
    with nothing_changes(editor, image):
        answer = editor.post(f"images/{image.id}/gestures", text)
        assert_refused(answer, status, "The request is not")
        assert len(answer.content) < 500


def test_a_tabs_name_is_short(editor: Editor, image: Image) -> None:
    with nothing_changes(editor, image):
        answer = editor.gesture(image, save(drawn()), tab="x" * 65)
        assert_refused(answer, 422, "at most 64 characters")
        answer = editor.get(f"images/{image.id}/events", f"tab={'x' * 65}")
        assert_refused(answer, 422, "at most 64 characters")


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (moved(parts=[[[1.0] * 200_002]]), "length <= 200000"),
        (moved(parts=[[[1, 1, 2, 2]]]), "at least three"),
        (moved(parts=[[[1, 1, 2, 2, 3]]]), "a number is missing"),
        (moved(parts=[[]]), "a number is missing"),
        (moved(parts=[[[200, 200, 210, 200, 210, 210]]]), "nothing inside the picture"),
        (moved(parts=rings(square(1, 1, 5)), splices=[]), "not both"),
        (moved(splices=[[0, 0, 9, 1, []]]), "names what it does not have"),
        (moved(splices=[[0, 1, 0, 1, []]]), "names what it does not have"),
        (moved(splices=[[1, 0, 0, 1, []]]), "names what it does not have"),
        (moved(splices=[[0, 0, 0, 2, []]]), "at least three"),
        (moved(splices=[[0, 0, 0, 1, [1]]]), "names what it does not have"),
        (moved(splices=[[0, 0, -1, 1, []]]), ">= 0"),
        (moved(splices=[[0, 0, 0, 0, []]] * 10_001), "length <= 10000"),
        (moved(ref=99), "has no annotation with id 99"),
        (moved(ref=3), "has no annotation with id 3"),
        (moved(ref=0), "whole number from 1 on"),
        (moved(ref=10**30), "whole number from 1 on"),
        (moved(ref=["unknown-1", 0]), "has no instance 0 of the request"),
        (moved(version=0), ">= 1"),
        (moved(version=2**40), "<= 2147483647"),
        (moved(category_id=99), "is not one of the image's dataset"),
        (moved(colour="red"), "unknown field"),
        (drawn(category_id=99), "is not one of the image's dataset"),
        (drawn(category_id=2**63), "9223372036854775807"),
        (drawn(score=1.5), "<= 1"),
        (drawn(run_id="../../etc"), "matching regex"),
        (drawn(origin="import"), "Invalid enum value"),
        (drawn(z=2**31), "<= 2147483647"),
        ({"op": "restore", "ref": 1, "version": 1, "change": 7, "to": "before"}, "has no change 7"),
        ({"op": "burn", "ref": 1, "version": 1}, "Invalid value 'burn'"),
    ],
)
def test_a_wrong_edit_is_refused_with_all_the_others(
    editor: Editor, image: Image, edit: dict[str, object], words: str
) -> None:
    with nothing_changes(editor, image):
        answer = editor.gesture(image, save(drawn(), edit))
        assert answer.status_code in (404, 422), answer.text
        assert words in answer.json()["error"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"request_id": "short"}, "matching regex"),
        ({"request_id": "with space"}, "matching regex"),
        ({"request_id": "x" * 65}, "matching regex"),
        ({"request_id": "newline-1\n"}, "matching regex"),
        ({"label": "x" * 201}, "length <= 200"),
        ({"label": "a\x00b"}, "matching regex"),
        ({"seconds": -1}, ">= 0"),
        ({"seconds": 86_401}, "<= 86400"),
        ({"seconds": True}, "got `bool`"),
        ({"kind": "burn"}, "Invalid value 'burn'"),
        ({"edits": [moved(z=1)] * 10_001}, "length <= 10000"),
        ({"edits": [moved(z=1), moved(z=2)]}, "came twice"),
    ],
)
def test_a_wrong_gesture_is_refused(
    editor: Editor, image: Image, fields: dict[str, object], words: str
) -> None:
    with nothing_changes(editor, image):
        answer = editor.gesture(image, {**save(drawn()), **fields})
        assert_refused(answer, 422, words)


def test_the_image_must_be_of_the_tokens_dataset(
    editor: Editor, image: Image, store: Store
) -> None:
    (other,) = pond(store, "sea")
    assert editor.get(f"images/{image.id}").status_code == 200
    for number in (other.id, 999, 10**30):
        for path in ("", "/around", "/history", "/effort", "/events", "/ghosts"):
            answer = editor.get(f"images/{number}{path}")
            assert_refused(answer, 404, "no image with id")
    assert_refused(editor.gesture(other, save(drawn())), 404, "no image with id")
    state = {"state": "accepted", "version": 1}
    assert_refused(editor.post(f"images/{other.id}/state", state), 404, "no image with id")
    assert store.image(other.id) == other
    assert store.history(other.id) == []


def test_a_class_of_another_dataset_is_refused(editor: Editor, image: Image, store: Store) -> None:
    (other,) = pond(store, "sea")
    foreign = store.categories(other.dataset_id)[0].id
    with nothing_changes(editor, image):
        for edit in (drawn(category_id=foreign), moved(category_id=foreign)):
            answer = editor.gesture(image, save(edit))
            assert_refused(answer, 422, f"Category {foreign} is not one of the image's dataset")


def test_a_request_id_of_another_image_is_refused(editor: Editor, image: Image) -> None:
    other = editor.store.images(image.dataset_id)[1]
    used = save(drawn())
    editor.gesture(other, used)
    with nothing_changes(editor, image):
        assert_refused(editor.gesture(image, used), 422, "was used for another image")


def test_a_change_of_another_annotation_cannot_be_restored(editor: Editor, image: Image) -> None:
    editor.gesture(image, save(moved(ref=2, z=4)))
    change = editor.store.history(image.id)[-1].id
    restore = {"op": "restore", "ref": 1, "version": 1, "change": change, "to": "before"}
    with nothing_changes(editor, image):
        assert_refused(editor.gesture(image, save(restore)), 404, "in its history")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("images/1/state", {"state": "done", "version": 1}),
        ("images/1/state", {"state": "new"}),
        ("categories", {"name": ""}),
        ("categories", {"name": "x" * 201}),
        ("images/1/gestures", []),
    ],
)
def test_a_wrong_body_is_refused(editor: Editor, image: Image, path: str, body: object) -> None:
    with nothing_changes(editor, image):
        answer = editor.post(path, body)
        assert answer.status_code == 422
        assert answer.json()["error"].endswith(".")


_NAMES = ("op", "ref", "version", "parts", "splices", "z", "to", "change", "category_id")
_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "save", "create", "update", "x" * 300, "a\x00"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(_NAMES), inner),
    max_leaves=8,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(_NAMES), value=_json)
def test_whatever_is_sent_is_answered_in_words(
    editor: Editor, image: Image, name: str, value: object
) -> None:
    answer = editor.gesture(image, save({**moved(), name: value}))
    assert answer.status_code in (200, 400, 404, 409, 422)
