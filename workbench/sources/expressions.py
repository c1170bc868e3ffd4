"""One table of a database as columns of the ledger: Ibis expressions, computed where the table is.

What `workbench.sources.reading` does with a sheet's cells, said to a database: types are its own,
text is trimmed, ids are what they would be in a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa

from workbench.errors import WorkbenchError
from workbench.review.words import count
from workbench.sources import currencies, net, rows, standing, values
from workbench.sources.lazily import ibis
from workbench.sources.money import Money, settle
from workbench.sources.reading import WHO
from workbench.sources.schema import TABLES, Kind
from workbench.sources.synonyms import hours_in

Table = Any  # ibis ships no types
_KINDS: Mapping[str, Kind] = {
    **{column: kind for columns in TABLES.values() for column, kind in columns.items()},
    **dict.fromkeys(("gross_amount", "vat", "unit_price", "discount"), "number"),
    **dict.fromkeys(("line_profit", "duration"), "number"),
}
_IN_TEXT = {"text": r"^-?\d+\.0$", "number": values.PLAIN, "date": r"^\d{4}-\d{2}-\d{2}"}
"""By kind: what all text of a column has to look like to be read so (of ids: as whole numbers)."""
_NOBODY = "nobody_"
_TYPES: Mapping[Kind, str] = {
    "text": "string",
    "number": "float64",
    "date": "date",
    "flag": "boolean",
    "whole": "int64",
}


@dataclass(frozen=True, eq=False)
class Expressed:
    """One table of a database with what its columns become in one table of the ledger.

    ``columns`` maps the ledger's column to the database's; ``where`` names the table in messages;
    ``ours`` is the currency money is turned into.
    """

    table: Table
    columns: Mapping[str, str]
    where: str
    ours: Money

    def of(self, target: str) -> Table:
        """Return a table of the ledger, its columns typed; one that is absent is empty.

        Raises
        ------
        WorkbenchError
            When a column is of another type than its table needs, or money of a currency for
            which there is no rate.
        """
        known = TABLES[target]
        made = {column: self._column(column) for column in known}
        if target == "sales":
            made["amount"] = self._amount()
            made["direct_cost"] = self._cost(made["amount"])
            made = self._signed(made)
        elif target == "time":
            column = "hours" if "hours" in self.columns else "duration"
            each = hours_in(self.columns.get(column, ""))
            made["hours"] = self._column(column) * ibis.literal(each)
        elif target == "events":
            made["kind"] = self._kinds()
        if "customer_id" in known and "customer_id" not in self.columns:
            made["customer_id"] = self._column("name")
        if target in {"customers", "prospects"}:
            made |= {name: self._attribute(name) for name in self.columns if name not in known}
        return self.table.select(**made)

    def _column(self, column: str, kind: Kind | None = None) -> Table:
        kind = kind or _KINDS.get(column, "text")
        if column not in self.columns:
            return ibis.null(_TYPES[kind])
        cells = self.table[self.columns[column]]
        agreed = bool(self._answers.get(column))
        read = _READERS[kind](cells, agreed)
        if read is None:
            raise WorkbenchError(
                f"«{self.columns[column]}» is of the type {cells.type()}, and a {kind} is needed",
                where=self.where,
                then=f"Make a view in which it is a {kind}.",
            )
        if column in WHO and kind == "text":
            return _nobody(read).ifelse(ibis.null("string"), read)
        return read

    @property
    def notes(self) -> list[str]:
        """What to say of ids and names that programs write where there is nobody."""
        counted = {c: int(self._answers.get(_NOBODY + c) or 0) for c in self.columns}
        return [
            f"{self.where}, «{self.columns[column]}»: {count(rows, 'row')} taken for an empty cell."
            for column, rows in counted.items()
            if rows
        ]

    @cached_property
    def _answers(self) -> Mapping[str, Any]:
        """Whether all cells of a column can be read as its kind; of ids, whether all are whole.

        Also, under another name, how many cells of a column of ids are nobody's.
        """
        asked = {}
        for column, source in self.columns.items():
            cells, kind = self.table[source], _KINDS.get(column, "text")
            if cells.type().is_string() and kind in _IN_TEXT:
                asked[column] = _trimmed(cells).re_search(_IN_TEXT[kind]).all()
            elif cells.type().is_floating() or cells.type().is_decimal():
                asked[column] = (cells == cells.floor()).all()
            if cells.type().is_string() and column in WHO:
                asked[_NOBODY + column] = _nobody(_trimmed(cells)).sum()
        if not asked:
            return {}
        (said,) = self.table.agg(**asked).to_pyarrow().to_pylist()
        return dict(said)

    def _amount(self) -> Table:
        if "amount" in self.columns:
            return self._money("amount")
        if "gross_amount" in self.columns:
            gross, vat = self._money("gross_amount"), self._money("vat").fill_null(0.0)
            return gross - ((gross < 0) & (vat > 0)).ifelse(-vat, vat)  # so of a credit note
        amount = self._column("quantity") * self._money("unit_price")
        return amount * (1.0 - self._discount()) if "discount" in self.columns else amount

    def _discount(self) -> Table:
        """Discounts as shares of the price."""
        off = self._column("discount").fill_null(0.0)
        most = self.table.agg(most=off.max()).to_pyarrow().to_pylist()[0]["most"] or 0.0
        return off / 100.0 if net.in_percent(self.columns["discount"], most) else off

    def sold(self) -> Table:
        """Return the table's rows without quotes, drafts and what is void; see `standing`."""
        rows = self.table
        for role in standing.ROLES:
            if said := self._standing(role, "none"):
                rows = rows.filter(~self._column(role).isin(said).fill_null(False))
        return rows

    def _standing(self, role: str, wanted: standing.Standing) -> list[str]:
        """Return the words in a column of documents or of their status that say this."""
        if role not in self.columns:
            return []
        name = self.columns[role]
        said = self._distinct(self._column(role))
        return [word for word in said if standing.standing(role, name, word) == wanted]

    def _signed(self, made: dict[str, Table]) -> dict[str, Table]:
        """Take credit notes off, where the table writes them like sales, without a minus."""
        said = self._standing("document", "credit")
        if not said:
            return made
        credit = self._column("document").isin(said).fill_null(False)
        taken = self.table.filter(credit & (made["amount"] < 0)).count().to_pyarrow().as_py()
        if taken:
            return made
        back = {
            name: (credit & (made[name] > 0)).fill_null(False).ifelse(-made[name], made[name])
            for name in ("amount", "quantity", "direct_cost")
        }
        return {**made, **back}

    def _cost(self, amount: Table) -> Table:
        if "direct_cost" in self.columns or "line_profit" not in self.columns:
            return self._money("direct_cost")
        return amount - self._money("line_profit")

    def _money(self, column: str) -> Table:
        cells, scale = self._column(column), currencies.scale(self.columns.get(column, ""))
        cells = cells if scale == 1.0 else cells * scale
        return cells if self._factor is None else cells * self._factor

    @cached_property
    def _factor(self) -> Table | None:
        """What to multiply money by to have it in the client's currency."""
        if "currency" not in self.columns:
            return None
        cells = self._column("currency")
        said = self._distinct(cells)
        codes = pa.array([currencies.named(sign) for sign in said], pa.string())
        seen = dict.fromkeys(codes.drop_null().to_pylist(), self.where)
        factors = settle(seen, self.ours.currency, self.ours.rates).factors(codes)
        if factors is None:
            return None
        return cells.cases(*zip(said, factors.to_pylist(), strict=True), else_=1.0)

    def _kinds(self) -> Table:
        cells = self._column("kind")
        said = self._distinct(cells)
        return cells.cases(*((word, rows.kind(word)) for word in said)) if said else cells

    def _distinct(self, cells: Table) -> list[str]:
        said: list[str] = self.table.select(said=cells).distinct().to_pyarrow()["said"].to_pylist()
        return sorted(word for word in said if word is not None)

    def _attribute(self, column: str) -> Table:
        numeric = self.table[self.columns[column]].type().is_numeric()
        return self._column(column, "number" if numeric else None)


def _text(cells: Table, agreed: bool) -> Table:
    """Trimmed, missing where empty; «17850.0» is «17850» where all agree."""
    kind = cells.type()
    if kind.is_boolean():
        return ibis.cases((cells, "yes"), (~cells, "no"))
    if kind.is_string():
        words = _trimmed(cells)
        return words.re_replace(r"\.0$", "") if agreed else words
    return (cells.cast("int64") if agreed else cells).cast("string")


def _number(cells: Table, agreed: bool) -> Table | None:
    kind = cells.type()
    if kind.is_string():
        return _trimmed(cells).cast("float64") if agreed else None
    if kind.is_floating():
        cells = cells.isnan().ifelse(ibis.null(kind), cells)
    return cells.cast("float64") if kind.is_numeric() else None


def _date(cells: Table, agreed: bool) -> Table | None:
    kind = cells.type()
    if kind.is_string():
        return _trimmed(cells).left(10).cast("date") if agreed else None
    if kind.is_timestamp():
        return cells.date()
    return cells if kind.is_date() else None


def _flag(cells: Table, agreed: bool) -> Table | None:
    del agreed  # whatever is neither yes nor no is missing
    if cells.type().is_string():
        low = _trimmed(cells).lower()
        return ibis.cases((low.isin(values.YES), True), (low.isin(values.NO), False))
    if cells.type().is_numeric():
        return cells != 0
    return cells if cells.type().is_boolean() else None


def _nobody(words: Table) -> Table:
    """Whether a text is what programs write where there is nobody, as in a file."""
    return words.isin(sorted(values.NOBODY))


def _trimmed(cells: Table) -> Table:
    """Without spaces around, missing where empty; ``strip`` takes the letters v and f on Spark."""
    return cells.lstrip().rstrip().nullif("")


_READERS: Mapping[str, Callable[[Table, bool], Table | None]] = {
    "text": _text,
    "number": _number,
    "date": _date,
    "flag": _flag,
}
"""Reads a column as a kind; None where it is of a type that can't be."""
