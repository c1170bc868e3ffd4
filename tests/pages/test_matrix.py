"""The matrix page without a browser: events go in as a browser sends them, trees come out."""

from __future__ import annotations

import csv
import io
import json
import logging
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shown import text_of
from small_clients import AWKWARD, HOSTILE

from workbench.cells import tame
from workbench.engagement import Card, Engagement
from workbench.pages.axis_panel import NEW_JUDGED
from workbench.pages.matrix import MatrixPage, matrix
from workbench.pages.tables import not_placed_csv
from workbench.review.axes import Axis
from workbench.review.review import Judgement, Review
from workbench.session import Session
from workbench.sources.ledger import Ledger
from workbench.store import Store
from workbench.widgets.view import View

N = iter(range(1, 10**9))


@cache
def ledger() -> Ledger:
    """Return six customers and a prospect with turnover, profit, days late and words."""
    sales = pd.DataFrame(
        {
            "customer_id": ["A", "B", "C", "D", "E", "F"],
            "date": ["2026-01-31"] * 6,
            "amount": [1000.0, 500, 100, 60, 30, 10],
            "direct_cost": [500.0, 600, 20, 10, 5, 1],
            "invoice_id": list("123456"),
            "due_on": ["2026-02-01"] * 6,
            "paid_on": ["2026-02-01", "2026-03-01", "2026-02-01", "2026-03-20", "2026-02-02", None],
        }
    )
    about = pd.DataFrame(
        {
            "customer_id": ["A", "B", "C", "D", "E", "F"],
            "name": ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir"],
            "segment": ["high", "low", "low", "medium", "high", None],
            "potential": [2000.0, 500, None, 700, 30, 30],
        }
    )
    coming = pd.DataFrame({"customer_id": ["P"], "name": ["Pine"], "segment": ["high"]})
    return Ledger.from_frames(sales=sales, customers=about, prospects=coming)


def client() -> Engagement:
    """Return a fresh engagement on that ledger, held in memory."""
    return Engagement(Card("Client"), ledger(), Store(None, check=Review.from_json), None)


@pytest.fixture
def page(caplog: pytest.LogCaptureFixture) -> Iterator[MatrixPage]:
    """Return the page; the test fails where a callback failed unseen."""
    yield matrix(client())
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR] == []


def views(page: MatrixPage) -> dict[str, View]:
    """Return every part of the page that takes events."""
    parts = {name: part for name, part in vars(page).items() if isinstance(part, View)}
    return {
        **parts,
        **{f"panel {side}": panel for side, panel in page.panels.items()},
        "bar": page.frame.bar,
        "notice": page.frame.notice,
    }


def act(view: View, name: str, value: Any = None, key: Any = "", *, moving: bool = False) -> None:
    """Send an event as a browser does."""
    event = {"name": name, "key": key, "value": value, "n": next(N)}
    if moving:
        view.set_state({"moving": event})
    else:
        view._handle_custom_msg({"event": event}, [])


def in_picture(page: MatrixPage, **event: Any) -> None:
    """Send what a browser says happened in the picture."""
    event = {"n": next(N), **event}
    if event["kind"] in {"drag", "hover"}:
        page.chart.set_state({"_moving": event})
    else:
        page.chart._handle_custom_msg(event, [])


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield every element below."""
    for node in tree:
        if isinstance(node, dict):
            yield node
            yield from nodes(node.get("children", []))


def texts(view: View) -> str:
    """Return all text of a part."""
    found = [node.get("text", "") for node in nodes(view.tree)]
    loose = [c for node in nodes(view.tree) for c in node.get("children", []) if isinstance(c, str)]
    return " ".join([*found, *loose])


def find(view: View, **wanted: Any) -> dict[str, Any]:
    """Return the first element with these fields."""
    return next(
        node for node in nodes(view.tree) if all(node.get(k) == v for k, v in wanted.items())
    )


def told(page: MatrixPage) -> str:
    """Return what the page tells beneath its bar."""
    return texts(page.frame.notice)


def check(page: MatrixPage) -> None:
    """Whatever happened, the page is drawn, its trees can travel, and what is saved is sound."""
    for name, view in views(page).items():
        json.dumps(view.tree, allow_nan=False)
        assert "nan" not in texts(view).lower().split(), name
    review = page.session.engagement.review
    assert Review.from_json(review.to_json()) == review
    assert page.session.review == review or page.session._previewing
    assert Session(page.session.engagement).placement is not None


# ------------------------------------------------------------------ opening


def test_it_opens_drawn_with_a_finding(page: MatrixPage) -> None:
    """Issue: opens drawn; one finding above the picture; «placed · not placed» beneath."""
    assert page.chart.rows("points") == 5
    assert "bring" in texts(page.finding)
    assert "5 placed" in texts(page.under)
    assert "not placed: 2" in texts(page.under)
    assert {"Fir", "Pine"} <= set(texts(page.under).split())
    check(page)


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_clients_open_with_a_picture_or_a_sentence(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Issue: each gives a sensible picture or a sentence."""
    given_ = AWKWARD[name]
    n = len(next(iter(given_.values())))
    about = pd.DataFrame({"customer_id": pd.Series([f"C{i}" for i in range(n)], dtype=object)})
    for column, values in given_.items():
        if column not in {"kind", "turnover"}:
            kind = object if column == "segment" else "float64"
            about[f"{column}_said"] = pd.Series(values, dtype=kind)
    known = [(f"C{i}", v) for i, v in enumerate(given_["turnover"]) if v is not None]
    sales = pd.DataFrame(
        {
            "customer_id": pd.Series([key for key, _ in known], dtype=object),
            "date": pd.Series(["2026-01-31"] * len(known), dtype=object),
            "amount": pd.Series([v for _, v in known], dtype="float64"),
        }
    )
    page = matrix(Engagement.from_frames(customers=about, sales=sales))
    check(page)
    for column in ("turnover", *(f"{name}_said" for name in given_), "profit", "points"):
        if column not in page.session.customers.columns:
            continue
        act(page.panels["y"], "column", column)
        for scale, cut in (("log", "median"), ("rank", "mean"), ("linear", "share")):
            act(page.panels["y"], "scale", scale)
            act(page.panels["y"], "cut", cut)
            assert texts(page.finding)
    check(page)
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR] == []


def test_only_prospects_is_a_page_too(caplog: pytest.LogCaptureFixture) -> None:
    coming = pd.DataFrame({"customer_id": ["P", "Q"], "potential": [1.0, 2.0]})
    page = matrix(Engagement.from_frames(prospects=coming))
    check(page)
    assert caplog.records == []


# ------------------------------------------------------------------ axes


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


# ------------------------------------------------------------------ judging


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


# ------------------------------------------------------------------ the card


def test_a_click_shows_the_card_and_beside_every_dot_lets_go(page: MatrixPage) -> None:
    order = page._grounded(page.session.placement).order
    in_picture(page, kind="click", dataset="points", row=0)
    assert page.session.chosen == page.session.customers.ids[order[0]] == "A"
    assert "Alder" in texts(page.card)
    assert "the line at" in texts(page.card)
    in_picture(page, kind="click", dataset="", row=-1)
    assert page.session.chosen == ""


def test_a_fact_is_corrected_and_what_depends_on_it_follows(page: MatrixPage) -> None:
    act(page.under, "choose", key="B")
    act(page.card, "correct")
    act(page.card, "correct_column", "turnover")
    act(page.card, "save_fact", {"value": "1 700,0", "reason": "invoice missing"})
    assert "corrected to 1,700 EUR" in page.session.engagement.store.history(1)[0].words
    customers = page.session.customers
    assert customers.numbers("turnover")[1] == 1700
    assert customers.numbers("profit")[1] == 1700 - 600
    assert "invoice missing" in texts(page.card)
    act(page.card, "uncorrect", key="turnover")
    assert page.session.customers.numbers("profit")[1] == -100
    check(page)


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("turnover", "abc", "no number"),
        ("turnover", "", "is missing"),
        ("turnover", "nan", "no number"),
        ("turnover", "1e999", "no number"),
        ("turnover", "inf", "no number"),
        ("segment", "", "missing"),
        ("points", "5", "follows from"),
        ("unheard_of", "5", "no measure or attribute"),
    ],
)
def test_what_is_no_fact_is_refused(
    page: MatrixPage, column: str, value: str, sentence: str
) -> None:
    act(page.under, "choose", key="B")
    act(page.card, "correct_column", column)
    act(page.card, "save_fact", {"value": value, "reason": "x"})
    assert sentence in told(page)
    assert page.session.saved.number == 1
    check(page)


def test_a_customer_is_set_aside_and_comes_back(page: MatrixPage) -> None:
    act(page.under, "choose", key="A")
    act(page.card, "save_aside", {"reason": " "})
    assert "reason is missing" in told(page)
    act(page.card, "save_aside", {"reason": "own company"})
    assert "Set aside: own company" in texts(page.under)
    assert page.session.totals.turnover == 1700, "kept in the totals"
    act(page.card, "back")
    assert page.session.review.set_aside == {}
    check(page)


@pytest.mark.parametrize("name", ["save_fact", "uncorrect", "save_aside", "back"])
def test_nobody_chosen_is_told(page: MatrixPage, name: str) -> None:
    act(page.card, "correct_column", "turnover")
    act(page.card, name, {"value": "5", "reason": "x"}, key="turnover")
    assert "There is no customer" in told(page)
    assert page.session.saved.number == 1


# ------------------------------------------------------------------ search, filter, date


def test_a_search_lights_up_and_chooses(page: MatrixPage) -> None:
    act(page.search, "find", "dog", moving=True)
    assert page.session.chosen == ""
    quiet = page.chart._held["points"]["quiet"]
    assert quiet.sum() == page.chart.rows("points") - 1  # type: ignore[union-attr]
    act(page.search, "find", "dog")
    assert page.session.chosen == "D"
    act(page.search, "find", "nobody of this name")
    assert page.chart._held["points"]["quiet"].sum() == 5  # type: ignore[union-attr]
    check(page)


def test_a_filter_shows_some_and_changes_no_grand_total(page: MatrixPage) -> None:
    """Issue: «31 of 138 shown»."""
    before = page.session.totals
    act(page.rest, "only", value=True, key="segment|low")
    assert "2 of 6 shown" in texts(page.under)
    assert page.session.totals.turnover == before.turnover
    assert page.session.totals.placed == before.placed
    act(page.rest, "only", value=True, key="segment|low")
    assert "2 of 6 shown" in texts(page.under), "a replayed click turns nothing round"
    act(page.rest, "only", value=False, key="segment|low")
    assert "shown" not in texts(page.under)
    act(page.rest, "only", value=True, key="segment|high")
    act(page.rest, "every")
    assert page.session.review.matrix.only == {}
    check(page)


def test_a_number_filters_from_here_to_there(page: MatrixPage) -> None:
    """Turnover 1000, 500, 100, 60, 30, 10: both ends belong to what is shown."""
    act(page.rest, "only", {"column": "turnover", "from": "30", "to": "500"}, "between")
    assert "4 of 6 shown" in texts(page.under)
    assert page.session.review.matrix.only == {"turnover": ("30", "500")}
    assert "Turnover: from 30 EUR to 500 EUR" in texts(page.rest)
    act(page.rest, "only", {"column": "turnover", "from": "", "to": "99.5"}, "between")
    assert "3 of 6 shown" in texts(page.under)
    for wrong in ({"from": "9", "to": "1"}, {"from": "many", "to": ""}):
        act(page.rest, "only", {"column": "turnover", **wrong}, "between")
        assert told(page)
    act(page.rest, "only", value=False, key="turnover|")
    assert page.session.review.matrix.only == {}
    check(page)


def test_an_attribute_of_many_words_is_an_axis_and_is_filtered_by_typing() -> None:
    """37 countries among 74 customers."""
    about = pd.DataFrame(
        {"customer_id": range(74), "country": [f"Land {i % 37:02}" for i in range(74)]}
    )
    page = matrix(Engagement.from_frames(customers=about))
    act(page.panels["x"], "column", "country")
    assert page.session.placement.x.column.name == "country"
    assert find(page.rest, key="country|")["attributes"]["placeholder"] == "Find one of 37"
    act(page.rest, "only", "land 07", "country|")
    act(page.rest, "only", "Land 08", "country|")
    assert page.session.review.matrix.only == {"country": ("Land 07", "Land 08")}
    assert "4 of 74 shown" in texts(page.under)
    act(page.rest, "only", "Atlantis", "country|")
    assert "no «atlantis»" in told(page)
    act(page.rest, "only", value=False, key="country|Land 07")
    assert page.session.totals.shown == 2
    check(page)


def test_date_and_window_are_moved(page: MatrixPage) -> None:
    act(page.rest, "dates", {"as_of": "2026-06-30", "window": "6m"})
    assert (page.session.review.as_of, page.session.review.window) == (date(2026, 6, 30), "6m")
    assert "30 Jun 2026" in texts(page.frame.bar)
    act(page.rest, "dates", {"as_of": "", "window": "all"})
    assert page.session.review.as_of is None
    check(page)


@pytest.mark.parametrize(
    "given_",
    [
        {"as_of": "soon"},
        {"window": "banana"},
        {"window": "../../x"},
        {"as_of": "2026-13-45", "window": "12m"},
    ],
)
def test_what_is_no_date_is_refused(page: MatrixPage, given_: dict[str, str]) -> None:
    act(page.rest, "dates", given_)
    assert told(page).strip("i ") != ""
    assert page.session.saved.number == 1
    check(page)


@pytest.mark.parametrize("as_of", ["0001-01-01", "1969-12-31", "9999-12-31"])
def test_a_date_without_sales_is_a_page_too(page: MatrixPage, as_of: str) -> None:
    act(page.rest, "dates", {"as_of": as_of, "window": "12m"})
    assert texts(page.finding)
    check(page)


def test_size_follows_a_measure_or_nothing(page: MatrixPage) -> None:
    act(page.rest, "size", "profit")
    assert page.session.review.matrix.size == "profit"
    act(page.rest, "size", "")
    assert len(set(page.chart._held["points"]["area"].tolist())) == 1  # type: ignore[union-attr]
    act(page.rest, "size", "unheard_of")
    assert page.session.review.matrix.size == ""
    assert "unheard_of" in told(page)


# ------------------------------------------------------------------ quadrants, notes, keys


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


def test_notes_are_kept_with_the_customer_and_removed(page: MatrixPage) -> None:
    act(page.under, "choose", key="C")
    for text in ("pays in cash", "pays in cash", " third "):
        act(page.notes, "note", {"text": text})
    assert [note.text for note in page.session.review.notes.values()].count("pays in cash") == 2
    assert "Cedar" in texts(page.notes)
    first, *_ = page.session.review.notes
    act(page.notes, "unnote", key=first)
    act(page.notes, "note", {"text": "fourth"})
    assert [n.text for n in page.session.review.notes.values()] == [
        "pays in cash", "third", "fourth",
    ]  # fmt: skip
    act(page.notes, "note", {"text": "  "})
    assert "empty" in told(page)
    check(page)


def test_hidden_names_and_money_are_in_no_part(page: MatrixPage) -> None:
    """Design: one key hides names and money."""
    act(page.under, "choose", key="B")
    act(page.notes, "note", {"text": "seen"})
    act(page.search, "hide")
    said = " ".join(texts(view) for name, view in views(page).items() if "panel" not in name)
    for name in ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Pine"):
        assert name not in said
        assert name not in json.dumps(page.search.tree)
    assert "EUR" not in texts(page.table) + texts(page.card) + texts(page.under)
    assert set(page.chart._signals["labels_x"]) == {""}
    assert all(page.chart._signals["labels_y"])  # days late are no money
    act(page.search, "hide")
    assert "Birch" in texts(page.card)
    assert all(page.chart._signals["labels_x"])


def test_undo_redo_room_and_leave(page: MatrixPage) -> None:
    act(page.panels["x"], "column", "profit")
    act(page.frame.bar, "undo")
    assert page.session.review.matrix.x is None
    act(page.frame.bar, "redo")
    assert page.session.placement.x.column.name == "profit"
    act(page.frame.bar, "room")
    assert page.frame.room
    act(page.frame.bar, "leave")
    assert not page.frame.room
    act(page.frame.bar, "undo")
    act(page.frame.bar, "undo")
    assert "nothing to undo" in told(page)
    act(page.notice if hasattr(page, "notice") else page.frame.notice, "close")
    act(page.frame.bar, "who", "Ann" * 40)
    assert len(page.session.who) == 40
    check(page)


def test_two_pages_see_each_other_s_change(tmp_path: Any) -> None:
    file = tmp_path / "sales.csv"
    file.write_text("customer_id,date,amount\nA,2026-01-31,9\nB,2026-01-31,5\n", encoding="utf-8")
    first, _ = Engagement.create(tmp_path / "client", [file])
    second = Engagement.open(tmp_path / "client")
    one, other = matrix(first), matrix(second)
    act(one.frame.bar, "who", "Ann")
    act(one.panels["x"], "column", "orders")
    assert other.session.poll()
    assert other.session.placement.x.column.name == "orders"
    assert "Ann changed: Across: Orders" in told(other)
    for part in (first, second):
        part.store.close()


def test_an_axis_that_is_gone_is_told(page: MatrixPage) -> None:
    page.session.engagement.join(pd.DataFrame({"nps": [1.0, 2, 3]}, index=["A", "B", "C"]))
    act(page.panels["x"], "column", "nps")
    page.session.engagement._joined.clear()
    page.session.engagement._kept.clear()
    page.paint()
    assert texts(page.finding).startswith("«nps» is not there any more")


# ------------------------------------------------------------------ hostile names


def hostile_page() -> MatrixPage:
    """Return a page on a client whose every word is hostile."""
    n = len(HOSTILE)
    ids = [f"{i}{name.strip()[:60]}" for i, name in enumerate(HOSTILE)]
    about = pd.DataFrame(
        {
            "customer_id": ids,
            "name": HOSTILE,
            "segment": HOSTILE,
            "late": [float(i) for i in range(n)],
        }
    )
    amounts = [float(2**i) for i in range(n)]
    sales = pd.DataFrame({"customer_id": ids, "date": ["2026-01-31"] * n, "amount": amounts})
    sales.loc[0, "customer_id"] = None
    return matrix(Engagement.from_frames(customers=about, sales=sales))


def test_hostile_names_are_plain_text_everywhere() -> None:
    """Issue, «Shown by»: names such as `<img src=x onerror=…>` and `=1+1` are harmless.

    A tree holds them as whole texts and attribute values only; no tag, class, attribute name,
    event name, style or link is made of them.
    """
    page = hostile_page()
    act(page.panels["x"], "column", "late")
    act(page.panels["y"], "column", "segment")
    for key in page.session.customers.ids:
        act(page.under, "choose", key=str(key))
        act(page.notes, "note", {"text": str(key)})
        act(page.card, "correct")
        act(page.card, "correct_column", "segment")
    check(page)
    for view in views(page).values():
        for node in nodes(view.tree):
            assert node["tag"].isalnum()
            marks = json.dumps([node.get("classes"), node.get("on"), node.get("style")])
            names = [*node.get("attributes", {}), *node.get("properties", {})]
            assert "<" not in marks + "".join(names)
            assert "href" not in names or node["attributes"]["href"].endswith(".ipynb")


def test_the_list_for_a_spreadsheet_is_tamed() -> None:
    """Platform: `= + - @`, tab, CR first in a cell would be run."""
    page = hostile_page()
    act(page.panels["y"], "column", "segment")
    for key in page.session.customers.ids:
        act(page.under, "choose", key=str(key))
        act(page.card, "save_aside", {"reason": "=HYPERLINK()"})
    rows = list(csv.reader(io.StringIO(not_placed_csv(page.session.placement))))
    assert len(rows) == len(HOSTILE) + 1
    assert {len(row) for row in rows} == {4}
    assert "'=1+1" in [row[1] for row in rows]
    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row
    )


@given(st.text(max_size=5))
def test_any_cell_can_be_read_back(text: str) -> None:
    assert tame(text).removeprefix("'") == text.removeprefix("'") or tame(text) == text
    assert not tame(text).startswith(("=", "+", "-", "@", "\t", "\r"))


# ------------------------------------------------------------------ forged events

KEYS = st.one_of(
    st.sampled_from(
        [
            "",
            "|",
            "A",
            "B",
            "gone",
            "segment|low",
            "segment|gone",
            "turnover|x",
            "name|0",
            "colour|3",
            "action|9",
            "judged_trust|3",
            "judged_trust|9",
            "cut|share",
            "scale|log",
            "low",
            "1",
            "99",
            "nan",
            "inf",
            "1e400",
            "²",
        ]
    ),
    st.text(max_size=6),
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.just(10**400),
    st.floats(),
    st.sampled_from(
        [
            "turnover",
            "segment",
            "points",
            "judged_trust",
            "name",
            "kind",
            "median",
            "mean",
            "share",
            "value",
            "log",
            "rank",
            "banana",
            "less",
            "12m",
            "all",
            NEW_JUDGED,
            "turnover × days_late",
            "turnover × points",
            "#12345",
            "<b>",
            "x" * 2000,
            "A",
            "5",
        ]
    ),
    st.text(max_size=6),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(
        st.sampled_from(["value", "reason", "text", "label", "as_of", "window", "x"]),
        st.one_of(
            st.none(),
            st.floats(),
            st.booleans(),
            st.text(max_size=5),
            st.lists(st.none()),
            st.sampled_from(["2026-01-01", "6m", "banana", "5", "-1e308", "x" * 5000, "Trust"]),
        ),
        max_size=3,
    ),
)
ACTIONS = sorted(
    (part, action) for part, view in views(matrix(client())).items() for action in view._actions
)
forged = st.tuples(st.sampled_from(ACTIONS), VALUES, KEYS, st.booleans())


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.lists(forged, min_size=1, max_size=12))
def test_no_forged_event_raises_or_saves_what_cannot_be_shown(steps: list[Any]) -> None:
    """Platform: a viewer can forge any synced trait and click a disabled button.

    Any value of any action either does what an honest one does, or is refused in a sentence: no
    fault reaches the log, and whatever is saved opens again.
    """
    page = SHARED.page()
    for (part, action), value, key, moving in steps:
        act(views(page)[part], action, value, key, moving=moving)
    check(page)
    assert SHARED.faults() == []


class Shared:
    """One page for many examples, so that each starts from what the last one left."""

    def __init__(self) -> None:
        self._page: MatrixPage | None = None
        self._records: list[str] = []

    def page(self) -> MatrixPage:
        """Return the page, begun anew when somebody set half of everything aside."""
        if self._page is None:
            self._page = matrix(client())
            judged = {"judged_trust": {"A": Judgement(value=3)}}
            self._page.session.commit(lambda r: r.changed(judged=judged), "Judged")
            handler = logging.Handler(logging.ERROR)
            handler.emit = lambda record: self._records.append(record.getMessage())  # type: ignore[method-assign]
            logging.getLogger("workbench").addHandler(handler)
        return self._page

    def faults(self) -> list[str]:
        """Return what went wrong unexpectedly since the last look."""
        found, self._records = self._records, []
        return found


SHARED = Shared()


@given(st.dictionaries(st.text(max_size=6), VALUES, max_size=5))
def test_no_forged_message_of_the_picture_raises(event: dict[str, Any]) -> None:
    page = SHARED.page()
    for kind in ("click", "drag", "release", "hover", "key", "exported"):
        for more in ({}, {"param": "cut_x"}, {"dataset": "points", "row": 0}):
            message = {"kind": kind, "n": next(N), **more, **event}
            page.chart.set_state({"_moving": message})
            page.chart._handle_custom_msg(message, [])
    page.chart.set_state({"spec": event, "lines": event, "event": event, "box": event})
    assert SHARED.faults() == []


@pytest.mark.parametrize("value", [1e300, -1e300, 0.0, 1.0, 2, -7])
def test_a_line_dragged_anywhere_stays_in_the_picture(page: MatrixPage, value: float) -> None:
    in_picture(page, kind="release", param="cut_x", value=value)
    assert -0.001 <= page.session.placement.x.line_at <= 1.001
    assert 0 <= page.chart._signals["cut_x"] <= 1
    check(page)


def test_a_saved_axis_of_an_unknown_column_opens() -> None:
    engagement = client()
    state = Review().changed().to_json()
    state["matrix"]["x"] = Axis(column="unheard_of").model_dump(mode="json")
    engagement.store.commit(state, base=1, who="x", words="by another version")
    page = MatrixPage(Session(engagement))
    assert "«unheard_of» is not there any more" in texts(page.finding)
    check(page)


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


def test_a_date_before_everything_on_record_is_said() -> None:
    page = matrix(client())
    act(page.rest, "dates", {"as_of": "2020-01-01", "window": "12m"})
    said = "On 1 Jan 2020 nothing was on record yet: it begins on 31 Jan 2026."
    assert said in texts(page.finding)
    assert page.session.placement.placed.any(), "potential and segment are known all the same"
