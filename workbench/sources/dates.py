"""Dates as they came → dates, the order of day and month decided on the whole column."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.sources.values import (
    Column,
    distinct,
    identifiers,
    is_number,
    is_text,
    text,
    words,
)

Array = Any  # pyarrow ships no types
_TIME = r"(?:[ Tt,]\s*\d{1,2}[:.]\d{2}.*)?$"
_YEAR_FIRST = rf"^(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_TIME}"
_BEGINS = r"^\d{1,2}[-/. ]"  # only of such dates the order can be open
_COMPACT = rf"^(?P<y>(?:19|20)\d{{2}})(?P<m>\d{{2}})(?P<d>\d{{2}}){_TIME}"
_YEAR_LAST = rf"^(?P<a>\d{{1,2}})[-/. ]\s?(?P<b>\d{{1,2}})[-/. ]\s?(?P<y>\d{{4}}|\d{{2}}){_TIME}"
_WORD = r"(?P<m>[a-zæøåäöü]{3})[a-zæøåäöü]*"
_NAMED = (
    rf"^(?P<d>\d{{1,2}})[-/. ]\s?{_WORD}[-/., ]\s?(?P<y>\d{{4}}|\d{{2}}){_TIME}",
    rf"^{_WORD}\.? (?P<d>\d{{1,2}}),? (?P<y>\d{{4}}){_TIME}",
)
_NAMES = (  # the first three letters, in English, German, Danish and Finnish
    "jan tam; feb hel; mar mär mrz maa; apr huh; may mai maj tou; jun kes; jul hei; aug elo; "
    "sep syy; oct okt lok; nov; dec dez des jou"
)
_MONTHS = {
    word: number for number, words in enumerate(_NAMES.split("; "), 1) for word in words.split()
}
_FIRST_YEAR, _LAST_YEAR, _CENTURY = 1900, 2199, 70
_MONTHS_IN_A_YEAR, _DAYS_IN_A_MONTH = 12, 31
_SPREAD = 20  # from the least to the greatest: days of a month have it, years of a file don't
_SLIPS = 0.02  # of the dates may be none


def order(values: Array) -> str:
    """Say whether a column of dates such as ``3/4/24`` is day-first, month-first or year-first.

    Returns
    -------
    str
        ``dmy``, ``mdy`` or ``ymd``; empty where that is open, where dates contradict each other,
        or where none is of that form.

    Examples
    --------
    >>> order(pa.array(["03/01/19", "13/01/19"])), order(pa.array(["03/01/19"]))
    ('dmy', '')
    >>> order(pa.array(["24-01-31", "24-02-05", "23-12-24"]))
    'ymd'
    """
    if not is_text(values.type) or not _hits(cells := words(values), _BEGINS).any():
        return ""
    return _Parts(values, cells).order


def ways(values: Array) -> tuple[str, ...]:
    """Return the orders in which a column could be read where that has to be asked; else none.

    Beside ``dmy``, ``mdy`` and ``ymd`` stands ``swapped``: a spreadsheet took some dates for its
    own, day and month the other way round, and left as text what it could not read like that.

    >>> ways(pa.array(["03/04/19", "05/06/19"])), ways(pa.array(["31/01/24", "01/25/24"]))
    (('dmy', 'mdy'), ('dmy', 'mdy'))
    """
    return _Parts(values).ways if is_text(values.type) else ()


def torn(values: Array) -> bool:
    """Whether a column's own dates contradict each other, so that no other column can decide."""
    return is_text(values.type) and bool((parts := _Parts(values)).torn or parts.swapped)


def differing(values: Array, most: int) -> list[int]:
    """Return the first rows that show what is open: one of each kind where dates contradict.

    >>> differing(pa.array(["3/3/24", "3/4/24", "31.1.24"]), 2)
    [1]
    >>> differing(pa.array(["31/1/24", "30/1/24", "1/25/24"]), 2)
    [0, 2]
    """
    parts = _Parts(values, text(values))
    if parts.torn:
        kinds = (parts.day_first, parts.month_first, parts.open)
        return [int(rows[0]) for kind in kinds if len(rows := np.flatnonzero(kind))][:most]
    shown = parts.typed if parts.swapped else parts.open
    if "ymd" in parts.ways:
        shown = parts.there
    return [int(row) for row in np.flatnonzero(shown)[:most]]


class _Parts:
    """The three numbers of each date such as ``3/4/24``, and what they say of their order."""

    def __init__(self, values: Array, cells: Array | None = None) -> None:
        cells = words(values) if cells is None else cells
        if not _hits(cells, _BEGINS).any():  # most columns: nothing is to be asked
            cells = pa.nulls(len(cells), pa.string())
        parts = pc.extract_regex(cells, _YEAR_LAST)
        self.first, self.second, self.last = (
            np.asarray(pc.fill_null(pc.struct_field(parts, name).cast(pa.int32()), -1))
            for name in "aby"
        )
        self.there = self.first >= 0
        self._short = _hits(cells, rf"^\d\d([-/.])\d\d[-/.]\d\d{_TIME}")
        self._dashed = _hits(cells, r"^\d\d-")
        dotted = _hits(cells, r"^\d{1,2}\.")  # 3.4.2024 is day-first everywhere
        self.day_first = self.first > _MONTHS_IN_A_YEAR
        self.month_first = self.second > _MONTHS_IN_A_YEAR
        if self.day_first.any():  # a month behind a point is a slip, where others are days
            self.month_first &= ~dotted
        equal = self.first == self.second
        self.open = self.there & ~dotted & ~self.day_first & ~self.month_first & ~equal
        iso = pc.extract_regex(cells, _YEAR_FIRST)
        day = pc.fill_null(pc.struct_field(iso, "d").cast(pa.int32()), -1)
        self.typed, self._late = np.asarray(day) > 0, np.asarray(day) > _MONTHS_IN_A_YEAR

    @cached_property
    def year_first(self) -> bool | None:
        """Whether two digits of the year come first; None where they may."""
        there = self.there
        if not there.any() or not self._short[there].all():
            return False
        a, b, y = self.first[there], self.second[there], self.last[there]
        if np.mean((b > _MONTHS_IN_A_YEAR) | (y > _DAYS_IN_A_MONTH) | (y < 1)) > _SLIPS:
            return False
        if ((a > _DAYS_IN_A_MONTH) | (a < 1)).any():
            return True
        spread = np.ptp(y) >= _SPREAD, np.ptp(a) >= _SPREAD  # days go from 1 to 31, years don't
        if spread[0] != spread[1]:
            return bool(spread[0])
        return None if self._dashed[there].all() else False

    @property
    def torn(self) -> bool:
        """Whether some dates can only be day-first, and others only month-first."""
        return not self.year_first and bool(self.day_first.any() and self.month_first.any())

    @property
    def swapped(self) -> bool:
        """Whether the spreadsheet's own dates are just those that can be read either way round."""
        certain = self.day_first | self.month_first
        typed = self.typed.any() and not self._late.any()
        return bool(typed and certain.any() and certain[self.there].all()) and not self.torn

    @property
    def order(self) -> str:
        """The order of all, if it is certain."""
        if self.year_first or self.year_first is None:
            return "ymd" if self.year_first else ""
        if self.day_first.any() == self.month_first.any():
            return ""
        return "dmy" if self.day_first.any() else "mdy"

    @property
    def ways(self) -> tuple[str, ...]:
        """The orders to choose from."""
        if self.year_first is None:
            barred = {"dmy": self.month_first.any(), "mdy": self.day_first.any(), "ymd": False}
            return tuple(order for order, not_so in barred.items() if not not_so)
        if self.swapped:
            return (self.order, "swapped")
        return ("dmy", "mdy") if self.torn or (self.open.any() and not self.order) else ()


def _hits(cells: Array, pattern: str) -> npt.NDArray[np.bool_]:
    found = pc.fill_null(pc.match_substring_regex(cells, pattern), False)
    return np.asarray(found).astype(bool)


def dates(values: Array, fallback: str = "", chosen: str = "") -> Column:
    """Read dates; ``fallback`` (an order as of `order`) decides where the column itself does not.

    What a person has ``chosen`` (one of `ways`) decides even against the column.

    Understood are ``2024-01-31``, ``31.1.2024``, ``31/1/24``, ``1/31/2024``, ``20240131``,
    ``24-01-31``,
    ``31 Jan 2024`` and each of them with a time of day, which is dropped. Where nothing decides,
    the day comes first. A date that does not exist is unreadable.

    >>> dates(pa.array(["3/1/19", "13/1/19", "31/2/19", "soon"])).values.to_pylist()
    [datetime.date(2019, 1, 3), datetime.date(2019, 1, 13), None, None]
    """
    if pa.types.is_timestamp(values.type):
        clock = values if values.type.tz is None else pc.local_timestamp(values)
        return _within(clock.cast(pa.date32(), safe=False))
    if pa.types.is_date(values.type):
        return _within(values.cast(pa.date32()))
    if is_number(values.type):
        values = identifiers(values)  # 20240131 as a number
    elif pa.types.is_null(values.type):
        values = values.cast(pa.string())
    elif not is_text(values.type):
        return Column(pa.nulls(len(values), pa.date32()), pc.is_valid(values))
    swapped = chosen == "swapped"
    said = "" if swapped else chosen
    return distinct(
        values,
        lambda cells: _dates(cells, said or order(cells) or fallback or "dmy", swapped=swapped),
    )


def _within(days: Array) -> Column:
    years = pc.year(days)
    odd = pc.or_(pc.less(years, _FIRST_YEAR), pc.greater(years, _LAST_YEAR))
    return Column(pc.if_else(odd, pa.scalar(None, pa.date32()), days), pc.fill_null(odd, False))


def _dates(cells: Array, order: str, *, swapped: bool) -> Array:
    low = pc.utf8_lower(cells)
    year, month, day = (np.zeros(len(cells), dtype=np.int64) for _ in range(3))
    last = {"dmy": "yba", "mdy": "yab", "ymd": "aby"}[order]
    left = len(cells)
    for pattern, names in (
        (_YEAR_FIRST, ("y", "d", "m") if swapped else ("y", "m", "d")),
        (_COMPACT, ("y", "m", "d")),
        (_YEAR_LAST, last),
        (_NAMED[0], ("y", "m", "d")),
        (_NAMED[1], ("y", "m", "d")),
    ):
        if not left:  # no cell is of two forms
            break
        parts = pc.extract_regex(low, pattern)
        found = np.asarray(pc.is_valid(parts))
        left -= int(found.sum())
        if found.any():
            for target, name in zip((year, month, day), names, strict=True):
                target[found] = _whole(pc.struct_field(parts, name).filter(pa.array(found)))
    return _calendar(year, month, day)


def _whole(parts: Array) -> npt.NDArray[np.int64]:
    if pc.any(pc.match_substring_regex(parts, r"^\d")).as_py() is not True:
        return np.array([_MONTHS.get(part, 0) for part in parts.to_pylist()], dtype=np.int64)
    return np.asarray(parts.cast(pa.int64()))


def _calendar(
    year: npt.NDArray[np.int64], month: npt.NDArray[np.int64], day: npt.NDArray[np.int64]
) -> Array:
    """Make dates of their parts; a day that no calendar has is missing."""
    short = (year < 100) & (month > 0)  # noqa: PLR2004 two digits
    year = np.where(short, year + np.where(year < _CENTURY, 2000, 1900), year)
    fits = (year >= _FIRST_YEAR) & (year <= _LAST_YEAR) & (month >= 1) & (month <= 12)  # noqa: PLR2004 months
    months = (np.where(fits, year, 1970) - 1970) * 12 + np.where(fits, month, 1) - 1
    start = months.astype("datetime64[M]")
    length = ((start + 1).astype("datetime64[D]") - start.astype("datetime64[D]")).astype(np.int64)
    fits &= (day >= 1) & (day <= length)
    days = start.astype("datetime64[D]").astype(np.int64) + np.where(fits, day, 1) - 1
    return pa.array(days.astype(np.int32), mask=~fits).cast(pa.date32())
