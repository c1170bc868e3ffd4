"""The lists of the profit page: gifts, whom to look at again, what was made together, aims."""

from __future__ import annotations

import pandas as pd
import pytest
from profit_page import client, costs, of
from shown import act, text_of

from workbench.engagement import Engagement
from workbench.pages.matrix_changes import aside
from workbench.pages.profit import ProfitPage, profit


@pytest.fixture
def page() -> ProfitPage:
    """Open the page on the small client."""
    return profit(client())


def test_gifts_outreach_and_whom_to_look_at_again(page: ProfitPage) -> None:
    said = text_of(page.lists)
    assert "0 of 1 gift went to the few" in said
    assert "80 EUR of 80 EUR went elsewhere" in said
    assert "1 of 1 customer we turned to did not answer once" in said
    assert "Their strategy changed, 7 May 2026" in said


def given(*gifts: tuple[str, float | None], costed: bool = True) -> ProfitPage:
    """Open the page on a (leaves 500), b (leaves 10) and c (loses 100) who got gifts."""
    sales = pd.DataFrame(
        {
            "customer_id": ["a", "b", "c"],
            "date": "2026-05-05",
            "amount": [1000.0, 500.0, 300.0],
            **({"direct_cost": [500.0, 490.0, 400.0]} if costed else {}),
        }
    )
    events = pd.DataFrame(gifts, columns=["customer_id", "value"])
    events = events.assign(date="2026-05-01", kind="gift")
    return profit(Engagement.from_frames(sales=sales, events=events))


def test_a_gift_without_money_is_not_a_gift_of_nothing() -> None:
    said = text_of(given(("c", None)).lists)
    assert "No money was put on it." in said
    assert "c no money put on it" in said
    assert "0 EUR" not in said.partition("Elsewhere")[2].partition("Valuable")[0]
    said = text_of(given(("c", None), ("a", 30.0), ("b", 20.0)).lists)
    assert "20 EUR of 50 EUR went elsewhere. 1 gift carries no money." in said


def test_gifts_to_whom_nobody_values_yet_are_not_called_waste() -> None:
    said = text_of(given(("a", 50.0), costed=False).lists)
    assert "Nobody's profit is known yet" in said
    assert "Value not known a 50 EUR" in said
    assert "Elsewhere" not in said


def test_a_date_brings_a_customer_back_until_it_is_done(page: ProfitPage) -> None:
    act(page.lists, "again", {"on": "2020-01-01", "why": "new owner"})
    assert "new owner, 1 Jan 2020" in text_of(page.lists)
    act(page.lists, "looked", key="c5")
    assert page.session.engagement.review.look_again == {}
    act(page.lists, "again", {"on": "soon"})
    assert page.session.engagement.review.look_again == {}


def test_a_product_made_together_is_credited_not_added(page: ProfitPage) -> None:
    """Oil: 6,000 + 5,000 + 2,000 + 1,000 + 500 sold, 1,000 of it to c5 who helped make it."""
    before = of(page, "c5")
    act(page.lists, "made", {"product": "Oil"})
    assert "13,500 EUR with 3 other customers" in text_of(page.lists)
    assert of(page, "c5") == before
    act(page.lists, "unmade", key="Oil")
    assert costs(page).made_with == {}


def test_the_owners_aims_are_answered(page: ProfitPage) -> None:
    act(page.lists, "aim", "50", "aim|margin")
    assert page.session.engagement.review.assumptions.aims.margin == 0.5
    assert "points below the aim" in text_of(page.lists)


def test_hours_to_free_and_to_fill_are_two_plain_fields(page: ProfitPage) -> None:
    """One takes the other's place; neither takes a number below zero."""
    for hours, field, kept in (("20", "fill", -20), ("30", "free", 30), ("-5", "fill", 30)):
        act(page.lists, "aim", hours, f"aim|{field}_hours")
        assert page.session.engagement.review.assumptions.aims.free_hours == kept
    assert "to free: 30" in text_of(page.lists)


def test_the_margin_is_that_of_those_who_count() -> None:
    """500 + 250 left of 1,000 + 500: the own company's 10,000 count on neither side."""
    sales = pd.DataFrame(
        {
            "customer_id": ["a", "b", "own"],
            "date": "2026-05-05",
            "amount": [1000.0, 500.0, 10000.0],
            "direct_cost": [500.0, 250.0, 0.0],
        }
    )
    page = profit(Engagement.from_frames(sales=sales))
    page.session.commit(lambda r: aside(r, "own", "own company", "Room"), "Set aside")
    act(page.lists, "aim", "40", "aim|margin")
    assert "50 % are left now (before time): 10 points above the aim" in text_of(page.lists)
    assert "2 of 2 customers leave 10 % or more" in text_of(page.lists)


def test_where_no_profit_is_known_no_aim_is_answered_by_it() -> None:
    page = profit(client(costed=False))
    assert "How many customers leave 10 % or more is not known yet" in text_of(page.lists)


def test_a_profit_not_known_is_left_out_on_both_sides() -> None:
    """A leaves 500 of 1,000; what b's 500 cost is not known."""
    sales = pd.DataFrame(
        {
            "customer_id": ["a", "b"],
            "date": "2026-05-05",
            "amount": [1000.0, 500.0],
            "direct_cost": [500.0, None],
        }
    )
    page = profit(Engagement.from_frames(sales=sales))
    act(page.lists, "aim", "50", "aim|margin")
    assert "50 % are left now (before time), as far as known: right at" in text_of(page.lists)
    assert "1 of 1 customer leaves 10 % or more (before time); 1 has no known margin" in text_of(
        page.lists
    )
