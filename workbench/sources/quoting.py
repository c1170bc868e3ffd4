"""Quotes as other programs write them → doubled ones around cells, as most do."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

_BACKSLASH = b"\\"
_ESCAPED, _DOUBLED = b'\\"', b'""'
_LOOKED_AT = 100  # lines with such quotes
_SIGNS = ",;\t|"


def doubled(data: bytes) -> bytes:
    r"""Return a text in which a quote inside a cell is doubled, where it came after a backslash.

    A backslash at the end of a cell, as in a path, is none of those.

    >>> doubled(b'"Ada \\"A\\" Oy",5'), doubled(b'"C:\\\\",5') == b'"C:\\\\",5'
    (b'"Ada ""A"" Oy",5', True)
    """
    if _BACKSLASH not in data or _ESCAPED not in data:  # one sign is found far sooner than two
        return data
    found = re.findall(rb'[^\n]*\\"[^\n]*', data[: 1 << 20])[:_LOOKED_AT]
    lines = [line.decode("utf-8", "replace") for line in found]
    slips = [line for line in lines if not any(_cells(line, sign) for sign in _SIGNS)]
    plain = [line.replace('\\"', '""') for line in slips]
    mended = sum(any(_cells(line, sign) for sign in _SIGNS) for line in plain)
    return data.replace(_ESCAPED, _DOUBLED) if mended * 2 > len(lines) else data


def single(sample: Sequence[str], separator: str, width: int) -> bool:
    """Whether cells stand between single quotes: each such line has all its cells only then.

    >>> single(["Who,Sum", "'A, B',5", "O'Neil,6"], ",", 2), single(["'=1,5", "'A',6"], ",", 2)
    (True, False)
    """
    quoted = [line for line in sample if _begins(line, separator)]
    rows = [_cells(line, separator, "'") for line in quoted]
    return bool(rows) and all(len(row) == width for row in rows) and '"' not in "".join(sample)


def redone(line: bytes, separator: str) -> bytes:
    """Return a line with double quotes around what stood between single ones."""
    text = line.decode()
    row = _cells(text, separator, "'") if _begins(text, separator) else []
    if not row:
        return line
    into = io.StringIO()
    csv.writer(into, delimiter=separator, lineterminator="").writerow(row)
    return into.getvalue().encode()


def _begins(line: str, separator: str) -> bool:
    return line.startswith("'") or f"{separator}'" in line


def _cells(line: str, separator: str, quote: str = '"') -> list[str]:
    """Return a line's cells; none where its quotes don't fit."""
    try:
        return next(csv.reader([line], delimiter=separator, quotechar=quote, strict=True), [])
    except csv.Error:
        return []
