"""The matrix page on a small client, and what tests do and read there without a browser."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from functools import cache
from typing import Any

import pandas as pd
import pytest

from workbench.engagement import Card, Engagement
from workbench.pages.matrix import MatrixPage, matrix
from workbench.review.review import Review
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


def faultless(caplog: pytest.LogCaptureFixture) -> Iterator[MatrixPage]:
    """Give the page; whoever takes it fails where a callback failed unseen."""
    yield matrix(client())
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR] == []
