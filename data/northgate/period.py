"""The two years the demo covers, counted in days from the one before they begin (day 0)."""

from __future__ import annotations

from datetime import date, timedelta

FIRST = date(2024, 9, 30)
LAST = date(2026, 9, 30)
YEAR = 365
DAYS = (LAST - FIRST).days + 1
SATURDAY = 5


def day(number: float) -> date:
    """Date of a day number; a weekend moves to the nearest working day (both ends are ones)."""
    found = FIRST + timedelta(days=int(number))
    if found.weekday() < SATURDAY:
        return found
    return found + timedelta(days=-1 if found.weekday() == SATURDAY else 1)


def working_days() -> list[int]:
    """Day numbers on which the firm works: no weekends, shut from 24 December to 1 January."""

    def shut(on: date) -> bool:
        return (on.month, on.day) >= (12, 24) or (on.month, on.day) == (1, 1)

    days = (FIRST + timedelta(days=n) for n in range(DAYS))
    return [(on - FIRST).days for on in days if on.weekday() < SATURDAY and not shut(on)]
