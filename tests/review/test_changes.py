"""Two states, their difference, and two people's changes put together."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.review.changes import (
    REMOVED,
    Conflict,
    State,
    apply,
    diff,
    invert,
    merge,
    same,
)

# Few keys, so that two drawn states often touch the same field; the last ones make a
# single decision out of the dict that holds them.
KEYS = st.sampled_from(["a", "b", "c", "who", "when", "by", "value"])
SINGLE = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from([0.5, 1.0, "", "x"])
VALUES = st.recursive(
    SINGLE | st.lists(SINGLE, max_size=3),
    lambda inner: st.dictionaries(KEYS, inner, max_size=4) | st.lists(inner, max_size=2),
    max_leaves=12,
)
STATES = st.dictionaries(KEYS, VALUES, max_size=5)


def judged(value: int, who: str) -> State:
    return {"value": value, "who": who, "when": "2026-11-20T09:00:00+00:00"}


@given(STATES, STATES)
def test_a_difference_applied_gives_the_other_state(before: State, after: State) -> None:
    """The patch from one state to another leads there, and changes neither."""
    kept = copy.deepcopy((before, after))
    patch = diff(before, after)
    assert same(apply(before, patch), after)
    assert (before, after) == kept
    assert (patch == {}) is same(before, after)


@given(STATES, STATES)
def test_an_inverted_patch_leads_back(before: State, after: State) -> None:
    """What a patch did, its inverse takes back."""
    patch = diff(before, after)
    assert same(apply(after, invert(before, patch)), before)


@given(STATES, STATES)
def test_a_change_by_one_side_alone_is_taken_as_it_is(base: State, changed: State) -> None:
    """If the other side did nothing, or did the same, there is nothing to merge."""
    assert merge(base, changed, base).state == changed
    assert merge(base, base, changed).state == changed
    assert merge(base, changed, changed).state == changed
    for mine, theirs in ((changed, base), (base, changed), (changed, changed)):
        assert merge(base, mine, theirs).conflicts == ()


@given(STATES, STATES, STATES)
def test_merging_either_way_round_agrees_unless_it_conflicts(
    base: State, one: State, other: State
) -> None:
    """Both sides see the same conflicts; without any, the order of the two doesn't matter."""
    there, back = merge(base, one, other), merge(base, other, one)
    found = {c.path: (c.mine, c.theirs) for c in there.conflicts}
    assert found.keys() == {c.path for c in back.conflicts}
    for conflict in back.conflicts:
        mine, theirs = found[conflict.path]
        assert same(mine, conflict.theirs)
        assert same(theirs, conflict.mine)
    if not found:
        assert same(there.state, back.state)


@given(STATES, STATES, STATES)
def test_the_newest_gesture_stands_in_every_conflict(
    base: State, mine: State, theirs: State
) -> None:
    """Where two people set one field, the merged state holds mine at that path."""
    merged = merge(base, mine, theirs)
    for conflict in merged.conflicts:
        place: Any = merged.state
        for key in conflict.path:
            place = place.get(key, REMOVED) if isinstance(place, dict) else REMOVED
        assert same(place, conflict.mine)
        assert not same(conflict.mine, conflict.theirs)


@given(STATES, STATES, STATES)
def test_disjoint_edits_commute(base: State, one: State, other: State) -> None:
    """Patches that touch different fields give the same state in either order, and merged."""
    first = diff(base, one)
    second = {
        path: value
        for path, value in diff(base, other).items()
        if not any(path[: len(p)] == p or p[: len(path)] == path for p in first)
    }
    there = apply(apply(base, first), second)
    assert same(there, apply(apply(base, second), first))
    merged = merge(base, one, apply(base, second))
    assert merged.conflicts == ()
    assert same(merged.state, there)


@pytest.mark.parametrize(
    ("before", "after", "patch"),
    [
        ({}, {"a": {"b": 1}}, {("a",): {"b": 1}}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"c": 2}}, {("a", "b"): REMOVED}),
        ({"a": {"b": 1}}, {"a": {}}, {("a", "b"): REMOVED}),
        ({"a": [1, 2]}, {"a": [2, 1]}, {("a",): [2, 1]}),
        ({"a": {"b": 1}}, {"a": None}, {("a",): None}),
        ({"a": True}, {"a": 1}, {("a",): 1}),
        ({"a": 1}, {"a": 1.0}, {}),
    ],
)
def test_what_counts_as_one_field(before: State, after: State, patch: dict[Any, Any]) -> None:
    """Dicts are walked; lists and single values are replaced as one."""
    assert diff(before, after) == patch
    assert same(apply(before, patch), after)


def test_a_patch_for_a_place_that_is_not_there() -> None:
    """A patch made elsewhere makes the places it needs and removes what is there only."""
    assert apply({"a": 1}, {("a", "b", "c"): 2}) == {"a": {"b": {"c": 2}}}
    assert apply({"a": 1}, {("a", "b"): REMOVED, ("c", "d"): REMOVED}) == {"a": 1}


def test_a_decision_changes_as_one() -> None:
    """A value never ends up beside the name of somebody who didn't set it."""
    base = {"judged": {"c1": {"fit": judged(3, "Anna")}}}
    mine = {"judged": {"c1": {"fit": judged(4, "Anna")}}}
    theirs = {"judged": {"c1": {"fit": judged(5, "Ben")}}}
    merged = merge(base, mine, theirs)
    assert merged.state == mine
    assert merged.conflicts == (
        Conflict(("judged", "c1", "fit"), judged(4, "Anna"), judged(5, "Ben")),
    )


def test_a_dividing_line_changes_as_one() -> None:
    """«The mean» and «17,150» can't be mixed into «the mean of 17,150»."""
    base = {"x": {"column": "turnover", "cut": {"by": "median", "value": None}}}
    mine = {"x": {"column": "turnover", "cut": {"by": "mean", "value": None}}}
    theirs = {"x": {"column": "turnover", "cut": {"by": "value", "value": 17150}}}
    merged = merge(base, mine, theirs)
    assert merged.state == mine
    assert [c.path for c in merged.conflicts] == [("x", "cut")]


def test_two_people_fill_one_collection() -> None:
    """Judgements for different customers merge although neither found the attribute there."""
    mine = {"judged": {"fit": {"c1": judged(4, "Anna")}}}
    theirs = {"judged": {"fit": {"c2": judged(2, "Ben")}}}
    merged = merge({"judged": {}}, mine, theirs)
    assert merged.conflicts == ()
    assert merged.state == {
        "judged": {"fit": {"c1": judged(4, "Anna"), "c2": judged(2, "Ben")}},
    }


def test_emptying_a_collection_spares_what_was_added_meanwhile() -> None:
    """Taking the last judgement away doesn't take one along that came in meanwhile."""
    base = {"judged": {"fit": {"c1": judged(4, "Anna")}}}
    theirs = {"judged": {"fit": {"c1": judged(4, "Anna"), "c2": judged(2, "Ben")}}}
    assert merge(base, {"judged": {}}, theirs).state == {
        "judged": {"fit": {"c2": judged(2, "Ben")}},
    }
    assert merge(base, {"judged": {}}, {"judged": {"fit": {}}}).state == {"judged": {}}


def test_a_record_appears_and_goes_whole() -> None:
    """A record taken away by one side and changed by the other is never left half."""
    base = {"measures": {"m": {"label": "Margin", "unit": "EUR", "expression": "a / b"}}}
    gone: State = {"measures": {}}
    changed = {"measures": {"m": {"label": "Margin", "unit": "EUR/h", "expression": "a / b"}}}
    kept = merge(base, changed, gone)
    assert kept.state == changed
    assert kept.conflicts == (Conflict(("measures", "m"), changed["measures"]["m"], REMOVED),)
    assert merge(base, gone, changed).state == gone
    both = merge({"x": None}, {"x": {"column": "hours"}}, {"x": {"column": "profit", "to": 1}})
    assert both.state == {"x": {"column": "hours"}}
