"""One row per customer: the table everything after the measures is computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.errors import WorkbenchError
from workbench.tabular import Tabular

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Better = Literal["more", "less"]


@dataclass(frozen=True)
class Column:
    """What a measure or attribute means, apart from its values.

    ``levels`` run from worst to best and make the column one of words; a column without levels
    is numeric. ``additive`` says that values add up over customers (turnover does, days late do
    not). ``meaning`` is one plain sentence for the page, ``term`` the field's own word, ``needs``
    names columns this one is computed from (a bar that feeds on the outcome must say so), ``marks``
    say what of it is no fact («estimated», «assumed 40 %»). ``ordered`` is False for words that
    stand by the alphabet, because nobody has said which of them is better.
    """

    name: str
    label: str
    unit: str = ""
    better: Better = "more"
    additive: bool = False
    levels: tuple[str, ...] = ()
    meaning: str = ""
    term: str = ""
    needs: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    ordered: bool = True

    @property
    def words(self) -> bool:
        """Whether the column holds words (ordered levels) instead of numbers."""
        return bool(self.levels)


@dataclass(frozen=True, eq=False)
class Missing:
    """Why some customers have no value: the rows concerned and one sentence for them."""

    rows: Bools
    why: str


@dataclass(frozen=True, eq=False)
class Customers(Tabular):
    """A frame with one row per customer, what its columns mean, and why a value is missing.

    ``frame`` is indexed by ``customer_id`` (unique text) and has a text column ``name``; numeric
    columns are float64 with NaN for missing, columns of words are objects with None for missing.
    ``missing`` maps a column to rules of which the first that covers a row gives the reason,
    ``ranges`` a column to the least and the most each value can be. An optional text column
    ``kind`` tells prospects from customers.
    """

    frame: pd.DataFrame
    columns: Mapping[str, Column]
    missing: Mapping[str, tuple[Missing, ...]] = field(default_factory=dict)
    ranges: Mapping[str, tuple[Floats, Floats]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.frame)

    @cached_property
    def ids(self) -> npt.NDArray[np.object_]:
        """Customer ids in row order."""
        return self.frame.index.to_numpy(dtype=object)

    @cached_property
    def names(self) -> npt.NDArray[np.object_]:
        """Names in row order; the id stands in where a name is empty."""
        names = self.frame["name"].to_numpy(dtype=object)
        blank = pd.isna(names) | (names == "")
        return np.where(blank, self.ids, names)

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {key: row for row, key in enumerate(self.ids)}

    def __contains__(self, customer_id: object) -> bool:
        return customer_id in self._row_of

    def row(self, customer_id: str) -> int:
        """Row number of a customer; `WorkbenchError` when there is none of that id."""
        try:
            return self._row_of[customer_id]
        except KeyError:
            raise WorkbenchError(f"There is no customer with the id «{customer_id}»") from None

    def column(self, name: str) -> Column:
        """Meaning of a column; `WorkbenchError` naming the nearest ones when it is unknown."""
        if name in self.columns:
            return self.columns[name]
        if name in self.frame:
            raise WorkbenchError(
                f"«{name}» divides nobody: it is empty, or nearly everybody has a word of their own"
            )
        raise WorkbenchError(
            f"There is no measure or attribute «{name}»",
            allowed=", ".join(sorted(self.columns)) or "none: the client has no facts yet",
        )

    def numbers(self, name: str) -> Floats:
        """Values of a numeric column as float64, NaN where missing."""
        self.column(name)
        if name not in self._numbers:
            self._numbers[name] = np.asarray(self.frame[name].to_numpy(), dtype=np.float64)
        return self._numbers[name]

    @cached_property
    def _numbers(self) -> dict[str, Floats]:
        return {}

    def levels(self, name: str, order: tuple[str, ...] | None = None) -> Floats:
        """Positions 0, 1, … of words in ``order``; NaN for missing and unknown levels."""
        rank = {level: float(i) for i, level in enumerate(order or self.column(name).levels)}
        return np.array([rank.get(v, np.nan) for v in self.frame[name]], dtype=np.float64)

    def amounts(self, name: str) -> Floats | None:
        """Values of a column to be summed, 0 where missing; None where nobody has any."""
        if name not in self._amounts:
            values = self.numbers(name) if name in self.columns else np.array([])
            known = np.isfinite(values)
            self._amounts[name] = np.where(known, values, 0.0) if known.any() else None
        return self._amounts[name]

    @cached_property
    def _amounts(self) -> dict[str, Floats | None]:
        return {}

    @cached_property
    def losing(self) -> Bools:
        """Whether a customer costs more than they bring; False where profit is missing."""
        profit = self.amounts("profit")
        return np.zeros(len(self), dtype=bool) if profit is None else profit < 0

    def range_of(self, name: str) -> tuple[Floats, Floats]:
        """Least and most a value can be; one array twice when nothing is open.

        A column whose facts may be partly missing (points) keeps its ends in ``ranges``.
        """
        if name in self.ranges:
            return self.ranges[name]
        values = self.numbers(name)
        return values, values

    def why_missing(self, name: str, row: int) -> str:
        """One sentence saying why this customer has no value in this column."""
        for rule in self.missing.get(name, ()):
            if rule.rows[row]:
                return rule.why
        return f"{self.column(name).label} is not known"

    def with_column(
        self,
        column: Column,
        values: npt.ArrayLike,
        missing: tuple[Missing, ...] = (),
        ends: tuple[Floats, Floats] | None = None,
    ) -> Customers:
        """Return the same customers with one more column, or with that column replaced.

        ``ends`` are the least and the most each value can be, where facts are partly missing.
        """
        frame = self.frame.copy(deep=False)
        given: Any = np.asarray(values)
        if given.dtype == object:  # which pandas would take for text of its own kind
            given = pd.Series(given, index=frame.index, dtype=object)
        frame[column.name] = given
        return replace(
            self,
            frame=frame,
            columns={**self.columns, column.name: column},
            missing={**self.missing, column.name: missing},
            ranges={**self.ranges, column.name: ends} if ends else self.ranges,
        )

    def nameless(self) -> Customers:
        """Return the same customers with their row in place of the name: «Customer 3»."""
        names = [f"Customer {number}" for number in range(1, len(self) + 1)]
        return replace(self, frame=self.frame.assign(name=names))

    def only(self, rows: Bools) -> Customers:
        """Return the customers in these rows, in the same order."""
        return replace(
            self,
            frame=self.frame[rows],
            missing={
                name: tuple(Missing(rule.rows[rows], rule.why) for rule in rules)
                for name, rules in self.missing.items()
            },
            ranges={name: (low[rows], high[rows]) for name, (low, high) in self.ranges.items()},
        )


def with_prospects(customers: Customers, prospects: Customers) -> Customers:
    """Return customers and prospects as one table, told apart by the column ``kind``.

    What only customers have is missing for prospects, with the reason; a prospect whose id is
    also a customer's is kept under an id of its own.
    """
    frame = customers.frame.assign(kind="customer")
    coming = prospects.frame.assign(kind="prospect")
    taken = set(frame.index) | set(coming.index)
    own = {}
    for key in frame.index.intersection(coming.index):
        own[key] = f"{key} (prospect)"
        while own[key] in taken:
            own[key] += "′"
    coming = coming.rename(index=own)
    both = pd.concat([frame, coming]).rename_axis("customer_id")
    columns = {**prospects.columns, **customers.columns}
    old, new = len(frame), len(coming)
    open_ = np.full(new, np.nan)
    ranges = {
        name: (np.concatenate([low, open_]), np.concatenate([high, open_]))
        for name, (low, high) in customers.ranges.items()
    }
    missing = {}
    for name, column in columns.items():
        rules = [
            Missing(np.concatenate([rule.rows, np.zeros(new, dtype=bool)]), rule.why)
            for rule in customers.missing.get(name, ())
        ]
        rules += [
            Missing(np.concatenate([np.zeros(old, dtype=bool), rule.rows]), rule.why)
            for rule in prospects.missing.get(name, ())
        ]
        if name not in prospects.columns:
            rules.append(Missing(np.arange(old + new) >= old, "A prospect: nothing sold yet"))
        missing[name] = tuple(rules)
        if not column.words:
            both[name] = both[name].astype(np.float64)
            continue
        both[name] = both[name].astype(object).where(both[name].notna(), None)
        if name in prospects.columns and name in customers.columns:
            more = [v for v in prospects.columns[name].levels if v not in column.levels]
            columns[name] = replace(column, levels=(*column.levels, *more))
    return Customers(both, columns, missing, ranges)
