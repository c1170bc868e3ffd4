"""The table of quadrants on the matrix page: what it calls things, what may be changed there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from matrix_page import (
    act,
    check,
    faultless,
)
from shown import text_of

from workbench.pages.matrix import MatrixPage


@pytest.fixture
def page(caplog: pytest.LogCaptureFixture) -> Iterator[MatrixPage]:
    """Return the page; the test fails where a callback failed unseen."""
    yield from faultless(caplog)


def test_the_table_of_quadrants_calls_the_profit_what_it_is(page: MatrixPage) -> None:
    """Nobody wrote hours down."""
    assert "Turnover Profit before time Default action" in text_of(page.table)


def test_a_quadrant_is_named_coloured_and_acted_on_in_place(page: MatrixPage) -> None:
    act(page.table, "name", "Our stars", key="name|0")
    act(page.table, "colour", "#112233", key="colour|0")
    act(page.table, "action", "Call them", key="action|0")
    first = page.session.placement.quadrants[0]
    assert (first.name, first.colour, first.action) == ("Our stars", "#112233", "Call them")
    act(page.table, "name", "", key="name|0")
    assert page.session.placement.quadrants[0].name != "Our stars"
    check(page)


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("colour", "red", "0"),
        ("colour", "#11223g", "1"),
        ("colour", "url(javascript:alert(1))", "1"),
        ("name", "N" * 61, "0"),
        ("action", "N" * 201, "3"),
        ("name", "x", "4"),
        ("name", "x", "-1"),
        ("name", "x", ""),
        ("name", {"a": 1}, "0"),
        ("name", 7, "0"),
    ],
)
def test_a_style_that_cannot_be_shown_changes_nothing(
    page: MatrixPage, field: str, value: Any, place: str
) -> None:
    act(page.table, field, value, key=f"{field}|{place}")
    assert page.session.review.matrix.quadrants == {}
    assert page.session.saved.number == 1
