"""PointsBars: one row per attribute of the good customer, three layers on each.

The pale bar ends in a round handle: points to earn. The dark bar on it is what the chosen customer
earns, hatched where a missing fact leaves a range; the upright mark is the average. Python gives
finished rows and is told of moves, releases and wishes; it alone decides what they change.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import traitlets

from workbench.widgets.gate import GuardedWidget, Refused, finite, whole

ACTIONS = ("remove", "up", "down", "open")
"""What can be wished for a bar, besides other points."""

_FIELDS: dict[str, Any] = {
    "key": "",
    "label": "",
    "detail": "",
    "points": 0.0,
    "maximum": 10.0,
    "limit": None,
    "earned_low": None,
    "earned_high": None,
    "average": None,
    "ideal": None,
    "note": "",
    "note_title": "",
    "picture": (),
    "picture_at": None,
}


class PointsBars(GuardedWidget):
    """Bars with handles; observe `moving` to preview, `released` to commit, `action` to obey.

    Examples
    --------
    >>> bars = PointsBars(bars=[{"key": "referrals", "label": "Brings others", "points": 5}])
    >>> bars.bars[0]["maximum"]
    10.0
    """

    _esm = Path(__file__).parent / "points_bars.js"
    _css = Path(__file__).parent / "points_bars.css"

    bars = traitlets.List(traitlets.Dict()).tag(sync=True)
    """Finished rows. Each has ``key`` and ``label``; ``detail`` (how it earns); ``points``, up to
    ``limit`` now on a scale to ``maximum``; ``earned_low``, ``earned_high``, ``average`` and
    ``ideal`` in points, None (or NaN) where there is none; ``note`` with ``note_title`` in full;
    ``picture`` (counts of customers over the attribute's range) and ``picture_at`` (the chosen
    customer's place in it, from 0)."""
    chosen = traitlets.Unicode("").tag(sync=True)
    """Name of the customer whose points are shown; empty for none."""
    heading = traitlets.Unicode("").tag(sync=True)
    """What the notes at the right answer."""
    empty = traitlets.Unicode("No bars yet: add what makes a good customer.").tag(sync=True)
    """What stands here without bars."""
    step = traitlets.Float(1.0, min=0.001).tag(sync=True)
    """Points from one stop of a handle to the next, and of one arrow key."""
    disabled = traitlets.Bool(default_value=False).tag(sync=True)
    """Whether the bars only show; what a browser sends then is dropped."""

    moving = traitlets.Dict(read_only=True)
    """The newest move of a handle: ``key``, ``points``, ``n``; the last one wins."""
    released = traitlets.Dict(read_only=True)
    """A handle let go (or a key come to rest): ``key``, ``points``, ``n``; none is lost."""
    action = traitlets.Dict(read_only=True)
    """A wish: ``kind`` (remove, up, down, open), ``key``, ``n``."""

    _moving = traitlets.Dict().tag(sync=True, echo_update=False)
    browser_sets: ClassVar[frozenset[str]] = frozenset({"_moving"})

    def __init__(self, **traits: Any) -> None:
        self._newest = -1
        super().__init__(**traits)

    @traitlets.validate("bars")
    def _finished(self, proposal: Any) -> list[dict[str, Any]]:
        rows = [_FIELDS | {name: _plain(v) for name, v in row.items()} for row in proposal["value"]]
        keys = [row["key"] for row in rows]
        if len(set(keys)) < len(keys) or any(row.keys() - _FIELDS.keys() for row in rows):
            raise traitlets.TraitError(f"bars need different keys and fields of {sorted(_FIELDS)}")
        return rows

    def admitted(self, name: str, value: object) -> object:  # noqa: D102 - see the base
        if not isinstance(value, Mapping):
            raise Refused(name)
        return self._checked(value)

    @traitlets.observe("_moving")
    def _moved(self, change: Any) -> None:
        # A move can be overtaken by its own release, which travels at once.
        if change["new"] and change["new"]["n"] > self._newest:
            self._newest = change["new"]["n"]
            self.set_trait("moving", dict(change["new"]))

    def heard(self, content: Mapping[str, Any]) -> None:  # noqa: D102 - see the base
        kind = content.get("kind")
        event = self._checked(content) if kind == "released" else self._named(content)
        self._newest = max(self._newest, event["n"])
        if kind == "released":
            self.set_trait("released", event)
        elif kind in ACTIONS:
            self.set_trait("action", {"kind": kind, **event})
        else:
            raise Refused("kind")

    def _checked(self, content: Mapping[str, Any]) -> dict[str, Any]:
        event = self._named(content)
        points = finite(content.get("points"))
        row = next(row for row in self.bars if row["key"] == event["key"])
        if not 0 <= points <= row["maximum"]:
            raise Refused("points")
        return {**event, "points": points}

    def _named(self, content: Mapping[str, Any]) -> dict[str, Any]:
        key = content.get("key")
        if self.disabled or not any(row["key"] == key for row in self.bars):
            raise Refused("key")
        return {"key": key, "n": whole(content.get("n"), 2**53)}


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it: no NaN, no tuple."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return list(value) if isinstance(value, tuple) else value
