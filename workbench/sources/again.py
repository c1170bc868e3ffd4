"""Next quarter's file: which of its rows the ledger has already, which it corrects, which are new.

A line of sales is known by its invoice and product, or, without invoice, by who bought what when
for how much; equal lines are counted, so that two sales alike stay two. The same goes for hours
and events. Customers, prospects and rates are known by their id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from workbench.sources.ledger import Ledger
from workbench.sources.schema import IN_A_LIST, TABLES, UNIQUE

_Rows = npt.NDArray[np.int64]
_Bools = npt.NDArray[np.bool_]
_CONTENT: Mapping[str, tuple[str, ...]] = {
    "sales": ("customer_id", "date", "amount", "product", "quantity", "region", "invoice_id"),
    "time": ("person", "date", "customer_id", "activity", "hours"),
    "events": ("customer_id", "date", "kind", "by", "evidence"),
}
_LINE = ("invoice_id", "product")
_WHERE_FROM = ("source_file", "source_line")


@dataclass(frozen=True)
class Compared:
    """How many rows of a table were new, changed what was there, or were there already."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def to_json(self) -> dict[str, int]:
        """Return the three counts by name."""
        return {"new": self.new, "changed": self.changed, "same": self.same}


def together(
    old: Ledger, new: Ledger, *, mended: bool = False
) -> tuple[Ledger, dict[str, Compared]]:
    """Put what a new file says into what is there.

    Parameters
    ----------
    old, new
        The ledger that is, and the one made of the new files alone.
    mended
        Whether the new rows were set aside before: none of them corrects a row that was kept.

    Returns
    -------
    tuple
        The ledger with both, corrections in the place of what they correct; and for each table
        of the new files what was new, changed and the same.
    """
    tables: dict[str, pd.DataFrame] = {name: old.frame(name) for name in old.given}
    counts: dict[str, Compared] = {}
    for name in TABLES:
        if name not in new.given:
            continue
        rows = new.frame(name)
        if name not in tables:
            tables[name], counts[name] = rows, Compared(new=len(rows))
        elif name in UNIQUE:
            key = next(iter(TABLES[name]))
            tables[name], counts[name] = _by_id(tables[name], rows, key)
        else:
            tables[name], counts[name] = _by_content(tables[name], rows, name, mended=mended)
    frames = {name: _arrow(frame) for name, frame in tables.items()}
    return Ledger.from_frames(**frames), counts


def _by_id(old: pd.DataFrame, new: pd.DataFrame, key: str) -> tuple[pd.DataFrame, Compared]:
    """Let the new file's values stand where it has any."""
    before = old.set_index(key)
    after = _behind(before, new.set_index(key)) if IN_A_LIST in old else new.set_index(key)
    for name in before.columns.intersection(after.columns):
        if before[name].dtype != after[name].dtype:
            before[name], after[name] = before[name].astype("str"), after[name].astype("str")
    known = after.index.isin(before.index)
    shared = after[known]
    then = before.reindex(index=shared.index, columns=shared.columns)
    differs = (shared.notna() & ~_equal(shared, then)).any(axis=1)
    whole = after.combine_first(before)
    order = [*before.columns, *after.columns.difference(before.columns, sort=False)]
    rows = before.index.append(after.index[~known])
    changed = int(differs.sum())
    return whole.loc[rows, order].rename_axis(key).reset_index(), Compared(
        int((~known).sum()), changed, int(known.sum()) - changed
    )


def _behind(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Let what lines of sales say of a customer only fill what a list left open."""
    listed = before.index[before[IN_A_LIST].eq(other=True)]
    weak = after.index.isin(listed) & ~after[IN_A_LIST].eq(other=True).to_numpy()
    if not weak.any():
        return after
    filled = before.reindex(after.index[weak]).combine_first(after[weak])[list(after.columns)]
    return pd.concat([after[~weak], filled]).reindex(after.index)


def _by_content(
    old: pd.DataFrame, new: pd.DataFrame, table: str, *, mended: bool
) -> tuple[pd.DataFrame, Compared]:
    """Match rows by what they say, then lines of an invoice by their product."""
    both = pd.concat([old, new], ignore_index=True)
    fresh = np.arange(len(both)) >= len(old)
    here, there = _pairs(both, fresh, _CONTENT[table], np.ones(len(both), dtype=bool))
    details = both.columns.difference([*_CONTENT[table], *_WHERE_FROM])
    one, other = both.loc[here, details], both.loc[there, details]
    alike = _equal(one.reset_index(drop=True), other.reset_index(drop=True)).all(axis=1).to_numpy()
    same = int(alike.sum())
    replaced, by = here[~alike], there[~alike]
    if table == "sales" and not mended:
        left = np.ones(len(both), dtype=bool)
        left[here] = left[there] = False
        left &= both["invoice_id"].notna().to_numpy()
        left &= _restated(both, fresh, left)
        more, with_ = _pairs(both, fresh, _LINE, left)
        replaced, by = np.concatenate([replaced, more]), np.concatenate([by, with_])
    place = np.arange(len(both))
    place[replaced] = by
    known = np.zeros(len(both), dtype=bool)
    known[there] = known[by] = True
    rows = np.concatenate([place[: len(old)], np.flatnonzero(fresh & ~known)])
    counts = Compared(len(new) - same - len(by), len(by), same)
    return both.take(rows).reset_index(drop=True), counts


def _pairs(
    both: pd.DataFrame,
    fresh: _Bools,
    key: Sequence[str],
    among: _Bools,
) -> tuple[_Rows, _Rows]:
    """Return old and new rows of one key, the first with the first, the second with the second."""
    rows = np.flatnonzero(among)
    group = both.iloc[rows].groupby(list(key), dropna=False, sort=False).ngroup().to_numpy()
    frame = pd.DataFrame({"row": rows, "group": group, "fresh": fresh[rows]})
    frame["nth"] = frame.groupby(["group", "fresh"], sort=False).cumcount()
    joined = frame[~frame["fresh"]].merge(frame[frame["fresh"]], on=["group", "nth"])
    return joined["row_x"].to_numpy(np.int64), joined["row_y"].to_numpy(np.int64)


def _restated(both: pd.DataFrame, fresh: _Bools, left: _Bools) -> _Bools:
    """Say which lines belong to a product of an invoice that the new file has in full."""
    lines = both.loc[left, list(_LINE)].assign(then=~fresh[left], now=fresh[left])
    sums = lines.groupby(list(_LINE), dropna=False)[["then", "now"]].transform("sum")
    full = np.zeros(len(both), dtype=bool)
    full[left] = (sums["now"] >= sums["then"]).to_numpy()
    return full


def _equal(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    return (one == other).fillna(False).astype(bool) | (one.isna() & other.isna())


def _arrow(frame: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(frame, preserve_index=False)
