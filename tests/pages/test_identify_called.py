"""Customers that a time tracker calls by name and the accounts by number: answered at once."""

from __future__ import annotations

import pandas as pd
import pytest
from shown import act, text_of

from workbench.engagement import Engagement
from workbench.pages.identify import IdentifyPage
from workbench.pages.identify_called import called
from workbench.pages.identify_twice import Pairs
from workbench.session import Session
from workbench.sources.identity import candidates

NAMES = {"1": "Alder Oy", "2": "Birch Ltd", "3": "Cedar GmbH", "4": "Elm", "5": "Elm"}
CUSTOMERS = pd.DataFrame({"customer_id": list(NAMES), "name": list(NAMES.values())})
SALES = pd.DataFrame({"customer_id": list(NAMES), "date": "2026-01-31", "amount": 100.0})
TIME = pd.DataFrame(
    {
        "person": "Ann",
        "date": "2026-01-30",
        "hours": [1.0, 2.0, 3.0, 4.0],
        "customer_id": ["Alder Oy", "Birch Ltd", "Cedar GmbH", "Elm"],
    }
)


@pytest.fixture
def page() -> IdentifyPage:
    """Return the page on customers who are all there twice, open where pairs are decided."""
    tables = {"customers": CUSTOMERS, "sales": SALES, "time": TIME}
    page = IdentifyPage(Session(Engagement.from_frames(name="Trees", **tables)))
    page.open("twice")
    return page


def hours(page: IdentifyPage) -> dict[str, float]:
    """Return everybody's hours."""
    customers = page.session.customers
    return dict(zip(customers.ids, customers.numbers("hours"), strict=True))


def test_one_answer_is_given_for_all_and_each_can_be_undone(page: IdentifyPage) -> None:
    """Three are named so; «Elm» could be either of two, so it is asked about by itself."""
    assert "One file calls 3 customers by the very names" in text_of(page.main)
    assert "Cedar GmbH = 3" in text_of(page.main)
    before = page.session.saved.number
    act(page.main, "all_same")
    assert hours(page) == {"1": 1, "2": 2, "3": 3, "4": 0, "5": 0, "Elm": 4}
    assert page.session.saved.number == before + 1
    assert "by the very names" not in text_of(page.main)
    assert "exactly as another names them" in text_of(page.main)  # the evidence of each
    act(page.main, "separate", key="Birch Ltd")
    assert hours(page)["Birch Ltd"] == 2
    page.session.undo()
    page.session.undo()
    assert page.session.review.same_as == {}


def test_nobody_is_offered_whom_somebody_said_to_be_two(page: IdentifyPage) -> None:
    """Then two are left, which are asked about one by one."""
    while page.pairs.now and {page.pairs.now.one, page.pairs.now.other} != {"1", "Alder Oy"}:
        act(page.head, "skip")
    act(page.head, "apart")
    assert "by the very names" not in text_of(page.main)
    act(page.main, "all_same")
    assert "1" not in page.session.review.same_as.values()
    assert "Alder Oy" not in page.session.review.same_as


def test_a_name_that_is_only_alike_is_not_among_them() -> None:
    names = {"1": "Alder Oy", "Alder": "Alder", "2": "Birch", "birch": "birch"}
    rows = pd.DataFrame({"name": list(names.values())}, index=list(names))
    assert called(Pairs(candidates(rows), (), rows)) == ()
