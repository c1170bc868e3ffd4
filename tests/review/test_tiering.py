"""Tiers by the rules of domain 9: by hand, and for any client at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_clients import client
from tiered_clients import COLUMNS

from workbench.errors import WorkbenchError
from workbench.review.assumptions import Assumptions
from workbench.review.review import Review
from workbench.review.tier_words import FEELINGS, FITS
from workbench.review.tiering import HOURS, LOSS, NEW_WORK, REST, THIN, TierFacts, propose, tiered
from workbench.review.tiers import Override, TierRules, Tiers


def facts(
    profit: Sequence[float | None],
    turnover: Sequence[float | None],
    hours: Sequence[float | None] | None = None,
    referrals: Sequence[float | None] | None = None,
    *,
    together: Sequence[float | None] | None = None,
    trend: Sequence[float | None] | None = None,
    fit: Sequence[str | None] | None = None,
    feeling: Sequence[str | None] | None = None,
    counted: Sequence[bool] | None = None,
) -> TierFacts:
    """Return facts; whatever isn't given is not known."""
    n = len(profit)

    def numbers(values: Sequence[float | None] | None) -> Any:
        return np.array([np.nan if v is None else v for v in values or [None] * n], dtype=float)

    def words(values: Sequence[str | None] | None) -> Any:
        return np.array(values or [None] * n, dtype=object)

    p, t = numbers(profit), numbers(turnover)
    with np.errstate(all="ignore"):
        margin = np.where(t > 0, p / t, np.nan)
    return TierFacts(
        p,
        t,
        margin,
        numbers(hours),
        numbers(referrals),
        numbers(together),
        numbers(trend),
        words(fit),
        words(feeling),
        np.array(counted or [True] * n, dtype=bool),
    )


def tiers(given: TierFacts, **rules: Any) -> list[int]:
    """Return the proposed tiers."""
    return [int(tier) for tier in propose(given, TierRules(**rules)).tier]


def test_the_rules_of_domain_9_by_hand() -> None:
    """Margins −6 %, 4 %, 20 %, 20 %, 10 %; the profitable's median is 15 %; first match wins.

    The third brought a referral and is ideal; the fourth brought nothing and is good income, as
    is the fifth, which brought a referral at a margin below the median.
    """
    made = propose(
        facts(
            [-6, 4, 20, 20, 10],
            [100, 100, 100, 100, 100],
            [1, 1, 1, 1, 1],
            [9, 9, 1, 0, 1],
        ),
        TierRules(),
    )
    assert made.tier.tolist() == [4, 3, 1, 2, 2]
    assert made.because.tolist() == [LOSS, THIN, NEW_WORK, REST, REST]
    assert made.typical == pytest.approx(0.15)


def test_edges_belong_to_the_better_tier() -> None:
    """Exactly −5 % is not below −5 %, exactly 5 % is not below 5 %; at the median is enough."""
    assert tiers(facts([-5, 5, 5], [100, 100, 100], None, [1, 0, 1])) == [3, 2, 1]


def test_hours_share_against_turnover_share() -> None:
    """Four customers of 100 each have a quarter of turnover; more than 37.5 % of hours is too much.

    Of 16 hours the first takes 6, exactly 1.5 times its share; one hour more makes it tier 3.
    """
    turnover, profit = [100.0] * 4, [20.0] * 4
    assert tiers(facts(profit, turnover, [6, 4, 3, 3])) == [2, 2, 2, 2]
    made = propose(facts(profit, turnover, [7, 3, 3, 3]), TierRules())
    assert made.tier.tolist() == [3, 2, 2, 2]
    assert made.because.tolist()[0] == HOURS
    assert tiers(facts(profit, turnover, [7, 3, 3, 3]), hours_over=2) == [2, 2, 2, 2]


@pytest.mark.parametrize(
    ("brought", "tier"),
    [
        ({"referrals": [1.0]}, 1),
        ({"together": [1.0]}, 1),
        ({"trend": [1.1]}, 1),
        ({"trend": [1.09]}, 2),
        ({}, 2),
    ],
)
def test_new_work_is_a_referral_something_developed_together_or_growth(
    brought: dict[str, Any], tier: int
) -> None:
    """Any one of the three is new work; unknown is never a yes."""
    assert tiers(facts([20], [100], **brought)) == [tier]


@pytest.mark.parametrize("said", [{"feeling": ["frustrated"]}, {"feeling": ["painful"]}])
@pytest.mark.parametrize("fit", ["will not", None])
def test_a_bad_feeling_or_fit_lowers_by_one_and_only_once(
    said: dict[str, Any], fit: str | None
) -> None:
    """Ideal becomes good income; both together are still one step; «cannot» lowers nobody."""
    given = {**said, "fit": [fit]}
    assert tiers(facts([20], [100], None, [1], **given)) == [2]
    assert tiers(facts([-20], [100], None, [1], **given)) == [4]
    assert tiers(facts([20], [100], None, [1], fit=["cannot"])) == [1]


def test_without_a_profit_nobody_is_placed_and_a_loss_without_turnover_is_a_loss() -> None:
    """Missing profit: none proposed; no turnover and a loss: 4; nothing at all: none."""
    assert tiers(facts([None, -9, 0, 5], [100, 0, 0, 0])) == [0, 4, 0, 0]


def test_who_is_set_aside_counts_for_nobody() -> None:
    """They have no tier, and neither the median nor the shares know them."""
    made = propose(facts([10, 90], [100, 100], [5, 95], [1, 1], counted=[True, False]), TierRules())
    assert made.tier.tolist() == [1, 0]
    assert made.typical == 0.1
    assert made.hours_share[0] == 1.0


def test_rules_that_cross_are_refused() -> None:
    """Who loses money can't need a higher margin than who breaks even."""
    with pytest.raises(WorkbenchError, match="loses money"):
        TierRules(loss_margin=0.2, thin_margin=0.1)


def test_a_person_s_tier_stands_whatever_the_rules_say() -> None:
    """An override survives other facts and other rules; set aside, it waits."""
    customers = client({"turnover": [100, 100], "profit": [-20, 20]}, columns=COLUMNS)
    chosen = {"C0": Override(tier=1, reason="They open every door", proposed=4)}

    def review(**fields: Any) -> Review:
        rules = fields.pop("rules", TierRules())
        stated = Tiers(overrides=chosen, rules=rules)
        return Review(assumptions=Assumptions(tiers=stated), **fields)

    found = tiered(customers, review())
    assert found.tier.tolist()[0] == 1
    assert found.chosen.tolist() == [True, False]
    moved = tiered(customers, review(rules=TierRules(loss_margin=-0.9)))
    assert moved.tier.tolist()[0] == 1
    aside = tiered(customers, review(set_aside={"C0": {"reason": "closed"}}))
    assert aside.tier.tolist()[0] == 0


amount = st.one_of(st.none(), st.floats(-1e6, 1e6, allow_subnormal=False), st.sampled_from([0.0]))
some = st.one_of(st.none(), st.integers(0, 3).map(float))


@st.composite
def any_facts(draw: st.DrawFn) -> TierFacts:
    """Any small client."""
    n = draw(st.integers(0, 9))

    def column(values: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(values, min_size=n, max_size=n))

    return facts(
        column(amount),
        column(amount),
        column(st.one_of(st.none(), st.floats(0, 1e4))),
        column(some),
        together=column(some),
        trend=column(st.one_of(st.none(), st.floats(0, 5))),
        fit=column(st.sampled_from([None, *FITS])),
        feeling=column(st.sampled_from([None, *FEELINGS.values()])),
        counted=column(st.booleans()),
    )


@given(any_facts(), st.floats(-0.5, 0.0), st.floats(0.0, 0.5), st.floats(0.1, 4))
def test_everyone_is_in_exactly_one_tier_or_not_placed(
    given_facts: TierFacts, loss: float, thin: float, over: float
) -> None:
    """Tier 1 to 4 where a profit (and turnover, or a loss) is known, else none."""
    made = propose(given_facts, TierRules(loss_margin=loss, thin_margin=thin, hours_over=over))
    assert set(made.tier.tolist()) <= {0, 1, 2, 3, 4}
    known = given_facts.counted & np.isfinite(given_facts.profit)
    judged = np.isfinite(given_facts.margin) | (
        (given_facts.turnover <= 0) & (given_facts.profit < 0)
    )
    assert made.placed.tolist() == (known & judged).tolist()
    assert ((made.tier - made.by_figures) == made.lowered).all()
    assert (made.tier[made.tier > 0] >= made.by_figures[made.tier > 0]).all()


@given(any_facts(), st.randoms(use_true_random=False))
def test_reordering_customers_moves_nobody(given_facts: TierFacts, random: Any) -> None:
    """The order of rows says nothing about anybody."""
    numbers = list(range(len(given_facts.profit)))
    random.shuffle(numbers)
    order = np.array(numbers, dtype=int)
    shuffled = TierFacts(**{k: v[order] for k, v in vars(given_facts).items()})
    before, after = propose(given_facts, TierRules()), propose(shuffled, TierRules())
    close = np.isclose(before.hours_share[order], after.hours_share, rtol=1e-9, equal_nan=True)
    assert close.all()
    same = before.tier[order] == after.tier
    # a share summed in another order may differ in its last digit, right on a threshold
    edge = np.isclose(before.hours_share, 1.5 * before.turnover_share, rtol=1e-9)[order]
    assert (same | edge).all()
