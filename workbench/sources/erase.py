"""One customer taken out of a client's files and tables; everything else stays as it is."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter

from workbench.errors import WorkbenchError
from workbench.review.forgetting import Trace
from workbench.sources.choice import SourceColumn
from workbench.sources.encoding import decode
from workbench.sources.files import Sheet, read
from workbench.sources.ledger import Ledger
from workbench.sources.mapping import guess
from workbench.sources.respelled import respelled

Mask = npt.NDArray[np.bool_]
_ZIP, _OLD_EXCEL, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"


def erase_in_ledger(ledger: Ledger, trace: Trace) -> tuple[Ledger, dict[str, int]]:
    """Return the ledger without a customer, and how many lines went from each table."""
    tables, gone = {}, {}
    for name in sorted(ledger.given):
        table: pa.Table = ledger.table(name).to_pyarrow()
        keep = pa.array([True] * len(table))
        if "customer_id" in table.column_names:
            keep = pc.fill_null(pc.not_equal(table["customer_id"], trace.key), fill_value=True)
        gone[name] = len(table) - int(pc.sum(keep).as_py() or 0)
        tables[name] = clean(table.filter(keep), trace, spared=("customer_id", "name"))
    return Ledger.from_frames(**tables), gone


def erase_in_file(path: Path, mapping: Mapping[str, object], trace: Trace) -> int:
    """Rewrite a client's file without a customer's rows; return how many went.

    Lines of a text file that stay do so letter by letter, in UTF-8; an Excel file is written anew
    as plain tables. Of a database, or of what came packed, its tables are kept as CSV in its
    stead. ``mapping`` says what each column became when the file was taken in.

    Raises
    ------
    WorkbenchError
        When the file can't be read any more.
    """
    with path.open("rb") as file:
        head = file.read(32)
    if head.startswith(_PARQUET):
        return _parquet(path, mapping, trace)
    if head.startswith(_OLD_EXCEL) or (head.startswith(_ZIP) and _is_workbook(path)):
        return _excel(path, mapping, trace)
    if head.startswith((_ZIP, b"\x1f\x8b", b"SQLite format 3")) or head[8:12] == b"DUCK":
        return _unpacked(path, mapping, trace)
    return _text(path, mapping, trace)


def _is_workbook(path: Path) -> bool:
    with zipfile.ZipFile(path) as packed:
        return any(name.startswith("xl/") for name in packed.namelist())


def clean(table: pa.Table, trace: Trace, spared: tuple[str, ...] = ()) -> pa.Table:
    """Return a table in whose texts the customer isn't named; ``spared`` columns stay."""
    for place, field in enumerate(table.schema):
        text = pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
        if not text or field.name in spared:
            continue
        cells = [
            None if cell is None else trace.clean(cell) for cell in table[field.name].to_pylist()
        ]
        table = table.set_column(place, field, pa.array(cells, type=field.type))
    return table


def _theirs(sheet: Sheet, mapping: Mapping[str, object], trace: Trace) -> Mask:
    """Tell which rows of a sheet are the customer's, by the columns that name customers.

    Of a file that was taken in so long ago that nothing says what its columns became, they are
    guessed anew.
    """
    of = [SourceColumn(sheet.file, sheet.sheet, str(name)) for name in sheet.frame]
    targets = {column.column: mapping.get(str(column)) for column in of}
    if not any(targets.values()):
        targets = {column.column: given for column, given in guess([sheet]).mapping.items()}
    columns: dict[str, list[str]] = {"customer_id": [], "name": []}
    for name, given in targets.items():
        for target in given if isinstance(given, (list, tuple)) else ():
            columns.get(str(target).rpartition(".")[2], []).append(name)
    keyed = columns["customer_id"]
    rows = np.zeros(len(sheet.frame), dtype=np.bool_)
    for name in keyed or columns["name"]:
        cells = sheet.frame[name].map(_plain)
        rows |= cells.isin(_ids(cells, trace)).to_numpy(dtype=np.bool_)
    return rows


def _ids(cells: pd.Series[str], trace: Trace) -> set[str]:
    """Return what a column calls the customer: their id, however spelled, or their name."""
    said = {one for one in cells.unique() if one not in trace.taken}
    return {trace.key, *(set(trace.names) & said), *respelled({trace.key}, said)}


def _names(cell: str, trace: Trace) -> bool:
    """Whether a cell of a row that couldn't be taken names the customer beyond doubt."""
    return cell.strip() in trace.names or (trace.telling and cell.strip() == trace.key)


def _plain(cell: object) -> str:
    return str(cell).strip().removesuffix(".0")


def _text(path: Path, mapping: Mapping[str, object], trace: Trace) -> int:
    lines = decode(path.read_bytes()).decode("utf-8").split("\n")
    gone: set[int] = set()
    rows = 0
    for sheet in read(path):
        theirs = [int(line) for line in sheet.lines[_theirs(sheet, mapping, trace)]]
        theirs += [
            row.line for row in sheet.set_aside if any(trace.named_by(cell) for cell in row.cells)
        ]
        starts = sorted({*map(int, sheet.lines), *(row.line for row in sheet.set_aside)})
        after = dict(zip(starts, [*starts[1:], len(lines) + 1], strict=True))
        for line in theirs:
            gone.update(range(line, after.get(line, line + 1)))
        rows += len(theirs)
    kept = [trace.clean(text) for number, text in enumerate(lines, 1) if number not in gone]
    path.write_text("\n".join(kept), encoding="utf-8", newline="\n")
    return rows


def _parquet(path: Path, mapping: Mapping[str, object], trace: Trace) -> int:
    import pyarrow.parquet as pq  # noqa: PLC0415 - only where a client gave Parquet

    (sheet,) = read(path)
    table = pq.read_table(path)
    if len(sheet.frame) != len(table):
        raise WorkbenchError("The file can't be rewritten", where=path.name)
    theirs = _theirs(sheet, mapping, trace)
    pq.write_table(clean(table.filter(pa.array(~theirs)), trace), path)
    return int(theirs.sum())


def _excel(path: Path, mapping: Mapping[str, object], trace: Trace) -> int:
    sheets = read(path)
    rows = 0
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for sheet in sheets:
        theirs = _theirs(sheet, mapping, trace)
        rows += int(theirs.sum())
        page = book.add_worksheet(sheet.sheet[:31] or None)
        write = _writer(page, day)
        frame = sheet.frame[~theirs]
        for column, name in enumerate(map(str, frame)):
            page.write_string(0, column, trace.clean(name))
            for line, cell in enumerate(frame[name], 1):
                write(line, column, trace.clean(cell) if isinstance(cell, str) else cell)
    book.close()
    return rows


def _writer(page: Any, day: Any) -> Callable[[int, int, object], None]:
    def write(line: int, column: int, cell: object) -> None:
        if isinstance(cell, str):
            page.write_string(line, column, cell)
        elif cell is None or pd.isna(cell):  # type: ignore[call-overload] # a single cell
            return
        elif hasattr(cell, "year"):
            page.write_datetime(line, column, pd.Timestamp(cell).to_pydatetime(), day)  # type: ignore[arg-type] # has a year
        else:
            page.write_number(line, column, float(cell))  # type: ignore[arg-type] # number or truth

    return write


def _unpacked(path: Path, mapping: Mapping[str, object], trace: Trace) -> int:
    rows = 0
    sheets = read(path)
    for number, sheet in enumerate(sheets, 1):
        theirs = _theirs(sheet, mapping, trace)
        rows += int(theirs.sum())
        frame = sheet.frame[~theirs]
        kept = frame.map(lambda cell: trace.clean(cell) if isinstance(cell, str) else cell)
        kept.to_csv(path.with_name(f"{path.stem} {number}.csv"), index=False)
    path.unlink()
    return rows
