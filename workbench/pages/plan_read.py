"""What people type on the plan page, read: amounts and days."""

from __future__ import annotations

from datetime import date

from workbench.errors import WorkbenchError


def number(text: str, label: str) -> float | None:
    """Read an amount as people type it; nothing is None.

    Examples
    --------
    >>> number("1,500", "cost"), number("2,5", "hours"), number("", "cost")
    (1500.0, 2.5, None)
    """
    plain = text.strip().replace(" ", "").replace("−", "-")
    if not plain:
        return None
    if plain.count(",") == 1 and "." not in plain and len(plain.partition(",")[2]) != 3:  # noqa: PLR2004 - thousands
        plain = plain.replace(",", ".")
    try:
        return float(plain.replace(",", ""))
    except ValueError:
        raise WorkbenchError(
            f"«{text}» is no number", where=label.capitalize(), allowed="a number such as 1500"
        ) from None


def day(text: str, label: str) -> date | None:
    """Read a day as a browser gives it; nothing is None."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WorkbenchError(f"«{text}» is no date", where=label, allowed="a date") from None
