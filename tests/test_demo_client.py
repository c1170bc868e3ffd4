"""The demo client, read straight from its files: each story stands out by measures alone.

Nothing here uses the package's own measures, so these figures are a second opinion on them. No
test knows a customer by name or id. Definitions: domain sections 3, 6 and 7.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

DATA = Path(__file__).parents[1] / "data"
NAMES = ("customers", "sales", "time", "rates", "events", "prospects")
AS_OF = pd.Timestamp("2026-09-30")
YEAR_AGO = pd.Timestamp("2025-09-30")
TWO_YEARS_AGO = pd.Timestamp("2024-09-30")
KINDS = {
    *("referral", "testimonial", "case_study", "advocacy", "event_invitation", "price_challenge"),
    *("feedback", "complaint", "support", "outreach", "response", "gift", "co_development"),
    *("renewal", "strategy_change"),
}


def read(name: str) -> pd.DataFrame:
    """Read one of the files: ids stay text, dates become dates."""
    frame = pd.read_csv(DATA / f"{name}.csv", dtype={"customer_id": "str", "invoice_id": "str"})
    for column in frame.columns.intersection(["date", "due_on", "paid_on"]):
        frame[column] = pd.to_datetime(frame[column], format="%Y-%m-%d")
    return frame


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return {name: read(name) for name in NAMES}


def window(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep the last twelve months: later than a year ago, up to the as-of date."""
    return frame[(frame.date > YEAR_AGO) & (frame.date <= AS_OF)]


def window_before(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[(frame.date > TWO_YEARS_AGO) & (frame.date <= YEAR_AGO)]


def invoices(sales: pd.DataFrame) -> pd.DataFrame:
    """One row per invoice of a known customer."""
    known = sales.dropna(subset="customer_id")
    return known.groupby(["customer_id", "invoice_id"], as_index=False).agg(
        date=("date", "first"),
        amount=("amount", "sum"),
        due_on=("due_on", "first"),
        paid_on=("paid_on", "first"),
    )


def few_that_bring(values: pd.Series, share: float) -> pd.Series:
    """Keep the largest positive values whose sum first reaches the share of all positive ones."""
    falling = values[values > 0].sort_values(ascending=False)
    before = falling.cumsum() - falling
    return falling[before < share * falling.sum()]


@pytest.fixture(scope="module")
def measured(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per customer id: the measures the stories are told by."""
    rows = pd.DataFrame(index=tables["customers"].customer_id)
    lines = window(tables["sales"]).groupby("customer_id")
    rows["turnover"] = lines.amount.sum()
    rows["direct_cost"] = lines.direct_cost.sum()
    hours = window(tables["time"]).merge(tables["rates"], on="person", validate="many_to_one")
    rows["cost_to_serve"] = (hours.hours * hours.cost_per_hour).groupby(hours.customer_id).sum()
    trouble = window(tables["events"]).query("kind in ['support', 'complaint']")
    rows["support"] = trouble.groupby("customer_id").value.sum()
    rows = rows.fillna(0.0)
    rows["profit"] = rows.turnover - rows.direct_cost - rows.cost_to_serve - rows.support

    bills = invoices(tables["sales"])
    purchases = bills[bills.amount > 0]
    earlier = window_before(purchases).groupby("customer_id").size()
    later = window(purchases).groupby("customer_id").size().reindex(earlier.index, fill_value=0)
    rows["order_trend"] = (later / earlier)[earlier >= 4]
    rows["turnover_before"] = (
        window_before(tables["sales"]).groupby("customer_id").amount.sum().reindex(rows.index)
    )
    late = (bills.paid_on - bills.due_on).dt.days
    rows["days_late"] = late[bills.date > YEAR_AGO].groupby(bills.customer_id).median()
    days = purchases.drop_duplicates(["customer_id", "date"]).sort_values("date")
    by_customer = days.groupby("customer_id").date
    gaps = by_customer.diff().dt.days
    rows["typical_gap"] = gaps.groupby(days.customer_id).median()[by_customer.size() >= 4]
    rows["recency"] = (AS_OF - by_customer.max()).dt.days
    return rows


def test_made_again_gives_the_committed_bytes(tmp_path: Path) -> None:
    """The script is seeded: what it writes elsewhere equals the files that are kept."""
    command = [sys.executable, str(DATA / "make_demo.py"), "--out", str(tmp_path / "again")]
    subprocess.run(command, check=True, capture_output=True)
    written = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert set(written) == {f"{name}.csv" for name in NAMES}
    for name, content in written.items():
        assert content == (DATA / name).read_bytes(), name
    assert sum(map(len, written.values())) < 2_000_000


def test_says_that_it_is_synthetic_and_what_each_column_means(
    tables: dict[str, pd.DataFrame],
) -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    assert "synthetic" in readme
    first_cells = " ".join(re.findall(r"^\| ([^|]+) \|", readme, flags=re.MULTILINE))
    explained = set(re.findall(r"\w+", first_cells))
    for frame in tables.values():
        assert set(frame.columns) <= explained


def test_counts(tables: dict[str, pd.DataFrame]) -> None:
    """Some 140 firms, nine people with a rate, 25 prospects, every kind of event, two years."""
    customers, sales = tables["customers"], tables["sales"]
    assert len(customers) == customers.customer_id.nunique() == 143
    assert customers.name.nunique() == 143
    assert len(tables["prospects"]) == 25
    assert not set(tables["prospects"].name) & set(customers.name)
    assert len(tables["rates"]) == 9
    assert set(tables["time"].person) == set(tables["rates"].person)
    assert set(tables["events"].kind) == KINDS
    assert sales.date.max() == AS_OF
    assert sales.date.min() == TWO_YEARS_AGO
    for name in ("sales", "time", "events"):
        assert set(tables[name].customer_id.dropna()) <= set(customers.customer_id), name
        assert tables[name].date.between(TWO_YEARS_AGO, AS_OF).all(), name


def test_invoices_hold_together(tables: dict[str, pd.DataFrame]) -> None:
    """An invoice has one customer, date and due date; returns are negative; some is unpaid."""
    sales = tables["sales"]
    heads = sales[["invoice_id", "customer_id", "date", "due_on", "paid_on"]].drop_duplicates()
    assert heads.invoice_id.is_unique
    assert sales.groupby("invoice_id").size().max() > 2
    assert ((sales.amount < 0) == (sales.quantity < 0)).all()
    assert ((sales.amount < 0) == (sales.direct_cost < 0)).all()
    assert 40 <= (sales.amount < 0).sum() <= 150
    assert (sales.paid_on.dropna() >= sales.date[sales.paid_on.notna()]).all()
    unpaid = sales[(sales.amount > 0) & sales.paid_on.isna()]
    assert 100 <= len(unpaid) <= 600
    assert (unpaid.due_on < AS_OF).any()


def test_attributes_are_known_for_most_but_not_for_all(tables: dict[str, pd.DataFrame]) -> None:
    for column in ("payment_method", "contract", "account_manager", "fit", "potential"):
        assert 0 < tables["customers"][column].isna().mean() < 0.25, column
        assert 0 < tables["prospects"][column].isna().mean() <= 0.6, column


def test_the_whole_earns_a_modest_profit(
    tables: dict[str, pd.DataFrame], measured: pd.DataFrame
) -> None:
    """Four to six million of turnover, skewed; 8 to 12 % is left; 15 to 20 customers lose money."""
    turnover = window(tables["sales"]).amount.sum()
    assert 4_000_000 <= turnover <= 6_000_000
    assert 0.08 <= measured.profit.sum() / measured.turnover.sum() <= 0.12
    assert 15 <= (measured.profit < 0).sum() <= 20
    assert measured.turnover.mean() > 1.7 * measured.turnover.median()


def test_the_biggest_customer_loses_money_once_time_counts(measured: pd.DataFrame) -> None:
    biggest = measured.nlargest(1, "turnover").iloc[0]
    assert biggest.turnover - biggest.direct_cost > 50_000
    assert biggest.profit < -10_000
    assert biggest.profit == measured.profit.min()


def test_a_handful_bring_most_of_the_profit(measured: pd.DataFrame) -> None:
    assert len(few_that_bring(measured.profit, 0.5)) <= 0.12 * len(measured)


def test_quiet_growers(measured: pd.DataFrame) -> None:
    """Small, profitable, and ordering at least 1.3 times as often as the year before."""
    small = measured.turnover < measured.turnover.median()
    assert (small & (measured.order_trend >= 1.3) & (measured.profit > 0)).sum() >= 5


def test_late_payers_among_them_a_big_one(measured: pd.DataFrame) -> None:
    late = measured[measured.days_late > 20]
    assert 8 <= len(late) <= 20
    assert late.turnover.max() >= measured.turnover.nlargest(5).min()


def test_days_late_spread_well(measured: pd.DataFrame) -> None:
    """The matrix of turnover against days late has customers on both sides of zero."""
    known = measured.days_late.dropna()
    assert len(known) >= 0.9 * len(measured)
    assert 0.3 <= (known <= 0).mean() <= 0.6
    assert known.quantile(0.9) - known.quantile(0.1) > 20
    assert known.nunique() >= 30


def test_loyal_ones_fall_silent(measured: pd.DataFrame) -> None:
    """In the 80 % group of the year before, now silent for over twice their own typical gap."""
    mattered = few_that_bring(measured.turnover_before, 0.8).index
    silent = measured.recency > 2 * measured.typical_gap
    assert 4 <= silent[mattered].sum() <= 10


def test_sales_without_a_customer(tables: dict[str, pd.DataFrame]) -> None:
    sales = window(tables["sales"])
    nameless = sales[sales.customer_id.isna()]
    assert 24 <= len(nameless) <= 60
    assert 22_000 <= nameless.amount.sum() <= 26_000


def test_hours_without_a_customer(tables: dict[str, pd.DataFrame]) -> None:
    hours = window(tables["time"])
    assert 0.06 <= hours.hours[hours.customer_id.isna()].sum() / hours.hours.sum() <= 0.08


def test_nobody_works_an_impossible_day(tables: dict[str, pd.DataFrame]) -> None:
    hours = tables["time"]
    assert (hours.hours > 0).all()
    assert (hours.hours * 4 % 1 == 0).all()
    assert hours.groupby(["person", "date"]).hours.sum().max() <= 10


def test_three_firms_stand_under_two_names(tables: dict[str, pd.DataFrame]) -> None:
    """Six rows are three firms: each pair, and no other, shares a VAT number, domain or phone."""
    customers = tables["customers"]
    pairs: set[frozenset[str]] = set()
    for column in ("vat_number", "email_domain", "phone"):
        for _, ids in customers.dropna(subset=column).groupby(column).customer_id:
            if len(ids) > 1:
                pairs.add(frozenset(ids))
    assert len(pairs) == 3
    assert len(frozenset().union(*pairs)) == 6
    sold = set(window(tables["sales"]).customer_id)
    assert all(pair <= sold for pair in pairs)
