"""What a decision brought: the change of the bottom line, against money and hours."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from small_clients import client

from workbench.customers import Column, Customers
from workbench.review.effect import MANY, accepted, cost_of, effect, overdue, say
from workbench.review.plan import Action

COLUMNS = (
    Column("profit_per_year", "Profit a year", "EUR", additive=True),
    Column("hours", "Hours", "hours", additive=True),
    Column("cost_to_serve", "Cost of our time", "EUR", additive=True),
)
THEN, NOW = date(2025, 12, 31), date(2026, 6, 30)


def three(*profits: float | None) -> Customers:
    """Return three customers who take 10 hours at 50 an hour each."""
    given = {"profit_per_year": profits, "hours": [10.0] * 3, "cost_to_serve": [500.0] * 3}
    return client(given, columns=COLUMNS)


def test_the_effect_is_the_change_of_their_profit_against_money_and_hours() -> None:
    """C0 and C1 brought 100 a year then and bring 400 now: +300, for 50 and 2 hours at 50."""
    action = Action(kind="tier", about="3", action="Raise prices", cost=50, hours=2)
    rows = np.array([True, True, False])
    kept = accepted(action, three(40, 60, 999), rows, THEN)
    assert (kept.baseline, kept.members, kept.since) == (100, ("C0", "C1"), THEN)
    made = effect(kept, three(150, 250, 0), rows, NOW)
    assert made is not None
    assert (made.change, made.cost, made.result) == (300, 150, 150)
    assert say(made, kept, "EUR") == "+300 EUR a year against 150 EUR: +150 EUR"


def test_without_newer_facts_nothing_can_be_measured() -> None:
    """The same facts say the same: that is no effect of nought."""
    rows = np.array([True, False, False])
    kept = accepted(Action(kind="group", action="Visit"), three(1, 2, 3), rows, THEN)
    assert effect(kept, three(9, 2, 3), rows, THEN) is None
    assert say(None, kept, "EUR") == "Measured when newer facts come"


def test_who_left_brings_nothing_now() -> None:
    """A customer who went took 40 a year with them."""
    action = Action(kind="customer", about="X", action="Part", baseline=40, since=THEN)
    made = effect(action, three(1, 2, 3), np.zeros(3, dtype=bool), NOW)
    assert made is not None
    assert made.change == -40


def test_a_figure_put_in_by_a_person_counts_and_says_so() -> None:
    """A person may know better what came of it."""
    action = Action(kind="everybody", action="Fair prices", measured=1200)
    made = effect(action, three(1, 2, 3), np.ones(3, dtype=bool), None)
    assert say(made, action, "EUR") == "+1,200 EUR a year (entered by hand)"


@pytest.mark.parametrize("kind", ["everybody", "customer"])
def test_no_ids_are_kept_where_whom_it_concerns_is_clear(kind: str) -> None:
    """Everybody is everybody, and a customer is named already."""
    action = Action.model_validate({"kind": kind, "about": "C0", "action": "x"})
    assert accepted(action, three(1, 2, 3), np.ones(3, dtype=bool), THEN).members == ()


def test_too_many_are_not_listed() -> None:
    """A plan for a million customers stays small; it is measured on who stands there then."""
    many = client({"profit_per_year": [1.0] * (MANY + 1)}, columns=COLUMNS)
    kept = accepted(Action(kind="group", action="x"), many, np.ones(MANY + 1, dtype=bool), None)
    assert kept.members == ()
    assert kept.baseline == MANY + 1


def test_unknown_profit_and_unknown_cost_are_said() -> None:
    """Nothing is a silent zero."""
    rows = np.ones(3, dtype=bool)
    kept = accepted(Action(kind="group", action="x"), three(None, None, None), rows, THEN)
    assert kept.baseline is None
    assert say(None, kept, "EUR") == "Their profit was not known then"
    free = client({"profit_per_year": [1.0]}, columns=COLUMNS)
    assert np.isnan(cost_of(Action(kind="everybody", action="x", hours=3), free))


def test_overdue_is_what_was_accepted_and_is_not_done() -> None:
    """What is done, dropped or only proposed is never late; the day itself is still in time."""
    late = Action(kind="everybody", action="x", due=THEN, status="accepted")
    assert overdue(late, NOW)
    assert not overdue(late, THEN)
    for status in ("proposed", "done", "dropped"):
        assert not overdue(late.model_copy(update={"status": status}), NOW)
