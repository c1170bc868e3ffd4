"""A last answer is given again to the same question, and to no other."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.customers import Customers
from workbench.kept import Kept


def table() -> Customers:
    """Return a table that equals another one in every value."""
    return Customers(pd.DataFrame({"name": ["A"]}), {})


TABLE = table()


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ((1, {"a": 1}), (1, {"a": 1}), True),
        ((1,), (2,), False),
        ((1,), (1, 2), False),
        ((1,), (True,), False),
        ((TABLE,), (TABLE,), True),
        ((TABLE,), (table(),), False),
    ],
)
def test_the_same_question_has_the_same_answer(
    first: tuple[object, ...], second: tuple[object, ...], same: bool
) -> None:
    kept = Kept()
    assert kept.answer("sum", first, lambda: "old") == "old"
    assert kept.answer("sum", second, lambda: "new") == ("old" if same else "new")


def test_a_name_forgotten_is_found_anew_and_a_fault_keeps_nothing() -> None:
    kept = Kept()
    kept.answer("sum", (1,), lambda: "old")
    kept.pop("sum")
    with pytest.raises(ZeroDivisionError):
        kept.answer("sum", (1,), lambda: 1 / 0)
    assert kept.answer("sum", (1,), lambda: "new") == "new"
