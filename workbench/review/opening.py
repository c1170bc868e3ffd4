"""Which two axes the matrix opens on while nobody has chosen any (domain 4)."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.customers import Bools, Customers
from workbench.review.axes import Axis
from workbench.review.coverage import SPARSE, coverage, kinds

_UP = ("days_late", "order_trend", "frequency")
_SCORE = "points"  # derived last, from the other columns
_MOST = 0.5


def default_pair(customers: Customers, real: Bools) -> tuple[Axis, Axis]:
    """Propose turnover against the best covered of days late, order trend and frequency.

    Where these say nothing, the best covered of all columns takes their place, numbers before
    words and never one that is computed from the other axis. ``real`` marks who is a customer and
    no prospect.
    """
    bought = customers.amounts("frequency")
    buyers = real if bought is None else real & (bought > 0)
    # A zero for those who bought nothing says nothing about how well a measure covers the base.
    asked = buyers if buyers.any() else real
    across = _best(customers, asked, ("turnover",)) or "turnover"
    if across not in customers.columns:
        across = next(iter(customers.columns), across)
    others = (name for name in (*_UP, *customers.columns) if name in customers.columns)
    up = _best(customers, asked, _UP, across) or next((n for n in others if n != across), across)
    return Axis(column=across), Axis(column=up)


def _best(customers: Customers, asked: Bools, usual: Sequence[str], beside: str = "") -> str:
    """Return the best covered of the usual columns, else of all; empty where nothing is known."""
    shares = {name: coverage(customers, name, asked) for name in usual if name != beside}
    if shares and max(shares.values()) >= SPARSE:
        return max(shares, key=lambda name: shares[name])
    columns = customers.columns
    shares = {
        name: share
        for name, column in columns.items()
        if not {name, *column.needs} & {_SCORE, beside}
        and not (beside in columns and name in columns[beside].needs)
        and (share := coverage(customers, name, asked))
    }

    def telling(name: str) -> tuple[bool, bool, bool, bool, float]:
        share, column = shares[name], columns[name]
        many = kinds(customers, name, asked) > 2  # noqa: PLR2004 - a yes or no draws no picture
        return share >= _MOST, many, not column.words, column.ordered, share

    return max(shares, key=telling, default="")
