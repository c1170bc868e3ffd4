"""The sheet: corrections take effect where a column is made, reasons are handed on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.customers import Column, Missing
from workbench.measures.workings import Workings


def _sheet(corrections: dict[str, dict[str, float | str]] | None = None) -> Workings:
    names = pd.Series(["Alder", "Birch", "Cedar"], index=["a", "b", "c"], dtype="str")
    return Workings(names, "EUR", corrections or {})


def test_what_is_made_of_a_missing_value_hands_its_reason_on() -> None:
    work = _sheet()
    gap = np.array([False, True, False])
    work.put(Column("x", "X"), np.array([1, np.nan, 3]), Missing(gap, "Nobody asked"))
    work.put(Column("y", "Y", needs=("x",)), work["x"] * 2)
    work.put(Column("z", "Z", needs=("y",)), work["y"] * 2)
    customers = work.customers()
    assert customers.why_missing("z", 1) == "Nobody asked"
    assert customers.column("z").needs == ("y", "x")


def test_an_infinity_is_no_value() -> None:
    work = _sheet()
    work.put(Column("x", "X"), np.array([np.inf, -np.inf, 1]))
    assert work["x"].tolist()[2] == 1
    assert np.isnan(work["x"][:2]).all()


def test_a_rule_that_explains_nothing_is_not_kept() -> None:
    work = _sheet()
    first, all_ = np.array([True, False, False]), work.everyone
    values = np.array([np.nan, np.nan, 3.0])
    work.put(
        Column("x", "X"), values, Missing(first, "one"), Missing(all_, "two"), Missing(all_, "3")
    )
    customers = work.customers()
    assert [rule.why for rule in customers.missing["x"]] == ["one", "two"]
    assert not customers.missing["x"][1].rows[2]


def test_an_entered_value_that_is_no_number_is_missing_and_says_so() -> None:
    work = _sheet({"x": {"b": "plenty", "c": 7}})
    work.put(Column("x", "X"), np.array([1.0, 2.0, 3.0]))
    customers = work.customers()
    np.testing.assert_array_equal(customers.numbers("x"), [1, np.nan, 7])
    assert customers.why_missing("x", 1) == "«plenty», entered instead, is no number"


def test_values_given_are_not_changed_by_a_correction() -> None:
    values = np.array([1.0, 2.0, 3.0])
    work = _sheet({"x": {"a": 9}})
    work.put(Column("x", "X"), values)
    assert values.tolist() == [1, 2, 3]
