"""What the matrix page's controls change: each function takes a review and returns the next one."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from workbench.review.axes import Axis, Cut, QuadrantStyle, Side
from workbench.review.placement import PlacedAxis
from workbench.review.quadrants import pair_key
from workbench.review.review import Correction, Judgement, Note, Review, SetAside, fitting

_DIGITS, _NAME = 4, 40


def now() -> str:
    """Return this moment, UTC, as it is kept with a decision."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def matrix(review: Review, **fields: Any) -> Review:
    """Replace fields of the matrix."""
    return review.model_copy(update={"matrix": review.matrix.model_copy(update=fields)})


def axes(review: Review, x: Axis, y: Axis) -> Review:
    """Choose both axes."""
    return matrix(review, x=x, y=y)


def on_axis(review: Review, side: Side, shown: Mapping[Side, PlacedAxis], **fields: Any) -> Review:
    """Change one axis; what was proposed for the other one stays as it is shown."""
    chosen: dict[Side, Axis] = {
        "x": review.matrix.x or Axis(column=shown["x"].column.name),
        "y": review.matrix.y or Axis(column=shown["y"].column.name),
    }
    chosen[side] = fitting(Axis, chosen[side].model_copy(update=fields))
    return axes(review, chosen["x"], chosen["y"])


def line_at(axis: PlacedAxis, position: float) -> Cut:
    """Return the line drawn at a position, at four significant digits."""
    value = axis.ruler.read(min(max(position, 0.0), 1.0))
    if axis.column.words:
        return Cut(by="value", value=float(round(value + 0.5)))
    return Cut(by="value", value=float(f"{value:.{_DIGITS}g}"))


def styled(review: Review, pair: tuple[str, str], place: str, field: str, value: str) -> Review:
    """Name, colour or give an action to a quadrant of a pair of axes."""
    key = pair_key(*pair)
    known = review.matrix.quadrants.get(key, {})
    style = {**known.get(place, QuadrantStyle()).model_dump(), field: value.strip() or None}
    changed = {**known, place: fitting(QuadrantStyle, style)}
    return matrix(review, quadrants={**review.matrix.quadrants, key: changed})


def filtered(review: Review, column: str, levels: tuple[str, ...]) -> Review:
    """Show only some levels of an attribute; none of them means all."""
    others = {k: v for k, v in review.matrix.only.items() if k != column}
    return matrix(review, only={**others, column: levels} if levels else others)


def dated(review: Review, as_of: date | None, window: str) -> Review:
    """Move the as-of date and the window."""
    return review.changed(as_of=as_of, window=window)


def corrected(
    review: Review, customer: str, column: str, value: float | str, *, reason: str, who: str
) -> Review:
    """Replace a fact of one customer."""
    said = {"value": value, "reason": reason, "who": who, "when": now()}
    fix = fitting(Correction, said)
    own = {**review.corrections.get(customer, {}), column: fix}
    return review.model_copy(update={"corrections": {**review.corrections, customer: own}})


def uncorrected(review: Review, customer: str, column: str) -> Review:
    """Take a correction back."""
    own = {k: v for k, v in review.corrections.get(customer, {}).items() if k != column}
    rest = {k: v for k, v in review.corrections.items() if k != customer}
    fixes = {**rest, customer: own} if own else rest
    return review.model_copy(update={"corrections": fixes})


def aside(review: Review, customer: str, reason: str, who: str) -> Review:
    """Set a customer aside."""
    out = fitting(SetAside, {"reason": reason, "who": who, "when": now()})
    return review.model_copy(update={"set_aside": {**review.set_aside, customer: out}})


def brought_back(review: Review, customer: str) -> Review:
    """Bring a customer back who was set aside."""
    rest = {k: v for k, v in review.set_aside.items() if k != customer}
    return review.model_copy(update={"set_aside": rest})


def judged(review: Review, column: str, customer: str, value: float, who: str) -> Review:
    """Judge one customer from 1 to 5."""
    given = {"value": min(max(value, 1.0), 5.0), "who": who, "when": now()}
    mark = fitting(Judgement, given)
    own = {**review.judged.get(column, {}), customer: mark}
    return review.model_copy(update={"judged": {**review.judged, column: own}})


def to_judge(review: Review, label: str) -> tuple[Review, str]:
    """Begin a judged attribute, or go on with it; return the review and the column's name."""
    stem = "".join(c if c.isalnum() else "_" for c in label.strip().lower()[:_NAME])
    name = f"judged_{stem or 'attribute'}"
    given = review.judged.get(name, {})
    return review.model_copy(update={"judged": {**review.judged, name: given}}), name


def ordered(review: Review, column: str, levels: tuple[str, ...]) -> Review:
    """Order the levels of an attribute in words, worst first."""
    return review.model_copy(update={"levels": {**review.levels, column: levels}})


def noted(review: Review, page: str, text: str, customers: tuple[str, ...], who: str) -> Review:
    """Keep what the room saw."""
    said = {"page": page, "text": text, "customers": customers, "who": who, "when": now()}
    note = fitting(Note, said)
    # Two pages may write in the same second.
    key = f"{note.when} {secrets.token_hex(4)}"
    return review.model_copy(update={"notes": {**review.notes, key: note}})


def unnoted(review: Review, key: str) -> Review:
    """Remove a note."""
    rest = {k: v for k, v in review.notes.items() if k != key}
    return review.model_copy(update={"notes": rest})
