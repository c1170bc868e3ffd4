"""Text with separators → rows of cells, each with its line; what does not fit is kept aside.

Line by line the number of quotes says whether a line stands for itself. Those that do (nearly all
of a file) are read in one go by Arrow; the others, cells with line breaks and quotes never
closed, are read one by one, so that one bad quote costs one line and not the rest of the file.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pcsv

from workbench.errors import WorkbenchError
from workbench.sources import header, quoting
from workbench.sources.dialect import RARE, SEPARATORS, Dialect, cells, sniff
from workbench.sources.encoding import decode
from workbench.sources.text import Lines, Text

__all__ = ["Rows", "decode", "parse"]

_TOP = 20  # lines in which columns are counted
_LOOKED_AT = 400  # lines
_SIGNS = [sign.encode() for sign in SEPARATORS + RARE]
_LONGEST_LINE = 4_000_000  # bytes
_BLOCK = 2 * _LONGEST_LINE  # a line has to fit into one
_LONGEST_CELL = 500  # lines one quoted cell may run over
_UNCLOSED = "a quote is opened and never closed"
Aside = tuple[int, str, tuple[str, ...]]
"""A row set aside: its line, the reason, its cells as far as they can be told apart."""
csv.field_size_limit(1 << 24)


@dataclass(frozen=True, eq=False)
class Rows:
    """What was read: names, one column each, lines, and the rows set aside.

    ``names_line`` is the line that names the columns, 0 where none does; ``notes`` say what was
    assumed.
    """

    names: list[str]
    table: pa.Table
    lines: Lines
    aside: list[Aside]
    names_line: int = 0
    notes: tuple[str, ...] = ()


def parse(data: bytes) -> Rows:
    """Read the rows of a text, already decoded.

    Raises
    ------
    WorkbenchError
        When the text is empty, or what separates its cells can't be told.
    """
    lines = Text(quoting.doubled(data))
    lengths, numbers = lines.ends - lines.starts, lines.filled
    if lengths.max() > _LONGEST_LINE:
        raise WorkbenchError(
            f"Line {int(lengths.argmax()) + 1:,} is too long to be one of a table",
            allowed=f"{_LONGEST_LINE // 1_000_000} MB a line",
            then="Export it again as CSV, one row on each line.",
        )
    if not len(numbers):
        raise WorkbenchError("The file is empty", then="Export it again, with its rows.")
    if re.match(rb"^\"?sep=.\"?$", lines[numbers[0]].strip()):
        numbers = numbers[1:]  # a note some spreadsheets write for themselves
    top = [lines[n] for n in numbers[:_TOP].tolist()]
    header.check_width(1 + max(line.count(sign) for line in top for sign in _SIGNS))
    dialect, lines = sniff(lines, numbers)
    sample = [lines[n].decode() for n in numbers[:_LOOKED_AT].tolist()]
    if quoting.single(sample, dialect.separator, dialect.width):
        redone = [quoting.redone(line, dialect.separator) for line in lines]
        dialect, lines = sniff(Text(b"\n".join(redone)), numbers)
    keep = numbers[numbers >= dialect.start]
    above = [n for n in numbers[numbers < keep[0]].tolist() if lines[n].strip(b" ,;|\t\f\v")]
    aside: list[Aside] = [
        (n + 1, header.ABOVE, tuple(cells(lines[n].decode(), dialect.separator))) for n in above
    ]
    names_line = int(keep[0]) + 1 if dialect.named else 0
    if dialect.named:
        names = header.named(cells(lines[keep[0]].decode(), dialect.separator))
        keep = keep[1:]
    else:
        names = header.numbered(dialect.width)
    names += header.numbered(dialect.width)[len(names) :]
    alone, loose, more = _careful(lines, keep, lines.odd[keep], dialect)
    table, at, ragged = _fast(lines, alone, dialect)
    if len(table) != len(at):  # quotes that pair up by chance: look at each line that has any
        alone, loose, more = _careful(lines, keep, lines.quoted[keep], dialect)
        table, at, ragged = _fast(lines, alone, dialect)
    aside += more + ragged
    if loose:
        rows = [[cell or None for cell in row] for _, row in loose]
        columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
        table = pa.concat_tables([table, pa.table(columns, names=table.column_names)])
        at = np.concatenate([at, [line for line, _ in loose]])
        order = np.argsort(at, kind="stable")
        table, at = table.take(pa.array(order)), at[order]
    return Rows(names, table.rename_columns(names), at + 1, sorted(aside), names_line)


def _fast(lines: Text, alone: Lines, dialect: Dialect) -> tuple[pa.Table, Lines, list[Aside]]:
    """Read lines that stand for themselves, all at once."""
    names = header.numbered(dialect.width)
    text = lines.of(alone)
    if not text:
        return pa.table({name: pa.array([], pa.string()) for name in names}), alone, []
    table, bad = _read(text, names, dialect, threads=True)
    if bad:  # their places are known only to who reads alone
        table, bad = _read(text, names, dialect, threads=False)
    good = np.ones(len(alone), dtype=bool)
    good[[row for row, _ in bad]] = False
    aside = [_ragged(int(alone[row]), lines[alone[row]], found, dialect) for row, found in bad]
    return table, alone[good], aside


def _read(
    text: bytes | memoryview, names: list[str], dialect: Dialect, *, threads: bool
) -> tuple[pa.Table, list[tuple[int, int]]]:
    """Read rows; return also which have too many or too few cells, and how many."""
    bad: list[tuple[int, int]] = []

    def refuse(row: Any) -> str:
        bad.append(((row.number or 0) - 1, row.actual_columns))
        return "skip"

    table = pcsv.read_csv(
        pa.BufferReader(text),
        read_options=pcsv.ReadOptions(
            column_names=names,
            use_threads=threads,
            block_size=_BLOCK if threads else max(_BLOCK, len(text) + 1),
        ),
        parse_options=pcsv.ParseOptions(
            delimiter=dialect.separator, ignore_empty_lines=False, invalid_row_handler=refuse
        ),
        convert_options=pcsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
    return table, bad


def _careful(
    lines: Text, keep: Lines, odd: npt.NDArray[np.bool_], dialect: Dialect
) -> tuple[Lines, list[tuple[int, list[str]]], list[Aside]]:
    """Separate lines that stand for themselves from rows that need a look of their own."""
    loose: list[tuple[int, list[str]]] = []
    aside: list[Aside] = []
    suspects = keep[odd]
    taken = np.zeros(len(lines), dtype=bool)
    position = 0
    while position < len(suspects):
        first = int(suspects[position])
        position += 1
        taken[first] = True
        row = _strict(lines[first].decode(), dialect.separator)
        last = first
        if row is None:  # a quote is still open at the line's end
            if position == len(suspects):
                aside.append(_unclosed(first, lines[first], dialect))
                continue
            last = int(suspects[position])
            block = b"\n".join(lines[first : last + 1]).decode()
            joined = _strict(block, dialect.separator)
            inside = [line for line in lines[first + 1 : last] if line.strip()]
            if (
                joined is None
                or last - first > _LONGEST_CELL
                or (_swallowed(inside, dialect, len(joined)))
            ):
                aside.append(_unclosed(first, lines[first], dialect))
                continue
            row, position = joined, position + 1
            taken[first : last + 1] = True
        if len(row) == dialect.width:
            loose.append((first, row))
        else:
            aside.append((first + 1, _uneven(len(row), dialect.width), tuple(row)))
    return keep[~taken[keep]], loose, aside


def _swallowed(inside: list[bytes], dialect: Dialect, found: int) -> bool:
    """Whether a quoted cell runs over lines that are rows themselves: its quote was a slip."""
    whole = [_well_formed(line.decode(), dialect) for line in inside]
    if found != dialect.width:
        return not whole or sum(whole) * 2 >= len(whole)
    return dialect.width > 2 and bool(whole) and all(whole)  # noqa: PLR2004 prose has one comma


def _well_formed(line: str, dialect: Dialect) -> bool:
    try:
        rows = list(csv.reader([line], delimiter=dialect.separator, strict=True))
    except csv.Error:
        return False
    return [len(row) for row in rows] == [dialect.width]


def _strict(block: str, separator: str) -> list[str] | None:
    """Return the cells of one row; None where a quote is still open at its end."""
    try:
        rows = list(csv.reader(io.StringIO(block), delimiter=separator, strict=True))
    except csv.Error as slip:
        if "unexpected end" in str(slip) or "field larger" in str(slip):
            return None
        rows = list(csv.reader(io.StringIO(block), delimiter=separator))
    return rows[0] if len(rows) == 1 else None


def _ragged(line: int, text: bytes, found: int, dialect: Dialect) -> Aside:
    return line + 1, _uneven(found, dialect.width), tuple(cells(text.decode(), dialect.separator))


def _unclosed(line: int, text: bytes, dialect: Dialect) -> Aside:
    return line + 1, _UNCLOSED, tuple(text.decode().split(dialect.separator))


def _uneven(found: int, wanted: int) -> str:
    return f"the line has {found} cell{'s' * (found != 1)} where {wanted} are expected"
