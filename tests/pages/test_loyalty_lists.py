"""The best and those falling away, on the loyalty page."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from loyal_page import client, counter, look
from shown import act, text_of

from workbench.pages.loyalty import LoyaltyPage, loyalty
from workbench.pages.matrix_changes import dated


@pytest.fixture
def page() -> LoyaltyPage:
    """Open the page on the small client."""
    return loyalty(client())


def test_those_falling_away_are_listed_with_the_reason(page: LoyaltyPage) -> None:
    """C1 brought much a year ago, and ordered last in March: a table, a picture, a file."""
    look(page, "falling")
    assert "1 customer of the few that brought 80 % a year ago is falling away" in text_of(
        page.finding
    )
    assert "silent for" in text_of(page.table)
    assert page.bars.rows("bars") == 1
    sent: list[Any] = []
    page.controls.download = lambda *given: sent.append(given)  # type: ignore[method-assign]
    act(page.controls, "csv")
    rows = list(csv.DictReader(io.StringIO(sent[-1][1])))
    assert rows[0]["customer_id"] == "c1"
    assert rows[0]["name"] == "'=1+1"
    assert rows[0]["why"].startswith("silent for")
    page.bars.heard({"kind": "click", "n": next(counter), "dataset": "bars", "row": 0})
    assert page.session.chosen == "c1"


def test_where_there_is_no_window_before_a_shorter_one_is_offered(page: LoyaltyPage) -> None:
    """The empty state says why, and has the control that mends it."""
    page.session.commit(lambda r: dated(r, None, "all"), "all")
    look(page, "falling")
    assert "There is no window before" in text_of(page.finding)
    assert "Look back 12 months" in text_of(page.controls)
    act(page.controls, "window", "12m", "window")
    assert page.session.review.window == "12m"
    assert "falling away" in text_of(page.finding)


def test_the_best_are_listed(page: LoyaltyPage) -> None:
    look(page, "best")
    assert "The best customer by how recently" in text_of(page.finding)
    assert "5 · 5 · 5" in text_of(page.table)
