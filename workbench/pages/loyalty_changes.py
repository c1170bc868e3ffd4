"""What the loyalty page's controls change: each takes a review and returns the next one."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from workbench.errors import WorkbenchError
from workbench.pages.matrix_changes import now
from workbench.review import signs
from workbench.review.assumptions import (
    SIGNS,
    Courtesy,
    Deed,
    Loyalty,
    Rfm,
    SegmentRule,
    SignEntry,
    SignRule,
)
from workbench.review.review import Review, fitting
from workbench.review.segments import default_rules, with_bins

ENDS = ("r_min", "r_max", "f_min", "f_max", "m_min", "m_max")
MOST_RULES = 40
_LONGEST = 60


def on_loyalty(review: Review, **fields: Any) -> Review:
    """Replace fields of what is decided about the signs."""
    loyalty = fitting(Loyalty, review.assumptions.loyalty.model_copy(update=fields))
    assumed = review.assumptions.model_copy(update={"loyalty": loyalty})
    return review.model_copy(update={"assumptions": assumed})


def on_scores(review: Review, **fields: Any) -> Review:
    """Replace fields of what is decided about the scores."""
    rfm = fitting(Rfm, review.assumptions.rfm.model_copy(update=fields))
    return review.model_copy(
        update={"assumptions": review.assumptions.model_copy(update={"rfm": rfm})}
    )


def entered(
    review: Review,
    customer: str,
    sign: str,
    value: str,
    *,
    who: str,
    evidence: str = "",
    on: date | None = None,
) -> Review:
    """Say yes, no or unknown to one sign of one customer; what was written beside it stays."""
    if sign not in SIGNS:
        raise WorkbenchError(f"There is no sign «{sign}»", allowed=", ".join(SIGNS))
    given = review.assumptions.loyalty.entries
    own = given.get(customer, {})
    before = own.get(sign)
    entry = fitting(
        SignEntry,
        {
            "value": value,
            "evidence": evidence or (before.evidence if before else ""),
            "on": on or (before.on if before else None),
            "who": who,
            "when": now(),
        },
    )
    return on_loyalty(review, entries={**given, customer: {**own, sign: entry}})


def withdrawn(review: Review, customer: str, sign: str) -> Review:
    """Take an entry back: the facts speak again."""
    given = review.assumptions.loyalty.entries
    own = {name: entry for name, entry in given.get(customer, {}).items() if name != sign}
    others = {key: entries for key, entries in given.items() if key != customer}
    return on_loyalty(review, entries={**others, customer: own} if own else others)


def weighed(review: Review, sign: str, weight: float) -> Review:
    """Say what a sign weighs."""
    if sign not in SIGNS:
        raise WorkbenchError(f"There is no sign «{sign}»", allowed=", ".join(SIGNS))
    return on_loyalty(
        review, weights={**review.assumptions.loyalty.weights, sign: max(weight, 0.0)}
    )


def with_rule(review: Review, kind: str, sign: str, value: str) -> Review:
    """Let an event of a kind say yes or no to a sign; the same pair again is changed in place."""
    rule = fitting(SignRule, {"kind": kind, "sign": sign, "value": value})
    if sign not in SIGNS:
        raise WorkbenchError(f"There is no sign «{sign}»", allowed=", ".join(SIGNS))
    table = signs.rules(review.assumptions.loyalty)
    same = [(r.kind, r.sign) == (kind, sign) for r in table]
    changed = tuple(rule if here else r for r, here in zip(table, same, strict=True))
    return on_loyalty(review, rules=changed if any(same) else (*table, rule))


def without_rule(review: Review, at: int) -> Review:
    """Take a rule off the table of events."""
    table = signs.rules(review.assumptions.loyalty)
    return on_loyalty(review, rules=tuple(r for place, r in enumerate(table) if place != at))


def owed(review: Review, customer: str, deed: str, *, who: str, on: date | None) -> Review:
    """Note the day they were asked, thanked or answered; without a day the note is taken off."""
    if deed not in get_args(Deed):
        raise WorkbenchError(f"«{deed}» is not noted here", allowed=", ".join(get_args(Deed)))
    given = review.assumptions.loyalty.courtesies
    own: dict[str, Courtesy] = {k: v for k, v in given.get(customer, {}).items() if k != deed}
    if on is not None:
        own[deed] = fitting(Courtesy, {"on": on, "who": who, "when": now()})
    others = {key: done for key, done in given.items() if key != customer}
    return on_loyalty(review, courtesies={**others, customer: own} if own else others)


def bins(review: Review, number: int) -> Review:
    """Change how many scores there are; the ranges and the sum that speak of scores follow."""
    now, least = review.assumptions.rfm, review.assumptions.loyalty.buys_well_from
    if number == now.bins:
        return review
    if least is not None:
        part = -(-least * number // now.bins)
        review = on_loyalty(review, buys_well_from=max(3, min(part, 3 * number)))
    return on_scores(review, **dict(with_bins(now, number)))


def edge(review: Review, part: str, at: int, value: float) -> Review:
    """Type one threshold of a score; those nobody typed give way."""
    rfm = review.assumptions.rfm
    given: dict[str, tuple[float | None, ...]] = dict(rfm.thresholds.items())
    edges = list(given.get(part, ()))
    if len(edges) != rfm.bins - 1:
        edges = [None] * (rfm.bins - 1)
    if not 0 <= at < len(edges):
        raise WorkbenchError("There is no such threshold")
    edges[at] = value
    return on_scores(review, thresholds={**given, part: tuple(edges)})


def without_edges(review: Review, part: str) -> Review:
    """Let the quantiles decide a score again."""
    given = review.assumptions.rfm.thresholds
    return on_scores(review, thresholds={k: v for k, v in given.items() if k != part})


def table(review: Review) -> tuple[SegmentRule, ...]:
    """Return the table of segments as it holds now."""
    rfm = review.assumptions.rfm
    return default_rules(rfm.bins) if rfm.rules is None else rfm.rules


def named(review: Review, at: int, name: str) -> Review:
    """Name the segment of a rule."""
    text = name.strip()[:_LONGEST]
    if not text:
        raise WorkbenchError("A segment needs a name")
    return _with(review, at, {"segment": text})


def ranged(review: Review, at: int, end: str, score: int) -> Review:
    """Move one end of a rule's range; the other end gives way where they would cross."""
    if end not in ENDS:
        raise WorkbenchError(f"A rule has no end «{end}»")
    letter, side = end.split("_")
    rule = _rule(review, at)
    other = f"{letter}_{'max' if side == 'min' else 'min'}"
    opposite = getattr(rule, other)
    crossed = score > opposite if side == "min" else score < opposite
    return _with(review, at, {end: score, **({other: score} if crossed else {})})


def added(review: Review) -> Review:
    """Add a rule at the end: everybody no rule before it took."""
    rows, most = table(review), review.assumptions.rfm.bins
    if len(rows) >= MOST_RULES:
        raise WorkbenchError(f"{MOST_RULES} rules are the most")
    rest = SegmentRule(segment="Everybody else", r_max=most, f_max=most, m_max=most)
    return on_scores(review, rules=(*rows, rest))


def removed(review: Review, at: int) -> Review:
    """Take a rule away."""
    _rule(review, at)
    rows = tuple(rule for place, rule in enumerate(table(review)) if place != at)
    if not rows:
        raise WorkbenchError("One rule has to stay")
    return on_scores(review, rules=rows)


def moved(review: Review, at: int, by: int) -> Review:
    """Move a rule up (−1) or down (1): the first match wins."""
    rows = list(table(review))
    rule = _rule(review, at)
    place = min(max(at + by, 0), len(rows) - 1)
    rows.pop(at)
    rows.insert(place, rule)
    return on_scores(review, rules=tuple(rows))


def _rule(review: Review, at: int) -> SegmentRule:
    rows = table(review)
    if not 0 <= at < len(rows):
        raise WorkbenchError("There is no such rule")
    return rows[at]


def _with(review: Review, at: int, fields: dict[str, Any]) -> Review:
    changed = fitting(SegmentRule, {**_rule(review, at).model_dump(), **fields})
    rows = table(review)
    return on_scores(review, rules=(*rows[:at], changed, *rows[at + 1 :]))
