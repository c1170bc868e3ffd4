"""Lines without a customer become somebody's by a person's word; customers come by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.engagement import Engagement
from workbench.forget import forget
from workbench.review.assigned import Assigned, assigned
from workbench.review.joining import confirm
from workbench.review.plan import Newcomer
from workbench.review.review import Review

SALES = """Customer,Date,Amount,Invoice,Product
A,2024-01-31,10,1,oil
,2024-02-29,20,2,oil
,2024-03-31,5,,tar
B,2024-03-31,1,2,tar
"""
HOURS = "Who,Date,Hours,Client,Task\nAda,2024-03-01,2,A,visit\nAda,2024-03-02,3,,Birch call\n"


@pytest.fixture
def client(tmp_path: Path) -> Engagement:
    """Return a client with lines of sales and hours that name nobody."""
    (tmp_path / "sales.csv").write_text(SALES)
    (tmp_path / "hours.csv").write_text(HOURS)
    maps = ["hours.csv:Client=time.customer_id", "hours.csv:Task=time.activity"]
    files = [tmp_path / "sales.csv", tmp_path / "hours.csv"]
    return Engagement.create(tmp_path / "client", files, maps=maps)[0]


def of(column: str, value: str, customer: str, table: str = "sales") -> Assigned:
    return Assigned(table=table, column=column, value=value, customer=customer)


def test_assigned_lines_are_the_customers_and_totals_reconcile(client: Engagement) -> None:
    """Only lines without a customer move; the client's totals stay; taking it back undoes it."""
    before = client.facts_of(Review()).totals
    said = {"1": of("invoice_id", "2", "A"), "2": of("invoice_id", "", "B")}
    said["3"] = of("activity", "Birch call", "A", "time")
    review = Review(assigned=said)
    after, customers = client.facts_of(review).totals, client.customers(review)
    assert customers.numbers("turnover").tolist() == [30, 6]
    assert customers.numbers("hours").tolist() == [5, 0]
    for total in ("window_amount", "window_hours"):
        assert before[total] == after[total]
    assert (before["unidentified_amount"], after["unidentified_amount"]) == (25, 0)
    assert (before["unallocated_hours"], after["unallocated_hours"]) == (3, 0)
    assert client.customers(Review()).numbers("turnover").tolist() == [10, 1]


def test_assigned_lines_follow_a_merge(client: Engagement) -> None:
    """What was said of B counts under A once both are one."""
    review = Review(assigned={"1": of("invoice_id", "2", "B")})
    one = confirm(review, "A", "B", evidence="the same")
    assert client.customers(one).numbers("turnover").tolist() == [31]


def test_a_customer_by_hand_has_a_row_and_no_sales(client: Engagement) -> None:
    """They may be given lines; a file that brings them later has the last word on the name."""
    review = Review(newcomers={"C": Newcomer(name="Cedar"), "A": Newcomer(name="another name")})
    customers = client.customers(review)
    assert list(customers.ids) == ["A", "B", "C"]
    assert customers.names[2] == "Cedar"
    assert customers.names[0] == "A"
    assert customers.numbers("turnover").tolist() == [10, 1, 0]
    given = review.changed(assigned={"1": of("product", "tar", "C")})
    assert client.customers(given).numbers("turnover").tolist() == [10, 1, 5]


def test_a_forgotten_newcomer_leaves_nothing(client: Engagement) -> None:
    """Neither the name nor what was said to be theirs."""
    review = Review(
        newcomers={"C9": Newcomer(name="Cedar Works")}, assigned={"1": of("product", "tar", "C9")}
    )
    client.store.commit(review.to_json(), base=1, who="Ada", words="Cedar Works is new")
    client.store.close()
    assert client.folder
    assert forget(client.folder, "C9").name == "Cedar Works"
    again = Engagement.open(client.folder)
    assert (again.review.newcomers, again.review.assigned) == ({}, {})
    assert "Cedar" not in str([one.words for one in again.store.history()])


LINES = st.tuples(st.sampled_from(["invoice_id", "product"]), st.sampled_from(["", "1", "2"]))


@given(st.lists(st.tuples(LINES, st.sampled_from("AB"))))
def test_of_the_same_lines_the_last_word_counts(said: list[tuple[tuple[str, str], str]]) -> None:
    """Whatever was said, no two decisions are about the same lines."""
    known: dict[str, Assigned] = {}
    for n, ((column, value), customer) in enumerate(said):
        known = assigned(known, str(n), of(column, value, customer))
    assert {one.lines: one.customer for one in known.values()} == {
        ("sales", *lines): customer for lines, customer in said
    }
    assert len({one.lines for one in known.values()}) == len(known)
