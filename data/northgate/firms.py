"""The customers behind the books: how much they buy, how they pay, what they take.

A firm's *character* says how it behaves; the stories of the demo are told by these characters and
must be found through measures, so no character, nor anything that names one, is written out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from northgate.names import SECOND_NAMES, SEGMENT_OF
from northgate.period import DAYS, YEAR

Span = tuple[float, float]

COUNT = 140
MEDIAN_TURNOVER = 17_500.0
SKEW = 1.22
REGIONS = ("North", "Coast", "Capital", "Lakes")
DOUBLE_RANKS = (17, 38, 60)
BIG_ACCOUNT = 60_000.0
MONTHLY_ACCOUNT = 25_000.0
TINY_ACCOUNT = 5_000.0
REGULAR_SHARE = 0.5


@dataclass(frozen=True)
class Character:
    """How a kind of customer behaves; spans are (low, high), shares are of turnover.

    ``ranks`` are places in the order of turnover, largest 0. ``growth`` is the second year's
    turnover over the first's, ``late`` the usual days after the due date, ``first`` and ``last``
    the days on which buying begins and ends, ``fit`` the weights of cannot, will not, meet, exceed.
    """

    ranks: tuple[int, ...] = ()
    growth: Span = (0.88, 1.16)
    margin: Span = (0.30, 0.38)
    time: Span = (0.13, 0.23)
    support: Span = (0.0, 0.012)
    late: Span = (-12.0, 21.0)
    potential: Span = (1.0, 1.7)
    marketing: Span = (0.002, 0.012)
    fit: tuple[float, ...] = (0.04, 0.08, 0.63, 0.25)
    first: Span = (0, 0)
    last: Span = (DAYS - 1, DAYS - 1)
    higher_margin: float = 1.0


CHARACTERS: Mapping[str, Character] = {
    "heavyweight": Character(
        ranks=(0,), growth=(1.04, 1.06), margin=(0.30, 0.31), time=(0.27, 0.275),
        support=(0.035, 0.04), late=(4, 6), potential=(1.0, 1.05), marketing=(0.03, 0.03),
        fit=(0, 1, 0, 0), higher_margin=0.4,
    ),
    "star": Character(
        ranks=(1, 2, 4, 5, 6, 8, 9, 11, 12, 14, 15), growth=(0.98, 1.15), margin=(0.35, 0.40),
        time=(0.09, 0.14), support=(0.0, 0.006), late=(-12, 5), potential=(1.05, 1.5),
        marketing=(0.001, 0.004), fit=(0, 0, 0.4, 0.6), higher_margin=1.8,
    ),
    "fading": Character(
        ranks=(7, 13, 20, 24, 29, 34), growth=(0.95, 1.05), time=(0.11, 0.17), late=(-4, 9),
        potential=(1.1, 1.5), last=(DAYS - 190, DAYS - 130), fit=(0, 0.1, 0.6, 0.3),
    ),
    "drain": Character(
        ranks=(16, 23, 28, 35, 41, 48, 55, 62, 67, 74, 83, 90, 108), growth=(0.9, 1.1),
        margin=(0.24, 0.31), time=(0.34, 0.49), support=(0.02, 0.05), late=(-2, 18),
        potential=(1.0, 1.2), marketing=(0.01, 0.03), fit=(0.35, 0.4, 0.25, 0), higher_margin=0.6,
    ),
    "slow payer": Character(
        ranks=(3, 18, 26, 37, 45, 53, 64, 71, 86, 97, 112), late=(24, 46), time=(0.16, 0.24),
    ),
    "quiet grower": Character(
        ranks=(84, 89, 93, 96, 101, 104, 110, 115), growth=(1.6, 2.3), margin=(0.38, 0.44),
        time=(0.07, 0.11), support=(0, 0), late=(-10, 4), potential=(2.5, 6.0),
        marketing=(0, 0.002), fit=(0, 0, 0.4, 0.6), higher_margin=2.2,
    ),
    "newcomer": Character(
        ranks=(31, 46, 58, 70, 79, 95, 106, 118, 127), potential=(1.2, 2.5), first=(YEAR + 20, 650)
    ),
    "gone": Character(
        ranks=(77, 103, 122, 130), growth=(0.7, 0.9), last=(180, YEAR - 30), potential=(0, 1.0)
    ),
    "steady": Character(),
}  # fmt: skip
_CHARACTER_OF = {rank: name for name, kind in CHARACTERS.items() for rank in kind.ranks}


@dataclass(frozen=True)
class Firm:
    """One real customer with drawn values; ``second_id`` is its other row, where it has two.

    ``turnover`` is EUR in the second year at the full rate; ``orders`` counts both years.
    """

    customer_id: str
    second_id: str
    name: str
    segment: str
    region: str
    character: str
    turnover: float
    growth: float
    orders: tuple[int, int]
    regular: bool
    margin: float
    time: float
    support: float
    terms: int
    late: float
    payment_method: str
    higher_margin: float
    first: int
    last: int

    @property
    def kind(self) -> Character:
        """The character this firm was drawn from."""
        return CHARACTERS[self.character]

    def turnover_in(self, year: int) -> float:
        """EUR a year at the full rate in the first (0) or the second (1) year."""
        return self.turnover if year else self.turnover / self.growth


def make_firms(rng: np.random.Generator) -> tuple[list[Firm], list[str]]:
    """Draw the customers, largest first, and the names left over for prospects."""
    singles = [name for name in SEGMENT_OF if name not in SECOND_NAMES]
    names = [singles[i] for i in rng.permutation(len(singles))]
    for rank, name in zip(DOUBLE_RANKS, SECOND_NAMES, strict=True):
        names.insert(rank, name)
    numbers = [int(n) for n in rng.permutation(COUNT + len(SECOND_NAMES)) + 1]
    ids = [f"C{number:03d}" for number in numbers]
    second = dict(zip(DOUBLE_RANKS, ids[COUNT:], strict=True))
    firms = [
        _draw(rng, rank, ids[rank], second.get(rank, ""), names[rank]) for rank in range(COUNT)
    ]
    return firms, names[COUNT:]


def _draw(rng: np.random.Generator, rank: int, customer_id: str, second_id: str, name: str) -> Firm:
    character = _CHARACTER_OF.get(rank, "steady")
    kind = CHARACTERS[character]
    quantile = NormalDist().inv_cdf(1 - (rank + 0.5) / COUNT)
    turnover = MEDIAN_TURNOVER * math.exp(SKEW * quantile) * rng.uniform(0.96, 1.04)
    growth = rng.uniform(*kind.growth)
    late = rng.uniform(*kind.late)
    return Firm(
        customer_id=customer_id,
        second_id=second_id,
        name=name,
        segment=SEGMENT_OF[name],
        region=str(rng.choice(REGIONS, p=(0.28, 0.24, 0.32, 0.16))),
        character=character,
        turnover=turnover,
        growth=growth,
        orders=_orders(rng, turnover, growth, character),
        regular=_regular(rng, turnover, character),
        margin=rng.uniform(*kind.margin),
        time=rng.uniform(*kind.time),
        support=rng.uniform(*kind.support),
        terms=int(rng.choice((14, 30, 45, 60), p=(0.25, 0.5, 0.15, 0.1))),
        late=late,
        payment_method=_payment_method(rng, late),
        higher_margin=kind.higher_margin * rng.uniform(0.6, 1.5),
        first=int(rng.uniform(*kind.first)),
        last=int(rng.uniform(*kind.last)),
    )


def _orders(
    rng: np.random.Generator, turnover: float, growth: float, character: str
) -> tuple[int, int]:
    """Purchases a year: the bigger the account the more, always four for those that grow."""
    if character == "quiet grower":
        before = int(rng.integers(4, 6))
        return before, round(before * growth)
    if turnover > BIG_ACCOUNT:
        usual = int(rng.integers(12, 25))
    elif turnover > MONTHLY_ACCOUNT:
        usual = int(rng.choice((8, 10, 12, 12)))
    elif turnover > TINY_ACCOUNT:
        usual = int(rng.integers(4, 11))
    else:
        usual = int(rng.integers(1, 5))
    return usual, max(1, round(usual * growth**0.5 * rng.uniform(0.85, 1.15)))


def _regular(rng: np.random.Generator, turnover: float, character: str) -> bool:
    """Tell whether it buys in a rhythm: every larger account does, and half of the others."""
    chance = rng.random() < REGULAR_SHARE
    return chance or turnover > MONTHLY_ACCOUNT or character == "quiet grower"


def _payment_method(rng: np.random.Generator, late: float) -> str:
    methods = ("direct debit", "e-invoice", "bank transfer", "card")
    weights = (0.4, 0.3, 0.2, 0.1) if late <= 1 else (0.0, 0.3, 0.6, 0.1)
    return str(rng.choice(methods, p=weights))
