"""Excel workbooks → rows: sizes checked before anything is unpacked, cells typed by column."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
import python_calamine as calamine

from workbench.errors import WorkbenchError
from workbench.sources import formats, formulas, header, mixed
from workbench.sources.delimited import Rows

_MOST_BYTES = 400_000_000  # unpacked
_MOST_CELLS = 20_000_000
_WIDEST, _LONGEST = 16_384, 1_048_576  # columns and rows that a sheet of Excel has
_SMALL, _MOST_PACKED = 20_000_000, 200  # bytes; how many come of one where a sheet is packed
_WITHOUT = "cells that show an error or a formula without its value"
_THEN = "open and save it in Excel, or mend them"
_STRINGS = "xl/sharedStrings.xml"
_CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,9})(\d{1,12})["']""")
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError, ValueError, KeyError),
    NotImplementedError,
)
_PIECE, _LONGEST_PLACE = 1 << 20, 64


def sheets(path: Path) -> Iterator[tuple[str, Rows]]:
    """Yield the name and rows of each sheet that has any.

    Raises
    ------
    WorkbenchError
        When the workbook is too large, locked with a password, or damaged.
    """
    if zipfile.is_zipfile(path):
        _check_size(path)
    try:
        without, currencies = formulas.unworked(path), formats.mixed(path)
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            for sheet in book.sheets_metadata:
                if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
                    cells = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                    note = _filled(cells, without.get(sheet.name, {}))
                    _named(cells, currencies.get(sheet.name, {}))
                    if rows := _rows(cells):
                        yield sheet.name, replace(rows, notes=note)
    except calamine.PasswordError:
        raise WorkbenchError(
            "The workbook is locked with a password", then="Save it without one."
        ) from None
    except (calamine.CalamineError, *_BROKEN):
        raise WorkbenchError(
            "The workbook is damaged or no Excel file", then="Open and save it in Excel again."
        ) from None
    except BaseException as failure:
        if type(failure).__name__ != "PanicException":  # the reader's own, and no Exception
            raise
        raise WorkbenchError(
            "The workbook is damaged", then="Open and save it in Excel again."
        ) from None


def _named(cells: list[list[Any]], currencies: Mapping[formulas.Place, str]) -> None:
    """Write the currency beside each number where a column shows more than one."""
    for (row, column), code in currencies.items():
        if row < len(cells) and column < len(cells[row]):
            cell = cells[row][column]
            if isinstance(cell, float | int) and not isinstance(cell, bool):
                cells[row][column] = f"{mixed.plainly(cell)} {code}"


def _filled(cells: list[list[Any]], without: Mapping[formulas.Place, str]) -> tuple[str, ...]:
    """Put what stands in cells without a value where no words are, so that a reason can name it."""
    if not without:
        return ()
    for column in {place[1] for place in without}:
        inside = [row[column] for row in cells[1:] if column < len(row)]
        if any(isinstance(cell, str) and cell.strip() for cell in inside):
            continue  # a formula is no name
        for row, said in (
            (place[0], said) for place, said in without.items() if place[1] == column
        ):
            if row < len(cells) and column < len(cells[row]) and not _known(cells[row][column]):
                cells[row][column] = said
    first = next(iter(without.values()))
    return (f"{_WITHOUT}: {len(without):,}, the first is «{first}»; {_THEN}.",)


def is_one(path: Path) -> bool:
    """Whether a packed file is a workbook; a damaged one may be."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return True
    return "[Content_Types].xml" in names or any(name.startswith("xl/") for name in names)


def _check_size(path: Path) -> None:
    """Refuse a workbook that would unpack to more than memory should hold."""
    too_large = WorkbenchError(
        "The workbook is too large to open",
        allowed=f"{_MOST_BYTES // 1_000_000} MB unpacked and {_MOST_CELLS:,} cells a sheet",
        then="Delete unused sheets and far-off cells, or save the sheet as CSV.",
    )
    try:
        with zipfile.ZipFile(path) as book:
            parts = book.infolist()
            names = {entry.filename for entry in parts}
            if not names & {"xl/workbook.xml", "xl/workbook.bin"}:
                raise WorkbenchError("The file is a zip, not a workbook", then="Unpack it first.")
            if sum(entry.file_size for entry in parts) > _MOST_BYTES or any(map(_hollow, parts)):
                raise too_large
            for name in names:
                if name.endswith(".xml") and name != _STRINGS:
                    with book.open(name) as part:
                        widest, last = _reach(part)
                    if widest > _WIDEST or last > _LONGEST or widest * last > _MOST_CELLS:
                        raise too_large
    except _BROKEN:
        raise WorkbenchError(
            "The workbook is damaged", then="Open and save it in Excel again."
        ) from None


def _hollow(part: zipfile.ZipInfo) -> bool:
    """Whether a part is large by repeating one thing, as no sheet does that anybody filled."""
    return part.file_size > max(_SMALL, _MOST_PACKED * part.compress_size)


def _reach(part: IO[bytes]) -> tuple[int, int]:
    """Return the last column and row that a sheet says to have cells in."""
    widest, last, rest = 1, 0, b""
    while piece := part.read(_PIECE):
        for found in _CELL.finditer(rest + piece):
            number = 0
            for letter in found[1].upper():
                number = number * 26 + letter - 64
            widest, last = max(widest, number), max(last, int(found[2]))
        rest = piece[-_LONGEST_PLACE:]
    return widest, last


def _rows(cells: Sequence[Sequence[Any]]) -> Rows | None:
    filled = [n for n, row in enumerate(cells) if any(_known(cell) for cell in row)]
    if not filled:
        return None
    words = {n: [_word(cell) for cell in cells[n]] for n in filled[:400]}
    start = filled[header.begins(list(words.values()))]
    body = [n for n in filled if n > start]
    width = max(
        place for n in filled if n >= start for place, c in enumerate(cells[n], 1) if _known(c)
    )
    first, names_line = words[start][:width], start + 1
    if header.has_names(first, [words[n][:width] for n in body if n in words]):
        names = header.named(first)
    else:
        names, body, names_line = header.numbered(width), [start, *body], 0
    table = pa.table({name: _typed([cells[n][c] for n in body]) for c, name in enumerate(names)})
    aside = [(n + 1, header.ABOVE, tuple(_word(c) for c in cells[n])) for n in filled if n < start]
    return Rows(names, table, np.array(body, dtype=np.int64) + 1, aside, names_line)


def _typed(cells: list[Any]) -> pa.Array:
    """Keep numbers, dates and yes/no where the whole column is of one kind; else text."""
    known = [cell for cell in cells if _known(cell)]
    if known and all(isinstance(cell, bool) for cell in known):
        return pa.array([cell if _known(cell) else None for cell in cells], pa.bool_())
    if known and all(isinstance(c, int | float) and not isinstance(c, bool) for c in known):
        return pa.array([float(c) if _known(c) else None for c in cells], pa.float64())
    if known and all(isinstance(cell, dt.date) for cell in known):
        moments = [
            dt.datetime(c.year, c.month, c.day) if _known(c) else None  # noqa: DTZ001 a day has no zone
            for c in cells
        ]
        return pa.array(moments, pa.timestamp("us"))
    return pa.array([word or None for word in mixed.written(cells, _word)], pa.string())


def _known(cell: Any) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _word(cell: Any) -> str:
    """Return a cell as text the way a person would have typed it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004 exact as float64
        return str(int(cell))
    if isinstance(cell, dt.timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell).strip()
