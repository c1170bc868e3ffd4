"""Own measures: arithmetic and nothing else; every refusal names the place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.customers import Column
from workbench.errors import WorkbenchError
from workbench.measures.collect import collect
from workbench.measures.derive import derive
from workbench.measures.expression import Formula, arranged, check
from workbench.sources.ledger import Ledger


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a + b * 2", 8),
        ("(a + b) * 2", 10),
        ("-a - +b", -5),
        ("a / b", 2 / 3),
        ("abs(-a)", 2),
        ("min(a, b, 1)", 1),
        ("max(a, b)", 3),
        ("sqrt(a * 8)", 4),
        ("log(1)", 0),
        ("1.5e2", 150),
        (" a\n + b ", 5),
    ],
)
def test_arithmetic_is_computed(expression: str, expected: float) -> None:
    formula = Formula("own", expression)
    values = formula.values({"a": np.array([2.0]), "b": np.array([3.0])}, 1)
    assert values.tolist() == pytest.approx([expected])


@pytest.mark.parametrize(
    ("expression", "place"),
    [
        ("a ** 2", "character 1"),
        ("a + b.real", "character 5"),
        ("é + b.real", "character 5"),
        ("a if b else 0", "character 1"),
        ("a > b", "character 1"),
        ("a and b", "character 1"),
        ("2 * [a]", "character 5"),
        ("a[0]", "character 1"),
        ("'text'", "character 1"),
        ("True", "character 1"),
        ("2j", "character 1"),
        ("1e999", "character 1"),
        ("9" * 400, "character 1"),
        ("abs", "character 1"),
        ("abs()", "character 1"),
        ("abs(a, b)", "character 1"),
        ("min(a)", "character 1"),
        ("max(*a)", "character 1"),
        ("max(a, b, key=a)", "character 1"),
        ("exp(a)", "character 1"),
        ("__import__('os')", "character 1"),
        ("(lambda: a)()", "character 1"),
        ("a := 3", "character"),
        ("a +", "character"),
        ("a b", "character"),
        ("", "character 1"),
        ("(" * 300 + "a" + ")" * 150, "character"),
        ("a +" * 400 + "a", "characters"),
        ("a\x00", "character"),
        ("f'{a}'", "character 1"),
        ("a // b", "character 1"),
        ("~a", "character 1"),
    ],
)
def test_anything_else_is_refused_with_its_place(expression: str, place: str) -> None:
    with pytest.raises(WorkbenchError, match=place) as refused:
        Formula("own", expression)
    assert refused.value.where.startswith("own")


@given(st.text(max_size=40))
@settings(max_examples=150)
def test_no_text_does_anything_but_be_refused_or_computed(text: str) -> None:
    try:
        formula = Formula("own", text)
    except WorkbenchError:
        return
    columns = {need: np.ones(2) for need in formula.needs}
    assert formula.values(columns, 2).shape == (2,)


@pytest.mark.parametrize("name", ["", "Margin", "2nd", "a b", "a" * 41, "min", "é", "__x"])
def test_a_name_that_can_not_stand_in_a_formula_is_refused(name: str) -> None:
    with pytest.raises(WorkbenchError, match="name of a"):
        Formula(name, "hours")


def test_a_wrong_direction_is_refused() -> None:
    with pytest.raises(WorkbenchError, match="no direction"):
        Formula("own", "hours", better="up")  # type: ignore[arg-type]


def test_it_needs_the_columns_it_names_in_their_order() -> None:
    assert Formula("own", "b + max(a, b) / c").needs == ("b", "a", "c")


def test_margin_per_hour_is_what_the_words_say(worked: Ledger) -> None:
    """A: 280 ÷ 6; C has no hours, and a division by zero is missing with a reason."""
    formula = Formula("margin_per_hour", "gross_margin / hours", unit="EUR/h")
    customers = derive(collect(worked), formulas=[formula])
    np.testing.assert_allclose(customers.numbers("margin_per_hour"), [280 / 6, np.nan, np.nan])
    assert "divides by zero" in customers.why_missing("margin_per_hour", customers.row("C"))
    why = customers.why_missing("margin_per_hour", customers.row("B"))
    assert why == "The direct cost of some of their sales is not known"
    column = customers.column("margin_per_hour")
    assert (column.label, column.unit) == ("Margin per hour", "EUR/h")
    assert column.needs == ("gross_margin", "hours", "turnover")


def test_formulas_come_after_those_they_need(worked: Ledger) -> None:
    formulas = [Formula("double", "half * 4"), Formula("half", "turnover / 2")]
    assert [f.name for f in arranged(formulas)] == ["half", "double"]
    assert derive(collect(worked), formulas=formulas).numbers("double")[0] == 940


def test_a_circle_is_refused_and_named() -> None:
    with pytest.raises(WorkbenchError, match=r"in a circle: .* → "):
        arranged([Formula("x", "y + 1"), Formula("y", "x + 1")])
    with pytest.raises(WorkbenchError, match="needs itself"):
        Formula("x", "x + 1")


def test_the_name_of_a_measure_is_taken() -> None:
    with pytest.raises(WorkbenchError, match="There is a measure «profit» already"):
        arranged([Formula("profit", "turnover")])
    with pytest.raises(WorkbenchError, match="There is a measure «x» already"):
        arranged([Formula("x", "turnover"), Formula("x", "hours")])


COLUMNS = {
    "turnover": Column("turnover", "Turnover", additive=True),
    "hours": Column("hours", "Hours", additive=True),
    "days_late": Column("days_late", "Days late"),
    "segment": Column("segment", "Segment", levels=("a", "b")),
}


def test_an_unknown_column_is_refused_before_saving_with_the_nearest_one() -> None:
    with pytest.raises(WorkbenchError, match=r"«turnovr»; did you mean «turnover»") as refused:
        check([Formula("own", "hours + turnovr")], COLUMNS)
    assert refused.value.where == "own, character 9"


def test_words_can_not_be_reckoned_with() -> None:
    with pytest.raises(WorkbenchError, match="«segment» holds words"):
        check([Formula("own", "segment + 1")], COLUMNS)


def test_a_saved_formula_whose_column_is_gone_is_missing_with_the_reason(worked: Ledger) -> None:
    customers = derive(collect(worked), formulas=[Formula("own", "gone + 1")])
    assert np.isnan(customers.numbers("own")).all()
    assert customers.why_missing("own", 0) == (
        "It needs «gone», which isn't there: it was taken back, or joined in another notebook"
    )


@pytest.mark.parametrize(
    ("expression", "additive"),
    [
        ("turnover + hours", True),
        ("turnover - 2 * hours", True),
        ("-turnover / 3", True),
        ("turnover / hours", False),
        ("turnover + 1", False),
        ("turnover * hours", False),
        ("turnover + days_late", False),
        ("abs(turnover)", False),
    ],
)
def test_sums_and_multiples_of_amounts_add_up(expression: str, additive: bool) -> None:
    """«The few that bring 80 %» is for amounts that add up only (domain 4)."""
    assert Formula("own", expression).column(COLUMNS).additive is additive
