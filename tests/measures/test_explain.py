"""Every figure says from which lines, at which rate, under which assumption (worked client)."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from workbench.engagement import Engagement
from workbench.measures.collect import collect
from workbench.measures.derive import derive
from workbench.measures.explain import Asked, explain
from workbench.review.assumptions import Assumptions, Costs
from workbench.review.plan import Entered
from workbench.sources.ledger import Ledger


def told(ledger: Ledger, customer: str, measure: str, **costs: object) -> list[tuple[str, str]]:
    """Return an explanation's lines, its notes last."""
    assumed = Costs(**costs)
    facts = collect(ledger)
    customers = derive(facts, assumptions=Assumptions(costs=assumed))
    made = explain(Asked(ledger, facts, assumed, customers, customer, measure))
    return [*((line.what, line.said) for line in made.lines), *((n, "") for n in made.notes)]


def test_our_time_by_person_and_rate(worked: Ledger) -> None:
    """A: Ann's 4 hours at 50 and Bob's 2 at 80."""
    assert told(worked, "A", "cost_to_serve")[:2] == [
        ("4 hours × Ann 50 EUR", "200 EUR"),
        ("2 hours × Bob 80 EUR", "160 EUR"),
    ]


def test_a_person_without_a_rate_is_named(worked: Ledger) -> None:
    lines = told(worked, "B", "cost_to_serve")
    assert lines[0] == ("1 hours × Eve no rate", "not known")
    assert ("No cost per hour was given for Eve.", "") in lines


def test_turnover_by_product(worked: Ledger) -> None:
    """Five lines of the window, no product named in any."""
    assert told(worked, "A", "turnover")[0] == ("no product named · 5 lines", "470 EUR")


def test_a_margin_that_was_assumed(worked: Ledger) -> None:
    """B: 300 without a cost, of which 40 % is assumed to be left: 180 are taken off."""
    assert told(worked, "B", "gross_margin")[2] == ("300 EUR without a cost", "not known")
    assumed = told(worked, "B", "gross_margin", margin=0.4)
    assert assumed[2] == ("300 EUR without a cost, 40 % assumed to be left", "− 180 EUR")


def test_support_event_by_event(worked: Ledger) -> None:
    assert told(worked, "A", "support_cost")[:2] == [
        ("3 Feb 2024, support", "15 EUR"),
        ("2 Feb 2024, complaint", "25 EUR"),
    ]


def test_value_that_was_put_on_a_kind_is_told(worked: Ledger) -> None:
    lines = told(worked, "C", "non_sales_value", event_values={"referral": 250})
    assert lines[0] == ("9 Aug 2024, referral", "250 EUR assumed")


def by_hand(client: Engagement, measure: str, *rows: dict[str, object]) -> list[tuple[str, str]]:
    """Return what is told of customer A's figure once these rows were entered by hand."""
    said = {str(n): Entered(customer_id="A", **row) for n, row in enumerate(rows)}  # type: ignore[arg-type]
    review = client.review.model_copy(update={"entered": said})
    customers, facts = client.customers(review), client.facts_of(review)
    asked = Asked(
        client.ledger, facts, review.assumptions.costs, customers, "A", measure, (*said.values(),)
    )
    parts = explain(asked).lines
    return [(part.what, part.said) for part in parts]


def test_what_was_entered_by_hand_stands_among_the_lines() -> None:
    """An event by its day with the files' own, hours within their person's; none from before."""
    sales = pd.DataFrame({"customer_id": ["A", "B"], "date": "2026-06-30", "amount": 900.0})
    events = pd.DataFrame(
        {"customer_id": ["A"], "date": ["2026-06-03"], "kind": ["support"], "value": [30.0]}
    )
    time = pd.DataFrame(
        {"person": ["Ada"], "date": ["2026-06-02"], "hours": [1.0], "customer_id": ["A"]}
    )
    rates = pd.DataFrame({"person": ["Ada"], "cost_per_hour": [60.0]})
    client = Engagement.from_frames(sales=sales, events=events, time=time, rates=rates)
    entered = (
        {"on": date(2026, 6, 20), "kind": "complaint", "value": 12.0, "evidence": "By phone"},
        {"on": date(2026, 5, 20), "kind": "support"},
        {"on": date(2024, 5, 20), "kind": "support", "value": 99.0},
        {"on": date(2026, 6, 9), "hours": 2.0, "person": "Ada"},
    )
    assert by_hand(client, "support_cost", *entered) == [
        ("20 Jun 2026, complaint, entered by hand: By phone", "12 EUR"),
        ("3 Jun 2026, support", "30 EUR"),
        ("20 May 2026, support, entered by hand", "no money"),
    ]
    assert by_hand(client, "cost_to_serve", *entered) == [
        ("3 hours × Ada 60 EUR, 2 of them entered by hand", "180 EUR")
    ]


def test_entries_by_hand_are_told_where_no_file_has_any() -> None:
    """Hours and money known by hand alone, priced as the measure prices them."""
    sales = pd.DataFrame({"customer_id": ["A", "B"], "date": "2026-06-30", "amount": 900.0})
    rates = pd.DataFrame({"person": ["Ada"], "cost_per_hour": [60.0]})
    client = Engagement.from_frames(sales=sales, rates=rates)
    entered = (
        {"on": date(2026, 6, 20), "kind": "referral", "value": 12.0},
        {"on": date(2026, 6, 9), "hours": 2.0},
    )
    assert by_hand(client, "non_sales_value", *entered) == [
        ("20 Jun 2026, referral, entered by hand", "12 EUR")
    ]
    assert by_hand(client, "hours", *entered) == [
        ("9 Jun 2026, 2 hours entered by hand", "120 EUR")
    ]


def test_profit_and_allowance_by_their_parts(worked: Ledger) -> None:
    assert told(worked, "A", "profit")[:3] == [
        ("Gross margin", "280 EUR"),
        ("Our time", "− 360 EUR"),
        ("Support", "− 40 EUR"),
    ]
    assert ("10 % of turnover to be left", "− 47 EUR") in told(worked, "A", "hours_allowance")
    assert told(worked, "A", "profit_margin")[:2] == [
        ("Profit", "−120 EUR"),
        ("Turnover", "÷ 470 EUR"),
    ]


def test_whose_hour_the_allowance_is_divided_by(worked: Ledger) -> None:
    """A's 6 hours cost 360; nobody timed C, so an hour of all whose cost is known: 60 as well."""
    assert told(worked, "A", "hours_allowance")[3] == (
        "What an hour costs, theirs",
        "÷ 60 EUR an hour",
    )
    assert told(worked, "C", "hours_allowance")[3] == (
        "What an hour costs, the client’s",
        "÷ 60 EUR an hour",
    )


def test_a_part_that_is_not_known_says_so(worked: Ledger) -> None:
    """B's only hour has no price, and what B's sales cost is not known."""
    assert told(worked, "B", "profit")[:2] == [
        ("Gross margin", "not known"),
        ("Our time", "not known"),
    ]
    value = told(worked, "C", "profit", value_in_profit=True)
    assert ("Value beyond sales", "not known") in value


def test_what_would_end_the_loss_by_its_parts(worked: Ledger) -> None:
    """A loses 120 on 470 at 60 an hour."""
    loss = ("Profit", "−120 EUR")
    assert told(worked, "A", "rescue_fee")[0] == loss
    assert told(worked, "A", "rescue_price_rise")[:2] == [loss, ("Turnover", "÷ 470 EUR")]
    assert told(worked, "A", "rescue_hours")[1][1] == "÷ 60 EUR an hour"
    assert told(worked, "A", "complaints")[0] == ("2 Feb 2024, complaint", "25 EUR")


@pytest.mark.parametrize("measure", ["recency", "potential"])
def test_a_measure_without_lines_is_told_by_its_meaning(worked: Ledger, measure: str) -> None:
    assert len(told(worked, "A", measure)) == 1
