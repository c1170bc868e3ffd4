"""Rows of files that come together → each of them once, also where two files have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from workbench.review.words import count
from workbench.sources.copies import without_copies
from workbench.sources.files import Sheet
from workbench.sources.matched import BY_CONTENT, Compared, matched, several
from workbench.sources.mend import MARKS
from workbench.sources.restated import Stated, restated

_SETTLED = "stated otherwise as well"
"""Marks rows, until all files are compared, that no other row may be taken to correct."""


def once(table: str, parts: Sequence[tuple[Sheet, pa.Table]]) -> tuple[pa.Table, list[str]]:
    """Put the rows of all files into one table, and say what later files had again.

    Equal rows of one file stay: two sales may be alike; of its sheets see
    `workbench.sources.copies`.

    Parameters
    ----------
    table
        ``sales``, ``time`` or ``events``.
    parts
        Each sheet and what was kept of it, in the order given.
    """
    parts, notes = _restated(table, parts)
    files: dict[str, list[tuple[Sheet, pa.Table]]] = {}
    for sheet, rows in parts:
        file = f"{sheet.file}:{sheet.member}" if sheet.member else sheet.file
        files.setdefault(file, []).append((sheet, rows))
    given = []
    for each in files.values():
        rows, said = without_copies(table, each)
        given.append(rows)
        notes += said
    mended = [any(MARKS & set(sheet.frame) for sheet, _ in each) for each in files.values()]
    whole, compared = _across(given, table, mended)
    for file, told in zip(files, compared, strict=True):
        notes += _notes(file, table, told)
    return whole, notes


def _restated(
    table: str, parts: Sequence[tuple[Sheet, pa.Table]]
) -> tuple[list[tuple[Sheet, pa.Table]], list[str]]:
    """Leave out what another sheet or file states otherwise; mended rows stay as they are."""
    plain = [place for place, (sheet, _) in enumerate(parts) if not MARKS & set(sheet.frame)]
    stated, told, doubts = restated(table, [(parts[n][0].label, parts[n][1]) for n in plain])
    known = dict(zip(plain, stated, strict=True))
    found = []
    for place, (sheet, rows) in enumerate(parts):
        one = known.get(place) or Stated.alone(rows)
        found.append((sheet, one.rows.append_column(_SETTLED, pa.array(one.settled))))
    return found, [*told, *doubts]


def _across(
    files: Sequence[pa.Table], table: str, mended: Sequence[bool]
) -> tuple[pa.Table, list[Compared]]:
    """Return the rows, and for each file what was new, changed and the same as before it."""
    whole = pa.concat_tables(files, promote_options="default")
    settled = whole[_SETTLED].to_numpy()
    whole = whole.drop_columns(_SETTLED)
    sizes = [len(rows) for rows in files]
    if len(files) == 1:
        return whole, [Compared(new=sizes[0])]
    frame, file = whole.to_pandas(), np.repeat(np.arange(len(files)), sizes)
    shared = several(frame, BY_CONTENT[table], file)
    if table == "sales":
        invoiced = frame["invoice_id"].notna().to_numpy()
        shared = shared | (several(frame, ("invoice_id",), file) & invoiced)
    known, counts = np.flatnonzero(shared & (file == 0)), [Compared(new=sizes[0])]
    for place, size in enumerate(sizes[1:], 1):
        both = np.concatenate([known, np.flatnonzero(shared & (file == place))])
        rows, told = matched(
            frame.take(both).reset_index(drop=True),
            len(known),
            table,
            mended=mended[place],
            settled=settled[both],
        )
        alone = size - (len(both) - len(known))
        known, counts = both[rows], [*counts, replace(told, new=told.new + alone)]
    rows = np.sort(np.concatenate([np.flatnonzero(~shared), known]))
    return whole.take(pa.array(rows)), counts


def _notes(file: str, table: str, told: Compared) -> list[str]:
    said = []
    if told.same:
        said.append(
            f"{file}: {count(told.same, 'row')} of {table} that an earlier file has as well, "
            "counted once."
        )
    if told.changed:
        said.append(
            f"{file}: {count(told.changed, 'row')} of {table} in the place of what an earlier file "
            "has of the same invoice or event."
        )
    return [*said, *told.notes(file)]
