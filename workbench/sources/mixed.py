"""Columns of numbers and text → text in which no number can be misread."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from workbench.sources.values import decimal_sign, unclear

_LIKE_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")


def plainly(number: float) -> str:
    """Return a number with a decimal point that nobody takes for one between thousands.

    >>> plainly(12.125), plainly(0.125), plainly(7.0)
    ('12.1250', '0.125', '7')
    """
    said = np.format_float_positional(number, trim="-")
    return f"{said}0" if _LIKE_THOUSANDS.fullmatch(said) else said


def written(cells: Sequence[Any], word: Callable[[Any], str]) -> list[str]:
    """Return cells as text, true numbers in a way that the text beside them leaves no doubt about.

    A number of 12.125 beside «3,50» is written «12,125», and has no say in what ``1.234`` beside
    it means.

    Parameters
    ----------
    cells
        A column of any kinds.
    word
        How a cell is written where nothing stands against it.

    Examples
    --------
    >>> written([12.125, "3,50", 99.5, 7.0], str)
    ['12,125', '3,50', '99,5', '7']
    >>> written([12.125, "1.234"], str), written([12.125, "none"], str)
    (['12125e-3', '1.234'], ['12.1250', 'none'])
    """
    words = pa.array([cell for cell in cells if isinstance(cell, str)], pa.string())
    sign, doubtful = decimal_sign(words), unclear(words)

    def write(cell: Any) -> str:
        if not isinstance(cell, float) or not math.isfinite(cell):
            return word(cell)
        said = np.format_float_positional(cell, trim="-")
        if sign or not doubtful:
            return said.replace(".", sign) if sign else plainly(cell)
        whole, point, part = said.partition(".")
        return f"{int(whole + part)}e-{len(part)}" if point else said

    return [write(cell) for cell in cells]
