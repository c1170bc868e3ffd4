"""What the tiers hold and get, and the sentences above and beneath them (domain 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.customers import Customers, Floats
from workbench.review import words
from workbench.review.placement import prospects
from workbench.review.tier_words import TIERS, TierMeaning, tier
from workbench.review.tiering import NO_TIER, Tiered
from workbench.review.tiers import TierWords
from workbench.tabular import Tabular

_ASIDE, _PROSPECT, _PLACES = 5, 6, 7
_SUMS = (
    "turnover",
    "profit",
    "gross_margin",
    "hours",
    "cost_to_serve",
    "support_cost",
    "marketing",
)
_HALF = 0.5


@dataclass(frozen=True)
class TierTotal:
    """One tier (``number`` 0: those in none) and its sums; NaN where the client has no such facts.

    ``spent`` is the money that serving it takes: our time, support and marketing, as far as known.
    """

    number: int
    name: str
    customers: int
    chosen: int
    turnover: float
    profit: float
    gross_margin: float
    hours: float
    cost_to_serve: float
    support_cost: float
    marketing: float

    @property
    def spent(self) -> float:
        """Money that goes into serving them; NaN where nothing of it is known."""
        parts = [self.cost_to_serve, self.support_cost, self.marketing]
        known = [part for part in parts if np.isfinite(part)]
        return sum(known) if known else float("nan")


@dataclass(frozen=True)
class TierTable(Tabular):
    """The four tiers, those not placed, those set aside, and prospects: together everybody."""

    lines: tuple[TierTotal, ...]
    not_placed: TierTotal
    set_aside: TierTotal
    prospects: TierTotal

    @property
    def placed(self) -> TierTotal:
        """All four tiers together."""
        return _together("In a tier", self.lines)

    @property
    def total(self) -> TierTotal:
        """All customers, prospects left out."""
        return _together("All customers", (*self.lines, self.not_placed, self.set_aside))

    @property
    def low(self) -> TierTotal:
        """Tiers 3 and 4 together: what serving everyone costs."""
        return _together("Tiers 3 and 4", self.lines[2:])

    @property
    def frame(self) -> pd.DataFrame:
        """One row per tier, then not placed, set aside and the total."""
        rows = [*self.lines, self.not_placed, self.set_aside, self.total]
        names = ["customers", "chosen", *_SUMS]
        return pd.DataFrame(
            [[getattr(line, name) for name in names] for line in rows],
            columns=names,
            index=pd.Index([line.name for line in rows], name="tier"),
        )

    def part(self, name: str, *numbers: int) -> float:
        """Return the part of a sum that some tiers have, of what is in tiers; NaN without any."""
        whole = float(getattr(self.placed, name))
        if not whole > 0:
            return float("nan")
        return float(sum(getattr(self.lines[n - 1], name) for n in numbers)) / whole


def tier_table(customers: Customers, found: Tiered) -> TierTable:
    """Add up the tiers; each customer and prospect is in exactly one line."""
    hoped = prospects(customers)
    place = np.where(found.counted, found.tier, np.where(hoped, _PROSPECT, _ASIDE)).astype(np.intp)
    counts = np.bincount(place, minlength=_PLACES)
    chosen = np.bincount(place, found.chosen, minlength=_PLACES)
    sums = {name: _by(place, _amounts(customers, name)) for name in _SUMS}

    def line(at: int, name: str) -> TierTotal:
        number = at if at < _ASIDE else NO_TIER
        here = {of: float(values[at]) for of, values in sums.items()}
        return TierTotal(number, name, int(counts[at]), int(chosen[at]), **here)

    return TierTable(
        tuple(line(meaning.number, meaning.title) for meaning in TIERS),
        line(NO_TIER, "Not placed"),
        line(_ASIDE, "Set aside"),
        line(_PROSPECT, "Prospects"),
    )


def _amounts(customers: Customers, name: str) -> Floats | None:
    return customers.amounts("marketing_spend" if name == "marketing" else name)


def _by(place: np.ndarray[tuple[int], np.dtype[np.intp]], given: Floats | None) -> Floats:
    if given is None:
        return np.full(_PLACES, np.nan)
    return np.bincount(place, given, minlength=_PLACES).astype(np.float64)


def _together(name: str, lines: tuple[TierTotal, ...]) -> TierTotal:
    sums = {of: float(sum(getattr(line, of) for line in lines)) for of in _SUMS}
    n, chosen = (sum(getattr(line, of) for line in lines) for of in ("customers", "chosen"))
    return TierTotal(NO_TIER, name, n, chosen, **sums)


def finding(table: TierTable, currency: str) -> str:
    """Return the one sentence above the tiers."""
    if not table.total.customers:
        return words.NOBODY
    if not table.placed.customers:
        return "Nobody's profit is known, so no tier can be proposed: see who is missing and why."
    best, low = table.lines[0], table.low
    one = best.customers == 1
    said = f"{words.count(best.customers, 'customer')} {'is' if one else 'are'} ideal"
    if best.profit > 0:
        said += f" and {'earns' if one else 'earn'} {words.money(best.profit, currency)}"
    if not best.customers:
        said = "No customer is ideal yet"
    if not low.customers:
        return f"{said}; nobody loses money or barely breaks even."
    verb = "takes back" if low.customers == 1 else "take back"
    result = f"{verb} {words.money(-low.profit, currency)}"
    if low.profit >= 0:
        result = (
            f"{'leaves' if low.customers == 1 else 'leave'} {words.money(low.profit, currency)}"
        )
    part = table.part("hours", 3, 4)
    taking = f", taking {words.percent(part)} of our hours" if np.isfinite(part) else ""
    return f"{said}; {low.customers:,} in tiers 3 and 4 {result}{taking}."


def why_it_stands(table: TierTable, currency: str) -> str:
    """Say in one sentence why money and capacity stand as they do."""
    low = table.low
    taken = [
        f"{words.percent(part)} of our {what}"
        for name, what in (("hours", "hours"), ("marketing", "marketing money"))
        if np.isfinite(part := table.part(name, 3, 4))
    ]
    if not table.placed.customers or not taken:
        return ""
    result = (
        f"lose {words.money(-low.profit, currency)}"
        if low.profit < 0
        else f"leave {words.money(low.profit, currency)}"
    )
    best = [
        f"{words.percent(part)} of the {what}"
        for name, what in (("hours", "hours"), ("marketing", "money"))
        if np.isfinite(part := table.part(name, 1))
    ]
    first = f"{words.listed(taken)} {'goes' if len(taken) == 1 else 'go'} to tiers 3 and 4"
    if not low.customers:
        first, result = "nothing goes to tiers 3 and 4", "nothing is lost there"
        return f"Money and capacity are where they earn: {first}, so {result}."
    return (
        f"Money and capacity stand as they do because {first}, which {result}, while tier 1,"
        f" which earns {words.money(table.lines[0].profit, currency)}, gets {words.listed(best)}."
    )


def bottom_heavy(table: TierTable) -> str:
    """Warn when over half of the customers, or of the hours, are in tiers 3 and 4; else empty."""
    if not table.placed.customers:
        return ""
    people = table.low.customers / table.placed.customers
    hours = table.part("hours", 3, 4)
    heavy = [f"{table.low.customers:,} of {words.count(table.placed.customers, 'customer')}"]
    heavy = heavy if people > _HALF else []
    heavy += [f"{words.percent(hours)} of the hours"] if hours > _HALF else []
    return f"Bottom-heavy: {words.listed(heavy)} are in tiers 3 and 4." if heavy else ""


def serving_everyone(table: TierTable, currency: str) -> str:
    """Say what tiers 3 and 4 cost in money and hours; empty where nobody is there."""
    low = table.low
    if not low.customers:
        return ""
    parts = [
        f"{words.money(amount, currency)} of {what}"
        for amount, what in (
            (low.cost_to_serve, "our time"),
            (low.support_cost, "support"),
            (low.marketing, "marketing"),
        )
        if np.isfinite(amount) and amount
    ]
    said = [words.money(low.spent, currency)] if np.isfinite(low.spent) else []
    said += [f"{words.number(round(low.hours))} hours"] if np.isfinite(low.hours) else []
    if not said:
        return ""
    made = f" ({words.listed(parts)})" if len(parts) > 1 else ""
    return f"Serving everyone: tiers 3 and 4 cost {words.listed(said)} over the window{made}."


@dataclass(frozen=True)
class Effort:
    """Where money or hours go against where they should, for one tier: shares from 0 to 1."""

    meaning: TierMeaning
    amount: float
    share: float
    should: float


def effort(table: TierTable, name: str, said: Mapping[str, TierWords]) -> tuple[Effort, ...]:
    """Return where the «marketing» money or the «hours» go, tier by tier.

    Shares are of what goes to the four tiers; NaN where nothing of it is known.
    """
    found = []
    for line in table.lines:
        meaning = tier(TIERS[line.number - 1].number, said)
        share = table.part(name, line.number)
        found.append(Effort(meaning, float(getattr(line, name)), share, getattr(meaning, name)))
    return tuple(found)
