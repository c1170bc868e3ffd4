"""Where a figure comes from, as lines: what went in, at which rate, what was assumed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One line of an explanation: what it is, and its figure in words."""

    what: str
    said: str = ""


@dataclass(frozen=True)
class Explanation:
    """The lines a figure is made of, and sentences that hold for all of them."""

    lines: tuple[Part, ...]
    notes: tuple[str, ...] = ()
