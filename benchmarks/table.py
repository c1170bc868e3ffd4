"""What was reached beside what was asked for, as one table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from server import ROOT

Figures = dict[str, float]
BUILD = ROOT / "build"
FOLDER = BUILD / "bench"


class Row(NamedTuple):
    """One line of the table; without a limit it only tells."""

    what: str
    got: str
    limit: str = ""
    fine: bool = True


def row(what: str, got: float, most: float, unit: str, digits: int = 1) -> Row:
    """Return a figure beside the most it may be."""
    return Row(what, f"{got:.{digits}f} {unit}", f"≤ {most:.{digits}f} {unit}", got <= most)


def table(rows: Sequence[Row]) -> str:
    """Return the rows under each other, each that missed its limit marked."""
    wide = [max((len(each[i]) for each in rows), default=0) for i in range(3)]
    lines = [
        f"{what:<{wide[0]}}  {got:>{wide[1]}}  {limit:<{wide[2]}}  {'' if fine else 'missed'}"
        for what, got, limit, fine in rows
    ]
    return "\n".join(line.rstrip() for line in lines)
