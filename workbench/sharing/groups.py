"""Customers by tier or value group as finished rows, and the sentence the owner reads first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from workbench.customers import Bools, Column, Customers, Floats
from workbench.review import words
from workbench.review.placement import Placement
from workbench.review.review import Review
from workbench.review.summary import why_here
from workbench.review.tier_reasons import why_tier
from workbench.review.tier_words import number_of, tier
from workbench.review.tiering import tiered
from workbench.review.value_groups import value_groups
from workbench.sharing.snapshot import Group, Money, Row, Said

GROUPINGS = ("tier", "value_group")
"""Columns customers are listed by, the first that exists."""


def groups_of(
    customers: Customers,
    counted: Bools,
    grouping: str,
    placement: Placement | None,
    review: Review,
) -> tuple[Group, ...]:
    """List everybody counted, best group first; those in none come last, with the reason."""
    reason = _tier_reasons(customers, review) if grouping == "tier" else _no_reason

    def group(name: str, meaning: str, rows: npt.NDArray[np.intp], shade: str = "") -> Group:
        made = _group(name, meaning, customers, rows, placement, reason=reason)
        return made.model_copy(update={"shade": shade})

    if not grouping:
        return (group("All customers", "", np.flatnonzero(counted)),)
    column, values = customers.columns[grouping], customers.frame[grouping].to_numpy(dtype=object)
    found = [
        group(level, _meaning(grouping, level, review), rows, shade_of(grouping, column, level))
        for level in reversed(column.levels)
        if len(rows := np.flatnonzero(counted & (values == level)))
    ]
    none = np.flatnonzero(counted & ~np.isin(values, list(column.levels)))
    if len(none):
        why = customers.why_missing(grouping, int(none[0]))
        found.append(group(f"No {column.label.lower()}", why, none))
    return tuple(found)


def shade_of(grouping: str, column: Column, level: str) -> str:
    """Return the colour a group has on the pages; who costs more than they bring has none."""
    if grouping == "tier":
        return f"tier-{number_of(level)}"
    place, best = column.levels.index(level), len(column.levels) - 1
    if place == 0:
        return ""
    between = 3 if place * 2 > best - 2 else 4  # the upper half and the lower, as they are drawn
    return f"value-{ {best: 1, best - 1: 2}.get(place, between) }"


def _tier_reasons(customers: Customers, review: Review) -> Callable[[int], Said]:
    """Return what says why somebody is in their tier: the rule that matched, or who chose it."""
    found, stated = tiered(customers, review), review.assumptions.tiers

    def reason(row: int) -> Said:
        if found.chosen[row]:
            chosen = stated.overrides[str(customers.ids[row])]
            return Said(text=f"Chosen by {chosen.who or 'a person'}: {chosen.reason}", own=True)
        text = why_tier(customers, found, stated.rules, row)
        return Said(text=text, own=not found.made.tier[row])

    return reason


def _no_reason(_: int) -> Said:
    return Said(text="")


def _meaning(grouping: str, level: str, review: Review) -> str:
    """Say what a group is, or what is done with it."""
    if grouping == "tier" and (number := number_of(level)):
        said = tier(number, review.assumptions.tiers.words)
        return f"{said.traits}. {said.step}."
    for group in value_groups(review.assumptions.long_term.between):
        if group.name == level:
            return review.treatments.get(group.key, group.treatment)
    return ""


def finding(groups: Sequence[Group], grouping: str, currency: str) -> str:
    """Return the one sentence the owner reads first."""
    n = sum(len(group.rows) for group in groups)
    if not n:
        return "There are no customers yet."
    profits = [row.profit for group in groups for row in group.rows if row.profit is not None]
    who = words.count(n, "customer")
    if not profits:
        turnover = sum(group.turnover or 0.0 for group in groups)
        return f"{who} brought {words.money(turnover, currency)} of turnover."
    total, losses = sum(profits), [profit for profit in profits if profit < 0]
    head = f"{who} earn us {words.money(total, currency)} profit"
    best = groups[0]
    if grouping and best.profit and best.profit > 0 and total > 0:
        head = (
            f"{len(best.rows)} of {who} are «{best.name}» and earn us"
            f" {words.money(best.profit, currency)} of {words.money(total, currency)} profit"
        )
    if not losses:
        return f"{head}; nobody costs more than they bring."
    back = words.money(-sum(losses), currency)
    cost = "1 costs us" if len(losses) == 1 else f"{len(losses):,} cost us"
    return f"{head}; {cost} {back} more than they bring."


def _group(
    name: str,
    meaning: str,
    customers: Customers,
    rows: npt.NDArray[np.intp],
    placement: Placement | None,
    *,
    reason: Callable[[int], Said],
) -> Group:
    turnover, profit = column_of(customers, "turnover"), column_of(customers, "profit")
    among = np.zeros(len(customers), dtype=bool)
    among[rows] = True
    largest = rows[np.argsort(-np.nan_to_num(turnover[rows]), kind="stable")]
    return Group(
        name=name,
        meaning=meaning,
        turnover=sum_of(customers, "turnover", among),
        profit=sum_of(customers, "profit", among),
        losing=int((customers.losing & among).sum()),
        rows=tuple(
            Row(
                customer_id=str(customers.ids[row]),
                name=str(customers.names[row]),
                turnover=known(turnover[row]),
                profit=known(profit[row]),
                why_tier=reason(int(row)),
                quadrant=_quadrant(placement, int(row)),
                why=why_here(placement, int(row)) if placement else "",
            )
            for row in largest
        ),
    )


def _quadrant(placement: Placement | None, row: int) -> str:
    if placement is None or placement.quadrant[row] < 0:
        return ""
    return placement.quadrants[int(placement.quadrant[row])].name


def column_of(customers: Customers, name: str) -> Floats:
    """Return a column of numbers; all missing where there is none of that name."""
    column: Column | None = customers.columns.get(name)
    if column is None or column.words:
        return np.full(len(customers), np.nan)
    return customers.numbers(name)


def sum_of(customers: Customers, name: str, rows: Bools) -> Money:
    """Add up what is known; None where nothing is."""
    values = column_of(customers, name)[rows]
    known = values[np.isfinite(values)]
    return float(known.sum()) if len(known) else None


def known(value: float) -> Money:
    """Return an amount; None where it is not a number."""
    return float(value) if np.isfinite(value) else None
