"""The bottom of every page: the client's total, and notes on pages that had none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from shown import text_of

from workbench.engagement import Engagement
from workbench.pages.loyalty import loyalty
from workbench.pages.matrix import matrix
from workbench.pages.matrix_changes import aside
from workbench.pages.plan import plan
from workbench.pages.points import points
from workbench.pages.profit import profit
from workbench.pages.tiers import tiers
from workbench.pages.value import value
from workbench.session import Session

PAGES = (matrix, points, profit, loyalty, value, tiers, plan)


def client() -> Engagement:
    """Make two customers, one of them set aside, and a sale nobody is named for."""
    sales = pd.DataFrame(
        {
            "customer_id": ["a", "b", None],
            "date": ["2026-03-01", "2026-03-02", "2026-03-03"],
            "amount": [700.0, 200.0, 100.0],
            "direct_cost": [300.0, 50.0, 40.0],
        }
    )
    engagement = Engagement.from_frames(sales=sales)
    Session(engagement).commit(lambda r: aside(r, "b", "own company", "Room"), "b set aside")
    return engagement


@pytest.mark.parametrize("page", PAGES)
def test_the_clients_total_stands_on_every_page(page: Callable[[Engagement], Any]) -> None:
    """700 + 200 + 100 sold; 400 + 150 + 60 of it earned: nobody is left out unseen."""
    notes = page(client()).notes
    turnover = (
        "Turnover of 1 customer: 700 EUR + set aside: 200 EUR + sales without a customer: 100 EUR"
        " = the client's total: 1,000 EUR"
    )
    profit_ = (
        "Profit of 1 customer (before time): 400 EUR + set aside: 150 EUR"
        " + sales without a customer: 60 EUR"
        " = the client's total: 610 EUR"
    )
    assert turnover in text_of(notes)
    assert profit_ in text_of(notes)
    notes.paint(hide=True)
    assert "EUR" not in text_of(notes)


@pytest.mark.parametrize("page", [points, tiers])
def test_what_the_room_saw_is_kept(page: Callable[[Engagement], Any]) -> None:
    shown = page(client())
    shown.notes.heard({"event": {"name": "note", "key": "", "value": {"text": "Late"}, "n": 1}})
    (note,) = shown.session.engagement.review.notes.values()
    assert note.page == shown.notes.page
    assert "Late" in text_of(shown.notes)


def test_while_something_moves_it_stands_still() -> None:
    shown = matrix(client())
    before = shown.notes.tree
    shown.session.preview(lambda r: aside(r, "a", "closed", "Room"))
    assert shown.notes.tree is before
