"""Text with separators → rows of cells, each with its line; what does not fit is kept aside.

Line by line the number of quotes says whether a line stands for itself. Those that do (nearly all
of a file) are read in one go by Arrow; the others, cells with line breaks and quotes never
closed, are read one by one, so that one bad quote costs one line and not the rest of the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pcsv

from workbench.errors import WorkbenchError
from workbench.sources import header

Lines = npt.NDArray[np.int64]
_SEPARATORS = ",|;\t"  # a comma may be part of a number, a tab hardly of anything
_SAMPLE = 400  # lines looked at before the file is read
_LONGEST_CELL = 500  # lines one quoted cell may run over
_UNCLOSED = "a quote is opened and never closed"
csv.field_size_limit(1 << 24)


@dataclass(frozen=True, eq=False)
class Rows:
    """What was read: names, one column each, lines, and (line, reason) of rows set aside.

    ``names_line`` is the line that names the columns, 0 where none does.
    """

    names: list[str]
    table: pa.Table
    lines: Lines
    aside: list[tuple[int, str]]
    names_line: int = 0


@dataclass(frozen=True)
class Dialect:
    """How a text separates its cells, how many there are, and on which line the rows begin."""

    separator: str
    width: int
    start: int
    named: bool


def decode(data: bytes) -> bytes:
    """Return any of UTF-8, UTF-16 and Windows-1252 as UTF-8 with plain line ends.

    Raises
    ------
    WorkbenchError
        When the bytes are no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = _recode(data, "utf-16")
    elif b"\x00" in data[:4096] and (wide := _wide(data[:4096])):
        data = _recode(data, wide)
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\x00" in data:
        raise WorkbenchError("The file holds NUL bytes, so it is damaged or no text", then=_AGAIN)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        data = data.translate(_WINDOWS).decode("cp1252").encode()
    head = data[:65536]
    odd = sum(head.count(byte) for byte in _CONTROLS) + 2 * head.count("\ufffd".encode())
    if odd * 100 > len(head):
        raise WorkbenchError("The file is no text", then=_AGAIN)
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


_AGAIN = "Save it as CSV or Excel again and try that."
_CONTROLS = [bytes([code]) for code in range(32) if code not in b"\t\n\r\f"]
_WINDOWS = bytes.maketrans(b"\x81\x8d\x8f\x90\x9d", b"\x1a\x1a\x1a\x1a\x1a")  # have no meaning


def parse(data: bytes) -> Rows:
    """Read the rows of a text, already decoded.

    Raises
    ------
    WorkbenchError
        When the text is empty, or what separates its cells can't be told.
    """
    lines = data.split(b"\n")
    numbers = np.flatnonzero(np.fromiter(map(len, map(bytes.strip, lines)), np.int64, len(lines)))
    if not len(numbers):
        raise WorkbenchError("The file is empty", then="Export it again, with its rows.")
    if re.match(rb"^\"?sep=.\"?$", lines[numbers[0]].strip()):
        numbers = numbers[1:]  # a note some spreadsheets write for themselves
    dialect, lines = _dialect(lines, numbers)
    keep = numbers[numbers >= dialect.start]
    aside = [(int(n) + 1, "stands above the column names") for n in numbers[numbers < keep[0]]]
    names_line = int(keep[0]) + 1 if dialect.named else 0
    if dialect.named:
        names = header.named(_cells(lines[keep[0]].decode(), dialect.separator))
        keep = keep[1:]
    else:
        names = header.numbered(dialect.width)
    names += header.numbered(dialect.width)[len(names) :]
    odd = np.fromiter((lines[n].count(b'"') & 1 for n in keep), bool, len(keep))
    alone, loose, more = _careful(lines, keep, odd, dialect)
    table, at, ragged = _fast(lines, alone, dialect)
    if len(table) != len(at):  # quotes that pair up by chance: look at each line that has any
        odd = np.fromiter((b'"' in lines[n] for n in keep), bool, len(keep))
        alone, loose, more = _careful(lines, keep, odd, dialect)
        table, at, ragged = _fast(lines, alone, dialect)
    aside += more + ragged
    if loose:
        rows = [[cell or None for cell in row] for _, row in loose]
        columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
        table = pa.concat_tables([table, pa.table(columns, names=table.column_names)])
        at = np.concatenate([at, [line for line, _ in loose]])
        order = np.argsort(at, kind="stable")
        table, at = table.take(pa.array(order)), at[order]
    return Rows(
        names, table.rename_columns(names).combine_chunks(), at + 1, sorted(aside), names_line
    )


def _fast(
    lines: list[bytes], alone: Lines, dialect: Dialect
) -> tuple[pa.Table, Lines, list[tuple[int, str]]]:
    """Read lines that stand for themselves, all at once."""
    names = header.numbered(dialect.width)
    bad: list[tuple[int, int]] = []

    def refuse(row: Any) -> str:
        bad.append((row.number - 1, row.actual_columns))
        return "skip"

    text = b"\n".join([lines[n] for n in alone.tolist()])
    if not text:
        return pa.table({name: pa.array([], pa.string()) for name in names}), alone, []
    table = pcsv.read_csv(
        io.BytesIO(text),
        read_options=pcsv.ReadOptions(
            column_names=names, use_threads=False, block_size=max(1 << 20, len(text) + 1)
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
    good = np.ones(len(alone), dtype=bool)
    good[[row for row, _ in bad]] = False
    aside = [(int(alone[row]) + 1, _ragged(found, dialect.width)) for row, found in bad]
    return table, alone[good], aside


def _careful(
    lines: list[bytes], keep: Lines, odd: npt.NDArray[np.bool_], dialect: Dialect
) -> tuple[Lines, list[tuple[int, list[str]]], list[tuple[int, str]]]:
    """Separate lines that stand for themselves from rows that need a look of their own."""
    loose: list[tuple[int, list[str]]] = []
    aside: list[tuple[int, str]] = []
    suspects = keep[odd]
    taken = np.zeros(len(lines), dtype=bool)
    position = 0
    while position < len(suspects):
        first = int(suspects[position])
        position += 1
        taken[first] = True
        cells = _strict(lines[first].decode(), dialect.separator)
        last = first
        if cells is None:  # a quote is still open at the line's end
            if position == len(suspects):
                aside.append((first + 1, _UNCLOSED))
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
                aside.append((first + 1, _UNCLOSED))
                continue
            cells, position = joined, position + 1
            taken[first : last + 1] = True
        if len(cells) == dialect.width:
            loose.append((first, cells))
        else:
            aside.append((first + 1, _ragged(len(cells), dialect.width)))
    return keep[~taken[keep]], loose, aside


def _swallowed(inside: list[bytes], dialect: Dialect, found: int) -> bool:
    """Whether a quoted cell runs over lines that are rows themselves: its quote was a slip."""
    whole = [len(_cells(line.decode(), dialect.separator)) == dialect.width for line in inside]
    if found != dialect.width:
        return not whole or sum(whole) * 2 >= len(whole)
    return dialect.width > 2 and bool(whole) and all(whole)  # noqa: PLR2004 prose has one comma


def _dialect(lines: list[bytes], numbers: Lines) -> tuple[Dialect, list[bytes]]:
    """Find the separator under which most lines have equally many cells."""
    sample = [lines[n].decode() for n in numbers[:_SAMPLE].tolist()]
    share, _, rank = max(_fit(sample, rank) for rank in range(len(_SEPARATORS)))
    if share >= 0.5:  # noqa: PLR2004 half of the lines
        return _layout(sample, numbers, _SEPARATORS[rank]), lines
    if _spaced(sample):
        return _layout_of_spaces(lines, numbers)
    if share > 0.2 and len(sample) > 2:  # noqa: PLR2004 too many to be commas in a name
        raise WorkbenchError(
            "What separates the cells can't be told: the lines have different numbers of cells",
            allowed="comma, semicolon or tab, equally many on each line",
            then=_AGAIN,
        )
    return _layout(sample, numbers, "\x1f"), lines


def _fit(sample: Sequence[str], rank: int) -> tuple[float, bool, int]:
    """Rate a separator: the share of lines it fits, whether the first is among them, its rank."""
    widths = [len(_cells(line, _SEPARATORS[rank])) for line in sample]
    wide = Counter(width for width in widths if width > 1)
    if not wide:
        return 0.0, False, rank
    width, count = wide.most_common(1)[0]
    share, first = count / len(widths), widths[0] == width
    if widths[0] > 1 and widths.count(widths[0]) * 3 >= len(widths):
        share, first = max(share, 0.5), True
    return round(share, 1), first, rank


def _layout(sample: Sequence[str], numbers: Lines, separator: str) -> Dialect:
    rows = [_cells(line, separator) for line in sample]
    widths = [len(row) for row in rows]
    usual = Counter(widths).most_common(1)[0][0]
    start, width = 0, widths[0]
    if width != usual and widths[1:].count(width) * 2 < len(widths):
        start = widths.index(usual)
        after = [row for row in rows[1:] if len(row) == usual]
        if width == usual - 1 and not any(row[-1].strip() for row in after):
            start = 0  # each line but the first ends in one more separator
        elif not header.has_names(rows[start], after[1:]) and width > 1:
            start, usual = 0, width  # the first row names the columns: the others are ragged
        width = usual
    body = [row for row in rows[start + 1 :] if len(row) == width]
    return Dialect(separator, width, int(numbers[start]), header.has_names(rows[start], body))


def _spaced(sample: Sequence[str]) -> bool:
    """Whether the cells stand in columns made of spaces, most of them numbers."""
    rows = [line.split() for line in sample]
    width = len(rows[0])
    numeric = sum(cell.replace(".", "").isdigit() for cell in rows[-1])
    return width > 2 and numeric * 2 > width and all(len(row) == width for row in rows)  # noqa: PLR2004 names have two


def _layout_of_spaces(lines: list[bytes], numbers: Lines) -> tuple[Dialect, list[bytes]]:
    tabbed = [b"\t".join(line.split()) for line in lines]
    sample = [tabbed[n].decode() for n in numbers[:_SAMPLE].tolist()]
    return _layout(sample, numbers, "\t"), tabbed


def _cells(line: str, separator: str) -> list[str]:
    return next(csv.reader([line], delimiter=separator), [""])


def _strict(block: str, separator: str) -> list[str] | None:
    """Return the cells of one row; None where a quote is still open at its end."""
    try:
        rows = list(csv.reader(io.StringIO(block), delimiter=separator, strict=True))
    except csv.Error as slip:
        if "unexpected end" in str(slip):
            return None
        rows = list(csv.reader(io.StringIO(block), delimiter=separator))
    return rows[0] if len(rows) == 1 else None


def _ragged(found: int, wanted: int) -> str:
    return f"the line has {found} cell{'s' * (found != 1)} where {wanted} are expected"


def _recode(data: bytes, encoding: str) -> bytes:
    try:
        return data.decode(encoding).encode()
    except UnicodeError:
        raise WorkbenchError("The file breaks off inside a letter", then=_AGAIN) from None


def _wide(head: bytes) -> str:
    """Return the UTF-16 that a text without a mark is in, judged by where its NUL bytes stand."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 4 < len(head):
        return ""
    return "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else ""
