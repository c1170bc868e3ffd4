"""The nine signs add up, and what is unknown stays a range (domain 7)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.review import signs
from workbench.review.assumptions import SIGNS, Loyalty, SignRule
from workbench.review.signs import NO, UNKNOWN, YES

_STATES = st.lists(st.sampled_from([YES, UNKNOWN, NO]), min_size=9, max_size=9)
_WEIGHTS = st.lists(st.floats(0, 10, allow_subnormal=False), min_size=9, max_size=9).filter(
    lambda w: sum(w) > 0.01
)


def test_by_hand() -> None:
    """Weights 3 and 2 yes, 1 no, four unknown of 1 each, two yes of 1: 7 of 13, at most 11."""
    weighed = np.array([3, 2, 1, 1, 1, 1, 1, 1, 2], dtype=np.float64)
    states = np.array([[1, 1, 1, 1, 0, 0, 0, 0, -1]], dtype=np.int8)
    found = signs.score(states, weighed)
    assert found.least[0] == 7 / 13
    assert found.most[0] == 11 / 13
    assert found.known[0] == 7 / 9
    assert found.middle[0] == pytest.approx(9 / 13)


@given(_STATES, _WEIGHTS, st.integers(0, 8), st.sampled_from([YES, NO]))
def test_a_sign_turned_from_unknown_narrows_the_range(
    row: list[int], weighed: list[float], at: int, becomes: int
) -> None:
    """The issue's property: what becomes known can only bring the two ends together."""
    row[at] = UNKNOWN
    before = signs.score(np.array([row], dtype=np.int8), np.array(weighed))
    row[at] = becomes
    after = signs.score(np.array([row], dtype=np.int8), np.array(weighed))
    assert after.least[0] >= before.least[0] - 1e-12
    assert after.most[0] <= before.most[0] + 1e-12
    width = after.most[0] - after.least[0]
    if weighed[at] > 1e-6:
        assert width < before.most[0] - before.least[0]


@given(_STATES, _WEIGHTS)
def test_the_ends_are_those_of_the_worst_and_the_best_answer(
    row: list[int], weighed: list[float]
) -> None:
    asked = np.array([row, row, row], dtype=np.int8)
    asked[1][asked[1] == UNKNOWN] = NO
    asked[2][asked[2] == UNKNOWN] = YES
    found = signs.score(asked, np.array(weighed))
    np.testing.assert_allclose(
        found.least, [found.least[0], found.least[0], found.most[0]], atol=1e-12
    )
    np.testing.assert_allclose(
        found.most, [found.most[0], found.least[0], found.most[0]], atol=1e-12
    )


def test_nothing_known_and_nothing_weighed() -> None:
    """No record is never a yes, and never a no either."""
    nothing = np.zeros((1, 9), dtype=np.int8)
    found = signs.score(nothing, np.ones(9))
    assert (found.least[0], found.most[0]) == (0, 1)
    assert np.isnan(found.known[0])
    assert np.isnan(signs.score(nothing, np.zeros(9)).least[0])


def test_every_sign_has_words_and_every_rule_a_sign() -> None:
    assert [sign.name for sign in signs.NINE] == list(SIGNS)
    assert len({sign.label for sign in signs.NINE}) == 9
    assert {rule.sign for rule in signs.DEFAULT_RULES} <= set(SIGNS)
    kept = (SignRule(kind="gift", sign="engaged"),)
    assert signs.rules(Loyalty(rules=kept)) == kept
    assert signs.rules(Loyalty()) == signs.DEFAULT_RULES
