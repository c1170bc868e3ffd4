"""The profit page's small client, and what tests do and read on the page without a browser."""

from __future__ import annotations

from datetime import date

import pandas as pd

from workbench.engagement import Engagement
from workbench.pages.profit import ProfitPage
from workbench.review.assumptions import Costs

HOSTILE = "<img src=x onerror=alert(1)>"


FORMULA = "=1+1"


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


def costs(page: ProfitPage) -> Costs:
    """Return what is assumed about costs, as it stands in the store."""
    return page.session.engagement.review.assumptions.costs


def of(page: ProfitPage, key: str) -> float:
    """Return a customer's profit as the page shows it."""
    return float(page.figures.profit[page.figures.customers.row(key)])
