"""What is typed after an option, checked: dates, windows, currencies, axes and dividing lines."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from workbench.cli.terminal import clean
from workbench.customers import Column, Customers
from workbench.errors import WorkbenchError
from workbench.review.axes import Axis, Cut

_CUTS = "median, mean, a value such as 12000, or share:0.8 (the few that bring 80 %)"


def as_of(text: str | None) -> date | None:
    """Read ``--as-of``.

    >>> as_of("2026-09-30"), as_of(None)
    (datetime.date(2026, 9, 30), None)
    """
    if text is None:
        return None
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):  # fromisoformat takes more forms
        with contextlib.suppress(ValueError):
            return date.fromisoformat(text)
    raise WorkbenchError(
        f"«{text}» is no date", where="--as-of", allowed="year-month-day such as 2026-09-30"
    )


def window(text: str) -> str:
    """Read ``--window``: a number of months, or all."""
    if not re.fullmatch(r"[1-9][0-9]{0,2}m|all", text):
        raise WorkbenchError(
            f"«{text}» is no window", where="--window", allowed="months such as 12m, or all"
        )
    return text


def currency(text: str) -> str:
    """Read ``--currency``: three letters, or nothing."""
    if text and not re.fullmatch(r"[A-Za-z]{3}", text):
        raise WorkbenchError(
            f"«{text}» is no currency", where="--currency", allowed="three letters such as EUR"
        )
    return text.upper()


def rates(texts: Iterable[str] | None) -> dict[str, float]:
    """Read ``--rate``: a currency and what one unit of it is worth in the client's.

    >>> rates(["usd=0.92"])
    {'USD': 0.92}
    """
    found = {}
    for text in texts or ():
        code, _, worth = text.partition("=")
        value = _number(worth)
        if not re.fullmatch(r"[A-Za-z]{3}", code.strip()) or value is None or value <= 0:
            raise WorkbenchError(
                f"«{text}» is no rate", where="--rate", allowed="a currency and a number: USD=0.92"
            )
        found[code.strip().upper()] = value
    return found


def binning(text: str | None) -> Literal["quantile", "r-rfm"] | None:
    """Read ``--binning``.

    >>> binning("r-rfm"), binning(None)
    ('r-rfm', None)
    """
    known: dict[str | None, Literal["quantile", "r-rfm"] | None]
    known = {"quantile": "quantile", "r-rfm": "r-rfm", None: None}
    if text not in known:
        raise WorkbenchError(
            f"«{text}» is no binning", where="--binning", allowed="quantile or r-rfm"
        )
    return known[text]


def name(text: str) -> str:
    """Read ``--name``: one line of at most 120 characters."""
    return clean(text).strip()[:120]


TABLES = (".csv", ".parquet")
REPORTS = (".html", ".xlsx", ".pptx", ".pdf")
"""Endings of what `--out` may name: a table, or a report."""


def output(path: Path, endings: tuple[str, ...] = TABLES) -> Path:
    """Check ``--out`` before anything is computed for it."""
    if path.suffix.lower() not in endings:
        allowed = f"{', '.join(endings[:-1])} or {endings[-1]}"
        raise WorkbenchError(f"«{path.name}» has another ending", where="--out", allowed=allowed)
    if path.is_dir():
        raise WorkbenchError(f"«{path}» is a folder", where="--out", then="Name a file in it.")
    if not path.absolute().parent.is_dir():
        raise WorkbenchError(
            f"There is no folder «{path.absolute().parent}»", where="--out", then="Make it first."
        )
    return path


def axis(customers: Customers, column: str, option: str) -> Axis:
    """Return an axis by the name of its column, the rest left to what suits the facts."""
    if column not in customers.columns:
        raise WorkbenchError(
            f"There is no measure or attribute «{column}»",
            where=option,
            allowed=_nearest_first(column, customers.columns.values()),
        )
    return Axis(column=column)


def cut(text: str, column: Column, levels: tuple[str, ...], option: str) -> Cut:
    """Read a dividing line: ``median``, ``mean``, a value, or ``share:0.8``.

    For a column of words the value is the first of the better ``levels``, or how many levels are
    on the worse side.

    >>> cut("share:0.8", Column("turnover", "Turnover", additive=True), (), "--x-cut")
    Cut(by='share', value=0.8)
    >>> cut("card", Column("pays", "Pays by", levels=("cash", "card")), ("cash", "card"), "--y-cut")
    Cut(by='value', value=1.0)
    """
    if column.words:
        return _between(text, levels, option)
    if text in ("median", "mean"):
        return Cut(by="median" if text == "median" else "mean")
    kind, colon, number = text.partition(":")
    share = kind == "share" and bool(colon)
    value = _number(number if share else text)
    if value is None or (share and not 0 < value <= 1):
        raise WorkbenchError(f"«{text}» is no dividing line", where=option, allowed=_CUTS)
    if share and not column.additive:
        raise WorkbenchError(
            f"{column.label} does not add up over customers, so no few bring a share of it",
            where=option,
            allowed="median, mean or a value",
        )
    return Cut(by="share" if share else "value", value=value)


def _between(text: str, levels: tuple[str, ...], option: str) -> Cut:
    if text == "median":
        return Cut(by="median")
    counts = [str(number) for number in range(1, len(levels))]
    better = levels.index(text) if text in levels else int(text) if text in counts else 0
    if not better:
        raise WorkbenchError(
            f"«{text}» divides no words",
            where=option,
            allowed=f"median, or the first level of the better side: {', '.join(levels[1:])}",
        )
    return Cut(by="value", value=float(better))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None


def _nearest_first(typed: str, columns: Iterable[Column]) -> str:
    """List the names a person may have meant, the nearest first, by name or by label."""
    named = {column.label.casefold(): column.name for column in columns}
    named |= {name: name for name in sorted(named.values())}
    wanted = typed.casefold().strip()
    close = [
        named[found]
        for spelling in (wanted, wanted.replace(" ", "_").replace("-", "_"))
        for found in get_close_matches(spelling, named, n=5, cutoff=0.6)
    ]
    inside = [name for spelling, name in named.items() if wanted and wanted in spelling]
    order = dict.fromkeys([*close, *inside, *sorted(named.values())])
    return ", ".join(order) or "none: the client has no facts yet"
