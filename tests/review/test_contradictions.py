"""What doesn't fit together (domain 10), each kind on customers made for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from small_clients import COLUMNS, client

from workbench.customers import Column, Customers
from workbench.review.contradictions import KINDS, Kind, contradictions
from workbench.review.value_groups import value_groups

GROUPS = tuple(group.name for group in value_groups(1))
MORE = (
    *COLUMNS,
    Column("loyalty_known", "Loyalty, of what is known", "%"),
    Column("falling_away", "Falling away", levels=("yes", "no")),
    Column("points", "Points", "points"),
    Column("gifts", "Gifts", "EUR"),
    Column("gift_count", "Number of gifts", "gifts"),
    Column("value_group", "Value group", levels=GROUPS),
)


def found(given: dict[str, Any], counted: list[bool] | None = None, **more: Any) -> dict[str, str]:
    """Return who contradicts what, with the sentence."""
    customers = client(given, columns=MORE, **more)
    rows = np.ones(len(customers), dtype=bool) if counted is None else np.array(counted)
    return {one.customer: one.sentence for one in contradictions(customers, rows).found}


def test_loyal_but_falling_away() -> None:
    """At two thirds of the known weight one counts as loyal; below it, or not falling, nothing."""
    told = found(
        {
            "loyalty_known": [2 / 3, 0.6, 0.9, None],
            "falling_away": ["yes", "yes", "no", "yes"],
            "order_trend": [0.7, 0.7, 0.7, 0.7],
        }
    )
    assert told == {"C0": "Loyal by 67 % of what is known, but falling away: 30 % fewer orders"}


def test_many_points_little_profit() -> None:
    """Of eight, the two with most points are the top quarter; one earns less than the median."""
    told = found({"points": [80, 90, 1, 2, 3, 4, 5, 6], "profit": [10, 90, 20, 30, 40, 50, 60, 70]})
    assert told == {
        "C0": "Among the top quarter by points (80), but profit below the median: 10 EUR"
    }


def test_points_that_are_a_range_count_at_their_least() -> None:
    points = [50, 90, 1, 2, 3, 4, 5, 6]
    told = found(
        {"points": points, "profit": [10, 90, 20, 30, 40, 50, 60, 70]},
        ranges={"points": ([0.0, *points[1:]], [100.0, *points[1:]])},
    )
    assert told == {}


def test_where_nobody_stands_out_nobody_contradicts() -> None:
    assert found({"points": [5, 5, 5, 5], "profit": [1, 2, 3, 4]}) == {}


def test_rewarded_but_not_valuable() -> None:
    """A gift to the most valuable, or to whoever has most to gain, is one on purpose."""
    told = found(
        {
            "gift_count": [1, 1, 1, 1, 0, 2, 1],
            "gifts": [100, 100, 100, 100, 0, None, 100],
            "value_group": [*GROUPS, GROUPS[0], GROUPS[0], None],
        }
    )
    assert told == {
        "C0": f"Gifts of 100 EUR, but in the group «{GROUPS[0]}»",
        "C1": f"Gifts of 100 EUR, but in the group «{GROUPS[1]}»",
        "C5": f"Gifts (no money put on them), but in the group «{GROUPS[0]}»",
    }


def test_those_not_counted_neither_appear_nor_move_the_median() -> None:
    given = {"points": [80, 90, 1, 2, 3, 4, 5, 6], "profit": [45, 1e6, 20, 30, 40, 50, 60, 70]}
    assert "C1" not in found(given, counted=[True, False, *[True] * 6])


def test_the_largest_come_first() -> None:
    given = {
        "turnover": [1, 9, 5],
        "gifts": [10, 10, 10],
        "gift_count": [1, 1, 1],
        "value_group": [GROUPS[0]] * 3,
    }
    assert list(found(given)) == ["C1", "C2", "C0"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_whose_columns_do_not_exist_finds_nobody(kind: Kind) -> None:
    """The list grows with each page: what isn't there yet is simply none."""
    customers = client({"turnover": [1, 2]}, columns=MORE)
    assert len(contradictions(customers, np.ones(2, dtype=bool), [kind])) == 0


def test_nothing_known_is_no_contradiction() -> None:
    unknown: list[Any] = [None, None]
    given = {"loyalty_known": unknown, "falling_away": unknown, "points": unknown}
    assert found({**given, "profit": unknown, "gifts": unknown, "value_group": unknown}) == {}
    assert found({"turnover": []}) == {}


def test_another_kind_is_one_line() -> None:
    """Tiers bring theirs later: a function, a sentence, the columns at odds."""
    customers = client({"turnover": [5, 1], "profit": [-1, 1]}, columns=MORE)

    def losing(known: Customers, _: Any) -> Any:
        return known.losing

    kind = Kind("Large, but loses money", ("turnover", "profit"), losing, lambda *_: "Loses")
    made = contradictions(customers, np.ones(2, dtype=bool), [*KINDS, kind])
    assert [(one.customer, one.columns) for one in made.of("C0")] == [("C0", kind.needs)]
    assert made.of("C1") == ()
    assert made.frame.to_numpy().tolist() == [["C0", "Large, but loses money", "Loses"]]
    assert replace(made, found=()).frame.empty
