"""Who is to be looked at again comes back: on the plan, on the card, on the profit page."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from shown import text_of

from workbench.engagement import Engagement
from workbench.pages.matrix import matrix
from workbench.pages.plan import plan
from workbench.pages.profit import profit
from workbench.pages.profit_changes import to_look_again
from workbench.review.plan import Entered
from workbench.session import Session


@pytest.fixture
def client() -> Engagement:
    """Make three customers: a's strategy changed years before the window, b has a date set."""
    sales = pd.DataFrame({"customer_id": list("abc"), "date": "2026-05-05", "amount": 100.0})
    events = pd.DataFrame(
        {"customer_id": ["a"], "date": ["2023-02-01"], "kind": ["strategy_change"]}
    )
    engagement = Engagement.from_frames(sales=sales, events=events)
    Session(engagement).commit(
        lambda r: to_look_again(r, "b", date(2020, 1, 1), "new owner", "Room"), "A date"
    )
    return engagement


def test_a_change_of_strategy_comes_back_however_long_ago(client: Engagement) -> None:
    for view in (plan(client).main, profit(client).lists):
        assert "Their strategy changed, 1 Feb 2023" in text_of(view)
        assert "new owner, 1 Jan 2020" in text_of(view)


def test_the_card_says_that_they_are_due(client: Engagement) -> None:
    page = matrix(client)
    for key, why in (("a", "Their strategy changed"), ("b", "new owner"), ("c", "")):
        page.carded.choose(key)
        assert ("Look again:" in text_of(page.card)) == bool(why)
        assert why in text_of(page.card)


def test_what_was_entered_by_hand_comes_back_too_and_is_done_with(client: Engagement) -> None:
    page = plan(client)
    row = Entered(customer_id="c", on=date(2024, 3, 1), kind="strategy_change")
    page.session.commit(lambda r: r.model_copy(update={"entered": {"one": row}}), "By hand")
    assert "Their strategy changed, 1 Mar 2024" in text_of(page.main)
    page.main.heard({"event": {"name": "looked", "key": "b", "n": 1}})
    assert "new owner" not in text_of(page.main)


def test_a_change_of_strategy_is_done_with_until_the_next_one(client: Engagement) -> None:
    """On one page done, on the others gone; what is entered later brings them back."""
    page = profit(client)
    page.lists.heard({"event": {"name": "looked", "key": "a", "n": 1}})
    card = matrix(client)
    card.carded.choose("a")
    for view in (page.lists, plan(client).main, card.card):
        assert "Their strategy changed" not in text_of(view)
    row = Entered(customer_id="a", on=date(2026, 3, 1), kind="strategy_change")
    page.session.commit(lambda r: r.model_copy(update={"entered": {"one": row}}), "By hand")
    assert "Their strategy changed, 1 Mar 2026" in text_of(page.lists)
