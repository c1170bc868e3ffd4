"""Public data goes through the loyalty and the value page as it is: no special case for any."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from here import not_here
from shown import act, text_of

from workbench.engagement import Engagement
from workbench.pages.loyalty import VIEWS, loyalty
from workbench.pages.value import value

FILES = {
    "superstore": ("superstore/Sample - Superstore.csv", "12m"),
    "cdnow": ("cdnow/CDNOW_sample.txt", "6m"),
    "online_retail": ("online_retail/online_retail.parquet", "6m"),
}
NAMELESS = {1: "customer_id", 3: "date", 5: "amount"}


@pytest.fixture(scope="module", params=FILES)
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engagement:
    """Make a client of one public file, or skip."""
    name, window = FILES[request.param]
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    path = Path(os.environ.get("WORKBENCH_SHARED_DATA", beside)) / name
    if not path.exists():
        not_here(f"the public data is not at {path}")
    maps = [f"{path.name}:#{at}=sales.{column}" for at, column in NAMELESS.items()]
    folder = tmp_path_factory.mktemp("public") / "client"
    made, _ = Engagement.create(
        folder, [path], maps=maps if request.param == "cdnow" else (), window=window
    )
    return made


def test_loyalty_says_something_of_everybody_in_every_view(client: Engagement) -> None:
    """Scored and without a score are all there are; a segment for each; the falling mattered."""
    page = loyalty(client)
    for view, _ in VIEWS:
        act(page.head, "view", view)
        assert text_of(page.finding).endswith(".")
    shown = page.figures
    silent = shown.facts.frame["orders"].to_numpy() == 0
    assert (shown.scored == ~silent).all()
    assert ((shown.rule_of >= 0) == shown.scored).all()
    assert all(shown.before[row] > 0 for row in shown.falling)
    act(page.head, "view", "signs")
    act(page.grid, "yes", key="grid")
    first = str(shown.customers.ids[shown.asked[0]])
    assert page.session.review.assumptions.loyalty.entries[first]["price_no_issue"].value == "yes"
    page.session.undo()


def test_value_puts_everybody_in_a_group_once_profit_is_known(client: Engagement) -> None:
    """Where no cost is known one answer is enough; the groups' profit is that of the customers."""
    page = value(client)
    if page.figures.asks:
        act(page.ask, "assumed", {"left": "40"})
        assert "(assumed 40 %, before time)" in text_of(page.finding)
    table, profit = page.figures.table, page.figures.customers.numbers("profit")
    grouped = sum(line.customers for line in table.lines)
    assert grouped == np.isfinite(profit).sum() > 0
    assert grouped + table.not_placed.customers == len(page.figures.customers)
    assert sum(line.profit for line in table.lines) == pytest.approx(np.nansum(profit))
    best = table.lines[0]
    assert 0.8 * sum(line.value for line in table.lines if line.value > 0) <= best.value * 1.0001
