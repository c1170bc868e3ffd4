"""What the four tiers are: names, traits, feeling, next step, message and share (domain 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.review.tiers import Feeling, Fit, Tier, TierWords

FITS: tuple[Fit, ...] = ("cannot", "will not", "meet", "exceed")
"""How well we fit what a customer needs, from worst to best."""

FEELINGS: Mapping[Feeling, str] = {
    "painful": "painful",
    "frustrated": "frustrated",
    "right": "in the right business",
    "excited": "excited",
}
"""How it feels to work for a customer, from worst to best: as it is kept → as it is said."""


@dataclass(frozen=True)
class TierMeaning:
    """One tier in the method's own words.

    ``marketing`` and ``hours`` are the shares of our marketing money and our hours it should get.
    """

    number: Tier
    name: str
    traits: str
    feeling: str
    step: str
    message: str
    marketing: float
    hours: float

    @property
    def title(self) -> str:
        """Its number and name: «1 Ideal»."""
        return f"{self.number} {self.name}"

    def with_words(self, words: Mapping[str, TierWords]) -> TierMeaning:
        """Return the tier as people put it, where they put it in words of their own."""
        own = words.get(str(self.number))
        if own is None:
            return self
        said = own.model_dump(exclude_none=True)
        return TierMeaning(**{**self.__dict__, **said})


TIERS: tuple[TierMeaning, ...] = (
    TierMeaning(
        number=1,
        name="Ideal",
        traits="Very profitable, brings new work, keeps us growing",
        feeling="excited",
        step="Most of the effort: become the one they go to for everything",
        message="You are who we do this for: come to us first, and shape with us what comes next.",
        marketing=0.7,
        hours=0.55,
    ),
    TierMeaning(
        number=2,
        name="Good income",
        traits="Content with what we do best, easy to serve, a fair profit",
        feeling="in the right business",
        step="As opportunities come: the service they know, done well",
        message="We have served firms like yours for years; you get what you know, done well.",
        marketing=0.3,
        hours=0.35,
    ),
    TierMeaning(
        number=3,
        name="Break-even",
        traits="Takes more than its share of time and material",
        feeling="frustrated",
        step="Take no more, market nothing: refer to others, or lift to good income",
        message="What you need now others do better: here is who, and we hand over what we know.",
        marketing=0.0,
        hours=0.1,
    ),
    TierMeaning(
        number=4,
        name="Loses money",
        traits="No fit, either way",
        feeling="painful",
        step="Part kindly and fast; the hours freed go to tiers 1 and 2",
        message="We are not the right firm for you: we finish what is open and help you to move.",
        marketing=0.0,
        hours=0.0,
    ),
)

LEVELS: tuple[str, ...] = tuple(tier.name for tier in reversed(TIERS))
"""The tiers' names from worst to best, as the columns «tier» and «tier_proposed» have them."""

DECIDED = frozenset({"tier", "tier_proposed", "fit_to_needs", "feeling"})
"""Columns that follow from what people say about tiers: none of them is corrected as a fact is."""


def number_of(name: str | None) -> Tier | None:
    """Return the number of a tier's name.

    Examples
    --------
    >>> number_of("Ideal"), number_of(None)
    (1, None)
    """
    return next((tier.number for tier in TIERS if tier.name == name), None)


def tier(number: Tier, words: Mapping[str, TierWords] | None = None) -> TierMeaning:
    """Return a tier's meaning, in people's own words where there are any."""
    return TIERS[number - 1].with_words(words or {})


def fit_said(text: object) -> Fit | None:
    """Read a client's own word for fit to needs; None where it is none of ours.

    Examples
    --------
    >>> fit_said(" Will_not"), fit_said("superb")
    ('will not', None)
    """
    plain = _plain(text)
    return next((fit for fit in FITS if fit == plain), None)


def feeling_said(text: object) -> Feeling | None:
    """Read a client's own word for how it feels to serve a customer.

    Examples
    --------
    >>> feeling_said("Frustrated"), feeling_said("content"), feeling_said(None)
    ('frustrated', 'right', None)
    """
    plain = _plain(text)
    found: dict[str, Feeling] = {said: kept for kept, said in FEELINGS.items()}
    found |= {"right": "right", "content": "right"}
    return found.get(plain)


def _plain(text: object) -> str:
    return " ".join(str(text).replace("_", " ").split()).lower()
