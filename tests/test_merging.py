"""Two customers become one by a person's word: figures follow, nothing is lost, undo undoes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.engagement import Engagement
from workbench.errors import WorkbenchError
from workbench.folder import add
from workbench.review.joining import confirm, decided, refuse, separate
from workbench.review.review import Review
from workbench.review.same import SameAs, roots

SALES = """Customer,Date,Amount
A,2024-01-31,10
B,2024-02-29,20
B,2024-03-31,5
C,2024-03-31,1
"""
LISTED = "Customer no,Name,Segment,Phone\nA,Alder,,1\nB,Alder Oy,trade,\nC,Cedar,home,\n"


@pytest.fixture
def client(tmp_path: Path) -> Engagement:
    """Return a client with A and B, who are one, and C."""
    (tmp_path / "sales.csv").write_text(SALES)
    (tmp_path / "customers.csv").write_text(LISTED)
    files = [tmp_path / "sales.csv", tmp_path / "customers.csv"]
    return Engagement.create(tmp_path / "client", files)[0]


def test_a_merge_adds_up_and_undo_takes_it_back(client: Engagement) -> None:
    """One row with both's sales; what the kept one doesn't say comes from the other."""
    before = client.customers(Review())
    review = confirm(Review(), "A", "B", evidence="the same telephone number", who="Ada")
    after = client.customers(review)
    assert list(after.frame.index) == ["A", "C"]
    assert after.numbers("turnover").tolist() == [35, 1]
    assert list(after.frame["name"]) == ["Alder", "Cedar"]
    assert list(after.frame["segment"]) == ["trade", "home"]
    assert client.facts().totals["window_amount"] == before.numbers("turnover").sum() == 36
    assert client.ledger.table("sales").customer_id.nunique().to_pyarrow().as_py() == 2
    assert set(client.ledger.frame("sales")["customer_id"]) == {"A", "B", "C"}  # both ids are kept
    back = client.customers(separate(review, "B"))
    assert list(back.frame.index) == ["A", "B", "C"]
    assert back.numbers("turnover").tolist() == [10, 25, 1]


def test_a_merge_survives_the_next_import(client: Engagement, tmp_path: Path) -> None:
    """It is a decision about ids, saved with the review; the facts are made anew."""
    review = confirm(client.review, "A", "B", evidence="the same name", who="Ada")
    base = client.store.head().revision.number
    client.store.commit(review.to_json(), base=base, who="Ada", words="A is B")
    client.customers(client.review)
    client.store.close()
    (tmp_path / "more.csv").write_text("Customer,Date,Amount\nB,2024-04-30,100\n")
    assert client.folder
    add(client.folder, [tmp_path / "more.csv"])
    again = Engagement.open(client.folder)
    assert again.customers(again.review).numbers("turnover").tolist() == [135, 1]
    assert again.facts().frame.index.tolist() == ["A", "C"]


def test_confirm_refuse_and_undo() -> None:
    """Chains end at one id; a refusal is remembered until somebody confirms after all."""
    review = confirm(Review(), "A", "B", evidence="x")
    review = confirm(review, "B", "C", evidence="y")
    assert roots(review.same_as) == {"B": "A", "C": "A"}
    with pytest.raises(WorkbenchError, match="one already"):
        confirm(review, "C", "A", evidence="z")
    review = refuse(review, "E", "D", evidence="two branches")
    assert set(decided(review)) == {("A", "B"), ("A", "C"), ("D", "E")}
    assert decided(confirm(review, "D", "E", evidence="after all"))[-1] == ("D", "E")
    assert not confirm(review, "D", "E", evidence="after all").apart
    with pytest.raises(WorkbenchError, match="for itself"):
        separate(review, "A")
    assert Review.from_json(review.to_json()) == review


IDS = st.sampled_from("ABCDE")


@given(st.dictionaries(IDS, IDS))
def test_whatever_was_said_everybody_counts_once(said: dict[str, str]) -> None:
    """Circles too: an id under which others count counts under no other."""
    found = roots({key: SameAs(customer=other) for key, other in said.items()})
    assert not set(found) & set(found.values())
    assert set(found) <= set(said)
