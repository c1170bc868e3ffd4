"""Which rows say what others said before, and which lines of an invoice correct others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Rows = npt.NDArray[np.int64]
_Bools = npt.NDArray[np.bool_]
BY_CONTENT: Mapping[str, tuple[str, ...]] = {
    "sales": ("customer_id", "date", "amount", "product", "quantity", "region", "invoice_id"),
    "time": ("person", "date", "customer_id", "activity", "hours"),
    "events": ("customer_id", "date", "kind", "by", "evidence"),
}
"""Tables whose rows have no id, and the columns that make two rows the same."""
_LINE = ("invoice_id", "product")
_AKIN = ("customer_id", "date")
_WHERE_FROM = ("source_file", "source_line")


@dataclass(frozen=True)
class Compared:
    """How many rows of a table were new, changed what was there, or were there already.

    ``mixed`` are invoices of which both files have lines the other lacks: all of them were kept.
    ``doubts`` are sentences about what may be the same and was kept.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    mixed: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def to_json(self) -> dict[str, int]:
        """Return the three counts by name."""
        return {"new": self.new, "changed": self.changed, "same": self.same}

    def notes(self, place: str) -> list[str]:
        """Say which invoices have lines of two files now, where the later ones stand, and doubts.

        >>> Compared(mixed=("7", "9")).notes("may.csv")
        ['may.csv: other lines of an invoice than before: 2, the first is «7»; both are kept.']
        """
        doubts = [f"{place}: {doubt}" for doubt in self.doubts]
        if not self.mixed:
            return doubts
        found = f"{len(self.mixed):,}, the first is «{self.mixed[0]}»"
        return [f"{place}: other lines of an invoice than before: {found}; both are kept.", *doubts]


def matched(
    both: pd.DataFrame, old: int, table: str, *, mended: bool, settled: _Bools | None = None
) -> tuple[Rows, Compared]:
    """Match the first ``old`` rows with the others by what they say, then by invoice.

    ``settled`` are rows that another one stated already: they aren't corrected.

    Returns
    -------
    tuple
        Which rows to keep, a correction in the place of what it corrects; and the account.
    """
    fresh = np.arange(len(both)) >= old
    here, there = _pairs(both, fresh, BY_CONTENT[table], np.ones(len(both), dtype=bool))
    details = both.columns.difference([*BY_CONTENT[table], *_WHERE_FROM])
    one, other = both.loc[here, details], both.loc[there, details]
    alike = equal(one.reset_index(drop=True), other.reset_index(drop=True)).all(axis=1).to_numpy()
    same = int(alike.sum())
    replaced, by, mixed = here[~alike], there[~alike], tuple[str, ...]()
    if table == "sales" and not mended:
        free = np.ones(len(both), dtype=bool) if settled is None else ~settled
        free[here] = free[there] = False
        more, with_, mixed = _corrected(both, fresh, there, free)
        replaced, by = np.concatenate([replaced, more]), np.concatenate([by, with_])
    place = np.arange(len(both))
    place[replaced] = by
    known = np.zeros(len(both), dtype=bool)
    known[there] = known[by] = True
    rows = np.concatenate([place[:old], np.flatnonzero(fresh & ~known)])
    return rows, Compared(len(both) - old - same - len(by), len(by), same, mixed)


def _corrected(
    both: pd.DataFrame, fresh: _Bools, there: Rows, free: _Bools
) -> tuple[Rows, Rows, tuple[str, ...]]:
    """Pair free lines of an invoice with those that correct them.

    ``there`` are the new rows that say what old ones do.

    First by product. Where the new file has at least as many lines of the invoice as there were,
    it states it anew: what is left is paired by amount, and in turn if any other line was paired.
    A line of another customer on another day is of another invoice that has the same number.

    Returns
    -------
    tuple
        Old rows, the new row for each, and the invoices with lines left on both sides.
    """
    left = both["invoice_id"].notna().to_numpy() & free
    invoice = _LINE[:1]
    replaced, by = [there[:0]], [there[:0]]
    stated = set(both.loc[there, "invoice_id"])
    for key, whole in ((_LINE, _LINE), ((*invoice, "amount"), invoice), (invoice, invoice)):
        if not ((left & fresh).any() and (left & ~fresh).any()):
            break
        among = left & _restated(both, fresh, left, whole)
        if key == invoice:
            among &= both["invoice_id"].isin(stated).to_numpy()
        old, new = _pairs(both, fresh, key, among)
        akin = _akin(both, old, new).any(axis=1).to_numpy()
        old, new = old[akin], new[akin]
        left[old] = left[new] = False
        replaced.append(old)
        by.append(new)
        stated |= set(both.loc[new, "invoice_id"])
    sides = both[left]
    kin = [several(sides, (*invoice, name), fresh[left]) for name in _AKIN]
    mixed = tuple(sides.loc[np.any(kin, axis=0), "invoice_id"].astype(str).unique())
    return np.concatenate(replaced), np.concatenate(by), mixed


def several(rows: pd.DataFrame, key: Sequence[str], file: npt.NDArray[Any]) -> _Bools:
    """Say of which rows the key occurs in more than one file."""
    group = rows.groupby(list(key), dropna=False, sort=False).ngroup().to_numpy()
    files = pd.Series(file).groupby(group)
    return (files.transform("min") != files.transform("max")).to_numpy()


def _akin(both: pd.DataFrame, old: Rows, new: Rows) -> pd.DataFrame:
    one, other = (both.loc[rows, list(_AKIN)].reset_index(drop=True) for rows in (old, new))
    return equal(one, other)


def _pairs(
    both: pd.DataFrame,
    fresh: _Bools,
    key: Sequence[str],
    among: _Bools,
) -> tuple[Rows, Rows]:
    """Return old and new rows of one key, the first with the first, the second with the second."""
    rows = np.flatnonzero(among)
    group = both.iloc[rows].groupby(list(key), dropna=False, sort=False).ngroup().to_numpy()
    frame = pd.DataFrame({"row": rows, "group": group, "fresh": fresh[rows]})
    frame["nth"] = frame.groupby(["group", "fresh"], sort=False).cumcount()
    joined = frame[~frame["fresh"]].merge(frame[frame["fresh"]], on=["group", "nth"])
    return joined["row_x"].to_numpy(np.int64), joined["row_y"].to_numpy(np.int64)


def _restated(both: pd.DataFrame, fresh: _Bools, left: _Bools, key: Sequence[str]) -> _Bools:
    """Say which lines belong to an invoice, or its product, that the new file has in full."""
    lines = both.loc[left, list(key)].assign(then=~fresh[left], now=fresh[left])
    sums = lines.groupby(list(key), dropna=False)[["then", "now"]].transform("sum")
    full = np.zeros(len(both), dtype=bool)
    full[left] = (sums["now"] >= sums["then"]).to_numpy()
    return full


def equal(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Say which cells are equal; two empty ones are."""
    return (one == other).fillna(False).astype(bool) | (one.isna() & other.isna())
