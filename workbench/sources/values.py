"""Cells as they came → ids, numbers, dates, hours, yes or no: whole columns at a time."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

Array = Any  # pyarrow ships no types
_EXACT = 2.0**53  # whole numbers above it can't be told apart as float64


def is_text(kind: Any) -> bool:
    """Whether an Arrow type holds text."""
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


def text(values: Array) -> Array:
    """Return a column as trimmed text; empty becomes missing, true and false become yes and no.

    >>> text(pa.array([" a ", " "])).to_pylist(), text(pa.array([True])).to_pylist()
    (['a', None], ['yes'])
    """
    if pa.types.is_boolean(values.type):
        return pc.if_else(values, "yes", "no")
    words = pc.utf8_trim_whitespace(values.cast(pa.string()))
    return pc.if_else(pc.equal(words, ""), pa.scalar(None, pa.string()), words)


def identifiers(values: Array) -> Array:
    """Return ids as trimmed text: ``00123`` stays, ``17850.0`` is ``17850`` only when all agree.

    >>> identifiers(pa.array(["17850.0", " 12.0 ", ""])).to_pylist()
    ['17850', '12', None]
    >>> identifiers(pa.array(["17850.0", "A-1"])).to_pylist()
    ['17850.0', 'A-1']
    """
    if pa.types.is_floating(values.type):
        values = pc.if_else(pc.is_nan(values), pa.scalar(None, values.type), values)
        whole = pc.and_(pc.equal(values, pc.floor(values)), pc.less(pc.abs(values), _EXACT))
        if pc.all(whole).as_py():
            return values.cast(pa.int64()).cast(pa.string())
    words = text(values)
    if pc.all(pc.match_substring_regex(words, r"^-?\d+\.0$")).as_py():
        return pc.utf8_replace_slice(words, -2, 1 << 30, "")
    return words
