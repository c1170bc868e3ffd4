"""Columns on their way to a browser: numbers for painting, as bytes, and texts."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

CODES = {"f": "f4", "u": "u1", "i": "i4"}
"""How a column's type is called on the way: float32, uint8, int32."""

Column = npt.NDArray[np.generic] | tuple[str | None, ...]


def column(name: str, values: Any) -> Column:
    """Return a column as it travels: float32, int32 or uint8, else texts."""
    array = values if isinstance(values, np.ndarray) else None
    if array is None or array.dtype.kind not in "fiub":
        texts = tuple(None if _missing(value) else str(value) for value in values)
        return values if isinstance(values, tuple) and texts == values else texts
    if array.ndim != 1:
        raise ValueError(f"«{name}» has {array.ndim} dimensions; a column has one")
    if array.dtype.kind == "b" or array.dtype == np.uint8:
        return array.astype(np.uint8)
    if array.dtype.kind == "f":
        return array.astype(np.float32)
    narrow = array.astype(np.int32)
    return narrow if np.array_equal(narrow, array) else array.astype(np.float32)


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and np.isnan(value))


def same(before: Column, after: Column) -> bool:
    """Tell whether two columns hold the same, to the bit."""
    if isinstance(before, tuple) or isinstance(after, tuple):
        return before is after or (type(before) is type(after) and before == after)
    return before.dtype == after.dtype and before.tobytes() == after.tobytes()


def plain(value: Any) -> Any:
    """Return a value as JSON can say it."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not np.isfinite(value):
        return None
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(part) for part in value]
    return value
