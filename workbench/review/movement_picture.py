"""The movement between two reviews as a picture: places left and right, bands of people between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.review import words
from workbench.review.compare import ABSENT, NOT_PLACED, SAID, Comparison, Way

Columns = Mapping[str, Sequence[float | str]]
CAUSES = ("stayed", *SAID, "came or went")
"""What a band is coloured by, in the order of `SHADES` in the chart."""
_GAP = 0.035
_STEPS = 16
_BAR = 0.018
_LEFT, _RIGHT = 0.24, 0.76
_NEW, _GONE = "New", "Gone"


@dataclass(frozen=True)
class Band:
    """People who went from one place to another by the same cause."""

    start: str
    end: str
    cause: str
    people: int


def bands(made: Comparison) -> tuple[Band, ...]:
    """Return who went where, people with the same way and cause together."""
    counted: dict[tuple[str, str, str], int] = {}
    for way in made.ways:
        key = (way.places[0], way.places[-1], cause(way))
        counted[key] = counted.get(key, 0) + 1
    return tuple(Band(*key, people) for key, people in counted.items())


def cause(way: Way) -> str:
    """Say what a band of one customer's way is coloured by."""
    if way.kind == "stayed":
        return CAUSES[0]
    if way.kind in {"new", "gone"}:
        return CAUSES[-1]
    return way.cause


def movement(made: Comparison) -> Mapping[str, Columns]:
    """Return finished rows: bands between places, bars of places, their names, arrow heads.

    Everything from 0 to 1, left to right and top to bottom; heights add up to everybody.
    """
    flows = bands(made)
    left = _stacked([_key(p.key) for p in made.before], flows, "start")
    right = _stacked([_key(p.key) for p in made.after], flows, "end")
    scale = _scale(max(len(left), len(right)), len(made.ways))
    ends = {"start": _tops(left, scale), "end": _tops(right, scale)}
    rows = _bands(made, flows, ends, (left, right), scale)
    rows["bars"], rows["names"] = _bars(made, (left, right), ends, scale)
    return rows


def _key(key: str) -> str:
    return key or ABSENT


def _stacked(order: Sequence[str], flows: Sequence[Band], end: str) -> dict[str, int]:
    """Return how many stand in each place of one side, in order; places of nobody left out."""
    counts: dict[str, int] = {}
    for band in flows:
        place = getattr(band, end)
        counts[place] = counts.get(place, 0) + band.people
    known = [key for key in (*order, NOT_PLACED, ABSENT) if key in counts]
    return {key: counts[key] for key in dict.fromkeys((*known, *counts))}


def _scale(places: int, people: int) -> float:
    room = 1.0 - _GAP * max(places - 1, 0)
    return room / people if people else 0.0


def _tops(side: Mapping[str, int], scale: float) -> dict[str, float]:
    tops, at = {}, 0.0
    for key, people in side.items():
        tops[key] = at
        at += people * scale + _GAP
    return tops


def _bands(
    made: Comparison,
    flows: Sequence[Band],
    ends: Mapping[str, Mapping[str, float]],
    sides: tuple[Mapping[str, int], Mapping[str, int]],
    scale: float,
) -> dict[str, Columns]:
    order = [{key: i for i, key in enumerate(side)} for side in sides]

    def place(band: Band) -> tuple[int, int, int]:
        return order[0][band.start], order[1][band.end], CAUSES.index(band.cause)

    arriving = sorted(flows, key=lambda b: (place(b)[1], place(b)[0], place(b)[2]))
    tops: dict[Band, list[float]] = {band: [0.0, 0.0] for band in flows}
    for which, ordered in enumerate((sorted(flows, key=place), arriving)):
        name = "start" if which == 0 else "end"
        used: dict[str, float] = {}
        for band in ordered:
            key = getattr(band, name)
            tops[band][which] = ends[name][key] + used.get(key, 0.0)
            used[key] = used.get(key, 0.0) + band.people * scale
    along = np.linspace(0.0, 1.0, _STEPS)
    bend = along * along * (3 - 2 * along)
    across = _LEFT + _BAR + (_RIGHT - _LEFT - 2 * _BAR) * along
    # Those who stayed lie beneath those who moved.
    drawn = sorted(flows, key=lambda b: b.cause != CAUSES[0])
    wide: dict[str, list[float | str]] = {n: [] for n in ("x", "y", "y2", "band", "cause", "said")}
    heads: dict[str, list[float | str]] = {n: [] for n in ("x", "y", "cause", "said")}
    for number, band in enumerate(drawn):
        start, end = tops[band]
        top, told = start + (end - start) * bend, _said(made, band)
        thick = band.people * scale
        wide["x"] += across.tolist()
        wide["y"] += top.tolist()
        wide["y2"] += (top + thick).tolist()
        wide["band"] += [float(number)] * _STEPS
        wide["cause"] += [band.cause] * _STEPS
        wide["said"] += [told] * _STEPS
        if band.cause != CAUSES[0] and ABSENT not in (band.start, band.end):
            heads["x"].append(_RIGHT - _BAR)
            heads["y"].append(end + thick / 2)
            heads["cause"].append(band.cause)
            heads["said"].append(told)
    return {"bands": wide, "heads": heads}


def _said(made: Comparison, band: Band) -> str:
    who = words.count(band.people, "customer")
    if band.start == ABSENT:
        return f"{who} new, in {made.name_of(band.end)}"
    if band.end == ABSENT:
        return f"{who} gone, {'was' if band.people == 1 else 'were'} in {made.name_of(band.start)}"
    if band.cause == CAUSES[0]:
        return f"{who} stayed in {made.name_of(band.end)}"
    ends = f"{made.name_of(band.start)} → {made.name_of(band.end)}"
    return f"{who}: {ends}, by {SAID[band.cause]}"


def _bars(
    made: Comparison,
    sides: tuple[Mapping[str, int], Mapping[str, int]],
    ends: Mapping[str, Mapping[str, float]],
    scale: float,
) -> tuple[Columns, Columns]:
    bars: dict[str, list[float | str]] = {n: [] for n in ("x", "x2", "y", "y2", "said")}
    names: dict[str, list[float | str]] = {n: [] for n in ("x", "y", "text", "left")}
    for which, (side, tops) in enumerate(zip(sides, (ends["start"], ends["end"]), strict=True)):
        at = _LEFT if which == 0 else _RIGHT - _BAR
        for key, people in side.items():
            label = made.name_of(key) or (_NEW if which == 0 else _GONE)
            bars["x"].append(at)
            bars["x2"].append(at + _BAR)
            bars["y"].append(tops[key])
            bars["y2"].append(tops[key] + people * scale)
            bars["said"].append(f"{label}: {words.count(people, 'customer')}")
            names["x"].append(at if which == 0 else at + _BAR)
            names["y"].append(tops[key] + people * scale / 2)
            names["text"].append(f"{label}  {people:,}")
            names["left"].append(float(which == 0))
    return bars, names
