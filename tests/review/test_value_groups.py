"""Value groups (domain 8): long-term value by hand, everyone in exactly one group."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.review.assumptions import LongTerm
from workbench.review.value_groups import (
    Grouping,
    Known,
    grouping,
    long_term_value,
    value_groups,
    years_worth,
)

money = st.one_of(
    st.none(), st.sampled_from([0.0, 100.0, -100.0]), st.floats(-1e6, 1e6, allow_subnormal=False)
)
shares = st.one_of(st.none(), st.sampled_from([0.0, 0.5, 1.0]))
rules = st.builds(
    LongTerm,
    retention=st.sampled_from([0.0, 0.5, 0.8, 1.0]),
    discount=st.sampled_from([0.0, 0.1, 1.0]),
    years=st.integers(1, 30),
    share=st.sampled_from([0.01, 0.5, 0.8, 1.0]),
    between=st.integers(1, 5),
    growth_years=st.sampled_from([0.0, 3.0]),
)


def known(
    profit: list[Any],
    *,
    turnover: list[Any] | None = None,
    potential: list[Any] | None = None,
    trend: list[Any] | None = None,
    higher_margin: list[Any] | None = None,
    counted: list[bool] | None = None,
) -> Known:
    """Return facts of a year; by default everybody sells 1,000 a year and nothing else is known."""
    n = len(profit)

    def floats(values: list[Any] | None, default: float = np.nan) -> Any:
        given_ = [default] * n if values is None else values
        return np.array([np.nan if v is None else v for v in given_], dtype=np.float64)

    sold = floats(turnover, 1000.0)
    with np.errstate(all="ignore"):
        margin = np.where(sold > 0, floats(profit) / sold, np.nan)
    everybody = np.ones(n, dtype=bool) if counted is None else np.array(counted, dtype=bool)
    return Known(
        floats(profit),
        sold,
        margin,
        floats(potential),
        floats(trend),
        floats(higher_margin),
        everybody,
    )


@st.composite
def anybody(draw: st.DrawFn) -> Known:
    """Any few customers: some facts missing, some set aside."""
    n = draw(st.integers(0, 12))

    def column(values: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(values, min_size=n, max_size=n))

    return known(
        column(money),
        turnover=column(money),
        potential=column(money),
        trend=column(st.one_of(st.none(), st.sampled_from([0.5, 1.0, 1.5, 9.0]))),
        higher_margin=column(shares),
        counted=column(st.booleans()),
    )


def names(made: Grouping) -> list[str | None]:
    """Return everybody's group by name."""
    return [made.groups[code].name if code >= 0 else None for code in made.group]


def test_long_term_value_by_hand() -> None:
    """1,000 a year, 80 % stay, 10 % discount, three years.

    1000·0.8/1.1 + 1000·0.64/1.21 + 1000·0.512/1.331 = 727.27 + 528.93 + 384.67 = 1,640.87
    """
    assume = LongTerm(retention=0.8, discount=0.1, years=3)
    assert long_term_value(np.array([1000.0, -500.0]), assume) == pytest.approx(
        [1640.87, -820.435], abs=0.005
    )


def test_everybody_stays_and_money_keeps_its_worth() -> None:
    """With r = 1 and d = 0 each year counts whole; with r = 0 nothing lies ahead."""
    assert years_worth(LongTerm(retention=1.0, discount=0.0, years=7)) == 7.0
    assert years_worth(LongTerm(retention=0.0, discount=0.1, years=7)) == 0.0


def test_the_groups_by_hand_in_their_order() -> None:
    """Profits 500, 300, 100, 60, 40, −50 bring 1,000: the first two bring 80 %, the line is 300.

    The third could buy 4,000 at a margin of 10 %: 400 a year reaches 300. The fourth could buy
    3,000 at 6 %: 180 doesn't. The one without a profit is in no group.
    """
    facts = known(
        [500, 300, 100, 60, 40, -50, None],
        potential=[None, 9000, 4000, 3000, None, 9000, 9000],
    )
    made = grouping(facts, LongTerm(share=0.8, between=2))
    assert names(made) == [
        "Most valuable",
        "Most valuable",
        "Most to gain",
        "In between, upper",
        "In between, lower",
        "Cost more than they bring",
        None,
    ]
    assert made.cut == pytest.approx(300 * years_worth(LongTerm()))
    assert made.gap[2] == 3000


def test_where_no_potential_is_known_growth_is_proposed_and_marked() -> None:
    """Orders grew by half: in three years 1,000 a year become 2,500, at 25 % a profit of 625.

    The second grew as much, but sells fewer higher-margin products than the median of 40 %; the
    third has a potential, which alone decides.
    """
    facts = known(
        [500, 250, 250, 250],
        potential=[None, None, None, 1000],
        trend=[1.0, 1.5, 1.5, 1.5],
        higher_margin=[0.4, 0.6, 0.2, 0.4],
    )
    made = grouping(facts, LongTerm(share=0.4, between=1))
    assert names(made) == ["Most valuable", "Most to gain", "In between", "In between"]
    assert made.typical_share == pytest.approx(0.4)
    assert made.estimated.tolist() == [False, True, False, False]
    assert made.potential[1] == 2500
    assert made.gap[1] == 1500


def test_growth_is_bounded_and_can_be_switched_off() -> None:
    facts = known([500, 100], trend=[1.0, 9.0])
    assert grouping(facts, LongTerm(growth_most=2.0)).potential[1] == 2000
    without = grouping(facts, LongTerm(growth_years=0.0, share=0.5))
    assert names(without) == ["Most valuable", "In between, lower"]


def test_equal_values_stay_together() -> None:
    """Of five in between, three are equal: all of them are in one part."""
    facts = known([1000, 10, 10, 10, 5, 1])
    made = grouping(facts, LongTerm(share=0.5, between=2))
    assert names(made)[1:] == ["In between, upper"] * 3 + ["In between, lower"] * 2


def test_whoever_is_set_aside_moves_no_line() -> None:
    """A million set aside neither takes the 80 % nor gets a group."""
    facts = known([1e6, 50, 30, 20], counted=[False, True, True, True])
    made = grouping(facts, LongTerm(between=1))
    assert names(made) == [None, "Most valuable", "Most valuable", "In between"]


def test_nobody_brings_anything() -> None:
    """Losses alone: no line, nobody most valuable."""
    made = grouping(known([-5, 0, None]), LongTerm(between=1))
    assert np.isnan(made.cut)
    assert names(made) == ["Cost more than they bring", "In between", None]


@given(anybody(), rules)
def test_the_groups_partition_the_customers(facts: Known, assume: LongTerm) -> None:
    """Everyone counted with a profit is in exactly one group; nobody else is."""
    made = grouping(facts, assume)
    placed = facts.counted & np.isfinite(facts.profit)
    assert (made.placed == placed).all()
    assert made.group.max(initial=-1) < len(made.groups) == assume.between + 3
    below = made.group == 0
    assert (facts.profit[below] < 0).all()
    assert (facts.profit[made.placed & ~below] >= 0).all()
    assert (facts.profit[made.group >= made.gain] > 0).all()


@given(anybody(), rules)
def test_no_one_in_a_lower_group_between_is_worth_more(facts: Known, assume: LongTerm) -> None:
    """The most valuable are worth no less than anybody; so is each part between than the lower."""
    made = grouping(facts, assume)
    for lower in range(1, made.gain):
        here, above = made.value[made.group == lower], made.value[made.group == lower + 1]
        if lower + 1 < made.gain and len(here) and len(above):
            assert here.max() < above.min()
    rest, best = made.value[made.placed & (made.group < made.best)], made.group == made.best
    if best.any() and len(rest):
        assert made.value[best].min() > rest.max()


@given(anybody(), rules, st.randoms(use_true_random=False))
def test_the_order_of_rows_moves_nobody(facts: Known, assume: LongTerm, random: Any) -> None:
    order = list(range(len(facts.profit)))
    random.shuffle(order)
    turned = grouping(Known(*(values[order] for values in vars(facts).values())), assume)
    assert (turned.group == grouping(facts, assume).group[order]).all()


@given(anybody(), rules)
def test_assumptions_of_time_move_nobody(facts: Known, assume: LongTerm) -> None:
    """Retention, discount and years change what everybody is worth alike, never the groups."""
    plain = assume.model_copy(update={"retention": 0.9, "discount": 0.2, "years": 4})
    if years_worth(assume) > 0:
        assert (grouping(facts, assume).group == grouping(facts, plain).group).all()


def test_each_group_has_a_name_a_term_and_a_treatment() -> None:
    for between in range(1, 6):
        groups = value_groups(between)
        assert len({group.name for group in groups}) == len({g.key for g in groups}) == between + 3
        assert all(group.term and group.treatment for group in groups)
