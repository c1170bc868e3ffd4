"""The result of the points page (domain 5): «Our good customer …» and the message to attract one.

Both are computed from the bars with the most points, in plain words; the room may replace them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from workbench.customers import Better, Column
from workbench.review import words
from workbench.review.points import Bands, Bar, ByLevel, Points
from workbench.tabular import Tabular

_MOST = 4  # bars a sentence can carry
_MONTH = (27, 32)
_WEEK = (6, 8)
_YEAR = 365


@dataclass(frozen=True)
class Portrait(Tabular):
    """What the good customer does, one phrase per bar, and what would attract such a customer."""

    phrases: tuple[str, ...]
    sentence: str
    message: str

    @property
    def frame(self) -> pd.DataFrame:
        """One row: the sentence and the message."""
        return pd.DataFrame({"sentence": [self.sentence], "message": [self.message]})


@dataclass(frozen=True)
class _Telling:
    """How a measure is told in its usual direction: the phrase for a value, and what draws it."""

    better: Better
    phrase: Callable[[str, float], str]
    draw: str


def _gap(said: str, days: float) -> str:
    if _MONTH[0] < days < _MONTH[1]:
        return "orders every month"
    return "orders every week" if _WEEK[0] < days < _WEEK[1] else f"orders every {said} or sooner"


def _often(_: str, times: float) -> str:
    return f"orders {words.count(round(times), 'time')} or more"


def _trend(_: str, ratio: float) -> str:
    change = round(abs(ratio - 1) * 100)
    if not change:
        return "orders no less than before"
    return f"orders {change} % more than before" if ratio > 1 else f"orders {change} % less at most"


def _tenure(said: str, days: float) -> str:
    years = round(days / _YEAR)
    return f"has been with us for {words.count(years, 'year') if years > 1 else said} or longer"


def _none(at_none: str, else_: str) -> Callable[[str, float], str]:
    return lambda said, amount: at_none if amount <= 0 else else_.format(said)


def _always(phrase: str) -> Callable[[str, float], str]:
    return lambda said, _: phrase.format(said)


_WORTH = "work that is worth its price"
_TERMS = "clear prices and invoices without surprises"
_CLOSE = "somebody who knows you whenever you order"
_TALK = "results you will gladly tell others about"
_GROW = "a partner who grows with you"
_EASE = "things that work without a second call"
_STAY = "a partner who stays"
_BEST = "our best work, not our cheapest"

_TOLD: dict[str, _Telling] = {
    "profit_margin": _Telling("more", _always("leaves us {} or more of what it pays"), _WORTH),
    "gross_margin_share": _Telling("more", _always("leaves us {} or more of what it pays"), _WORTH),
    "profit": _Telling("more", _always("leaves us {} or more"), _WORTH),
    "gross_margin": _Telling("more", _always("leaves us {} or more"), _WORTH),
    "turnover": _Telling("more", _always("buys for {} or more"), _BEST),
    "monetary": _Telling("more", _always("buys for {} or more"), _BEST),
    "turnover_per_year": _Telling("more", _always("buys for {} or more a year"), _BEST),
    "turnover_per_month": _Telling("more", _always("buys for {} or more a month"), _BEST),
    "average_order": _Telling("more", _always("orders for {} or more at a time"), _BEST),
    "higher_margin_share": _Telling(
        "more", _always("buys {} or more of what we do best"), "what we do best"
    ),
    "orders": _Telling("more", _often, _CLOSE),
    "frequency": _Telling("more", _often, _CLOSE),
    "typical_gap": _Telling("less", _gap, _CLOSE),
    "recency": _Telling("less", _always("has ordered within the last {}"), _CLOSE),
    "order_trend": _Telling("more", _trend, _GROW),
    "potential": _Telling("more", _always("could buy for {} or more a year"), _GROW),
    "growth_gap": _Telling("more", _always("has room to grow by {} or more"), _GROW),
    "tenure": _Telling("more", _tenure, _STAY),
    "referrals": _Telling("more", _always("brings others"), _TALK),
    "non_sales_value": _Telling("more", _always("brings us {} beside its orders"), _TALK),
    "days_to_pay": _Telling("less", _none("pays at once", "pays within {}"), _TERMS),
    "days_late": _Telling("less", _none("pays on time", "pays at most {} late"), _TERMS),
    "share_paid_late": _Telling(
        "less", _none("pays on time", "pays at most {} of its invoices late"), _TERMS
    ),
    "complaints": _Telling(
        "less", _none("has nothing to complain about", "seldom complains"), _EASE
    ),
    "support_cost": _Telling(
        "less", _none("needs no support", "needs {} of support or less"), _EASE
    ),
    "hours": _Telling("less", _always("takes {} of our time or less"), _EASE),
    "cost_to_serve": _Telling("less", _always("takes {} of our time or less"), _EASE),
}


def portrait(columns: Mapping[str, Column], points: Points) -> Portrait:
    """Return the sentence and the message, computed from the bars with the most points.

    What the room wrote itself (`Points.say`) stands instead. Without points both say what to do.

    Examples
    --------
    >>> from workbench.review.points import Linear
    >>> days = Column("days_to_pay", "Days to pay", "days", "less")
    >>> bar = Bar(column="days_to_pay", how=Linear(worst=60, best=30))
    >>> portrait({"days_to_pay": days}, Points(bars=(bar,))).sentence
    'Our good customer pays within 30 days.'
    """
    bars = [bar for bar in points.bars if bar.points > 0 and bar.column in columns]
    weighty = sorted(bars, key=lambda bar: -bar.points)[:_MOST]
    told = list(dict.fromkeys(_phrase(columns[bar.column], bar) for bar in weighty))
    draws = list(dict.fromkeys(_draw(columns[bar.column], bar) for bar in weighty))
    if not told:
        sentence = "Give an attribute points, and the good customer is described here."
        return Portrait((), points.sentence or sentence, points.message)
    offer = words.listed([draw for draw in draws if draw] or ["what fits you"])
    return Portrait(
        tuple(told),
        points.sentence or f"Our good customer {words.listed(told)}.",
        points.message or f"What you get from us: {offer}.",
    )


def _phrase(column: Column, bar: Bar) -> str:
    how = bar.how
    if isinstance(how, ByLevel):
        best = max(how.shares.values())
        levels = [f"«{level}»" for level, share in how.shares.items() if share == best]
        return f"has {_inside(column.label)} {' or '.join(levels)}"
    if isinstance(how, Bands) and how.shares[0] < max(how.shares) > how.shares[-1]:
        best_band = how.shares.index(max(how.shares))
        low, high = how.edges[best_band - 1], how.edges[best_band]
        between = f"{words.value(column, low)} and {words.value(column, high)}"
        return f"has {_inside(column.label)} between {between}"
    amount, better = _aim(bar)
    said = words.value(column, amount)
    told = _TOLD.get(column.name)
    if told is not None and told.better == better:
        return told.phrase(said, amount)
    return f"has {_inside(column.label)} of {said} or {better}"


def _aim(bar: Bar) -> tuple[float, Better]:
    """Return the value from which a bar earns all its points, and on which side they lie."""
    how = bar.how
    if isinstance(how, Bands):
        best = max(how.shares)
        pairs = list(zip(how.edges, how.shares, how.shares[1:], strict=False))
        if how.shares[-1] == best:
            return max(
                (edge for edge, below, _ in pairs if below < best), default=pairs[0][0]
            ), "more"
        return min(edge for edge, _, above in pairs if above < best), "less"
    if isinstance(how, ByLevel):
        return 0.0, "more"
    return how.best, "more" if how.best > how.worst else "less"


def _draw(column: Column, bar: Bar) -> str:
    told = _TOLD.get(column.name)
    return told.draw if told is not None and told.better == _aim(bar)[1] else ""


def _inside(label: str) -> str:
    """Return a label as it stands within a sentence: small first letter, abbreviations kept."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
