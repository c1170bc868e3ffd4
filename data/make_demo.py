"""Make the demo client «Northgate Services (demo)»: six CSV files, the same bytes every time.

``python data/make_demo.py`` writes beside this script, ``--out DIR`` elsewhere. Everything is
invented; README.md in this folder says what each column means.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from dataclasses import astuple, fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from northgate.attributes import contract_of, make_customers, make_prospects
from northgate.events import make_events
from northgate.firms import make_firms
from northgate.sales import make_sales
from northgate.staff import RATES
from northgate.work import make_time

SEED = 20_260_930


def make() -> dict[str, Sequence[Any]]:
    """Draw every table; each has a stream of its own, so a change in one leaves the others."""
    rngs = [np.random.default_rng([SEED, number]) for number in range(7)]
    firms, others = make_firms(rngs[0])
    contracts = {firm.customer_id: contract_of(rngs[1], firm) for firm in firms}
    return {
        "customers": make_customers(rngs[2], firms, contracts),
        "sales": make_sales(rngs[3], firms),
        "time": make_time(rngs[4], firms),
        "rates": RATES,
        "events": make_events(rngs[5], firms, contracts),
        "prospects": make_prospects(rngs[6], others),
    }


def text(value: object) -> str:
    """Write one cell: ISO dates, yes and no, money to the cent, nothing for what is unknown."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def write(path: Path, rows: Sequence[Any]) -> None:
    """Write dataclasses of one kind as UTF-8 CSV with a header and plain line feeds."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(field.name for field in fields(rows[0]))
        out.writerows([text(value) for value in astuple(row)] for row in rows)


def main() -> None:
    """Read the command line and write the six files."""
    parser = argparse.ArgumentParser(description="Make the synthetic demo client.")
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).parent, help="folder to write to"
    )
    folder = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in make().items():
        write(folder / f"{name}.csv", rows)
        print(f"{name}.csv: {len(rows):,} rows")


if __name__ == "__main__":
    main()
