"""What the profit page's controls change: each function takes a review and returns the next one."""

from __future__ import annotations

from datetime import date
from typing import Any

from workbench.errors import WorkbenchError
from workbench.pages.matrix_changes import now
from workbench.review import typed
from workbench.review.assumptions import Aims, Costs, Effort
from workbench.review.needs import LookAgain, Looked
from workbench.review.review import Review, fitting


def costs(review: Review, **fields: Any) -> Review:
    """Replace what is assumed about costs; `WorkbenchError` when a figure can't be."""
    given = {**review.assumptions.costs.model_dump(), **fields}
    return _assumed(review, costs=fitting(Costs, given))


def left_of_sales(text: str, *, percent: bool) -> float:
    """Read how much of sales is left, in percent or as a part of one.

    Raises
    ------
    WorkbenchError
        When nothing was typed, or no number.
    """
    left = typed.number(text, "What is left of sales", unit="%" if percent else "")
    if left is None:
        raise WorkbenchError("A percentage is missing", allowed="0 to 100")
    return left / (100 if percent else 1)


def rated(review: Review, person: str, rate: float | None) -> Review:
    """Set what an hour of one person costs; None goes back to the client's list."""
    rest = {who: cost for who, cost in review.assumptions.costs.rates.items() if who != person}
    return costs(review, rates=rest if rate is None else {**rest, person: rate})


def valued(review: Review, kind: str, value: float | None) -> Review:
    """Set what an event of one kind is worth when it carries no money; None is nothing."""
    given = review.assumptions.costs.event_values
    rest = {name: worth for name, worth in given.items() if name != kind}
    return costs(review, event_values=rest if value is None else {**rest, kind: value})


def judged(review: Review, customer: str, effort: Effort) -> Review:
    """Say how much of our time a customer takes; typed hours no longer count."""
    now_ = review.assumptions.costs
    typed = {key: hours for key, hours in now_.hours_a_month.items() if key != customer}
    return costs(review, effort={**now_.effort, customer: effort}, hours_a_month=typed)


def weighed(review: Review, level: Effort, parts: float | None) -> Review:
    """Say how many parts of our hours a customer of one effort takes; None is as it was first."""
    usual = Costs().effort_weights[level]
    weights = review.assumptions.costs.effort_weights
    return costs(review, effort_weights={**weights, level: usual if parts is None else parts})


def timed(review: Review, customer: str, hours: float | None) -> Review:
    """Type a customer's hours a month; None leaves it to light, normal or heavy."""
    given = review.assumptions.costs.hours_a_month
    rest = {key: typed for key, typed in given.items() if key != customer}
    return costs(review, hours_a_month=rest if hours is None else {**rest, customer: hours})


def made_with(review: Review, product: str, customer: str | None) -> Review:
    """Credit a product to the customer it was made with; None takes the credit away."""
    given = review.assumptions.costs.made_with
    rest = {name: key for name, key in given.items() if name != product}
    return costs(review, made_with=rest if customer is None else {**rest, product: customer})


def aimed(review: Review, **fields: Any) -> Review:
    """Replace what the owner aims at."""
    aims = fitting(Aims, {**review.assumptions.aims.model_dump(), **fields})
    return _assumed(review, aims=aims)


def to_look_again(review: Review, customer: str, on: date, why: str, who: str) -> Review:
    """Bring a customer back to the table on a date."""
    entry = fitting(LookAgain, {"on": on, "why": why, "who": who, "when": now()})
    return review.model_copy(update={"look_again": {**review.look_again, customer: entry}})


def looked(review: Review, customer: str, changed: date | None, who: str) -> Review:
    """Take a customer off the list of those to look at again, until their strategy changes anew.

    ``changed`` is when it changed last, None where it never did.
    """
    rest = {key: entry for key, entry in review.look_again.items() if key != customer}
    seen = review.looked
    if changed is not None:
        entry = fitting(Looked, {"on": changed, "who": who, "when": now()})
        seen = {**seen, customer: entry}
    return review.model_copy(update={"look_again": rest, "looked": seen})


def _assumed(review: Review, **parts: Any) -> Review:
    assumptions = review.assumptions.model_copy(update=parts)
    return review.model_copy(update={"assumptions": assumptions})
