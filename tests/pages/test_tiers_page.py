"""The tiers page without a browser: what its controls decide, and what follows."""

from __future__ import annotations

import itertools
from typing import Any

import pandas as pd
import pytest
from shown import act, text_of

from workbench.engagement import Engagement
from workbench.pages.profit_changes import costs
from workbench.pages.tiers import TiersPage, tiers
from workbench.pages.tiers_table import tiers_csv
from workbench.review.contradictions import contradictions
from workbench.widgets.view import View

HOSTILE = "<img src=x onerror=alert(1)>"
_counter = itertools.count(1)
_TURNOVER = {"a": 1000.0, "b": 1000.0, "c": 1000.0, "d": 1000.0, "e": 500.0}
_COST = {"a": 600.0, "b": 850.0, "c": 970.0, "d": 1400.0, "e": None}


@pytest.fixture
def page() -> TiersPage:
    """Open the page on five customers: margins 40 %, 15 %, 3 %, −40 %, one not known."""
    keys = list(_TURNOVER)
    customers = pd.DataFrame(
        {
            "customer_id": keys,
            "name": ["=1+1", HOSTILE, "N" * 300, "Delta", "Echo"],
            "marketing_spend": [10.0, 20.0, 30.0, 40.0, 50.0],
            "fit": ["meet", None, None, None, None],
        }
    )
    sales = pd.DataFrame(
        {
            "customer_id": keys,
            "date": ["2026-03-01"] * 5,
            "amount": list(_TURNOVER.values()),
            "direct_cost": list(_COST.values()),
        }
    )
    time = pd.DataFrame(
        {"person": ["P"] * 4, "date": ["2026-03-01"] * 4, "hours": [1.0, 1.0, 1.0, 1.0]}
    ).assign(customer_id=list("abcd"))
    rates = pd.DataFrame({"person": ["P"], "cost_per_hour": [1.0]})
    events = pd.DataFrame({"customer_id": ["a"], "date": ["2026-02-01"], "kind": ["referral"]})
    return tiers(
        Engagement.from_frames(
            customers=customers, sales=sales, time=time, rates=rates, events=events
        )
    )


def move(view: View, name: str, value: Any, key: str) -> None:
    """Do what a browser reports while a control is being moved."""
    event = {"name": name, "key": key, "value": value, "n": next(_counter)}
    view.set_state({"moving": event})


def tier_of(page: TiersPage, key: str) -> int:
    """Return the tier a customer is shown in; 0 for none."""
    return int(page.figures.found.tier[page.figures.customers.row(key)])


def said(page: TiersPage) -> Any:
    """Return what the store keeps about tiers."""
    return page.session.engagement.review.assumptions.tiers


def test_the_page_opens_with_everybody_placed_or_listed(page: TiersPage) -> None:
    """Four tiers of one each, one not placed with the reason; the largest loss is chosen."""
    assert [tier_of(page, key) for key in "abcde"] == [1, 2, 3, 4, 0]
    assert "not placed: 1" in text_of(page.top)
    assert "direct cost" in text_of(page.top)
    assert page.session.chosen == "d"
    assert "1 customer is ideal" in text_of(page.top)
    card = text_of(page.carded.view)
    assert "4 Loses money" in card
    assert "by the rules" in card
    assert "Profit margin −40 %, below −5 %" in card


def test_a_threshold_moves_cards_at_once_and_saves_on_release(page: TiersPage) -> None:
    """Preview while moving, one revision on release, the method's figures back by a button."""
    before = page.session.saved.number
    move(page.left, "rule", 0.2, "rule|thin_margin")
    assert tier_of(page, "b") == 3
    assert page.session.saved.number == before
    act(page.left, "rule", 0.2, "rule|thin_margin")
    assert said(page).rules.thin_margin == 0.2
    assert page.session.saved.number == before + 1
    act(page.left, "method")
    assert tier_of(page, "b") == 2


def test_rules_that_cross_are_refused_and_put_back(page: TiersPage) -> None:
    """Who loses money can't need more than who breaks even."""
    act(page.left, "rule", -0.1, "rule|thin_margin")
    assert "loses money" in text_of(page.frame.notice).lower()
    assert said(page).rules.thin_margin == 0.05
    act(page.left, "rule", 1, "rule|no_such_rule")
    act(page.left, "rule", "much", "rule|thin_margin")
    assert said(page).rules.thin_margin == 0.05


def test_a_card_dropped_on_another_column_asks_why_and_stays_there(page: TiersPage) -> None:
    """Without a reason nothing is saved; with one it stays, whatever the rules say after."""
    act(page.main, "drop", "d", "tier|1")
    assert said(page).overrides == {}
    assert "1 Ideal" in text_of(page.carded.view)
    act(page.carded.view, "save_tier", {"reason": "  "})
    assert "A reason is missing" in text_of(page.frame.notice)
    act(page.carded.view, "save_tier", {"reason": "They open every door"})
    kept = said(page).overrides["d"]
    assert (kept.tier, kept.reason, kept.proposed) == (1, "They open every door", 4)
    assert kept.facts["profit"] == -401.0
    assert kept.when
    act(page.left, "rule", -0.3, "rule|loss_margin")
    assert tier_of(page, "d") == 1
    assert "1 by hand" in text_of(page.top)
    assert "1 with facts changed" not in text_of(page.top)
    odd = contradictions(page.figures.customers, page.figures.found.counted)
    assert [one.kind for one in odd.of("d")] == ["Ideal, but below zero"]
    act(page.carded.view, "untier")
    assert tier_of(page, "d") == 4


def test_counts_beside_the_rules_say_what_they_count(page: TiersPage) -> None:
    """By figures alone; who is lowered or put elsewhere by hand is said beneath."""
    assert "2 Good income 1 by figures" in text_of(page.left)
    assert "By hand" not in text_of(page.left)
    act(page.main, "drop", "b", "tier|1")
    assert "Pick a tier" not in str(page.carded.view.tree)
    act(page.carded.view, "save_tier", {"reason": "They open every door"})
    assert "2 Good income 1 by figures" in text_of(page.left)
    assert "By hand 1 of them" in text_of(page.left)


def test_why_is_asked_once_a_tier_is_picked(page: TiersPage) -> None:
    """Before, the form says to pick one."""
    act(page.carded.view, "pick")
    assert "Pick a tier first" in str(page.carded.view.tree)
    act(page.carded.view, "pick", "2")
    assert "Why ‹Good income›?" in str(page.carded.view.tree)


def test_every_customer_of_a_tier_can_have_a_card() -> None:
    """A column shows sixty; a button shows the next, and the keyboard goes on with them."""
    keys = [f"K{n:03}" for n in range(130)]
    sales = pd.DataFrame(
        {"customer_id": keys, "date": ["2026-03-01"] * 130, "amount": 100.0, "direct_cost": 60.0}
    )
    page = tiers(Engagement.from_frames(sales=sales))

    def cards() -> int:
        return sum(key in text_of(page.main) for key in keys)

    assert cards() == 60
    assert "Show 60 of 70 more" in text_of(page.main)
    act(page.main, "rest", None, "rest|2")
    assert cards() == 120
    assert "Show the rest: 10" in text_of(page.main)
    act(page.main, "rest", None, "rest|9")
    act(page.main, "rest", None, "rest|2")
    assert cards() == 130
    assert "Show the rest" not in text_of(page.main)
    page.carded.choose("K129")
    act(page.main, "previous", None, "cards|2")
    assert page.session.chosen == "K128"


def test_an_override_is_flagged_when_the_facts_under_it_change(page: TiersPage) -> None:
    """A corrected fact says then → now on the card; «Still so» keeps it on today's facts."""
    act(page.main, "drop", "d", "tier|2")
    act(page.carded.view, "save_tier", {"reason": "one bad year"})
    act(page.carded.view, "correct")
    act(page.carded.view, "correct_column", "turnover")
    act(page.carded.view, "save_fact", {"value": "1500", "reason": "a forgotten invoice"})
    card = text_of(page.carded.view)
    assert "The facts under it have changed" in card
    assert "Turnover: 1,000 EUR → 1,500 EUR" in card
    assert "Profit: −401 EUR → 99 EUR" in card
    assert tier_of(page, "d") == 2
    assert "1 with facts changed under it" in text_of(page.top)
    assert "! facts changed" in text_of(page.main)
    act(page.carded.view, "keep_tier")
    assert "The facts under it have changed" not in text_of(page.carded.view)
    assert said(page).overrides["d"].reason == "one bad year"


def test_what_a_browser_may_forge_changes_nothing(page: TiersPage) -> None:
    """Unknown customers, tiers, questions and shares are passed over or refused."""
    before = page.session.saved.number
    for key, value in (("tier|9", "a"), ("tier|1", "nobody"), ("tier|1", 7), ("", None)):
        act(page.main, "drop", value, key)
    act(page.main, "answer", None, "fit_to_needs|superb|a")
    act(page.main, "answer", None, "turnover|meet|a")
    act(page.shares["hours"], "share", 10, "share|turnover|1")
    act(page.shares["hours"], "share", 1000, "share|hours|1")
    act(page.words, "word", "x", "word|marketing|1")
    act(page.lift, "refer", "nobody", "refer|a")
    act(page.carded.view, "pick", "7")
    act(page.carded.view, "save_tier", {"reason": "so"})
    assert "No tier is picked" in text_of(page.frame.notice)
    assert page.session.saved.number == before


def test_fit_and_feeling_one_key_each_for_the_few(page: TiersPage) -> None:
    """Keys answer the first open question, then the next customer comes."""
    act(page.top, "view", "ask")
    first = page.session.chosen
    act(page.left, "key3")
    assert said(page).fit[first].value == "meet" or first == "a"
    while page.session.chosen == first:
        act(page.left, "key1")
    assert said(page).feeling[first].value == "painful"
    act(page.main, "answer", None, "feeling|frustrated|a")
    assert tier_of(page, "a") == 2
    assert "a" not in said(page).fit
    act(page.main, "answer", None, "fit_to_needs|exceed|a")
    assert said(page).fit["a"].value == "exceed"


def test_the_table_has_the_same_and_the_file_is_harmless(page: TiersPage) -> None:
    """Tiers, reasons and sums; a name that is a formula stays text."""
    act(page.top, "view", "table")
    shown = text_of(page.main)
    assert HOSTILE in shown
    assert "3 Break-even" in shown
    lines = tiers_csv(page.figures).splitlines()
    assert len(lines) == 6
    assert lines[1].split(",")[1] == "'=1+1"
    sums = text_of(page.sums)
    assert "The client's total, as far as known" in sums


def test_its_tables_call_the_profit_what_it_is(page: TiersPage) -> None:
    """By capacity without its cost an hour has no price, so the profit is before time."""
    act(page.top, "view", "table")
    assert "By Profit Turnover" in text_of(page.main)
    page.session.commit(lambda r: costs(r, by_capacity=True), "By capacity")
    assert "By Profit before time Turnover" in text_of(page.main)
    assert "Turnover Profit before time Our hours" in text_of(page.sums)


def test_shares_and_words_are_one_s_own(page: TiersPage) -> None:
    """A share typed is kept; a message too; emptied, the method's words come back."""
    act(page.shares["marketing"], "share", 80, "share|marketing|1")
    assert said(page).words["1"].marketing == 0.8
    assert "They add up to 110 %" in text_of(page.shares["marketing"])
    assert page.charts["marketing"].rows("bars") == 4
    act(page.words, "word", "Come in first", "word|message|1")
    assert said(page).words["1"].message == "Come in first"
    act(page.words, "reword", None, "reword|1")
    assert said(page).words["1"].message is None
    assert said(page).words["1"].marketing == 0.8


def test_tier_3_is_lifted_or_referred_and_logged(page: TiersPage) -> None:
    """The path up is said; a provider is added, a customer sent there, both taken back."""
    assert "prices 3 % higher" in text_of(page.lift)
    act(page.others, "provider", {"name": "Otter & Co", "good_at": "small jobs"})
    made = next(iter(said(page).providers))
    act(page.lift, "refer", made, "refer|c")
    sent = next(iter(said(page).referrals.values()))
    assert (sent.customer, sent.provider) == ("c", "Otter & Co")
    assert "→ Otter & Co" in text_of(page.others)
    act(page.others, "no_provider", None, made)
    assert "→ Otter & Co" in text_of(page.others)
    act(page.others, "unrefer", None, next(iter(said(page).referrals)))
    assert said(page).referrals == {}


def test_parting_is_reckoned_before_it_is_planned(page: TiersPage) -> None:
    """D leaves a loss of 400 before its time: gone at once; who is kept is not reckoned."""
    assert "frees 1 hour;" in text_of(page.part)
    assert "Done by" in text_of(page.part)
    assert "+400 EUR" in text_of(page.part)
    act(page.part, "part", False, "part|d")
    assert "Nobody is chosen to part with" in text_of(page.part)
    act(page.part, "plan", {"due": "2026-12-01"})
    assert page.session.engagement.review.plan == {}
    act(page.part, "part", True, "part|d")
    act(page.part, "plan", {"due": "soon"})
    assert "is no date" in text_of(page.frame.notice)
    act(page.part, "plan", {"due": "2026-12-01"})
    action = next(iter(page.session.engagement.review.plan.values()))
    assert (action.kind, action.about, str(action.due)) == ("customer", "d", "2026-12-01")
    assert action.expected == 401.0


def test_hidden_means_neither_names_nor_money(page: TiersPage) -> None:
    """One key hides both in columns, table, lists and sentences."""
    act(page.left, "hide")
    for view in ("columns", "table", "ask"):
        act(page.top, "view", view)
        parts = (page.top, page.main, page.lift, page.part, page.sums, page.carded.view)
        for part in (*parts, page.standing, page.others, *page.shares.values()):
            assert "EUR" not in text_of(part)
            assert "Delta" not in text_of(part)


def test_without_costs_one_answer_places_everybody() -> None:
    """Nobody's profit is known: the page asks what is left of a sale, right where it is needed."""
    sales = pd.DataFrame({"customer_id": ["a"], "date": ["2026-03-01"], "amount": [100.0]})
    page = tiers(Engagement.from_frames(sales=sales))
    assert "how much is left?" in text_of(page.main)
    act(page.main, "assumed", {"left": "much"}, "assumed")
    assert "«much» is no number" in text_of(page.frame.notice)
    act(page.main, "assume", None, "assume|0.4")
    assert tier_of(page, "a") == 2
    assert "how much is left?" not in text_of(page.main)


def test_an_empty_client_says_what_to_do_first() -> None:
    """No customers: a sentence instead of empty columns."""
    nobody = tiers(Engagement.from_frames(customers=pd.DataFrame({"customer_id": [], "name": []})))
    assert "There are no customers yet" in text_of(nobody.top)


def test_guesses_of_the_start_are_answered(page: TiersPage) -> None:
    """Domain, opening: gut against tiers, each name that stands elsewhere leading to its card."""
    gut = {"a": "good", "b": "good", "d": "good", "c": "poor", "e": "poor"}
    stance = {"any_order": 5, "quick_yes": 5, "where_to": 1, "says_no": 1}
    opening = page.session.review.opening.model_copy(update={"gut": gut, "stance": stance})
    page.session.commit(lambda r: r.model_copy(update={"opening": opening}), "The start")
    said = " ".join(text_of(page.top).split())
    assert "Gut said good: 3 names, 2 of them ideal or good income; 1 stands in tier 3 or 4" in said
    assert "Gut said poor: 2 names, 1 of them break-even or losing money; 1 in no tier." in said
    act(page.top, "choose", key="d")
    assert page.session.chosen == "d"
    assert "Leaning outward" in text_of(page.standing)
    assert "50 % of our hours go" in text_of(page.standing)
