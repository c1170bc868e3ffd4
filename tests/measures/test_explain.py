"""Every figure says from which lines, at which rate, under which assumption (worked client)."""

from __future__ import annotations

import pytest

from workbench.measures.collect import collect
from workbench.measures.derive import derive
from workbench.measures.explain import Asked, explain
from workbench.review.assumptions import Assumptions, Costs
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


def test_profit_and_allowance_by_their_parts(worked: Ledger) -> None:
    assert told(worked, "A", "profit")[:3] == [
        ("Gross margin", "280 EUR"),
        ("Our time", "− 360 EUR"),
        ("Support", "− 40 EUR"),
    ]
    assert ("10 % of turnover to be left", "− 47 EUR") in told(worked, "A", "hours_allowance")


@pytest.mark.parametrize("measure", ["recency", "potential"])
def test_a_measure_without_lines_is_told_by_its_meaning(worked: Ledger, measure: str) -> None:
    assert len(told(worked, "A", measure)) == 1
