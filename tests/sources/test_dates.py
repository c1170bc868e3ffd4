"""Dates are read by the whole column, and a day that does not exist is no date."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.sources import dates

DAY = dt.date(2024, 3, 4)


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-04",
        "2024-3-4",
        "2024/03/04",
        "2024.03.04",
        "20240304",
        "4.3.2024",
        "04.03.24",
        "4/3/2024",
        "4-3-24",
        "4. 3. 2024",
        "2024-03-04 08:26:00",
        "2024-03-04T08:26:00.5Z",
        "4.3.2024 8:26",
        "4/3/24, 8:26",
        "4 Mar 2024",
        "04-Mar-24",
        "4. März 2024",
        "4. marts 2024",
        "March 4, 2024",
        " 4.3.2024 ",
    ],
)
def test_every_form_of_one_day(cell: str) -> None:
    """All of these are the fourth of March; a time of day is dropped."""
    assert dates.dates(pa.array([cell])).values.to_pylist() == [DAY]


@pytest.mark.parametrize(
    "cell",
    ["2024-02-30", "31.4.2024", "2023-02-29", "0.1.2024", "13/13/2024", "soon", "1234567", "17850",
     "2024-13-01", "0202-01-01", "4 Foo 2024", "1.2", "20241301", "12:30"],
)  # fmt: skip
def test_what_is_no_day(cell: str) -> None:
    """A day no calendar has, a number, a word: unreadable."""
    read = dates.dates(pa.array([cell]))
    assert read.values.to_pylist() == [None]
    assert read.bad.to_pylist() == [True]


def test_the_order_is_decided_on_the_whole_column() -> None:
    """One date past the twelfth settles all others; against it, a date is unreadable."""
    day_first = pa.array(["03/01/19", "13/01/19"])
    month_first = pa.array(["03/01/19", "01/13/19"])
    assert dates.dates(day_first).values.to_pylist()[0] == dt.date(2019, 1, 3)
    assert dates.dates(month_first).values.to_pylist()[0] == dt.date(2019, 3, 1)
    mixed = pa.array(["13/01/19", "14/01/19", "01/15/19"])
    assert dates.dates(mixed).values.to_pylist()[2] is None


def test_an_open_order_is_the_day_first_and_said_to_be_open() -> None:
    """Where every date could be either, the caller hears of it; 3/3 and 3.4. leave no doubt."""
    column = pa.array(["03/04/19", "05/06/19"])
    assert dates.ways(column) == ("dmy", "mdy")
    assert dates.dates(column).values.to_pylist()[0] == dt.date(2019, 4, 3)
    assert dates.dates(column, "mdy").values.to_pylist()[0] == dt.date(2019, 3, 4)
    for clear in (["3/3/19"], ["3.4.2019"], ["2019-03-04"], ["13/4/19"]):
        assert not dates.ways(pa.array(clear))


@pytest.mark.parametrize(
    ("cells", "order", "ways"),
    [
        (["24-01-31", "24-02-05", "23-12-24"], "ymd", ()),  # the last goes as far as days do
        (["99-01-05", "99-02-06"], "ymd", ()),  # no day
        (["24/01/31", "23/12/03"], "ymd", ()),
        (["31-01-24", "05-02-24", "24-12-23"], "dmy", ()),
        (["24-01-05", "24-02-06", "24-03-09"], "", ("dmy", "ymd")),
        (["05-01-06", "06-02-07"], "", ("dmy", "mdy", "ymd")),
        (["01.02.24", "01.03.24"], "", ()),
    ],
)
def test_the_year_may_come_first(cells: list[str], order: str, ways: tuple[str, ...]) -> None:
    """Days go from 1 to 31 and years don't; where that doesn't show, it is asked."""
    column = pa.array(cells)
    assert (dates.order(column), dates.ways(column)) == (order, ways)


def test_a_year_first_is_read_so() -> None:
    column = pa.array(["24-01-31", "24-02-05", "23-12-24"])
    read = [dt.date(2024, 1, 31), dt.date(2024, 2, 5), dt.date(2023, 12, 24)]
    assert dates.dates(column).values.to_pylist() == read
    assert dates.dates(pa.array(["24-03-04"]), chosen="ymd").values.to_pylist() == [DAY]


def test_dates_that_contradict_each_other_are_asked_about() -> None:
    """The rows that differ are shown, not outvoted; a month behind a point is a slip."""
    column = pa.array(["31/01/2024", "30/01/2024", "01/25/2024", "03/04/2024"])
    assert dates.order(column) == ""
    assert dates.torn(column)
    assert dates.ways(column) == ("dmy", "mdy")
    assert dates.differing(column, 3) == [0, 2, 3]
    assert not dates.torn(pa.array(["31.1.2024", "1.25.2024"]))


def test_a_spreadsheet_may_have_read_some_dates_the_other_way_round() -> None:
    """It made dates of what could be day-first, and left the others as text, month-first."""
    column = pa.array(["2024-04-03", "2024-06-05", "03/25/2024", "12/31/2024"])
    assert dates.ways(column) == ("mdy", "swapped")
    assert dates.differing(column, 2) == [0, 1]
    assert dates.dates(column, chosen="swapped").values.to_pylist()[::2] == [
        *(DAY, dt.date(2024, 3, 25)),
    ]
    for certain in ("2024-03-25", "03/04/2024"):
        assert not dates.ways(pa.array([*column.to_pylist(), certain]))


def test_two_digit_years_are_of_our_time() -> None:
    """70 and later are of the century before."""
    read = dates.dates(pa.array(["1.1.69", "1.1.70", "31.12.99"])).values.to_pylist()
    assert [day.year for day in read] == [2069, 1970, 1999]


def test_typed_dates_and_numbers() -> None:
    """Excel and Parquet bring dates; 20240304 may be a number; an odd year is refused."""
    for typed in (pa.array([DAY]), pa.array([dt.datetime(2024, 3, 4, 23, 59)]),  # noqa: DTZ001 as Excel has it
                  pa.array([20240304]), pa.array([20240304.0])):  # fmt: skip
        assert dates.dates(typed).values.to_pylist() == [DAY]
    assert dates.dates(pa.array([dt.date(3024, 1, 1)])).bad.to_pylist() == [True]
    assert dates.dates(pa.nulls(2)).values.to_pylist() == [None, None]


FORMS = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%Y%m%d", "%Y-%m-%dT%H:%M:%S"]


@given(st.dates(dt.date(1970, 1, 1), dt.date(2069, 12, 31)), st.sampled_from(FORMS))
def test_every_day_comes_back(day: dt.date, form: str) -> None:
    """Leap days included."""
    assert dates.dates(pa.array([day.strftime(form)])).values.to_pylist() == [day]


@given(st.lists(st.text(alphabet="0123456789/.-: TJanmr", max_size=12)))
def test_nothing_thrown_at_dates_raises(cells: list[str]) -> None:
    """Each cell is a date, unreadable, or empty."""
    read = dates.dates(pa.array(cells, pa.string()))
    for cell, value, bad in zip(cells, read.values.to_pylist(), read.bad.to_pylist(), strict=True):
        assert (value is not None) + bad + (not cell.strip()) == 1
