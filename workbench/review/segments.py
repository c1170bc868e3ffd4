"""Segments by the three scores (domain 7): ordered rules, the first match wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from workbench.customers import Bools, Floats
from workbench.review.assumptions import SegmentRule

_DEFAULT_BINS = 5
_LETTERS = ("r", "f", "m")


@dataclass(frozen=True)
class Overlap:
    """Two rules that both match ``scores`` combinations; the earlier one wins them."""

    first: int
    second: int
    scores: int


@dataclass(frozen=True)
class Checked:
    """What is to be said about a table of rules.

    ``overlaps`` name rules by their place, from 0; ``gaps`` are the scores (R, F, M) that no rule
    covers; ``idle`` are rules that can match nobody because earlier ones take all they cover.
    """

    overlaps: tuple[Overlap, ...]
    gaps: tuple[tuple[int, int, int], ...]
    idle: tuple[int, ...]


def default_rules(bins: int = _DEFAULT_BINS) -> tuple[SegmentRule, ...]:
    """Return a table that covers every score once, whatever the number of bins.

    The names are the field's usual ones; best first. Scores fall into low, middle and high (for
    five bins 1–2, 3, 4–5) and «new» and «lost» look at the lowest fifth alone.

    Examples
    --------
    >>> [rule.segment for rule in default_rules(2)]
    ['Champions', 'Loyal', 'New', "Can't lose", 'At risk', 'Lost']
    """
    low, middle, lowest = _half_up(2, bins), _half_up(3, bins), max(1, _half_up(1, bins))
    any_ = (1, bins)
    top, below_top = (middle + 1, bins), (1, middle)
    table: tuple[tuple[str, tuple[int, int], tuple[int, int], tuple[int, int]], ...] = (
        ("Champions", top, top, top),
        ("Loyal", top, top, below_top),
        ("Could become loyal", top, (lowest + 1, middle), any_),
        ("New", top, (1, lowest), any_),
        ("Need attention", (low + 1, middle), (low + 1, bins), any_),
        ("Can't lose", (1, low), top, top),
        ("At risk", (1, low), top, below_top),
        ("At risk", (1, low), (low + 1, middle), any_),
        ("About to sleep", (low + 1, middle), (1, low), any_),
        ("Asleep", (lowest + 1, low), (1, low), any_),
        ("Lost", (1, lowest), (1, low), any_),
    )
    return tuple(
        SegmentRule(
            segment=name, r_min=r[0], r_max=r[1], f_min=f[0], f_max=f[1], m_min=m[0], m_max=m[1]
        )
        for name, r, f, m in table
        if all(least <= most for least, most in (r, f, m))
    )


def segment_of(
    rules: Sequence[SegmentRule], recency: Floats, frequency: Floats, monetary: Floats
) -> npt.NDArray[np.intp]:
    """Return the place of the first rule that matches each customer; −1 where none does.

    A customer without scores (NaN) matches none.

    Examples
    --------
    >>> five, one, none = np.array([5.0]), np.array([1.0]), np.array([np.nan])
    >>> [int(segment_of(default_rules(), r, five, five)[0]) for r in (five, one, none)]
    [0, 5, -1]
    """
    found = np.full(len(recency), -1, dtype=np.intp)
    for place, rule in enumerate(rules):
        found[(found < 0) & _matches(rule, recency, frequency, monetary)] = place
    return found


def names(rules: Sequence[SegmentRule]) -> tuple[str, ...]:
    """Return the segments' names, each once, in the order of the rules."""
    return tuple(dict.fromkeys(rule.segment for rule in rules))


def check(rules: Sequence[SegmentRule], bins: int) -> Checked:
    """Point out where rules overlap, which scores none covers, and which rules stand idle.

    Examples
    --------
    >>> check(default_rules(), 5)
    Checked(overlaps=(), gaps=(), idle=())
    >>> check((SegmentRule(segment="Recent", r_min=2),), 2).gaps
    ((1, 1, 1), (1, 1, 2), (1, 2, 1), (1, 2, 2))
    """
    grid = np.indices((bins, bins, bins)).reshape(_SIDES, -1) + 1.0
    matched = [_matches(rule, *grid) for rule in rules]
    overlaps = [
        Overlap(first, second, int(both))
        for first, second in combinations(range(len(rules)), 2)
        if (both := (matched[first] & matched[second]).sum())
    ]
    taken = segment_of(rules, *grid)
    gaps = grid[:, taken < 0].astype(int).T.tolist()
    idle = [place for place in range(len(rules)) if not (taken == place).any()]
    return Checked(tuple(overlaps), tuple((r, f, m) for r, f, m in gaps), tuple(idle))


_SIDES = len(_LETTERS)


def _matches(rule: SegmentRule, *scores: Floats) -> Bools:
    inside: Bools = np.ones(len(scores[0]), dtype=np.bool_)
    for letter, values in zip(_LETTERS, scores, strict=True):
        inside &= (values >= getattr(rule, f"{letter}_min")) & (
            values <= getattr(rule, f"{letter}_max")
        )
    return inside


def _half_up(fifths: int, bins: int) -> int:
    """Return so many fifths of the bins as a whole number, halves up."""
    return (2 * fifths * bins + 5) // 10
