"""Judging customers on the matrix page, by key, by dragging and where nothing else is known."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from matrix_page import (
    act,
    check,
    faultless,
    in_picture,
    texts,
)

from workbench.engagement import Engagement
from workbench.pages.axis_panel import NEW_JUDGED
from workbench.pages.matrix import MatrixPage, matrix


@pytest.fixture
def page(caplog: pytest.LogCaptureFixture) -> Iterator[MatrixPage]:
    """Return the page; the test fails where a callback failed unseen."""
    yield from faultless(caplog)


def test_the_room_judges_one_key_each(page: MatrixPage) -> None:
    """Domain, «The room's time»: only those that bring 80 % of turnover, one key each.

    1,000 + 500 of 1,700 are 88 %: Alder and Birch are asked for, nobody else.
    """
    act(page.panels["y"], "column", NEW_JUDGED)
    act(page.panels["y"], "judged_name", {"label": "Trust us"})
    assert page.session.placement.y.column.name == "judged_trust_us"
    assert page.session.chosen == "A"
    act(page.search, "mark4", key="4")
    assert page.session.chosen == "B"
    act(page.search, "mark2", key="2")
    judged = page.session.review.judged["judged_trust_us"]
    assert {key: mark.value for key, mark in judged.items()} == {"A": 4, "B": 2}
    assert page.session.placement.why_not(page.session.customers.row("C")) == "Not judged"
    check(page)


def test_judging_goes_on_where_it_was(page: MatrixPage) -> None:
    """A second «new» of the same name keeps what was judged."""
    for _ in range(2):
        act(page.panels["y"], "judged_name", {"label": "Trust"})
        act(page.search, "mark4")
    assert page.session.review.judged["judged_trust"]["A"].value == 4


def test_a_judged_dot_is_dragged_to_another_mark(page: MatrixPage) -> None:
    act(page.panels["y"], "judged_name", {"label": "Trust"})
    act(page.search, "mark3")
    row = int(np.flatnonzero(page._grounded(page.session.placement).order == 0)[0])
    at = float(page.session.placement.y.ruler.place(5))
    number = page.session.saved.number
    in_picture(page, kind="drag", dataset="points", row=row, x=0.5, y=at)
    assert page.session.review.judged["judged_trust"]["A"].value == 5
    assert page.session.saved.number == number
    in_picture(page, kind="release", dataset="points", row=row, x=0.5, y=at)
    assert page.session.engagement.review.judged["judged_trust"]["A"].value == 5


def test_customers_of_whom_nothing_is_known_are_judged_on_a_click() -> None:
    """Twenty pasted names are enough for the exercise on paper (domain 4)."""
    names = pd.DataFrame({"customer_id": [f"Name {i}" for i in range(20)]})
    page = matrix(Engagement.from_frames(customers=names))
    assert "judge them from 1 to 5" in texts(page.finding)
    act(page.under, "judge")
    act(page.panels["x"], "judged_name", {"label": "trust"})
    assert page.session.placement.x.column.label == "Trust"
    act(page.under, "judge")
    act(page.panels["y"], "judged_name", {"label": "fit"})
    assert page.session.placement.y.column.label == "Fit"
    assert "Judge them" not in texts(page.under)
