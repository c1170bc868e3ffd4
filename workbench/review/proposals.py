"""At most five decisions the figures propose: whom, what, why, and what it would bring a year.

Each is one function in `RULES`; a rule whose columns don't exist proposes nothing. What was
decided about a proposal stands in the plan under its key, so it is not proposed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from workbench.review import words
from workbench.review.axes import Axis
from workbench.review.contradictions import KINDS
from workbench.review.placement import Placement, place
from workbench.review.plan import Action
from workbench.review.proposed import Asked, Proposal
from workbench.review.quadrants import pair_key
from workbench.review.rescue import an_hour, rescue
from workbench.review.value_groups import BEST, GAIN
from workbench.review.whom import today

MOST = 5
WON = 0.25
"""Part of the room to grow that a first offer is reckoned to win in a year; it is said with it."""
STEEP = 0.25
"""A price rise beyond this is no rescue any more: better part."""
_LATE_CORNER = 2  # large, but on the worse side of the second axis


def proposals(
    placement: Placement, currency: str, plan: Mapping[str, Action] | None = None
) -> tuple[Proposal, ...]:
    """Return at most five proposed decisions, those that bring most first.

    Parameters
    ----------
    placement
        Everybody as placed; what is set aside and prospects are left out.
    currency
        Code of all money.
    plan
        What was decided: a proposal accepted keeps its place among the five, so that a plan
        doesn't fill itself; one dropped leaves its place to the next.
    """
    plan = plan or {}
    asked = Asked(placement, today(placement), currency)
    found = [proposal for rule in RULES for proposal in rule(asked)]
    found = [p for p in found if p.key not in plan or plan[p.key].status != "dropped"]
    found.sort(key=lambda p: -np.nan_to_num(p.expected, nan=-np.inf))
    return tuple(p for p in found[:MOST] if p.key not in plan)


def _losing(asked: Asked) -> Iterator[Proposal]:
    """Rescue the largest loss, or part."""
    profit = asked.numbers("profit")
    if not (profit < 0).any():
        return
    row = int(np.nanargmin(profit))
    turnover, hours, cost = (asked.numbers(n) for n in ("turnover", "hours", "cost_to_serve"))
    way = rescue(profit, turnover, hours, an_hour(cost, hours))
    lost, rise, cut = -float(profit[row]), float(way.rise[row]), float(way.hours[row])
    ways = [f"raise prices by {words.percent(rise)}"] if rise <= STEEP else []
    if way.enough[row]:
        ways.append(f"cut {words.number(np.ceil(cut))} of {words.number(hours[row])} hours")
    if ways:
        said = " or ".join([*ways, f"charge a fee of {asked.money(lost)}"])
        action = f"{said[0].upper()}{said[1:]}; else part kindly"
    else:
        action = "Part kindly: no price or hours in reach mend the loss"
    worked = f", after {words.number(hours[row])} hours of ours" if hours[row] > 0 else ""
    sold = f" on {asked.money(turnover[row])} of turnover" if turnover[row] > 0 else ""
    key = str(asked.customers.ids[row])
    year = asked.numbers("profit_per_year")[row]
    yield Proposal(
        f"rescue {key}",
        "customer",
        key,
        action,
        f"They cost {asked.money(lost)} more than they bring{sold}{worked}: nobody loses us more.",
        float(-year if np.isfinite(year) else lost),
        "The whole loss is gone; freed hours earn at least what they cost.",
        gives_us="the loss met, or hours for others",
        gives_them="a price that lets us serve them well",
    )


def _late(asked: Asked) -> Iterator[Proposal]:
    """Agree on terms with the large who pay late."""
    if not asked.has("turnover", "days_late", "turnover_per_year"):
        return
    placed = asked.placement
    pair = pair_key("turnover", "days_late")
    if pair_key(placed.x.column.name, placed.y.column.name) != pair:
        axes = {"x": Axis(column="turnover"), "y": Axis(column="days_late"), "only": {}}
        matrix = asked.review.matrix.model_copy(update=axes)
        placed = place(asked.customers, asked.review.model_copy(update={"matrix": matrix}))
    days = asked.numbers("days_late")
    late = (placed.quadrant == _LATE_CORNER) & (days > 0) & asked.counted
    if not late.any():
        return
    owed = float(np.nansum(asked.numbers("turnover_per_year")[late] * days[late]) / 365)
    rate = asked.review.assumptions.long_term.discount
    who = words.count(int(late.sum()), "large customer")
    verb = "pays" if late.sum() == 1 else "pay"
    yield Proposal(
        "terms",
        "quadrant",
        str(_LATE_CORNER),
        "Agree on payment terms; reminder on day 1",
        f"{who} {verb} {words.number(round(float(np.mean(days[late])), 1))} days late on average:"
        f" {asked.money(owed)} of ours is always with them.",
        owed * rate,
        f"That money, at {words.percent(rate)} a year (what later money counts less).",
        gives_us="cash sooner",
        gives_them="a plan they can keep",
        pair=pair,
        members=asked.ids(late),
    )


def _falling(asked: Asked) -> Iterator[Proposal]:
    """Visit the best who fall away."""
    if not asked.has("falling_away", "turnover"):
        return
    away = asked.level("falling_away", "yes")
    if asked.has("value_group") and (best := away & asked.level("value_group", BEST.name)).any():
        away = best
    earned = np.maximum(np.nan_to_num(asked.numbers("profit_per_year")), 0.0)
    if not away.any():
        return
    rows = np.flatnonzero(away)
    first = rows[np.argsort(-np.nan_to_num(asked.numbers("turnover"))[rows], kind="stable")]
    names = [asked.name(int(row)) for row in first[:3]]
    more = f" and {len(rows) - 3:,} more" if len(rows) > len(names) else ""
    said = words.listed(names) if not more else f"{', '.join(names)}{more}"
    order = "orders" if len(rows) == 1 else "order"
    only = len(rows) == 1
    yield Proposal(
        "visit",
        "customer" if only else "several",
        str(asked.customers.ids[rows[0]]) if only else "The best who are falling away",
        "Visit this month: ask what changed",
        f"{said} {order} much less, or {'is' if only else 'are'} silent for twice the usual time.",
        float(earned[away].sum()),
        "The profit they still bring a year, kept.",
        gives_us="orders that stay",
        gives_them="somebody who listens",
        members=() if only else asked.ids(away),
    )


def _gain(asked: Asked) -> Iterator[Proposal]:
    """Offer those with most to gain the next product."""
    if not asked.has("value_group", "growth_gap", "profit_margin"):
        return
    gain = asked.level("value_group", GAIN.name)
    gap, margin = asked.numbers("growth_gap"), asked.numbers("profit_margin")
    room = np.where(np.isfinite(gap), gap, np.nan_to_num(asked.numbers("growth_estimate")))
    if not (gain & (room > 0)).any():
        return
    worth = float(np.nansum((room * margin)[gain]) * WON)
    who = words.count(int(gain.sum()), "customer")
    has = "has" if gain.sum() == 1 else "have"
    yield Proposal(
        "next product",
        "group",
        GAIN.name,
        "Offer the next product",
        f"{who} {has} most to gain: they could buy {asked.money(float(room[gain].sum()))} a year"
        " more from us.",
        worth,
        f"{words.percent(WON)} of that is won (assumed), at each one's own profit margin.",
        gives_us="turnover with customers we know",
        gives_them="what they lack, from one hand",
    )


def _gifts(asked: Asked) -> Iterator[Proposal]:
    """Stop gifts to those who are not valuable."""
    if not asked.has("gifts", "value_group"):
        return
    worth_it = asked.level("value_group", BEST.name) | asked.level("value_group", GAIN.name)
    placed = asked.customers.frame["value_group"].notna().to_numpy()
    given = asked.numbers("gifts")
    wasted = (given > 0) & placed & ~worth_it
    if not wasted.any():
        return
    spent = float(given[wasted].sum())
    yield Proposal(
        "gifts",
        "several",
        "Those rewarded who are not valuable",
        "Stop these gifts; thank the most valuable instead",
        f"{asked.money(spent)} of gifts in the window went to"
        f" {words.count(int(wasted.sum()), 'customer')} neither most valuable nor with most to"
        f" gain; all gifts were {asked.money(float(np.nansum(given)))}.",
        spent * _per_year(asked),
        "What these gifts cost in a year.",
        gives_us="money for thanks that count",
        members=asked.ids(wasted),
    )


def _per_year(asked: Asked) -> float:
    """Return how many windows make a year, as turnover a year says it."""
    window, year = asked.numbers("turnover"), asked.numbers("turnover_per_year")
    whole = float(np.nansum(window))
    return float(np.nansum(year)) / whole if whole > 0 else 1.0


def _wanted(asked: Asked) -> Iterator[Proposal]:
    """Talk about price with those who have many points and bring little profit."""
    kind = next(kind for kind in KINDS if kind.name == "Many points, little profit")
    if not asked.has(*kind.needs, "profit_margin", "turnover_per_year", "profit_per_year"):
        return
    rows = kind.find(asked.customers, asked.counted) & asked.counted
    margin, year = asked.numbers("profit_margin"), asked.numbers("turnover_per_year")
    earning = margin[np.isfinite(margin) & (margin > 0)]
    if not rows.any() or not len(earning):
        return
    usual = float(np.median(earning))
    more = np.maximum(usual * year - asked.numbers("profit_per_year"), 0.0)
    who = words.count(int(rows.sum()), "customer")
    yield Proposal(
        "wanted",
        "several",
        "Many points, little profit",
        "Review price and hours: they are our kind, and leave too little",
        f"{who} of the top quarter by points {'has' if rows.sum() == 1 else 'have'} a profit below"
        f" the median; the usual margin of those who earn is {words.percent(usual)}.",
        float(np.nansum(more[rows]) * WON),
        f"{words.percent(WON)} of the way to the usual margin (assumed).",
        gives_us="profit from customers we want",
        gives_them="a service that lasts",
        members=asked.ids(rows),
    )


RULES: Sequence[Callable[[Asked], Iterator[Proposal]]] = (
    _losing,
    _late,
    _falling,
    _gain,
    _gifts,
    _wanted,
)
"""What is looked for, in the order in which equals stand."""
