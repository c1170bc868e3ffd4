"""The window as dates (domain 3)."""

from __future__ import annotations

from datetime import date

import pytest

from workbench.errors import WorkbenchError
from workbench.measures.period import Period, earlier


@pytest.mark.parametrize(
    ("as_of", "window", "start", "before"),
    [
        (date(2024, 12, 31), "12m", date(2023, 12, 31), date(2022, 12, 31)),
        (date(2024, 3, 31), "1m", date(2024, 2, 29), date(2024, 1, 31)),
        (date(2024, 2, 29), "12m", date(2023, 2, 28), date(2022, 2, 28)),
        (date(2024, 5, 5), "all", None, None),
    ],
)
def test_a_window_opens_so_many_months_before(
    as_of: date, window: str, start: date | None, before: date | None
) -> None:
    period = Period.of(as_of, window)
    assert (period.start, period.before, period.end) == (start, before, as_of)


@pytest.mark.parametrize("window", ["", "0m", "12", "12 months", "-3m", "ALL", "1234m"])
def test_any_other_window_is_refused_saying_what_is_allowed(window: str) -> None:
    with pytest.raises(WorkbenchError, match="12m"):
        Period.of(date(2024, 1, 1), window)


def test_months_never_fall_out_of_the_calendar() -> None:
    assert earlier(date(1, 1, 31), 999) == date.min


def test_a_year_of_sales_is_twelve_months_and_half_a_year_is_six() -> None:
    """Facts may begin up to a tenth of the window late; else the days they cover count."""
    period = Period.of(date(2024, 12, 31), "12m")
    assert period.months_covered(date(2024, 1, 20)) == 12
    assert period.months_covered(date(2024, 7, 1)) == pytest.approx(184 / 30.4375)
    assert period.months_covered(date(2024, 12, 31)) == 1


def test_both_windows_are_covered_when_the_facts_begin_within_a_month() -> None:
    """Domain 3: a trend only when the data covers both, and one invoice a month covers a year."""
    period = Period.of(date(2024, 12, 31), "12m")
    assert period.before is not None
    assert period.reaches(date(2023, 1, 31), period.before)
    assert not period.reaches(date(2023, 2, 2), period.before)
    quarter = Period.of(date(2024, 12, 31), "3m")
    assert quarter.reaches(date(2024, 7, 8), date(2024, 6, 30))
    assert not quarter.reaches(date(2024, 7, 9), date(2024, 6, 30))


def test_all_sales_last_from_the_first_to_the_as_of_date() -> None:
    period = Period.of(date(2024, 12, 31), "all")
    assert period.months_covered(date(2023, 1, 1)) == pytest.approx(731 / 30.4375)
