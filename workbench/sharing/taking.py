"""Taking a snapshot: a client's review as it stands, turned into finished rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from workbench.customers import Bools, Customers
from workbench.engagement import Engagement
from workbench.measures.beside import beside
from workbench.measures.facts import Facts
from workbench.review import account as accounts
from workbench.review import words
from workbench.review.placement import Placement, place, prospects, standing
from workbench.review.review import Review
from workbench.sharing.agenda import days, decisions
from workbench.sharing.assumed import assumptions, window_said
from workbench.sharing.drawn import drawn_matrix
from workbench.sharing.earning import drawn_whale
from workbench.sharing.groups import GROUPINGS, column_of, finding, groups_of, known, sum_of
from workbench.sharing.snapshot import SET_ASIDE, Absent, Account, Amount, Group, Snapshot


def snapshot(
    engagement: Engagement, review: Review | None = None, *, today: date | None = None
) -> Snapshot:
    """Return the review of a client as finished rows; by default as it was last saved.

    A filter on the page isn't the owner's: everybody is shown. What was due before ``today``, by
    default the day it is, is overdue.

    Examples
    --------
    >>> import pandas as pd
    >>> sales = pd.DataFrame({"customer_id": ["A"], "date": ["2026-01-31"], "amount": [9]})
    >>> taken = snapshot(Engagement.from_frames(sales=sales))
    >>> taken.turnover, [row.name for group in taken.groups for row in group.rows]
    (9.0, ['A'])
    """
    review, today = review or engagement.review, today or date.today()  # noqa: DTZ011 - the room's own day
    customers = engagement.customers(review)
    review = standing(customers, review)
    review = review.model_copy(update={"matrix": review.matrix.model_copy(update={"only": {}})})
    facts = engagement.facts_of(review)
    placement = place(customers, review) if len(customers) and customers.columns else None
    aside = np.isin(customers.ids, list(review.set_aside))
    counted = ~prospects(customers) & ~aside
    grouping = next((name for name in GROUPINGS if name in customers.columns), "")
    groups = groups_of(customers, counted, grouping, placement, review)
    decided, profit = decisions(review, placement, today), customers.columns.get("profit")
    return Snapshot(
        client=engagement.name,
        made=today,
        currency=engagement.currency,
        as_of=facts.as_of,
        window=window_said(review.window),
        finding=finding(groups, grouping, engagement.currency),
        customers=int(counted.sum()),
        turnover=sum_of(customers, "turnover", counted),
        profit=sum_of(customers, "profit", counted),
        losing=int((customers.losing & counted).sum()),
        decisions=decided,
        days=tuple(sorted(days(review, customers, decided, today), key=lambda day: day.on)),
        grouping=customers.columns[grouping].label if grouping else "",
        groups=groups,
        picture=drawn_matrix(placement) if placement else None,
        earning=drawn_whale(groups, engagement.currency, profit) if profit else None,
        accounts=tuple(_accounts(engagement, customers, review, facts, groups)),
        assumptions=assumptions(customers, review, placement, facts, grouping),
        not_placed=tuple(_absent(placement, ~aside)) if placement else (),
        set_aside=tuple(_absent(placement, aside)) if placement else (),
    )


def _accounts(
    engagement: Engagement,
    customers: Customers,
    review: Review,
    facts: Facts,
    groups: Sequence[Group],
) -> Iterator[Account]:
    """Yield what turnover and profit are made of: groups, set aside, what has no customer."""
    apart = beside(facts, review.assumptions.costs)
    if "turnover" in customers.columns:
        lines = [
            Amount(
                what=group.name,
                money=group.turnover,
                note=words.count(len(group.rows), "customer"),
                group=True,
            )
            for group in groups
        ]
        aside = np.isin(customers.ids, list(review.set_aside)) & ~prospects(customers)
        if aside.any():
            lines.append(Amount(what=SET_ASIDE, money=sum_of(customers, "turnover", aside)))
        if apart.sales:
            lines.append(Amount(what="Sales without a customer", money=apart.sales))
        yield _account("Turnover", lines)
    if "profit" in customers.columns:
        why = {key: entry.reason for key, entry in review.set_aside.items()}
        kept = accounts.account(customers, why, apart, engagement.currency)
        profits = [Amount(what=x.what, money=known(x.money), note=x.note) for x in kept.lines]
        yield _account("Profit", profits)


def _account(title: str, lines: Sequence[Amount]) -> Account:
    money = [line.money for line in lines if line.money is not None]
    total = sum(money) if money else None
    return Account(title=title, lines=tuple(lines), total=total, whole=len(money) == len(lines))


def _absent(placement: Placement, rows: Bools) -> Iterator[Absent]:
    customers = placement.customers
    turnover = column_of(customers, "turnover")
    for row in np.flatnonzero(~placement.placed & rows):
        yield Absent(
            customer_id=str(customers.ids[row]),
            name=str(customers.names[row]),
            kind="prospect" if placement.prospect[row] else "customer",
            turnover=known(turnover[row]),
            why=placement.why_not(int(row)),
        )
