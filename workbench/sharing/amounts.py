"""Amounts as they are read: in words, and never broken before their unit."""

from __future__ import annotations

import re

from workbench.review import words
from workbench.sharing.snapshot import Money


def amount(value: Money, currency: str) -> str:
    r"""Say an amount that stays on one line; «–» where it is not known.

    Examples
    --------
    >>> amount(17150.4, "EUR"), amount(None, "EUR")
    ('17,150\xa0EUR', '–')
    """
    return "–" if value is None else unbroken(words.money(value, currency), currency)


def unbroken(text: str, currency: str) -> str:
    r"""Return a sentence whose figures don't lose their currency or per cent to the next line.

    Examples
    --------
    >>> unbroken("A fee of 45,869 EUR, or 11 % more", "EUR")
    'A fee of 45,869\xa0EUR, or 11\xa0% more'
    """
    return re.sub(rf"(?<=\d) (?={re.escape(currency)}\b|%)", "\N{NO-BREAK SPACE}", text)
