"""Columns travel as what the browser paints: float32, int32, uint8 or text, missing as missing."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from workbench.widgets.columns import CODES, column, plain, same


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (np.array([1.5, np.nan]), "f4"),
        (np.array([True, False]), "u1"),
        (np.array([3, 200], dtype=np.uint8), "u1"),
        (np.array([-7, 2**31 - 1]), "i4"),
        (np.array([2**40]), "f4"),
    ],
)
def test_numbers_travel_as_what_is_painted(values: Any, kind: str) -> None:
    packed = column("v", values)
    assert isinstance(packed, np.ndarray)
    assert CODES[packed.dtype.kind] == kind
    assert np.allclose(packed, values, equal_nan=True)


def test_anything_else_travels_as_text_and_a_gap_as_a_gap() -> None:
    assert column("v", ["Birch", None, math.nan, 3]) == ("Birch", None, None, "3")
    given = ("Birch", "Fjord")
    assert column("v", given) is given


def test_a_table_is_no_column() -> None:
    with pytest.raises(ValueError, match="2 dimensions"):
        column("v", np.zeros((2, 2)))


def test_columns_are_the_same_to_the_bit() -> None:
    values = np.array([0.0, np.nan], dtype=np.float32)
    assert same(values, values.copy())
    assert not same(values, np.array([-0.0, np.nan], dtype=np.float32))
    assert not same(values, ("0", None))
    assert same(("a", None), ("a", None))


def test_values_are_said_as_json_can() -> None:
    assert plain([np.float64(1.5), math.inf, (np.int64(2), None)]) == [1.5, None, [2, None]]
