"""The four tiers: the rules that propose one, what the room says, what overrides it (domain 9)."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from workbench.errors import WorkbenchError
from workbench.review.decided import Decided, Frozen

Tier = Literal[1, 2, 3, 4]
Fit = Literal["cannot", "will not", "meet", "exceed"]
Feeling = Literal["painful", "frustrated", "right", "excited"]


class TierRules(Frozen):
    """The thresholds of domain 9, first match wins.

    4 below ``loss_margin``; 3 below ``thin_margin`` or with more than ``hours_over`` times the
    share of turnover in hours; 1 from the median margin of the profitable on when they brought new
    work (``referrals`` of them, a co-development, or orders grown to ``growth`` times); else 2.
    """

    loss_margin: Annotated[float, Field(gt=-10, lt=1)] = -0.05
    thin_margin: Annotated[float, Field(gt=-10, lt=1)] = 0.05
    hours_over: Annotated[float, Field(gt=0)] = 1.5
    referrals: Annotated[int, Field(ge=1)] = 1
    growth: Annotated[float, Field(ge=1)] = 1.1

    @model_validator(mode="after")
    def _losing_below_thin(self) -> Self:
        if self.loss_margin > self.thin_margin:
            raise WorkbenchError(
                "Who loses money would earn more than who breaks even",
                allowed="a margin for «loses money» no higher than the one for «break-even»",
            )
        return self


class FitMark(Decided):
    """How well we fit what a customer needs (domain 1)."""

    value: Fit


class FeelingMark(Decided):
    """How it feels to work for a customer (domain 9)."""

    value: Feeling


class Override(Decided):
    """A tier a person chose, why, and the facts it was chosen on.

    ``proposed`` is what the rules said then (``None``: nothing), ``facts`` the figures shown
    beside it: the override is flagged when they are others now.
    """

    tier: Tier
    reason: str = Field(min_length=1, max_length=300)
    proposed: Tier | None = None
    facts: dict[str, float] = Field(default_factory=dict)


class TierWords(Frozen):
    """What people say of a tier and what it should get; ``None`` keeps the method's own.

    ``traits`` say who belongs there, ``message`` is what they hear from us, ``marketing`` and
    ``hours`` are the shares of our marketing money and of our hours that should go there.
    """

    traits: str | None = Field(default=None, max_length=300)
    message: str | None = Field(default=None, max_length=300)
    marketing: Annotated[float, Field(ge=0, le=1)] | None = None
    hours: Annotated[float, Field(ge=0, le=1)] | None = None


class Provider(Frozen):
    """Somebody else who would serve a customer better, and what they are good at (tier 3)."""

    name: str = Field(min_length=1, max_length=100)
    good_at: str = Field(default="", max_length=300)


class Referral(Decided):
    """A customer sent to another provider; who and when are those of the sending."""

    customer: str
    provider: str = Field(min_length=1, max_length=100)
    note: str = Field(default="", max_length=300)


class Tiers(Frozen):
    """Everything people say about tiers.

    ``fit``, ``feeling`` and ``overrides`` are keyed by customer id, ``words`` by the tier's number,
    ``providers`` and ``referrals`` by a made id.
    """

    rules: TierRules = TierRules()
    fit: dict[str, FitMark] = Field(default_factory=dict)
    feeling: dict[str, FeelingMark] = Field(default_factory=dict)
    overrides: dict[str, Override] = Field(default_factory=dict)
    words: dict[str, TierWords] = Field(default_factory=dict)
    providers: dict[str, Provider] = Field(default_factory=dict)
    referrals: dict[str, Referral] = Field(default_factory=dict)
