"""Segments by the three scores (domain 7): ordered rules, the first match wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from workbench.customers import Bools, Floats
from workbench.review.assumptions import Rfm, SegmentRule

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
    covers; ``idle`` are rules that can match nobody because earlier ones take all they cover,
    ``beyond`` those that cover no score there is.
    """

    overlaps: tuple[Overlap, ...]
    gaps: tuple[tuple[int, int, int], ...]
    idle: tuple[int, ...]
    beyond: tuple[int, ...] = ()


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
    Checked(overlaps=(), gaps=(), idle=(), beyond=())
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
    beyond = [place for place, scores in enumerate(matched) if not scores.any()]
    idle = [at for at in range(len(rules)) if at not in beyond and not (taken == at).any()]
    covered = tuple((r, f, m) for r, f, m in gaps)
    return Checked(tuple(overlaps), covered, tuple(idle), tuple(beyond))


def with_bins(rfm: Rfm, bins: int) -> Rfm:
    """Return how to score from 1 to another number: thresholds let go, ranges carried over."""
    rules = None if rfm.rules is None else carried(rfm.rules, rfm.bins, bins)
    return rfm.model_copy(update={"bins": bins, "thresholds": {}, "rules": rules})


def carried(rules: Sequence[SegmentRule], old: int, new: int) -> tuple[SegmentRule, ...]:
    """Let every range cover the same part of the scores when there are more or fewer of them.

    Ranges that met still meet, halves up. A rule whose part holds no whole score any more takes
    the one it lies in, after all the others, so that it takes nobody from them. A range beyond
    the old scores stays as it is.

    Examples
    --------
    >>> (tops,) = carried([SegmentRule(segment="Tops", r_min=4, r_max=5)], 5, 3)
    >>> (tops.r_min, tops.r_max), (tops.f_min, tops.f_max)
    ((3, 3), (1, 3))
    """
    wide: list[SegmentRule] = []
    narrow: list[SegmentRule] = []
    for rule in rules:
        ends: dict[str, int] = {}
        held = True
        for letter in _LETTERS:
            low, high = getattr(rule, f"{letter}_min"), getattr(rule, f"{letter}_max")
            if low <= old:
                before, after = low - 1, min(high, old)
                low, high = _nearest(before, old, new) + 1, _nearest(after, old, new)
                if low > high:
                    held, low = False, -(-(before + after) * new // (2 * old))
                    high = low
            ends |= {f"{letter}_min": low, f"{letter}_max": high}
        (wide if held else narrow).append(rule.model_copy(update=ends))
    return (*wide, *narrow)


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
    return _nearest(fifths, _DEFAULT_BINS, bins)


def _nearest(edge: int, old: int, new: int) -> int:
    """Return where an edge after so many of the old scores lies among the new, halves up."""
    return (2 * edge * new + old) // (2 * old)
