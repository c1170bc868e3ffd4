"""Products in the window (domain 6)."""

from __future__ import annotations

from collections.abc import Callable

from workbench.measures.collect import collect
from workbench.measures.lines import products
from workbench.sources.ledger import Ledger

SOLD = """
[sales]
customer_id, date, amount, product
a, 2024-06-01, 100, Oil
b, 2024-06-01, 50, Oil
c, 2024-06-02, 70, Oil
c, 2024-06-02, 500, Wax
c, 2020-06-02, 999, Old
a, 2024-06-02, 5,
"""


def test_products_of_the_window_largest_first(ledger_of: Callable[[str], Ledger]) -> None:
    ledger = ledger_of(SOLD)
    assert products(ledger, collect(ledger)) == ("Wax", "Oil")
