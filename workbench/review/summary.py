"""Counts, sums and the one finding of the matrix; everything here adds up to the client's total."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.customers import Bools, Floats
from workbench.review import words
from workbench.review.coverage import any_known
from workbench.review.placement import PlacedAxis, Placement
from workbench.review.quadrants import Quadrant
from workbench.tabular import Tabular

_UNPLACED = "Nobody can be placed on these two axes: choose others, or see who is missing why."
_UNKNOWN = "Nothing is known of them yet that could be an axis: judge them from 1 to 5."


@dataclass(frozen=True)
class QuadrantTotal:
    """One line of the quadrant table; sums are NaN where the client has no such facts."""

    quadrant: Quadrant
    customers: int
    prospects: int
    turnover: float
    turnover_share: float
    profit: float
    losing: int


@dataclass(frozen=True)
class Totals(Tabular):
    """The whole client: ``quadrants`` + not placed + unidentified = ``turnover``.

    Counts are of customers; prospects are counted apart. ``shown`` is what the filter leaves.
    """

    quadrants: tuple[QuadrantTotal, ...]
    placed: int
    not_placed: int
    not_placed_turnover: float
    prospects_placed: int
    prospects_not_placed: int
    shown: int
    customers: int
    turnover: float

    @property
    def frame(self) -> pd.DataFrame:
        """One row per quadrant and one for those not placed, as far as the filter shows them."""
        columns = ["customers", "prospects", "turnover", "turnover_share", "profit", "losing"]
        rows = [[getattr(line, name) for name in columns] for line in self.quadrants]
        out = [self.not_placed, self.prospects_not_placed, self.not_placed_turnover]
        share = self.not_placed_turnover / self.turnover if self.turnover > 0 else np.nan
        return pd.DataFrame(
            [*rows, [*out, share, np.nan, 0]],
            columns=columns,
            index=pd.Index([*(q.quadrant.name for q in self.quadrants), "not placed"]),
        )


def totals(placement: Placement) -> Totals:
    """Add up a placement; the filter narrows the quadrant lines, never the grand totals."""
    customers, quadrant = placement.customers, placement.quadrant
    real, anyone_coming = ~placement.prospect, bool(placement.prospect.any())
    turnover, profit = customers.amounts("turnover"), customers.amounts("profit")
    code, coming = quadrant.copy(), np.zeros(5, dtype=np.intp)
    code[~placement.shown | (code < 0)] = 4
    if anyone_coming:
        coming = np.bincount(code[placement.prospect], minlength=5)
        code[placement.prospect] = 4
    there = [code == q for q in range(4)]
    counts = [_count(rows) for rows in there]
    losing = [_count(rows & customers.losing) for rows in there]
    place = code.astype(np.intp)
    sold, earned = _by(place, turnover), _by(place, profit)
    whole = float("nan")
    if turnover is not None:
        whole = float((turnover[real] if anyone_coming else turnover).sum())
    lines = tuple(
        QuadrantTotal(
            q,
            counts[q.place],
            int(coming[q.place]),
            sold[q.place],
            sold[q.place] / whole if whole > 0 else float("nan"),
            earned[q.place],
            losing[q.place],
        )
        for q in placement.quadrants
    )
    out = ~placement.placed & real
    return Totals(
        quadrants=lines,
        placed=_count(placement.placed & real),
        not_placed=_count(out),
        not_placed_turnover=float(turnover[out].sum()) if turnover is not None else 0.0,
        prospects_placed=_count(placement.placed & placement.prospect),
        prospects_not_placed=_count(~placement.placed & placement.prospect),
        shown=_count(placement.shown & real),
        customers=_count(real),
        turnover=whole,
    )


def finding(placement: Placement, sums: Totals) -> str:
    """Return the one sentence above the picture, computed from what is placed."""
    if not len(placement.customers):
        return words.NOBODY
    if not sums.placed:
        return _UNPLACED if any_known(placement.customers) else _UNKNOWN
    for axis in (placement.x, placement.y):
        if axis.line.sentence:
            return axis.line.sentence
    best = sums.quadrants[0]
    worst = max(sums.quadrants[1:], key=lambda line: line.losing)
    subject = words.count(best.customers, "customer")
    bring = "brings" if best.customers == 1 else "bring"
    if np.isfinite(best.turnover_share):
        part = words.percent(best.turnover_share)
        head = f"{subject} in «{best.quadrant.name}» {bring} {part} of turnover"
    else:
        head = f"{subject} of {sums.placed:,} fall in «{best.quadrant.name}»"
    if best.losing:
        lose = "loses" if best.losing == 1 else "lose"
        return f"{head}; {best.losing:,} of them {lose} money."
    if worst.losing:
        lose = "loses" if worst.losing == 1 else "lose"
        return f"{head}; in «{worst.quadrant.name}» {worst.losing:,} {lose} money."
    return f"{head}."


def why_here(placement: Placement, row: int) -> str:
    """Say why a customer is where they are and what would move them (domain 10)."""
    reason = placement.why_not(row)
    if reason:
        return f"Not placed. {reason}."
    parts: list[str] = []
    leave: list[tuple[float, PlacedAxis, float]] = []
    for axis in (placement.x, placement.y):
        value, better = float(axis.raw[row]), bool(axis.better[row])
        side = "on the better side of" if better else "on the other side of"
        line = _line_words(axis)
        parts.append(f"{axis.column.label} is {axis.say(value)}, {side} {line}.")
        if not axis.column.words:
            gap = abs(value - axis.line.value)
            spread = axis.ruler.high - axis.ruler.low or 1.0
            leave.append((gap / spread, axis, gap))
    if leave:
        _, axis, gap = min(leave, key=lambda entry: entry[0])
        name = placement.quadrants[int(placement.quadrant[row])].name
        direction = "less" if (axis.better[row] != axis.less_is_better) else "more"
        if gap:
            parts.append(f"It would leave «{name}» with {_gap(axis, gap)} {direction}.")
        else:
            parts.append(f"It stands on the line: with any {direction} it would leave «{name}».")
    return " ".join(parts)


def _gap(axis: PlacedAxis, gap: float) -> str:
    """Say how far it is to the line; a difference of ratios is no ratio itself."""
    return words.percent(gap) if axis.column.unit == "×" else axis.say(gap)


def _line_words(axis: PlacedAxis) -> str:
    if axis.column.words:
        above = int(axis.line.value + 0.5)
        levels = axis.column.levels
        return f"the line below «{levels[above]}»" if above < len(levels) else "the line"
    return f"the line at {axis.say(axis.line.value)}"


def _count(rows: Bools) -> int:
    """Count rows that hold; a sum of truths would first make numbers of them."""
    return int(np.count_nonzero(rows))


def _by(code: np.ndarray[tuple[int], np.dtype[np.intp]], amounts: Floats | None) -> list[float]:
    """Sum amounts per quadrant; NaN where there are none at all."""
    if amounts is None:
        return [float("nan")] * 5
    return [float(v) for v in np.bincount(code, amounts, minlength=5)]
