"""The table everything is computed from: names, values, why one is missing, prospects beside."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_clients import HOSTILE, client, clients

from workbench.customers import Column, Customers, Missing, with_prospects
from workbench.errors import WorkbenchError


def test_a_name_that_is_empty_is_the_id() -> None:
    made = client({"turnover": [1, 2, 3]}, ids=["a", "b", "c"], names=["Alder", "", None])  # type: ignore[list-item]
    assert made.names.tolist() == ["Alder", "b", "c"]


def test_an_unknown_column_is_told_with_those_there_are() -> None:
    with pytest.raises(WorkbenchError, match=r"«sales».*Allowed: profit, turnover"):
        client({"turnover": [1], "profit": [1]}).numbers("sales")


def test_an_unknown_customer_is_told() -> None:
    made = client({"turnover": [1]}, ids=["a"])
    assert "a" in made
    assert "b" not in made
    with pytest.raises(WorkbenchError, match="«b»"):
        made.row("b")


def test_the_first_rule_that_covers_a_row_says_why() -> None:
    made = client({"turnover": [1, None, None]}).with_column(
        Column("days_late", "Days late", "days"),
        [1.0, np.nan, np.nan],
        (
            Missing(np.array([False, True, False]), "no invoices"),
            Missing(np.array([False, True, False]), "never said"),
        ),
    )
    assert made.why_missing("days_late", 1) == "no invoices"
    assert made.why_missing("days_late", 2) == "Days late is not known"


def test_sums_count_missing_as_nothing_but_a_column_nobody_has_is_no_zero() -> None:
    """Domain 3: never a silent zero."""
    made = client({"turnover": [1, None, 3], "profit": [None, None, None]})
    assert np.array_equal(made.amounts("turnover"), [1, 0, 3])  # type: ignore[arg-type]
    assert made.amounts("profit") is None
    assert made.amounts("unheard_of") is None


def test_who_loses_money_needs_a_profit_below_zero() -> None:
    assert client({"profit": [-1, 0, None, 2]}).losing.tolist() == [True, False, False, False]
    assert client({"turnover": [1, 2]}).losing.tolist() == [False, False]


def test_levels_are_positions_in_an_order() -> None:
    made = client({"segment": ["high", None, "low", "odd"]})
    assert np.array_equal(made.levels("segment"), [2, np.nan, 0, np.nan], equal_nan=True)
    turned = made.levels("segment", ("high", "low"))
    assert np.array_equal(turned, [0, np.nan, 1, np.nan], equal_nan=True)


def test_words_joined_to_customers_stay_words_and_nothing() -> None:
    made = client({"turnover": [1, 2]}).with_column(
        Column("plan", "Plan", levels=("a", "b")), np.array(["b", None], dtype=object)
    )
    assert made.frame["plan"].tolist() == ["b", None]


@given(clients(), st.randoms(use_true_random=False))
def test_only_keeps_values_reasons_and_ranges_together(made: Customers, random: object) -> None:
    keep = np.array([random.random() < 0.5 for _ in range(len(made))], dtype=bool)  # type: ignore[attr-defined]
    part = made.only(keep)
    for row, key in enumerate(part.ids):
        before = made.row(key)
        for name in made.columns:
            assert part.why_missing(name, row) == made.why_missing(name, before)
        low, high = (end[row] for end in part.range_of("frequency"))
        then = tuple(end[before] for end in made.range_of("frequency"))
        assert np.array_equal([low, high], then, equal_nan=True)


def test_prospects_stand_beside_customers_with_what_they_lack_said() -> None:
    customers = client({"turnover": [5, 1], "segment": ["low", "high"]}, ids=["a", "b"])
    wanted = Column("segment", "Segment", levels=("low", "huge"))
    coming = client({"segment": ["huge"]}, ids=["p"], columns=[wanted])
    both = with_prospects(customers, coming)
    assert both.frame["kind"].tolist() == ["customer", "customer", "prospect"]
    assert both.why_missing("turnover", 2) == "A prospect: nothing sold yet"
    assert both.columns["segment"].levels == ("low", "medium", "high", "huge")


def test_words_only_prospects_have_are_nothing_for_customers() -> None:
    wanted = Column("source", "Source", levels=("fair", "web"))
    coming = client({"source": ["web"]}, ids=["p"], columns=[wanted])
    both = with_prospects(client({"turnover": [1.0]}), coming)
    assert both.frame["source"].tolist() == [None, "web"]


@pytest.mark.parametrize("taken", [["A"], ["A", "A (prospect)"]])
def test_a_prospect_with_a_customer_s_id_gets_one_of_its_own(taken: list[str]) -> None:
    customers = client({"turnover": [1.0] * len(taken)}, ids=taken)
    both = with_prospects(customers, client({"turnover": [None]}, ids=["A"]))
    assert len(set(both.ids)) == len(taken) + 1
    assert both.frame["kind"].tolist()[-1] == "prospect"


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 2), (2, 0)])
def test_no_customers_or_no_prospects_is_no_fault(old: int, new: int) -> None:
    customers = client({"turnover": [1.0] * old, "segment": ["low"] * old})
    ids = [f"P{i}" for i in range(new)]
    coming = client({"turnover": [None] * new, "segment": ["high"] * new}, ids=ids)
    assert len(with_prospects(customers, coming)) == old + new


def test_names_are_kept_to_the_letter() -> None:
    ids = [f"C{i}" for i in range(len(HOSTILE))]
    made = client({"turnover": [1.0] * len(HOSTILE)}, ids=ids, names=HOSTILE)
    assert made.names.tolist() == list(HOSTILE)
