"""The honesty test: do today's profitable customers have what earns points?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from workbench.customers import Column, Customers
from workbench.review.honesty import honesty, is_part, spearman, strength
from workbench.review.points import Bar, Linear, Points
from workbench.review.scoring import Earned

NAN = math.nan
EVEN = Linear(worst=0, best=10)
COLUMNS = {
    "turnover": Column("turnover", "Turnover", "EUR"),
    "direct_cost": Column("direct_cost", "Direct cost", "EUR"),
    "gross_margin": Column("gross_margin", "Margin", "EUR", needs=("turnover", "direct_cost")),
    "gross_margin_share": Column("gross_margin_share", "%", needs=("gross_margin", "turnover")),
    "profit": Column("profit", "Profit before time", "EUR", needs=("gross_margin",)),
    "profit_margin": Column("profit_margin", "Profit margin", needs=("profit", "turnover")),
    "orders": Column("orders", "Orders"),
    "average_order": Column("average_order", "Average order", needs=("turnover", "orders")),
    "loop": Column("loop", "Loop", needs=("loop",)),
}


def base(**facts: list[float]) -> Customers:
    """Make customers with these numeric columns."""
    n = len(next(iter(facts.values())))
    frame = pd.DataFrame({"name": ["x"] * n, **facts}, index=[f"c{i}" for i in range(n)])
    return Customers(frame, {name: COLUMNS.get(name, Column(name, name)) for name in facts})


def on(*columns: str) -> Points:
    return Points(bars=tuple(Bar(column=column, how=EVEN) for column in columns))


def test_ties_take_their_mean_rank() -> None:
    """Worked by hand: ranks 1, 2.5, 2.5, 4, 5 against 2, 1, 3, 4, 5 give 8 / √(9.5 · 10)."""
    earned = np.array([0.0, 1.0, 1.0, 2.0, 3.0, NAN, 5.0])
    profit = np.array([20.0, 10.0, 30.0, 40.0, 50.0, 60.0, NAN])
    rho, n = spearman(earned, profit)
    assert n == 5
    assert rho == pytest.approx(8 / math.sqrt(9.5 * 10))
    assert rho == pytest.approx(stats.spearmanr(earned[:5], profit[:5]).statistic)


def test_no_figure_for_four_pairs_or_a_constant() -> None:
    four = np.array([1.0, 2.0, 3.0, 4.0, NAN])
    assert spearman(four, four) == (None, 4)
    assert spearman(np.ones(9), np.arange(9.0)) == (None, 9)
    assert spearman(np.array([]), np.array([])) == (None, 0)


def test_words_grow_with_the_figure() -> None:
    words = [strength(rho) for rho in (1, 0.7, 0.69, 0.5, 0.3, 0.1, 0.09, 0, -0.29, -0.3, -1)]
    assert words == [
        "strongly",
        "strongly",
        "clearly",
        "clearly",
        "somewhat",
        "hardly",
        "not at all",
        "not at all",
        "not at all",
        "goes against",
        "goes against",
    ]


def test_each_bar_and_the_total_are_tested_against_profit() -> None:
    """Missing facts are no pairs for their bar; in total a range ranks by its least.

    By hand: the first five earn 3.5 each, the sixth 0.5 at least, so the ranks 4, 4, 4, 4, 4, 1
    against 1 … 6 give −7.5 / √(7.5 · 17.5).
    """
    customers = base(
        profit=[1, 2, 3, 4, 5, 6],
        orders=[1, 2, 3, 4, 5, NAN],
        late=[6, 5, 4, 3, 2, 1],
    )
    points = on("orders", "late")
    result = honesty(customers, points, Earned(customers))
    assert result.outcome is not None
    assert result.outcome.name == "profit"
    orders, late = result.bars
    assert (orders.rho, orders.n, orders.words) == (pytest.approx(1), 5, "strongly")
    assert orders.sentence == "goes with profit before time: strongly (ρ 1, 5 customers)"
    assert late.words == "goes against"
    assert late.sentence == "goes against profit before time (ρ −1, 6 customers)"
    assert result.total.rho == pytest.approx(-7.5 / math.sqrt(7.5 * 17.5))
    assert result.apart is None


def test_a_part_of_profit_says_so_and_the_total_is_also_shown_without_it() -> None:
    customers = base(
        profit=[1, 2, 3, 4, 5],
        gross_margin=[1, 2, 3, 4, 5],
        turnover=[9, 9, 9, 9, 9],
        direct_cost=[0, 0, 0, 0, 0],
        orders=[5, 4, 3, 2, 1],
    )
    result = honesty(customers, on("gross_margin", "orders").give("orders", 1), Earned(customers))
    assert result.bars[0].rho is None
    assert result.bars[0].words == "part of profit before time"
    assert result.total.rho == pytest.approx(1)
    assert result.apart is not None
    assert result.apart.rho == pytest.approx(-1)


def test_what_counts_as_part_of_the_outcome() -> None:
    """Itself, what feeds it, what it feeds, and what is made of its parts alone."""
    parts = ("profit", "gross_margin", "turnover", "gross_margin_share", "profit_margin")
    assert all(is_part(COLUMNS, name, "profit") for name in parts)
    assert not is_part(COLUMNS, "average_order", "profit")
    assert is_part(COLUMNS, "average_order", "turnover")
    assert not is_part(COLUMNS, "gone", "profit")
    assert not is_part(COLUMNS, "loop", "profit")


def test_turnover_stands_in_where_profit_is_not_known() -> None:
    customers = base(profit=[NAN] * 5, turnover=[1, 2, 3, 4, 5], orders=[1, 2, 3, 4, 5])
    result = honesty(customers, on("orders"), Earned(customers))
    assert result.outcome is not None
    assert result.outcome.name == "turnover"
    assert result.bars[0].sentence.startswith("goes with turnover: strongly")


def test_few_customers_no_difference_and_no_outcome_are_said() -> None:
    few = base(profit=[1, 2, 3], orders=[1, 2, 3])
    result = honesty(few, on("orders"), Earned(few))
    assert result.bars[0].sentence == "No figure: only 3 customers to compare"
    same = base(profit=[1, 2, 3, 4, 5], orders=[1, 1, 1, 1, 1])
    assert honesty(same, on("orders"), Earned(same)).bars[0].words == "can't tell"
    lost = base(orders=[1, 2, 3])
    nothing = honesty(lost, on("orders"), Earned(lost))
    assert nothing.outcome is None
    assert nothing.bars[0].rho is None
    assert "Neither profit nor turnover" in nothing.total.sentence


def test_prospects_are_no_evidence() -> None:
    customers = base(profit=[1, 2, 3, 4, 5, 0], orders=[1, 2, 3, 4, 5, 9])
    customers.frame["kind"] = ["customer"] * 5 + ["prospect"]
    assert honesty(customers, on("orders"), Earned(customers)).bars[0].n == 5
