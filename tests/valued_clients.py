"""Small clients with a profit, and the value groups they fall into."""

from __future__ import annotations

from typing import Any

import numpy as np
from small_clients import COLUMNS, client

from workbench.customers import Bools, Column, Customers, Floats
from workbench.review.assumptions import LongTerm
from workbench.review.value_groups import Grouping, Known, grouping

MORE = (
    *COLUMNS,
    Column("hours", "Hours", "hours", additive=True),
    Column("profit_per_year", "Profit a year", "EUR/year", additive=True),
    Column("turnover_per_year", "Turnover a year", "EUR/year", additive=True),
    Column("profit_margin", "Profit margin", "%"),
    Column("potential", "Potential a year", "EUR/year", additive=True),
    Column("higher_margin_share", "Share of higher-margin products", "%"),
)


def made_of(
    given_: dict[str, Any], counted: list[bool] | None = None, **rules: Any
) -> tuple[Customers, Known, Grouping, LongTerm]:
    """Return customers and their groups; a year's figures are those of the window."""
    profit, sold = given_["profit"], given_.get("turnover", [100] * len(given_["profit"]))
    margin = [None if p is None or not s else p / s for p, s in zip(profit, sold, strict=True)]
    yearly = {"profit_per_year": profit, "turnover_per_year": sold, "profit_margin": margin}
    customers = client({**given_, **yearly}, columns=MORE)
    nothing = np.full(len(customers), np.nan)

    def column(name: str) -> Floats:
        return customers.numbers(name) if name in customers.columns else nothing

    rows: Bools = np.array([True] * len(profit) if counted is None else counted, dtype=np.bool_)
    known, assume = Known.of(column, rows), LongTerm(**rules)
    return customers, known, grouping(known, assume), assume
