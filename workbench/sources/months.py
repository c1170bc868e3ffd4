"""What months, quarters and years are called in headers and cells, and the day each ends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

_FIRST, _LAST = 1990, 2100  # years
_MONTHS = """
    january tammikuu januar | february helmikuu februar | march maaliskuu marts märz maerz |
    april huhtikuu | may toukokuu maj mai | june kesäkuu juni | july heinäkuu juli |
    august elokuu | september syyskuu | october lokakuu oktober | november marraskuu |
    december joulukuu dezember"""
_NAMES: Mapping[str, int] = {
    name: number for number, names in enumerate(_MONTHS.split("|"), 1) for name in names.split()
}
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SHORT = r"(?P<short>\d\d)"
_NAME = r"(?P<name>[a-zæøåäöü]{3,})"
_MONTH = r"(?P<month>0?[1-9]|1[0-2])"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR} (?P<month>0[1-9]|1[0-2]) (?P<day>[0-3]\d)(?: 00 00 00(?: 0+)?)?",
        rf"{_NAME} (?:{_YEAR}|{_SHORT})",
        rf"{_YEAR} {_NAME}",
        rf"{_YEAR} {_MONTH}",
        rf"{_MONTH} {_YEAR}",
        rf"{_YEAR} ?m ?{_MONTH}",
        rf"{_YEAR}(?P<month>0[1-9]|1[0-2])",
        rf"{_YEAR} ?q ?(?P<quarter>[1-4])",
        rf"q ?(?P<quarter>[1-4]) {_YEAR}",
        rf"(?:fy ?|year |vuosi |år |jahr )?{_YEAR}",
    )
)


def period_end(text: str) -> date | None:
    """Return the last day of the month, quarter or year a text names; None where it names none.

    >>> period_end("Jan-24"), period_end("2024 Q2"), period_end("FY2023"), period_end("Gold")
    (datetime.date(2024, 1, 31), datetime.date(2024, 6, 30), datetime.date(2023, 12, 31), None)
    """
    words = " ".join(re.findall(r"[^\W_]+", text.lower()))
    for form in _FORMS:
        if (found := form.fullmatch(words)) and (end := _end(found.groupdict())):
            return end
    return None


def _end(parts: Mapping[str, str | None]) -> date | None:
    year = int(parts.get("year") or 2000 + int(parts.get("short") or 0))
    month = int(parts.get("month") or 3 * int(parts.get("quarter") or 0) or 12)
    if name := parts.get("name"):
        month = next((n for full, n in _NAMES.items() if full.startswith(name)), 0)
    if not (month and _FIRST <= year <= _LAST):
        return None
    day = int(parts.get("day") or 1)  # the first stands for the month, as spreadsheets write it
    try:
        return _last(year, month) if day == 1 else date(year, month, day)
    except ValueError:
        return None


def _last(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
