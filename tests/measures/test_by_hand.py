"""Hours and events entered by hand count like the ledger's own, and can be taken back."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from workbench.engagement import Engagement
from workbench.measures.by_hand import SOMEBODY, known_by_hand, with_entered
from workbench.review.plan import Entered
from workbench.review.review import Correction, Review
from workbench.review.same import SameAs


def engagement(*, time: bool = True, events: bool = True) -> Engagement:
    """Make two customers with a sale each, an hour each at 60 and a referral by A."""
    frames = {
        "sales": pd.DataFrame(
            {
                "customer_id": ["A", "B"],
                "date": ["2026-06-30", "2026-06-01"],
                "amount": [1000.0, 800.0],
                "direct_cost": [0.0, 0.0],
            }
        )
    }
    if time:
        frames["time"] = pd.DataFrame(
            {
                "person": ["Ada", "Ada"],
                "date": ["2026-06-02", "2026-06-02"],
                "hours": [1.0, 1.0],
                "customer_id": ["A", "B"],
            }
        )
        frames["rates"] = pd.DataFrame({"person": ["Ada", "Bo"], "cost_per_hour": [60.0, 40.0]})
    if events:
        frames["events"] = pd.DataFrame(
            {"customer_id": ["A"], "date": ["2026-06-03"], "kind": ["referral"], "value": [None]}
        )
    return Engagement.from_frames(**frames)


def entered(customer: str = "A", **fields: object) -> Entered:
    """Return an entry of June 2026."""
    said = {"customer_id": customer, "on": date(2026, 6, 10), **fields}
    return Entered.model_validate(said)


def value(client: Engagement, review: Review, name: str, customer: str = "A") -> float:
    """Return one customer's value."""
    customers = client.customers(review)
    return float(customers.numbers(name)[customers.row(customer)])


def test_hours_by_hand_cost_what_that_person_costs() -> None:
    """A took 1 hour of Ada's at 60; 2 hours of Bo's at 40 make 140 in all. B is as before."""
    client = engagement()
    review = client.review.changed(entered={"e": entered(hours=2, person="Bo")})
    assert value(client, review, "hours") == 3
    assert value(client, review, "cost_to_serve") == 140
    assert value(client, review, "profit") == 860
    assert value(client, review, "profit", "B") == value(client, client.review, "profit", "B")
    assert client.facts_of(review).totals["window_hours"] == 4
    assert client.facts_of(client.review).totals["window_hours"] == 2


def test_hours_of_nobody_in_particular_cost_the_average_hour() -> None:
    """Ada costs 60, Bo 40: an hour of somebody costs 50, and is said to be somebody's."""
    client = engagement()
    review = client.review.changed(entered={"e": entered(hours=2)})
    assert value(client, review, "cost_to_serve") == 160
    assert SOMEBODY in set(client.facts_of(review).hours["person"])


def test_events_by_hand_count_and_speak_of_loyalty() -> None:
    """A second referral counts as one; a complaint's money is a cost of support."""
    client = engagement()
    review = client.review.changed(
        entered={"r": entered(kind="referral"), "c": entered(kind="complaint", value=25)}
    )
    assert value(client, review, "referrals") == 2
    assert value(client, review, "support_cost") == 25
    assert value(client, review, "referrals", "B") == 0
    before = value(client, client.review, "loyalty", "B")
    review = client.review.changed(entered={"r": entered("B", kind="advocacy")})
    assert value(client, review, "loyalty", "B") > before


def test_one_entry_makes_nobody_elses_zero() -> None:
    """Without a table, what is entered for A says nothing about B: B's stays missing."""
    client = engagement(time=False, events=False)
    rows = {"h": entered(hours=3), "r": entered(kind="referral"), "g": entered(kind="gift")}
    review = client.review.changed(entered=rows)
    assert value(client, review, "hours") == 3
    assert value(client, review, "referrals") == 1
    for name in ("hours", "referrals"):
        assert np.isnan(value(client, review, name, "B"))


def test_a_correction_wins_over_what_is_known_by_hand() -> None:
    """Who corrects a figure has the last word."""
    client = engagement(time=False)
    fix = {"A": {"hours": Correction(value=7.0)}}
    review = client.review.changed(entered={"h": entered(hours=3)}, corrections=fix)
    assert value(client, review, "hours") == 7


@pytest.mark.parametrize(
    "row",
    [
        entered(hours=2, on=date(2024, 1, 1)),
        entered(hours=2, on=date(2027, 1, 1)),
        entered("nobody", hours=2),
        entered(),
    ],
    ids=["before", "after", "unknown", "empty"],
)
def test_what_lies_outside_changes_nothing(row: Entered) -> None:
    """Outside the window, of nobody known, or without hours and event."""
    client = engagement()
    facts = client.facts()
    joined = with_entered(facts, {"e": row})
    pd.testing.assert_frame_equal(joined.hours, facts.hours)
    pd.testing.assert_frame_equal(joined.events, facts.events)
    assert joined.totals == facts.totals
    assert known_by_hand(facts, {"e": row}) == {}


def test_taken_back_everything_is_as_before() -> None:
    """The collected sums themselves never change."""
    client = engagement()
    before = client.customers(client.review).frame
    client.customers(client.review.changed(entered={"e": entered(hours=2)}))
    pd.testing.assert_frame_equal(client.customers(client.review).frame, before)


def test_entries_follow_who_was_said_to_be_the_same() -> None:
    """B is A: what was entered for B counts for A."""
    client = engagement()
    review = client.review.changed(
        entered={"e": entered("B", hours=2)}, same_as={"B": SameAs(customer="A")}
    )
    assert value(client, review, "hours") == 4
