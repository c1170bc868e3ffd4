"""Segments: ordered rules, the first match wins; overlaps and gaps are pointed out (domain 7)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.review import segments
from workbench.review.assumptions import SegmentRule

_BINS = st.integers(2, 10)


@st.composite
def _rule(draw: st.DrawFn, bins: int) -> SegmentRule:
    ends = [sorted(draw(st.lists(st.integers(1, bins), min_size=2, max_size=2))) for _ in range(3)]
    (r, s), (f, g), (m, n) = ends
    name = draw(st.sampled_from(["One", "Two", "Three"]))
    return SegmentRule(segment=name, r_min=r, r_max=s, f_min=f, f_max=g, m_min=m, m_max=n)


@given(_BINS)
def test_the_default_table_covers_every_score_exactly_once(bins: int) -> None:
    """The issue: a default table that covers every score, for any number of bins."""
    checked = segments.check(segments.default_rules(bins), bins)
    assert checked == segments.Checked((), (), ())


@given(st.data())
def test_segments_partition_the_scored(data: st.DataObject) -> None:
    """The issue's property: everybody scored is in one segment, or in the list of gaps."""
    bins = data.draw(_BINS)
    rules = data.draw(st.lists(_rule(bins), max_size=6))
    grid = np.indices((bins, bins, bins)).reshape(3, -1) + 1.0
    found = segments.segment_of(rules, *grid)
    gaps = set(segments.check(rules, bins).gaps)
    for place, scores in zip(found, grid.T, strict=True):
        assert (place < 0) == (tuple(scores.astype(int).tolist()) in gaps)
        for earlier in rules[: place if place >= 0 else len(rules)]:
            assert not _covers(earlier, scores)
        assert place < 0 or _covers(rules[place], scores)


def _covers(rule: SegmentRule, scores: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bool:
    r, f, m = scores
    return bool(
        rule.r_min <= r <= rule.r_max
        and rule.f_min <= f <= rule.f_max
        and rule.m_min <= m <= rule.m_max
    )


def test_overlaps_gaps_and_idle_rules_are_pointed_out() -> None:
    """Two bins: «Recent» takes R 2; «Frequent» F 2 shares R2 F2 with it (both M): two scores."""
    rules = (
        SegmentRule(segment="Recent", r_min=2),
        SegmentRule(segment="Frequent", f_min=2),
        SegmentRule(segment="Both", r_min=2, f_min=2),
    )
    checked = segments.check(rules, 2)
    assert segments.Overlap(0, 1, 2) in checked.overlaps
    assert checked.gaps == ((1, 1, 1), (1, 1, 2))
    assert checked.idle == (2,)
    assert checked.beyond == ()


def test_a_rule_that_covers_no_score_is_told_from_one_that_has_none_left() -> None:
    """Three bins: a table made for five asks R 4–5 of nobody; the third rule comes too late."""
    rules = (
        SegmentRule(segment="Tops", r_min=4, r_max=5),
        SegmentRule(segment="All"),
        SegmentRule(segment="Late", f_min=3),
    )
    checked = segments.check(rules, 3)
    assert (checked.beyond, checked.idle) == ((0,), (2,))


@given(st.integers(3, 10))
def test_the_usual_table_carried_to_other_bins_is_the_usual_one_there(new: int) -> None:
    """Whatever has no whole score left stands idle at the end."""
    usual = segments.carried(segments.default_rules(), 5, new)
    expected = segments.default_rules(new)
    assert usual[: len(expected)] == expected


@given(_BINS, _BINS)
def test_a_table_that_covers_every_score_still_does_with_more_or_fewer(old: int, new: int) -> None:
    held = segments.carried(segments.default_rules(old), old, new)
    assert segments.check(held, new).gaps == ()
    assert segments.carried(held, new, new) == held


@given(st.data())
def test_carried_ranges_stay_inside_and_none_is_lost(data: st.DataObject) -> None:
    old, new = data.draw(_BINS), data.draw(_BINS)
    rules = data.draw(st.lists(_rule(old), max_size=6))
    after = segments.carried(rules, old, new)
    assert sorted(r.segment for r in after) == sorted(r.segment for r in rules)
    assert segments.check(after, new).beyond == ()
    for rule in after:
        assert rule == SegmentRule(**rule.model_dump())


def test_the_first_match_wins() -> None:
    two = np.array([2.0])
    rules = (SegmentRule(segment="A", r_min=2), SegmentRule(segment="B"))
    assert segments.segment_of(rules, two, two, two).tolist() == [0]
    assert segments.segment_of(rules[::-1], two, two, two).tolist() == [0]


def test_who_has_no_scores_is_in_no_segment() -> None:
    unknown = np.array([np.nan])
    assert segments.segment_of(segments.default_rules(), *[unknown] * 3).tolist() == [-1]


def test_a_rule_runs_from_the_lower_score_to_the_higher() -> None:
    with pytest.raises(WorkbenchError, match=r"«Odd» run from 4 to 2"):
        SegmentRule(segment="Odd", f_min=4, f_max=2)
