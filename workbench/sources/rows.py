"""The columns of each table of the ledger as a sheet gives them: what it needs and may have."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.review.words import count
from workbench.sources import values
from workbench.sources.reading import Reader
from workbench.sources.schema import EVENT_KINDS, IN_A_LIST
from workbench.sources.synonyms import plain

Columns = dict[str, pa.Array]
_SEVERAL, _NEARLY_ALL = 10, 0.9  # lines below zero that are no few credit notes


def _sales(reader: Reader, main: bool) -> Columns:
    del main
    columns: Columns = {
        "customer_id": _ids(reader),
        "date": reader.needed("date", "date", "date"),
        "amount": reader.amounts(),
    }
    _say_net(reader, columns["amount"])
    for name in ("product", "region", "invoice_id"):
        columns[name] = reader.optional(name, "text")
    for name in ("due_on", "paid_on"):
        columns[name] = reader.optional(name, "date")
    columns["quantity"] = reader.optional("quantity", "number")
    columns["higher_margin"] = reader.optional("higher_margin", "flag")
    if "direct_cost" in reader or "line_profit" not in reader:
        columns["direct_cost"] = reader.money("direct_cost")
    else:
        profit = reader.money("line_profit")
        columns["direct_cost"] = pc.subtract(columns["amount"], profit)
    if "document" in reader:
        _give_back(reader, columns)
    _doubt_signs(reader, columns["amount"])
    columns["source_file"] = pa.repeat(pa.scalar(reader.sheet.label), len(reader))
    columns["source_line"] = pa.array(reader.sheet.lines, pa.int64())
    return columns


def _say_net(reader: Reader, amounts: pa.Array) -> None:
    """Say what was taken off to have the amounts net."""
    named = {column: f"«{source}»" for column, source in reader.columns.items()}
    kept = pa.array(reader.keep)
    if "amount" in reader:
        return
    if {"gross_amount", "vat"} <= named.keys():
        whole = reader.money("gross_amount")
        said = f"{named['gross_amount']} less the VAT in {named['vat']}"
    elif "gross_amount" in reader or "discount" not in reader:
        return
    else:
        whole = pc.multiply(reader.optional("quantity", "number"), reader.money("unit_price"))
        said = f"{named['unit_price']} × {named['quantity']} less {named['discount']}"
    taken = pc.sum(pc.subtract(whole, amounts).filter(kept)).as_py() or 0.0
    reader.notes.append(f"{reader.sheet.label}: amounts are {said}, {taken:,.2f} in all.")


def _give_back(reader: Reader, columns: Columns) -> None:
    """Take credit notes off, where the file writes them like sales, without a minus."""
    credit = (reader.standing("document") == "credit") & reader.keep
    if not credit.any():
        return
    amounts = columns["amount"].filter(pa.array(credit))
    if pc.any(pc.less(amounts, 0.0)).as_py():
        return
    for name in ("amount", "quantity", "direct_cost"):
        back = pc.and_(pa.array(credit), pc.greater(columns[name], 0.0))
        taken = pc.negate(columns[name])
        columns[name] = pc.if_else(pc.fill_null(back, False), taken, columns[name])
    total = f"{pc.sum(amounts).as_py():,.2f}"
    reader.notes.append(
        f"{reader.sheet.label}, «{reader.columns['document']}»: "
        f"{count(int(credit.sum()), 'credit note')}, {total}, taken off, though without a minus."
    )


def _doubt_signs(reader: Reader, amounts: pa.Array) -> None:
    """Say so where nearly all sales are below zero, as a ledger of accounts writes revenue."""
    kept = amounts.filter(pa.array(reader.keep)).drop_null()
    below = pc.sum(pc.less(kept, 0.0)).as_py() or 0
    if below >= _SEVERAL and below >= _NEARLY_ALL * len(kept):
        reader.notes.append(
            f"{reader.sheet.label}: {below:,} of {len(kept):,} amounts are below zero. If these "
            "are sales as bookkeeping writes them, export them with the other sign."
        )


def _time(reader: Reader, main: bool) -> Columns:
    del main
    hours = "hours" if "hours" in reader else "duration"
    return {
        "person": reader.needed("person", "text", "person"),
        "date": reader.needed("date", "date", "date"),
        "hours": reader.needed(hours, "number", "number of hours"),
        "customer_id": _ids(reader),
        "activity": reader.optional("activity", "text"),
    }


def _rates(reader: Reader, main: bool) -> Columns:
    del main
    return {
        "person": reader.needed("person", "text", "person"),
        "cost_per_hour": reader.needed_money("cost_per_hour", "cost per hour"),
    }


def _events(reader: Reader, main: bool) -> Columns:
    del main
    kinds = values.distinct(
        reader.needed("kind", "text", "kind"),
        lambda words: pa.array([kind(word) for word in words.to_pylist()], pa.string()),
    ).values
    others = sorted(set(pc.unique(kinds).drop_null().to_pylist()) - set(EVENT_KINDS))
    if others:
        named = ", ".join(f"«{other}»" for other in others[:5])
        reader.notes.append(f"{reader.sheet.label}: kinds of event with no meaning yet: {named}.")
    return {
        "customer_id": reader.needed(_id_column(reader), "text", "customer"),
        "date": reader.needed("date", "date", "date"),
        "kind": kinds,
        "value": reader.money("value"),
        "evidence": reader.optional("evidence", "text"),
        "by": reader.optional("by", "text"),
    }


def _profile(reader: Reader, main: bool) -> Columns:
    """Return customers or prospects; on lines of sales only those that name a customer."""
    own = _id_column(reader)
    ids = reader.needed(own, "text", "customer id") if main else _ids(reader)
    if not main:
        reader.keep &= np.asarray(pc.is_valid(ids)).astype(bool)
    columns: Columns = {"customer_id": ids, IN_A_LIST: pa.repeat(pa.scalar(main), len(reader))}
    for name in reader.columns:
        if name in {"potential", "marketing_spend"}:
            columns[name] = reader.money(name)
        elif name == "name":
            columns[name] = reader.optional(name, "text")
        elif name != "customer_id":
            columns[name] = _as_text(reader.cells(name))
    return columns


def _id_column(reader: Reader) -> str:
    return "customer_id" if "customer_id" in reader else "name"


def _ids(reader: Reader) -> pa.Array:
    return reader.optional(_id_column(reader), "text")


def _as_text(cells: pa.Array) -> pa.Array:
    if pa.types.is_timestamp(cells.type):
        return pc.strftime(cells, format="%Y-%m-%d")
    return values.identifiers(cells) if values.is_number(cells.type) else values.text(cells)


def kind(word: str) -> str:
    """Return a kind of event as the ledger writes it.

    >>> kind("Case study")
    'case_study'
    """
    return "_".join(plain(word).split()) or word


MAKERS: Mapping[str, Callable[[Reader, bool], Columns]] = {
    "customers": _profile,
    "prospects": _profile,
    "sales": _sales,
    "time": _time,
    "rates": _rates,
    "events": _events,
}
"""Reads a sheet's columns for a table; the flag says whether its rows are first of all its."""
