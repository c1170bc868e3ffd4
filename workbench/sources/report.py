"""What came of reading: rows and money read, kept and set aside, in figures and in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from workbench.review.words import count
from workbench.sources.files import SetAside
from workbench.tabular import Tabular

_MOST_NAMED = 8  # columns a sentence names


@dataclass(frozen=True)
class Counts:
    """Rows of one table and, for sales, their money.

    ``rows_read`` is kept plus set aside plus, if any, ``rows_again`` that another file or sheet had
    as well; ``amount_read`` likewise, but for ``amounts_unread`` rows set aside whose amount says
    nothing.
    """

    rows_read: int = 0
    rows_kept: int = 0
    rows_set_aside: int = 0
    amount_read: float | None = None
    amount_kept: float | None = None
    unidentified_rows: int | None = None
    unidentified_amount: float | None = None
    rows_again: int | None = None
    amounts_unread: int | None = None

    @property
    def unread(self) -> str:
        """What to say of rows set aside whose money is not in ``amount_read``; empty if none."""
        rows = self.amounts_unread
        return f"; the amount of {count(rows, 'row')} set aside can't be read" if rows else ""

    def __add__(self, other: Counts) -> Counts:
        sums = {}
        for name in self.__dataclass_fields__:
            mine, theirs = getattr(self, name), getattr(other, name)
            sums[name] = theirs if mine is None else mine + (theirs or 0)
        return replace(self, **sums)

    def to_json(self) -> dict[str, Any]:
        """Return what is known; money rounded to the cent."""
        return {
            name: round(value, 2) if isinstance(value, float) else value
            for name in self.__dataclass_fields__
            if (value := getattr(self, name)) is not None
        }


@dataclass(frozen=True)
class Report(Tabular):
    """The whole account of an intake.

    ``mapping`` names what each column became, ``unused`` the columns that became nothing, and
    ``notes`` what was assumed or noticed, a sentence each. ``currency`` is the one all money is in,
    where anything says so; ``columns`` are those of each file or sheet.
    """

    tables: Mapping[str, Counts]
    set_aside: tuple[SetAside, ...]
    mapping: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    currency: str = ""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def frame(self) -> pd.DataFrame:
        """One row per table: rows and money read, kept and set aside."""
        rows = [counts.to_json() for counts in self.tables.values()]
        return pd.DataFrame(rows, index=pd.Index(self.tables, name="table", dtype="str"))

    def to_json(self) -> dict[str, Any]:
        """Return the report as ``workbench new --json`` prints it."""
        return {
            "tables": {name: counts.to_json() for name, counts in self.tables.items()},
            "set_aside": [
                {
                    "file": row.file,
                    "sheet": row.sheet,
                    "line": row.line,
                    "column": row.column,
                    "reason": row.reason,
                }
                for row in self.set_aside
            ],
            "mapping": {column: list(targets) for column, targets in self.mapping.items()},
        }

    def sentences(self, currency: str = "") -> tuple[str, ...]:
        """Return the report in plain words, the totals first."""
        unit = f" {currency}" if currency else ""
        said = []
        for name, counts in self.tables.items():
            aside = (
                f"{counts.rows_set_aside:,} set aside"
                if counts.rows_set_aside
                else "none set aside"
            )
            again = f", {counts.rows_again:,} counted once with others" if counts.rows_again else ""
            money = (
                f"; {counts.amount_kept:,.2f}{unit} kept of {counts.amount_read:,.2f}{unit} read"
                if counts.amount_kept is not None
                else ""
            )
            said.append(
                f"{name.capitalize()}: {count(counts.rows_read, 'row')} read, "
                f"{counts.rows_kept:,} kept, {aside}{again}{money}{counts.unread}."
            )
            if counts.unidentified_rows:
                said.append(
                    f"Without a customer: {count(counts.unidentified_rows, 'row')} of sales, "
                    f"{counts.unidentified_amount:,.2f}{unit}; kept, as unidentified."
                )
        said += self.notes
        if self.unused:
            named = ", ".join(f"«{column}»" for column in self.unused[:_MOST_NAMED])
            more = len(self.unused) - _MOST_NAMED
            said.append(f"Not used: {named}{f' and {more} more' if more > 0 else ''}.")
        return tuple(said)


def all_of(reports: Sequence[Report]) -> Report:
    """Return several reports, of several files each, as one."""
    tables: dict[str, Counts] = {}
    for name, counts in (pair for one in reports for pair in one.tables.items()):
        tables[name] = tables.get(name, Counts()) + counts
    return replace(
        reports[-1],
        tables=tables,
        set_aside=tuple(row for one in reports for row in one.set_aside),
        mapping={column: t for one in reports for column, t in one.mapping.items()},
        notes=tuple(dict.fromkeys(note for one in reports for note in one.notes)),
        unused=tuple(column for one in reports for column in one.unused),
        columns={label: names for one in reports for label, names in one.columns.items()},
    )
