"""Sheets and a mapping → the ledger, and a report in which every row and every cent is found.

A row is kept or set aside with its reason; nothing is dropped. Whatever is assumed on the way
(an order of day and month, a customer with two names) is said in the report's notes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.errors import WorkbenchError
from workbench.sources import profiles, values
from workbench.sources.choice import Question, SourceColumn, asked, check_target
from workbench.sources.files import SetAside, Sheet
from workbench.sources.ledger import Ledger
from workbench.sources.reading import Reader
from workbench.sources.report import Counts, Report
from workbench.sources.schema import EVENT_KINDS, REQUIRED, TABLES
from workbench.sources.synonyms import plain

Mapped = Mapping[SourceColumn, tuple[str, ...]]
Columns = dict[str, pa.Array]
_INSTEAD: Mapping[str, tuple[frozenset[str], ...]] = {  # what may stand for a required column
    "customer_id": (frozenset({"name"}),),
    "amount": (frozenset({"unit_price", "quantity"}),),
    "hours": (frozenset({"duration"}),),
}
_FIRST = ("sales", "time", "events", "rates", "prospects", "customers")  # whose a sheet's row is


def take_in(sheets: Sequence[Sheet], mapping: Mapped) -> tuple[Ledger, Report]:
    """Make the ledger of sheets whose columns are known.

    Parameters
    ----------
    sheets
        As `workbench.sources.files.read` gives them.
    mapping
        What each column becomes, as `workbench.sources.mapping.guess` gives it.

    Raises
    ------
    WorkbenchError
        When nothing is mapped, a table lacks a required column, two columns of a sheet become
        the same, or amounts are in more than one currency.
    """
    shares: dict[str, list[_Share]] = {}
    notes: list[str] = []
    for sheet in sheets:
        columns = _columns(sheet, mapping)
        if columns:
            notes += _copies(sheet)
        main = min(columns, key=_FIRST.index, default="")
        for table, named in columns.items():
            shares.setdefault(table, []).append(_take(sheet, table, named, main=table == main))
    if not shares:
        raise WorkbenchError(
            "None of the columns is known",
            where=", ".join(dict.fromkeys(sheet.label for sheet in sheets)),
            then='Say what they are with --map "FILE:COLUMN=table.column".',
        )
    frames = {}
    for table, parts in shares.items():
        notes += [note for part in parts for note in part.notes]
        rows = [part.rows for part in parts]
        if table in {"customers", "prospects", "rates"}:
            # a list of customers has the last word over what stands on lines of sales
            parts.sort(key=lambda part: part.main)
            rows, places = [part.rows for part in parts], [part.place for part in parts]
            frames[table], said = profiles.one_row_each(table, rows, places)
            notes += said
        else:
            frames[table] = pa.concat_tables(rows, promote_options="default")
    aside = [row for parts in shares.values() for part in parts for row in part.aside]
    report = Report(
        tables={
            table: sum((part.counts for part in shares[table]), Counts())
            for table in TABLES
            if table in shares
        },
        set_aside=tuple(sorted(aside, key=lambda row: (row.file, row.sheet, row.line))),
        mapping={str(column): tuple(targets) for column, targets in mapping.items() if targets},
        notes=tuple(dict.fromkeys(notes)),
        unused=tuple(
            str(column)
            for sheet in sheets
            for name in sheet.frame
            if not mapping.get(column := SourceColumn(sheet.file, sheet.sheet, str(name)))
        ),
    )
    return Ledger.from_frames(**frames), report


@dataclass(frozen=True, eq=False)
class _Share:
    """One sheet's share of one table; ``main`` when the sheet's rows are first of all its."""

    rows: pa.Table
    counts: Counts
    aside: list[SetAside]
    notes: list[str]
    place: str
    main: bool


def _columns(sheet: Sheet, mapping: Mapped) -> dict[str, dict[str, str]]:
    """Return table → its column → column of the sheet; refuse what can't be taken."""
    found: dict[str, dict[str, str]] = {}
    for source, targets in mapping.items():
        if (source.file, source.sheet) != (sheet.file, sheet.sheet):
            continue
        if source.column not in sheet.frame.columns:
            raise WorkbenchError(f"There is no column «{source.column}»", where=sheet.label)
        for target in targets:
            check_target(target, where=str(source))
            table, _, column = target.partition(".")
            other = found.setdefault(table, {}).setdefault(column, source.column)
            if other != source.column:
                raise WorkbenchError(
                    f"«{other}» and «{source.column}» can't both be {target}",
                    where=sheet.label,
                    then="Choose one of them.",
                )
    missing = [
        Question(table, column, sheet.file, sheet.sheet, ())
        for table, columns in found.items()
        for column in REQUIRED[table]
        if column not in columns
        and not any(instead <= set(columns) for instead in _INSTEAD.get(column, ()))
    ]
    if missing:
        raise asked(missing)
    return found


def _take(sheet: Sheet, table: str, named: Mapping[str, str], *, main: bool) -> _Share:
    reader = Reader(sheet, named)
    columns = _MAKERS[table](reader, main)
    rows = pa.table(columns).filter(pa.array(reader.keep))
    ragged = list(sheet.set_aside) if main else []
    # lines of sales that name no customer are no rows of customers, and none of them is refused
    read = len(reader) if main else pc.count(columns["customer_id"]).as_py()
    kept = len(rows) if main else read
    counts = Counts(read + len(ragged), kept, read - kept + len(ragged))
    if table == "sales":
        counts = _money(counts, columns["amount"], rows)
    return _Share(rows, counts, ragged + reader.aside, reader.notes, sheet.label, main)


def _money(counts: Counts, read: pa.Array, kept: pa.Table) -> Counts:
    """Add up what was read and what was kept, exactly, whatever the order."""
    unknown = kept.filter(pc.is_null(kept["customer_id"]))
    return replace(
        counts,
        amount_read=_sum(read),
        amount_kept=_sum(kept["amount"]),
        unidentified_rows=len(unknown),
        unidentified_amount=_sum(unknown["amount"]),
    )


def _sum(amounts: pa.Array) -> float:
    return math.fsum(np.asarray(amounts.drop_null(), dtype=np.float64).tolist())


def _sales(reader: Reader, main: bool) -> Columns:
    del main
    columns: Columns = {
        "customer_id": _ids(reader),
        "date": reader.needed("date", "date", "date"),
        "amount": reader.amounts(),
    }
    for name in ("product", "region", "invoice_id"):
        columns[name] = reader.optional(name, "text")
    for name in ("due_on", "paid_on"):
        columns[name] = reader.optional(name, "date")
    columns["quantity"] = reader.optional("quantity", "number")
    columns["higher_margin"] = reader.optional("higher_margin", "flag")
    if "direct_cost" in reader or "line_profit" not in reader:
        columns["direct_cost"] = reader.optional("direct_cost", "number")
    else:
        profit = reader.optional("line_profit", "number")
        columns["direct_cost"] = pc.subtract(columns["amount"], profit)
    columns["source_file"] = pa.repeat(pa.scalar(reader.sheet.label), len(reader))
    columns["source_line"] = pa.array(reader.sheet.lines, pa.int64())
    return columns


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
        "cost_per_hour": reader.needed("cost_per_hour", "number", "cost per hour"),
    }


def _events(reader: Reader, main: bool) -> Columns:
    del main
    kinds = values.distinct(
        reader.needed("kind", "text", "kind"),
        lambda words: pa.array([_kind(word) for word in words.to_pylist()], pa.string()),
    ).values
    others = sorted(set(pc.unique(kinds).drop_null().to_pylist()) - set(EVENT_KINDS))
    if others:
        named = ", ".join(f"«{kind}»" for kind in others[:5])
        reader.notes.append(f"{reader.sheet.label}: kinds of event with no meaning yet: {named}.")
    return {
        "customer_id": reader.needed(_id_column(reader), "text", "customer"),
        "date": reader.needed("date", "date", "date"),
        "kind": kinds,
        "value": reader.optional("value", "number"),
        "evidence": reader.optional("evidence", "text"),
        "by": reader.optional("by", "text"),
    }


def _profile(reader: Reader, main: bool) -> Columns:
    """Return customers or prospects; on lines of sales only those that name a customer."""
    own = _id_column(reader)
    ids = reader.needed(own, "text", "customer id") if main else _ids(reader)
    if not main:
        reader.keep &= np.asarray(pc.is_valid(ids)).astype(bool)
    columns: Columns = {"customer_id": ids}
    for name in reader.columns:
        if name in {"potential", "marketing_spend"}:
            columns[name] = reader.optional(name, "number")
        elif name != "customer_id":
            columns[name] = _as_text(reader.cells(name))
    return columns


_MAKERS: Mapping[str, Callable[[Reader, bool], Columns]] = {
    "customers": _profile,
    "prospects": _profile,
    "sales": _sales,
    "time": _time,
    "rates": _rates,
    "events": _events,
}


def _id_column(reader: Reader) -> str:
    return "customer_id" if "customer_id" in reader else "name"


def _ids(reader: Reader) -> pa.Array:
    return reader.optional(_id_column(reader), "text")


def _as_text(cells: pa.Array) -> pa.Array:
    if pa.types.is_timestamp(cells.type):
        return pc.strftime(cells, format="%Y-%m-%d")
    return values.identifiers(cells) if values.is_number(cells.type) else values.text(cells)


def _kind(word: str) -> str:
    return "_".join(plain(word).split()) or word


def _copies(sheet: Sheet) -> list[str]:
    copies = int(sheet.frame.duplicated().sum())
    if not copies:
        return []
    found = f"exact copies of earlier lines: {copies:,}; all are kept"
    return [f"{sheet.label}: {found}."]
