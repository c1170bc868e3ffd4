"""Rows set aside → a table with the file's own columns, to mend and to bring back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

import pandas as pd

from workbench.cells import neutral
from workbench.sources import header, totals
from workbench.sources.files import Sheet, names_apart
from workbench.sources.report import Report

WHY = "Why it was set aside"
LINE = "Line in the file"
MARKS = frozenset({WHY, LINE})
"""Columns that a table to mend has before the file's own; reading it again passes over them."""

_NO_ROWS = frozenset({header.ABOVE, totals.REASON})
_KEPT = r"^'(?=[=+\-@\t\r\n])"
_NAME = " to mend"
_NUMBER = re.compile(r"[+-]?[\d.,'’ ]*\d")


def to_mend(report: Report) -> Mapping[str, pd.DataFrame]:
    """Return file name → its rows set aside: reason, line, then the cells as they came.

    Titles and lines of totals are no rows to mend. A line with too many cells keeps them in
    columns of their own. Text that a spreadsheet would take for a formula gets an apostrophe.
    """
    found: dict[str, list[tuple[str, ...]]] = {}  # by file and sheet
    widths: dict[str, int] = {}
    for row in report.set_aside:
        if row.reason in _NO_ROWS:
            continue
        label = f"{row.file}:{row.sheet}" if row.sheet else row.file
        where = f"{row.column}: " if row.column else ""
        cells = row.cells[2:] if MARKS & set(report.columns.get(label, ())) else row.cells
        found.setdefault(label, []).append((where + row.reason, str(row.line), *cells))
        widths[label] = max(widths.get(label, 0), len(cells))
    tables = {}
    files = _files(list(found))
    for label, rows in found.items():
        names = [name for name in report.columns.get(label, ()) if name not in MARKS]
        names += [f"#{place}" for place in range(len(names) + 1, widths[label] + 1)]
        width = len(names) + 2
        filled = [
            tuple(neutral(cell, _NUMBER) for cell in row) + ("",) * (width - len(row))
            for row in rows
        ]
        tables[files[label]] = pd.DataFrame(
            filled, columns=[WHY, LINE, *(neutral(name, _NUMBER) for name in names)]
        )
    return tables


def _files(labels: Sequence[str]) -> Mapping[str, str]:
    """Return a file's name for each label, none twice.

    >>> list(_files(["a.csv", "a.xlsx", "b.zip:2025/c.csv", "d to mend.csv"]).values())
    ['a to mend.csv', 'a (2) to mend.csv', 'b.zip 2025 c.csv to mend.csv', 'd to mend.csv']
    """
    bare = [label if ":" in label else PurePath(label).stem for label in labels]
    plain = [re.sub(r"[:/\\]", " ", name).removesuffix(_NAME) for name in bare]
    apart = names_apart(plain)
    return {label: f"{name}{_NAME}.csv" for label, name in zip(labels, apart, strict=True)}


def mended(sheet: Sheet) -> Sheet:
    """Return a sheet of mended rows without the apostrophes that kept formulas from running."""
    if not MARKS & set(sheet.frame):
        return sheet
    frame = sheet.frame.apply(lambda column: column.str.replace(_KEPT, "", regex=True))
    return replace(sheet, frame=frame)
