"""The loyalty page on a small client, and what tests do and read there without a browser."""

from __future__ import annotations

import itertools
from typing import Any

import pandas as pd
from shown import act, text_of

from workbench.engagement import Engagement
from workbench.pages.loyalty import LoyaltyPage
from workbench.widgets.view import View

HOSTILE = "<img src=x onerror=alert(1)>"
counter = itertools.count(1_000_000)  # a move is heard after whatever was done before it


def client() -> Engagement:
    """Make six customers over two years: c0 buys monthly, c1 stopped, c2 … seldom, c5 never."""
    months = pd.date_range("2024-01-20", "2026-01-15", freq="MS") + pd.Timedelta(days=14)
    sales = [{"customer_id": "c0", "date": day, "amount": 500.0} for day in months]
    sales += [{"customer_id": "c1", "date": day, "amount": 400.0} for day in months[:14]]
    for i in (2, 3, 4):
        sales += [{"customer_id": f"c{i}", "date": day, "amount": 10.0 * i} for day in months[::9]]
    customers = pd.DataFrame(
        {
            "customer_id": [f"c{i}" for i in range(6)],
            "name": [HOSTILE, "=1+1", "Cedar", "Dune", "Elm", "Fir"],
        }
    )
    events = pd.DataFrame(
        {
            "customer_id": ["c0", "c0", "c1", "c0"],
            "date": ["2025-11-01", "2025-12-01", "2025-06-01", "2025-10-01"],
            "kind": ["referral", "renewal", "price_challenge", "outreach"],
            "evidence": ["Named us to a friend", None, "Sent a list", None],
        }
    )
    prospects = pd.DataFrame({"customer_id": ["p"], "name": ["Pine"]})
    return Engagement.from_frames(
        customers=customers, sales=pd.DataFrame(sales), events=events, prospects=prospects
    )


def move(view: View, name: str, value: Any, key: str) -> None:
    """Do what a browser reports while a control is being moved."""
    view.set_state({"moving": {"name": name, "key": key, "value": value, "n": next(counter)}})


def look(page: LoyaltyPage, view: str) -> None:
    """Open one of the four views."""
    act(page.head, "view", view)


def nodes(view: View) -> list[Any]:
    """Return every node a view shows."""

    def walk(node: Any) -> list[Any]:
        return [node, *(part for kid in node.get("children", []) for part in walk(kid))]

    return [part for node in view.tree for part in walk(node)]


def saved(page: LoyaltyPage) -> Any:
    """Return what is assumed as it stands in the store."""
    return page.session.engagement.review.assumptions


def told(page: LoyaltyPage) -> str:
    """Return what the page tells."""
    return text_of(page.frame.notice)
