"""What stands on the panel about an image."""

from __future__ import annotations

from segcore.coco import License, Origin
from segcore.ui.origin import origin_table


def test_what_is_known_is_a_row_and_what_is_not_is_none() -> None:
    table = origin_table("a.jpg", Origin(author="Ann", license=3), License(3, "CC BY 2.0"))
    assert "<th>Author</th><td>Ann</td>" in table
    assert "<th>Licence</th><td>CC BY 2.0</td>" in table
    assert "Title" not in table


def test_a_text_from_outside_is_never_html() -> None:
    table = origin_table("a.jpg", Origin(title="<img src=x onerror=alert(1)>"), None)
    assert "<img" not in table


def test_only_web_addresses_become_links() -> None:
    good = Origin(landing_url="https://photos.example.org/1")
    bad = Origin(landing_url="javascript:alert(1)")
    assert 'href="https://photos.example.org/1"' in origin_table("a.jpg", good, None)
    assert "href" not in origin_table("a.jpg", bad, None)
