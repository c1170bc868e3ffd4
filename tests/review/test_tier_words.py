"""What the tiers are called and say (domain 9)."""

from __future__ import annotations

from workbench.review.tier_words import LEVELS, TIERS, number_of, tier
from workbench.review.tiers import TierWords


def test_four_tiers_whose_majority_goes_to_the_first() -> None:
    """Names run from worst to best as a column of words does; shares add up to all."""
    assert [number_of(name) for name in LEVELS] == [4, 3, 2, 1]
    for what in ("marketing", "hours"):
        shares = [getattr(meaning, what) for meaning in TIERS]
        assert round(sum(shares), 9) == 1
        assert shares[0] > 0.5


def test_people_s_own_words_stand_instead() -> None:
    """A message or share of their own replaces the method's; what they left stays."""
    said = {"2": TierWords(message="Good to see you again", marketing=0.1)}
    assert tier(2, said).message == "Good to see you again"
    assert tier(2, said).marketing == 0.1
    assert tier(2, said).traits == tier(2).traits
    assert tier(1, said) == TIERS[0]
