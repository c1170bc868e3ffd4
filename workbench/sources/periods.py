"""Sales by month or year → lines with a date: a column for each period, or a column of periods.

Who keeps customers in a spreadsheet often has a row for each customer and a column for each month.
Such a row becomes a line for each period in which something was sold, dated at the period's end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.sources import values
from workbench.sources.content import arrow, look
from workbench.sources.held import SURE
from workbench.sources.programs import known
from workbench.sources.sheet import Sheet
from workbench.sources.synonyms import plain, roles, table_of

PERIOD, AMOUNT = "Period", "Amount"
"""Columns that take the place of one for each period, or are added to those of year and month."""
_FIRST, _LAST = 1990, 2100  # years
_MOST = 0.9  # of the filled cells of a column of periods, or numbers in one for a period
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
_YEARS = frozenset(("year", "vuosi", "år", "jahr"))
_QUARTERS = frozenset(("quarter", "kvartaali", "kvartal", "quartal"))
_PARTS = frozenset(("month", "kuukausi", "kk", "måned", "monat")) | _QUARTERS
_PERIODS = frozenset(("period", "periodi", "jakso", "periode", "zeitraum")) | _YEARS | _PARTS
_OF_OTHERS = frozenset(("time", "rates", "events"))  # tables that hold no sales


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


def in_lines(sheet: Sheet) -> Sheet:
    """Return a sheet whose sales by period have a line and a date each; any other as it is."""
    names = [str(name) for name in sheet.frame]
    if not len(sheet.frame) or known(names) or table_of(sheet.sheet) in _OF_OTHERS:
        return sheet
    wide = {name: end for name in names if (end := _measured(name))}
    named = [name for name in names if _PERIODS & set(plain(name).split()) or "date" in roles(name)]
    others = [name for name in names if name not in wide and name not in named]
    if not others or not (wide or named) or any(_dated(sheet, name) for name in named):
        return sheet
    if len(wide) > 1 and len(set(wide.values())) == len(wide):
        return _long(sheet, wide) if all(_numbers(sheet, name) for name in wide) else sheet
    return _with_period(sheet, named)


def _dated(sheet: Sheet, name: str) -> bool:
    """Whether a column has days already."""
    return "date" in roles(name) and look(sheet.frame[name]).dates


def _measured(name: str) -> date | None:
    """Return the end of the period a header names, alone or with a word for an amount."""
    if end := period_end(name):
        return end
    words = name.split()
    for first, after in combinations(range(len(words) + 1), 2):
        rest = " ".join((*words[:first], *words[after:]))
        end = period_end(" ".join(words[first:after]))
        if end and rest and roles(rest).get("amount", 0) >= SURE:
            return end
    return None


def _numbers(sheet: Sheet, name: str) -> bool:
    """Whether nearly all that stands in a column are numbers."""
    filled = arrow(sheet.frame[name]).drop_null()
    if pa.types.is_temporal(filled.type):
        return False
    read = pc.is_null(values.numbers(filled).values)
    unread: int = pc.sum(read).as_py() or 0
    return unread <= (1 - _MOST) * len(filled)


def _long(sheet: Sheet, wide: Mapping[str, date]) -> Sheet:
    """Make a line of each filled cell; a customer without any keeps one line of nothing."""
    frame, names = sheet.frame, list(wide)
    others = [name for name in map(str, frame) if name not in wide]
    cells = frame[names].astype("str").where(frame[names].notna())
    some = np.column_stack([_sold(arrow(cells[name])) for name in names])
    some[~some.any(axis=1), -1] = True
    row, column = np.nonzero(some)
    ends = np.array([wide[name].isoformat() for name in names])
    said = cells.to_numpy(dtype=object)[row, column]
    made = frame[others].iloc[row].reset_index(drop=True)
    made[_free(PERIOD, others)] = pd.Series(ends[column], dtype="str")
    made[_free(AMOUNT, others)] = pd.Series(said, dtype="str").fillna("0")
    note = (
        f"«{names[0]}» … «{names[-1]}»: {len(names)} periods; a line of sales for each in which a "
        "customer bought, dated at its end."
    )
    return replace(sheet, frame=made, lines=sheet.lines[row], notes=(*sheet.notes, note))


def _sold(cells: pa.Array) -> np.ndarray:
    """Whether a cell says anything but nothing."""
    zero = pc.equal(values.numbers(cells).values, 0.0)
    empty = pc.or_(pc.is_null(values.text(cells)), pc.fill_null(zero, False))
    return ~np.asarray(empty).astype(bool)


def _free(name: str, others: list[str]) -> str:
    return name if name not in others else f"{name} (2)"


def _with_period(sheet: Sheet, named: list[str]) -> Sheet:
    """Give a sheet the dates of its column of periods, or of its year and month."""
    frame = sheet.frame
    year = next((n for n in named if _YEARS & set(plain(n).split())), "")
    part = next((n for n in named if _PARTS & set(plain(n).split()) and n != year), "")
    if year and part:
        sign = "q" if _QUARTERS & set(plain(part).split()) else ""
        both = zip(_texts(frame[year]), _texts(frame[part]), strict=True)
        ends = _ends(
            [f"{y} {sign}{p.lower().removeprefix(sign)}" if y and p else "" for y, p in both]
        )
        if ends is not None:
            others = [str(name) for name in frame if name not in {year, part}]
            frame = frame[others].assign(**{_free(PERIOD, others): ends})
            return _noted(sheet, frame, f"«{year}» and «{part}»")
    for name in named:
        ends = _ends(_texts(frame[name]))
        if ends is not None:
            return _noted(sheet, frame.assign(**{name: ends}), f"«{name}»")
    return sheet


def _noted(sheet: Sheet, frame: pd.DataFrame, where: str) -> Sheet:
    note = f"{where}: each line is dated at the end of its period."
    return replace(sheet, frame=frame, notes=(*sheet.notes, note))


def _texts(column: pd.Series[Any]) -> list[str]:
    """Return cells as text, a whole number without its point, nothing where empty."""
    return [cell or "" for cell in values.identifiers(arrow(column)).to_pylist()]


def _ends(texts: list[str]) -> pd.Series[str] | None:
    """Return the day each period ends, as a file would have it; None where these are no periods."""
    ends = {text: period_end(text) for text in set(texts) if text}
    filled = [text for text in texts if text]
    if not filled or sum(ends[text] is not None for text in filled) < _MOST * len(filled):
        return None
    said = [end.isoformat() if (end := ends.get(text)) else text or None for text in texts]
    return pd.Series(said, dtype="str")
