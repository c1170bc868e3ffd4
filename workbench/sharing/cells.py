"""Text that a spreadsheet shows instead of running it."""

from __future__ import annotations

import re

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def neutral(text: str) -> str:
    """Return a cell of text that no spreadsheet takes for a formula; plain numbers stay.

    >>> neutral("=1+1"), neutral("-12"), neutral("Alder & Sons")
    ("'=1+1", '-12', 'Alder & Sons')
    """
    return f"'{text}" if text.startswith(_STARTS) and not _NUMBER.fullmatch(text) else text
