"""The matrix at the size of a phone: the largest are named, and no title runs over the line."""

from __future__ import annotations

from pathlib import Path

from workbench.engagement import Engagement
from workbench.sharing.anonymise import anonymised
from workbench.sharing.drawn import NARROW, fitted
from workbench.sharing.snapshot import Snapshot
from workbench.sharing.taking import snapshot


def test_on_a_phone_the_largest_are_named(tmp_path: Path) -> None:
    """At least three of the seven largest; small dots take nobody's room."""
    demo = Engagement.demo(tmp_path / "demo")
    picture = snapshot(demo).picture
    demo.store.close()
    assert picture
    names = picture.narrow.layers["names"]["text"]
    assert len(names) >= 3
    assert set(names) <= set(picture.narrow.layers["points"]["name"][:7])


def test_a_title_has_the_room_beside_the_line() -> None:
    """By whole words; where there is no room at all, none."""
    corners = {"x": (0.0, 0.3, 0.0), "x2": (0.3, 1.0, 0.01), "title": ("Keep it close",) * 3}
    assert fitted(corners, 300.0) == ["Keep it…", "Keep it close", ""]


def test_titles_of_nobody_have_the_room_too(told: Snapshot) -> None:
    """An anonymised picture's own names are longer than the client's."""
    assert told.picture
    own = told.picture.model_copy(update={"own": True})
    picture = anonymised(told.model_copy(update={"picture": own}), b"k" * 32).picture
    assert picture
    named = picture.wide.layers["corners"]["title"]
    assert "Better across alone" in named
    corners = picture.narrow.layers["corners"]
    short = fitted({**corners, "title": named}, NARROW.width)
    assert list(corners["title"]) == short != list(named)
