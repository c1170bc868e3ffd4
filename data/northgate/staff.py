"""The nine people of the firm, known by their role; no person stands behind any of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """A member of staff: what they do, where, and what an hour of theirs costs in EUR.

    ``region`` is where engineers and account managers mostly work; empty means everywhere.
    """

    name: str
    role: str
    region: str
    cost_per_hour: float


STAFF = (
    Person("Account manager Capital", "manager", "Capital", 104.0),
    Person("Account manager Coast", "manager", "Coast", 96.0),
    Person("Account manager North", "manager", "North", 92.0),
    Person("Lead engineer", "engineer", "", 98.0),
    Person("Field engineer Capital", "engineer", "Capital", 84.0),
    Person("Field engineer Coast", "engineer", "Coast", 79.0),
    Person("Field engineer North", "engineer", "North", 76.0),
    Person("Service desk day", "desk", "", 62.0),
    Person("Service desk late", "desk", "", 58.0),
)

MANAGER_OF = {person.region: person.name for person in STAFF if person.role == "manager"} | {
    "Lakes": "Account manager North"
}


@dataclass(frozen=True)
class Rate:
    """One row of the rates table: EUR per hour."""

    person: str
    cost_per_hour: float


RATES = tuple(Rate(person.name, person.cost_per_hour) for person in STAFF)
