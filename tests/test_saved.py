"""What a page says about saving: a clock people read, and both values where two met."""

from __future__ import annotations

import pytest

from workbench.review.changes import REMOVED, Conflict
from workbench.saved import Saved, conflict_words


def test_the_clock_is_this_machine_s() -> None:
    assert len(Saved(1, "2026-01-31T14:02:00+00:00", "x", True, False).clock()) == len("14:02")


def test_a_clock_that_cannot_be_read_is_empty() -> None:
    assert Saved(1, "", "x", can_undo=False, can_redo=False).clock() == ""


@pytest.mark.parametrize(
    ("mine", "theirs", "whose", "said"),
    [
        ("all", "24m", "Ann", "all is kept, 24m by Ann stands"),
        (0.5, REMOVED, "", "0.5 is kept, nothing stands"),
        ({"by": "value", "value": 20.0, "who": "Ben"}, None, "", "value, 20 is kept, nothing"),
        ([], ["a", "b"], "", "nothing is kept, a, b stands"),
    ],
)
def test_a_conflict_names_both_values(mine: object, theirs: object, whose: str, said: str) -> None:
    words = conflict_words(Conflict(("matrix", "x"), mine, theirs, whose))
    assert words.startswith("Two changes to «matrix › x»: ")
    assert said in words
