"""What the tiers hold, and that it adds up to the client's account (domain 9, 6)."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from small_clients import client, clients
from tiered_clients import MORE, four

from workbench.customers import Customers
from workbench.review.account import Beside, account
from workbench.review.assumptions import Assumptions
from workbench.review.review import Review, SetAside, fitting
from workbench.review.tier_table import (
    bottom_heavy,
    effort,
    finding,
    serving_everyone,
    tier_table,
    why_it_stands,
)
from workbench.review.tiering import tiered
from workbench.review.tiers import Override, Tiers, TierWords


def test_sums_per_tier_and_what_serving_everyone_costs() -> None:
    """By hand: tiers 3 and 4 take 70 of 100 hours, 60 of 100 in marketing, 4,060 in money.

    3,500 of our time, 500 of support, 60 of marketing.
    """
    customers = four()
    table = tier_table(customers, tiered(customers, Review()))
    assert [line.customers for line in table.lines] == [1, 1, 1, 1]
    assert [line.profit for line in table.lines] == [300, 100, 20, -200]
    assert table.low.spent == 4060
    assert table.part("hours", 3, 4) == 0.7
    assert finding(table, "EUR") == (
        "1 customer is ideal and earns 300 EUR; 2 in tiers 3 and 4 take back 180 EUR, taking 70 %"
        " of our hours."
    )
    assert why_it_stands(table, "EUR") == (
        "Money and capacity stand as they do because 70 % of our hours and 60 % of our marketing"
        " money go to tiers 3 and 4, which lose 180 EUR, while tier 1, which earns 300 EUR, gets"
        " 10 % of the hours and 10 % of the money."
    )
    assert bottom_heavy(table) == "Bottom-heavy: 70 % of the hours are in tiers 3 and 4."
    assert serving_everyone(table, "EUR") == (
        "Serving everyone: tiers 3 and 4 cost 4,060 EUR and 70 hours over the window (3,500 EUR of"
        " our time, 500 EUR of support and 60 EUR of marketing)."
    )


def test_where_money_goes_against_where_it_should() -> None:
    """The method gives 70 % of marketing to tier 1; a typed share stands instead."""
    customers = four()
    table = tier_table(customers, tiered(customers, Review()))
    asked = effort(table, "marketing", {"2": TierWords(marketing=0.25)})
    assert [line.share for line in asked] == [0.1, 0.3, 0.2, 0.4]
    assert [line.should for line in asked] == [0.7, 0.25, 0.0, 0.0]
    should = [line.should for line in effort(table, "hours", {})]
    assert np.isclose(sum(should), 1)
    assert should[0] > 0.5


def test_nobody_and_nothing_known_say_what_to_do() -> None:
    """Empty clients get a sentence instead of zeros."""
    nobody = client({"turnover": []}, columns=MORE)
    table = tier_table(nobody, tiered(nobody, Review()))
    assert finding(table, "EUR").startswith("There are no customers yet")
    unknown = client({"turnover": [5], "profit": [None]}, columns=MORE)
    table = tier_table(unknown, tiered(unknown, Review()))
    assert "no tier can be proposed" in finding(table, "EUR")
    assert (
        why_it_stands(table, "EUR") == bottom_heavy(table) == serving_everyone(table, "EUR") == ""
    )


@given(clients(), st.data())
def test_tiers_reconcile_with_the_account(customers: Customers, data: st.DataObject) -> None:
    """Tiers + not placed + set aside + what has no customer = the client's total."""
    ids = [str(key) for key in customers.ids]
    aside = data.draw(st.sets(st.sampled_from(ids)) if ids else st.just(set()))
    picked = data.draw(
        st.dictionaries(st.sampled_from(ids), st.sampled_from([1, 2, 3, 4])) if ids else st.just({})
    )
    chosen = {key: fitting(Override, {"tier": t, "reason": "so"}) for key, t in picked.items()}
    review = Review(
        assumptions=Assumptions(tiers=Tiers(overrides=chosen)),
        set_aside={key: SetAside(reason="closed") for key in aside},
    )
    table = tier_table(customers, tiered(customers, review))
    beside = Beside(sales=30.0, sales_profit=10.0, hours=2.0, hours_cost=120.0)
    whole = account(customers, dict.fromkeys(aside, "closed"), beside, "EUR").total
    everybody = table.total.profit if np.isfinite(table.total.profit) else 0.0
    assert np.isclose(everybody + 10.0 - 120.0, whole)
    real = sum(line.customers for line in (*table.lines, table.not_placed, table.set_aside))
    assert real + table.prospects.customers == len(customers)
