"""Small ledgers out of text that stands in the test; public data where it is there."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from workbench.sources.ledger import Ledger


def _ledger(text: str) -> Ledger:
    """Read tables that each begin with a line «[name]», then a header, then rows."""
    tables = {}
    for part in text.split("[")[1:]:
        name, _, rows = part.partition("]")
        rows = "\n".join(line.strip() for line in rows.strip().splitlines())
        frame = pd.read_csv(io.StringIO(rows), skipinitialspace=True, dtype={"invoice_id": str})
        tables[name] = frame
    return Ledger.from_frames(**tables)


@pytest.fixture(scope="session")
def ledger_of() -> Callable[[str], Ledger]:
    """Return the function that makes a ledger of text."""
    return _ledger


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of public data, or skip."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    folder = Path(os.environ.get("WORKBENCH_SHARED_DATA", beside))
    if not folder.is_dir():
        pytest.skip(f"the public data is not at {folder}")
    return folder


WORKED = """
[customers]
customer_id, name, potential, segment
A, Alder & Sons, 400, high
B, Birch, , low
C, Cedar, 1000,

[sales]
customer_id, date, amount, direct_cost, higher_margin, quantity, region, invoice_id, due_on, paid_on
A, 2023-01-15, 100, 50, no, 1, North, 1, 2023-02-14, 2023-02-14
A, 2023-03-15, 100, 50, no, 1, North, 2, 2023-04-14, 2023-04-14
A, 2023-06-15, 100, 50, no, 1, North, 3, 2023-07-15, 2023-07-15
A, 2023-09-15, 100, 50, no, 1, North, 4, 2023-10-15, 2023-10-15
A, 2024-02-01, 200, 80, yes, 4, North, 5, 2024-03-02, 2024-03-12
A, 2024-02-01, 50, 20, no, 1, South, 5, 2024-03-02, 2024-03-12
A, 2024-05-01, 150, 50, yes, 3, North, 6, 2024-05-31, 2024-05-21
A, 2024-05-20, -30, -10, yes, -1, North, 7, ,
A, 2024-12-31, 100, 50, no, 2, North, 8, 2025-01-30,
B, 2024-06-01, 300, , yes, 5, , 9, 2024-07-01,
, 2024-07-01, 40, 10, no, 1, North, 10, ,

[time]
person, date, hours, customer_id
Ann, 2023-05-05, 9, A
Ann, 2024-03-01, 4, A
Bob, 2024-03-01, 2, A
Eve, 2024-04-01, 1, B
Ann, 2024-06-06, 3,

[rates]
person, cost_per_hour
Ann, 50
Bob, 80

[events]
customer_id, date, kind, value
A, 2023-01-01, referral, 500
A, 2024-02-02, complaint, 25
A, 2024-02-03, support, 15
A, 2024-08-08, referral, 100
C, 2024-08-09, referral,

[prospects]
customer_id, name, potential, segment
P, Pine, 700, medium
"""


@pytest.fixture(scope="session")
def worked() -> Ledger:
    """Return the ledger most expected numbers are worked out from by hand."""
    return _ledger(WORKED.replace(" yes,", " true,").replace(" no,", " false,"))
