"""Sales by month or year → lines with a date: a column for each period, or a column of periods.

Who keeps customers in a spreadsheet often has a row for each customer and a column for each month.
Such a row becomes a line for each period in which something was sold, dated at the period's end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.sources import totals, values
from workbench.sources.content import arrow, look
from workbench.sources.currencies import of_header, scale
from workbench.sources.held import SURE
from workbench.sources.months import period_end
from workbench.sources.programs import known
from workbench.sources.sheet import SetAside, Sheet
from workbench.sources.synonyms import plain, roles, table_of

PERIOD, AMOUNT, LINE = "Period", "Amount", "Invoice"
"""Columns that take the place of one for each period, or are added to those of year and month."""
_MOST = 0.9  # of the filled cells of a column of periods, or numbers in one for a period
_YEARS = frozenset(("year", "vuosi", "år", "jahr"))
_QUARTERS = frozenset(("quarter", "kvartaali", "kvartal", "quartal"))
_PARTS = frozenset(("month", "kuukausi", "kk", "måned", "monat")) | _QUARTERS
_PERIODS = frozenset(("period", "periodi", "jakso", "periode", "zeitraum")) | _YEARS | _PARTS
_OF_SALES = frozenset(("sales", "invoice", "fiscal", "financial", "accounting", "booking"))
_OF_OTHERS = frozenset(("time", "rates", "events", "prospects"))  # tables that hold no sales


def in_lines(sheet: Sheet) -> Sheet:
    """Return a sheet whose sales by period have a line and a date each; any other as it is."""
    names = [str(name) for name in sheet.frame]
    table = table_of(sheet.sheet) or table_of(sheet.file)
    if not len(sheet.frame) or known(names) or table in _OF_OTHERS:
        return sheet
    said = {name: found for name in names if (found := _measured(name))}
    named = [name for name in names if _is_called_a_period(name) or "date" in roles(name)]
    others = [name for name in names if name not in said and name not in named]
    if not others or not (said or named) or any(_dated(sheet, name) for name in named):
        return sheet
    wide = [name for name in said if said[name].role == "amount"]
    if len(wide) > 1 and len({said[name].end for name in wide}) == len(wide):
        return _long(sheet, said) if all(_numbers(sheet, name) for name in said) else sheet
    sold = any(roles(name).get("amount", 0) >= SURE for name in others)
    return _with_period(sheet, named) if sold else sheet


def _is_called_a_period(name: str) -> bool:
    """Whether a column is called a month or year of sales, and not of anything else."""
    words = set(plain(name).split())
    return bool(_PERIODS & words) and words <= _PERIODS | _OF_SALES


def _dated(sheet: Sheet, name: str) -> bool:
    """Whether a column has days already."""
    return "date" in roles(name) and look(sheet.frame[name]).dates


class _Measured(NamedTuple):
    """A column of a period: when it ends, the role of what it measures, and what that is called."""

    end: date
    role: str
    called: str


def _measured(name: str) -> _Measured | None:
    """Return what a header with a period measures: an amount, if it is nothing but the period."""
    if end := period_end(name):
        return _Measured(end, "amount", AMOUNT)
    words = name.split()
    for first, after in combinations(range(len(words) + 1), 2):
        end = period_end(" ".join(words[first:after]))
        if not end:
            continue
        rest = " ".join((*words[:first], *words[after:]))
        said = [word for word in plain(rest).split() if not _says_unit(word)]
        if not said and of_header(rest):
            return _Measured(end, "amount", f"{AMOUNT} {rest}")
        found = roles(" ".join(said))
        for role in ("amount", "direct_cost", "line_profit", "quantity"):
            if found.get(role, 0) >= SURE:
                return _Measured(end, role, rest)
    return None


def _says_unit(word: str) -> bool:
    """Whether a word of a header is a currency, or says that figures are in thousands."""
    return word in {"k", "t", "m", "in"} or bool(of_header(word)) or scale(word) != 1.0


def _numbers(sheet: Sheet, name: str) -> bool:
    """Whether nearly all that stands in a column are numbers."""
    filled = arrow(sheet.frame[name]).drop_null()
    if pa.types.is_temporal(filled.type):
        return False
    read = pc.is_null(values.numbers(filled).values)
    unread: int = pc.sum(read).as_py() or 0
    return unread <= (1 - _MOST) * len(filled)


def _long(sheet: Sheet, said: Mapping[str, _Measured]) -> Sheet:
    """Make a line of each period in which anything was sold, one of nothing where never."""
    wide = [name for name in said if said[name].role == "amount"]
    sheet = _without_totals(sheet, wide)
    frame = sheet.frame
    ends = sorted({said[name].end for name in wide})
    roles_ = list(dict.fromkeys(one.role for one in said.values()))
    cells = {role: _by_period(frame, said, role, ends) for role in roles_}
    some = np.any([_sold(each) for each in cells.values()], axis=0)
    some[~some.any(axis=1), -1] = True
    row, period = np.nonzero(some)
    made = frame[[name for name in map(str, frame) if name not in said]]
    made = made.iloc[row].reset_index(drop=True)
    days = np.array([end.isoformat() for end in ends])
    if len(made.columns):  # so that next quarter's file may correct what this one says of a month
        whose = max(map(str, made), key=lambda name: roles(name).get("name", 0.0))
        made[_free(LINE, made)] = made[whose].astype("str") + ", " + days[period]
    made[_free(PERIOD, made)] = pd.Series(days[period], dtype="str")
    for role, each in cells.items():
        called = {one.called for one in said.values() if one.role == role}
        name = called.pop() if len(called) == 1 else role.replace("_", " ").capitalize()
        told = pd.Series(each[row, period], dtype="str")
        made[_free(name, made)] = told.fillna("0") if role == "amount" else told
    note = (
        f"«{wide[0]}» … «{wide[-1]}»: {len(ends)} periods; a line of sales for each in which a "
        "customer bought, dated at its end."
    )
    return replace(sheet, frame=made, lines=sheet.lines[row], notes=(*sheet.notes, note))


def _by_period(
    frame: pd.DataFrame, said: Mapping[str, _Measured], role: str, ends: list[date]
) -> npt.NDArray[np.object_]:
    """Return the cells of one measure, a column for each period; None where there is none."""
    names = {one.end: name for name, one in said.items() if one.role == role}
    cells = np.full((len(frame), len(ends)), None, dtype=object)
    for place, end in enumerate(ends):
        if name := names.get(end):
            column = frame[name]
            cells[:, place] = column.astype("str").where(column.notna(), None).to_numpy(object)
    return cells


def _without_totals(sheet: Sheet, wide: list[str]) -> Sheet:
    """Set lines of totals aside while they still are lines."""
    labels = [cells for name, cells in sheet.cells.items() if name not in wide]
    labels = [cells for cells in labels if values.is_text(cells.type)]
    if not labels or not (worded := totals.worded(labels)).any():
        return sheet
    each = [
        np.asarray(pc.fill_null(values.numbers(sheet.cells[name]).values, 0.0)) for name in wide
    ]
    sums = np.sum(each, axis=0)
    bare = np.asarray(pc.is_null(totals.alone(values.text(labels[0])))).astype(bool)
    found = totals.totals(worded, pa.array(sums), np.ones(len(sums), dtype=bool), bare)
    aside = [
        SetAside(
            sheet.file,
            sheet.sheet,
            int(sheet.lines[row]),
            wide[-1],
            totals.REASON,
            tuple("" if pd.isna(cell) else str(cell) for cell in sheet.frame.iloc[row]),
        )
        for row in np.flatnonzero(found).tolist()
    ]
    frame = sheet.frame[~found].reset_index(drop=True)
    kept = sheet.lines[~found]
    return replace(sheet, frame=frame, lines=kept, set_aside=(*sheet.set_aside, *aside))


def _sold(cells: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    """Whether cells say anything but nothing."""
    flat = pa.array(cells.ravel(), pa.string(), from_pandas=True)
    zero = pc.fill_null(pc.equal(values.numbers(flat).values, 0.0), False)
    empty = np.asarray(pc.or_(pc.is_null(values.text(flat)), zero)).astype(bool)
    return ~empty.reshape(cells.shape)


def _free(name: str, frame: pd.DataFrame) -> str:
    """Return a name that no column has."""
    return name if name not in frame else f"{name} (2)"


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
            frame = frame.drop(columns=[year, part])
            frame = frame.assign(**{_free(PERIOD, frame): ends})
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
