"""Which two axes the matrix opens on (domain 4)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from small_clients import COLUMNS, client

from workbench.customers import Column
from workbench.review.opening import default_pair

OWN = (
    Column("gender", "Gender", levels=("f", "m"), ordered=False),
    Column("contract", "Contract", levels=("month", "year", "two years")),
    Column("charges", "Charges"),
    Column("senior", "Senior"),
    Column("points", "Points", needs=("charges",)),
    Column("turnover_per_month", "Turnover a month", "EUR/month", needs=("turnover",)),
    Column("recency", "Days since the last order", "days", better="less"),
)
NOTHING = [None] * 4


def opened(given: dict[str, list[Any]]) -> tuple[str, str]:
    """Return the two columns the matrix opens on."""
    customers = client(given, columns=(*COLUMNS, *OWN))
    x, y = default_pair(customers, np.ones(len(customers), dtype=bool))
    return x.column, y.column


def test_the_page_opens_on_turnover_against_the_best_covered() -> None:
    """Domain 4: of days late, order trend, frequency."""
    known = {"turnover": [1, 2, 3], "days_late": [1, None, None], "order_trend": [1, 2, None]}
    assert opened({**known, "frequency": [1, 1, None]}) == ("turnover", "order_trend")


def test_a_client_without_sales_opens_on_what_is_known() -> None:
    """Numbers before words, words with an order before others; points are no fact."""
    without: dict[str, list[Any]] = {"turnover": NOTHING, "frequency": NOTHING}
    words: dict[str, list[Any]] = {
        "gender": ["f", "m", "f", "m"],
        "senior": [0, 1, 0, 1],
        "points": [1, 2, 3, 4],
        "contract": ["month", "year", "month", "two years"],
    }
    assert opened({**without, **words}) == ("contract", "senior")
    assert opened({**without, **words, "charges": [1, 2, 3, 4]}) == ("charges", "contract")


def test_no_axis_is_computed_from_the_other() -> None:
    """Where all order equally often, turnover a month would only draw turnover again."""
    same = {"turnover": [1, 2, 3, 4], "turnover_per_month": [1, 2, 3, 4], "frequency": [1] * 4}
    assert opened({**same, "recency": [9, 1, 7, 3]}) == ("turnover", "recency")
    assert opened(same) == ("turnover", "frequency")


def test_a_measure_hardly_anybody_has_is_no_axis_to_open_on() -> None:
    known: dict[str, list[Any]] = {"turnover": [*range(9)], "days_late": [1, 2, *[None] * 7]}
    assert opened({**known, "charges": [*range(9)]}) == ("turnover", "charges")


@pytest.mark.parametrize("given", [{}, {"turnover": NOTHING}, {"turnover": [], "days_late": []}])
def test_nothing_known_opens_on_turnover_all_the_same(given: dict[str, list[Any]]) -> None:
    assert opened(given)[0] == "turnover"
