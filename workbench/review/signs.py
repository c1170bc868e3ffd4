"""The nine signs of loyalty (domain 7): what they ask, which event sets which, what they add up to.

A sign is yes, no or unknown. No record is never a yes, and an absent event is not a no either.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.customers import Floats
from workbench.review.assumptions import SIGNS, Loyalty, SignRule

States = npt.NDArray[np.int8]
YES, UNKNOWN, NO = 1, 0, -1
SAID: Mapping[int, str] = {YES: "yes", UNKNOWN: "unknown", NO: "no"}

BUYS_WELL = "buys_well"
RECOMMENDS = "recommends"
_SCORES = 3


@dataclass(frozen=True)
class Sign:
    """One sign: the word above its column, what the room is asked, and the field's term."""

    name: str
    label: str
    asks: str
    term: str


_TABLE = (
    ("Price is no issue", "Do they buy without haggling over the price?", "price insensitivity"),
    ("Speaks for us", "Do they take our side when others talk about us?", "advocacy"),
    ("Brings others", "Do they bring others, or write about us?", "referrals and reviews"),
    ("Invites us", "Do they invite us to the events of their industry?", "inclusion"),
    ("Comes to us first", "Do they come to us first, for everything?", "share of wallet"),
    ("Trusts us fully", "Do they renew without hesitation?", "renewal"),
    ("Buys well", "Do they buy recently, often and much?", "RFM"),
    ("Our brand is theirs", "Is our name part of who they are?", "brand identification"),
    ("Stays true", "Do they tell us the truth and stay in hard times?", "engagement"),
)

NINE = tuple(Sign(name, *said) for name, said in zip(SIGNS, _TABLE, strict=True))
"""The nine signs in the order of domain 7."""

DEFAULT_RULES = (
    SignRule(kind="price_challenge", sign="price_no_issue", value="no"),
    SignRule(kind="advocacy", sign="advocates"),
    SignRule(kind="case_study", sign="advocates"),
    SignRule(kind="referral", sign="recommends"),
    SignRule(kind="testimonial", sign="recommends"),
    SignRule(kind="event_invitation", sign="invites_us"),
    SignRule(kind="co_development", sign="comes_first"),
    SignRule(kind="renewal", sign="full_trust"),
    SignRule(kind="feedback", sign="engaged"),
)
"""Which event sets which sign, until somebody changes it. A brand that is theirs shows in none."""


@dataclass(frozen=True, eq=False)
class Score:
    """What the signs add up to, each as a share of weight, 0 to 1.

    ``least`` counts the yes alone, ``most`` the unknown too, both over all weight; ``known`` is
    the yes over the weight of what is known, NaN where nothing is.
    """

    least: Floats
    most: Floats
    known: Floats

    @property
    def middle(self) -> Floats:
        """Middle of each range: where loyalty is drawn on an axis."""
        return (self.least + self.most) / 2


def event(kind: str) -> str:
    """Say a kind of event in words.

    Examples
    --------
    >>> event("price_challenge"), event("co_development")
    ('price challenge', 'co-development')
    """
    return kind.replace("co_", "co-", 1).replace("_", " ")


def rules(loyalty: Loyalty) -> tuple[SignRule, ...]:
    """Return the table of events as it holds now."""
    return DEFAULT_RULES if loyalty.rules is None else loyalty.rules


def weights(loyalty: Loyalty) -> Floats:
    """Return what each sign weighs; one that nobody weighed weighs 1.

    Examples
    --------
    >>> weights(Loyalty(weights={"advocates": 3})).tolist()
    [1.0, 3.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    """
    return np.array([loyalty.weights.get(name, 1.0) for name in SIGNS], dtype=np.float64)


def score(states: States, weighed: Floats) -> Score:
    """Add up the signs of each customer, one row each, one column per sign.

    All NaN where the weights are all zero. A sign turned from unknown narrows the range.

    Examples
    --------
    >>> nine = np.array([[1, 1, -1, 0, 0, 0, 0, 0, 0]], dtype=np.int8)
    >>> found = score(nine, np.ones(9))
    >>> [round(float(part[0]), 3) for part in (found.least, found.most, found.known)]
    [0.222, 0.889, 0.667]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        total = math.fsum(weighed)
        yes, no = (states == YES) @ weighed, (states == NO) @ weighed
        most = (states != NO) @ weighed
        known = np.where(yes + no > 0, yes / (yes + no), np.nan)
        return Score(yes / total, most / total, known)


def least_sum(loyalty: Loyalty, bins: int) -> int:
    """Return the sum of the three scores from which a customer buys well: four fifths of all.

    Examples
    --------
    >>> least_sum(Loyalty(), 5), least_sum(Loyalty(buys_well_from=9), 5)
    (12, 9)
    """
    if loyalty.buys_well_from is not None:
        return loyalty.buys_well_from
    return -(-_SCORES * bins * 4 // 5)
