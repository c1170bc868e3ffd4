"""Text that a spreadsheet shows instead of running it: the one place that makes it so."""

from __future__ import annotations

import re

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_PLAIN = re.compile(r"[+-]?\d+([.,]\d+)?")


def neutral(text: str, numbers: re.Pattern[str] = _PLAIN) -> str:
    """Return a cell that no spreadsheet takes for a formula; what reads as a number stays.

    >>> neutral("=1+1"), neutral("-12"), neutral("Alder & Sons")
    ("'=1+1", '-12', 'Alder & Sons')
    """
    return text if numbers.fullmatch(text) else tame(text)


def tame(text: str) -> str:
    """Return a cell of words that no spreadsheet takes for a formula or a number.

    >>> tame("=1+1"), tame("-12")
    ("'=1+1", "'-12")
    """
    return f"'{text}" if text.startswith(_STARTS) else text
