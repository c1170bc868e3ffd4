"""The table of value groups, the finding above the picture, and why somebody is where they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.customers import Bools, Customers, Floats
from workbench.review import words
from workbench.review.assumptions import LongTerm
from workbench.review.value_groups import BELOW, Grouping, Known, years_worth
from workbench.review.whale import called
from workbench.tabular import Tabular


@dataclass(frozen=True)
class GroupTotal:
    """One line of the table; sums are NaN where the client has no such facts.

    ``code`` is the group's place in `Grouping.groups`, −1 for those in none.
    """

    code: int
    name: str
    term: str
    key: str
    treatment: str
    proposed: bool
    customers: int
    turnover: float
    profit: float
    value: float
    hours: float


@dataclass(frozen=True)
class ValueTable(Tabular):
    """Groups, best first, those not placed and those set aside: together all of the customers.

    ``notes`` say in brackets what of their profit is no fact; of ``estimated`` among those with
    most to gain the potential is proposed from growth.
    """

    lines: tuple[GroupTotal, ...]
    not_placed: GroupTotal
    set_aside: GroupTotal
    total: GroupTotal
    notes: str = ""
    estimated: int = 0

    @property
    def frame(self) -> pd.DataFrame:
        """One row per group, then not placed, set aside and the total."""
        rows = [*self.lines, self.not_placed, self.set_aside, self.total]
        names = ["customers", "turnover", "profit", "value", "hours", "treatment"]
        return pd.DataFrame(
            [[getattr(line, name) for name in names] for line in rows],
            columns=names,
            index=pd.Index([line.name for line in rows], name="group"),
        )


def value_table(
    customers: Customers, made: Grouping, real: Bools, treatments: Mapping[str, str]
) -> ValueTable:
    """Add up the groups.

    Parameters
    ----------
    customers
        With whatever of turnover, profit and hours there is.
    made
        Everybody's group; who isn't counted there is set aside, or no customer yet.
    real
        Who is a customer, set aside or not: no prospect.
    treatments
        Group's key → the treatment people wrote instead of the proposed one.
    """
    kinds = len(made.groups)
    # One place per group, then not placed, set aside, prospects.
    code = np.where(made.placed, made.group, np.where(made.counted, kinds, kinds + 1))
    code = np.where(real, code, kinds + 2).astype(np.intp)
    counts = np.bincount(code, minlength=kinds + 3)
    amounts = {name: customers.amounts(name) for name in ("turnover", "profit", "hours")}
    amounts["value"] = np.nan_to_num(made.value)
    sums = {name: _by(code, given, kinds + 3) for name, given in amounts.items()}

    def line(at: int, name: str, term: str = "", key: str = "", treatment: str = "") -> GroupTotal:
        own = treatments.get(key, "") if key else ""
        here = {name: float(values[at]) for name, values in sums.items()}
        made_of = -1 if at >= kinds else at
        n = int(counts[at])
        return GroupTotal(made_of, name, term, key, own or treatment, not own, n, **here)

    lines = tuple(
        line(at, group.name, group.term, group.key, group.treatment)
        for at, group in reversed(list(enumerate(made.groups)))
    )
    out, aside = line(kinds, "Not placed"), line(kinds + 1, "Set aside")
    everybody = [*lines, out, aside]
    whole = {name: float(sum(getattr(part, name) for part in everybody)) for name in sums}
    n = sum(part.customers for part in everybody)
    total = GroupTotal(-1, "All customers", "", "", "", proposed=False, customers=n, **whole)
    notes = called(customers.columns["profit"]) if "profit" in customers.columns else ""
    estimated = int((made.estimated & (made.group == made.gain)).sum())
    return ValueTable(lines, out, aside, total, notes, estimated)


def finding(table: ValueTable, assume: LongTerm, currency: str, *, hide: bool = False) -> str:
    """Return the one sentence above the picture; ``hide`` leaves money out of it."""
    lines = {line.code: line for line in table.lines}
    best, below = lines[max(lines)], lines[BELOW]
    gain = lines[max(lines) - 1]
    if not table.total.customers:
        return words.NOBODY
    if not sum(line.customers for line in table.lines):
        return "Nobody's profit is known, so nobody can be placed: see who is missing and why."
    if not best.customers:
        return "Nobody brings anything over the years ahead: there is no most valuable customer."
    ahead = sum(line.value for line in table.lines if line.value > 0)
    part = best.value / ahead if ahead > 0 else float("nan")
    who = f"{words.count(best.customers, 'customer')} {_verb(best.customers, 'bring')}"
    years = words.count(assume.years, "year")
    parts = [f"{who} {words.percent(part)} of the value of the next {years}{table.notes}"]
    if gain.customers:
        some = "" if table.estimated == gain.customers else f"{table.estimated:,} "
        noted = f" ({some}estimated)" if table.estimated else ""
        have = "has" if gain.customers == 1 else "have"
        parts.append(f"{gain.customers:,} {have} most to gain{noted}")
    if below.customers:
        lost = "" if hide else f"{words.money(-below.profit, currency)} "
        verb = _verb(below.customers, "cost")
        parts.append(f"{below.customers:,} {verb} {lost}more than they bring")
    return f"{'; '.join(parts)}."


def _verb(n: int, many: str) -> str:
    return f"{many}s" if n == 1 else many


def why_group(
    known: Known, made: Grouping, assume: LongTerm, row: int, currency: str, *, notes: str = ""
) -> str:
    """Say why a customer is in their group: which facts, which assumption, which line.

    ``notes`` say in brackets what of their profit is no fact.
    """
    if made.group[row] < 0:
        return ""

    def money(amount: float) -> str:
        return words.money(float(amount), currency)

    value, cut = float(made.value[row]), made.cut
    worth = (
        f"{money(known.profit[row])} profit a year{notes} × {years_worth(assume):.3g}"
        f" is a long-term value of {money(value)}."
    )
    code = int(made.group[row])
    if code == BELOW:
        return f"They cost {money(-known.profit[row])} a year more than they bring. {worth}"
    if not np.isfinite(cut):
        return f"{worth} Nobody brings anything, so there is no line to reach."
    line = f"the line at {money(cut)}, from which the few bring {words.percent(assume.share)}"
    if code == made.best:
        return f"{worth} That reaches {line}."
    return f"{worth} That is below {line}. {_room(known, made, assume, row, currency)}"


def _room(known: Known, made: Grouping, assume: LongTerm, row: int, currency: str) -> str:
    """Say what the potential, known or estimated, would make of a customer."""
    if not np.isfinite(made.potential[row]):
        return "No potential is known, and their growth proposes none."
    if np.isnan(known.margin[row]):
        return "Their own profit margin is not known, so their potential can't be valued."
    potential = words.money(float(made.potential[row]), currency)
    whence = "could buy"
    if made.estimated[row]:
        grows = words.times(float(known.trend[row]))
        years = words.number(assume.growth_years)
        whence = f"order {grows} than the year before; {years} more such years (estimated) make"
    reached = "would reach" if made.group[row] == made.gain else "would not reach"
    at = words.money(float(made.at_potential[row]), currency)
    return (
        f"They {whence} {potential} a year; at their own profit margin of"
        f" {words.percent(float(known.margin[row]))} that {reached} it: {at}."
    )


def _by(code: np.ndarray[tuple[int], np.dtype[np.intp]], given: Floats | None, n: int) -> Floats:
    """Sum amounts per place; NaN where there are none at all."""
    if given is None:
        return np.full(n, np.nan)
    return np.bincount(code, given, minlength=n).astype(np.float64)
