"""The client's own columns: numbers, words with an order, and what is no level at all."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from workbench.errors import WorkbenchError
from workbench.measures.attributes import MOST_LEVELS, natural_order
from workbench.measures.collect import collect
from workbench.measures.derive import derive, derive_prospects
from workbench.sources.ledger import Ledger


def _of(**columns: object) -> Ledger:
    return Ledger.from_frames(customers=pd.DataFrame(columns))


def test_words_with_a_known_order_run_from_worst_to_best() -> None:
    """Fit to needs (domain 1): cannot, will not, meet, exceed."""
    ledger = _of(customer_id=[1, 2, 3], fit=["meet", "cannot", None], size=["high", "low", "low"])
    customers = derive(collect(ledger))
    assert customers.column("fit").levels == ("cannot", "meet")
    assert customers.column("size").levels == ("low", "high")
    np.testing.assert_array_equal(customers.levels("fit"), [1, 0, np.nan])
    assert customers.why_missing("fit", 2) == "«Fit» is not filled in"
    assert customers.frame["fit"].tolist() == ["meet", "cannot", None]


def test_other_words_are_ordered_by_the_alphabet_until_somebody_orders_them() -> None:
    facts = collect(_of(customer_id=[1, 2, 3], pays=["transfer", "card", "cash"]))
    assert derive(facts).column("pays").levels == ("card", "cash", "transfer")
    ordered = derive(facts, orders={"pays": ("cash", "card", "transfer")})
    assert ordered.levels("pays").tolist() == [2, 1, 0]


def test_the_known_orders_do_not_mind_capitals_and_underscores() -> None:
    assert natural_order({"Will_not", "exceed", "Cannot"}) == ("Cannot", "Will_not", "exceed")


def test_names_and_phone_numbers_are_kept_but_not_offered() -> None:
    """More than 30 words, nearly everyone's own, are no levels unless somebody orders them."""
    many = [f"p{i:02}" for i in range(MOST_LEVELS + 1)]
    ledger = _of(customer_id=range(len(many)), phone=many, few=many[:-1] + many[:1])
    customers = derive(collect(ledger))
    assert "phone" not in customers.columns
    assert set(customers.frame["phone"]) == set(many)
    assert len(customers.column("few").levels) == MOST_LEVELS
    with pytest.raises(WorkbenchError, match="«phone» divides nobody"):
        customers.column("phone")
    ordered = derive(collect(ledger), orders={"phone": tuple(many)})
    assert ordered.column("phone").levels == tuple(many)


def test_a_column_that_customers_share_is_offered_however_many_words_it_has() -> None:
    """37 countries among 74 customers: an axis and a filter, in nobody's order yet."""
    countries = [f"Country {chr(65 + i % 26)}{'x' * (i // 26)}" for i in range(37)]
    customers = derive(collect(_of(customer_id=range(74), country=countries * 2)))
    assert len(customers.column("country").levels) == 37
    assert not customers.column("country").ordered
    assert customers.frame["country"].notna().all()


def test_whether_words_have_an_order_is_known() -> None:
    facts = collect(_of(customer_id=[1, 2], pays=["card", "cash"], size=["low", "high"]))
    columns = derive(facts).columns
    assert (columns["pays"].ordered, columns["size"].ordered) == (False, True)
    assert derive(facts, orders={"pays": ("cash", "card")}).column("pays").ordered


def test_a_column_that_is_called_like_a_measure_gets_another_name() -> None:
    ledger = _of(customer_id=[1], turnover=[5.0], kind=["firm"], hours_given=[3.0], hours=[4.0])
    customers = derive(collect(ledger))
    assert customers.numbers("turnover_given").tolist() == [5]
    assert customers.column("kind_given").levels == ("firm",)
    assert customers.numbers("hours_given").tolist() == [3]
    assert customers.numbers("hours_given_given").tolist() == [4]
    assert "kind" not in customers.frame
    labels = [customers.column(name).label for name in ("turnover_given", "kind_given")]
    assert labels == ["Turnover (as given)", "Kind (as given)"]
    assert customers.column("hours_given").label == "Hours given", "the list's own name"


def test_numbers_stay_numbers_and_marketing_spend_is_money() -> None:
    ledger = _of(customer_id=[1, 2], marketing_spend=[5, None], staff=[7, 9])
    customers = derive(collect(ledger, currency="DKK"))
    column = customers.column("marketing_spend")
    assert (column.unit, column.better, column.additive) == ("DKK", "less", True)
    assert not customers.column("staff").words
    assert customers.why_missing("marketing_spend", 1) == "«Marketing spend» is not filled in"


def test_a_column_without_any_value_is_not_offered() -> None:
    customers = derive(collect(_of(customer_id=[1], empty=[None])))
    assert "empty" not in customers.columns


def test_prospects_share_the_levels_and_kinds_of_customers() -> None:
    """Domain 5: the same bars score both, so a level means the same for both."""
    ledger = Ledger.from_frames(
        customers=pd.DataFrame({"customer_id": ["a"], "size": ["high"], "staff": [5.0]}),
        prospects=pd.DataFrame(
            {"customer_id": ["p", "q"], "size": ["low", None], "staff": ["7", "many"]}
        ),
    )
    facts = collect(ledger)
    customers, prospects = derive(facts), derive_prospects(facts)
    assert customers.column("size") == prospects.column("size")
    assert prospects.levels("size").tolist()[0] == 0
    np.testing.assert_array_equal(prospects.numbers("staff"), [7, np.nan])


def test_what_only_one_of_both_has_is_missing_for_the_other() -> None:
    ledger = Ledger.from_frames(
        customers=pd.DataFrame({"customer_id": ["a"], "size": ["high"]}),
        prospects=pd.DataFrame({"customer_id": ["p"], "source": ["fair"]}),
    )
    facts = collect(ledger)
    customers, prospects = derive(facts), derive_prospects(facts)
    assert prospects.why_missing("size", 0) == "«Size» was not given for prospects"
    assert customers.why_missing("source", 0) == "«Source» was not given for customers"


def test_prospects_have_potential_and_no_measure_of_sales(worked: Ledger) -> None:
    prospects = derive_prospects(collect(worked))
    assert prospects.numbers("potential").tolist() == [700]
    assert prospects.why_missing("turnover", 0) == "A prospect has bought nothing yet"
    assert prospects.frame["kind"].tolist() == ["prospect"]
    assert prospects.names.tolist() == ["Pine"]


def test_a_corrected_word_may_be_a_new_level(ledger_of: Callable[[str], Ledger]) -> None:
    facts = collect(ledger_of("[customers]\ncustomer_id, size\na, low\nb, low"))
    customers = derive(facts, corrections={"size": {"b": "high"}})
    assert customers.column("size").levels == ("low", "high")
    assert customers.levels("size").tolist() == [0, 1]
