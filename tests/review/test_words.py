"""How figures are said: with unit, thousands apart, no digits that are noise (design, «Type»)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from small_clients import COLUMNS

from workbench.customers import Column
from workbench.review import words

KNOWN = {column.name: column for column in COLUMNS}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "0"),
        (1234567.0, "1,234,567"),
        (99.95, "100.0"),
        (9.999, "10.00"),
        (0.05, "0.050"),
        (0.00042, "0.00042"),
        (1e-9, "0.000000"),
        (-0.4, "−0.40"),
        (-1234.5, "−1,234"),
        (float("nan"), "–"),
        (float("inf"), "–"),
    ],
)
def test_plain_numbers(value: float, said: str) -> None:
    assert words.number(value) == said


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        (KNOWN["turnover"], 17150.0, "17,150 EUR"),
        (KNOWN["turnover"], -310.4, "−310 EUR"),
        (KNOWN["turnover"], -0.3, "0 EUR"),
        (Column("rate", "Rate", "EUR/month"), 12.5, "12 EUR/month"),
        (KNOWN["days_late"], 41.0, "41 days"),
        (KNOWN["days_late"], 1.0, "1 day"),
        (KNOWN["frequency"], 1.0, "1 order"),
        (Column("x", "X", "units/month"), 1.0, "1 units/month"),
        (Column("share", "Share", "%"), 0.384, "38 %"),
        (Column("share", "Share", "%"), -0.05, "−5 %"),
        (KNOWN["order_trend"], 0.82, "18 % fewer"),
        (KNOWN["order_trend"], 1.5, "50 % more"),
        (KNOWN["segment"], 2.0, "high"),
        (KNOWN["segment"], 99.0, "high"),
        (KNOWN["segment"], float("nan"), "–"),
        (Column("plain", "Plain"), 3.0, "3"),
    ],
)
def test_values_carry_their_unit(column: Column, value: float, said: str) -> None:
    assert words.value(column, value) == said


@given(st.floats(allow_nan=True, allow_infinity=True), st.sampled_from(COLUMNS))
@example(1e307, KNOWN["order_trend"])
def test_any_number_can_be_said(value: float, column: Column) -> None:
    for said in (words.number(value), words.value(column, value), words.short(column, value)):
        assert said
        assert "nan" not in said
        assert "-" not in said, "a minus is −"


@pytest.mark.parametrize(
    ("unit", "money"),
    [("EUR", True), ("EUR/month", True), ("NOK/h", True), ("days", False), ("of 5", False)],
)
def test_money_is_known_by_its_currency(unit: str, money: bool) -> None:
    assert words.is_money(Column("x", "X", unit)) is money


def test_counts_days_and_lists() -> None:
    assert words.count(1, "customer") == "1 customer"
    assert words.count(1200, "customer") == "1,200 customers"
    assert words.day(date(2026, 9, 3)) == "3 Sep 2026"
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert words.unit(KNOWN["turnover"]) == "Turnover, EUR"
    assert words.unit(KNOWN["segment"]) == "Segment"
