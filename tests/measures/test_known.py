"""Which sources know each customer, and the lines that came without one."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from workbench.measures.collect import collect
from workbench.measures.known import everybody_named, knows, nobodys, of_files
from workbench.review.assigned import Assigned
from workbench.sources.ledger import Ledger


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    sales = {
        "customer_id": ["A", "B", None, None, None],
        "date": ["2023-01-31", *["2024-01-31"] * 4],
        "amount": [9, 5, 2, 4, -1],
        "invoice_id": ["1", "2", "3", "4", "4"],
        "source_file": ["old.csv", *["new.csv"] * 4],
    }
    listed = {"customer_id": ["B", "C"], "name": ["Birch", "Cedar"]}
    return Ledger.from_frames(sales=pd.DataFrame(sales), customers=pd.DataFrame(listed))


def test_each_source_knows_its_own(ledger: Ledger) -> None:
    """At any time, and under the id that counts; a table that was not given is no source."""
    found = knows(ledger)
    assert list(found.columns) == ["customers", "sales"]
    assert found.T.to_dict("list") == {"A": [False, True], "B": [True, True], "C": [True, False]}
    assert knows(ledger.as_one({"A": "C"})).T.to_dict("list") == {
        "B": [True, True],
        "C": [True] * 2,
    }
    assert of_files(ledger, "A") == {"old.csv": 1}
    named = everybody_named(ledger.as_one({"A": "C"}))["name"]
    assert named.to_dict() == {"A": "A", "B": "Birch", "C": "Cedar"}


def test_lines_of_nobody_stand_in_groups_the_largest_first(ledger: Ledger) -> None:
    """In the window; what was assigned is somebody's, and columns that say nothing are left out."""
    facts = collect(ledger)
    found = nobodys(ledger, facts, "sales", most=1)
    assert found
    assert (found.lines, found.amount, found.columns) == (3, 5.0, ("invoice_id",))
    (group,) = found.groups
    assert (group.value, group.lines, group.amount) == ("4", 2, 3.0)
    assert (group.first, found.others) == (date(2024, 1, 31), 1)
    said = [Assigned(table="sales", column="invoice_id", value=v, customer="B") for v in "34"]
    assert nobodys(ledger.as_one({}, said), facts, "sales") is None
    assert nobodys(ledger, facts, "time") is None
