"""The profit page without a browser: what its controls change, and what follows."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from shown import act, text_of

from workbench.engagement import Engagement
from workbench.pages.matrix_changes import aside
from workbench.pages.profit import ProfitPage, profit
from workbench.pages.profit_changes import aimed
from workbench.pages.profit_deeds import Deeds
from workbench.review.assumptions import Costs
from workbench.widgets.view import View

HOSTILE = "<img src=x onerror=alert(1)>"
FORMULA = "=1+1"
_counter = itertools.count(1)


def client(*, costed: bool = True, timed: bool = True) -> Engagement:
    """Make six customers: c0 earns most, c5 loses; each is sold 1,000 less a cost of its own."""
    keys = [f"c{i}" for i in range(6)]
    customers = pd.DataFrame(
        {"customer_id": keys, "name": [HOSTILE, FORMULA, "N" * 300, "Dill", "Elder", "Fern"]}
    )
    sales = pd.DataFrame(
        {
            "customer_id": [*keys, None],
            "date": "2026-05-05",
            "amount": [1000.0 * (6 - i) for i in range(6)] + [500.0],
            "product": ["Oil", "Oil", "Wax", "Wax", "Oil", "Oil", "Oil"],
        }
    )
    if costed:
        sales["direct_cost"] = sales["amount"] * 0.5
    tables: dict[str, pd.DataFrame] = {"customers": customers, "sales": sales}
    if timed:
        tables["time"] = pd.DataFrame(
            {
                "person": ["Ann", "Bob", "Ann", "Bob"],
                "date": "2026-05-06",
                "hours": [2.0, 20.0, 1.0, 4.0],
                "customer_id": ["c0", "c5", "c5", None],
            }
        )
        tables["rates"] = pd.DataFrame({"person": ["Ann", "Bob"], "cost_per_hour": [50.0, 40.0]})
    tables["events"] = pd.DataFrame(
        {
            "customer_id": ["c5", "c0", "c1", "c4", "c4"],
            "date": "2026-05-07",
            "kind": ["gift", "referral", "strategy_change", "outreach", "support"],
            "value": [80.0, None, None, None, 20.0],
        }
    )
    return Engagement.from_frames(as_of=date(2026, 5, 31), **tables)


@pytest.fixture
def page() -> ProfitPage:
    """Open the page on the small client."""
    return profit(client())


def move(view: View, name: str, value: Any, key: str = "") -> None:
    """Do what a browser reports while a control is being moved."""
    view.set_state({"moving": {"name": name, "key": key, "value": value, "n": next(_counter)}})


def costs(page: ProfitPage) -> Costs:
    """Return what is assumed about costs, as it stands in the store."""
    return page.session.engagement.review.assumptions.costs


def of(page: ProfitPage, key: str) -> float:
    """Return a customer's profit as the page shows it."""
    return float(page.figures.profit[page.figures.customers.row(key)])


def test_it_opens_on_who_takes_back_most(page: ProfitPage) -> None:
    """c5: 500 left of 1,000, less 20 × 40 + 50 of our time, is −350."""
    assert page.session.chosen == "c5"
    assert of(page, "c5") == -350
    assert "1 of 6 customers takes back 350 EUR" in text_of(page.finding)
    assert "Fee of 350 EUR" in text_of(page.ways)
    assert page.chart.rows("bars") == 6
    assert page.session.saved.number == profit(client()).session.saved.number


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


def test_gifts_outreach_and_whom_to_look_at_again(page: ProfitPage) -> None:
    said = text_of(page.lists)
    assert "0 of 1 gift went to the few" in said
    assert "80 EUR of 80 EUR went elsewhere" in said
    assert "1 of 1 customer we turned to did not answer once" in said
    assert "Their strategy changed, 7 May 2026" in said


def given(*gifts: tuple[str, float | None], costed: bool = True) -> ProfitPage:
    """Open the page on a (leaves 500), b (leaves 10) and c (loses 100) who got gifts."""
    sales = pd.DataFrame(
        {
            "customer_id": ["a", "b", "c"],
            "date": "2026-05-05",
            "amount": [1000.0, 500.0, 300.0],
            **({"direct_cost": [500.0, 490.0, 400.0]} if costed else {}),
        }
    )
    events = pd.DataFrame(gifts, columns=["customer_id", "value"])
    events = events.assign(date="2026-05-01", kind="gift")
    return profit(Engagement.from_frames(sales=sales, events=events))


def test_a_gift_without_money_is_not_a_gift_of_nothing() -> None:
    said = text_of(given(("c", None)).lists)
    assert "No money was put on it." in said
    assert "c no money put on it" in said
    assert "0 EUR" not in said.partition("Elsewhere")[2].partition("Valuable")[0]
    said = text_of(given(("c", None), ("a", 30.0), ("b", 20.0)).lists)
    assert "20 EUR of 50 EUR went elsewhere. 1 gift carries no money." in said


def test_gifts_to_whom_nobody_values_yet_are_not_called_waste() -> None:
    said = text_of(given(("a", 50.0), costed=False).lists)
    assert "Nobody's profit is known yet" in said
    assert "Value not known a 50 EUR" in said
    assert "Elsewhere" not in said


def test_a_date_brings_a_customer_back_until_it_is_done(page: ProfitPage) -> None:
    act(page.lists, "again", {"on": "2020-01-01", "why": "new owner"})
    assert "new owner, 1 Jan 2020" in text_of(page.lists)
    act(page.lists, "looked", key="c5")
    assert page.session.engagement.review.look_again == {}
    act(page.lists, "again", {"on": "soon"})
    assert page.session.engagement.review.look_again == {}


def test_a_product_made_together_is_credited_not_added(page: ProfitPage) -> None:
    """Oil: 6,000 + 5,000 + 2,000 + 1,000 + 500 sold, 1,000 of it to c5 who helped make it."""
    before = of(page, "c5")
    act(page.lists, "made", {"product": "Oil"})
    assert "13,500 EUR with 3 other customers" in text_of(page.lists)
    assert of(page, "c5") == before
    act(page.lists, "unmade", key="Oil")
    assert costs(page).made_with == {}


def test_the_owners_aims_are_answered(page: ProfitPage) -> None:
    act(page.lists, "aim", "50", "aim|margin")
    assert page.session.engagement.review.assumptions.aims.margin == 0.5
    assert "points below the aim" in text_of(page.lists)


def test_hours_to_free_and_to_fill_are_two_plain_fields(page: ProfitPage) -> None:
    """One takes the other's place; neither takes a number below zero."""
    for hours, field, kept in (("20", "fill", -20), ("30", "free", 30), ("-5", "fill", 30)):
        act(page.lists, "aim", hours, f"aim|{field}_hours")
        assert page.session.engagement.review.assumptions.aims.free_hours == kept
    assert "to free: 30" in text_of(page.lists)


def test_the_margin_is_that_of_those_who_count() -> None:
    """500 + 250 left of 1,000 + 500: the own company's 10,000 count on neither side."""
    sales = pd.DataFrame(
        {
            "customer_id": ["a", "b", "own"],
            "date": "2026-05-05",
            "amount": [1000.0, 500.0, 10000.0],
            "direct_cost": [500.0, 250.0, 0.0],
        }
    )
    page = profit(Engagement.from_frames(sales=sales))
    page.session.commit(lambda r: aside(r, "own", "own company", "Room"), "Set aside")
    act(page.lists, "aim", "40", "aim|margin")
    assert "50 % are left now (before time): 10 points above the aim" in text_of(page.lists)
    assert "2 of 2 customers leave 10 % or more" in text_of(page.lists)


def test_where_no_profit_is_known_no_aim_is_answered_by_it() -> None:
    page = profit(client(costed=False))
    assert "How many customers leave 10 % or more is not known yet" in text_of(page.lists)


def test_a_profit_not_known_is_left_out_on_both_sides() -> None:
    """A leaves 500 of 1,000; what b's 500 cost is not known."""
    sales = pd.DataFrame(
        {
            "customer_id": ["a", "b"],
            "date": "2026-05-05",
            "amount": [1000.0, 500.0],
            "direct_cost": [500.0, None],
        }
    )
    page = profit(Engagement.from_frames(sales=sales))
    act(page.lists, "aim", "50", "aim|margin")
    assert "50 % are left now (before time), as far as known: right at" in text_of(page.lists)
    assert "1 of 1 customer leaves 10 % or more (before time); 1 has no known margin" in text_of(
        page.lists
    )


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


def test_without_time_entries_hours_cost_their_capacity_too() -> None:
    """60,000 EUR ÷ 1,200 practical hours a year: an hour costs 50 EUR, a month's 100 are spread."""
    page = profit(client(timed=False))
    act(page.left, "way", "capacity")
    act(page.left, "capacity_cost", "60000")
    act(page.left, "practical_hours", "1200")
    assert "An hour costs 50 EUR." in text_of(page.left)
    assert page.figures.customers.numbers("cost_to_serve").sum() == pytest.approx(5000)
    assert "Idle" not in text_of(page.account)
