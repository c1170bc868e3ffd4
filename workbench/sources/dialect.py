"""How a text separates its cells, how many there are, and which row names the columns."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from workbench.errors import WorkbenchError
from workbench.sources import header
from workbench.sources.encoding import AGAIN
from workbench.sources.text import Lines, Text

SEPARATORS = ",|;\t"  # a comma may be part of a number, a tab hardly of anything
RARE = "~^:"  # what is taken for a separator where none of the others is
_SAMPLE = 400  # lines looked at before the file is read
_FEW, _WIDEST = 3, 2000  # lines, and signs on one, that tell columns of a fixed width


@dataclass(frozen=True)
class Dialect:
    """How a text separates its cells, how many there are, and on which line the rows begin."""

    separator: str
    width: int
    start: int
    named: bool


def sniff(lines: Text, numbers: Lines) -> tuple[Dialect, Text]:
    """Find the separator under which most lines have equally many cells."""
    sample = [lines[n].decode() for n in numbers[:_SAMPLE].tolist()]
    share, _, rank = max(_fit(sample, rank) for rank in range(len(SEPARATORS)))
    if share >= 0.5:  # noqa: PLR2004 half of the lines
        return _layout(sample, numbers, SEPARATORS[rank]), lines
    if _spaced(sample):
        tabbed = Text(b"\n".join([b"\t".join(line.split()) for line in lines]))
        return _layout_of_tabs(tabbed, numbers)
    if sign := next((sign for sign in RARE if _rare(sample, sign)), ""):
        return _layout(sample, numbers, sign), lines
    if gaps := _gaps(sample):
        return _layout_of_tabs(Text(b"\n".join([_cut(line, gaps) for line in lines])), numbers)
    if share > 0.2 and len(sample) > 2:  # noqa: PLR2004 too many to be commas in a name
        raise WorkbenchError(
            "What separates the cells can't be told: the lines have different numbers of cells",
            allowed="comma, semicolon or tab, equally many on each line",
            then=AGAIN,
        )
    return _layout(sample, numbers, "\x1f"), lines


def _fit(sample: Sequence[str], rank: int) -> tuple[float, bool, int]:
    """Rate a separator: the share of lines it fits, whether the first is among them, its rank."""
    widths = [len(row) for row in _rows(sample, SEPARATORS[rank])]
    wide = Counter(width for width in widths if width > 1)
    if not wide:
        return 0.0, False, rank
    width, count = wide.most_common(1)[0]
    share, first = count / len(widths), widths[0] == width
    if widths[0] > 1 and widths.count(widths[0]) * 3 >= len(widths):
        share, first = max(share, 0.5), True
    return round(share, 1), first, rank


def _rows(sample: Sequence[str], separator: str) -> list[list[str]]:
    """Return the sample's rows: with line breaks in cells if all is well formed, else by line."""
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO("\n".join(sample)), delimiter=separator, strict=True))
    except csv.Error as slip:
        if "unexpected end" not in str(slip):
            rows = []
    if rows and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1:
        return rows
    return [cells(line, separator) for line in sample]


def _layout(sample: Sequence[str], numbers: Lines, separator: str) -> Dialect:
    rows = _rows(sample, separator)
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
    if len(rows) == len(sample) and len(rows[start]) == width:
        skipped = header.begins([rows[start], *body])
        below = body[skipped:]
        if skipped and header.has_names(body[skipped - 1], below):
            start, body = rows.index(body[skipped - 1], start + 1), below
    return Dialect(separator, width, int(numbers[start]), header.has_names(rows[start], body))


def _spaced(sample: Sequence[str]) -> bool:
    """Whether the cells stand in columns made of spaces, most of them numbers."""
    rows = [line.split() for line in sample]
    width = len(rows[0])
    if all(len(row) == width for row in rows):
        header.check_width(width)
    numeric = sum(cell.replace(".", "").isdigit() for cell in rows[-1])
    return width > 2 and numeric * 2 > width and all(len(row) == width for row in rows)  # noqa: PLR2004 names have two


def _layout_of_tabs(tabbed: Text, numbers: Lines) -> tuple[Dialect, Text]:
    sample = [tabbed[n].decode() for n in numbers[:_SAMPLE].tolist()]
    return _layout(sample, numbers, "\t"), tabbed


def _rare(sample: Sequence[str], sign: str) -> bool:
    """Whether every line has equally many cells under a sign, and the first one names them."""
    rows = [cells(line, sign) for line in sample]
    width = len(rows[0])
    even = width > 2 and all(len(row) == width for row in rows)  # noqa: PLR2004 an address has two
    return even and len(rows) > 1 and header.has_names(rows[0], rows[1:])


def _gaps(sample: Sequence[str]) -> list[int]:
    """Return where columns of a fixed width begin: after two blanks or more in every line.

    None where there are few lines, or no column of numbers or dates among them.
    """
    if len(sample) < _FEW or max(map(len, sample)) > _WIDEST:
        return []
    width = max(map(len, sample))
    blank = "".join(
        " " if all(sign == " " for sign in signs) else "x"
        for signs in zip(*(line.ljust(width) for line in sample), strict=True)
    )
    starts = [gap.end() for gap in re.finditer(r"(?<=x)  +(?=x)", blank)]
    ends = [*starts, width]
    numeric = [
        sum(bool(re.fullmatch(r"[\d.,/-]+", line[start:end].strip())) for line in sample)
        for start, end in pairwise([0, *ends])
    ]
    return starts if starts and max(numeric) * 2 > len(sample) else []


def _cut(line: bytes, gaps: Sequence[int]) -> bytes:
    """Return a line with tabs between its columns; as it is where words run over them."""
    text = line.decode()
    if any(text[start - 2 : start].strip() for start in gaps):
        return line
    cut = [text[start:end].strip() for start, end in pairwise([0, *gaps, None])]
    return "\t".join(cut).encode()


def cells(line: str, separator: str) -> list[str]:
    """Return the cells of one line.

    >>> cells('Ada,"1,5"', ",")
    ['Ada', '1,5']
    """
    return next(csv.reader([line], delimiter=separator), [""])
