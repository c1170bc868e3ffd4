"""A client's file → sheets: rows of cells with their lines, and the rows that could not be read.

What a file is, its content says, not its ending. Text files give text cells, so that an id such
as ``00123`` survives; Excel and Parquet give the types they hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from workbench.errors import WorkbenchError
from workbench.sources import apart, archives, databases, delimited, header, workbook
from workbench.sources.content import arrow
from workbench.sources.values import is_text
from workbench.sources.values import text as trimmed

Lines = npt.NDArray[np.int64]
_KNOWN = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"7z\xbc\xaf": "packed with 7-Zip",
    b"Rar!": "packed with RAR",
    b"{\\rtf": "a text document",
    b"<!DOCTYPE": "a web page",
    b"<html": "a web page",
}
_ALLOWED = "CSV, Excel (.xlsx, .xls), Parquet, SQLite, DuckDB, and a zip of such"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE, _GZIP, _SQLITE, _PARQUET = b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"SQLite format 3", b"PAR1"
_PACKED = (*_ZIP, _OLE, _GZIP, _SQLITE, _PARQUET)
_DUCK = b"DUCK"  # after eight bytes
_LARGE, _LARGEST = 64_000_000, 400_000_000  # bytes of text


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


def names_apart(names: Iterable[str], taken: Iterable[str] = ()) -> tuple[str, ...]:
    """Return names that no two files share, case aside: the later ones get a number.

    >>> names_apart(["sales.csv", "Sales.csv", "time.csv"], taken=["time.csv"])
    ('sales.csv', 'Sales (2).csv', 'time (2).csv')
    """
    used = {name.casefold() for name in taken}
    result = []
    for given in names:
        name, number = given, 2
        while name.casefold() in used:
            name, number = f"{Path(given).stem} ({number}){Path(given).suffix}", number + 1
        used.add(name.casefold())
        result.append(name)
    return tuple(result)


def read(
    path: Path | str, called: str = "", stopped: Callable[[], None] | None = None
) -> tuple[Sheet, ...]:
    """Read a file: CSV, Excel, Parquet, SQLite, DuckDB, or one of them packed with zip or gzip.

    What unpacks, and text above 64 MB, is read in a process of its own, within 6 GB of memory and
    two minutes; text above 400 MB, and anything that unpacks to more, is refused.

    Parameters
    ----------
    path
        CSV may use comma, semicolon, tab or bar, and UTF-8, UTF-16 or Windows-1252.
    called
        What to call the file where it isn't its own name.
    stopped
        Called while a file is read apart; what it raises ends the reading.

    Returns
    -------
    tuple of Sheet
        One for each table that has rows; where none has, those whose columns have names. A line
        with too few or too many cells is set aside with its reason; the rest is read.

    Raises
    ------
    WorkbenchError
        When the file is not there, empty, too large, or not one of these.
    """
    path = Path(path)
    name = called or path.name
    try:
        with path.open("rb") as file:
            head = file.read(32)
        size = path.stat().st_size
    except FileNotFoundError:
        raise WorkbenchError("There is no such file", where=name) from None
    except OSError:
        raise WorkbenchError("The file can't be opened", where=name) from None
    try:
        if size > _LARGE or head.startswith(_PACKED) or head[8:12] == _DUCK:
            found = tuple(_again(name, part) for part in apart.sheets(path, name, stopped))
        else:
            found = read_here(path, name)
    except WorkbenchError as problem:
        raise WorkbenchError(
            problem.what, where=name, allowed=problem.allowed, then=problem.then
        ) from None
    if not found:
        raise WorkbenchError(
            "The file has no rows", where=name, then="Export it again, with its rows."
        )
    return tuple(sheet for sheet in found if sheet.rows) or found


def read_here(path: Path, name: str) -> tuple[Sheet, ...]:
    """Read a file in this process; `read` is what knows which files need one of their own."""
    with path.open("rb") as file:
        head = file.read(32)
    for mark, what in _KNOWN.items():
        if head.startswith(mark):
            raise WorkbenchError(f"The file is {what}", allowed=_ALLOWED)
    if head.startswith(_GZIP):
        with archives.expanded(path) as inside:
            return read_here(inside, name)
    if head.startswith(_ZIP) and not workbook.is_one(path):
        return _of_archive(path, name)
    reader = next((r for mark, r in _READERS.items() if head.startswith(mark)), None)
    if head[8:12] == _DUCK:
        reader = databases.duckdb
    if reader:
        return tuple(sheet for title, rows in reader(path) for sheet in _sheet(name, title, rows))
    if path.stat().st_size > _LARGEST:
        raise WorkbenchError(
            "The file is too large to read as text",
            allowed=f"{_LARGEST // 1_000_000} MB",
            then="Export fewer years, or save it as Parquet.",
        )
    return _text(name, path.read_bytes())


def _of_archive(path: Path, name: str) -> tuple[Sheet, ...]:
    """Read each file of a zip; its name, and its sheet's if it has one, name the sheet."""
    found: list[Sheet] = []
    with archives.unpacked(path) as members:
        for member, place in members:
            if archives.packed(place):
                raise WorkbenchError(
                    "The archive holds another archive", where=member, then="Unpack it first."
                )
            for sheet in read_here(place, name):
                title = f"{member} {sheet.sheet}".strip()
                aside = tuple(replace(row, sheet=title) for row in sheet.set_aside)
                found.append(replace(sheet, sheet=title, set_aside=aside))
    return tuple(found)


def _again(name: str, part: Mapping[str, Any]) -> Sheet:
    """Return a sheet that was read apart."""
    title = part["sheet"]
    aside = tuple(SetAside(name, title, n, "", why, tuple(row)) for n, why, row in part["aside"])
    return Sheet(name, title, part["frame"], part["lines"], aside, part["names_line"])


def read_text(text: str, name: str = "pasted rows") -> Sheet:
    r"""Read rows pasted from a spreadsheet or a text.

    >>> read_text("Name\tPaid\nAda\t12.50").frame.to_dict("records")
    [{'Name': 'Ada', 'Paid': '12.50'}]
    """
    try:
        found = _text(name, text.encode("utf-8", "replace"))
    except WorkbenchError as problem:
        raise WorkbenchError(
            problem.what, where=name, allowed=problem.allowed, then=problem.then
        ) from None
    if not any(sheet.rows for sheet in found):
        raise WorkbenchError("There are no rows", where=name, then="Copy them and paste again.")
    return found[0]


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


def _text(name: str, data: bytes) -> tuple[Sheet, ...]:
    return _sheet(name, "", delimited.parse(delimited.decode(data)))


def _parquet(path: Path) -> Iterator[tuple[str, delimited.Rows]]:
    try:
        table = pq.read_table(path, partitioning=None)
    except (OSError, pa.ArrowException):
        raise WorkbenchError("The Parquet file is damaged", then="Export it again.") from None
    for place, one in enumerate(table.schema):
        plain = one.type
        if pa.types.is_dictionary(plain):
            table = table.set_column(place, one.name, table[place].cast(plain.value_type))
        elif pa.types.is_nested(plain) or pa.types.is_binary(plain):
            words = pa.array([None if v is None else str(v) for v in table[place].to_pylist()])
            table = table.set_column(place, one.name, words.cast(pa.string()))
    names = header.named(table.column_names)
    table = table.rename_columns(names)
    yield "", delimited.Rows(names, table, np.arange(1, len(table) + 1), [])


_READERS: Mapping[bytes, Callable[[Path], Iterator[tuple[str, delimited.Rows]]]] = {
    **dict.fromkeys((*_ZIP, _OLE), workbook.sheets),
    _SQLITE: databases.sqlite,
    _PARQUET: _parquet,
}


def _sheet(file: str, sheet: str, rows: delimited.Rows) -> tuple[Sheet, ...]:
    """Make a sheet of rows; rows without a single value are no rows."""
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
    return (Sheet(file, sheet, frame, lines, aside, rows.names_line),)
