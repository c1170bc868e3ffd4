"""Columns as other programs type them → what the ledger's readers know."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.sources import header, mixed
from workbench.sources.delimited import Rows

_EXACT = 1 << 53  # whole numbers beyond it can't be told apart as fractions
_KNOWN = (
    *(pa.types.is_string, pa.types.is_large_string, pa.types.is_boolean, pa.types.is_null),
    *(pa.types.is_floating, pa.types.is_date, pa.types.is_timestamp, pa.types.is_time),
    pa.types.is_duration,
)


def rows(names: Sequence[str], columns: Sequence[pa.Array]) -> Rows:
    """Return a table's columns as rows, each with its number for a line."""
    unique = header.named(names)
    table = pa.table([plain(column) for column in columns], names=unique)
    return Rows(unique, table, np.arange(1, len(table) + 1), [])


def plain(column: pa.Array) -> pa.Array:
    """Return numbers, dates, times, yes/no and text as they are; anything else as text.

    Whole numbers too large to be reckoned with exactly are ids, and become text.

    >>> plain(pa.array([9007199254740993, 7])).to_pylist(), plain(pa.array([[1]])).to_pylist()
    (['9007199254740993', '7'], ['[1]'])
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        return plain(column.cast(kind.value_type))
    if pa.types.is_decimal(kind):
        return column.cast(pa.float64()) if kind.scale > 0 else _whole(column)
    if pa.types.is_integer(kind):
        return _whole(column)
    if any(known(kind) for known in _KNOWN):
        return column
    return pa.array([None if v is None else str(v) for v in column.to_pylist()], pa.string())


def _whole(column: pa.Array) -> pa.Array:
    least, most = (end.as_py() or 0 for end in pc.min_max(column).values())
    if max(-least, most) <= _EXACT:
        return column.cast(pa.int64())
    return column.cast(pa.string())


def typed(cells: Sequence[object]) -> pa.Array:
    """Keep numbers where a column has nothing else; anything else is text, and bytes are nothing.

    >>> typed([1, 2.5]).to_pylist(), typed([1, "007", b"x"]).to_pylist()
    ([1.0, 2.5], ['1', '007', None])
    """
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds == {int}:
        return pa.array(cells, pa.int64())
    exact = all(abs(cell) <= _EXACT for cell in cells if isinstance(cell, int))
    if kinds and kinds <= {int, float} and exact:
        return pa.array([None if c is None else float(c) for c in cells], pa.float64())  # type: ignore[arg-type] # numbers alone
    known = [None if isinstance(cell, bytes) else cell for cell in cells]
    words = mixed.written(known, str)
    mask = np.array([cell is None for cell in known])
    return pa.array(words, pa.string(), mask=mask)
