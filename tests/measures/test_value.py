"""What a customer will be worth, from the facts (domain 8): annualised as turnover is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from workbench.measures.collect import collect
from workbench.measures.derive import derive
from workbench.review.assumptions import Assumptions, LongTerm
from workbench.review.value_groups import years_worth
from workbench.sources.ledger import Ledger

LedgerOf = Callable[[str], Ledger]

HALF_A_YEAR = """
[customers]
customer_id, name, potential
A, Alder, 4000
B, Birch,
C, Cedar,

[sales]
customer_id, date, amount, direct_cost, invoice_id
A, 2026-01-01, 500, 300, 1
A, 2026-06-30, 500, 300, 2
B, 2026-03-01, 800, 300, 3
C, 2026-03-01, 100, 150, 4

[events]
customer_id, date, kind, value
A, 2026-02-01, gift, 40
A, 2026-03-01, gift, 60
B, 2026-02-01, gift,
"""


def test_a_year_s_profit_is_annualised_as_turnover_is(ledger_of: LedgerOf) -> None:
    """Sales of 181 days are 5.95 months: 400 in them are 807 a year, 1,000 are 2,018."""
    customers = derive(collect(ledger_of(HALF_A_YEAR)))
    months = 181 / (365.25 / 12)
    yearly = customers.numbers("profit_per_year")
    assert yearly == pytest.approx(np.array([400.0, 500.0, -50.0]) / months * 12)
    ratio = customers.numbers("turnover_per_year") / customers.numbers("turnover")
    assert yearly == pytest.approx(customers.numbers("profit") * ratio)


def test_long_term_value_says_what_is_assumed(ledger_of: LedgerOf) -> None:
    """Two years at r = 0.5 and no discount are worth three quarters of today's year."""
    assume = Assumptions(long_term=LongTerm(retention=0.5, discount=0.0, years=2))
    customers = derive(collect(ledger_of(HALF_A_YEAR)), assumptions=assume)
    value = customers.numbers("long_term_value")
    assert value == pytest.approx(customers.numbers("profit_per_year") * 0.75)
    assert "0.75: 50 % stay each year" in customers.columns["long_term_value"].meaning


def test_profit_before_time_stays_so(ledger_of: LedgerOf) -> None:
    """Without time entries every figure made of profit says what isn't taken off."""
    customers = derive(collect(ledger_of(HALF_A_YEAR)))
    for name in ("profit_per_year", "long_term_value"):
        assert customers.columns[name].label.endswith(", before time")
        assert (
            "Not known, so not taken off: the cost of our time." in customers.columns[name].meaning
        )


def test_the_groups_of_a_client(ledger_of: LedgerOf) -> None:
    """B brings more than half; A could, at 4,000 a year and 40 %; C costs more than it brings."""
    assume = Assumptions(long_term=LongTerm(share=0.5))
    customers = derive(collect(ledger_of(HALF_A_YEAR)), assumptions=assume)
    assert customers.frame["value_group"].tolist() == [
        "Most to gain",
        "Most valuable",
        "Cost more than they bring",
    ]
    assert customers.columns["value_group"].levels[0] == "Cost more than they bring"
    assert "profit" in customers.columns["value_group"].needs


def test_set_aside_is_in_no_group_and_moves_no_line(ledger_of: LedgerOf) -> None:
    customers = derive(collect(ledger_of(HALF_A_YEAR)), aside={"B"})
    assert customers.frame["value_group"].tolist()[:2] == ["Most valuable", None]
    assert customers.why_missing("value_group", 1) == "Set aside, so in no value group"


def test_without_a_profit_the_reason_is_profit_s(ledger_of: LedgerOf) -> None:
    customers = derive(collect(ledger_of(HALF_A_YEAR.replace(" 300, 3", " , 3"))))
    assert customers.frame["value_group"].iloc[1] is None
    assert customers.why_missing("value_group", 1) == customers.why_missing("profit", 1)


def test_gifts_are_money_or_unknown(ledger_of: LedgerOf) -> None:
    """Two gifts of 40 and 60; one that carries no money; none at all."""
    customers = derive(collect(ledger_of(HALF_A_YEAR)))
    assert customers.numbers("gifts")[[0, 2]].tolist() == [100, 0]
    assert customers.why_missing("gifts", 1) == "No money was put on the gifts they got"
    assert customers.numbers("gift_count").tolist()[:3] == [2, 1, 0]


def test_growth_is_estimated_where_no_potential_is_known(worked: Ledger) -> None:
    """A has a potential, C no orders before; B's orders don't say how they were before."""
    customers = derive(collect(worked))
    assert np.isnan(customers.numbers("growth_estimate")).all()
    assert customers.why_missing("growth_estimate", 0).startswith("Their potential is known")
    assert "orders in the window before" in customers.why_missing("growth_estimate", 1)


def test_value_at_potential_is_that_of_the_groups(ledger_of: LedgerOf) -> None:
    """A could buy 4,000 a year at 40 %: 1,600 a year, as `value_groups` says (domain 8)."""
    customers = derive(collect(ledger_of(HALF_A_YEAR)))
    worth = 1600 * years_worth(LongTerm())
    assert customers.numbers("value_at_potential")[0] == pytest.approx(worth)
    assert customers.columns["value_at_potential"].label == "Value at their potential, before time"
    why = [customers.why_missing("value_at_potential", row) for row in (1, 2)]
    assert why == ["No potential is known, and growth proposes none"] * 2


def test_without_sales_everything_is_missing(ledger_of: LedgerOf) -> None:
    customers = derive(collect(ledger_of("[customers]\ncustomer_id, name\nA, Alder\n")))
    for name in ("profit_per_year", "long_term_value", "value_group", "gifts"):
        assert customers.frame[name].isna().all()
        assert "given" in customers.why_missing(name, 0)
