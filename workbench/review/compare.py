"""Two reviews side by side: who moved where, and whether it was the facts, the points or the lines.

Facts, points and lines are changed one after the other, in that order (domain 10), and after the
facts what people judged by hand: five stages, the first as it was, the last as it is. What moves a
customer between two stages is what changed between them. Pure: the stages come finished
(`workbench.frozen`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.review import words
from workbench.review.placement import Placement
from workbench.review.whom import pair_of, today
from workbench.tabular import Tabular

STEPS = ("facts", "hand", "points", "lines")
SEVERAL = "several"
SAID: Mapping[str, str] = {
    "facts": "the facts",
    "hand": "hand",
    "points": "the points",
    "lines": "lines and rules",
    SEVERAL: "several of these",
}
"""What moved somebody, as it is said after «by»."""
NOT_PLACED = "not placed"
ABSENT = ""
"""Where somebody stands who isn't there at that stage: before they came, after they left."""
Kind = str  # «new», «gone», «stayed» or «moved»
GRADINGS: Mapping[str, str] = {
    "quadrant": "Quadrant",
    "value_group": "Value group",
    "tier": "Tier",
}


@dataclass(frozen=True)
class Place:
    """Where customers stand: the same key is the same place, whatever it is called then."""

    key: str
    name: str


@dataclass(frozen=True, eq=False)
class Stage:
    """Everybody at one stage: place key by customer id, and what the places are called.

    ``order`` lists the places from best to worst; ``people`` are customers' names by id.
    """

    place: Mapping[str, str]
    order: tuple[Place, ...]
    people: Mapping[str, str] = field(default_factory=dict)


def stage(placement: Placement, grading: str) -> Stage:
    """Return where today's customers stand in a placement; those set aside are not placed."""
    customers, counted, real = placement.customers, today(placement), ~placement.prospect
    codes: npt.NDArray[np.object_] = np.full(len(customers), NOT_PLACED, dtype=object)
    if grading == "quadrant":
        pair = pair_of(placement)
        order = [Place(f"{pair} {q.place}", q.name) for q in placement.quadrants]
        placed = placement.quadrant >= 0
        keys = np.array([place.key for place in order], dtype=object)
        codes[placed] = keys[placement.quadrant[placed]]
    elif grading in customers.columns:
        levels = customers.columns[grading].levels
        order = [Place(level, level) for level in reversed(levels)]
        values = customers.frame[grading].to_numpy(dtype=object)
        known = pd.notna(values) & counted
        codes[known] = values[known]
    else:
        order = []
    ids = [str(key) for key in customers.ids[real]]
    people = dict(zip(ids, map(str, customers.names[real]), strict=True))
    return Stage(dict(zip(ids, codes[real], strict=True)), tuple(order), people)


@dataclass(frozen=True)
class Step:
    """What one of `STEPS` did to one customer: from which place to which."""

    cause: str
    start: str
    end: str


@dataclass(frozen=True)
class Way:
    """One customer's way from the first review to the second: a place key per stage."""

    customer: str
    places: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """«new», «gone», «stayed» or «moved»; everybody is exactly one of these."""
        first, last = self.places[0], self.places[-1]
        if first == last:
            return "stayed"
        return "new" if first == ABSENT else "gone" if last == ABSENT else "moved"

    @property
    def steps(self) -> tuple[Step, ...]:
        """What moved them; put one after the other they are the whole way."""
        between = zip(STEPS, self.places, self.places[1:], strict=False)
        return tuple(Step(cause, a, b) for cause, a, b in between if a != b)

    @property
    def causes(self) -> tuple[str, ...]:
        """Those of `STEPS` that moved this customer."""
        return tuple(step.cause for step in self.steps)

    @property
    def cause(self) -> str:
        """The one of `STEPS` that moved this customer, or several; empty where nothing did."""
        return SEVERAL if len(self.causes) > 1 else "".join(self.causes)


@dataclass(frozen=True)
class PlaceTotal:
    """One place: how many before, came and went by each cause, and how many after.

    ``before`` + ``new`` − ``gone`` + what each of `STEPS` brought = ``after``.
    """

    place: Place
    before: int
    new: int
    gone: int
    facts: int
    hand: int
    points: int
    lines: int
    after: int


@dataclass(frozen=True, eq=False)
class Comparison(Tabular):
    """Everybody in either review, and how they got from one to the other."""

    grading: str
    ways: tuple[Way, ...]
    names: Mapping[str, str]
    before: tuple[Place, ...]
    after: tuple[Place, ...]
    people: Mapping[str, str] = field(default_factory=dict)

    def called(self, customer: str) -> str:
        """Return a customer's name now, or when they were last there; else the id."""
        return self.people.get(customer, customer)

    def name_of(self, key: str) -> str:
        """Return what a place is called now, else what it was called then."""
        return self.names.get(key, key)

    @cached_property
    def counts(self) -> Mapping[Kind, int]:
        """How many are new, gone, stayed and moved: together, everybody."""
        kinds = [way.kind for way in self.ways]
        return {kind: kinds.count(kind) for kind in ("moved", "stayed", "new", "gone")}

    @cached_property
    def moved(self) -> tuple[Way, ...]:
        """Those who stand elsewhere now."""
        return tuple(way for way in self.ways if way.kind == "moved")

    @cached_property
    def flows(self) -> Mapping[tuple[str, str], int]:
        """How many went from one place to another, those who are new or gone included."""
        found: dict[tuple[str, str], int] = {}
        for way in self.ways:
            ends = (way.places[0], way.places[-1])
            found[ends] = found.get(ends, 0) + 1
        return found

    @cached_property
    def by_cause(self) -> Mapping[str, int]:
        """How many were moved by each cause alone or by several: together, all who moved."""
        causes = [way.cause for way in self.moved]
        return {cause: causes.count(cause) for cause in SAID}

    @cached_property
    def totals(self) -> tuple[PlaceTotal, ...]:
        """One line per place of either review; each adds up."""
        places = dict.fromkeys((*self.after, *self.before, Place(NOT_PLACED, "Not placed")))
        known = {place.key: place for place in reversed(places)}
        order = dict.fromkeys(place.key for place in places)
        return tuple(self._total(known[key]) for key in order)

    def _total(self, place: Place) -> PlaceTotal:
        key = place.key
        net = dict.fromkeys(STEPS, 0)
        new = gone = 0
        for way in self.ways:
            for step in way.steps:
                if ABSENT in (step.start, step.end):
                    new += step.end == key
                    gone += step.start == key
                else:
                    net[step.cause] += (step.end == key) - (step.start == key)
        before = sum(way.places[0] == key for way in self.ways)
        after = sum(way.places[-1] == key for way in self.ways)
        named = Place(key, self.name_of(key))
        return PlaceTotal(named, before, new, gone, **net, after=after)

    @property
    def frame(self) -> pd.DataFrame:
        """One row per customer in either review: from, to, kind, and what moved them."""
        rows = [
            {
                "from": self.name_of(way.places[0]),
                "to": self.name_of(way.places[-1]),
                "kind": way.kind,
                **{cause: cause in way.causes for cause in STEPS},
            }
            for way in self.ways
        ]
        index = pd.Index([way.customer for way in self.ways], name="customer_id", dtype=object)
        return pd.DataFrame(rows, columns=["from", "to", "kind", *STEPS], index=index)


def compare(stages: Sequence[Stage], grading: str = "quadrant") -> Comparison:
    """Compare the first of five stages with the last; what lies between says what moved whom.

    Stages: as it was; with the facts of now; with what was judged by hand too; with the points
    too; as it is.
    """
    everybody = dict.fromkeys(key for part in stages for key in part.place)
    ways = tuple(
        Way(key, tuple(part.place.get(key, ABSENT) for part in stages)) for key in everybody
    )
    names = {place.key: place.name for part in stages for place in part.order}
    names |= {ABSENT: "", NOT_PLACED: "Not placed"}
    people = {key: name for part in stages for key, name in part.people.items()}
    return Comparison(grading, ways, names, stages[0].order, stages[-1].order, people)


def finding(made: Comparison) -> str:
    """Say in one sentence who moved and what moved them."""
    counts = made.counts
    if not made.ways:
        return "Nobody is in either review."
    parts = []
    if counts["moved"]:
        who = words.count(counts["moved"], "customer")
        moved = f"{who} moved"
        by = [f"{n:,} by {SAID[cause]}" for cause, n in made.by_cause.items() if n]
        parts.append(f"{moved}: {words.listed(by)}" if by else moved)
    else:
        parts.append("Nobody moved")
    parts.append(f"{counts['stayed']:,} stayed")
    parts += [f"{counts[kind]:,} {said}" for kind, said in _CAME.items() if counts[kind]]
    return f"{'; '.join(parts)}."


_CAME = {"new": "new", "gone": "gone"}


def way_said(made: Comparison, way: Way) -> str:
    """Say one customer's way, cause by cause.

    Examples
    --------
    >>> made = Comparison("tier", (), {"1": "Ideal", "2": "Good income"}, (), ())
    >>> way_said(made, Way("C1", ("1", "2", "2", "2", "2")))
    'Ideal → Good income, by the facts'
    """
    if not way.steps:
        return f"Stayed in {made.name_of(way.places[0])}"
    told = []
    for step in way.steps:
        if step.start == ABSENT:
            told.append(f"new, in {made.name_of(step.end)}")
        elif step.end == ABSENT:
            told.append(f"gone, was in {made.name_of(step.start)}")
        else:
            ends = f"{made.name_of(step.start)} → {made.name_of(step.end)}"
            told.append(f"{ends}, by {SAID[step.cause]}")
    return "; ".join(told)
