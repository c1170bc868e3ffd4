"""The sheet `derive` computes on: columns one after another, each with why a value is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.customers import Bools, Column, Customers, Floats, Missing
from workbench.measures.catalogue import MEASURES

Value = float | str


class Workings:
    """Columns in the order they are computed; a correction takes effect where its column is made.

    Parameters
    ----------
    names
        Names by customer id: the rows.
    currency
        Code of all money.
    corrections
        Column → customer id → the value that stands instead. Ids and columns that don't exist
        (any more) change nothing.
    aside
        Ids of customers set aside: they have measures of their own, but no share in what is
        measured against others (``counted``).
    """

    def __init__(
        self,
        names: pd.Series[str],
        currency: str,
        corrections: Mapping[str, Mapping[str, Value]],
        aside: Collection[str] = (),
    ) -> None:
        self.names = names
        self.currency = currency
        self.everyone: Bools = np.ones(len(names), dtype=np.bool_)
        self.counted: Bools = ~np.asarray(names.index.isin(list(aside)), dtype=np.bool_)
        self._corrections = corrections
        self._values: dict[str, npt.NDArray[Any]] = {}
        self._columns: dict[str, Column] = {}
        self._missing: dict[str, tuple[Missing, ...]] = {}
        self._ranges: dict[str, tuple[Floats, Floats]] = {}

    @classmethod
    def of(
        cls, customers: Customers, currency: str, corrections: Mapping[str, Mapping[str, Value]]
    ) -> Workings:
        """Return a finished table as a sheet again, to go on from there."""
        work = cls(customers.frame["name"], currency, corrections)
        others = customers.frame.columns.drop("name")
        work._values = {str(name): customers.frame[name].to_numpy() for name in others}
        work._columns, work._missing = dict(customers.columns), dict(customers.missing)
        work._ranges = dict(customers.ranges)
        return work

    def __getitem__(self, name: str) -> Floats:
        """Return a numeric column computed before."""
        return np.asarray(self._values[name], dtype=np.float64)

    def __contains__(self, name: str) -> bool:
        return name in self._columns

    @property
    def columns(self) -> Mapping[str, Column]:
        """What is offered so far."""
        return self._columns

    def measure(
        self, name: str, values: Floats, *rules: Missing, ends: tuple[Floats, Floats] | None = None
    ) -> None:
        """Add a measure of the catalogue."""
        self.put(MEASURES[name].column(self.currency), values, *rules, ends=ends)

    def measure_words(
        self, name: str, values: npt.NDArray[np.object_], levels: tuple[str, ...], *rules: Missing
    ) -> None:
        """Add a measure of the catalogue that is said in words, its levels from worst to best."""
        self.put_words(MEASURES[name].column(self.currency, levels), values, *rules)

    def nothing(self) -> Floats:
        """Return values that are all missing."""
        return np.full(len(self.names), np.nan)

    def put(
        self,
        column: Column,
        values: Floats,
        *rules: Missing,
        ends: tuple[Floats, Floats] | None = None,
    ) -> None:
        """Add a numeric column. Its own rules come first, then those of what it is made of.

        ``ends`` are the least and the most each value can be, where facts are partly missing.
        Its ``needs`` are completed by what those need: a bar that feeds on the outcome, however
        far back, has to be told from one that doesn't.
        """
        numbers = np.where(np.isfinite(values), values, np.nan)
        for row, value in self.corrections(column.name):
            numbers[row] = _number(value)
            if np.isnan(numbers[row]):
                here: Bools = np.arange(len(numbers)) == row
                rules = (Missing(here, f"«{value}», entered instead, is no number"), *rules)
        if ends is not None:
            sure = np.isin(np.arange(len(numbers)), [r for r, _ in self.corrections(column.name)])
            low, high = (np.where(sure, numbers, end) for end in ends)
            self._ranges[column.name] = (low, high)
        gone = np.isnan(numbers)
        self._add(self._traced(column), numbers, gone, self._explained(column, rules))

    def put_words(self, column: Column, values: npt.NDArray[np.object_], *rules: Missing) -> None:
        """Add a column of words, ``None`` where there is none."""
        words = values.copy()
        for row, value in self.corrections(column.name):
            words[row] = str(value)
        gone = np.asarray(pd.isna(words), dtype=np.bool_)
        self._add(self._traced(column), words, gone, self._explained(column, rules))

    def keep(self, name: str, values: npt.NDArray[Any]) -> None:
        """Keep values in the frame without offering them as a column (names, phone numbers)."""
        self._values[name] = values

    def corrections(self, name: str) -> Iterator[tuple[int, Value]]:
        """Rows of a column that a person corrected, with the value that stands instead."""
        changes = self._corrections.get(name)
        if not changes:
            return
        rows = self.names.index.get_indexer(pd.Index(list(changes), dtype="str"))
        yield from (
            (int(row), v) for row, v in zip(rows, changes.values(), strict=True) if row >= 0
        )

    def customers(self) -> Customers:
        """Return everything computed as one frozen table, measures in the catalogue's order."""
        first = [name for name in MEASURES if name in self._columns]
        order = dict.fromkeys([*first, *self._values])
        values: dict[str, Any] = {
            "name": self.names,
            **{name: self._values[name] for name in order},
        }
        columns = {name: self._columns[name] for name in order if name in self._columns}
        for name in order:
            if values[name].dtype == object:  # which pandas would take for text of its own kind
                values[name] = pd.Series(values[name], index=self.names.index, dtype=object)
        frame = pd.DataFrame(values, index=self.names.index, copy=False)
        return Customers(frame, columns, self._missing, self._ranges)

    def _traced(self, column: Column) -> Column:
        """Complete a column's needs by what those need; its label says what of it is no fact."""
        made_of = [self._columns[need] for need in column.needs if need in self._columns]
        needs = chain(column.needs, *(part.needs for part in made_of))
        marks = tuple(dict.fromkeys(chain(*(part.marks for part in made_of), column.marks)))
        label = f"{column.label} ({', '.join(marks)})" if marks else column.label
        return replace(column, label=label, needs=tuple(dict.fromkeys(needs)), marks=marks)

    def _explained(self, column: Column, rules: Sequence[Missing]) -> list[Missing]:
        """Return a column's own rules and, after them, those of what it is made of."""
        return [*rules, *(rule for need in column.needs for rule in self._missing.get(need, ()))]

    def _add(
        self,
        column: Column,
        values: npt.NDArray[Any],
        gaps: Bools,
        rules: list[Missing],
    ) -> None:
        self._values[column.name] = values
        self._columns[column.name] = column
        self._missing[column.name] = _telling(rules, gaps) if gaps.any() else ()


def _number(value: Value) -> float:
    try:
        number = float(value)
    except ValueError:
        return np.nan
    return number if np.isfinite(number) else np.nan


def _telling(rules: list[Missing], gaps: Bools) -> tuple[Missing, ...]:
    """Keep the rules that explain a gap no rule before them explains."""
    open_, kept = gaps.copy(), []
    for rule in rules:
        if (rule.rows & open_).any():
            kept.append(Missing(rule.rows & open_, rule.why))
            open_ &= ~rule.rows
    return tuple(kept)
