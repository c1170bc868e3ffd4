"""Products in the window, and the credit for those made together (domain 6)."""

from __future__ import annotations

from collections.abc import Callable

from workbench.measures.collect import collect
from workbench.measures.lines import Credit, credited, products
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


def test_a_credit_is_what_the_others_bought(ledger_of: Callable[[str], Ledger]) -> None:
    """Oil was made with a: b's 50 and c's 70 are credited, a's own 100 are not."""
    ledger = ledger_of(SOLD)
    facts = collect(ledger)
    assert credited(ledger, facts, {"Oil": "a"}) == (Credit("Oil", "a", 120, 2),)
    assert credited(ledger, facts, {"Gone": "a"}) == (Credit("Gone", "a", 0, 0),)
    assert credited(ledger, facts, {}) == ()
