"""What people type: one reader for every field, of either habit of writing numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.customers import Column
from workbench.errors import WorkbenchError
from workbench.review import words
from workbench.review.typed import fact, number

DAYS = Column("days", "Days late", "days", "less")
MARGIN = Column("margin", "Margin", "%")
FIT = Column("fit", "Fit", levels=("no", "yes"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8,4", 8.4),
        ("84,30", 84.3),
        ("84,300", 84300.0),
        ("0,125", 0.125),
        ("1 200", 1200.0),
        ("1\u202f200,50", 1200.5),
        ("1.234.567,8", 1234567.8),
        ("1,234,567.8", 1234567.8),
        ("1.250", 1.25),
        ("84,300 EUR", 84300.0),
        ("−3", -3.0),
    ],
)
def test_a_number_is_read_as_it_was_meant(text: str, value: float) -> None:
    """A decimal comma never makes a number ten times too large."""
    assert number(text, "Cost", unit="EUR") == value


@pytest.mark.parametrize("text", ["soon", "nan", "inf", "1e999", "1,2,3", "12,34.5.6"])
def test_what_is_no_number_is_told(text: str) -> None:
    """The sentence names the field and what it takes."""
    with pytest.raises(WorkbenchError, match=r"Days late.*is no number.*days"):
        fact(DAYS, text)


@given(st.integers(-(10**9), 10**9).map(lambda n: float(n) / 4))
def test_what_a_page_says_is_read_back(value: float) -> None:
    """The product's own way of saying a number stands for the same number."""
    said = words.number(value)
    assert words.number(number(said, "Cost") or 0.0) == said


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [(DAYS, " 15 ", 15.0), (MARGIN, "38,5 %", 0.385), (FIT, "yes", "yes"), (DAYS, "  ", None)],
)
def test_a_fact_is_read_in_its_unit(column: Column, text: str, value: object) -> None:
    """A share is typed in per cent; an empty field is a missing fact, never a zero."""
    assert fact(column, text) == value
