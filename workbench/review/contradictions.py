"""What doesn't fit together: customers whose facts contradict each other (domain 10).

Each kind is one function in `KINDS`; a kind whose columns don't exist finds nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.customers import Bools, Customers
from workbench.review import words
from workbench.review.tier_words import TIERS
from workbench.review.value_groups import BEST, GAIN
from workbench.tabular import Tabular

LOYAL = 2 / 3
"""Part of the known weight of signs from which a customer counts as loyal (domain 10)."""

TOP = 0.75
"""Quantile of points from which a customer belongs to the top quarter."""


@dataclass(frozen=True)
class Contradiction:
    """One customer's contradiction: its kind in words, one sentence, and the columns at odds."""

    kind: str
    customer: str
    sentence: str
    columns: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of contradiction: its name, the columns it needs, who it finds."""

    name: str
    needs: tuple[str, ...]
    find: Callable[[Customers, Bools], Bools]
    say: Callable[[Customers, int], str]


@dataclass(frozen=True)
class Contradictions(Tabular):
    """All of a client's contradictions; of each kind those with most turnover first."""

    found: tuple[Contradiction, ...]

    def __len__(self) -> int:
        return len(self.found)

    def of(self, customer: str) -> tuple[Contradiction, ...]:
        """Return those of one customer."""
        return tuple(one for one in self.found if one.customer == customer)

    @property
    def frame(self) -> pd.DataFrame:
        """One row per contradiction: whose, of which kind, the sentence."""
        rows = [(one.customer, one.kind, one.sentence) for one in self.found]
        return pd.DataFrame(rows, columns=["customer_id", "kind", "sentence"])


def contradictions(
    customers: Customers, counted: Bools, kinds: Sequence[Kind] | None = None
) -> Contradictions:
    """List every customer whose facts contradict each other.

    Parameters
    ----------
    customers
        With whatever columns there are.
    counted
        Who is looked at and compared: today's customers without those set aside.
    kinds
        What is looked for; by default `KINDS`.
    """
    found: list[Contradiction] = []
    for kind in KINDS if kinds is None else kinds:
        if set(kind.needs) <= set(customers.columns):
            rows = np.flatnonzero(kind.find(customers, counted) & counted)
            for row in _largest_first(customers, rows):
                key = str(customers.ids[row])
                found.append(Contradiction(kind.name, key, kind.say(customers, row), kind.needs))
    return Contradictions(tuple(found))


def _largest_first(customers: Customers, rows: Iterable[int]) -> list[int]:
    turnover = customers.amounts("turnover")
    if turnover is None:
        return [int(row) for row in rows]
    return sorted((int(row) for row in rows), key=lambda row: -turnover[row])


def _falling(customers: Customers, counted: Bools) -> Bools:
    loyal = customers.numbers("loyalty_known") >= LOYAL - 1e-9
    away = (customers.frame["falling_away"] == "yes").to_numpy()
    return np.asarray(loyal & away & counted)


def _say_falling(customers: Customers, row: int) -> str:
    signs = words.percent(float(customers.numbers("loyalty_known")[row]))
    said = [
        text.format(_value(customers, name, row))
        for name, text in (("recency", "last order {} ago"), ("order_trend", "{} orders"))
        if name in customers.columns and np.isfinite(customers.numbers(name)[row])
    ]
    why = f": {', '.join(said)}" if said else ""
    return f"Loyal by {signs} of what is known, but falling away{why}"


def _wanted(customers: Customers, counted: Bools) -> Bools:
    least, _ = customers.range_of("points")
    profit = customers.numbers("profit")
    ranked, earned = counted & np.isfinite(least), counted & np.isfinite(profit)
    if not ranked.any() or not earned.any():
        return np.zeros(len(customers), dtype=bool)
    # Where most have equal points nobody stands out: the top quarter would be everybody.
    top = (least >= np.quantile(least[ranked], TOP)) & (least > np.median(least[ranked]))
    return np.asarray(top & (profit < np.median(profit[earned])))


def _say_wanted(customers: Customers, row: int) -> str:
    profit = _value(customers, "profit", row)
    points = words.number(float(customers.range_of("points")[0][row]))
    return f"Among the top quarter by points ({points}), but profit below the median: {profit}"


def _rewarded(customers: Customers, counted: Bools) -> Bools:
    group = customers.frame["value_group"]
    worth_it = group.isin([BEST.name, GAIN.name]).to_numpy()
    placed = group.notna().to_numpy()
    return np.asarray((customers.numbers("gift_count") > 0) & placed & ~worth_it & counted)


def _say_rewarded(customers: Customers, row: int) -> str:
    group = customers.frame["value_group"].iloc[row]
    known = np.isfinite(customers.numbers("gifts")[row])
    gifts = f"of {_value(customers, 'gifts', row)}" if known else "(no money put on them)"
    return f"Gifts {gifts}, but in the group «{group}»"


def _value(customers: Customers, name: str, row: int) -> str:
    return words.value(customers.columns[name], float(customers.numbers(name)[row]))


def _ideal(customers: Customers, counted: Bools) -> Bools:
    ideal = (customers.frame["tier"] == TIERS[0].name).to_numpy()
    return np.asarray(ideal & customers.losing & counted)


def _say_ideal(customers: Customers, row: int) -> str:
    return f"In tier {TIERS[0].title}, but below zero: profit {_value(customers, 'profit', row)}"


KINDS: tuple[Kind, ...] = (
    Kind("Ideal, but below zero", ("tier", "profit"), _ideal, _say_ideal),
    Kind("Loyal, but falling away", ("loyalty_known", "falling_away"), _falling, _say_falling),
    Kind("Many points, little profit", ("points", "profit"), _wanted, _say_wanted),
    Kind(
        "Rewarded, but not valuable",
        ("gift_count", "gifts", "value_group"),
        _rewarded,
        _say_rewarded,
    ),
)
"""The list of domain 10."""
