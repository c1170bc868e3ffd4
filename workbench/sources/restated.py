"""Sales that two sheets or files state in different ways → each of them once.

One has a column that the other lacks, or one states an invoice in total and the other line by line.
`workbench.sources.matched` and `workbench.sources.copies` compare rows of one form; here rows of
different forms are told to be the same, and the one that says most stays, with what the other knew.

- A line is the same where every column that both have says so, and its invoice comes to the same in
  both; else only where most rows of the smaller one stand in the other, for a customer may buy for
  the same amount at two tills on a day.
- An invoice in total is the same as its lines where they add up to it, to the cent, and customer or
  day agree; or where nine of ten invoices are more than their lines by one and the same rate: the
  total is with VAT, and turnover is without.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.review.words import count, number, percent
from workbench.sources.matched import BY_CONTENT
from workbench.sources.schema import REQUIRED

Rows = npt.NDArray[np.int64]
ENOUGH, MOST = 3, 0.5
"""Rows that two share by no accident, and the part of the smaller one that has to be exceeded."""
_CENT = 0.005
_VAT, _ONE_RATE, _MOSTLY = (1.02, 1.30), 0.002, 0.9
_OF_THE_INVOICE = ("customer_id", "region", "due_on", "paid_on")
_WHERE_FROM = ("source_file", "source_line")


@dataclass(frozen=True, eq=False)
class _Found:
    """What was found: arrays with a place for each row, -1 where there is nothing to say.

    ``by`` is the row that says what a row says, or the first of its invoice, if it is one of those
    ``in_total``. ``line`` and ``total`` are the rows from which one that stays may learn.
    ``taxed`` is, for two units, how many times its lines an invoice in total is.
    ``alike`` are two units and how many rows of the first only look like some of the other;
    ``apart`` two units and the invoices, with both amounts, that add up to something else.
    """

    by: Rows
    in_total: npt.NDArray[np.bool_]
    line: Rows
    total: Rows
    taxed: dict[tuple[int, int], float]
    alike: list[tuple[int, int, int]]
    apart: list[tuple[int, int, int, float, float]]


class Stated(NamedTuple):
    """What stays of a unit, which of it another unit stated too, and how many rows went."""

    rows: pa.Table
    settled: npt.NDArray[np.bool_]
    out: int = 0

    @classmethod
    def alone(cls, rows: pa.Table) -> Stated:
        """Return a unit of which nobody else says anything."""
        return cls(rows, np.zeros(len(rows), dtype=bool))


def restated(
    table: str, units: Sequence[tuple[str, pa.Table]]
) -> tuple[list[Stated], list[str], list[str]]:
    """Leave out of each unit what another one says with more columns, or line by line.

    Parameters
    ----------
    table
        ``sales``, ``time`` or ``events``.
    units
        What a sheet or file is called, and its rows.

    Returns
    -------
    tuple
        Each unit as it stays, what is to be said of rows that went, and of others in doubt.
    """
    tables, alone = [rows for _, rows in units], [Stated.alone(rows) for _, rows in units]
    if sum(len(rows) > 0 for rows in tables) <= 1:
        return alone, [], []
    whole = pa.concat_tables(tables, promote_options="default")
    names = [*BY_CONTENT[table], *(name for name in _OF_THE_INVOICE if name in whole.schema.names)]
    frame = whole.select(list(dict.fromkeys(names))).to_pandas()
    unit = np.repeat(np.arange(len(units)), [len(rows) for rows in tables])
    found = _find(table, frame, unit)
    places = [place for place, _ in units]
    doubts = list(_doubts(table, found, places))
    goes = found.by >= 0
    if not goes.any():
        return alone, [], doubts
    details = [name for name in whole.schema.names if name not in _WHERE_FROM]
    whole = _learned(whole, details, found.line)
    whole = _learned(whole, [name for name in _OF_THE_INVOICE if name in details], found.total)
    settled, stated = (found.line >= 0) | (found.total >= 0), []
    for one in range(len(units)):
        stays = (unit == one) & ~goes
        out = int(goes[unit == one].sum())
        stated.append(Stated(whole.filter(pa.array(stays)), settled[stays], out))
    return stated, list(_told(table, found, unit, places)), doubts


def _find(table: str, frame: pd.DataFrame, unit: Rows) -> _Found:
    nothing = np.full(len(frame), -1)
    found = _Found(nothing, np.zeros(len(frame), bool), nothing.copy(), nothing.copy(), {}, [], [])
    content = list(BY_CONTENT[table])
    filled = frame[content].notna().groupby(unit).any()
    forms: dict[tuple[str, ...], list[int]] = {}
    for one, has in zip(filled.index, filled.to_numpy(), strict=True):
        form = tuple(name for name, some in zip(content, has, strict=True) if some)
        forms.setdefault(form, []).append(one)
    for poor, rich in combinations(sorted(forms, key=len), 2):
        common = [name for name in poor if name in rich]
        if _telling(table, common):
            sides = (forms[poor], forms[rich])
            _same_lines(frame[content], unit, found, common, sides)
    if table == "sales":
        _same_invoices(frame, unit, found)
    return found


def _telling(table: str, common: Sequence[str]) -> bool:
    """Whether two rows that agree in these columns can be one."""
    needed = set(REQUIRED[table])
    return needed <= {*common} or (
        table == "sales" and {"invoice_id", "date", "amount"} <= {*common}
    )


def _same_lines(
    frame: pd.DataFrame,
    unit: Rows,
    found: _Found,
    common: list[str],
    sides: tuple[Sequence[int], Sequence[int]],
) -> None:
    """Find the rows of the poorer side that the richer one has with more columns."""
    poor, rich = (np.flatnonzero(np.isin(unit, side) & (found.by < 0)) for side in sides)
    rows = np.concatenate([poor, rich])
    said = frame.take(rows)[common].reset_index(drop=True)
    for name in {"amount", "hours", "value"} & {*common}:
        said[name] = said[name].round(2)
    key = said.groupby(common, dropna=False, sort=False).ngroup()
    line = pd.DataFrame({"row": rows, "key": key, "unit": unit[rows]})
    line["nth"] = line.groupby(["key", "unit"], sort=False).cumcount()
    pairs = line[: len(poor)].merge(line[len(poor) :], on=["key", "nth"], suffixes=("", "_other"))
    if pairs.empty:
        return
    both = pairs.groupby(["unit", "unit_other"])["row"].transform("size").to_numpy()
    rows_of = np.bincount(unit)
    smaller = np.minimum(rows_of[pairs["unit"]], rows_of[pairs["unit_other"]])
    sure = (both >= ENOUGH) & (both > MOST * smaller)
    if "invoice_id" in common:  # a charge may be as much as a line of its invoice by chance
        whole = frame.groupby([unit, "invoice_id"])["amount"].transform("sum").to_numpy()
        sure |= np.abs(whole[pairs["row"]] - whole[pairs["row_other"]]) <= _CENT
    same, alike = pairs[sure].drop_duplicates("row"), pairs[~sure]
    found.by[same["row"]], found.line[same["row_other"]] = same["row_other"], same["row"]
    # rows that agree in every column are one form's matter: copies, or two sales alike
    more = frame[frame.columns.difference(common)].notna().any(axis=1).to_numpy()
    alike = alike[more[alike["row"]] | more[alike["row_other"]]]
    alike = alike[found.by[alike["row"]] < 0].drop_duplicates("row")
    sizes = alike.groupby(["unit", "unit_other"], as_index=False).agg(n=("row", "size"))
    found.alike.extend(sizes.itertuples(index=False, name=None))


def _same_invoices(frame: pd.DataFrame, unit: Rows, found: _Found) -> None:
    """Find invoices that one unit states with fewer rows than another, adding up to the same."""
    rows = np.flatnonzero(frame["invoice_id"].notna().to_numpy() & (found.by < 0))
    lines = frame.take(rows)[["invoice_id", "amount", "date", "customer_id"]]
    lines = lines.assign(unit=unit[rows], row=rows)
    stated = lines.groupby(["unit", "invoice_id"], sort=False).agg(
        n=("amount", "size"),
        amount=("amount", "sum"),
        date=("date", "min"),
        customer_id=("customer_id", "first"),
        row=("row", "first"),
    )
    stated = stated.reset_index()
    stated = stated[stated["invoice_id"].duplicated(keep=False)]
    pairs = stated.merge(stated, on="invoice_id", suffixes=("", "_other"))
    pairs = pairs[(pairs["unit"] != pairs["unit_other"]) & (pairs["n"] < pairs["n_other"])]
    akin = (pairs["date"] == pairs["date_other"]) | (
        pairs["customer_id"] == pairs["customer_id_other"]
    ).fillna(value=False)
    pairs = pairs[akin.to_numpy(dtype=bool)]
    if pairs.empty:
        return
    slack = _CENT * (pairs["n_other"] + 1)
    equal = ((pairs["amount"] - pairs["amount_other"]).abs() <= slack).to_numpy()
    taxed = _with_vat(pairs[~equal], found).reindex(pairs.index, fill_value=False)
    equal = equal | taxed.to_numpy(dtype=bool)
    most = pairs[equal].sort_values("n_other", ascending=False, kind="stable")
    most = most.drop_duplicates(["unit", "invoice_id"])
    at = pd.MultiIndex.from_frame(lines[["unit", "invoice_id"]])
    goes = _looked_up(most, ["unit", "invoice_id"], "row_other", at)
    found.by[rows[goes >= 0]] = goes[goes >= 0]
    found.in_total[rows[goes >= 0]] = True
    found.total[rows] = _looked_up(most, ["unit_other", "invoice_id"], "row", at)
    told = pd.MultiIndex.from_frame(most[["unit", "invoice_id"]])
    left = ~pd.MultiIndex.from_frame(pairs[["unit", "invoice_id"]]).isin(told)
    unlike = pairs[left & (pairs["n"] == 1).to_numpy()]
    sums = unlike.groupby(["unit", "unit_other"], as_index=False).agg(
        n=("amount", "size"), total=("amount", "sum"), lines=("amount_other", "sum")
    )
    found.apart.extend(sums[sums["n"] >= ENOUGH].itertuples(index=False, name=None))


def _with_vat(pairs: pd.DataFrame, found: _Found) -> pd.Series[bool]:
    """Tell which invoices in total are more than their lines by the rate that nearly all are."""
    pairs = pairs[(pairs["n"] == 1).to_numpy() & (pairs["amount_other"] != 0).to_numpy()]
    times = pairs["amount"] / pairs["amount_other"]
    two = [pairs["unit"], pairs["unit_other"]]
    usual = times.groupby(two).transform("median")
    near = (times / usual - 1).abs() <= _ONE_RATE
    by = near.groupby(two)
    sure = near & (by.transform("mean") >= _MOSTLY) & (by.transform("size") >= ENOUGH)
    sure &= usual.between(*_VAT)
    rates = pairs[sure].assign(rate=usual[sure]).drop_duplicates(["unit", "unit_other"])
    for row in rates[["unit", "unit_other", "rate"]].itertuples(index=False):
        found.taxed[int(row[0]), int(row[1])] = float(row[2])
    return sure


def _looked_up(pairs: pd.DataFrame, key: list[str], name: str, at: pd.MultiIndex) -> Rows:
    """Return a column of the pairs by their key, -1 where there is none."""
    known = pairs.drop_duplicates(key).set_index(key)[name]
    return known.reindex(at).fillna(-1).to_numpy(dtype=np.int64)


def _learned(whole: pa.Table, names: Sequence[str], source: Rows) -> pa.Table:
    """Fill the empty cells of these columns from other rows."""
    rows = pa.array(source, mask=source < 0)
    for name in names:
        column = whole[name]
        if column.null_count:
            place = whole.schema.get_field_index(name)
            whole = whole.set_column(place, name, pc.coalesce(column, column.take(rows)))
    return whole


def _told(table: str, found: _Found, unit: Rows, places: Sequence[str]) -> Iterator[str]:
    goes = np.flatnonzero(found.by >= 0)
    told = zip(
        unit[goes].tolist(),
        unit[found.by[goes]].tolist(),
        found.in_total[goes].tolist(),
        strict=True,
    )
    for (one, other, in_total), n in sorted(Counter(told).items()):
        how = "line by line" if in_total else "in other columns"
        if in_total and (rate := found.taxed.get((one, other))):
            how += f" without {percent(rate - 1)} VAT"
        yield (
            f"{places[one]}: {count(n, 'row')} of {table} that {places[other]} states {how}, "
            "counted once."
        )


def _doubts(table: str, found: _Found, places: Sequence[str]) -> Iterator[str]:
    for one, other, n in found.alike:
        yield (
            f"{places[one]}: {count(n, 'row')} of {table} that {places[other]} states in "
            "other columns, kept, as most rows of the two differ; if they are the same, leave "
            "one of them out."
        )
    for one, many, n, total, lines in found.apart:
        yield (
            f"{places[one]}: {count(n, 'invoice')} in total, {number(total)}, whose lines in "
            f"{places[many]} come to {number(lines)}: both count. If they are the same sales, "
            "leave one of them out."
        )
