"""Synthetic lines of sales as a ledger, any number of them: seeded, so that every run is alike.

They have the shape of the public `online_retail` (21 lines an invoice, 124 a customer) and stand in
time order, as a firm's own export has them, with due and paid dates, direct costs and regions. A
piece at a time is made and written, so that fifty million need no more memory than one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from clients import SEED

from workbench.sources.ledger import ROW_GROUP
from workbench.sources.schema import conform

_PIECE = 500_000
_LINES_AN_INVOICE = 20
_LINES_A_CUSTOMER = 125
_FIRST_DAY, _DAYS = np.datetime64("2023-10-01"), 3 * 365
_REGIONS = np.array(["North", "South", "East", "West"])
Numbers = npt.NDArray[np.int64]


def write_lines(folder: Path, lines: int) -> Path:
    """Write a ledger with that many lines of sales into a folder, once; return the folder."""
    done = folder / f"made-{SEED}"
    if done.is_file():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng([SEED, lines])
    writer = None
    for first in range(0, lines, _PIECE):
        piece = conform("sales", _piece(random, first, min(_PIECE, lines - first), lines))
        writer = writer or pq.ParquetWriter(
            folder / "sales.parquet", piece.schema, compression="zstd"
        )
        writer.write_table(piece, row_group_size=ROW_GROUP)
    if writer:
        writer.close()
    done.touch()
    return folder


def _piece(random: np.random.Generator, first: int, count: int, lines: int) -> pa.Table:
    invoice = np.arange(first, first + count) // _LINES_AN_INVOICE
    bills, of = np.unique(invoice, return_inverse=True)
    # some buy often: the square of an even draw crowds at the front
    buyer = (random.random(len(bills)) ** 2 * (lines // _LINES_A_CUSTOMER)).astype(np.int64)
    day = _FIRST_DAY + (bills * _LINES_AN_INVOICE * _DAYS // lines).astype("timedelta64[D]")
    due = day + np.timedelta64(30, "D")
    paid = due + random.integers(-20, 30, len(bills)).astype("timedelta64[D]")
    amount = np.round(random.lognormal(4.0, 1.0, count), 2)
    return pa.table(
        {
            "customer_id": _named("C", buyer)[of],
            "date": day[of],
            "amount": np.where(random.random(count) < 0.02, -amount, amount),
            "direct_cost": np.round(amount * random.uniform(0.4, 0.9, count), 2),
            "higher_margin": random.random(count) < 0.3,
            "quantity": random.integers(1, 20, count).astype(np.float64),
            "region": _REGIONS[random.integers(0, len(_REGIONS), count)],
            "invoice_id": _named("I", bills)[of],
            "due_on": due[of],
            "paid_on": paid[of],
        }
    )


def _named(letter: str, numbers: Numbers) -> npt.NDArray[np.str_]:
    return np.char.add(letter, np.char.zfill(numbers.astype(np.str_), 8))
