"""One row per customer, whatever was given: corrections follow, nothing is silently zero."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from workbench.measures.catalogue import MEASURES
from workbench.measures.collect import collect
from workbench.measures.derive import derive, derive_prospects
from workbench.measures.expression import Formula
from workbench.sources.ledger import Ledger

SALES = "[sales]\ncustomer_id, date, amount, direct_cost\na, 2024-06-01, 100, 40\n"
TIME = "[time]\nperson, date, hours, customer_id\nAnn, 2024-06-01, 2, a\n"
RATES = "[rates]\nperson, cost_per_hour\nAnn, 50\n"
EVENTS = "[events]\ncustomer_id, date, kind\na, 2024-05-01, complaint\n"
CUSTOMERS = "[customers]\ncustomer_id\na\n"


@pytest.mark.parametrize(
    "text",
    [
        CUSTOMERS,
        SALES,
        TIME,
        EVENTS,
        SALES + TIME,
        SALES + EVENTS,
        SALES + TIME + RATES,
        SALES + TIME + RATES + EVENTS,
        CUSTOMERS + RATES,
    ],
)
def test_whatever_was_given_every_gap_has_a_reason(
    ledger_of: Callable[[str], Ledger], text: str
) -> None:
    """Domain 3: whatever can't be computed is missing, with the reason."""
    customers = derive(collect(ledger_of(text)))
    assert set(MEASURES) <= set(customers.columns)
    for name in customers.columns:
        gaps = np.flatnonzero(customers.frame[name].isna())
        unexplained = f"{customers.column(name).label} is not known"
        assert all(customers.why_missing(name, row) != unexplained for row in gaps), name


def test_no_customer_at_all_is_a_table_without_rows() -> None:
    ledger = Ledger.from_frames(
        customers=pd.DataFrame({"customer_id": pd.Series(dtype="str")}),
        sales=pd.DataFrame({"customer_id": ["", ""], "date": "2024-01-01", "amount": [1.0, 2.0]}),
    )
    facts = collect(ledger)
    customers = derive(facts)
    assert len(customers) == 0
    assert set(MEASURES) <= set(customers.columns)
    assert facts.totals["unidentified_amount"] == 3
    assert len(derive_prospects(facts)) == 0


def test_a_corrected_fact_is_followed_by_what_depends_on_it(worked: Ledger) -> None:
    """Turnover 1,000 instead of 470: margin 1,000 − 190, profit 810 − 360 − 40 = 410."""
    customers = derive(collect(worked), corrections={"turnover": {"A": 1000}})
    row = customers.row("A")
    values = {name: customers.numbers(name)[row] for name in ("turnover", "gross_margin", "profit")}
    assert values == {"turnover": 1000, "gross_margin": 810, "profit": 410}
    assert customers.numbers("profit_margin")[row] == pytest.approx(0.41)
    assert customers.numbers("turnover_per_month")[row] == pytest.approx(1000 / 12)


def test_a_correction_fills_a_gap_and_what_follows_is_known(worked: Ledger) -> None:
    customers = derive(
        collect(worked), corrections={"gross_margin": {"B": 90}, "cost_to_serve": {"B": 30}}
    )
    row = customers.row("B")
    assert customers.numbers("profit")[row] == 60
    assert customers.numbers("gross_margin")[customers.row("A")] == 280


def test_a_cost_of_time_entered_by_hand_counts_without_a_time_table(
    ledger_of: Callable[[str], Ledger],
) -> None:
    customers = derive(collect(ledger_of(SALES)), corrections={"cost_to_serve": {"a": 25}})
    assert customers.numbers("profit").tolist() == [35]


def test_corrections_of_what_is_not_there_change_nothing(worked: Ledger) -> None:
    facts = collect(worked)
    changed = derive(facts, corrections={"turnover": {"gone": 5}, "no_such_column": {"A": 5}})
    pd.testing.assert_frame_equal(changed.frame, derive(facts).frame)


def test_names_come_from_the_list_and_else_the_id_stands_in(worked: Ledger) -> None:
    assert derive(collect(worked)).names.tolist() == ["Alder & Sons", "Birch", "Cedar"]


def test_measures_come_in_the_order_of_the_table(worked: Ledger) -> None:
    columns = list(derive(collect(worked)).columns)
    assert columns[: len(MEASURES)] == list(MEASURES)


def test_money_is_in_the_client_s_currency(worked: Ledger) -> None:
    customers = derive(collect(worked, currency="DKK"))
    assert customers.column("profit").unit == "DKK"
    assert customers.column("turnover_per_month").unit == "DKK/month"


def test_own_measures_of_attributes_hold_for_prospects_too(worked: Ledger) -> None:
    formulas = [
        Formula("per_day", "potential / 250"),
        Formula("used", "turnover / potential"),
    ]
    facts = collect(worked)
    prospects = derive_prospects(facts, formulas=formulas)
    assert prospects.numbers("per_day").tolist() == [2.8]
    assert prospects.why_missing("used", 0) == "A prospect has bought nothing yet"
    used = derive(facts, formulas=formulas).numbers("used")
    np.testing.assert_allclose(used, [470 / 400, np.nan, 0])
