"""The bars the points page opens with."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from workbench.customers import Better, Column, Customers
from workbench.errors import WorkbenchError
from workbench.review.points import ByLevel, Linear
from workbench.review.proposal import default_how, default_points, why_fewer

NAN = math.nan


def base(n: int = 40, **columns: list[float | str | None]) -> Customers:
    """Make n customers with these columns; days late and complaints are better when fewer."""
    frame = pd.DataFrame({"name": ["x"] * n}, index=[f"c{i}" for i in range(n)])
    meanings = {}
    for name, values in columns.items():
        levels = tuple(dict.fromkeys(v for v in values if isinstance(v, str)))
        frame[name] = pd.Series(values, index=frame.index, dtype=object if levels else float)
        better: Better = "less" if name in {"days_late", "complaints"} else "more"
        meanings[name] = Column(name, name, better=better, levels=levels)
    return Customers(frame, meanings)


def rising(n: int = 40, top: float = 1.0) -> list[float | str | None]:
    return [top * i / (n - 1) for i in range(n)]


def test_six_bars_of_five_points_from_facts_that_exist() -> None:
    """Known measures first, one of each kind; constants, gaps and near-synonyms are passed over."""
    customers = base(
        orders=rising(),
        frequency=rising(),
        days_late=rising(top=60),
        referrals=[0.0] * 40,
        gross_margin_share=rising(),
        order_trend=[1.0, 2.0, *[NAN] * 38],
        tenure=rising(),
        gross_margin=rising(),
        average_order=rising(),
        recency=rising(),
        turnover=rising(),
    )
    points = default_points(customers)
    assert points.mode == "ten"
    assert points.columns == (
        "gross_margin_share",
        "days_late",
        "frequency",
        "tenure",
        "average_order",
        "recency",
    )
    assert [bar.points for bar in points.bars] == [5] * 6


def test_own_attributes_fill_up_numbers_before_words() -> None:
    """Names (too many levels), the score and what depends on it are never proposed."""
    customers = base(
        region=["north", "south"] * 20,
        manager=[f"m{i}" for i in range(40)],
        staff=rising(),
        points=rising(),
    )
    assert default_points(customers).columns == ("staff", "region")
    assert default_points(base(0)).bars == ()


def test_words_are_proposed_only_where_their_order_means_something() -> None:
    """By the alphabet a man would be worth more than a woman."""
    customers = base(gender=["Female", "Male"] * 20, contract=["monthly", "one year"] * 20)
    gender = replace(customers.column("gender"), ordered=False)
    customers = replace(customers, columns={**customers.columns, "gender": gender})
    points = default_points(customers)
    assert points.columns == ("contract",)
    assert why_fewer(points).startswith("1 bar instead of six")


def test_fewer_facts_are_stretched_to_six_bars() -> None:
    """A file of customer, date and amount: first what few have, then what says nearly the same.

    Turnover a month is turnover again, and orders are how often they buy: neither is a bar.
    """
    few = [*rising(14), *[NAN] * 26]
    customers = base(
        turnover=rising(),
        turnover_per_month=rising(),
        orders=rising(),
        frequency=rising(),
        average_order=few,
        typical_gap=rising(),
        tenure=rising(),
        recency=rising(),
        monetary=[*rising(5), *[NAN] * 35],
    )
    needs = {"turnover_per_month": "turnover", "frequency": "orders"}
    made = {n: replace(c, needs=(needs[n],)) for n, c in customers.columns.items() if n in needs}
    customers = replace(customers, columns={**customers.columns, **made})
    points = default_points(customers)
    usual = ("frequency", "tenure", "recency", "turnover")
    assert points.columns == (*usual, "average_order", "typical_gap")
    assert why_fewer(points) == ""


def test_ends_are_the_5th_and_95th_percentile_as_one_would_say_them() -> None:
    """Of 812.3 … 48,211: type 7 quantiles, rounded to the hundredth part of their distance."""
    values: list[float | str | None] = list(np.linspace(812.3, 48_211.7, 40))
    assert default_how(base(turnover=values), "turnover") == Linear(worst=3_000, best=46_000)
    late = default_how(base(days_late=rising(top=60)), "days_late")
    assert late == Linear(worst=57, best=3)


def test_rare_facts_use_their_extremes() -> None:
    """Three of 40 brought others: both percentiles are 0, so the ends are 0 and the most."""
    customers = base(referrals=[*[0.0] * 39, 3.0])
    assert default_how(customers, "referrals") == Linear(worst=0, best=3)


def test_counts_keep_whole_ends() -> None:
    """Nobody orders 13.05 times: the percentiles 1 and 13.05 become 1 and 13, 4.8 and 5.5 4 and 6.

    The second pair is rounded outward, because rounding to the nearest would make one end of two.
    """
    counts: list[float | str | None] = [float(i % 14 + 1) for i in range(40)]
    assert default_how(base(orders=counts), "orders") == Linear(worst=1, best=13)
    alike: list[float | str | None] = [1.0, 1.0, *[5.0] * 36, 15.0, 15.0]
    assert default_how(base(orders=alike), "orders") == Linear(worst=4, best=6)


def test_prospects_do_not_move_the_ends() -> None:
    customers = base(potential=[*rising(20), *[1e6] * 20])
    customers.frame["kind"] = ["customer"] * 20 + ["prospect"] * 20
    assert default_how(customers, "potential") == Linear(worst=0.05, best=0.95)


def test_levels_rise_in_even_steps_from_worst_to_best() -> None:
    customers = base(4, fit=["cannot", "will not", "meet", "exceed"])
    expected = {"cannot": 0, "will not": 1 / 3, "meet": 2 / 3, "exceed": 1}
    assert default_how(customers, "fit") == ByLevel(shares=expected)
    assert default_how(base(2, fit=["meet", None]), "fit") == ByLevel(shares={"meet": 1})


def test_what_parts_nobody_is_refused_with_a_way_out() -> None:
    with pytest.raises(WorkbenchError, match="7 for everybody"):
        default_how(base(tenure=[7.0] * 40), "tenure")
    with pytest.raises(WorkbenchError, match="Nobody's «tenure»"):
        default_how(base(tenure=[NAN] * 40), "tenure")
