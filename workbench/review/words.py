"""How a figure is said: units always, thousands separated, no digits that are noise."""

from __future__ import annotations

import math
from datetime import date

from workbench.customers import Column

MINUS = "−"
NOBODY = "There are no customers yet. Bring a file on «1 Who»."
_MANY = 100
_SOME = 10
_LITTLE = 0.1


def number(value: float) -> str:
    """Say a plain number: 12,345, 41.5, 0.82.

    Examples
    --------
    >>> number(12345.6), number(41.53), number(0.8211), number(0.0042), number(-3.0)
    ('12,346', '41.5', '0.82', '0.0042', '−3')
    """
    if not math.isfinite(value):
        return "–"
    size = abs(value)
    digits = 0 if size >= _MANY or value == round(value) else 1 if size >= _SOME else 2
    if 0 < size < _LITTLE:  # two digits that say something
        digits = min(1 - math.floor(math.log10(size)), 6)
    text = f"{size:,.{digits}f}"
    return f"{MINUS}{text}" if value < 0 and text.strip("0.,") else text


def money(value: float, currency: str) -> str:
    """Say an amount in whole units of its currency.

    Examples
    --------
    >>> money(17150.4, "EUR"), money(-310.0, "EUR")
    ('17,150 EUR', '−310 EUR')
    """
    return "–" if not math.isfinite(value) else f"{number(float(round(value)))} {currency}"


def percent(share: float) -> str:
    """Say a share, 0 to 1, as a whole percentage; a small one keeps a decimal.

    Examples
    --------
    >>> percent(0.384), percent(0.0042), percent(0), percent(-0.05)
    ('38 %', '0.4 %', '0 %', '−5 %')
    """
    value = share * 100
    if not math.isfinite(value):
        return "–"
    text = f"{abs(value):,.1f}" if 0 < abs(value) < 1 else f"{abs(value):,.0f}"
    return f"{MINUS if value < 0 and text.strip('0.') else ''}{text} %"


def count(n: int, one: str, many: str | None = None) -> str:
    """Say how many: «1 customer», «24 customers».

    Examples
    --------
    >>> count(1, "customer"), count(24, "customer"), count(0, "entry", "entries")
    ('1 customer', '24 customers', '0 entries')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def day(when: date) -> str:
    """Say a date as people write it: 30 Sep 2026."""
    return f"{when.day} {when:%b %Y}"


def value(column: Column, amount: float) -> str:
    """Say one value of a column with its unit; a position among levels becomes its word.

    Examples
    --------
    >>> value(Column("days_late", "Days late", "days"), 41.0)
    '41 days'
    >>> value(Column("turnover", "Turnover", "EUR"), 17150.0)
    '17,150 EUR'
    """
    if not math.isfinite(amount):
        return "–"
    if column.words:
        return column.levels[min(max(int(amount), 0), len(column.levels) - 1)]
    if is_money(column):
        return money(amount, column.unit)
    if column.unit in _SAID:
        return _SAID[column.unit](amount)
    if amount == 1 and column.unit.isalpha() and column.unit.endswith("s"):
        return f"1 {column.unit[:-1]}"
    return f"{number(amount)} {column.unit}".strip()


def is_money(column: Column) -> bool:
    """Whether a column is money: its unit begins with an ISO 4217 code («EUR», «EUR/month»)."""
    code = column.unit.partition("/")[0]
    return code.isalpha() and code.isupper() and len(code) == 3  # noqa: PLR2004 - ISO 4217


def times(ratio: float) -> str:
    """Say a ratio to what was before in words.

    Examples
    --------
    >>> times(0.82), times(1.5), times(1.0)
    ('18 % fewer', '50 % more', 'as many')
    """
    if not math.isfinite(ratio * 100):
        return "–"
    change = round((ratio - 1) * 100)
    if not change:
        return "as many"
    return f"{abs(change):,} % {'more' if change > 0 else 'fewer'}"


def unit(column: Column) -> str:
    """Say what a column is measured in, for an axis title: «Turnover, EUR»."""
    return f"{column.label}, {column.unit}" if column.unit else column.label


def short(column: Column, value: float) -> str:
    """Say a value where room is short: thousands as k, millions as M, shares in percent."""
    if column.unit == "%":
        return percent(value)
    size = abs(value)
    for limit, letter in ((1e6, "M"), (1e3, "k")):
        if size >= limit:
            return f"{number(value / limit)}{letter}"
    return number(value)


def listed(names: list[str]) -> str:
    """Join names as a sentence does: «a, b and c»."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


_SAID = {"%": percent, "×": times}
