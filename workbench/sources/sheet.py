"""One table of a client's file: its cells, their lines, and the rows that could not be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.sources import header
from workbench.sources.content import arrow
from workbench.sources.delimited import Rows
from workbench.sources.values import is_text
from workbench.sources.values import text as trimmed

Lines = npt.NDArray[np.int64]


@dataclass(frozen=True)
class SetAside:
    """A row that was not taken: where it stands, why, and its cells. ``line`` counts from 1."""

    file: str
    sheet: str
    line: int
    column: str
    reason: str
    cells: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, eq=False)
class Sheet:
    """One table of a file: a frame of cells, the line of each row, and the rows set aside.

    ``sheet`` is empty unless the file has named sheets; ``lines`` counts from 1 as an editor or
    Excel does, a row over several lines by its first. Columns of a file without names are called
    ``#1``, ``#2`` …; ``names_line`` is the line that names them, 0 where none does.
    """

    file: str
    sheet: str
    frame: pd.DataFrame
    lines: Lines
    set_aside: tuple[SetAside, ...] = ()
    names_line: int = 0
    notes: tuple[str, ...] = ()
    member: str = ""

    @cached_property
    def cells(self) -> Mapping[str, pa.Array]:
        """The columns as Arrow, text as a dictionary: a cell that comes again is read once."""
        with ThreadPoolExecutor() as pool:
            columns = pool.map(_encoded, (self.frame[name] for name in self.frame))
            return dict(zip(map(str, self.frame), columns, strict=True))

    @property
    def rows(self) -> bool:
        """Whether there is more than the names of its columns."""
        return bool(len(self.frame) or self.set_aside)

    @property
    def label(self) -> str:
        """The file, and the sheet where it has one, as a person writes them."""
        return f"{self.file}:{self.sheet}" if self.sheet else self.file


def _encoded(column: pd.Series[Any]) -> pa.Array:
    cells = arrow(column)
    return cells.dictionary_encode() if is_text(cells.type) else cells


def without_names(sheet: Sheet) -> Sheet:
    """Return the sheet with the row taken for names as its first row, columns ``#1``, ``#2`` …."""
    if not sheet.names_line:
        return sheet
    first: list[str | None] = []
    for place, name in enumerate(sheet.frame.columns, 1):
        base = re.sub(r" \(\d+\)$", "", name)
        cell = base if base in sheet.frame.columns else name
        first.append(None if cell == f"#{place}" else cell)
    body = pa.Table.from_pandas(sheet.frame, preserve_index=False)
    columns = [
        pa.concat_arrays([pa.array([cell], pa.string()), trimmed(column.combine_chunks())])
        for cell, column in zip(first, body.columns, strict=True)
    ]
    frame = pa.table(columns, names=header.numbered(len(columns))).to_pandas()
    lines = np.concatenate([[sheet.names_line], sheet.lines])
    return replace(sheet, frame=frame, lines=lines, names_line=0)


def made(file: str, sheet: str, rows: Rows) -> tuple[Sheet, ...]:
    """Make a sheet of rows; rows without a single value are no rows.

    Raises
    ------
    WorkbenchError
        When there are too many columns.
    """
    header.check_width(len(rows.names), sheet)
    table, lines = rows.table, rows.lines
    empty = np.ones(len(table), dtype=bool)
    for column in table.columns:
        if not empty.any():
            break
        empty &= np.asarray(pc.is_null(column))
    if empty.any():
        table, lines = table.filter(pa.array(~empty)), lines[~empty]
    aside = tuple(
        SetAside(file, sheet, line, "", reason, cells) for line, reason, cells in rows.aside
    )
    if not len(table) and not aside and not (rows.names_line and len(rows.names) > 1):
        return ()
    frame = table.to_pandas(date_as_object=False)
    return (Sheet(file, sheet, frame, lines, aside, rows.names_line, rows.notes),)
