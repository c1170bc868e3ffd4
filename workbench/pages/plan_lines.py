"""The lines of the plan: whom each concerns, what it brought, whether it is late; their sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workbench.review import words
from workbench.review.effect import Effect, effect, overdue
from workbench.review.placement import Placement
from workbench.review.plan import Action
from workbench.review.whom import concerned, said

_KINDS = ("everybody", "tier", "group", "quadrant", "segment", "needs", "several", "customer")
_TITLES = {
    "group": "Value group: ",
    "quadrant": "Quadrant: ",
    "segment": "Segment: ",
    "needs": "Needs: ",
}


@dataclass(frozen=True)
class Line:
    """One action as it is shown: whom it concerns and how many, and what it brought."""

    key: str
    action: Action
    whom: str
    concerned: int
    effect: Effect | None
    late: bool


@dataclass(frozen=True)
class Lines:
    """The plan's lines in order, those dropped apart; sums over what stands."""

    lines: tuple[Line, ...]
    dropped: tuple[Line, ...]
    expected: float
    cost: float
    hours: float
    brought: float

    @property
    def late(self) -> int:
        """How many are overdue."""
        return sum(line.late for line in self.lines)


def ordered(lines: Sequence[Line]) -> Lines:
    """Put lines in the order of whom they concern, then of their due dates."""

    def place(line: Line) -> tuple[int, str, bool, date, str]:
        due = line.action.due
        kind = _KINDS.index(line.action.kind)
        return kind, line.action.about, due is None, due or date.max, line.key

    stand = sorted((one for one in lines if one.action.status != "dropped"), key=place)
    actions = [one.action for one in stand]
    results = [one.effect.result for one in stand if one.effect is not None]
    return Lines(
        tuple(stand),
        tuple(one for one in lines if one.action.status == "dropped"),
        sum(action.expected or 0.0 for action in actions),
        sum(action.cost or 0.0 for action in actions),
        sum(action.hours or 0.0 for action in actions),
        sum(results) if results else float("nan"),
    )


def finding(proposals: int, lines: Lines, currency: str, *, hide: bool) -> str:
    """Say where the plan stands in one sentence."""
    if not lines.lines:
        if not proposals:
            return "Nothing is planned yet, and the figures propose nothing: add a decision."
        are = "is" if proposals == 1 else "are"
        return f"{words.count(proposals, 'decision')} {are} proposed; nothing is decided yet."
    stand = [line.action for line in lines.lines]
    parts = [f"{words.count(len(stand), 'decision')} stand" + ("s" if len(stand) == 1 else "")]
    if lines.expected and not hide:
        parts[0] += f", expected to bring {words.money(lines.expected, currency)} a year"
    if lines.late:
        parts.append(f"{lines.late:,} overdue")
    if done := sum(action.status == "done" for action in stand):
        parts.append(f"{done:,} done")
    if proposals:
        parts.append(f"{proposals:,} more proposed")
    return f"{'; '.join(parts)}."


def due_soon(lines: Lines, today: date) -> str:
    """Say when the next thing is due."""
    open_ = [
        line.action.due
        for line in lines.lines
        if line.action.due and line.action.status in {"accepted", "doing"}
    ]
    ahead = [day for day in open_ if day >= today]
    return f"Next due: {words.day(min(ahead))}" if ahead else ""


def titled(kind: str, whom: str, people: int) -> str:
    """Say which part of the base a decision is about, and how many they are."""
    return f"{_TITLES.get(kind, '')}{whom} · {words.count(people, 'customer')}"


def lines_of(placement: Placement, as_of: date | None, today: date) -> Lines:
    """Return the plan as it is shown, on a day, measured on facts as of another."""
    found = []
    for key, action in placement.review.plan.items():
        rows = concerned(action, placement)
        made = effect(action, placement.customers, rows, as_of)
        whom, late = said(action, placement), overdue(action, today)
        found.append(Line(key, action, whom, int(rows.sum()), made, late))
    return ordered(found)
