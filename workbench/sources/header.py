"""Which row of a table names its columns, if any does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from workbench.errors import WorkbenchError
from workbench.sources import synonyms
from workbench.sources.months import period_end

_NUMBER = re.compile(r"^[-+(]?[^\w\s]?\s?\d[\d\s.,'’]*[)%€$£-]?$")
_DATE = re.compile(r"^\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}(?:[ T].*)?$")
_MAIL = re.compile(r"^\S+@\S+\.\w+$")
ABOVE = "stands above the column names"
"""Why a row that titles a table is no row of it."""

_LONGEST = 60  # characters; longer text is a cell, not a name
_SEARCHED = 20  # rows in which the names of the columns are looked for


MOST_COLUMNS = 2_000
"""How many columns a table may have: to understand more takes minutes, and nobody reads them."""


def check_width(columns: int, sheet: str = "") -> None:
    """Refuse a table with too many columns.

    Raises
    ------
    WorkbenchError
        Saying how many there may be.
    """
    if columns > MOST_COLUMNS:
        raise WorkbenchError(
            f"There are too many columns: {columns:,}{f' in «{sheet}»' if sheet else ''}",
            allowed=f"{MOST_COLUMNS:,}",
            then="Export only the columns that are needed.",
        )


def has_names(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether ``first`` names the columns of ``body`` rather than being a row like them.

    A known name settles it; then a column whose cells are numbers, dates or addresses while its
    first cell is a word; then whether the first cells come again further down.

    >>> has_names(["Who", "Paid"], [["Ada", "12.50"], ["Bo", "3"]])
    True
    >>> has_names(["Ada", "12.50"], [["Bo", "3"]])
    False
    """
    cells = [cell.strip() for cell in first]
    filled = [cell for cell in cells if cell]
    if not filled or max(map(len, filled)) > _LONGEST:
        return False
    if sum(bool(synonyms.roles(cell)) for cell in filled) * 2 >= len(filled):
        return True
    if len(set(filled)) < len(filled):
        return False
    if _periods(cells, body):
        return True
    votes = 0
    for number, cell in enumerate(cells):
        below = [row[number].strip() for row in body if number < len(row) and row[number].strip()]
        if not below or not cell:
            continue
        usual, count = Counter(map(_look, below)).most_common(1)[0]
        if usual and count * 2 > len(below):
            votes += -2 if _look(cell) else 2
        elif cell in below:
            votes -= 1
    if votes:
        return votes > 0
    return not any(map(_look, filled))


def _periods(cells: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether two or more cells name periods above columns of figures that are none.

    >>> _periods(["Who", "1.2024", "2.2024"], [["Ada", "5", "7.50"]])
    True
    """
    places = [number for number, cell in enumerate(cells) if period_end(cell)]
    figures = [row[n].strip() for row in body for n in places if n < len(row) and row[n].strip()]
    plain = [cell for cell in figures if _NUMBER.match(cell) and not period_end(cell)]
    return len(places) > 1 and bool(figures) and len(plain) * 2 > len(figures)


def begins(rows: Sequence[Sequence[str]]) -> int:
    """Return which row a table begins with, below titles and names of groups of columns.

    Titles fill few of the cells that the table's rows fill. A row of several known names beneath
    the first full row, with more cells filled and no figures between, names the columns instead.

    >>> begins([["Sales 2024", ""], ["", ""], ["Who", "Sum"], ["Ada", "5"], ["Bo", "6"]])
    2
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    usual = median([count for count in filled if count] or [0])
    top = range(min(_SEARCHED, len(rows)))
    least = usual / 2 if usual > 2 else usual  # noqa: PLR2004 half of two is a title
    first = next((n for n in top if filled[n] and filled[n] >= least), 0)
    for below in top[first + 1 :]:
        if any(map(_look, rows[below - 1])):
            break
        known = {role for cell in rows[below] for role in synonyms.roles(cell)}
        if filled[below] > filled[first] and len(known) > 1 and not any(map(_look, rows[below])):
            return below
    return first


def named(cells: Sequence[str]) -> list[str]:
    """Return column names: trimmed, an empty one by its place, a second of a kind numbered.

    >>> named([" Sum ", "", "Sum"])
    ['Sum', '#2', 'Sum (2)']
    """
    names: dict[str, None] = {}
    copies: dict[str, int] = {}
    for place, cell in enumerate(cells, 1):
        name = base = " ".join(cell.split()) or f"#{place}"
        while name in names:
            copies[base] = copies.get(base, 1) + 1
            name = f"{base} ({copies[base]})"
        names[name] = None
    return list(names)


def numbered(width: int) -> list[str]:
    """Return the names columns have in a file that names none: ``#1``, ``#2`` ….

    >>> numbered(2)
    ['#1', '#2']
    """
    return [f"#{place}" for place in range(1, width + 1)]


def _look(cell: str) -> str:
    for look, pattern in (("date", _DATE), ("number", _NUMBER), ("mail", _MAIL)):
        if pattern.match(cell):
            return look
    return ""
