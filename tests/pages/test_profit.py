"""The profit page without a browser: what it opens with, explains, hides and sets aside."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from typing import Any

import pandas as pd
import pytest
from profit_page import HOSTILE, client, of
from shown import act, text_of

from workbench.engagement import Engagement
from workbench.pages.profit import ProfitPage, profit
from workbench.pages.profit_changes import aimed
from workbench.pages.profit_deeds import Deeds
from workbench.widgets.view import View


@pytest.fixture
def page() -> ProfitPage:
    """Open the page on the small client."""
    return profit(client())


def test_it_opens_on_who_takes_back_most(page: ProfitPage) -> None:
    """c5: 500 left of 1,000, less 20 × 40 + 50 of our time, is −350."""
    assert page.session.chosen == "c5"
    assert of(page, "c5") == -350
    assert "1 of 6 customers takes back 350 EUR" in text_of(page.finding)
    assert "Fee of 350 EUR" in text_of(page.ways)
    assert page.chart.rows("bars") == 6
    assert page.session.saved.number == profit(client()).session.saved.number


def test_the_account_adds_up_on_the_page(page: ProfitPage) -> None:
    """Left of sales 10,500 + 250; for those served 950 + 20, and 160 of Bob's for nobody."""
    assert page.figures.account.total == 10_500 + 250 - 950 - 20 - 160
    assert "The client's total 9,620 EUR" in text_of(page.account)


def test_a_way_out_is_drawn_beside_and_can_be_dropped(page: ProfitPage) -> None:
    """A what-if is not saved: the curve without it stays beside it until it is dropped."""
    number = page.session.saved.number
    act(page.ways, "try", key="try|fee")
    assert page.chart.rows("beside") == 7
    assert "With a fee for Fern the tail would take back 0 EUR" in text_of(page.finding)
    act(page.ways, "drop")
    assert page.chart.rows("beside") == 0
    assert page.session.saved.number == number


def test_who_takes_no_hours_has_none_to_cut() -> None:
    """Both lose 100 before time: a took none of ours, b those of a volunteer, who costs nothing."""
    sales = pd.DataFrame(
        {"customer_id": ["a", "b"], "date": "2026-05-05", "amount": 300.0, "direct_cost": 400.0}
    )
    time = pd.DataFrame(
        {
            "person": ["Vera", "Ann"],
            "date": "2026-05-06",
            "hours": [2.0, 1.0],
            "customer_id": ["b", None],
        }
    )
    rates = pd.DataFrame({"person": ["Vera", "Ann"], "cost_per_hour": [0.0, 50.0]})
    tables = {"sales": sales, "time": time, "rates": rates}
    page = profit(Engagement.from_frames(as_of=date(2026, 5, 31), **tables))
    for key, said in (("a", "No hours to cut"), ("b", "Their hours cost nothing")):
        page.carded.choose(key)
        assert said in text_of(page.ways)
        act(page.ways, "try", key="try|hours")
        assert page.chart.rows("beside") == 0


def test_another_customer_drops_what_was_tried(page: ProfitPage) -> None:
    act(page.ways, "try", key="try|hours")
    page.chart.set_trait("event", {"kind": "click", "dataset": "bars", "row": 0, "n": 1})
    assert page.session.chosen == "c0"
    assert page.state.way is None
    assert page.ways.tree == []


def test_every_figure_says_where_it_comes_from(page: ProfitPage) -> None:
    act(page.side, "explain", key="explain|cost_to_serve")
    assert "20 hours × Bob 40 EUR 800 EUR" in text_of(page.side)
    act(page.side, "explain", key="explain|turnover")
    assert "Oil · 1 line 1,000 EUR" in text_of(page.side)
    act(page.table, "explain", key="c4|support_cost")
    assert "7 May 2026, support 20 EUR" in text_of(page.table)
    act(page.table, "explain", key="c4|profit")
    assert "Support − 20 EUR" in text_of(page.table)


def test_names_that_are_code_stay_names(page: ProfitPage) -> None:
    """A hostile name is text on the page, and a formula is tamed in the file."""
    page.session.chosen = "c0"
    assert HOSTILE in text_of(page.side)
    sent: list[tuple[str, str]] = []
    page.table.download = lambda name, text: sent.append((name, text))  # type: ignore[method-assign]
    act(page.table, "save")
    rows = list(csv.DictReader(io.StringIO(sent[0][1])))
    assert rows[0]["customer_id"] == "c5"
    assert "'=1+1" in {row["name"] for row in rows}
    assert rows[0]["fee"] == "350"


def test_set_aside_they_leave_the_picture_and_stay_in_the_account(page: ProfitPage) -> None:
    total = page.figures.account.total
    act(page.carded.view, "aside")
    act(page.carded.view, "save_aside", {"reason": "closed"})
    assert page.chart.rows("bars") == 5
    assert "not placed: 1" in text_of(page.under)
    assert "Fern (closed)" in text_of(page.account)
    assert page.figures.account.total == total


def test_a_client_without_anything_says_what_to_do() -> None:
    nobody = pd.DataFrame({"customer_id": ["a"], "name": ["Only"]})
    page = profit(Engagement.from_frames(customers=nobody))
    assert "Nobody's profit is known yet" in text_of(page.finding)
    assert isinstance(page.deeds, Deeds)


def test_h_hides_names_and_a_control_of_its_own_answers_heavy() -> None:
    """One key means one thing on every page; L, N, H answer only where the answer has the focus."""
    page = profit(client(timed=False))
    assert page.effort.shortcuts == {"h": "hide", "escape": "leave"}
    page.session.chosen = "c3"
    assert '"key:h": "heavy"' in json.dumps(page.effort.tree)
    act(page.effort, "hide")
    shown = (page.effort, page.side, page.table, page.lists, page.carded.view, page.finding)
    for view in shown:
        assert "Dill" not in text_of(view)
    assert "Customer 4" in text_of(page.side)
    act(page.effort, "heavy")
    assert "Dill takes heavy time" in page.session.engagement.store.history(1)[0].words


def test_h_hides_money_wherever_it_is_said(page: ProfitPage) -> None:
    """Only what is typed stays: rates, and the currency they are in."""
    page.session.commit(lambda r: aimed(r, margin=0.1, market_size=1e6), "Aims")
    act(page.lists, "made", {"product": "Oil"})
    act(page.side, "explain", key="explain|turnover")
    act(page.ways, "try", key="try|price")
    act(page.effort, "hide")
    shown = (page.finding, page.under, page.account, page.table, page.side, page.ways, page.lists)
    for view in (*shown, page.carded.view, page.notes):
        assert not re.search(r"\d EUR", text_of(view)), text_of(view)
    assert page.drawn is not None
    assert "EUR" not in json.dumps(page.drawn.rows["texts"]["text"])
    act(page.effort, "hide")
    assert "Turnover 1,000 EUR" in text_of(page.side)


def test_what_is_no_fact_is_said_where_it_acts() -> None:
    """Estimated hours are in the profit: picture, line beneath, account, aims, statement, table."""
    page = profit(client(timed=False))
    for view in (page.side, page.table):
        assert "Profit before time" in text_of(view)
    act(page.effort, "practical_hours", "1200")
    act(page.left, "default_rate", "10")
    assert page.drawn is not None
    for said in (
        *(page.drawn.signals[title] for title in ("title_curve", "title_bars")),
        text_of(page.under).partition("top 20 %")[2],
        text_of(page.account).partition("Profit of 6 customers")[2][:13],
        text_of(page.lists).partition("Good customers")[2].partition("Set")[0],
        text_of(page.side),
    ):
        assert "(estimated)" in said


def test_what_the_statement_tells_is_not_told_again_by_the_card(page: ProfitPage) -> None:
    for figure in ("Turnover", "Gross margin", "Profit"):
        assert figure in text_of(page.side)
        assert figure not in [one.strip() for one in terms(page.carded.view)]


def terms(view: View) -> list[str]:
    """Return the names of the facts a card shows."""

    def walk(node: Any) -> list[str]:
        kids = [term for kid in node.get("children", []) for term in walk(kid)]
        return [node.get("text", ""), *kids] if node["tag"] == "dt" else kids

    return [term for node in view.tree for term in walk(node)]
