"""A new enquiry put to the bars before it is accepted (domain 5); nothing of it is saved."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.customers import Bools, Column, Customers, Floats
from workbench.review.points import Points
from workbench.review.scoring import Scores, shares, standing
from workbench.review.tier_words import TIERS
from workbench.tabular import Tabular

_QUARTERS = (
    (0.25, "one of our best: as good as today's first quarter"),
    (0.5, "a good one: better than half of today's customers"),
    (0.75, "an ordinary one: behind half of today's customers"),
    (1.0, "one that earns little here: as today's last quarter"),
)
Words = npt.NDArray[np.object_]
_NEAREST = 10
_SHORT = ("one of our best", "a good one", "an ordinary one", "one that earns little here")


@dataclass(frozen=True)
class Answer(Tabular):
    """What an enquiry earns and where it would stand among today's customers.

    ``best`` and ``worst`` are places, 1 the first, of ``among`` customers; ``ask`` is the
    attribute whose answer would narrow the range most, empty when all is known. ``tier`` says the
    likely tier and how many of those nearest in points are in it, empty where none is known.
    """

    least: float
    most: float
    possible: float
    best: int
    worst: int
    among: int
    likely: str
    ask: str
    tier: str = ""

    @property
    def points(self) -> str:
        """Say the points, as a range where facts are missing."""
        return say_range(self.least, self.most)

    @property
    def frame(self) -> pd.DataFrame:
        """One row: all of the answer."""
        return pd.DataFrame([asdict(self)])


def say_range(least: float, most: float) -> str:
    """Say points with one decimal at most, as a range where the ends differ.

    Examples
    --------
    >>> say_range(31.75, 31.75), say_range(24, 30.96), say_range(27.0, 27.04)
    ('31.8', '24–31', '27')
    """
    low, high = (f"{end:.1f}".removesuffix(".0") for end in (least, most))
    return low if low == high else f"{low}–{high}"


def enquire(
    columns: Mapping[str, Column],
    points: Points,
    answers: Mapping[str, float | str | None],
    scores: Scores,
    rows: Bools,
    *,
    tiers: Words | None = None,
) -> Answer:
    """Put the answers to the bars; ``scores`` of ``rows`` are today's customers.

    ``tiers`` is each one's tier, None for one in no tier.
    """
    asked = {bar.column: columns[bar.column] for bar in points.bars if bar.column in columns}
    one = _customer(asked, answers)
    ends = [
        (low[0] * bar.points, high[0] * bar.points)
        for bar, (low, high) in ((bar, shares(one, bar)) for bar in points.bars)
    ]
    least = round(math.fsum(low for low, _ in ends), 9)
    most = round(math.fsum(high for _, high in ends), 9)
    today = Scores(scores.least[rows], scores.most[rows], scores.possible)
    best, worst = standing(today, least, most)
    open_points = {
        bar.column: high - low for bar, (low, high) in zip(points.bars, ends, strict=True)
    }
    ask = max(open_points, key=lambda name: open_points[name], default="")
    ask = columns[ask].label if open_points.get(ask) and ask in columns else ""
    likely = _likely(best, worst, len(today))
    tier = "" if tiers is None else _tier(today.middle, tiers[rows], (least + most) / 2)
    return Answer(least, most, points.possible, best, worst, len(today), likely, ask, tier)


def _customer(
    columns: Mapping[str, Column], answers: Mapping[str, float | str | None]
) -> Customers:
    cells: dict[str, object] = {"name": ["enquiry"]}
    for name, column in columns.items():
        given = answers.get(name)
        cells[name] = (
            np.array([given], dtype=object)
            if column.words
            else np.array([math.nan if given is None else given], dtype=np.float64)
        )
    index = pd.Index(["enquiry"], name="customer_id")
    return Customers(pd.DataFrame(cells, index=index), dict(columns))


def _tier(points: Floats, tiers: Words, at: float) -> str:
    """Say the commonest tier of those nearest in points; of equally common ones the nearer."""
    known = np.flatnonzero(~pd.isna(tiers))
    near = known[np.argsort(np.abs(points[known] - at), kind="stable")][:_NEAREST]
    if not len(near):
        return ""
    name, n = Counter(tiers[near]).most_common(1)[0]
    title = next((tier.title for tier in TIERS if tier.name == name), name)
    one = len(near) == 1
    who = "The one customer" if one else f"{n} of the {len(near)} customers"
    return f"{who} nearest in points {'is' if one or n == 1 else 'are'} in tier {title}"


def _likely(best: int, worst: int, among: int) -> str:
    """Say in plain words what kind of customer this is likely to become."""
    if not among:
        return "There is nobody yet to compare with"
    first, last = (_quarter((place - 1) / among) for place in (best, worst))
    if first == last:
        return f"Likely {_QUARTERS[first][1]}"
    if (first, last) == (0, len(_SHORT) - 1):
        return "Could be anything yet, from one of our best to one that earns little here"
    return f"Likely between {_SHORT[last]} and {_SHORT[first]}"


def _quarter(ahead: float) -> int:
    return next((i for i, (end, _) in enumerate(_QUARTERS) if ahead < end), len(_QUARTERS) - 1)
