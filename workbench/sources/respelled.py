"""Ids that a spreadsheet spelled otherwise → the ids they were: 00123 came as 123, ab-1 as AB-1.

A spreadsheet takes «00123» for a number and saves it as 123. Brought beside a list that still has
the zeros, every customer would be two: one with a name, the other with the sales. Ids are taken for
one where they differ in leading zeros or in capital letters alone, hold a digit, and nobody else's
does the same; names are never.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from workbench.review.words import count, listed
from workbench.sources.ledger import Ledger
from workbench.sources.report import Report
from workbench.sources.schema import TABLES

_NAMED = 3  # ids a note names


def respelled(known: Collection[str], others: Iterable[str]) -> dict[str, str]:
    """Return id → the known id it is another spelling of.

    >>> respelled(["00101", "00102", "AB-1"], ["101", "102", "ab-1", "7"])
    {'101': '00101', '102': '00102', 'ab-1': 'AB-1'}
    >>> respelled(["0101", "00101"], ["101"])
    {}
    """
    others = set(others)
    if not known or others <= set(known):
        return {}
    here, theirs = _spellings(known), _spellings(others)
    found = {}
    for plain, said in theirs.items():
        meant = here.get(plain, set())
        if len(meant) == 1 and len(said) == 1 and meant != said:
            found[said.pop()] = next(iter(meant))
    return dict(sorted(found.items()))


def _spellings(ids: Iterable[str]) -> dict[str, set[str]]:
    """Return ids by what they are without leading zeros and capitals; those with a digit alone."""
    found: dict[str, set[str]] = {}
    for one in ids:
        if any(sign.isdigit() for sign in one) and " " not in one:
            plain = (one.lstrip("0") or "0") if one.isdigit() else one.casefold()
            found.setdefault(plain, set()).add(one)
    return found


def renamed(rows: pa.Table, meant: Mapping[str, str]) -> pa.Table:
    """Return rows with the customers' ids as they are meant."""
    if not meant:
        return rows
    coded = rows["customer_id"].combine_chunks().dictionary_encode()
    ids = pa.array([meant.get(one, one) for one in coded.dictionary.to_pylist()], pa.string())
    place = rows.schema.get_field_index("customer_id")
    return rows.set_column(place, "customer_id", ids.take(coded.indices))


def ids_of(rows: pa.Table) -> set[str]:
    """Return the customers' ids that rows name."""
    if "customer_id" not in rows.column_names:
        return set()
    found: list[Any] = pc.unique(rows["customer_id"]).drop_null().to_pylist()
    return set(found)


def said(where: str, meant: Mapping[str, str]) -> str:
    """Say which ids were taken for others."""
    pairs = [f"«{one}» is «{meant[one]}»" for one in sorted(meant)]
    more = [f"{len(pairs) - _NAMED} more"] if len(pairs) > _NAMED else []
    return (
        f"{where}: {count(len(meant), 'customer number')} spelled otherwise than in other files: "
        f"{listed([*pairs[:_NAMED], *more])}."
    )


def with_known_spelling(before: Ledger, new: Ledger, report: Report) -> tuple[Ledger, Report]:
    """Return a new ledger whose ids are spelled as in the one there is, and say so."""
    known = set().union(*(ids_of(before.table_of(name)) for name in before.given))
    tables = {name: new.table_of(name) for name in TABLES if name in new.given}
    meant = {name: respelled(known, ids_of(rows)) for name, rows in tables.items()}
    if not any(meant.values()):
        return new, report
    changed = {name: renamed(rows, meant[name]) for name, rows in tables.items()}
    whole = {one: other for each in meant.values() for one, other in each.items()}
    where = ", ".join(dict.fromkeys(label.partition(":")[0] for label in report.columns))
    note = said(where, whole)
    return Ledger.from_read(changed), replace(report, notes=(*report.notes, note))
