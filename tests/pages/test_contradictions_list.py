"""The list of contradictions as a part any page shows: one line that opens, and leads to cards."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest

from workbench.engagement import Engagement
from workbench.pages import contradictions as part
from workbench.pages.contradictions import AtOdds, contradiction_list, first_of_all
from workbench.pages.loyalty import loyalty
from workbench.pages.matrix import matrix
from workbench.pages.matrix_changes import aside
from workbench.session import Session

_counter = itertools.count(1)
HOSTILE = "<img src=x onerror=alert(1)>"


def engagement(n: int = 4) -> Engagement:
    """Make a client whose every customer but the last loses money and got a gift."""
    keys = [f"c{i:03}" for i in range(n)]
    sales = pd.DataFrame({"customer_id": keys, "date": "2026-02-01", "amount": 100.0})
    sales["direct_cost"] = np.where(np.arange(n) < n - 1, 150.0, 10.0)
    names = [HOSTILE, *(f"Name {i}" for i in range(1, n))]
    return Engagement.from_frames(
        sales=sales,
        customers=pd.DataFrame({"customer_id": keys, "name": names}),
        events=pd.DataFrame(
            {"customer_id": keys, "date": "2026-01-01", "kind": "gift", "value": 20.0}
        ),
    )


def text_of(node: Any) -> str:
    """Return all text of a node."""
    if not isinstance(node, dict):
        return node or ""
    return " ".join([node.get("text", ""), *map(text_of, node.get("children", []))])


def test_the_matrix_page_has_one_line_and_a_name_leads_to_the_card() -> None:
    page = matrix(engagement())
    assert text_of(page.odd.tree[0]).strip().startswith("3 contradictions")
    event = {"name": "choose", "key": "c000", "value": None, "n": next(_counter)}
    page.odd.heard({"event": event})
    assert page.session.chosen == "c000"
    assert HOSTILE in text_of(page.card.tree[0])


def test_it_is_found_once_and_anew_when_somebody_is_set_aside() -> None:
    session = Session(engagement())
    odd = AtOdds(session)
    first = odd.found()
    assert odd.found() is first
    session.commit(lambda r: aside(r, "c000", "closed", "Ada"), "aside")
    assert len(odd.found()) == len(first) - 1


def test_a_long_list_folds_out_and_its_end_says_where_the_rest_is() -> None:
    session = Session(engagement(601))
    found = AtOdds(session).found()
    shown = text_of(contradiction_list(session.customers, found, hide=False))
    assert "Rewarded, but not valuable: 600" in shown
    assert "and 592 more" in shown
    assert shown.count("Gifts of 20 EUR") == 500
    assert "and 100 smaller ones; each is told on the customer's own page of the plan" in shown


def test_the_loyalty_page_has_the_line_in_every_view() -> None:
    page = loyalty(engagement())
    for view in ("signs", "buying", "best", "falling"):
        page.head.heard({"event": {"name": "view", "value": view, "n": next(_counter)}})
        assert text_of(page.odd.tree[0]).strip().startswith("3 contradictions")
    page.odd.heard({"event": {"name": "choose", "key": "c001", "n": next(_counter)}})
    assert page.session.chosen == "c001"


def test_hidden_it_names_nobody_and_no_money() -> None:
    session = Session(engagement())
    shown = text_of(contradiction_list(session.customers, AtOdds(session).found(), hide=True))
    assert "Customer 1" in shown
    assert "Name" not in shown
    assert "EUR" not in shown


def test_without_any_it_says_so_and_takes_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing found, or too many customers to look through: no line on another page."""
    session = Session(engagement(1))
    odd = AtOdds(session)
    assert odd.line(hide=False) is None
    assert first_of_all(session.customers, odd.found()) is None
    listed = contradiction_list(session.customers, odd.found(), hide=False)
    assert "Nothing contradicts itself" in text_of(listed)
    monkeypatch.setattr(part, "_QUICK", 2)
    assert AtOdds(Session(engagement())).line(hide=False) is None
