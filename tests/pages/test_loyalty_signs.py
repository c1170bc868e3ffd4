"""The nine signs on the loyalty page: one key a cell, evidence, weights, events, thanks."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from loyal_page import client, move, nodes, saved, told
from shown import act, text_of

from workbench.engagement import Engagement
from workbench.pages.loyalty import LoyaltyPage, loyalty
from workbench.review import words
from workbench.review.assumptions import SIGNS


@pytest.fixture
def page() -> LoyaltyPage:
    """Open the page on the small client."""
    return loyalty(client())


def test_one_key_answers_a_cell_and_goes_on(page: LoyaltyPage) -> None:
    """Y, N and U answer and step right; who and when are kept; undo takes it back."""
    page.session.who = "Room"
    low = page.figures.score.most[0] - page.figures.score.least[0]
    act(page.grid, "yes", key="grid")
    act(page.grid, "no", key="grid")
    entries = saved(page).loyalty.entries["c0"]
    assert entries["price_no_issue"].value == "yes"
    assert entries["price_no_issue"].who == "Room"
    assert entries["price_no_issue"].when
    assert entries["advocates"].value == "no"
    assert page.state.sign == 2
    assert page.figures.score.most[0] - page.figures.score.least[0] < low
    page.session.undo()
    assert "advocates" not in saved(page).loyalty.entries["c0"]


def test_at_the_end_of_a_row_the_next_customer_comes_and_the_last_stays() -> None:
    engagement = client()
    page = loyalty(engagement)
    act(page.grid, "cell", key="0|8")
    act(page.grid, "unknown", key="grid")
    assert page.state.sign == 8
    assert saved(page).loyalty.entries["c0"]["engaged"].value == "unknown"


def test_arrows_stay_inside_the_grid(page: LoyaltyPage) -> None:
    for name in ("up", "left", "down", "down", "right"):
        act(page.grid, name, key="grid")
    assert (page.state.customer, page.state.sign) == ("c0", 1)
    assert page.session.chosen == "c0"


def test_whoever_is_chosen_beyond_those_asked_is_judged_in_a_row_of_their_own(
    page: LoyaltyPage,
) -> None:
    """C1 is not among the 80 %: the last row, with evidence, the same keys and the way back."""
    page.carded.choose("c1")
    assert "not asked: =1+1" in text_of(page.grid)
    assert "=1+1" in text_of(page.why)
    act(page.grid, "yes", key="grid")
    assert saved(page).loyalty.entries["c1"]["price_no_issue"].value == "yes"
    assert page.session.chosen == "c1"
    act(page.grid, "up", key="grid")
    assert page.session.chosen == "c0"
    act(page.grid, "down", key="grid")
    assert page.session.chosen == "c1"
    act(page.head, "leave")
    assert "not asked" not in text_of(page.grid)
    page.carded.choose("p")
    assert "not asked" not in text_of(page.grid)  # a prospect has no signs


def test_a_cell_says_what_it_rests_on(page: LoyaltyPage) -> None:
    """Evidence and date of the event; who entered what; the sum behind the seventh sign."""
    act(page.grid, "cell", key=f"0|{SIGNS.index('recommends')}")
    assert "Referral says yes, 1 Nov 2025: «Named us to a friend»" in text_of(page.why)
    act(page.grid, "cell", key=f"0|{SIGNS.index('buys_well')}")
    assert "5 + 5 + 5 = 15 of 15" in text_of(page.why)
    act(page.grid, "cell", key=f"0|{SIGNS.index('brand_is_theirs')}")
    assert "No event shows it: ask." in text_of(page.why)
    act(page.why, "yes", key="yes")
    act(page.why, "keep", {"evidence": "Our sign at their gate", "on": "2026-01-02"})
    entry = saved(page).loyalty.entries["c0"]["brand_is_theirs"]
    assert (entry.value, entry.evidence, str(entry.on)) == (
        "yes",
        "Our sign at their gate",
        "2026-01-02",
    )
    assert "«Our sign at their gate», 2 Jan 2026" in text_of(page.why)
    act(page.why, "withdraw")
    assert saved(page).loyalty.entries == {}


def test_evidence_that_is_none_is_refused(page: LoyaltyPage) -> None:
    act(page.why, "keep", {"evidence": " ", "on": ""})
    assert "nothing to keep" in told(page)
    act(page.why, "keep", {"evidence": "x", "on": "soon"})
    assert "«soon» is no date" in told(page)
    assert saved(page).loyalty.entries == {}


def test_a_moved_weight_previews_and_a_release_saves(page: LoyaltyPage) -> None:
    before = page.figures.score.least[0]
    move(page.controls, "weight", 5, "weight|recommends")
    assert page.figures.score.least[0] > before
    assert saved(page).loyalty.weights == {}
    act(page.controls, "weight", 5, "weight|recommends")
    assert saved(page).loyalty.weights == {"recommends": 5}
    act(page.controls, "weight", "much", "weight|recommends")
    assert "not a weight" in told(page)


def test_the_table_of_events_is_changed_in_place(page: LoyaltyPage) -> None:
    act(page.table, "add_rule", {"kind": "outreach", "sign": "engaged", "value": "yes"})
    third = SIGNS.index("engaged")
    assert page.figures.signs.states[0, third] == 1
    assert len(saved(page).loyalty.rules) == 10
    act(page.table, "drop_rule", key="rule|9")
    assert page.figures.signs.states[0, third] == 0
    act(page.table, "usual_rules")
    assert saved(page).loyalty.rules is None
    act(page.table, "add_rule", {"kind": "rumour", "sign": "engaged", "value": "yes"})
    assert "no event «rumour»" in told(page)


def test_buys_well_is_a_rule_one_can_move(page: LoyaltyPage) -> None:
    seventh = SIGNS.index("buys_well")
    assert page.figures.signs.states[:, seventh].tolist() == [1, -1, -1, -1, -1, 0]
    act(page.controls, "least", 3)
    assert saved(page).loyalty.buys_well_from == 3
    # c1 bought in the window too; whoever did has at least 1 + 1 + 1
    assert (page.figures.signs.states[:5, seventh] == 1).all()
    act(page.controls, "least", 99)
    assert saved(page).loyalty.buys_well_from == 3
    assert told(page).strip()


def test_asked_thanked_answered_are_noted_on_the_rooms_own_day(page: LoyaltyPage) -> None:
    """Not on the facts' last day; the day is mended where it stands, and taken back."""
    today = date.today()  # noqa: DTZ011 - the room's own day
    act(page.table, "deed", key="deed|thanked|c0")
    assert saved(page).loyalty.courtesies["c0"]["thanked"].on == today
    assert words.day(today) in text_of(page.table)
    act(page.table, "deed_day", "2026-02-03", key="day|thanked|c0")
    assert str(saved(page).loyalty.courtesies["c0"]["thanked"].on) == "2026-02-03"
    assert "3 Feb 2026" in text_of(page.table)
    act(page.table, "deed_day", "soon", key="day|thanked|c0")
    assert "«soon» is no date" in told(page)
    act(page.table, "undeed", key="undeed|thanked|c0")
    assert saved(page).loyalty.courtesies == {}
    act(page.table, "deed", key="deed|kissed|c0")
    assert "«kissed» is not noted here" in told(page)


def test_whoever_brought_us_others_is_listed_and_can_be_thanked() -> None:
    """22 of 40 referred, more than are asked about; the others asked about are counted beside."""
    ids = [f"c{i:02}" for i in range(40)]
    amounts = [100.0 + i for i in range(40)]
    sales = pd.DataFrame({"customer_id": ids, "date": "2026-05-05", "amount": amounts})
    events = pd.DataFrame({"customer_id": ids[:22], "date": "2026-05-01", "kind": "referral"})
    page = loyalty(Engagement.from_frames(sales=sales, events=events))
    act(page.table, "deed", key="deed|asked|c39")
    offered = {node["key"] for node in nodes(page.table) if "|thanked|" in node.get("key", "")}
    asked = {str(page.figures.customers.ids[row]) for row in page.figures.asked}
    assert offered == {f"deed|thanked|{key}" for key in {*ids[:22], *asked}}
    assert f"{len(asked - {*ids[:22], 'c39'})} customers asked about haven't" in text_of(page.table)
