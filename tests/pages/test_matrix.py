"""The matrix page without a browser: what it opens with, hides, takes back and says is gone."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from matrix_page import (
    act,
    check,
    client,
    faultless,
    texts,
    told,
    views,
)
from small_clients import AWKWARD

from workbench.engagement import Engagement
from workbench.pages.matrix import MatrixPage, matrix
from workbench.review.axes import Axis
from workbench.review.review import Review
from workbench.session import Session


@pytest.fixture
def page(caplog: pytest.LogCaptureFixture) -> Iterator[MatrixPage]:
    """Return the page; the test fails where a callback failed unseen."""
    yield from faultless(caplog)


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


def test_a_saved_axis_of_an_unknown_column_opens() -> None:
    engagement = client()
    state = Review().changed().to_json()
    state["matrix"]["x"] = Axis(column="unheard_of").model_dump(mode="json")
    engagement.store.commit(state, base=1, who="x", words="by another version")
    page = MatrixPage(Session(engagement))
    assert "«unheard_of» is not there any more" in texts(page.finding)
    check(page)
