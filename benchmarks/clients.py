"""Synthetic clients of any size as engagement folders: seeded, so that every run measures the same.

Each customer has invoices, due and paid dates and direct costs, so that turnover, days late and
profit are the measures of the shipped page and not columns made for the benchmark. Turnover is
as skewed as it is in life (log-normal), some customers lose money, some never paid yet.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.engagement import Card, Engagement
from workbench.sources.ledger import Ledger

SEED = 20_260_930
_AS_OF = np.datetime64("2026-09-30")
_INVOICES = 2
"""Invoices per customer on average, in the two years before."""
_ENTRIES = 4
_KINDS = np.array(["Retail", "Industry", "Public", "Crafts"], dtype=object)


def write_client(folder: Path, customers: int, *, costs: bool = True, hours: bool = False) -> Path:
    """Write a client of that many customers into a folder, its facts summed up as after a visit.

    Without ``costs`` nothing says what the sales cost, so that a margin has to be assumed; with
    ``hours`` ten people have written theirs down, four entries a customer. A folder written before
    is kept as it is but for what was decided in it.
    """
    stamp = folder / f"made-{SEED}"
    if not stamp.is_file():
        ledger = _ledger(customers, costs=costs, hours=hours)
        ledger.write(folder / "ledger")
        card = {name: getattr(Card(""), name) for name in Card.__dataclass_fields__}
        said = card | {"name": f"Bench, {customers:,} customers", "as_of": str(_AS_OF)}
        (folder / "engagement.json").write_text(json.dumps(said), encoding="utf-8")
        stamp.touch()
    for decided in folder.glob("decisions.sqlite*"):
        decided.unlink()
    engagement = Engagement.open(folder)
    engagement.facts(date.fromisoformat(str(_AS_OF)))
    return folder


def _ledger(n: int, *, costs: bool, hours: bool) -> Ledger:
    random = np.random.default_rng([SEED, n])
    ids = np.array([f"C{i:07d}" for i in range(n)], dtype=object)
    size = random.lognormal(7.0, 1.3, n)
    customers = pd.DataFrame(
        {
            "customer_id": ids,
            "name": [f"Customer {i:,}" for i in random.permutation(n) + 1],
            "segment": _KINDS[random.integers(0, len(_KINDS), n)],
            "potential": np.round(size * random.uniform(1.0, 3.0, n), 2),
        }
    )
    lines = n * _INVOICES
    of = np.concatenate([np.arange(n), random.integers(0, n, lines - n)])
    sold = _AS_OF - random.integers(0, 365, lines).astype("timedelta64[D]")
    due = sold + np.timedelta64(30, "D")
    habit = random.normal(4.0, 9.0, n)
    paid = due + np.round(habit[of] + random.normal(0, 4, lines)).astype("timedelta64[D]")
    amount = np.round(size[of] * random.uniform(0.4, 1.6, lines), 2)
    sales = pd.DataFrame(
        {
            "customer_id": ids[of],
            "date": sold,
            "amount": amount,
            "direct_cost": np.round(amount * random.normal(0.7, 0.18, n)[of], 2),
            "invoice_id": [f"I{i}" for i in range(lines)],
            "due_on": due,
            "paid_on": np.where(paid <= _AS_OF, paid, np.datetime64("NaT")),
        }
    )
    if not costs:
        sales = sales.drop(columns="direct_cost")
    if not hours:
        return Ledger.from_frames(customers=customers, sales=sales)
    entries = n * _ENTRIES
    time = pd.DataFrame(
        {
            "person": [f"Person {i}" for i in random.integers(0, 10, entries)],
            "date": _AS_OF - random.integers(0, 365, entries).astype("timedelta64[D]"),
            "hours": np.round(random.uniform(0.25, 4.0, entries), 2),
            "customer_id": ids[random.integers(0, n, entries)],
        }
    )
    return Ledger.from_frames(customers=customers, sales=sales, time=time)
