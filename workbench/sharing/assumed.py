"""What a report rests on, in sentences: date, lines, rates, what was estimated or corrected."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.customers import Customers
from workbench.measures.facts import Facts
from workbench.review import value_groups, words
from workbench.review.assumptions import Costs
from workbench.review.placement import PlacedAxis, Placement
from workbench.review.review import Review
from workbench.review.tiers import TierRules
from workbench.sharing.snapshot import Said

_SHOWN = ("turnover", "hours", "cost_to_serve", "gross_margin", "profit")
"""Columns a report's figures are made of; what of them is no fact is said."""


def window_said(window: str) -> str:
    """Say over which time figures are summed.

    Examples
    --------
    >>> window_said("12m"), window_said("1m"), window_said("all")
    ('12 months', '1 month', 'all years')
    """
    return "all years" if window == "all" else words.count(int(window[:-1]), "month")


def assumptions(
    customers: Customers, review: Review, placement: Placement | None, facts: Facts, grouping: str
) -> tuple[Said, ...]:
    """Return what the figures rest on; ``grouping`` names the column customers are grouped by."""
    return (
        *_dates(facts),
        *_lines(placement),
        *_costs(review.assumptions.costs, facts.currency),
        *_marks(customers),
        *_groups(review, grouping),
        *_by_hand(review),
    )


def _dates(facts: Facts) -> Iterator[Said]:
    if facts.as_of is None:
        return
    over = window_said(facts.window)
    span = f"over {over}" if facts.window == "all" else f"over the {over} up to then"
    yield Said(text=f"Figures as of {words.day(facts.as_of)}, {span}.")
    yield Said(text=f"All money in {facts.currency}; returns are taken off turnover.")


def _lines(placement: Placement | None) -> Iterator[Said]:
    if placement is None:
        return
    for axis in (placement.x, placement.y):
        yield Said(text=f"{axis.column.label}: {_line(axis)}.", own=True)
    n = int(placement.prospect.sum())
    if n:
        stand = "stands" if n == 1 else "stand"
        yield Said(text=f"{words.count(n, 'prospect')} {stand} in no figure of money.", own=n < 5)  # noqa: PLR2004 - few enough to be found out


def _line(axis: PlacedAxis) -> str:
    if axis.column.words:
        first = next((v for i, v in enumerate(axis.column.levels) if i > axis.line.value), "")
        return f"better from «{first}» on"
    side = "at most" if axis.less_is_better else "at least"
    cut = axis.settings.cut
    by = {
        "median": "the middle customer",
        "mean": "the mean",
        "share": f"the few that bring {words.percent(cut.share)}" if cut else "",
        "value": "the nearest that divides" if axis.line.note else "set by the room",
    }[cut.by if cut else "value"]
    return f"the better side is {side} {axis.say(axis.line.value)} ({by})"


def _costs(costs: Costs, currency: str) -> Iterator[Said]:
    if costs.margin is not None:
        text = (
            f"Where it is not known what a sale cost, {words.percent(costs.margin)} of it is"
            " assumed to be left."
        )
        yield Said(text=text)
    if costs.by_capacity and costs.capacity_cost and costs.practical_hours:
        hour = words.number(costs.capacity_cost / costs.practical_hours)
        yield Said(
            text=f"Every hour costs {hour} {currency}: cost of our people ÷ hours.", own=True
        )
    elif costs.default_rate is not None:
        rate = words.number(costs.default_rate)
        text = f"An hour of whoever has no rate costs {rate} {currency}."
        yield Said(text=text, own=True)
    if costs.rates:
        people = words.count(len(costs.rates), "person", "people")
        yield Said(text=f"The cost of an hour of {people} was set by the room.", own=True)
    if n := len(costs.effort) + len(costs.hours_a_month):
        text = f"The effort of {words.count(n, 'customer')} is an estimate of the room's."
        yield Said(text=text, own=True)
    for kind, each in costs.event_values.items():
        said = kind.replace("_", " ")
        yield Said(text=f"A {said} counts {words.money(each, currency)}.", own=True)
    if costs.value_in_profit:
        yield Said(text="What customers bring beyond sales counts in profit.")


def _marks(customers: Customers) -> Iterator[Said]:
    for name in _SHOWN:
        column = customers.columns.get(name)
        if column and column.marks:
            yield Said(text=f"{column.label}: {', '.join(column.marks)}. {column.meaning}")


def _groups(review: Review, grouping: str) -> Iterator[Said]:
    if grouping == "value_group":
        yield Said(text=f"Long-term value: {value_groups.said(review.assumptions.long_term)}.")
    if grouping == "tier":
        yield Said(text=tier_rules(review.assumptions.tiers.rules))
        if n := len(review.assumptions.tiers.overrides):
            yield Said(
                text=f"The tier of {words.count(n, 'customer')} was chosen by hand.", own=True
            )


def tier_rules(rules: TierRules) -> str:
    """Say the rules that propose a tier, in their order (domain 9).

    Examples
    --------
    >>> tier_rules(TierRules()).partition(";")[0]
    'Tiers, the first that fits: loses money below −5 % profit margin'
    """
    more = words.percent(rules.growth - 1)
    brought = words.count(rules.referrals, "referral")
    return (
        f"Tiers, the first that fits: loses money below {words.percent(rules.loss_margin)} profit"
        f" margin; break-even below {words.percent(rules.thin_margin)}, or with more than"
        f" {rules.hours_over:g} times its share of turnover in hours; ideal with a"
        f" margin like the better half and new work brought ({brought}, something made together,"
        f" or {more} more orders); the others are good income. No fit, or a bad feeling, lowers"
        " by one."
    )


def _by_hand(review: Review) -> Iterator[Said]:
    if fixes := sum(map(len, review.corrections.values())):
        people = words.count(len(review.corrections), "customer")
        text = f"{words.count(fixes, 'fact')} of {people} corrected by hand."
        yield Said(text=text, own=True)
    for name, measure in review.measures.items():
        yield Said(text=f"{measure.label or name} = {measure.expression}", own=True)
    if review.judged:
        n = words.count(len(review.judged), "attribute")
        yield Said(text=f"{n} judged by the room, 1 to 5.", own=True)
    if review.entered:
        n = words.count(len(review.entered), "entry", "entries")
        yield Said(text=f"{n} of hours or events added by hand.", own=True)
