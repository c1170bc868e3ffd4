"""What people type into a field, read the same way everywhere: numbers, facts, days."""

from __future__ import annotations

import math
import re
from datetime import date

from workbench.customers import Column
from workbench.errors import WorkbenchError
from workbench.review import words

_BY_COMMA = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_BY_POINT = re.compile(r"[+-]?[1-9]\d{0,2}((\.\d{3})+,\d*|(\.\d{3}){2,})")


def number(text: str, label: str, *, unit: str = "") -> float | None:
    """Read a number as people type it; nothing is None.

    Spaces and apostrophes part thousands; a comma or a point is the decimal mark, unless it
    stands where thousands are parted: both marks, one of them twice, or one comma before exactly
    three digits («1,234», not «0,125»). One point is always decimal, as the pages write it.

    Raises
    ------
    WorkbenchError
        When it is no finite number; ``label`` says where, ``unit`` (it may stand behind the
        number) in what.

    Examples
    --------
    >>> [number(text, "Cost") for text in ("84,3", "84.300", "0,125", "2 500", "−3", "")]
    [84.3, 84.3, 0.125, 2500.0, -3.0, None]
    >>> [number(text, "Cost") for text in ("84,300", "1.234,5", "1,234.5", "1'000'000")]
    [84300.0, 1234.5, 1234.5, 1000000.0]
    """
    plain = re.sub(r"[\s'’]", "", text).replace(words.MINUS, "-").removesuffix(unit)
    if not plain:
        return None
    if _BY_COMMA.fullmatch(plain):
        plain = plain.replace(",", "")
    elif _BY_POINT.fullmatch(plain):
        plain = plain.replace(".", "")
    try:
        value = float(plain.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        allowed = f"a number in {unit}" if unit else "a number such as 1500"
        raise WorkbenchError(f"«{text[:40]}» is no number", where=label, allowed=allowed)
    return value


def fact(column: Column, text: str) -> float | str | None:
    """Read what was typed for a customer's fact, in its unit; nothing is None.

    Raises
    ------
    WorkbenchError
        When a number is wanted and something else was typed.
    """
    text = text.strip()
    if column.words:
        return text or None
    value = number(text, column.label, unit=column.unit)
    return value if value is None or column.unit != "%" else value / 100


def day(text: str, label: str) -> date | None:
    """Read a day as a browser gives it; nothing is None."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WorkbenchError(f"«{text}» is no date", where=label, allowed="a date") from None
