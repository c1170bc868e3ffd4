"""What a picture may report: each event of the browser checked against what the picture holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from workbench.widgets.gate import Refused, finite, whole

MOVING = frozenset({"drag", "hover"})
"""Kinds that come many a second: the newest wins while the kernel is busy."""

TELLING = frozenset({"click", "double", "release", "key", "exported"})
"""Kinds that come one by one: none is lost."""

LARGEST_BOX = 20_000


def checked(
    raw: object,
    *,
    kinds: Collection[str],
    lines: Collection[str],
    rows: Mapping[str, int],
    movable: str = "",
    keys: Collection[str] = (),
) -> dict[str, Any]:
    """Return the event as it may be trusted, with known fields only.

    Parameters
    ----------
    raw
        What the browser sent.
    kinds
        The kinds let through.
    lines
        Names of the parameters whose lines can be dragged.
    rows
        How many rows each dataset has.
    movable
        The dataset whose marks can be dragged; empty for none.
    keys
        The keys the picture listens to.

    Raises
    ------
    Refused
        When a field is missing, of another type, or names what isn't in the picture.

    Examples
    --------
    >>> checked({"kind": "drag", "n": 3, "param": "cut", "value": 2}, kinds=MOVING,
    ...         lines={"cut"}, rows={})
    {'kind': 'drag', 'n': 3, 'param': 'cut', 'value': 2.0}
    """
    if not isinstance(raw, Mapping) or raw.get("kind") not in kinds:
        raise Refused("kind")
    kind = str(raw["kind"])
    event: dict[str, Any] = {"kind": kind, "n": whole(raw.get("n"), 2**53)}
    if kind in {"drag", "release"} and "param" in raw:
        event["param"] = _one_of(raw["param"], lines)
        event["value"] = finite(raw.get("value"))
    elif kind in {"drag", "release"}:
        event |= _mark(raw, {name: n for name, n in rows.items() if name == movable})
        event |= {axis: finite(raw.get(axis)) for axis in ("x", "y")}
    elif kind == "exported":
        event["how"] = _one_of(raw.get("how"), ("clipboard", "file"))
    else:
        if kind == "key":
            event["key"] = _one_of(raw.get("key"), keys)
        event |= _mark(raw, rows)
        if kind == "click":
            event["more"] = raw.get("more") is True
    return event


def checked_box(raw: object) -> tuple[int, int]:
    """Return the plot's width and height in CSS pixels, or raise `Refused`."""
    if not isinstance(raw, Mapping):
        raise Refused("box")
    return whole(raw.get("width"), LARGEST_BOX), whole(raw.get("height"), LARGEST_BOX)


def _mark(raw: Mapping[str, object], rows: Mapping[str, int]) -> dict[str, Any]:
    """Return dataset and row; a click beside every mark has the dataset "" and the row −1."""
    if raw.get("dataset") == "" and raw.get("kind") not in {"drag", "release"}:
        return {"dataset": "", "row": -1}
    dataset = _one_of(raw.get("dataset"), rows)
    return {"dataset": dataset, "row": whole(raw.get("row"), rows[dataset])}


def _one_of(value: object, allowed: Collection[str]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise Refused("unknown name")
    return value
