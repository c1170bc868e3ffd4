"""The owner's aims answered: margin, hours to free or fill, market share, the guess (domain 6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.review import words
from workbench.review.assumptions import Aims


@dataclass(frozen=True)
class Standing:
    """Where the business stands; NaN where it is not known. Hours are a month's.

    ``margin`` is the client's profit ÷ turnover, ``over`` are the hours customers take beyond what
    they may, ``room`` those they may still take, ``good`` who reaches the target margin among the
    ``known``, whose margin is. ``whole`` is False where some profit is not known and so left out
    of the margin; ``noted`` says in brackets what of profit and hours is no fact.
    """

    margin: float
    over: float
    room: float
    turnover_a_year: float
    good: int
    known: int
    customers: int
    target: float
    whole: bool = True
    noted: str = ""


def answers(
    aims: Aims, guess: int | None, now: Standing, currency: str
) -> tuple[tuple[str, str], ...]:
    """Return what was aimed at or guessed, each with its answer in one sentence.

    Without a currency no money is said.

    Examples
    --------
    >>> now = Standing(0.12, 30.0, 5.0, 400_000.0, 9, 38, 40, 0.1)
    >>> for _, said in answers(Aims(margin=0.15, market_size=5e6), 12, now, "EUR"): print(said)
    12 % are left now: 3 points below the aim.
    400,000 EUR a year are 8 % of a market of 5,000,000 EUR.
    9 of 38 customers leave 10 % or more; 2 have no known margin; the guess was 12.
    """
    said = []
    if aims.margin is not None:
        said.append(("Margin", _margin(aims.margin, now)))
    if aims.free_hours:
        said.append(("Hours", _hours(aims.free_hours, now)))
    if aims.market_size:
        share = words.percent(now.turnover_a_year / aims.market_size)
        sold, whole = (words.money(v, currency) for v in (now.turnover_a_year, aims.market_size))
        answer = f"{sold} a year are {share} of a market of {whole}."
        said.append(("Market", answer if currency else f"We have {share} of the market."))
    guessed = "" if guess is None else f"; the guess was {guess:,}"
    said.append(("Good customers", f"{_good(now)}{guessed}."))
    return tuple(said)


def _margin(aim: float, now: Standing) -> str:
    if not np.isfinite(now.margin):
        return f"The aim is {words.percent(aim)}; what is left is not known yet."
    gap = round((now.margin - aim) * 100)
    apart = "right at" if not gap else f"{abs(gap)} points {'above' if gap > 0 else 'below'}"
    partly = "" if now.whole else ", as far as known"
    return f"{words.percent(now.margin)} are left now{now.noted}{partly}: {apart} the aim."


def _good(now: Standing) -> str:
    much = f"{words.percent(now.target)} or more"
    if not now.known:
        return f"How many customers leave {much} is not known yet"
    open_ = now.customers - now.known
    rest = f"; {open_:,} {'has' if open_ == 1 else 'have'} no known margin" if open_ else ""
    leave = "leaves" if now.known == 1 else "leave"
    who = words.count(now.known, "customer")
    return f"{now.good:,} of {who} {leave} {much}{now.noted}{rest}"


def _hours(aim: float, now: Standing) -> str:
    wanted = words.number(abs(aim))
    found = now.over if aim > 0 else now.room
    verb = "free" if aim > 0 else "fill"
    if not np.isfinite(found):
        return f"To {verb}: {wanted} hours a month; the hours of customers are not known yet."
    has = words.number(round(found))
    if aim > 0:
        beyond = f"{has} hours a month go beyond what customers may take"
        return f"{beyond}{now.noted}; to free: {wanted}."
    more = f"Customers may take {has} hours a month more and still leave enough"
    return f"{more}{now.noted}; to fill: {wanted}."
