"""Points for the good customer (domain 5): which bars there are, how many points each gives.

A `Bar` says which attribute counts, how many points it can earn and how a value earns them.
`Points` is the list of bars in one of two modes. Every verb returns new points; nothing here reads
a customer, that is `scoring`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from workbench.errors import WorkbenchError
from workbench.review.decided import Frozen

Mode = Literal["ten", "budget"]
Share = Annotated[float, Field(ge=0, le=1)]

TEN = 10.0
BUDGET = 100.0
_NOISE = 1e-6  # sums of floats may miss the budget by less than anybody can see


class Linear(Frozen):
    """Nothing at ``worst``, all at ``best``, in even steps between; ``worst`` may be the larger."""

    kind: Literal["linear"] = "linear"
    worst: float
    best: float

    @model_validator(mode="after")
    def _ends_differ(self) -> Self:
        if self.worst == self.best:
            raise WorkbenchError(
                f"The worst and the best value are both {self.worst:g}",
                allowed="two different values, the worst may be the larger one",
                then="Move one of the two.",
            )
        return self


class Bands(Frozen):
    """A share per band: ``shares[i]`` lies below ``edges[i]``, the last one above the last edge.

    A value on an edge belongs to the better of its two bands, so that «30 days or fewer» and
    «20 orders or more» both mean what they say.
    """

    kind: Literal["bands"] = "bands"
    edges: tuple[float, ...] = Field(min_length=1)
    shares: tuple[Share, ...]

    @model_validator(mode="after")
    def _bands_fit(self) -> Self:
        if any(low >= high for low, high in zip(self.edges, self.edges[1:], strict=False)):
            raise WorkbenchError("The edges of the bands must rise", then="Sort them.")
        if len(self.shares) != len(self.edges) + 1:
            raise WorkbenchError(
                f"{len(self.edges)} edges make {len(self.edges) + 1} bands, "
                f"but {len(self.shares)} shares were given"
            )
        return self


class ByLevel(Frozen):
    """A share per level of a column of words; a level that isn't named counts as not known."""

    kind: Literal["levels"] = "levels"
    shares: dict[str, Share] = Field(min_length=1)


How = Annotated[Linear | Bands | ByLevel, Field(discriminator="kind")]


class Bar(Frozen):
    """One attribute of a good customer: its column, its points and how a value earns them."""

    column: str
    points: float = Field(default=5.0, ge=0)
    how: How


class Points(Frozen):
    """The bars, in the order the room sees them.

    ``mode`` is ``ten`` (each bar from 0 to 10) or ``budget`` (100 points across all bars).
    ``sentence`` and ``message`` are what the room wrote instead of the computed ones.

    Examples
    --------
    >>> even = Linear(worst=0, best=1)
    >>> points = Points(mode="budget", bars=(Bar(column="a", points=70, how=even),))
    >>> points.add(Bar(column="b", points=50, how=even)).bars[1].points
    30.0
    """

    mode: Mode = "ten"
    bars: tuple[Bar, ...] = ()
    sentence: str = Field(default="", max_length=300)
    message: str = Field(default="", max_length=300)

    @model_validator(mode="after")
    def _bars_fit(self) -> Self:
        columns = self.columns
        twice = [column for column in columns if columns.count(column) > 1]
        if twice:
            raise WorkbenchError(f"«{twice[0]}» has two bars", allowed="one bar per attribute")
        if self.mode == "ten" and any(bar.points > TEN for bar in self.bars):
            raise WorkbenchError("A bar has more than ten points", allowed="0 to 10 points a bar")
        if self.mode == "budget" and self.possible > BUDGET + _NOISE:
            raise WorkbenchError(
                f"The bars share {self.possible:g} points", allowed="100 points across all bars"
            )
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the bars, in their order."""
        return tuple(bar.column for bar in self.bars)

    @property
    def possible(self) -> float:
        """Points a customer earns who is best on every bar."""
        return math.fsum(bar.points for bar in self.bars)

    @property
    def left(self) -> float:
        """Points of the budget not yet given; infinite where each bar stands for itself."""
        return max(0.0, BUDGET - self.possible) if self.mode == "budget" else math.inf

    def bar(self, column: str) -> Bar:
        """Bar of a column; `WorkbenchError` naming the bars there are."""
        for bar in self.bars:
            if bar.column == column:
                return bar
        raise WorkbenchError(
            f"There is no bar for «{column}»", allowed=", ".join(self.columns) or "no bars yet"
        )

    def limit(self, column: str) -> float:
        """How many points this bar may have now: 10, or what it has and what is left."""
        points = self.bar(column).points
        return TEN if self.mode == "ten" else min(BUDGET, points + self.left)

    def add(self, bar: Bar) -> Points:
        """Return the points with one more bar at the end, of a budget at most what is left."""
        points = min(bar.points, TEN if self.mode == "ten" else self.left)
        return self._with((*self.bars, bar.model_copy(update={"points": points})))

    def remove(self, column: str) -> Points:
        """Return the points without this bar; its points go back to the budget."""
        gone = self.bar(column)
        return self._with(bar for bar in self.bars if bar is not gone)

    def move(self, column: str, to: int) -> Points:
        """Return the points with this bar at position ``to`` (0 is the top), kept within range."""
        moved = self.bar(column)
        rest = [bar for bar in self.bars if bar is not moved]
        rest.insert(min(max(to, 0), len(rest)), moved)
        return self._with(rest)

    def give(self, column: str, points: float) -> Points:
        """Return the points with this bar worth ``points``.

        Of a budget a bar gets at most what is left; with ten each, what is above 10 is refused,
        and less than nothing always.
        """
        if not 0 <= points <= (TEN if self.mode == "ten" else math.inf):
            raise WorkbenchError(
                f"A bar can't have {points:g} points",
                where=column,
                allowed="0 to 10 points" if self.mode == "ten" else "0 to what is left of 100",
            )
        given = min(float(points), self.limit(column))
        return self._with(
            self._worth(given if bar.column == column else bar.points for bar in self.bars)
        )

    def earn(self, column: str, how: Linear | Bands | ByLevel) -> Points:
        """Return the points with this bar earned in another way."""
        changed = self.bar(column)
        return self._with(
            bar.model_copy(update={"how": how}) if bar is changed else bar for bar in self.bars
        )

    def say(self, *, sentence: str | None = None, message: str | None = None) -> Points:
        """Return the points with the room's own words; an empty text brings back the proposal."""
        said = {"sentence": sentence, "message": message}
        words = {name: text.strip() for name, text in said.items() if text is not None}
        return self._with(self.bars, **words)

    def switch(self, mode: Mode) -> Points:
        """Return the points in the other mode, proportions kept.

        Ten each become a budget of whole points by largest remainder, a budget becomes
        10·w / largest w (domain 5). Where no bar has points, none gets any.
        """
        if mode == self.mode:
            return self
        weights = [bar.points for bar in self.bars]
        shared = _shared(weights, mode) if any(weights) else weights
        return self._with(self._worth(shared), mode=mode)

    def by_rank(self, ranks: Mapping[str, float]) -> Points:
        """Return the points by importance: rank 1 counts most, equal ranks share their weights.

        Rank-order-centroid weights (domain 5), tied ranks with the mean of theirs.
        """
        given = [self._given(ranks, bar.column, "rank") for bar in self.bars]
        weights = roc_weights(len(given))
        places = sorted(given)
        first = {rank: places.index(rank) for rank in places}
        return self._share(
            [
                math.fsum(weights[first[rank] : first[rank] + given.count(rank)])
                / given.count(rank)
                for rank in given
            ]
        )

    def by_swing(self, swings: Mapping[str, float]) -> Points:
        """Return the points by swing weights, 0 to 100 each, divided by their sum (domain 5)."""
        given = [self._given(swings, bar.column, "swing") for bar in self.bars]
        if any(not 0 <= swing <= 100 for swing in given):  # noqa: PLR2004 - the scale of a swing
            raise WorkbenchError("A swing is outside its scale", allowed="0 to 100")
        return self._share(given)

    def _given(self, values: Mapping[str, float], column: str, what: str) -> float:
        if column not in values:
            raise WorkbenchError(f"«{column}» has no {what}", then="Give every bar one.")
        return values[column]

    def _share(self, weights: Sequence[float]) -> Points:
        if self.bars and not any(weights):
            raise WorkbenchError("No bar counts for anything", then="Give one of them more than 0.")
        return self._with(self._worth(_shared(weights, self.mode)))

    def _worth(self, points: Iterable[float]) -> list[Bar]:
        pairs = zip(self.bars, points, strict=True)
        return [bar.model_copy(update={"points": float(worth)}) for bar, worth in pairs]

    def _with(self, bars: Iterable[Bar], **fields: str) -> Points:
        return Points.model_validate({**dict(self), **fields, "bars": tuple(bars)})


def _shared(weights: Sequence[float], mode: Mode) -> Sequence[float]:
    if mode == "budget":
        return largest_remainder(weights, int(BUDGET)) if weights else ()
    return [TEN * (weight / max(weights)) for weight in weights]


def roc_weights(n: int) -> tuple[float, ...]:
    """Return the rank-order-centroid weights of ``n`` ranks, w_k = (1/n)·Σ_{i=k..n} 1/i.

    Domain 5.

    Examples
    --------
    >>> [round(w, 4) for w in roc_weights(3)]
    [0.6111, 0.2778, 0.1111]
    """
    return tuple(float(sum(Fraction(1, n * i) for i in range(k, n + 1))) for k in range(1, n + 1))


def largest_remainder(weights: Sequence[float], total: int) -> tuple[int, ...]:
    """Return whole numbers in proportion to ``weights`` that add up to ``total``.

    What rounding down leaves goes to the largest remainders, the earlier bar first where they are
    equal. `WorkbenchError` when a weight is negative or all are 0.

    Examples
    --------
    >>> largest_remainder([1, 1, 1], 100)
    (34, 33, 33)
    """
    if any(weight < 0 for weight in weights) or not any(weights):
        raise WorkbenchError("There is nothing to share by", allowed="weights of 0 and more")
    # Fractions, because a quota of 29 must not be lost to 28.999999999999996.
    exact = [Fraction(weight) for weight in weights]
    quotas = [weight * total / sum(exact) for weight in exact]
    whole = [math.floor(quota) for quota in quotas]
    fullest = sorted(range(len(whole)), key=lambda i: whole[i] - quotas[i])
    for i in fullest[: total - sum(whole)]:
        whole[i] += 1
    return tuple(whole)
