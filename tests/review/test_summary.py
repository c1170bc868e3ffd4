"""Counts, sums and the one finding: everything adds up to the client's total (domain 2, 4)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from small_clients import AWKWARD, LEVELS, axes, client, clients, reviewed

from workbench.customers import Customers
from workbench.review.axes import Axis, Cut
from workbench.review.placement import Placement, place
from workbench.review.review import SetAside
from workbench.review.summary import finding, totals, why_here

AT_10, AT_5 = Cut(by="value", value=10), Cut(by="value", value=5)
ACROSS, UP = Axis(column="turnover", cut=AT_10), Axis(column="days_late", cut=AT_5)


def one_in_each(**more: list[float | None]) -> Placement:
    """Place four customers, one in each quadrant: turnover 100, 1, 60, 39 with lines 10 and 5."""
    given_ = {"turnover": [100, 1, 60, 9], "days_late": [0, 0, 30, 30], **more}
    return place(client(given_), reviewed(ACROSS, UP))


def test_each_quadrant_by_hand() -> None:
    sums = totals(one_in_each(profit=[10, -2, 30, None]))
    assert [line.customers for line in sums.quadrants] == [1, 1, 1, 1]
    assert [line.turnover for line in sums.quadrants] == [100, 1, 60, 9]
    assert [line.turnover_share for line in sums.quadrants] == [
        100 / 170,
        1 / 170,
        60 / 170,
        9 / 170,
    ]
    assert [line.profit for line in sums.quadrants] == [10, -2, 30, 0]
    assert [line.losing for line in sums.quadrants] == [0, 1, 0, 0]
    assert (sums.customers, sums.turnover, sums.placed, sums.not_placed) == (4, 170, 4, 0)


@settings(max_examples=80)
@given(clients(), axes, axes)
def test_totals_reconcile(customers: Customers, x: Axis, y: Axis) -> None:
    """Quadrants and not placed are all customers, and their turnover is the client's."""
    sums = totals(place(customers, reviewed(x, y)))
    real = customers.frame.get("kind", "customer") != "prospect"
    real = np.broadcast_to(np.asarray(real), len(customers))
    assert sum(line.customers for line in sums.quadrants) == sums.placed
    assert sums.placed + sums.not_placed == sums.customers == int(real.sum())
    prospects = sum(line.prospects for line in sums.quadrants)
    assert prospects == sums.prospects_placed
    assert prospects + sums.prospects_not_placed == len(customers) - sums.customers
    turnover = customers.amounts("turnover")
    if turnover is None:
        assert np.isnan(sums.turnover)
        return
    assert sums.turnover == pytest.approx(turnover[real].sum(), abs=1e-4)


@settings(max_examples=80)
@given(clients(), axes, axes)
def test_a_filter_changes_no_grand_total(customers: Customers, x: Axis, y: Axis) -> None:
    whole = totals(place(customers, reviewed(x, y)))
    part = totals(place(customers, reviewed(x, y, only={"segment": ("low",)})))
    for name in ("placed", "not_placed", "customers", "prospects_placed", "prospects_not_placed"):
        assert getattr(part, name) == getattr(whole, name)
    assert repr(part.turnover) == repr(whole.turnover)
    assert repr(part.not_placed_turnover) == repr(whole.not_placed_turnover)
    assert part.shown <= whole.shown == whole.customers
    for few, many in zip(part.quadrants, whole.quadrants, strict=True):
        assert few.customers <= many.customers


def test_prospects_are_counted_apart() -> None:
    customers = client(
        {
            "turnover": [100, 1, None],
            "days_late": [0, 0, 0],
            "frequency": [2, 3, 4],
            "kind": ["customer", "customer", "prospect"],
        }
    )
    sums = totals(place(customers, reviewed("frequency", UP)))
    assert sums.customers == 2
    assert sum(line.prospects for line in sums.quadrants) == 1
    assert sums.turnover == 101


def test_set_aside_turnover_is_named_with_those_not_placed() -> None:
    """Domain 1: totals name what was set aside."""
    customers = client({"turnover": [100, 20], "days_late": [0, 0]})
    review = reviewed(ACROSS, UP, set_aside={"C1": SetAside(reason="own company")})
    sums = totals(place(customers, review))
    assert (sums.not_placed, sums.not_placed_turnover, sums.turnover) == (1, 20, 120)


def test_the_finding_names_share_and_losses() -> None:
    placed = one_in_each(profit=[-3, 1, 1, 1])
    assert finding(placed, totals(placed)) == (
        "1 customer in «Keep close» brings 59 % of turnover; 1 of them loses money."
    )
    placed = one_in_each(profit=[3, 1, -1, 1])
    assert finding(placed, totals(placed)) == (
        "1 customer in «Keep close» brings 59 % of turnover; in «Agree on terms» 1 loses money."
    )
    placed = one_in_each()
    assert finding(placed, totals(placed)) == "1 customer in «Keep close» brings 59 % of turnover."


def test_without_turnover_the_finding_counts() -> None:
    placed = place(
        client({"frequency": [1, 9], "days_late": [1, 9]}), reviewed("frequency", "days_late")
    )
    assert finding(placed, totals(placed)).startswith("0 customers of 2 fall in «")


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_clients_get_one_sentence(name: str) -> None:
    names = [n for n in AWKWARD[name] if n != "kind"]
    placed = place(client(AWKWARD[name]), reviewed(names[0], names[1]))
    sentence = finding(placed, totals(placed))
    assert sentence.endswith((".", "?"))
    assert "nan" not in sentence
    for row in range(len(placed.customers)):
        assert "nan" not in why_here(placed, row)
        assert why_here(placed, row).endswith(".")


def test_nobody_yet_says_what_to_do_first() -> None:
    placed = place(client({"turnover": [], "days_late": []}), reviewed("turnover", "days_late"))
    assert finding(placed, totals(placed)).startswith("There are no customers yet")


@settings(max_examples=60)
@given(clients(), axes, axes)
def test_every_placement_explains_itself(customers: Customers, x: Axis, y: Axis) -> None:
    """Domain 10: every placement explains itself: which facts, which cut."""
    placed = place(customers, reviewed(x, y))
    sums = totals(placed)
    assert finding(placed, sums)
    for row in range(len(customers)):
        said = why_here(placed, row)
        assert said.startswith("Not placed") == bool(placed.quadrant[row] < 0)


@pytest.mark.parametrize(
    ("turnover", "late", "ends"),
    [
        (12, 0, "It would leave «Keep close» with 2 EUR less."),
        (100, 4, "It would leave «Keep close» with 1 day more."),
        (10, 0, "It stands on the line: with any less it would leave «Keep close»."),
        (100, 5, "It stands on the line: with any more it would leave «Keep close»."),
        (100, 6, "It would leave «Agree on terms» with 1 day less."),
        (8, 0, "It would leave «Grow» with 2 EUR more."),
    ],
)
def test_what_would_move_a_customer(turnover: float, late: float, ends: str) -> None:
    """The nearer line, as a part of what its axis spans (0 to 1,000 and 0 to 100), is named."""
    given_ = {"turnover": [turnover, 0, 1000], "days_late": [late, 0, 100]}
    assert why_here(place(client(given_), reviewed(ACROSS, UP)), 0).endswith(ends)


def test_a_difference_of_trends_is_no_trend() -> None:
    """0.95 against a line at 0.90 is 5 % of last year's orders away, not «95 % fewer»."""
    customers = client({"turnover": [100, 1, 50], "order_trend": [0.95, 0.5, 1.5]})
    up = Axis(column="order_trend", cut=Cut(by="value", value=0.9))
    said = why_here(place(customers, reviewed(ACROSS, up)), 0)
    assert said.endswith("with 5 % less.")


def test_one_measure_on_both_axes_has_two_lines() -> None:
    customers = client({"turnover": [1, 5, 20]})
    placed = place(
        customers, reviewed(ACROSS, Axis(column="turnover", cut=Cut(by="value", value=3)))
    )
    said = why_here(placed, 2)
    assert "the line at 10 EUR" in said
    assert "the line at 3 EUR" in said


def test_words_name_the_level_above_the_line() -> None:
    customers = client({"turnover": [1, 5, 20], "segment": list(LEVELS)})
    placed = place(customers, reviewed(ACROSS, "segment"))
    assert "Segment is high, on the better side of the line below «medium»." in why_here(placed, 2)
