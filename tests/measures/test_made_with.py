"""What customers are credited for products made with them (domain 6), by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from workbench.engagement import Engagement
from workbench.measures.collect import collect, with_products
from workbench.measures.explain import Asked, explain
from workbench.measures.facts import Facts
from workbench.measures.made_with import Credit, assumed, credited
from workbench.review.assumptions import Assumptions, Costs
from workbench.review.review import Review
from workbench.review.same import SameAs
from workbench.sources.ledger import Ledger

SOLD = """
[sales]
customer_id, date, amount, product
a, 2024-06-01, 100, Oil
b, 2024-06-01, 50, Oil
c, 2024-06-02, 70, Oil
 , 2024-06-02, 8, Oil
c, 2024-06-02, 500, Wax
b, 2020-06-02, 999, Oil
"""


@pytest.fixture
def client(ledger_of: Callable[[str], Ledger]) -> Engagement:
    """Make a client whose sales name products."""
    return Engagement.from_frames(sales=ledger_of(SOLD).frame("sales"))


def review(made: dict[str, str], **fields: object) -> Review:
    """Return a review in which products were made with customers."""
    costs = Costs(made_with=made)
    return Review().changed(assumptions=Assumptions(costs=costs), **fields)


def test_a_credit_is_what_the_others_bought(ledger_of: Callable[[str], Ledger]) -> None:
    """Oil was made with a: b's 50, c's 70 and 8 of nobody known count; a's own 100 don't."""
    ledger = ledger_of(SOLD)
    facts = with_products(collect(ledger), ledger, ["Oil", "Gone"])
    assert credited(facts, {"Oil": "a"}) == (Credit("Oil", "a", 128, 2),)
    assert credited(facts, {"Gone": "a"}) == (Credit("Gone", "a", 0, 0),)
    assert credited(facts, {}) == ()


def test_credited_sales_are_a_measure(client: Engagement) -> None:
    """Zero for whom nothing was made with; nobody's profit or turnover moves."""
    before, after = client.customers(review({})), client.customers(review({"Oil": "a", "Wax": "b"}))
    assert after.numbers("credited_sales").tolist() == [128, 500, 0]
    assert after.numbers("turnover").tolist() == before.numbers("turnover").tolist()
    assert np.isnan(before.numbers("credited_sales")).all()
    assert before.why_missing("credited_sales", 0) == "No product was credited to anybody"


def test_a_credit_follows_a_merge(client: Engagement) -> None:
    """Oil was made with a, who is c: then c's own 70 are no others' purchases."""
    same = {"a": SameAs(customer="c", who="Ann", when="2026-01-01T00:00:00Z")}
    merged = client.customers(review({"Oil": "a"}, same_as=same))
    assert dict(zip(merged.ids, merged.numbers("credited_sales"), strict=True)) == {
        "b": 0,
        "c": 58,
    }


def test_a_credit_says_what_it_is_made_of(client: Engagement) -> None:
    decided = review({"Oil": "a", "Wax": "a"})
    facts, costs = client.facts_of(decided), assumed(decided).costs
    customers = client.customers(decided)
    told = explain(Asked(client.ledger, facts, costs, customers, "a", "credited_sales"))
    assert [(part.what, part.said) for part in told.lines] == [
        ("Oil, 2 other customers", "128 EUR"),
        ("Wax, 1 other customer", "500 EUR"),
    ]


def test_facts_keep_them_and_older_facts_have_none(client: Engagement, tmp_path: Path) -> None:
    facts = client.facts_of(review({"Oil": "a"}))
    facts.write(tmp_path)
    assert credited(Facts.read(tmp_path), {"Oil": "a"}) == credited(facts, {"Oil": "a"})
    (tmp_path / "products.parquet").unlink()
    assert credited(Facts.read(tmp_path), {"Oil": "a"}) == (Credit("Oil", "a", 0, 0),)
