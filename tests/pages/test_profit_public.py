"""Public data goes through the profit page as it is: no special case for any of it."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from workbench.engagement import Engagement
from workbench.pages.profit import ProfitPage, profit
from workbench.pages.profit_changes import costs


def public(name: str) -> Path:
    """Return a public file, or skip."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    path = Path(os.environ.get("WORKBENCH_SHARED_DATA", beside)) / name
    if not path.exists():
        pytest.skip(f"the public data is not at {path}")
    return path


def opened(tmp_path: Path, name: str, *maps: str, window: str = "all") -> ProfitPage:
    """Open the page on one public file."""
    files = [public(name)]
    engagement, _ = Engagement.create(tmp_path / "client", files, maps=maps, window=window)
    return profit(engagement)


def test_superstore_opens_drawn_and_adds_up_to_its_own_profit(tmp_path: Path) -> None:
    """Profit per line is in the file: the account's total is the sum of that column."""
    name = "superstore/Sample - Superstore.csv"
    page = opened(tmp_path, name)
    raw = pd.read_csv(public(name), encoding="utf-8-sig", thousands=",")
    assert not page.figures.asks
    assert page.figures.account.total == pytest.approx(raw["Profit"].sum(), abs=0.5)
    assert page.chart.rows("bars") == len(page.figures.whale.order)


def test_cdnow_asks_what_is_left_and_draws_it(tmp_path: Path) -> None:
    """No costs, no hours, no names: half of all sales, assumed, is the total."""
    file = "CDNOW_sample.txt"
    columns = {1: "customer_id", 3: "date", 5: "amount"}
    maps = [f"{file}:#{at}=sales.{column}" for at, column in columns.items()]
    page = opened(tmp_path, f"cdnow/{file}", *maps)
    assert page.figures.asks
    page.session.commit(lambda r: costs(r, margin=0.5), "Half is left")
    sold = page.figures.customers.numbers("turnover").sum()
    assert page.figures.account.total == pytest.approx(sold / 2)
    assert page.figures.customers.columns["profit"].marks == ("assumed 50 %",)


def test_toggl_hours_reach_the_page_as_cost_of_time(tmp_path: Path) -> None:
    """An export of hours beside 5 of sales a client: at 60 an hour each hour is taken off."""
    export = min(public("toggl").glob("*.csv"))
    hours = pd.read_csv(export)
    clients = hours["Client"].dropna().unique()
    days = pd.to_datetime(hours["Start date"])
    sales = tmp_path / "sales.csv"
    sold = {"date": f"{days.max():%Y-%m-%d}", "amount": 5.0, "direct_cost": 1.0}
    pd.DataFrame({"customer_id": clients, **sold}).to_csv(sales, index=False)
    engagement, _ = Engagement.create(tmp_path / "client", [export, sales], window="all")
    page = profit(engagement)
    page.session.commit(lambda r: costs(r, default_rate=60), "60 an hour")
    spent = pd.to_timedelta(hours["Duration"])[hours["Client"].notna()].sum() / pd.Timedelta("1h")
    customers = page.figures.customers
    assert customers.numbers("cost_to_serve").sum() == pytest.approx(60 * spent)
    assert page.figures.profit.sum() == pytest.approx(4 * len(clients) - 60 * spent)
    assert customers.columns["profit"].label == "Profit"


def test_online_retail_keeps_the_sales_without_a_customer_in_the_account(tmp_path: Path) -> None:
    """135,080 lines have no customer: with 30 % left they stand as a line of their own."""
    page = opened(tmp_path, "online_retail/online_retail.parquet")
    page.session.commit(lambda r: costs(r, margin=0.3), "30 % is left")
    facts = page.figures.facts
    line = next(one for one in page.figures.account.lines if one.what.startswith("Sales without"))
    assert line.money == pytest.approx(0.3 * facts.totals["unidentified_amount"])
    assert page.figures.account.total == pytest.approx(0.3 * facts.totals["window_amount"])
