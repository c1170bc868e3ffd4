"""What is measured, one thing a process: ours and what others take for the same.

``python benchmarks/contenders.py NAME PATH [PATH]`` does one of them and prints figures by which
`measures.py` sees that all did the same work.
"""

# ruff: noqa: PLC0415 - each process loads what it needs, and nothing else

from __future__ import annotations

import json
import sys
from pathlib import Path

Figures = dict[str, float]


def workbench(folder: Path) -> Figures:
    """Sum up every line as the pages need it, and keep nothing."""
    from workbench.measures.collect import collect
    from workbench.sources.ledger import Ledger

    facts = collect(Ledger.open(folder))
    return _told(facts.frame)


def duckdb(folder: Path) -> Figures:
    """Sum up the same columns with SQL written by hand."""
    import duckdb

    query = (Path(__file__).parent / "measures.sql").read_text(encoding="utf-8")
    query = query.replace("{sales}", f"read_parquet('{folder / 'sales.parquet'}')")
    found = duckdb.sql(query).to_arrow_table()  # noqa: F841 - DuckDB finds it by its name
    total = "SELECT count(*) AS n, sum(turnover) AS t, sum(orders) AS o, sum(gaps) AS g FROM found"
    rows = duckdb.sql(total).fetchone() or ()
    return dict(zip(("customers", "turnover", "orders", "gaps"), map(float, rows), strict=True))


def pandas(folder: Path) -> Figures:
    """Sum up the same columns in data frames."""
    import pandas as pd

    sales = pd.read_parquet(folder / "sales.parquet").drop(columns=["product", "source_file"])
    ends = pd.Timestamp(sales["date"].max())
    starts, before = ends - pd.DateOffset(months=12), ends - pd.DateOffset(months=24)
    for name in ("date", "due_on", "paid_on"):
        sales[name] = pd.to_datetime(sales[name])
    now = sales[sales["date"] > starts]
    cost, flag = now["direct_cost"].isna(), now["higher_margin"].fillna(value=False).astype(bool)
    by = now.assign(
        uncosted_lines=cost,
        uncosted=now["amount"].where(cost),
        flagged=now["amount"].where(now["higher_margin"].notna()),
        higher=now["amount"].where(flag),
    ).groupby("customer_id")
    sums = by.agg(
        lines=("amount", "size"),
        last_line=("date", "max"),
        turnover=("amount", "sum"),
        direct_cost=("direct_cost", "sum"),
        uncosted_lines=("uncosted_lines", "sum"),
        uncosted=("uncosted", "sum"),
        flagged=("flagged", "sum"),
        higher_margin=("higher", "sum"),
        units=("quantity", "sum"),
        unit_lines=("quantity", "count"),
        regions=("region", "nunique"),
    )
    earlier = sales[(sales["date"] > before) & (sales["date"] <= starts)]
    sums = sums.join(earlier.groupby("customer_id")["amount"].sum().rename("turnover_before"))
    bills = sales.groupby(["customer_id", "invoice_id"], as_index=False).agg(
        date=("date", "min"), net=("amount", "sum"), due=("due_on", "max"), paid=("paid_on", "max")
    )
    everybody = bills["customer_id"].unique()
    bills = bills[bills["net"] > 1e-6].sort_values(["customer_id", "date"])
    bills["gap"] = bills.groupby("customer_id")["date"].diff().dt.days
    recent = bills[bills["date"] > starts]
    late = (recent["paid"] - recent["due"]).dt.days
    recent = recent.assign(
        waited=(recent["paid"] - recent["date"]).dt.days, late=late, after=late > 0
    )
    paid = recent.groupby("customer_id").agg(
        orders=("net", "size"),
        monetary=("net", "sum"),
        paid=("waited", "count"),
        days_to_pay=("waited", "mean"),
        due=("due", "count"),
        dated=("late", "count"),
        days_late=("late", "mean"),
        paid_late=("after", "sum"),
    )
    then = bills[(bills["date"] > before) & (bills["date"] <= starts)]
    gaps = bills[bills["gap"] > 0].groupby("customer_id")["gap"].agg(["size", "median"])
    ever = bills.groupby("customer_id")["date"].agg(["min", "max"])
    frame = ever.join([sums, paid, gaps.rename(columns={"size": "gaps"})])
    frame["orders_before"] = then.groupby("customer_id").size()
    return _told(frame.reindex(everybody))


def lifetimes(folder: Path) -> Figures:
    """Make the summary of the library Lifetimes: frequency, recency, T, monetary value."""
    import pandas as pd
    from lifetimes.utils import summary_data_from_transaction_data

    columns = ["customer_id", "date", "amount"]
    sales = pd.read_parquet(folder / "sales.parquet", columns=columns)
    sales["date"] = pd.to_datetime(sales["date"])
    found = summary_data_from_transaction_data(
        sales, "customer_id", "date", monetary_value_col="amount"
    )
    return {"customers": float(len(found))}


def read(file: Path, folder: Path) -> Figures:
    """Take a client's file in as a ledger, and write it."""
    from workbench.sources.together import take

    ledger, report = take([file])
    ledger.write(folder)
    return {"rows": float(report.tables["sales"].rows_kept)}


def pandas_read(file: Path, _folder: Path) -> Figures:
    """Read the same file as pandas does without being told anything."""
    import pandas as pd

    return {"rows": float(len(pd.read_csv(file)))}


def _told(frame: object) -> Figures:
    sums = {name: float(frame[name].sum()) for name in ("turnover", "orders", "gaps")}  # type: ignore[index]
    return {"customers": float(len(frame)), **sums}  # type: ignore[arg-type]


if __name__ == "__main__":
    name, *paths = sys.argv[1:]
    print(json.dumps(globals()[name](*map(Path, paths))))
