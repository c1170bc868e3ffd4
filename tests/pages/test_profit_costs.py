"""What is assumed on the profit page about costs and hours, and what follows."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from profit_page import client, costs, of
from shown import act, text_of

from workbench.pages.profit import ProfitPage, profit
from workbench.review.assumptions import Costs
from workbench.widgets.view import View

_counter = itertools.count(1)


@pytest.fixture
def page() -> ProfitPage:
    """Open the page on the small client."""
    return profit(client())


def move(view: View, name: str, value: Any, key: str = "") -> None:
    """Do what a browser reports while a control is being moved."""
    view.set_state({"moving": {"name": name, "key": key, "value": value, "n": next(_counter)}})


def test_a_moved_rate_moves_the_picture_and_a_release_saves(page: ProfitPage) -> None:
    """Curve and bars follow the preview; nothing is saved before the release."""
    before = page.drawn
    move(page.left, "rate", "60", "rate|Bob")
    assert of(page, "c5") == -750
    assert page.drawn is not before
    assert costs(page).rates == {}
    assert page.chart.rows("beside") == 7
    act(page.left, "rate", "60", "rate|Bob")
    assert costs(page).rates == {"Bob": 60}
    assert page.chart.rows("beside") == 0


def test_what_moves_is_what_stays(page: ProfitPage) -> None:
    """The quick figures of a preview and the whole ones after it are the same."""
    move(page.left, "default_rate", "70")
    quick = page.figures.profit.copy()
    act(page.left, "default_rate", "70")
    np.testing.assert_allclose(page.figures.profit, quick)


def test_an_emptied_rate_goes_back_to_the_list(page: ProfitPage) -> None:
    act(page.left, "rate", "60", "rate|Bob")
    act(page.left, "rate", "", "rate|Bob")
    assert costs(page).rates == {}
    assert of(page, "c5") == -350


@pytest.mark.parametrize("wrong", ["a lot", "-5", "nan"])
def test_a_rate_that_is_none_is_refused_and_put_back(page: ProfitPage, wrong: str) -> None:
    tries = page.state.tries
    act(page.left, "rate", wrong, "rate|Bob")
    assert costs(page).rates == {}
    assert page.state.tries == tries + 1


def test_by_capacity_with_idle_hours_once_they_are_complete(page: ProfitPage) -> None:
    """360 hours a year for 18,000 are 50 each; of the month's 30 27 are written down, 3 idle."""
    act(page.left, "way", "capacity", "|capacity")
    assert "Profit before time" in page.figures.customers.columns["profit"].label
    act(page.left, "capacity_cost", "18000")
    act(page.left, "practical_hours", "360")
    assert of(page, "c5") == 500 - 21 * 50
    assert "90 % of the 30 practical hours" in text_of(page.under)
    assert "Idle" not in text_of(page.account)
    act(page.left, "complete", value=True)
    assert "Idle capacity 3 paid hours that nobody used −150 EUR" in text_of(page.account)


def test_what_makes_idle_hours_is_there_by_rate_too(page: ProfitPage) -> None:
    """Of the month's 30 hours 27 are written down; what is asked stays in sight."""
    act(page.left, "practical_hours", "360")
    assert "90 % of the 30 practical hours" in text_of(page.under)
    act(page.left, "complete", value=True)
    assert "Practical hours a year" in text_of(page.left)
    assert "Idle capacity 3 paid hours" in text_of(page.account)
    act(page.left, "complete", value=False)
    assert "Idle" not in text_of(page.account)


def test_more_hours_typed_than_there_are_is_said() -> None:
    page = profit(client(timed=False))
    act(page.effort, "practical_hours", "240")
    page.carded.choose("c0")
    act(page.effort, "typed", "100")
    assert "80 h more than there are" in text_of(page.effort)
    act(page.effort, "typed", "10")
    assert "more than there are" not in text_of(page.effort)


def test_without_any_cost_the_page_asks_what_is_left_of_100() -> None:
    """One click draws the picture, and the assumption is named wherever it acts."""
    page = profit(client(costed=False))
    assert "Of 100 EUR of sales, how much is left?" in text_of(page.ask)
    assert page.chart.layout.display == "none"
    act(page.ask, "assume", key="assume|0.4")
    assert costs(page).margin == 0.4
    assert page.ask.tree == []
    assert page.chart.layout.display is None
    assert "(assumed 40 %)" in text_of(page.finding)
    assert "Gross margin (assumed 40 %)" in text_of(page.table)
    act(page.left, "no_margin")
    assert "how much is left?" in text_of(page.ask)


def test_the_typed_share_is_a_percentage() -> None:
    page = profit(client(costed=False))
    act(page.ask, "assumed", {"left": "35"})
    assert costs(page).margin == 0.35
    act(page.ask, "assumed", {"left": "much"})
    assert costs(page).margin == 0.35


def test_without_hours_one_key_a_customer_and_the_next_one_comes() -> None:
    """Judged for the few that bring 80 % of turnover; the others follow, marked estimated."""
    page = profit(client(timed=False))
    assert "before time" in text_of(page.finding)
    act(page.effort, "practical_hours", "1200")
    act(page.left, "default_rate", "10")
    assert "(estimated)" in text_of(page.finding)
    page.session.chosen = "c0"
    act(page.effort, "heavy")
    assert costs(page).effort == {"c0": "heavy"}
    assert page.session.chosen == "c1"
    assert "1 of 4 judged" in text_of(page.effort)
    assert page.figures.customers.numbers("hours").sum() == pytest.approx(100)


def test_keys_do_nothing_where_hours_were_written_down(page: ProfitPage) -> None:
    act(page.effort, "heavy")
    assert costs(page).effort == {}


def test_value_beyond_sales_is_put_on_its_kind_and_switched_in(page: ProfitPage) -> None:
    before = of(page, "c0")
    act(page.left, "worth", "300", "worth|referral")
    assert of(page, "c0") == before
    act(page.left, "value", value=True)
    assert of(page, "c0") == before + 300
    assert "Value beyond sales" in text_of(page.left)


def test_how_much_more_a_heavy_one_takes_is_set() -> None:
    """6 parts for c0, 2 normal ones and 3 light ones of 1 part each: 6 of 6 + 3 × 2 + 2 × 1."""
    page = profit(client(timed=False))
    act(page.effort, "practical_hours", "1680")
    page.session.chosen = "c0"
    act(page.effort, "heavy")
    act(page.effort, "weight", 6, "weight|heavy")
    assert costs(page).effort_weights["heavy"] == 6
    assert page.figures.customers.numbers("hours")[0] == pytest.approx(140 * 6 / 14)
    act(page.effort, "weight", None, "weight|heavy")
    assert costs(page).effort_weights == Costs().effort_weights


def test_without_time_entries_hours_cost_their_capacity_too() -> None:
    """60,000 EUR ÷ 1,200 practical hours a year: an hour costs 50 EUR, a month's 100 are spread."""
    page = profit(client(timed=False))
    act(page.left, "way", "capacity")
    act(page.left, "capacity_cost", "60000")
    act(page.left, "practical_hours", "1200")
    assert "An hour costs 50 EUR." in text_of(page.left)
    assert page.figures.customers.numbers("cost_to_serve").sum() == pytest.approx(5000)
    assert "Idle" not in text_of(page.account)
