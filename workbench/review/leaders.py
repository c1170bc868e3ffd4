"""The head of the ranking: who stands first, and where the chosen one stands (domain 5).

Only the head is sorted, because the room reads fifty lines and not a million.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.customers import Bools
from workbench.review.scoring import Scores, ranking

_SAMPLE = 20_000
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Ranked:
    """One line of the ranking: a row of the table, its place and its points."""

    row: int
    place: int
    least: float
    most: float


def place_of(scores: Scores, rows: Bools, row: int) -> int:
    """Return a row's place among these rows, 1 for the best: by least, then by most."""
    least, most = scores.least[row], scores.most[row]
    ahead = scores.least > least
    if scores.most is not scores.least:
        ahead |= (scores.least == least) & (scores.most > most)
    return 1 + int((ahead & rows).sum())


def leaders(scores: Scores, rows: Bools, most: int, chosen: int | None = None) -> list[Ranked]:
    """Return the first ``most`` of these rows, and the chosen one last if it isn't among them.

    Equal ranges share the better place; the order is the one of `scoring.ranking`.
    """
    shown = [_ranked(scores, row, 0) for row in _head(scores, rows, most)]
    places: list[Ranked] = []
    for at, line in enumerate(shown):
        same = bool(places) and (line.least, line.most) == (places[-1].least, places[-1].most)
        places.append(_ranked(scores, line.row, places[-1].place if same else at + 1))
    if chosen is not None and rows[chosen] and all(line.row != chosen for line in places):
        places.append(_ranked(scores, chosen, place_of(scores, rows, chosen)))
    return places


def found(scores: Scores, rows: Bools, hits: Rows, most: int) -> list[Ranked]:
    """Return those of the rows searched for, best first, each with its place among all rows."""
    inside = hits[rows[hits]]
    order = np.lexsort((-scores.most[inside], -scores.least[inside]))[:most]
    return [_ranked(scores, int(r), place_of(scores, rows, int(r))) for r in inside[order]]


def _head(scores: Scores, rows: Bools, most: int) -> list[int]:
    """Return the row numbers of the head, best first.

    The last place of a sample's head is never above that of everybody's, so whoever is below it
    can be passed over unsorted.
    """
    least = scores.least
    step = max(len(least) // _SAMPLE, 1)
    sample = least[::step][rows[::step]]
    limit = np.partition(sample, -most)[-most] if len(sample) >= most else -np.inf
    candidates = np.flatnonzero((least >= limit) & rows)
    part = Scores(least[candidates], scores.most[candidates], scores.possible)
    return [int(row) for row in candidates[ranking(part)[:most]]]


def _ranked(scores: Scores, row: int, place: int) -> Ranked:
    return Ranked(row, place, float(scores.least[row]), float(scores.most[row]))
