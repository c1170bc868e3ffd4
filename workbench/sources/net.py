"""What a price or total holds that is no turnover: VAT, and a discount not yet taken off.

Turnover is net (domain 2). A file may have the total with its VAT and the VAT beside it, or a price
and a discount: whether it is so, the figures say.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from workbench.sources import values
from workbench.sources.synonyms import plain

Array = Any  # pyarrow ships no types
Floats = npt.NDArray[np.float64]
_RATES = np.array([
    25.5, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13.5, 13, 12,
    10, 9.5, 9, 8.1, 8, 7.7, 7, 6, 5.5, 5, 4, 3, 2.6, 2.5, 2.1,
])  # fmt: skip
"""Rates of VAT in use or lately so in Europe, in percent."""
_SLACK = 0.011  # a cent of rounding, and the noise of binary numbers
_MOSTLY, _ENOUGH = 0.6, 3  # of the different amounts with tax: many are too small to tell
_HIGHEST = 0.3  # part of a total that is VAT
_TOTALS = frozenset(
    ("total", "totals", "summa", "yhteensä", "loppusumma", "gesamt", "gesamtbetrag", "endbetrag")
)
_IN_PERCENT = re.compile(r"%|\b(?:percent(?:age)?|pct|prosentti|procent|prozent)\b", re.IGNORECASE)


def holds_vat(name: str, total: Array, vat: Array) -> bool:
    """Whether a column of amounts holds the VAT that stands in another one.

    By the rates of VAT there are: 24 of 124 are 24 % of what is left, 24 of 100 of the amount
    itself. What is called a total holds it unless the figures say that it comes on top.
    """
    whole, tax = (
        np.array(values.numbers(cells).values.to_numpy(zero_copy_only=False), dtype=np.float64)
        for cells in (total, vat)
    )
    some = np.isfinite(whole) & np.isfinite(tax) & (tax != 0)
    pairs = np.unique(np.abs(np.column_stack([whole, tax])[some]), axis=0)
    whole, tax = pairs.T
    if not len(pairs) or (tax > _HIGHEST * whole).any() or _is_a_rate(whole, tax):
        return False
    within, beside = (
        (np.abs(tax - np.outer(_RATES / 100, base)) <= _SLACK).any(axis=0)
        for base in (whole - tax, whole)
    )
    if _TOTALS & set(plain(name).split()):
        return bool((beside & ~within).mean() < _MOSTLY)
    return bool((within & ~beside).mean() >= _MOSTLY and len(pairs) >= _ENOUGH)


def _is_a_rate(whole: Floats, tax: Floats) -> bool:
    """Whether a tax is the same for all amounts: then it is its rate."""
    return len(np.unique(tax)) == 1 and len(np.unique(whole)) > 1


def tells_discount(name: str, cells: Array) -> bool:
    """Whether a column of discounts can't be one of money: percent, or shares of the price."""
    found, percent = _discounts(cells)
    if not len(found):
        return False
    low, most = pc.min(found).as_py(), pc.max(found).as_py()
    return bool(low >= 0 and most <= (100 if percent or says_percent(name) else 1))


def shares(name: str, cells: Array) -> Array:
    """Return discounts as shares of the price; none where a cell can't be read.

    >>> import pyarrow as pa
    >>> shares("Discount", pa.array(["0", "0.25"])).to_pylist()
    [0.0, 0.25]
    >>> shares("Discount", pa.array(["1%", "5%"])).to_pylist()
    [0.01, 0.05]
    """
    found, percent = _discounts(cells)
    most = pc.max(found).as_py() or 0.0
    return pc.divide(found, 100.0) if percent or in_percent(name, most) else found


def in_percent(name: str, most: float) -> bool:
    """Whether discounts of which this is the largest are in percent.

    Under a name that says percent, «0.25» is a quarter if all are below one.
    """
    return most > 1 or (most == 1 and says_percent(name))


def says_percent(name: str) -> bool:
    """Whether a column's name says that it is in percent."""
    return bool(_IN_PERCENT.search(name))


def _discounts(cells: Array) -> tuple[Array, bool]:
    """Return the numbers of a column of discounts, and whether its cells have a sign of percent."""
    percent = False
    if values.is_text(cells.type):
        cells = values.text(cells)
        percent = bool(pc.any(pc.match_substring(cells, "%")).as_py())
        cells = pc.replace_substring_regex(cells, r"\s*%$", "")
    return pc.fill_null(values.numbers(cells).values, 0.0), percent
