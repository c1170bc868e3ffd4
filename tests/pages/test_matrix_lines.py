"""Measures on the axes of the matrix page, and the lines that divide them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from matrix_page import (
    act,
    check,
    client,
    faultless,
    in_picture,
    nodes,
    texts,
    told,
)

from workbench.pages.matrix import MatrixPage, matrix


@pytest.fixture
def page(caplog: pytest.LogCaptureFixture) -> Iterator[MatrixPage]:
    """Return the page; the test fails where a callback failed unseen."""
    yield from faultless(caplog)


def test_another_measure_goes_on_an_axis_and_the_other_one_stays(page: MatrixPage) -> None:
    before = page.session.placement.y.column.name
    act(page.panels["x"], "column", "orders")
    assert page.session.placement.x.column.name == "orders"
    assert page.session.placement.y.column.name == before
    assert page.session.saved.number == 2
    assert page.session.engagement.store.history()[0].words == "Across: Orders, orders"
    check(page)


def test_the_line_moves_while_dragged_and_is_saved_on_release(page: MatrixPage) -> None:
    act(page.panels["x"], "column", "turnover")
    number = page.session.saved.number
    act(page.panels["x"], "line", 500, moving=True)
    moved = page.session.placement.x.line.value
    act(page.panels["x"], "line", 700, moving=True)
    assert page.session.placement.x.line.value > moved
    assert page.session.saved.number == number
    act(page.panels["x"], "line", 700)
    assert page.session.saved.number == number + 1
    assert page.session.engagement.review.matrix.x.cut.by == "value"  # type: ignore[union-attr]


def test_the_line_is_dragged_in_the_picture(page: MatrixPage) -> None:
    number = page.session.saved.number
    in_picture(page, kind="drag", param="cut_x", value=0.5)
    in_picture(page, kind="drag", param="cut_x", value=0.6)
    assert page.session.saved.number == number
    in_picture(page, kind="release", param="cut_x", value=0.6)
    assert page.session.saved.number == number + 1
    assert page.session.placement.x.line_at == pytest.approx(0.6, abs=0.01)


def test_a_line_is_typed(page: MatrixPage) -> None:
    act(page.panels["x"], "column", "turnover")
    act(page.panels["x"], "cut", "value")
    assert any(node["tag"] == "form" for node in nodes(page.panels["x"].tree))
    act(page.panels["x"], "typed", {"value": 60})
    assert page.session.placement.x.line.value == 60
    assert page.session.placement.x.better.sum() == 4
    act(page.panels["x"], "typed", {"value": None})
    assert "needs a number" in told(page)


def test_a_share_is_typed_in_percent(page: MatrixPage) -> None:
    act(page.panels["x"], "column", "gross_margin_share")
    act(page.panels["x"], "typed", {"value": 50})
    assert page.session.placement.x.line.value == 0.5


def test_a_line_that_divides_nobody_is_moved_by_a_button(page: MatrixPage) -> None:
    """Domain 4: say how many sit on it and offer the nearest value that splits."""
    act(page.panels["x"], "typed", {"value": 5000})
    assert "worse side of 5,000 EUR" in texts(page.finding)
    act(page.under, "split")
    assert page.session.placement.x.line.value == 1000
    check(page)


def test_levels_are_reordered_and_divided(page: MatrixPage) -> None:
    act(page.panels["x"], "column", "segment")
    assert page.session.placement.x.column.levels == ("low", "medium", "high")
    act(page.panels["x"], "raise", key="low")
    assert page.session.placement.x.column.levels == ("medium", "low", "high")
    act(page.panels["x"], "lower", key="high")
    assert page.session.placement.x.column.levels == ("medium", "high", "low")
    act(page.panels["x"], "divide", key="2")
    assert page.session.placement.x.line.value == 1.5
    customers = page.session.customers
    better = {customers.names[r] for r in np.flatnonzero(page.session.placement.x.better)}
    assert better == {"Birch", "Cedar"}
    check(page)


def test_direction_is_turned_round(page: MatrixPage) -> None:
    act(page.panels["x"], "column", "turnover")
    act(page.panels["x"], "better")
    assert page.session.placement.x.less_is_better
    act(page.panels["x"], "better")
    assert not page.session.placement.x.less_is_better


def test_a_ready_made_pair_is_chosen(page: MatrixPage) -> None:
    act(page.search, "pair", "tenure × profit")
    assert page.session.placement.quadrants[0].name == "True friends"


def test_a_pair_whose_measures_are_not_there_is_not_chosen() -> None:
    page = matrix(client())
    page.session.commit(
        lambda r: r.changed(
            points=page.session.engagement.points(r).model_copy(update={"bars": ()})
        ),
        "No bars",
    )
    assert "points" not in page.session.customers.columns
    act(page.search, "pair", "turnover × points")
    assert page.session.review.matrix.x is None
    check(page)


@pytest.mark.parametrize("value", [1e300, -1e300, 0.0, 1.0, 2, -7])
def test_a_line_dragged_anywhere_stays_in_the_picture(page: MatrixPage, value: float) -> None:
    in_picture(page, kind="release", param="cut_x", value=value)
    assert -0.001 <= page.session.placement.x.line_at <= 1.001
    assert 0 <= page.chart._signals["cut_x"] <= 1
    check(page)
