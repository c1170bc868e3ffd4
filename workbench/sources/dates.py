"""Dates as they came → dates, the order of day and month decided on the whole column."""

from __future__ import annotations

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


def order(values: Array) -> str:
    """Say whether a column of dates such as ``3/4/24`` is day-first or month-first.

    Returns
    -------
    str
        ``dmy`` or ``mdy``; empty where every date could be either (or none is of that form).

    Examples
    --------
    >>> order(pa.array(["03/01/19", "13/01/19"])), order(pa.array(["03/01/19"]))
    ('dmy', '')
    """
    if not is_text(values.type):
        return ""
    parts = pc.extract_regex(words(values), _YEAR_LAST)
    first, second = (pc.struct_field(parts, name).cast(pa.int32()) for name in "ab")
    day_first = pc.sum(pc.greater(first, 12).cast(pa.int64())).as_py() or 0
    month_first = pc.sum(pc.greater(second, 12).cast(pa.int64())).as_py() or 0
    if day_first == month_first:
        return ""
    return "dmy" if day_first > month_first else "mdy"


def unclear(values: Array) -> bool:
    """Whether a column holds dates whose day and month could be either way round."""
    if not is_text(values.type) or order(values):
        return False
    return bool(pc.any(_open(words(values))).as_py())


def differing(values: Array, most: int) -> list[int]:
    """Return the first rows whose day and month could be either way round.

    >>> differing(pa.array(["3/3/24", "3/4/24", "31.1.24"]), 2)
    [1]
    """
    rows = np.flatnonzero(np.asarray(pc.fill_null(_open(text(values)), False)))
    return [int(row) for row in rows[:most]]


def _open(cells: Array) -> Array:
    """Say which dates read otherwise when day and month change places."""
    slashed = pc.match_substring_regex(cells, _YEAR_LAST)
    dotted = pc.match_substring_regex(cells, r"^\d{1,2}\.")  # 3.4.2024 is day-first everywhere
    parts = pc.extract_regex(cells, _YEAR_LAST)
    first, second = (pc.struct_field(parts, name).cast(pa.int32()) for name in "ab")
    beyond = pc.or_(pc.greater(first, 12), pc.greater(second, 12))
    certain = pc.fill_null(pc.or_(pc.equal(first, second), beyond), False)
    return pc.and_(slashed, pc.and_not(pc.invert(dotted), certain))


def dates(values: Array, fallback: str = "", chosen: str = "") -> Column:
    """Read dates; ``fallback`` (``dmy`` or ``mdy``) decides where the column itself does not.

    What a person has ``chosen`` decides even against the column.

    Understood are ``2024-01-31``, ``31.1.2024``, ``31/1/24``, ``1/31/2024``, ``20240131``,
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
    return distinct(
        values,
        lambda cells: _dates(
            cells, day_first=(chosen or order(cells) or fallback or "dmy") == "dmy"
        ),
    )


def _within(days: Array) -> Column:
    years = pc.year(days)
    odd = pc.or_(pc.less(years, _FIRST_YEAR), pc.greater(years, _LAST_YEAR))
    return Column(pc.if_else(odd, pa.scalar(None, pa.date32()), days), pc.fill_null(odd, False))


def _dates(cells: Array, *, day_first: bool) -> Array:
    low = pc.utf8_lower(cells)
    year, month, day = (np.zeros(len(cells), dtype=np.int64) for _ in range(3))
    last = ("y", "b", "a") if day_first else ("y", "a", "b")
    for pattern, names in (
        (_YEAR_FIRST, ("y", "m", "d")),
        (_COMPACT, ("y", "m", "d")),
        (_YEAR_LAST, last),
        (_NAMED[0], ("y", "m", "d")),
        (_NAMED[1], ("y", "m", "d")),
    ):
        parts = pc.extract_regex(low, pattern)
        found = np.asarray(pc.is_valid(parts))
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
