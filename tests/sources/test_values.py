"""Cells become numbers, hours, ids, yes or no, or are called unreadable; none is guessed away."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.sources import values


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1.5", "-2", "+3", ".5", "7."], [1.5, -2, 3, 0.5, 7]),
        (["1,234.50", "12"], [1234.5, 12]),
        (["1.234,50", "12"], [1234.5, 12]),
        (["1 234,50", "1\u00a0234,50", "1\u202f234,50"], [1234.5] * 3),
        (["1'234.50", "1’234.50"], [1234.5] * 2),
        (["1.234.567", "1.000"], [1234567, 1000]),
        (["1,234,567", "1,000"], [1234567, 1000]),
        (["(1,234.50)", "$ 2.00", "$(3.25)", "-$4.00", "$-4.50"], [-1234.5, 2, -3.25, -4, -4.5]),
        (["1 234,50-", "−7,00", "€ 3,20", "3,20 €", "EUR 1,00", "1,00 kr."],
         [-1234.5, -7, 3.2, 3.2, 1, 1]),
        (["US$ 10.00", "A$20", "₹20", "5 kr", "R$20", "(€3)", "10,50 ¤", "2 US dollars", "¥ 7"],
         [10, 20, 20, 5, 20, -3, None, 2, 7]),
        (["10,50 ¤", "¤20,00"], [10.5, 20]),
        (["100,-", "1.234,-"], [100, 1234]),
        (["1e3", "1.5E-2"], [1000, 0.015]),
        (["many", "1.2.3", "12 34", "1,23,4", "--5", "nan", "inf", "1-2", "()"], [None] * 9),
        ([None, "", "  "], [None] * 3),
        (["3.14", "1,5"], [3.14, None]),
    ],
)  # fmt: skip
def test_numbers_as_clients_write_them(cells: list[str], numbers: list[float | None]) -> None:
    """Separators, signs, brackets and currencies; what is none of these is no number."""
    assert values.numbers(pa.array(cells, pa.string())).values.to_pylist() == numbers


def test_unreadable_is_not_empty() -> None:
    """Only a filled cell can be unreadable."""
    read = values.numbers(pa.array(["many", None, "", "1"]))
    assert read.bad.to_pylist() == [True, False, False, False]


def test_typed_numbers_are_kept_and_the_infinite_refused() -> None:
    """Excel and Parquet bring numbers; an infinite one is unreadable, a missing one missing."""
    read = values.numbers(pa.array([1.5, float("nan"), float("inf"), None]))
    assert read.values.to_pylist() == [1.5, None, None, None]
    assert read.bad.to_pylist() == [False, False, True, False]
    assert values.numbers(pa.array([Decimal("1.10")])).values.to_pylist() == [1.1]
    assert values.numbers(pa.array([dt.date(2024, 1, 1)])).bad.to_pylist() == [True]


def test_a_doubtful_sign_follows_the_other_columns() -> None:
    """``1.234`` alone says nothing; told of decimal commas, it is over a thousand."""
    cells = pa.array(["1.234", "2.500"])
    assert values.decimal_sign(cells) == ""
    assert values.unclear(cells)
    assert values.numbers(cells).values.to_pylist() == [1.234, 2.5]
    assert values.numbers(cells, ",").values.to_pylist() == [1234, 2500]
    assert not values.unclear(pa.array(["12.34"]))


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([",.", ".,", " ,", "'.", " ."]))
def test_every_amount_comes_back_however_it_was_grouped(amount: Decimal, signs: str) -> None:
    """Written with any thousands separator and any decimal sign, an amount is read as it was."""
    group, point = signs
    text = f"{amount:,.2f}".translate({ord(","): group, ord("."): point})
    assert values.numbers(pa.array([text])).values.to_pylist() == [float(amount)]


@given(st.lists(st.text(alphabet="0123456789.,-+()€$ eEkr%'", max_size=10)))
def test_nothing_thrown_at_numbers_raises(cells: list[str]) -> None:
    """Each cell is a finite number, unreadable, or empty."""
    read = values.numbers(pa.array(cells, pa.string()))
    for cell, value, bad in zip(cells, read.values.to_pylist(), read.bad.to_pylist(), strict=True):
        assert (value is not None) + bad + (not cell.strip()) == 1


@pytest.mark.parametrize(
    ("cells", "hours"),
    [
        (["02:58:00", "0:30", "100:15:00", "-1:30"], [2 + 58 / 60, 0.5, 100.25, -1.5]),
        (["1h 30m", "45 min", "2 h", "2t"], [1.5, 0.75, 2, 2]),
        (["1,5", "2"], [1.5, 2]),
        (["1:75", "soon", "h", "-"], [None] * 4),
        ([None, ""], [None, None]),
    ],
)
def test_hours(cells: list[str], hours: list[float | None]) -> None:
    """Clocks, words and plain numbers are hours."""
    read = values.hours(pa.array(cells, pa.string())).values.to_pylist()
    assert read == pytest.approx(hours)


def test_typed_durations_are_hours() -> None:
    """A length of time and a time of day, as Parquet may hold them."""
    assert values.hours(pa.array([dt.timedelta(minutes=90)])).values.to_pylist() == [1.5]
    assert values.hours(pa.array([dt.time(1, 30)])).values.to_pylist() == [1.5]
    assert values.hours(pa.array([7.5])).values.to_pylist() == [7.5]


def test_yes_and_no() -> None:
    """Words in four languages, signs and numbers."""
    yes = ["yes", "Y", "true", "1", "x", "Ja", "kyllä", "1.0"]
    no = ["no", "N", "FALSE", "0", "nej", "nein", "ei"]
    assert values.flags(pa.array(yes)).values.to_pylist() == [True] * len(yes)
    assert values.flags(pa.array(no)).values.to_pylist() == [False] * len(no)
    assert values.flags(pa.array(["perhaps"])).bad.to_pylist() == [True]
    assert values.flags(pa.array([1.0, 0.0, None])).values.to_pylist() == [True, False, None]
