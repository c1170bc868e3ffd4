"""One sheet's columns read for one table: typed, with doubts settled over the whole sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.errors import WorkbenchError
from workbench.review.words import count
from workbench.sources import dates, values
from workbench.sources.content import arrow
from workbench.sources.files import SetAside, Sheet
from workbench.sources.schema import ARROW, Kind

Bools = npt.NDArray[np.bool_]
_DATES = frozenset({"date", "due_on", "paid_on"})
_MONEY = ("amount", "unit_price", "direct_cost", "line_profit")
_NUMBERS = frozenset({*_MONEY, "quantity", "hours", "duration", "cost_per_hour", "value"})
_WHAT: Mapping[Kind, str] = {"date": "date", "number": "number", "flag": "yes or no"}
_LONGEST = 60  # characters of a cell that a reason repeats


@dataclass(eq=False)
class Reader:
    """Reads the columns of a sheet that go into one table, and keeps account of rows refused.

    ``columns`` maps the table's column to the sheet's. Where one column of dates leaves the order
    of day and month open, the sheet's other dates decide; decimal signs likewise.
    """

    sheet: Sheet
    columns: Mapping[str, str]
    aside: list[SetAside] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keep: Bools = np.ones(len(self.sheet.frame), dtype=bool)
        self._cells: dict[str, pa.Array] = {}

    def __len__(self) -> int:
        return len(self.sheet.frame)

    def __contains__(self, column: str) -> bool:
        return column in self.columns

    def cells(self, column: str) -> pa.Array:
        """Return a column's cells as they came."""
        source = self.columns[column]
        if source not in self._cells:
            self._cells[source] = arrow(self.sheet.frame[source])
        return self._cells[source]

    def needed(self, column: str, kind: Kind, what: str) -> pa.Array:
        """Return a column; rows in which it is empty or unreadable are set aside."""
        read = self._read(column, kind)
        source = self.columns[column]
        self.refuse(_mask(read.bad), source, f"«{{}}» is no {what}")
        self.refuse(_mask(pc.is_null(read.values)), source, f"the {what} is missing")
        return read.values

    def optional(self, column: str, kind: Kind) -> pa.Array:
        """Return a column; what is unreadable is left empty, which a note says."""
        if column not in self.columns:
            return pa.nulls(len(self), ARROW[kind])
        read = self._read(column, kind)
        bad = np.flatnonzero(_mask(read.bad) & self.keep)
        if len(bad):
            cell = self._cell(self.columns[column], int(bad[0]))
            line = self.sheet.lines[bad[0]]
            self.notes.append(
                f"{self._place(column)}: {count(len(bad), 'cell')} can't be read as "
                f"{_WHAT[kind]}; left empty, the first, «{cell}», on line {line}."
            )
        return read.values

    def amounts(self) -> pa.Array:
        """Return the amounts: as given, or quantity × unit price; others are set aside."""
        money: dict[str, str] = {}
        for column in _MONEY:
            if column in self.columns:
                for sign in values.currencies(self.cells(column)):
                    money.setdefault(sign, self._place(column))
        if len(money) > 1:
            raise WorkbenchError(
                f"The amounts are in more than one currency: {', '.join(money)}",
                where=", ".join(dict.fromkeys(money.values())),
                allowed="one currency",
                then="Convert them, or give a file for each.",
            )
        if "amount" in self.columns:
            return self.needed("amount", "number", "amount")
        price = self.needed("unit_price", "number", "unit price")
        return pc.multiply(self.needed("quantity", "number", "quantity"), price)

    def refuse(self, bad: Bools, source: str, reason: str) -> None:
        """Set rows aside, those not yet set aside for another reason; ``{}`` is the cell."""
        rows = np.flatnonzero(bad & self.keep)
        self.keep[rows] = False
        file, sheet = self.sheet.file, self.sheet.sheet
        self.aside += [
            SetAside(file, sheet, line, source, reason.replace("{}", self._cell(source, row)))
            for row, line in zip(rows.tolist(), self.sheet.lines[rows].tolist(), strict=True)
        ]

    def _read(self, column: str, kind: Kind) -> values.Column:
        cells = self.cells(column)
        if column in {"hours", "duration"}:
            return values.hours(cells, self._decimal)
        if kind == "number":
            if values.unclear(cells) and not self._decimal:
                self.notes.append(
                    f"{self._place(column)}: numbers such as 1.234 or 1,234 could be read either "
                    "way; they were read as English writes them, 1.234 as little more than one."
                )
            return values.numbers(cells, self._decimal)
        if kind == "date":
            if dates.unclear(cells) and not self._order:
                self.notes.append(
                    f"{self._place(column)}: every date could have day and month either way "
                    "round; the day was taken to come first."
                )
            return dates.dates(cells, self._order)
        if kind == "flag":
            return values.flags(cells)
        ids = values.identifiers(cells)
        return values.Column(ids, pa.array(np.zeros(len(ids), dtype=bool)))

    @cached_property
    def _order(self) -> str:
        """The order of day and month that the sheet's dates agree on, if any tells."""
        return _only(dates.order(self.cells(c)) for c in self.columns if c in _DATES)

    @cached_property
    def _decimal(self) -> str:
        return _only(values.decimal_sign(self.cells(c)) for c in self.columns if c in _NUMBERS)

    def _place(self, column: str) -> str:
        return f"{self.sheet.label}, «{self.columns[column]}»"

    def _cell(self, source: str, row: int) -> str:
        text = str(self.sheet.frame[source].iloc[row])
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _only(found: object) -> str:
    known = {each for each in found if each}  # type: ignore[attr-defined]
    return known.pop() if len(known) == 1 else ""


def _mask(bad: pa.Array) -> Bools:
    return np.asarray(bad).astype(bool)
