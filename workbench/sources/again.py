"""Next quarter's file: which of its rows the ledger has already, which it corrects, which are new.

A line of sales is known by its invoice and product, or, without invoice, by who bought what when
for how much; equal lines are counted, so that two sales alike stay two. The same goes for hours
and events. Customers, prospects and rates are known by their id.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pyarrow as pa

from workbench.sources.ledger import Ledger
from workbench.sources.matched import Compared, equal, matched
from workbench.sources.restated import Stated, restated
from workbench.sources.schema import IN_A_LIST, TABLES, UNIQUE

__all__ = ["Compared", "together"]


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
    differs = (shared.notna() & ~equal(shared, then)).any(axis=1)
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
    then, now = Stated.alone(_arrow(old)), Stated.alone(_arrow(new))
    doubts: list[str] = []
    if not mended:
        both_say = [("what was here", then.rows), ("these files", now.rows)]
        (then, now), _, doubts = restated(table, both_say)
    if then.out or now.out:
        old, new = then.rows.to_pandas(), now.rows.to_pandas()
    before, after = old[~then.settled], new[~now.settled]
    both = pd.concat([before, after], ignore_index=True)
    rows, told = matched(both, len(before), table, mended=mended)
    replaced = min(then.out, int(now.settled.sum()))
    counts = replace(
        told,
        new=told.new + int(now.settled.sum()) - replaced,
        changed=told.changed + replaced,
        same=told.same + now.out,
        doubts=tuple(doubts),
    )
    whole = [both.take(rows)]
    whole += [part for part in (old[then.settled], new[now.settled]) if len(part)]
    return pd.concat(whole, ignore_index=True), counts


def _arrow(frame: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(frame, preserve_index=False)
