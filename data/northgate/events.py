"""What happened with each customer besides sales: praise, trouble, outreach, change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from northgate.firms import Firm
from northgate.period import LAST, YEAR, day
from northgate.staff import MANAGER_OF

Span = tuple[float, float]

SERVICE_DESK = ("Service desk day", "Service desk late")
ANSWERS = {"star": 0.9, "quiet grower": 0.9, "fading": 0.15, "drain": 0.3, "heavyweight": 0.5}


@dataclass(frozen=True)
class Kind:
    """An event kind: how often a year, for whom more or less, its money in EUR, what was noted."""

    yearly: float
    evidence: tuple[str, ...]
    more: Mapping[str, float]
    value: Span | None = None


KINDS = {
    "referral": Kind(
        0.06, ("Named us to a supplier of theirs", "Brought a neighbouring firm to the open day",
               "Passed our card on at the trade association"),
        {"star": 9, "quiet grower": 7, "fading": 5, "drain": 0, "heavyweight": 0}, (1_500, 9_000),
    ),
    "testimonial": Kind(
        0.07, ("Wrote a paragraph for our website", "Gave us a quote for the brochure"),
        {"star": 6, "quiet grower": 4, "fading": 5, "drain": 0, "heavyweight": 2}, (300, 900),
    ),
    "case_study": Kind(
        0.02, ("Let us publish the savings of their site", "Hosted a visit for other customers"),
        {"star": 10, "quiet grower": 4, "drain": 0, "heavyweight": 5}, (2_000, 4_000),
    ),
    "advocacy": Kind(
        0.03, ("Spoke for us at a users' evening", "Answered a prospect's questions for us"),
        {"star": 8, "quiet grower": 5, "drain": 0, "heavyweight": 0},
    ),
    "event_invitation": Kind(
        0.05, ("Invited us to their industry fair", "Asked us to their anniversary"),
        {"star": 5, "fading": 2, "drain": 0.3},
    ),
    "price_challenge": Kind(
        0.09, ("Asked for ten per cent off", "Sent a competitor's offer",
               "Disputed the call-out fee"),
        {"drain": 7, "heavyweight": 20, "star": 0.3, "fading": 3, "quiet grower": 0},
    ),
    "feedback": Kind(
        0.12, ("Told us plainly what went wrong", "Suggested a simpler report",
               "Filled in the survey"),
        {"star": 4, "quiet grower": 3, "fading": 0.4},
    ),
    "complaint": Kind(
        0.08, ("Engineer came late", "Invoice did not match the order", "Part failed again"),
        {"drain": 7, "heavyweight": 40, "star": 0.6, "fading": 5, "quiet grower": 0}, (120, 900),
    ),
    "outreach": Kind(
        0.7, ("Called about the coming year", "Sent the service review", "Invited to the open day"),
        {"heavyweight": 4, "star": 1.4, "drain": 1.5},
    ),
    "gift": Kind(
        0.16, ("Hamper in December", "Tickets for the concert", "Lunch on us"),
        {"drain": 4, "heavyweight": 6, "star": 1}, (40, 260),
    ),
    "co_development": Kind(
        0.015, ("Tried out the new monitoring service with us",), {"star": 16, "quiet grower": 6},
        (3_000, 12_000),
    ),
    "strategy_change": Kind(
        0.03, ("Moves its plant within two years", "Takes maintenance in house",
               "Opens a second site", "New owner, new purchasing rules"),
        {"fading": 6, "star": 1.5},
    ),
}  # fmt: skip
SUPPORT = ("Fault at night", "Repeat visit under warranty", "Question answered by phone",
           "Report sent again", "Parts exchanged free of charge")  # fmt: skip
RESPONSES = ("Answered the same week", "Asked for a meeting", "Thanked us, nothing needed")
RENEWALS = (
    "Signed without negotiating",
    "Renewed after one question",
    "Renewed after a price talk",
)


@dataclass(frozen=True)
class Event:
    """One row of the events table; ``value`` is EUR and empty where nobody put a figure to it."""

    customer_id: str
    date: date
    kind: str
    value: float | None
    evidence: str
    by: str


def make_events(
    rng: np.random.Generator, firms: list[Firm], contracts: Mapping[str, str]
) -> list[Event]:
    """Every event in the order of its date; ``contracts`` says who has one to renew."""
    events = [event for firm in firms for event in _events(rng, firm, contracts[firm.customer_id])]
    return sorted(events, key=lambda event: (event.date, event.customer_id, event.kind))


def _events(rng: np.random.Generator, firm: Firm, contract: str) -> Iterator[Event]:
    years = (firm.last - firm.first + 1) / YEAR
    manager = MANAGER_OF[firm.region]
    for name, kind in KINDS.items():
        for _ in range(int(rng.poisson(kind.yearly * kind.more.get(firm.character, 1) * years))):
            value = round(rng.uniform(*kind.value), -1) if kind.value else None
            noted = str(rng.choice(kind.evidence))
            event = Event(firm.customer_id, _any_day(rng, firm), name, value, noted, manager)
            yield event
            if name == "outreach" and rng.random() < ANSWERS.get(firm.character, 0.55):
                answered = event.date + timedelta(days=int(rng.integers(1, 21)))
                if answered <= LAST:
                    noted = str(rng.choice(RESPONSES))
                    yield Event(event.customer_id, answered, "response", None, noted, manager)
    yield from _support(rng, firm, years)
    if contract in {"one year", "three years"}:
        anniversary = int(rng.integers(0, YEAR))
        for number in (anniversary, anniversary + YEAR)[: 2 if contract == "one year" else 1]:
            if firm.first <= number <= firm.last:
                hard = firm.character in {"drain", "heavyweight"}
                noted = RENEWALS[2] if hard else str(rng.choice(RENEWALS, p=(0.6, 0.3, 0.1)))
                yield Event(firm.customer_id, day(number), "renewal", None, noted, manager)


def _support(rng: np.random.Generator, firm: Firm, years: float) -> Iterator[Event]:
    """Support paid out of our pocket: the firm's share of turnover, in cases of a few hundred."""
    money = firm.support * firm.turnover * years
    count = round(money / rng.uniform(180, 420))
    shares = rng.dirichlet(np.full(count, 2.5)) if count else ()
    for share in shares:
        desk = str(rng.choice(SERVICE_DESK))
        value = max(20.0, round(money * float(share), -1))
        noted = str(rng.choice(SUPPORT))
        yield Event(firm.customer_id, _any_day(rng, firm), "support", value, noted, desk)


def _any_day(rng: np.random.Generator, firm: Firm) -> date:
    return day(int(rng.integers(firm.first, firm.last + 1)))
