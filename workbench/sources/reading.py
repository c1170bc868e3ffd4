"""One sheet's columns read for one table: typed, with doubts settled over the whole sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.review import words
from workbench.review.words import count
from workbench.sources import currencies, dates, money, net, standing, totals, values
from workbench.sources.choice import DATES, DECIMALS, Question, asked
from workbench.sources.files import SetAside, Sheet
from workbench.sources.schema import ARROW, Kind
from workbench.sources.synonyms import hours_in

Bools = npt.NDArray[np.bool_]
_MONEY: Mapping[str, tuple[str, ...]] = {
    "sales": ("amount", "gross_amount", "vat", "unit_price", "direct_cost", "line_profit"),
    "rates": ("cost_per_hour",),
    "events": ("value",),
    "customers": ("potential", "marketing_spend"),
    "prospects": ("potential", "marketing_spend"),
}
WHO = frozenset({"customer_id", "name", "person"})
"""Columns that say who, in which a program may write that it is nobody."""
_LABELS = ("customer_id", "name", "product", "invoice_id", "date", "person")
EITHER = frozenset(chain(*_MONEY.values(), ("quantity",)))
_NUMBERS = EITHER | {"hours", "duration"}
_WHAT: Mapping[Kind, str] = {"date": "date", "number": "number", "flag": "yes or no"}
_FIGURES = ("amount", "gross_amount", "hours", "duration")
_SCALES = {1e3: "thousands", 1e6: "millions"}
_LONGEST = 60  # characters of a cell that a reason repeats


@dataclass(eq=False)
class Reader:
    """Reads the columns of a sheet that go into one table, and keeps account of rows refused.

    ``columns`` maps the table's column to the sheet's; ``orders`` says of columns of the sheet
    how they are to be read (`choice.WAYS`). Where one column of dates leaves that open, the
    sheet's other dates decide; decimal signs likewise. ``ours`` is the currency money is
    turned into.
    """

    sheet: Sheet
    columns: Mapping[str, str]
    orders: Mapping[str, str] = field(default_factory=dict)
    table: str = ""
    aside: list[SetAside] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keep: Bools = np.ones(len(self.sheet.frame), dtype=bool)
        self.ours = money.Money()

    def __len__(self) -> int:
        return len(self.sheet.frame)

    def __contains__(self, column: str) -> bool:
        return column in self.columns

    def cells(self, column: str) -> pa.Array:
        """Return a column's cells as they came."""
        return self.sheet.cells[self.columns[column]]

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
        """Return the amounts: as given, less their VAT, or quantity × unit price less discount.

        Rows without one are set aside.
        """
        if "amount" in self.columns:
            return self.needed_money("amount", "amount")
        if "gross_amount" in self.columns:
            gross = self.needed_money("gross_amount", "amount with VAT")
            vat = pc.fill_null(self.money("vat"), 0.0)
            back = pc.and_(pc.less(gross, 0.0), pc.greater(vat, 0.0))  # of a credit note
            return pc.subtract(gross, pc.if_else(pc.fill_null(back, False), pc.negate(vat), vat))
        price = self.needed_money("unit_price", "unit price")
        if "discount" in self.columns:
            off = net.shares(self.columns["discount"], self.cells("discount"))
            price = pc.multiply(price, pc.subtract(1.0, off))
        return pc.multiply(self.needed("quantity", "number", "quantity"), price)

    def needed_money(self, column: str, what: str) -> pa.Array:
        """Return a column of money in the client's currency; other rows are set aside."""
        return self._converted(column, self.needed(column, "number", what))

    def money(self, column: str) -> pa.Array:
        """Return a column of money in the client's currency; what is unreadable is left empty."""
        read = self.optional(column, "number")
        return self._converted(column, read) if column in self.columns else read

    def currencies(self) -> dict[str, str]:
        """Return each currency that money of these rows is in, and the column that says so."""
        seen: dict[str, str] = {}
        for column, found in self._codes.items():
            by = "currency" if "currency" in self.columns else column
            for code in sorted(pc.unique(found).drop_null().to_pylist()):
                seen.setdefault(code, self._place(by))
        return seen

    def refuse_totals(self) -> Bools:
        """Set lines of totals aside, and say which they are."""
        figure = next((c for c in _FIGURES if c in self.columns), "")
        first = str(next(iter(self.sheet.frame)))
        named = dict.fromkeys((first, *(self.columns[c] for c in _LABELS if c in self.columns)))
        labels = [cells for name in named if values.is_text((cells := self.sheet.cells[name]).type)]
        if not labels or not figure:
            return np.zeros(len(self), dtype=bool)
        worded = totals.worded(labels)
        if not worded.any():
            return np.zeros(len(self), dtype=bool)
        complete, bare = np.ones((2, len(self)), dtype=bool)
        for column in ("date", "customer_id", "name", "person"):
            if column in self.columns:
                cells = self.cells(column)
                is_date = column == "date"
                read = dates.dates(cells).values if is_date else values.text(cells)
                complete &= _mask(pc.is_valid(read)) | (column == "name")
                bare &= _mask(pc.is_null(read if is_date else totals.alone(read)))
        found: Bools = totals.totals(worded, self._read(figure, "number").values, complete, bare)
        self.refuse(found, self.columns[figure], totals.REASON)
        return found

    def refuse_no_sales(self) -> None:
        """Set aside what is a quote, a draft or void: documents of sales that are none."""
        for column in standing.ROLES:
            if column in self.columns:
                said, none = self.standing(column), f"«{self.columns[column]}» is «{{}}»: no sale"
                self.refuse(said == "none", self.columns[column], none)

    def standing(self, column: str) -> npt.NDArray[np.str_]:
        """Return what a column of documents or of their status says each row is."""
        name = self.columns[column]
        coded = values.text(self.cells(column)).dictionary_encode()
        known = [standing.standing(column, name, w) for w in coded.dictionary.to_pylist()]
        rows: npt.NDArray[np.str_] = np.array([*known, ""])[
            np.asarray(pc.fill_null(coded.indices, len(known)))
        ]
        return rows

    def refuse(self, bad: Bools, source: str, reason: str) -> None:
        """Set rows aside, those not yet set aside for another reason; ``{}`` is the cell."""
        rows = np.flatnonzero(bad & self.keep)
        self.keep[rows] = False
        file, sheet = self.sheet.file, self.sheet.sheet
        self.aside += [
            SetAside(
                file,
                sheet,
                line,
                source,
                reason.replace("{}", self._cell(source, row)),
                tuple(self._row(row)),
            )
            for row, line in zip(rows.tolist(), self.sheet.lines[rows].tolist(), strict=True)
        ]

    def _read(self, column: str, kind: Kind) -> values.Column:
        cells = self.cells(column)
        if column in {"hours", "duration"}:
            return self._hours(column, values.hours(cells, self.decimal))
        if kind == "number":
            self._settled(column)
            return values.numbers(cells, self.orders.get(self.columns[column]) or self.decimal)
        if kind == "date":
            self._settled(column)
            return dates.dates(cells, self.order, self.orders.get(self.columns[column], ""))
        if kind == "flag":
            return values.flags(cells)
        ids = values.identifiers(cells)
        if column in WHO:
            ids = self._somebody(column, ids)
        return values.Column(ids, pa.array(np.zeros(len(ids), dtype=bool)))

    def _hours(self, column: str, read: values.Column) -> values.Column:
        """Return minutes and seconds as hours; «1:30» is hours and minutes under any name."""
        each = hours_in(self.columns[column])
        if each == 1.0:
            return read
        if pc.any(pc.match_substring(values.text(self.cells(column)), ":")).as_py():
            return read
        what = "minutes" if each * 60 == 1.0 else "seconds"
        self._note(f"{self._place(column)}: {what}, as its name says, taken as hours.")
        return values.Column(pc.multiply(read.values, each), read.bad)

    def _somebody(self, column: str, ids: pa.Array) -> pa.Array:
        """Leave out what programs write where there is nobody, and say so."""
        nobody = pc.fill_null(pc.is_in(ids, pa.array(sorted(values.NOBODY))), False)
        if not pc.any(nobody).as_py():
            return ids
        found = pc.unique(ids.filter(nobody)).to_pylist()
        named = ", ".join(f"«{word}»" for word in found[:5])
        rows = count(pc.sum(nobody).as_py(), "row")
        self.notes.append(f"{self._place(column)}: {named} in {rows} taken for an empty cell.")
        return pc.if_else(nobody, pa.scalar(None, pa.string()), ids)

    def _settled(self, column: str) -> None:
        if question := self.either_way(column):
            raise asked([question])

    def either_way(self, column: str) -> Question | None:
        """Return what to ask where a column's dates or numbers could be read in several ways."""
        source, cells = self.columns[column], self.cells(column)
        if self.orders.get(source):
            return None
        if column in DATES:
            ways = dates.ways(cells)
            if ways and self.order and not dates.torn(cells):
                ways = ()
            rows = dates.differing(cells, 3) if ways else []
        elif column in EITHER and not self.decimal and values.unclear(cells):
            ways, rows = DECIMALS, values.differing(cells, 2)
        else:
            return None
        if not ways:
            return None
        said = []
        for row in rows:
            read = dict.fromkeys(self._readings(column, cells.slice(row, 1), ways))
            line = self.sheet.lines[row]
            said.append(f"line {line}, «{self._cell(source, row)}», is {' or '.join(read)}")
        file, sheet = self.sheet.file, self.sheet.sheet
        return Question(self.table, column, file, sheet, (source,), tuple(said), ways)

    def _readings(self, column: str, one: pa.Array, ways: tuple[str, ...]) -> Iterator[str]:
        """Say what a cell is in each way of reading it that there is."""
        for way in ways:
            reader = dates.dates(one, chosen=way) if column in DATES else values.numbers(one, way)
            value = reader.values[0].as_py()
            if value is not None:
                yield f"{value:,g}" if isinstance(value, float) else words.day(value)

    @cached_property
    def order(self) -> str:
        """The order of day and month that the sheet's dates agree on, if any tells."""
        dated = [c for c in self.columns if c in DATES]
        said = (self.orders.get(self.columns[c]) or dates.order(self.cells(c)) for c in dated)
        return _only(order for order in said if order != "swapped")

    @cached_property
    def _codes(self) -> Mapping[str, pa.Array]:
        """The currency of each cell of money, by column; one that says none is in the others'."""
        named = self.cells("currency") if "currency" in self.columns else None
        columns = [c for c in _MONEY.get(self.table, ()) if c in self.columns]
        own = {c: money.codes(self.cells(c), self.columns[c], named) for c in columns}
        return {c: pc.coalesce(own[c], *own.values()) for c in columns}

    def _converted(self, column: str, amounts: pa.Array) -> pa.Array:
        if (scale := currencies.scale(self.columns[column])) != 1.0:
            amounts = pc.multiply(amounts, scale)
            self._note(f"{self._place(column)}: in {_SCALES[scale]}, as its name says.")
        factors = self.ours.factors(self._codes[column])
        return amounts if factors is None else pc.multiply(amounts, factors)

    def _note(self, note: str) -> None:
        """Say something once, however often the column is read."""
        if note not in self.notes:
            self.notes.append(note)

    def _row(self, row: int) -> list[str]:
        cells = (column[row].as_py() for column in self.sheet.cells.values())
        return ["" if cell is None else str(cell) for cell in cells]

    @cached_property
    def decimal(self) -> str:
        """The decimal sign that the sheet's numbers agree on, if any tells."""
        numeric = [c for c in self.columns if c in _NUMBERS]
        return _only(
            self.orders.get(self.columns[c]) or values.decimal_sign(self.cells(c)) for c in numeric
        )

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
