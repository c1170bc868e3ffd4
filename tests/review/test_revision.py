"""A revision on paper: packed into a row, read back, and what undo sees of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.review.changes import REMOVED, Conflict
from workbench.review.revision import Revision, Step, pack, plain, stacks, unpack

REVISION = Revision(
    number=7,
    who="Anna",
    when="2026-11-20T09:00:00+00:00",
    words="Turnover's line moved to 17,150 EUR",
    state={"a": {"b": [1, 2.5, None, True, "ä«<img>»"]}},
    kind="undo",
    undoes=3,
    patch={("a", "b"): [1], ("c",): REMOVED},
    conflicts=(
        Conflict(("x",), 1, 2, "Ben"),
        Conflict(("y",), REMOVED, {"z": 1}, "Ben"),
        Conflict(("z",), {}, REMOVED),
    ),
    follows=6,
)


def test_a_revision_is_read_back_as_it_was_packed() -> None:
    """Values, removed fields and conflicts survive; the row holds numbers, text and bytes."""
    row = pack(REVISION)
    assert unpack(row) == REVISION
    assert {type(value) for value in row} == {int, str, bytes}


@given(st.integers(0, len(pack(REVISION)) - 1), st.data())
def test_any_flipped_byte_is_noticed(column: int, data: st.DataObject) -> None:
    """Whichever column is damaged, the row counts as damaged."""
    row = list(pack(REVISION))
    value = row[column]
    if isinstance(value, int):
        row[column] = value + data.draw(st.integers(1, 200))
    else:
        raw = bytearray(value if isinstance(value, bytes) else value.encode())
        raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
        row[column] = bytes(raw) if isinstance(value, bytes) else raw.decode("utf-8", "replace")
    assert unpack(row) is None


def test_a_plain_copy_shares_nothing_and_holds_json_only() -> None:
    """What is saved can't be changed afterwards from outside, and no NaN gets in."""
    state = {"a": {"b": (1, 2)}}
    copy = plain(state)
    copy["a"]["b"].append(3)
    assert state == {"a": {"b": (1, 2)}}
    with pytest.raises(ValueError, match="JSON"):
        plain({"a": float("nan")})


@pytest.mark.parametrize(
    ("steps", "standing", "undone"),
    [
        ([], [], []),
        ([("edit", None), ("edit", None)], [1, 2], []),
        ([("edit", None), ("edit", None), ("undo", 2)], [1], [2]),
        ([("edit", None), ("edit", None), ("undo", 2), ("undo", 1)], [], [2, 1]),
        ([("edit", None), ("undo", 1), ("redo", 1)], [1], []),
        ([("edit", None), ("undo", 1), ("edit", None)], [3], []),
        ([("edit", None), ("restore", None)], [1, 2], []),
    ],
)
def test_what_stands_and_what_is_undone(
    steps: list[tuple[str, int | None]], standing: list[int], undone: list[int]
) -> None:
    """The next to undo and the next to redo stand last; an edit forgets what was undone."""
    numbered = {n: Step(n - 1, kind, undoes) for n, (kind, undoes) in enumerate(steps, 1)}
    assert stacks(numbered, len(steps)) == (standing, undone)


def test_a_damaged_revision_that_was_stepped_over_does_not_count() -> None:
    """Revision 3 was made on top of 1 because 2 was damaged; a broken number ends the chain."""
    steps = {1: Step(0, "edit", None), 2: Step(1, "edit", None), 3: Step(1, "edit", None)}
    assert stacks(steps, 3) == ([1, 3], [])
    assert stacks({**steps, 1: Step(3, "edit", None)}, 3) == ([1, 3], [])
