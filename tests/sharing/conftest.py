"""Clients to report on: one with everything, and one whose every word is hostile."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from workbench.engagement import Engagement
from workbench.review.needs import LookAgain
from workbench.review.plan import Action
from workbench.review.review import Review, SetAside
from workbench.review.tiers import Override
from workbench.sharing.snapshot import Snapshot
from workbench.sharing.taking import snapshot

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(1)",
    "\t=1+1",
    "\x00\x1b[31m\u202egnp.exe\u200f",
    "N" * 300,
    "{{7*7}}{% raw %}",
    "<!--",
    "]]>&amp;",
)
"""Names a client's file may hold; all of them are text and nothing else."""


TODAY = date(2026, 11, 1)
"""The day the reports are made: one date has gone, two are to come."""


def client(names: tuple[str, ...], title: str = "Northgate") -> Engagement:
    """Return a client with one customer per name; every third loses money."""
    ids = [f"K{n:03}" for n in range(len(names))]
    sales = pd.DataFrame(
        [
            {
                "customer_id": key,
                "date": f"2026-0{1 + n % 6}-15",
                "amount": 1000.5 * (n + 1),
                "direct_cost": 1000.5 * (n + 1) * (1.2 if n % 3 == 0 else 0.5),
                "due_on": "2026-07-01",
                "paid_on": f"2026-07-{1 + n % 20:02}",
            }
            for n, key in enumerate(ids)
        ]
    )
    lost = {**sales.iloc[0].to_dict(), "customer_id": None, "amount": 77.0, "direct_cost": 7.0}
    sales = pd.concat([sales, pd.DataFrame([lost])])
    customers = pd.DataFrame({"customer_id": ids, "name": names})
    return Engagement.from_frames(name=title, customers=customers, sales=sales)


def planned(engagement: Engagement, words: str = "Quarterly review") -> Review:
    """Return a review of decisions, dates, a tier chosen by hand and somebody set aside."""
    keys = [str(key) for key in engagement.customers(engagement.review).ids]
    plan = {
        "late": Action(kind="tier", about="4", action=words, due=date(2026, 12, 31)),
        "first": Action(
            kind="customer",
            about=keys[1],
            action=words,
            owner=words[:60],
            due=date(2026, 11, 30),
            status="accepted",
            cost=1234.5,
            gives_us=words,
        ),
        "gone": Action(kind="everybody", action="never told", status="dropped"),
        "corner": Action(kind="quadrant", about="0", action=words, status="doing"),
    }
    stated = engagement.review.assumptions
    chosen = {keys[4]: Override(tier=3, who="Ann", reason=words)}
    tiers = stated.tiers.model_copy(update={"overrides": chosen})
    return engagement.review.model_copy(
        update={
            "assumptions": stated.model_copy(update={"tiers": tiers}),
            "plan": plan,
            "look_again": {keys[2]: LookAgain(on=date(2026, 10, 1), why=words)},
            "set_aside": {keys[-1]: SetAside(reason=words)},
        }
    )


@pytest.fixture(scope="session")
def engagement() -> Engagement:
    """Return a client of thirty with plain names."""
    return client(tuple(f"Customer {n} & Sons" for n in range(30)))


@pytest.fixture(scope="session")
def told(engagement: Engagement) -> Snapshot:
    """Return the plain client's review as finished rows."""
    return snapshot(engagement, planned(engagement), today=TODAY)


@pytest.fixture(scope="session")
def hostile() -> Snapshot:
    """Return a review in which every word a person may type is hostile."""
    engagement = client(HOSTILE, HOSTILE[0])
    return snapshot(engagement, planned(engagement, HOSTILE[1]))
