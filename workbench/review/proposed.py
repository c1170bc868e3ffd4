"""A decision the figures propose, and what the rules that propose one look at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.customers import Bools, Customers, Floats
from workbench.review import words
from workbench.review.placement import Placement
from workbench.review.plan import Action, Kind
from workbench.review.review import Review


@dataclass(frozen=True)
class Proposal:
    """A decision that is proposed.

    ``key`` is its name in the plan for good. ``expected`` is the change of the bottom line a year
    in money, ``how`` says how it was reckoned; NaN and empty where nothing says what it brings.
    """

    key: str
    kind: Kind
    about: str
    action: str
    why: str
    expected: float = float("nan")
    how: str = ""
    gives_us: str = ""
    gives_them: str = ""
    pair: str = ""
    members: tuple[str, ...] = ()

    def as_action(self) -> Action:
        """Return the proposal as a line of the plan, not signed yet."""
        return Action(
            kind=self.kind,
            about=self.about,
            pair=self.pair,
            members=self.members,
            action=self.action,
            gives_us=self.gives_us,
            gives_them=self.gives_them,
            expected=round(self.expected) if np.isfinite(self.expected) else None,
        )


@dataclass(frozen=True, eq=False)
class Asked:
    """What a rule looks at: everybody as placed, who counts, and the currency."""

    placement: Placement
    counted: Bools
    currency: str

    @property
    def customers(self) -> Customers:
        """Everybody with every column."""
        return self.placement.customers

    @property
    def review(self) -> Review:
        """What people decided."""
        return self.placement.review

    def has(self, *names: str) -> bool:
        """Whether columns exist."""
        return set(names) <= self.customers.columns.keys()

    def numbers(self, name: str) -> Floats:
        """Values of a column, missing for who doesn't count and where there is none."""
        if not self.has(name):
            return np.full(len(self.customers), np.nan)
        return np.where(self.counted, self.customers.numbers(name), np.nan)

    def level(self, name: str, level: str) -> Bools:
        """Who counts and has a level of a column of words."""
        return np.asarray(self.customers.frame[name].to_numpy(dtype=object) == level) & self.counted

    def money(self, value: float) -> str:
        """Say an amount."""
        return words.money(value, self.currency)

    def name(self, row: int) -> str:
        """Name of a customer."""
        return str(self.customers.names[row])

    def ids(self, rows: Bools) -> tuple[str, ...]:
        """Ids of these customers."""
        return tuple(str(key) for key in self.customers.ids[rows])
