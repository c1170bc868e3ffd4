"""A customer's own page on the plan page: what is known, entered by hand and planned."""

from __future__ import annotations

import pytest
from plan_page import on_demo, saved, told
from shown import act, text_of

from workbench.pages.plan import PlanPage
from workbench.pages.plan_customer import PROFILE


@pytest.fixture
def page(tmp_path_factory: pytest.TempPathFactory) -> PlanPage:
    """Open the page on the demo client's review as it was first."""
    return on_demo(tmp_path_factory)


def test_a_customers_own_page(page: PlanPage) -> None:
    """Found by name; why they are where they are, loyalty, contradictions, their plan."""
    act(page.main, "accept", key="rescue C063")
    act(page.head, "view", "customer")
    assert "No customer is chosen" in text_of(page.main)
    act(page.head, "find", "fjellro")
    act(page.head, "first")
    assert page.session.chosen == "C063"
    assert "Fjellro Lodge: Loses money" in text_of(page.head)
    shown = text_of(page.main)
    for part in ("In the picture", "By value", "Loyalty, by evidence", "Their plan"):
        assert part in shown
    assert "Gifts of 150 EUR" in shown
    assert "Raise prices by 11 %" in shown
    assert "4 Loses money" in text_of(page.carded.view)


def test_what_is_known_of_them_is_written_down(page: PlanPage) -> None:
    """Each field by itself, signed; consent and fit from their lists."""
    page.session.who = "Ann"
    page.carded.choose("C063")
    act(page.head, "view", "customer")
    for field, _ in PROFILE:
        act(page.main, "profile", f"their {field}", key=f"{field}|C063")
    act(page.main, "profile", "no", key="consent|C063")
    act(page.main, "profile", "x", key="who|C063")
    act(page.main, "fit", "meet", key="fit|C063")
    review = page.session.engagement.review
    known = review.profiles["C063"]
    assert (known.wants, known.strategy, known.consent) == ("their wants", "their strategy", "no")
    assert known.who == "Ann"
    assert review.assumptions.tiers.fit["C063"].value == "meet"
    act(page.main, "fit", "", key="fit|C063")
    assert "fit to needs: will not, as their list says" in text_of(page.main)
    act(page.main, "profile", "maybe", key="consent|C063")
    assert page.session.engagement.review.profiles["C063"].consent == "no"


def test_what_is_to_be_filled_in_says_what_it_is(page: PlanPage) -> None:
    """A day has its label in sight; with nobody chosen, the card says how to choose here."""
    page.carded.choose("")
    assert "find one under «A customer»" in text_of(page.carded.view)
    assert "dot" not in text_of(page.carded.view)
    page.carded.choose("C063")
    act(page.head, "view", "customer")
    assert "Due" in text_of(page.main)
    assert text_of(page.main).count(" Day ") == 2


def test_hours_and_events_by_hand_count_at_once_and_can_be_taken_back(page: PlanPage) -> None:
    """Marked with who and when; profit and referrals follow."""
    page.session.who = "Ann"
    page.carded.choose("C063")
    act(page.head, "view", "customer")
    customers = page.session.customers
    row = customers.row("C063")
    before = {name: customers.numbers(name)[row] for name in ("hours", "profit", "referrals")}
    act(page.main, "hours", {"on": "2026-09-01", "hours": "3", "person": "Lead engineer"})
    act(page.main, "event", {"on": "2026-09-02", "kind": "referral", "evidence": "Told a friend"})
    now = page.session.customers
    assert now.numbers("hours")[row] == before["hours"] + 3
    assert now.numbers("profit")[row] == pytest.approx(before["profit"] - 3 * 98, abs=0.01)
    assert now.numbers("referrals")[row] == before["referrals"] + 1
    shown = text_of(page.main)
    assert "entered by hand, Ann" in shown
    assert "3 hours of Lead engineer" in shown
    assert "referral: Told a friend" in shown
    for key in page.session.engagement.review.entered:
        act(page.main, "unenter", key=key)
    assert page.session.customers.numbers("hours")[row] == before["hours"]


@pytest.mark.parametrize(
    ("deed", "fields", "why"),
    [
        ("hours", {"on": "2026-09-01", "hours": ""}, "How many hours"),
        ("hours", {"on": "", "hours": "2"}, "The day is missing"),
        ("hours", {"on": "2026-09-01", "hours": "-2"}, "How many hours"),
        ("event", {"on": "2026-09-01", "kind": "party"}, "What happened"),
        ("event", {"on": "soon", "kind": "gift"}, "is no date"),
        ("for_them", {"action": ""}, "what is done"),
    ],
)
def test_half_an_entry_is_refused(
    page: PlanPage, deed: str, fields: dict[str, str], why: str
) -> None:
    """Nothing is saved of it."""
    page.carded.choose("C063")
    act(page.head, "view", "customer")
    act(page.main, deed, fields)
    assert why in told(page)
    review = page.session.engagement.review
    assert not review.entered
    assert not review.plan


def test_a_line_for_one_customer(page: PlanPage) -> None:
    """Added on their own page, it stands in the plan under their name."""
    page.carded.choose("C063")
    act(page.head, "view", "customer")
    act(page.main, "for_them", {"action": "Call", "owner": "Ann", "due": "2026-12-01"})
    (action,) = saved(page).values()
    assert (action.kind, action.about, action.owner) == ("customer", "C063", "Ann")
    assert "accepted · Ann · due 1 Dec 2026" in text_of(page.main)
