"""How raw values become places in the picture, 0 to 1, and back. A scale only draws."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from workbench.customers import Floats
from workbench.review.axes import Scale

_SKEWED = 5.0
_MOSTLY = 0.8
_NOISE = 1e-9  # parts of the largest value that nobody can see apart
_TINY = 1e-200


@dataclass(frozen=True, eq=False)
class Ruler:
    """A drawn axis: raw values to positions, 0 (worse end) to 1 (better end), and back.

    ``low`` and ``high`` are the raw ends of what is drawn, ``reverse`` puts small values at the
    better end, ``constant`` is where a doubling scale turns linear around zero (symlog),
    ``ranked`` holds the sorted values of a scale by rank (equal ones share the middle of their
    ranks, between two ranks it runs even), ``margin`` is the part of the drawing kept free at both
    ends.
    """

    scale: Scale
    low: float
    high: float
    reverse: bool = False
    constant: float = 1.0
    ranked: Floats | None = None
    margin: float = 0.05

    @cached_property
    def _ranks(self) -> tuple[Floats, Floats]:
        """Distinct values and the middle rank of each, as a part of all."""
        every = np.array([]) if self.ranked is None else self.ranked
        distinct, first, count = np.unique(every, return_index=True, return_counts=True)
        return distinct, (first + count / 2) / max(len(every), 1)

    @cached_property
    def _ends(self) -> tuple[float, float]:
        """The bent value at the worse end of what is drawn, and the width of all of it."""
        low, high = (float(end) for end in self._bend([self.low, self.high]))
        return low, (high - low) or 1.0

    def _bend(self, values: npt.ArrayLike) -> Floats:
        v = np.asarray(values, dtype=np.float64)
        if self.scale == "log":
            return np.asarray(np.sign(v) * np.log1p(np.abs(v) / self.constant))
        if self.scale == "rank" and self.ranked is not None and len(self.ranked):
            return np.asarray(np.interp(v, *self._ranks))
        return v

    def place(self, values: npt.ArrayLike) -> Floats:
        """Return positions 0 to 1; NaN stays NaN."""
        low, span = self._ends
        at = self.margin + (1 - 2 * self.margin) * ((self._bend(values) - low) / span)
        return np.asarray(1 - at if self.reverse else at)

    def read(self, position: float) -> float:
        """Return the raw value drawn at a position: the inverse of `place`."""
        at = 1 - position if self.reverse else position
        share = (at - self.margin) / (1 - 2 * self.margin)
        low, span = self._ends
        bent = low + share * span
        if self.scale == "log":
            return math.copysign(math.expm1(abs(bent)) * self.constant, bent)
        if self.scale == "rank" and self.ranked is not None and len(self.ranked):
            distinct, ranks = self._ranks
            return float(np.interp(bent, ranks, distinct))
        return bent


def ruler(values: Floats, scale: Scale, *, reverse: bool, margin: float = 0.05) -> Ruler:
    """Fit a ruler to the values that will be drawn; constant and empty columns get a width."""
    known = values[np.isfinite(values)]
    if not len(known):
        return Ruler("linear", 0.0, 1.0, reverse, margin=margin)
    low, high = float(known.min()), float(known.max())
    biggest = max(abs(low), abs(high))
    # A width that is nothing but rounding noise is no width.
    if high - low <= max(biggest * _NOISE, _TINY):
        pad = biggest * 0.5 or 1.0
        low, high = low - pad, high + pad
        scale = "linear" if scale == "rank" else scale
    if scale == "log":
        sizes = np.abs(known[np.abs(known) > _TINY])
        small = float(np.quantile(sizes, 0.1)) if len(sizes) else 1.0
        bend = 10.0 ** math.floor(math.log10(small))
        return Ruler("log", low, high, reverse, constant=bend, margin=margin)
    ranked = np.sort(known) if scale == "rank" else None
    return Ruler(scale, low, high, reverse, ranked=ranked, margin=margin)


def fitting_scale(values: Floats) -> Scale:
    """Propose doubling steps for heavily skewed amounts, even steps for everything else.

    Values on both sides of zero keep even steps: a scale that bends twice is hard to read.
    """
    known = values[np.isfinite(values)]
    positive = known[known > 0]
    if len(positive) < len(known) * _MOSTLY or not len(positive):
        return "linear"
    middle = float(np.median(positive))
    return "log" if float(positive.max()) > _SKEWED * middle else "linear"


def ticks(drawn: Ruler, most: int = 7) -> Floats:
    """Return round raw values to label, at most ``most`` of them, inside the drawn range."""
    if drawn.scale == "rank" and drawn.ranked is not None and len(drawn.ranked):
        return np.unique(np.quantile(drawn.ranked, np.linspace(0, 1, 5), method="nearest"))
    if drawn.scale == "log" and len(found := _doubling(drawn)) > 1:
        return _spaced(drawn, found, most)  # from 300 to 480 there is none, so even steps it is
    step = _round_step((drawn.high - drawn.low) / max(most - 2, 1))
    first = math.ceil(drawn.low / step - 1e-9)
    last = math.floor(drawn.high / step + 1e-9)
    return np.array([i * step for i in range(first, last + 1)])


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= rough * 0.999)


def _doubling(drawn: Ruler) -> list[float]:
    biggest = max(abs(drawn.low), abs(drawn.high))
    powers = range(math.floor(math.log10(drawn.constant)), math.ceil(math.log10(biggest)) + 1)
    sizes = [m * 10.0**p for p in powers for m in (1, 2, 5)]
    both = [-s for s in reversed(sizes)] + [0.0, *sizes]
    return [v for v in both if drawn.low <= v <= drawn.high]


def _spaced(drawn: Ruler, values: list[float], most: int) -> Floats:
    """Keep round values that stand at least one label's width apart, powers of ten first."""
    gap = 1 / (most + 2)
    kept: list[float] = []
    order = sorted(values, key=lambda v: (v != 0, not _is_power(v), -abs(v)))
    for candidate in order:
        at = float(drawn.place(candidate))
        if all(abs(at - float(drawn.place(other))) >= gap for other in kept):
            kept.append(candidate)
    return np.array(sorted(kept))


def _is_power(value: float) -> bool:
    return value != 0 and math.isclose(math.log10(abs(value)) % 1, 0, abs_tol=1e-9)


def spread(ids: npt.NDArray[np.object_]) -> Floats:
    """Return a fixed offset from −0.5 to 0.5 per customer, from the id alone.

    It keeps customers on one level of words apart; the order of rows has no say in it.
    """
    hashes = np.array([zlib.crc32(str(key).encode()) for key in ids], dtype=np.float64)
    return hashes / 2**32 - 0.5
