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


def shares(name: str, cells: Array) -> Array | None:
    """Return discounts as shares of the price; None where they may be amounts.

    >>> import pyarrow as pa
    >>> shares("Discount", pa.array(["0", "0.25"])).to_pylist()
    [0.0, 0.25]
    >>> shares("Discount", pa.array(["5", "12"])), shares("%", pa.array(["5"])).to_pylist()
    (None, [0.05])
    """
    text = values.text(cells) if values.is_text(cells.type) else None
    percent = bool(_IN_PERCENT.search(name))
    if text is not None and pc.any(pc.match_substring(text, "%")).as_py():
        percent, cells = True, pc.replace_substring_regex(text, r"\s*%$", "")
    found = pc.fill_null(values.numbers(cells).values, 0.0)
    if not len(found):
        return None
    low, most = pc.min(found).as_py(), pc.max(found).as_py()
    if low < 0 or most > (100 if percent else 1):
        return None
    # of a column in percent whose values are all below one, «0.25» is a quarter
    return pc.divide(found, 100.0) if percent and most > 1 else found
