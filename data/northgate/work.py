"""Time entries: every working day of nine people, spread over customers by what each one takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from northgate.firms import Firm
from northgate.period import DAYS, YEAR, day, working_days
from northgate.staff import STAFF, Person

Floats = npt.NDArray[np.float64]

UNALLOCATED_SHARE = 0.07
ABSENT_SHARE = 0.16
SECOND_NAME_SHARE = 0.3
ELSEWHERE = 0.05
ACTIVITIES = {
    "manager": (("Account meeting", 0.45), ("Quotation", 0.35), ("Reporting", 0.2)),
    "engineer": (("Planned visit", 0.55), ("Call-out", 0.25), ("Commissioning", 0.2)),
    "desk": (("Desk support", 0.7), ("Remote diagnosis", 0.3)),
}
INTERNAL = ("Administration", "Internal meeting", "Training")


@dataclass(frozen=True)
class Entry:
    """Hours of one person on one day for one customer; no customer means work for the firm."""

    person: str
    date: date
    hours: float
    customer_id: str
    activity: str


def make_time(rng: np.random.Generator, firms: list[Firm]) -> list[Entry]:
    """Every entry in the order of days, people as in `STAFF`."""
    days = working_days()
    demand = _demand(firms, days)
    affinity = np.array([[_affinity(person, firm) for firm in firms] for person in STAFF])
    owed = np.zeros(len(firms))
    entries = []
    for number in days:
        owed += demand[number]
        for person, liking in zip(STAFF, affinity, strict=True):
            if rng.random() < ABSENT_SHARE:
                continue
            for hours in _blocks(rng):
                if rng.random() < UNALLOCATED_SHARE:
                    customer_id, activity = "", str(rng.choice(INTERNAL))
                else:
                    # What is owed most is served first, so that each customer ends near its demand.
                    pull = liking * np.clip(owed, 0.01, None) ** 2 * (demand[number] > 0)
                    index = int(rng.choice(len(firms), p=pull / pull.sum()))
                    owed[index] -= hours
                    customer_id = _row(rng, firms[index])
                    activity = _activity(rng, person)
                entries.append(Entry(person.name, day(number), hours, customer_id, activity))
    return entries


def _demand(firms: list[Firm], days: list[int]) -> Floats:
    """Hours each firm takes per day (day × firm), scaled to the hours the staff have to give."""
    rate = float(np.mean([person.cost_per_hour for person in STAFF]))
    yearly = np.array([[firm.time * firm.turnover_in(year) / rate for firm in firms]
                       for year in (0, 1)])  # fmt: skip
    number = np.arange(DAYS)[:, np.newaxis]
    first = np.array([firm.first for firm in firms])
    last = np.array([firm.last for firm in firms])
    buying = (number >= first - 10) & (number <= last + 10)
    demand = np.where(number <= YEAR, yearly[0], yearly[1]) * buying
    capacity = len(STAFF) * len(days) * (1 - ABSENT_SHARE) * (1 - UNALLOCATED_SHARE) * 7.25
    scaled: Floats = demand * capacity / demand[days].sum()
    return scaled


def _affinity(person: Person, firm: Firm) -> float:
    """How readily a person's day goes to a firm: theirs first, other regions at times."""
    near = {firm.region, "North"} if firm.region == "Lakes" else {firm.region}
    return 1.0 if not person.region or person.region in near else ELSEWHERE


def _blocks(rng: np.random.Generator) -> Iterator[float]:
    """Split one person's day into one to three entries of quarter hours."""
    left = 7.25 + 0.25 * int(rng.integers(-3, 4))
    while left > 0:
        hours = min(left, 0.25 * int(rng.integers(8, 30)))
        yield hours if left - hours >= 1 else left
        left -= hours if left - hours >= 1 else left


def _row(rng: np.random.Generator, firm: Firm) -> str:
    second = firm.second_id and rng.random() < SECOND_NAME_SHARE
    return firm.second_id if second else firm.customer_id


def _activity(rng: np.random.Generator, person: Person) -> str:
    names, weights = zip(*ACTIVITIES[person.role], strict=True)
    return str(rng.choice(names, p=weights))
