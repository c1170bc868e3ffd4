"""Sheets of one file that hold the same lines → each line once, if they are copies.

Across files an equal line is the same line: nobody delivers two shops in two exports of one form
and means them to be added unseen. Sheets of a workbook are different: «North» and «South» may each
have sold the same to a customer on a day, and nothing but the sheet tells the two apart. So a line
with an invoice id counts once, as its id says which it is; one without only where the sheets
are copies as a whole: most of the smaller one stands in the other again, and that is no accident of
a row or two. Otherwise all are kept, and the note says how many look alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from workbench.review.words import count, listed
from workbench.sources.files import Sheet
from workbench.sources.matched import BY_CONTENT

_Rows = npt.NDArray[np.int64]
_MOST = 0.5  # of the rows of the smaller sheet, more than which make it a copy
_ENOUGH = 3  # rows that two sheets share by no accident
_NAMED = 3  # sheets a note names


def without_copies(
    table: str, parts: Sequence[tuple[Sheet, pa.Table]]
) -> tuple[pa.Table, list[str]]:
    """Put the rows of one file's sheets into one table, and say what several sheets have.

    Equal rows of one sheet stay: two sales may be alike. Of a line in several sheets the row with
    the most filled cells stays.

    Parameters
    ----------
    table
        ``sales``, ``time`` or ``events``.
    parts
        Each sheet of the file and what was kept of it, in the file's order.
    """
    whole = pa.concat_tables([rows for _, rows in parts], promote_options="default")
    if len(parts) == 1:
        return whole, []
    frame, sheets = whole.to_pandas(), [sheet for sheet, _ in parts]
    sheet = np.repeat(np.arange(len(parts)), [len(rows) for _, rows in parts])
    line = frame.groupby(list(BY_CONTENT[table]), dropna=False, sort=False).ngroup().to_numpy()
    held = pd.DataFrame({"line": line, "sheet": sheet}).value_counts().rename("rows").reset_index()
    held = held[held["line"].duplicated(keep=False)]
    if held.empty:
        return whole, []
    sure = frame["invoice_id"].notna().to_numpy() if table == "sales" else line < 0
    copies = _clusters(held, np.bincount(sheet, minlength=len(parts)))
    nth = pd.Series(line).groupby([line, sheet]).cumcount().to_numpy()
    keys = pd.DataFrame({"line": line, "nth": nth, "copies": np.where(sure, -1, copies[sheet])})
    fullest = np.argsort(frame.isna().sum(axis=1).to_numpy(), kind="stable")
    stays = _first(keys, fullest)
    again = stays != np.arange(len(frame))
    alike = _first(keys[["line", "nth"]], np.argsort(again, kind="stable"))
    like = ~again & (alike != np.arange(len(frame)))
    notes = [
        f"{place}: {count(rows, 'row')} of {table} that {others} as well, counted once."
        for place, rows, others in _beside(sheets, sheet[again], sheet[stays[again]])
    ]
    notes += [
        f"{place}: {count(rows, 'row')} of {table} that {others} as well, kept, as most rows of "
        "these sheets differ; if they are the same, take them out of one of the sheets."
        for place, rows, others in _beside(sheets, sheet[like], sheet[alike[like]])
    ]
    return whole.filter(pa.array(~again)), notes


def _clusters(held: pd.DataFrame, sizes: _Rows) -> _Rows:
    """Return a number for each sheet; sheets that are copies of each other have the same.

    ``held`` says how many rows of each line that several sheets have are in each of them.
    """
    both = held.merge(held, on="line")
    both = both[both["sheet_x"] < both["sheet_y"]]
    both["rows"] = np.minimum(both["rows_x"], both["rows_y"])
    shared = both.groupby(["sheet_x", "sheet_y"])["rows"].sum().reset_index()
    elsewhere = np.bincount(held["sheet"], held["rows"], len(sizes))
    gathers = (elsewhere >= _ENOUGH) & (elsewhere > _MOST * sizes)  # such as one of all years
    number = np.arange(len(sizes))
    for one, other, rows in shared.itertuples(index=False):
        small, large = sorted((one, other), key=lambda place: int(sizes[place]))
        if rows > _MOST * sizes[small] and (rows >= _ENOUGH or gathers[large]):
            number[number == number[other]] = number[one]
    return number


def _first(keys: pd.DataFrame, order: _Rows) -> _Rows:
    """Return for each row the first, in an order of rows, that has the same key."""
    group = keys.groupby(list(keys), sort=False).ngroup().to_numpy()
    first = np.empty(group.max() + 1, dtype=np.int64)
    first[group[order[::-1]]] = order[::-1]
    return first[group]


def _beside(sheets: Sequence[Sheet], here: _Rows, there: _Rows) -> Iterator[tuple[str, int, str]]:
    """Yield each sheet that rows are in, how many, and which other sheets have them."""
    for place in np.unique(here):
        others = [f"«{sheets[other].sheet}»" for other in np.unique(there[here == place])]
        if len(others) > 1:
            more = [f"{len(others) - _NAMED} more"] if len(others) > _NAMED else []
            have = f"the sheets {listed([*others[:_NAMED], *more])} have"
        else:
            have = f"the sheet {others[0]} has"
        yield sheets[place].label, int((here == place).sum()), have
