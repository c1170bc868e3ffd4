"""What is assumed where the facts are silent, and the rules people may move (domain 6, 7, 8).

Everything here changes what `derive` computes; nothing here is a fact.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from workbench.errors import WorkbenchError
from workbench.review.decided import Decided, Frozen
from workbench.review.tiers import Tiers

Money = Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]
Effort = Literal["light", "normal", "heavy"]
Score = Annotated[int, Field(ge=1, le=10)]

SIGNS = (
    "price_no_issue",
    "advocates",
    "recommends",
    "invites_us",
    "comes_first",
    "full_trust",
    "buys_well",
    "brand_is_theirs",
    "engaged",
)
"""The nine signs of loyalty in the order of domain 7; what each says is `review.signs`."""


def _parts() -> dict[Effort, Money]:
    return {"light": 1.0, "normal": 2.0, "heavy": 4.0}


class Costs(Frozen):
    """What our time, our products and their help are worth in money (domain 6).

    Parameters
    ----------
    rates
        Person → cost of an hour; stands instead of the client's own list.
    default_rate
        Cost of an hour of whoever has none.
    by_capacity
        Whether every hour costs ``capacity_cost`` ÷ ``practical_hours`` instead.
    capacity_cost, practical_hours
        What our people cost a year, and the hours a year they can really work for customers.
    hours_complete
        Whether all hours worked were recorded; only then is the rest of them called idle.
    effort, hours_a_month
        Without time entries: customer → how much of our time they take. Typed hours come first.
    effort_weights
        How many parts of the practical hours a customer of each effort takes.
    margin
        Share of a sale that is left after its direct cost, for sales whose cost is not known.
    event_values
        Kind of event → what one is worth, where the event itself carries no money.
    value_in_profit
        Whether value beyond sales counts in profit.
    made_with
        Product → the customer it was made with, to whom its sales to others are credited.
    target_margin
        Profit ÷ turnover that a customer should leave; sets the hours allowance.
    """

    rates: dict[str, Money] = Field(default_factory=dict)
    default_rate: Money | None = None
    by_capacity: bool = False
    capacity_cost: Money | None = None
    practical_hours: Money | None = None
    hours_complete: bool = False
    effort: dict[str, Effort] = Field(default_factory=dict)
    hours_a_month: dict[str, Money] = Field(default_factory=dict)
    effort_weights: dict[Effort, Money] = Field(default_factory=_parts)
    margin: Share | None = None
    event_values: dict[str, Money] = Field(default_factory=dict)
    value_in_profit: bool = False
    made_with: dict[str, str] = Field(default_factory=dict)
    target_margin: Share = 0.1

    def practical(self, months: float) -> float | None:
        """Return the practical hours of so many months; None where nobody said.

        Examples
        --------
        >>> Costs(practical_hours=1200).practical(6)
        600.0
        """
        return None if self.practical_hours is None else self.practical_hours * months / 12


class Aims(Frozen):
    """Where the owner wants the business to go, as numbers that the pages can answer (domain 6).

    ``free_hours`` is how many hours a month to free (above zero) or to fill (below zero);
    ``market_size`` the turnover a year of the whole market.
    """

    margin: Share | None = None
    free_hours: float | None = None
    market_size: Money | None = None


class SignEntry(Decided):
    """What a person says about one sign of one customer; it wins over what events say."""

    value: Literal["yes", "no", "unknown"]
    evidence: str = Field(default="", max_length=300)
    on: date | None = None


class SignRule(Frozen):
    """An event of this kind says yes, or no, to one sign (domain 7: the visible table)."""

    kind: str
    sign: str
    value: Literal["yes", "no"] = "yes"


Deed = Literal["asked", "thanked", "answered"]
"""What we owe whoever may recommend us: ask for it, thank for it, answer what they wrote."""


class Courtesy(Decided):
    """A deed of ours around a recommendation: done or not, and when."""

    done: bool = True
    on: date | None = None


class Loyalty(Frozen):
    """The nine signs: what people entered, which event sets which sign, what each weighs.

    ``rules`` and ``weights`` are ``None`` until somebody changes them; `review.signs` has what
    holds until then. ``buys_well_from`` is the least sum of the three scores that is a yes to the
    seventh sign; without it, four fifths of the highest sum. ``courtesies`` are customer → deed.
    """

    entries: dict[str, dict[str, SignEntry]] = Field(default_factory=dict)
    rules: tuple[SignRule, ...] | None = None
    weights: dict[str, Money] = Field(default_factory=dict)
    buys_well_from: Annotated[int, Field(ge=3, le=30)] | None = None
    courtesies: dict[str, dict[Deed, Courtesy]] = Field(default_factory=dict)


class SegmentRule(Frozen):
    """A segment by ranges of the three scores, both ends included."""

    segment: str = Field(min_length=1, max_length=60)
    r_min: Score = 1
    r_max: Score = 10
    f_min: Score = 1
    f_max: Score = 10
    m_min: Score = 1
    m_max: Score = 10

    @model_validator(mode="after")
    def _least_first(self) -> Self:
        for name, letter in (("recency", "r"), ("frequency", "f"), ("monetary", "m")):
            least, most = getattr(self, f"{letter}_min"), getattr(self, f"{letter}_max")
            if least > most:
                raise WorkbenchError(
                    f"The {name} scores of «{self.segment}» run from {least} to {most}",
                    allowed="the lower score first",
                )
        return self


class Rfm(Frozen):
    """How recently, how often, how much: the binning and the segments (domain 7).

    ``thresholds`` are the edges of a score a person typed, rising, and ``None`` where nobody typed
    one: there the quantiles are asked, and everywhere while there are more or fewer of them than
    divide the scores. ``rules`` is ``None`` for the default table.
    """

    bins: Annotated[int, Field(ge=2, le=10)] = 5
    binning: Literal["quantile", "r-rfm"] = "quantile"
    thresholds: dict[Literal["recency", "frequency", "monetary"], tuple[float | None, ...]] = Field(
        default_factory=dict
    )
    rules: tuple[SegmentRule, ...] | None = None

    @model_validator(mode="after")
    def _edges_rise(self) -> Self:
        for name, edges in self.thresholds.items():
            typed = [edge for edge in edges if edge is not None]
            if any(b <= a for a, b in pairwise(typed)):
                raise WorkbenchError(
                    f"The thresholds of {name} don't rise", allowed="each above the one before"
                )
        return self


class LongTerm(Frozen):
    """Long-term value and the groups made of it (domain 8).

    A customer stays from one year to the next with probability ``retention``; a later year counts
    less by ``discount``; ``years`` are looked ahead. ``share`` of the positive value makes the
    most valuable; the rest that brings something falls into ``between`` groups.

    Where no potential is known it is estimated for those who order more than before and buy at
    least ``higher_margin`` of higher-margin products (``None``: as many as the median customer):
    orders go on growing in even steps for ``growth_years``, to at most ``growth_most`` times what
    they buy today.
    """

    retention: Share = 0.8
    discount: Share = 0.1
    years: Annotated[int, Field(ge=1, le=30)] = 5
    share: Annotated[float, Field(gt=0, le=1)] = 0.8
    between: Annotated[int, Field(ge=1, le=5)] = 2
    growth_years: Annotated[float, Field(ge=0, le=10)] = 3.0
    growth_most: Annotated[float, Field(ge=1, le=20)] = 3.0
    higher_margin: Share | None = None


class Assumptions(Frozen):
    """All of the above, as one part of the review."""

    costs: Costs = Costs()
    aims: Aims = Aims()
    loyalty: Loyalty = Loyalty()
    rfm: Rfm = Rfm()
    long_term: LongTerm = LongTerm()
    tiers: Tiers = Tiers()
