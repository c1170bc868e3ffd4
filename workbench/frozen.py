"""Frozen reviews: a review as it stood on a day, with its facts beside it, never changed again.

Layout beside a client's decisions: ``frozen/<date>-<n>/`` with ``review.json`` (name, who, when,
the state) and ``facts/`` (Parquet). A later review is compared with it in the order facts, by
hand, points, lines (domain 10).
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from workbench.customers import Customers
from workbench.errors import WorkbenchError
from workbench.measures.everybody import everybody
from workbench.measures.facts import Facts
from workbench.review.compare import Comparison, compare, stage
from workbench.review.placement import Placement, place, prospects, standing
from workbench.review.proposal import default_points
from workbench.review.review import Review
from workbench.review.scoring import Earned, with_points

_Part = TypeVar("_Part", bound=BaseModel)
FOLDER = "frozen"
FROZEN_REVIEW, FROZEN_FACTS = "review.json", "facts"
_FORMAT = 1
_OF_FACTS = ("as_of", "window", "corrections", "entered", "newcomers", "set_aside")
_OF_COSTS = ("effort", "hours_a_month", "made_with")
"""Fields of a review, and of its costs, that say what is so of customers: they count as facts."""
_BY_HAND = ("fit", "feeling", "overrides")
"""Fields of its tiers in which the room judged customers, as it did in `Review.judged`."""


@dataclass(frozen=True, eq=False)
class Standing:
    """A review and its facts, from which everything else follows."""

    review: Review
    facts: Facts

    @cached_property
    def customers(self) -> Customers:
        """Everybody with every column, points included."""
        measured = everybody(self.facts, self.review, {})
        points = self.review.points
        if points is None:
            points = default_points(measured.only(~prospects(measured)))
        if not points.bars:
            return measured
        return with_points(measured, points, Earned(measured).score(points))

    @cached_property
    def placement(self) -> Placement:
        """Everybody placed."""
        return place(self.customers, standing(self.customers, self.review))

    def settled(self) -> Standing:
        """Return it with nothing left open: what was proposed then stays as it was."""
        points, measured = self.review.points, self.customers
        if points is None:
            points = default_points(measured.only(~prospects(measured)))
        axes = {"x": self.placement.x.settings, "y": self.placement.y.settings}
        matrix = self.review.matrix.model_copy(update=axes)
        return Standing(self.review.changed(points=points, matrix=matrix), self.facts)


@dataclass(frozen=True)
class Frozen:
    """One frozen review: its key (the name of its folder), what it is called, who and when."""

    key: str
    name: str
    on: date
    who: str
    when: str
    folder: Path = field(repr=False)

    @property
    def standing(self) -> Standing:
        """The review and its facts, read anew; `WorkbenchError` when either is damaged."""
        head = _read(self.folder)
        return Standing(Review.from_json(head["state"]), Facts.read(self.folder / FROZEN_FACTS))


def freeze(client: Path, now: Standing, *, name: str, on: date, who: str, when: str) -> Frozen:
    """Keep a review and its facts for good under a name and a date.

    Written beside and put in its place whole: a review is frozen or it isn't.

    Raises
    ------
    WorkbenchError
        When the name is empty or the folder can't be written.
    """
    called = " ".join(name.split())[:100]
    if not called:
        raise WorkbenchError("The frozen review has no name", allowed="such as «Spring review»")
    kept = now.settled()
    head = {
        "format": _FORMAT,
        "name": called,
        "on": on.isoformat(),
        "who": who,
        "when": when,
        "state": kept.review.to_json(),
    }
    shelf = client / FOLDER
    try:
        shelf.mkdir(exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=".freezing-", dir=shelf))
        try:
            kept.facts.write(building / FROZEN_FACTS)
            (building / FROZEN_REVIEW).write_text(json.dumps(head, indent=1), encoding="utf-8")
            for file in (building / FROZEN_REVIEW, *(building / FROZEN_FACTS).iterdir()):
                _to_disk(file)
            return _settle(building, shelf, on)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
    except OSError as error:
        raise WorkbenchError(
            "The review can't be frozen", where=str(shelf), then="Make room, or allow writing."
        ) from error


def frozen(client: Path | None) -> tuple[Frozen, ...]:
    """Return a client's frozen reviews, the newest first; a damaged one is passed over."""
    if client is None or not (client / FOLDER).is_dir():
        return ()
    found = [known for folder in (client / FOLDER).iterdir() if (known := _known(folder))]
    return tuple(sorted(found, key=lambda one: (one.on, one.when, one.key), reverse=True))


def between(before: Standing, after: Standing, grading: str = "quadrant") -> Comparison:
    """Compare two reviews, changed into one another step by step."""
    return compare([stage(part.placement, grading) for part in stages(before, after)], grading)


def stages(before: Standing, after: Standing) -> tuple[Standing, ...]:
    """Return the way from one review to another: facts, by hand, points, then lines and rules.

    What people said is so of single customers (corrections, entries by hand, the time one takes,
    who is set aside) goes with the facts. What they judged (tiers they chose, fit, feeling, marks)
    follows by hand, before the points and lines that may rest on it; thresholds and assumptions go
    with the lines. Axes and points that nobody chose are those of the first review still.
    """
    before = before.settled()
    after = _in_the_eyes_of(before, after).settled()
    then, now = before.review, after.review
    seen, told = then.assumptions, now.assumptions
    parts = {
        "costs": _with(seen.costs, told.costs, *_OF_COSTS),
        "loyalty": _with(seen.loyalty, told.loyalty, "entries"),
    }
    facts = _with(then, now, *_OF_FACTS).model_copy(
        update={"assumptions": seen.model_copy(update=parts)}
    )
    tiers = {"tiers": _with(seen.tiers, told.tiers, *_BY_HAND)}
    # A column that was judged then may stand on an axis then, even if nobody judges it now.
    judged = {**{name: {} for name in then.judged}, **now.judged}
    hand = facts.model_copy(
        update={"judged": judged, "assumptions": facts.assumptions.model_copy(update=tiers)}
    )
    points = _with(hand, now, "points")
    between = (Standing(review, after.facts) for review in (facts, hand, points))
    return before, *between, after


def _with(old: _Part, new: _Part, *names: str) -> _Part:
    """Return ``old`` with some of its fields as they are in ``new``."""
    return old.model_copy(update={name: getattr(new, name) for name in names})


def _in_the_eyes_of(before: Standing, after: Standing) -> Standing:
    review, then = after.review, before.review
    axes = {"x": review.matrix.x or then.matrix.x, "y": review.matrix.y or then.matrix.y}
    points = then.points if review.points is None else review.points
    matrix = review.matrix.model_copy(update=axes)
    return Standing(review.model_copy(update={"points": points, "matrix": matrix}), after.facts)


def _settle(building: Path, shelf: Path, on: date) -> Frozen:
    """Put a finished folder under the next free number of its day."""
    for key in _keys(on):
        try:
            building.rename(shelf / key)
        except OSError:
            if not (shelf / key).exists():
                raise
            continue  # another page froze at the same moment
        found = _known(shelf / key)
        assert found is not None, "what was written just now can be read"  # noqa: S101 - our own doing
        return found
    raise AssertionError


def _keys(on: date) -> Iterator[str]:
    number = 1
    while True:
        yield f"{on.isoformat()}-{number}"
        number += 1


def _known(folder: Path) -> Frozen | None:
    if folder.name.startswith(".") or not folder.is_dir():
        return None
    try:
        head = _read(folder)
        on = date.fromisoformat(head["on"])
        return Frozen(folder.name, head["name"], on, head["who"], head["when"], folder)
    except (WorkbenchError, KeyError, ValueError, TypeError):
        return None


def _read(folder: Path) -> dict[str, Any]:
    try:
        head: dict[str, Any] = json.loads((folder / FROZEN_REVIEW).read_text(encoding="utf-8"))
        made = int(head["format"])
    except (OSError, ValueError, KeyError, TypeError):
        raise WorkbenchError(
            "The frozen review is absent or damaged",
            where=folder.name,
            then="Restore it from a copy.",
        ) from None
    if made > _FORMAT:
        raise WorkbenchError(
            "The review was frozen by a newer version", where=folder.name, then="Update."
        )
    return head


def _to_disk(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
