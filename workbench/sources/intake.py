"""Sheets and a mapping → the ledger, and a report in which every row and every cent is found.

A row is kept or set aside with its reason; nothing is dropped. Whatever is assumed on the way
(an order of day and month, a customer with two names) is said in the report's notes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.errors import WorkbenchError
from workbench.review import words
from workbench.sources import money, profiles
from workbench.sources.choice import Question, SourceColumn, asked, bare, check_target, order_of
from workbench.sources.content import look
from workbench.sources.files import SetAside, Sheet
from workbench.sources.header import ABOVE
from workbench.sources.ledger import Ledger
from workbench.sources.matched import BY_CONTENT
from workbench.sources.once import once
from workbench.sources.reading import Reader
from workbench.sources.report import Counts, Report
from workbench.sources.respelled import ids_of, renamed, respelled, said
from workbench.sources.rows import MAKERS
from workbench.sources.schema import REQUIRED, TABLES
from workbench.sources.synonyms import table_of

Mapped = Mapping[SourceColumn, tuple[str, ...]]
_INSTEAD: Mapping[str, tuple[frozenset[str], ...]] = {  # what may stand for a required column
    "customer_id": (frozenset({"name"}),),
    "amount": (frozenset({"unit_price", "quantity"}), frozenset({"gross_amount", "vat"})),
    "hours": (frozenset({"duration"}),),
}
_MOST_KEYS = 1 << 62
_FIRST = ("sales", "time", "events", "rates", "prospects", "customers")  # whose a sheet's row is


def take_in(
    sheets: Sequence[Sheet],
    mapping: Mapped,
    *,
    currency: str = "",
    rates: Mapping[str, float] | None = None,
    stopped: Callable[[], None] = lambda: None,
) -> tuple[Ledger, Report]:
    """Make the ledger of sheets whose columns are known.

    Parameters
    ----------
    sheets
        As `workbench.sources.files.read` gives them.
    mapping
        What each column becomes, as `workbench.sources.mapping.guess` gives it.
    currency
        The client's, an ISO 4217 code; empty: the one the amounts name.
    rates
        What one unit of another currency is worth in the client's.
    stopped
        Called before each sheet is taken in; what it raises ends the whole.

    Raises
    ------
    WorkbenchError
        When nothing is mapped, a table lacks a required column, two columns of a sheet become
        the same, day and month of its dates could be either way round, or amounts are in more
        than one currency and a rate is missing.
    """
    shares: dict[str, list[_Share]] = {}
    notes: list[str] = []
    readers = [(sheet, _readers(sheet, mapping)) for sheet in sheets]
    ours = money.settle(_currencies(readers), currency, rates or {})
    for sheet, tables in readers:
        stopped()
        main = min(tables, key=_FIRST.index, default="")
        notes += _said(sheet, list(tables), main)
        if main:
            tables[main].refuse_totals()
            tables[main].refuse_no_sales()
        for table in sorted(tables, key=lambda table: table != main):
            reader = tables[table]
            reader.ours = ours
            if table != main:  # a row set aside names nobody
                reader.keep &= tables[main].keep
            shares.setdefault(table, []).append(_take(reader, table, main=table == main))
    if not shares:
        raise WorkbenchError(
            "None of the columns is known",
            where=", ".join(dict.fromkeys(sheet.label for sheet in sheets)),
            then='Say what they are with --map "FILE:COLUMN=table.column".',
        )
    notes += _spelled_alike(shares)
    frames = {}
    for table, parts in shares.items():
        notes += [note for part in parts for note in part.notes]
        rows = [part.rows for part in parts]
        if table in {"customers", "prospects", "rates"}:
            # a list of customers has the last word over what stands on lines of sales
            parts.sort(key=lambda part: part.main)
            rows, places = [part.rows for part in parts], [part.sheet.label for part in parts]
            frames[table], said = profiles.one_row_each(table, rows, places)
            notes += said
        else:
            frames[table], said = once(table, [(part.sheet, part.rows) for part in parts])
            notes += said
    aside = [row for parts in shares.values() for part in parts for row in part.aside]
    report = Report(
        tables={
            table: _counted(table, shares[table], frames[table])
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
        currency=ours.currency,
        columns={sheet.label: tuple(map(str, sheet.frame)) for sheet in sheets},
    )
    return Ledger.from_read(frames), report


def currencies(sheets: Sequence[Sheet], mapping: Mapped) -> tuple[str, ...]:
    """Return the currencies that the files name, that of sales first.

    Raises
    ------
    WorkbenchError
        When a table lacks a required column, or two columns of a sheet become the same.
    """
    return tuple(_currencies([(sheet, _readers(sheet, mapping)) for sheet in sheets]))


@dataclass(frozen=True, eq=False)
class _Share:
    """One sheet's share of one table; ``main`` when the sheet's rows are first of all its."""

    rows: pa.Table
    counts: Counts
    aside: list[SetAside]
    notes: list[str]
    sheet: Sheet
    main: bool


def _spelled_alike(shares: dict[str, list[_Share]]) -> list[str]:
    """Spell customers' ids as the lists of customers do, else as sales do; say what was changed."""
    lists = [part for part in shares.get("customers", ()) if part.main]
    known = set().union(*(ids_of(part.rows) for part in lists))
    notes = []
    for table in ("sales", "customers", "time", "events"):
        parts = shares.get(table, [])
        for place, part in enumerate(parts):
            if table == "customers" and part.main:
                continue
            meant = respelled(known, ids_of(part.rows))
            if meant:
                parts[place] = replace(part, rows=renamed(part.rows, meant))
                notes.append(said(part.sheet.label, meant))
        if not known:
            known = set().union(*(ids_of(part.rows) for part in parts))
    return notes


def _readers(sheet: Sheet, mapping: Mapped) -> dict[str, Reader]:
    """Return who reads each table's columns of a sheet; refuse what can't be taken."""
    found: dict[str, dict[str, str]] = {}
    orders: dict[str, str] = {}
    for source, targets in mapping.items():
        if (source.file, source.sheet) != (sheet.file, sheet.sheet):
            continue
        if source.column not in sheet.frame.columns:
            raise WorkbenchError(f"There is no column «{source.column}»", where=sheet.label)
        for target in targets:
            check_target(target, where=str(source))
            orders |= order_of(source.column, target)
            table, _, column = bare(target).partition(".")
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
    return {table: Reader(sheet, named, orders, table) for table, named in found.items()}


def _currencies(readers: Sequence[tuple[Sheet, Mapping[str, Reader]]]) -> dict[str, str]:
    """Return each currency that any money is in, that of sales first, and where it stands."""
    seen: dict[str, str] = {}
    for table in _FIRST:
        for _, tables in readers:
            if table in tables:
                for code, place in tables[table].currencies().items():
                    seen.setdefault(code, place)
    return seen


def _take(reader: Reader, table: str, *, main: bool) -> _Share:
    sheet = reader.sheet
    columns = MAKERS[table](reader, main)
    rows = pa.table(columns)
    if not reader.keep.all():
        rows = rows.filter(pa.array(reader.keep))
    ragged = list(sheet.set_aside) if main else []
    # lines of sales that name no customer are no rows of customers, and none of them is refused
    read, kept = len(reader) if main else len(rows), len(rows)
    counts = Counts(read + len(ragged), kept, read - kept + len(ragged))
    if table == "sales":
        before = _amounts(reader, [row for row in ragged if row.reason != ABOVE])
        unread = pa.concat_arrays([columns["amount"].filter(pa.array(~reader.keep)), before])
        counts = _money(counts, pa.concat_arrays([columns["amount"], before]), rows)
        counts = replace(counts, amounts_unread=unread.null_count or None)
    return _Share(rows, counts, ragged + reader.aside, reader.notes, sheet, main)


def _amounts(reader: Reader, rows: Sequence[SetAside]) -> pa.Array:
    """Return the amounts of rows that were set aside before their cells were read."""
    names = [str(name) for name in reader.sheet.frame]
    cells = [row.cells if len(row.cells) == len(names) else ("",) * len(names) for row in rows]
    frame = pd.DataFrame(cells, columns=names, dtype="str")
    lines = np.array([row.line for row in rows], dtype=np.int64)
    sheet = replace(reader.sheet, frame=frame, lines=lines, set_aside=())
    signs = dict.fromkeys(names, reader.decimal or ".")
    beside = Reader(sheet, reader.columns, {**signs, **reader.orders}, reader.table)
    beside.ours = reader.ours
    return beside.amounts()


def _dated(sheet: Sheet) -> bool:
    """Whether a sheet that is not called a list of customers has a column of dates."""
    called = {table_of(name) for name in (sheet.sheet, sheet.file)}
    return "customers" not in called and any(look(sheet.frame[name]).dates for name in sheet.frame)


def _counted(table: str, parts: Sequence[_Share], kept: pa.Table) -> Counts:
    """Add the sheets' counts up; what two files or sheets have is kept once."""
    counts = sum((part.counts for part in parts), Counts())
    again = counts.rows_kept - len(kept)
    if not again or table not in BY_CONTENT:
        return counts
    once = replace(counts, rows_kept=len(kept), rows_again=again)
    if table != "sales":
        return once
    return replace(_money(once, kept["amount"], kept), amount_read=counts.amount_read)


def _money(counts: Counts, read: pa.Array, kept: pa.Table) -> Counts:
    """Add up what was read and what was kept, exactly, whatever the order."""
    unknown = kept.filter(pc.is_null(kept["customer_id"]))
    whole = _sum(read)
    return replace(
        counts,
        amount_read=whole,
        amount_kept=whole if len(kept) == len(read) else _sum(kept["amount"]),
        unidentified_rows=len(unknown),
        unidentified_amount=_sum(unknown["amount"]),
    )


def _sum(amounts: pa.Array) -> float:
    return math.fsum(np.asarray(amounts.drop_null(), dtype=np.float64).tolist())


def _said(sheet: Sheet, tables: Sequence[str], main: str) -> list[str]:
    """Return what is to be said of a sheet as a whole."""
    notes = list(sheet.notes)
    if copies := _repeated(list(sheet.cells.values())) if tables else 0:
        notes.append(f"exact copies of earlier lines: {copies:,}; all are kept.")
    if not sheet.rows:
        kept = f"{words.listed(list(tables))} is kept, empty" if tables else "it is left out"
        notes.append(f"column names and no rows; {kept}.")
    if main == "customers" and _dated(sheet):
        notes.append("read as a list of customers; no sales were found in it.")
    return [f"{sheet.label}: {note}" for note in notes]


def _repeated(columns: Sequence[pa.Array]) -> int:
    """Count the rows that say in every column what an earlier one said."""
    key, size = np.zeros(len(columns[0]), dtype=np.int64), 1
    for cells in columns:
        coded = cells.dictionary_encode()
        choices = len(coded.dictionary) + 1
        if size > _MOST_KEYS // choices:
            key, known = pd.factorize(key)
            size = len(known)
        key = key * choices + np.asarray(pc.fill_null(coded.indices, -1)) + 1
        size *= choices
    return len(key) - len(pd.unique(key))
