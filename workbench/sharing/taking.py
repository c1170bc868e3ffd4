"""Taking a snapshot: a client's review as it stands, turned into finished rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.charts.matrix import LAYERS, matrix_signals
from workbench.customers import Bools, Column, Customers, Floats
from workbench.engagement import Engagement
from workbench.measures.beside import beside
from workbench.measures.catalogue import MEASURES
from workbench.measures.facts import Facts
from workbench.review import account as accounts
from workbench.review import words
from workbench.review.picture import Look, ground, picture
from workbench.review.placement import Placement, place, prospects, standing
from workbench.review.plan import Action
from workbench.review.quadrants import quadrants
from workbench.review.review import Review
from workbench.review.summary import QuadrantTotal, finding, totals, why_here
from workbench.review.tier_words import number_of, tier
from workbench.review.value_groups import value_groups
from workbench.sharing.assumed import assumptions, window_said
from workbench.sharing.snapshot import (
    Absent,
    Account,
    Amount,
    Day,
    Decision,
    Group,
    Money,
    Picture,
    Quadrant,
    Row,
    Snapshot,
    View,
    plain,
)

WIDE = Look(width=975.0, height=540.0, type_size=13.0)
NARROW = Look(width=300.0, height=360.0, type_size=11.0)
"""The picture's two sizes, in CSS pixels within its axes."""

GROUPINGS = ("tier", "value_group")
"""Columns customers are listed by, the first that exists."""

_STATES = ("accepted", "doing", "proposed", "done")
"""States of a decision in the order they are told; a dropped one isn't."""


def snapshot(engagement: Engagement, review: Review | None = None) -> Snapshot:
    """Return the review of a client as finished rows; by default as it was last saved.

    A filter on the page isn't the owner's: everybody is shown.

    Examples
    --------
    >>> import pandas as pd
    >>> sales = pd.DataFrame({"customer_id": ["A"], "date": ["2026-01-31"], "amount": [9]})
    >>> taken = snapshot(Engagement.from_frames(sales=sales))
    >>> taken.turnover, [row.name for group in taken.groups for row in group.rows]
    (9.0, ['A'])
    """
    review = review or engagement.review
    customers = engagement.customers(review)
    review = standing(customers, review)
    review = review.model_copy(update={"matrix": review.matrix.model_copy(update={"only": {}})})
    facts = engagement.facts(review.as_of, review.window)
    placement = place(customers, review) if len(customers) and customers.columns else None
    aside = np.isin(customers.ids, list(review.set_aside))
    counted = ~prospects(customers) & ~aside
    grouping = next((name for name in GROUPINGS if name in customers.columns), "")
    groups = _groups(customers, counted, grouping, placement, review)
    decisions = _decisions(review, customers, placement)
    return Snapshot(
        client=engagement.name,
        currency=engagement.currency,
        as_of=facts.as_of,
        window=window_said(review.window),
        finding=_finding(groups, grouping, engagement.currency),
        customers=int(counted.sum()),
        turnover=_sum(customers, "turnover", counted),
        profit=_sum(customers, "profit", counted),
        losing=int((customers.losing & counted).sum()),
        decisions=decisions,
        days=tuple(sorted(_days(review, customers, decisions), key=lambda day: day.on)),
        grouping=customers.columns[grouping].label if grouping else "",
        groups=groups,
        picture=_picture(placement) if placement else None,
        accounts=tuple(_accounts(engagement, customers, review, facts, groups)),
        assumptions=assumptions(customers, review, placement, facts, grouping),
        not_placed=tuple(_absent(placement, ~aside)) if placement else (),
        set_aside=tuple(_absent(placement, aside)) if placement else (),
    )


def _groups(
    customers: Customers,
    counted: Bools,
    grouping: str,
    placement: Placement | None,
    review: Review,
) -> tuple[Group, ...]:
    """List everybody counted, best group first; those in none come last, with the reason."""
    if not grouping:
        return (_group("All customers", "", customers, np.flatnonzero(counted), placement),)
    column, values = customers.columns[grouping], customers.frame[grouping].to_numpy(dtype=object)
    found = [
        _group(level, _meaning(grouping, level, review), customers, rows, placement)
        for level in reversed(column.levels)
        if len(rows := np.flatnonzero(counted & (values == level)))
    ]
    none = np.flatnonzero(counted & ~np.isin(values, list(column.levels)))
    if len(none):
        why = customers.why_missing(grouping, int(none[0]))
        found.append(_group(f"No {column.label.lower()}", why, customers, none, placement))
    return tuple(found)


def _meaning(grouping: str, level: str, review: Review) -> str:
    """Say what a group is, or what is done with it."""
    if grouping == "tier" and (number := number_of(level)):
        said = tier(number, review.assumptions.tiers.words)
        return f"{said.traits}. {said.step}."
    for group in value_groups(review.assumptions.long_term.between):
        if group.name == level:
            return review.treatments.get(group.key, group.treatment)
    return ""


def _finding(groups: Sequence[Group], grouping: str, currency: str) -> str:
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
) -> Group:
    turnover, profit = _column(customers, "turnover"), _column(customers, "profit")
    among = np.zeros(len(customers), dtype=bool)
    among[rows] = True
    largest = rows[np.argsort(-np.nan_to_num(turnover[rows]), kind="stable")]
    return Group(
        name=name,
        meaning=meaning,
        turnover=_sum(customers, "turnover", among),
        profit=_sum(customers, "profit", among),
        losing=int((customers.losing & among).sum()),
        rows=tuple(
            Row(
                customer_id=str(customers.ids[row]),
                name=str(customers.names[row]),
                turnover=_money(turnover[row]),
                profit=_money(profit[row]),
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


def _picture(placement: Placement) -> Picture:
    sums, base = totals(placement), ground(placement)
    x, y = placement.x.column, placement.y.column
    usual = quadrants(x, y, placement.review.matrix.model_copy(update={"quadrants": {}}))

    def view(look: Look) -> View:
        drawn = picture(placement, sums, base, look)
        if look is NARROW:  # two corners stand side by side: there is room for figures alone
            drawn["corners"] = {
                **drawn["corners"],
                "note": [_short(line) for line in sums.quadrants],
            }
        return View(
            width=int(look.width),
            height=int(look.height),
            layers={
                layer: {name: tuple(_plain(values)) for name, values in drawn[layer].items()}
                for layer in LAYERS
            },
            signals={
                name: [plain(v) if isinstance(v, str) else v for v in value]
                if isinstance(value, list)
                else (plain(value) if isinstance(value, str) else value)
                for name, value in matrix_signals(placement, look.type_size).items()
            },
        )

    return Picture(
        title=f"{x.label} × {y.label.lower()}",
        finding=finding(placement, sums),
        quadrants=tuple(
            Quadrant(
                place=line.quadrant.place,
                name=line.quadrant.name,
                usual=usual[line.quadrant.place].name,
                customers=line.customers,
                turnover=_money(line.turnover),
            )
            for line in sums.quadrants
        ),
        whose=tuple(str(key) for key in placement.customers.ids[base.order]),
        own=any(column.name not in MEASURES for column in (x, y)),
        prospects=sums.prospects_placed,
        wide=view(WIDE),
        narrow=view(NARROW),
    )


def _short(line: QuadrantTotal) -> str:
    share = f" · {words.percent(line.turnover_share)}" if np.isfinite(line.turnover_share) else ""
    return f"{line.customers:,}{share}"


def _plain(values: Any) -> Iterator[str | float | None]:
    """Yield an array or texts as plain values; painting needs no more than four digits."""
    for value in values.tolist() if isinstance(values, np.ndarray) else values:
        if isinstance(value, float):
            yield round(value, 4) if np.isfinite(value) else None
        else:
            yield value


def _decisions(
    review: Review, customers: Customers, placement: Placement | None
) -> tuple[Decision, ...]:
    told = [action for action in review.plan.values() if action.status in _STATES]
    told.sort(key=lambda a: (_STATES.index(a.status), a.due is None, a.due))
    return tuple(
        Decision(
            whom=_whom(action, customers, placement, review),
            action=action.action,
            owner=action.owner,
            due=action.due,
            status=action.status,
            cost=action.cost,
            expected=action.expected,
            gives_us=action.gives_us,
            gives_them=action.gives_them,
        )
        for action in told
    )


def _whom(action: Action, customers: Customers, placement: Placement | None, review: Review) -> str:
    """Say whom a decision is about, in the words the pages have for them."""
    about = action.about
    if action.kind == "customer" and about in customers:
        return str(customers.names[customers.row(about)])
    if action.kind == "quadrant" and placement and about in {"0", "1", "2", "3"}:
        return placement.quadrants[int(about)].name
    if action.kind == "needs" and about in review.needs:
        return review.needs[about].name
    if action.kind == "tier" and about.isdigit():
        return f"Tier {about}"
    return about or "Everybody"


def _days(review: Review, customers: Customers, decisions: Sequence[Decision]) -> Iterator[Day]:
    for decision in decisions:
        if decision.due and decision.status != "done":
            by = f", {decision.owner}" if decision.owner else ""
            yield Day(on=decision.due, what=f"{decision.whom}: {decision.action}{by}")
    for key, look in review.look_again.items():
        if key in customers:
            why = f": {look.why}" if look.why else ""
            name = customers.names[customers.row(key)]
            yield Day(on=look.on, what=f"Look again at {name}{why}")


def _accounts(
    engagement: Engagement,
    customers: Customers,
    review: Review,
    facts: Facts,
    groups: Iterable[Group],
) -> Iterator[Account]:
    """Yield what turnover and profit are made of: groups, set aside, what has no customer."""
    apart = beside(facts, review.assumptions.costs)
    if "turnover" in customers.columns:
        lines = [
            Amount(
                what=group.name, money=group.turnover, note=words.count(len(group.rows), "customer")
            )
            for group in groups
        ]
        aside = np.isin(customers.ids, list(review.set_aside)) & ~prospects(customers)
        if aside.any():
            lines.append(Amount(what="Set aside", money=_sum(customers, "turnover", aside)))
        if apart.sales:
            lines.append(Amount(what="Sales without a customer", money=apart.sales))
        yield _account("Turnover", lines)
    if "profit" in customers.columns:
        why = {key: entry.reason for key, entry in review.set_aside.items()}
        kept = accounts.account(customers, why, apart, engagement.currency)
        profits = [Amount(what=x.what, money=_money(x.money), note=x.note) for x in kept.lines]
        yield _account("Profit", profits)


def _account(title: str, lines: Sequence[Amount]) -> Account:
    known = [line.money for line in lines if line.money is not None]
    total = sum(known) if known else None
    return Account(title=title, lines=tuple(lines), total=total, whole=len(known) == len(lines))


def _absent(placement: Placement, rows: Bools) -> Iterator[Absent]:
    customers = placement.customers
    turnover = _column(customers, "turnover")
    for row in np.flatnonzero(~placement.placed & rows):
        yield Absent(
            customer_id=str(customers.ids[row]),
            name=str(customers.names[row]),
            kind="prospect" if placement.prospect[row] else "customer",
            turnover=_money(turnover[row]),
            why=placement.why_not(int(row)),
        )


def _column(customers: Customers, name: str) -> Floats:
    column: Column | None = customers.columns.get(name)
    if column is None or column.words:
        return np.full(len(customers), np.nan)
    return customers.numbers(name)


def _sum(customers: Customers, name: str, rows: Bools) -> Money:
    """Add up what is known; None where nothing is."""
    values = _column(customers, name)[rows]
    known = values[np.isfinite(values)]
    return float(known.sum()) if len(known) else None


def _money(value: float) -> Money:
    return float(value) if np.isfinite(value) else None
