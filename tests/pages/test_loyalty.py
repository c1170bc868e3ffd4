"""The loyalty page without a browser: what it opens with, hides, keeps and refuses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from loyal_page import HOSTILE, client, look, nodes
from shown import act, text_of

from workbench.engagement import Engagement
from workbench.pages.loyalty import LoyaltyPage, loyalty
from workbench.pages.loyalty_picture import listed
from workbench.pages.matrix_changes import aside
from workbench.review.assumptions import SIGNS


@pytest.fixture
def page() -> LoyaltyPage:
    """Open the page on the small client."""
    return loyalty(client())


def test_it_opens_on_the_few_that_bring_most_with_what_events_say(page: LoyaltyPage) -> None:
    """The 80 % group alone is asked; events, and the scores for the seventh sign, answered."""
    assert page.box.children
    assert [str(page.figures.customers.ids[r]) for r in page.figures.asked] == ["c0"]
    assert "the one customer" in text_of(page.finding)
    cells = [n for n in nodes(page.grid) if n.get("classes", "").startswith("wb-sign-cell")]
    assert len(cells) == len(SIGNS)
    said = [cell["attributes"]["aria-label"].rsplit(": ", 1)[1] for cell in cells]
    assert said[SIGNS.index("recommends")] == "yes, from events"
    assert said[SIGNS.index("full_trust")] == "yes, from events"
    assert said[SIGNS.index("buys_well")] == "yes, from the scores"
    assert said.count("unknown, nothing recorded") == 6
    assert "5 not asked" in text_of(page.under)
    assert "1 prospect left out" in text_of(page.under)


def test_the_card_says_what_loyalty_rests_on(page: LoyaltyPage) -> None:
    act(page.grid, "choose", key="c0")
    card = text_of(page.carded.view)
    assert "Yes: brings others, trusts us fully, buys well." in card
    assert "5 · 5 · 5 of 5, so «Champions» by rule 1." in card
    act(page.head, "leave")
    assert "silent for" in text_of(page.carded.view)
    act(page.carded.view, "choose", key="c1")
    assert "Falling away: silent for" in text_of(page.carded.view)


def test_those_set_aside_are_left_out_and_named(page: LoyaltyPage) -> None:
    page.session.commit(lambda r: aside(r, "c0", "own company", "Room"), "aside")
    look(page, "buying")
    assert "set aside: 1" in text_of(page.under)
    assert not page.figures.scored[0]
    look(page, "signs")
    assert "c0" not in [str(page.figures.customers.ids[r]) for r in page.figures.asked]


def test_hidden_names_and_money_are_nowhere_on_the_page(page: LoyaltyPage) -> None:
    """Neither do evidence and the thresholds of «how much» say any."""
    act(page.grid, "cell", key=f"0|{SIGNS.index('recommends')}")
    money = [f"{edge:,.6g}" for edge in page.figures.binned[2].edges]
    act(page.head, "hide")
    assert "Named us to a friend" not in text_of(page.why)
    for view in ("signs", "buying", "best", "falling"):
        look(page, view)
        for part in (page.grid, page.why, page.under, page.table, page.finding, page.line):
            assert HOSTILE not in text_of(part)
            assert "EUR" not in text_of(part)
        said = text_of(page.controls).split()
        assert not {*money, "EUR"} & {*said}
    bars = listed(page.figures, [0, 1], "EUR", hide=True)
    assert max(*bars["now"], *bars["before"]) == 100


def test_what_a_browser_forges_changes_nothing(page: LoyaltyPage) -> None:
    before = page.session.saved.number
    for view, name, key in (
        (page.grid, "cell", "x|y"),
        (page.grid, "cell", "99|99"),
        (page.head, "view", ""),
        (page.controls, "weight", "weight|nonsense"),
        (page.controls, "edge", "edge|colour|9"),
        (page.table, "drop", "drop|x"),
        (page.table, "range", "r_min|77"),
        (page.table, "rise", "rise|-1"),
        (page.table, "drop_rule", "rule|99"),
        (page.table, "deed", "deed"),
    ):
        act(view, name, "1", key)
    assert page.session.saved.number == before


def test_a_note_is_kept_with_the_customer(page: LoyaltyPage) -> None:
    act(page.grid, "choose", key="c0")
    act(page.notes, "note", {"text": "Ask for a reference"})
    (note,) = page.session.engagement.review.notes.values()
    assert (note.page, note.customers) == ("loyalty", ("c0",))


@pytest.mark.parametrize(
    "tables",
    [
        {"customers": pd.DataFrame({"customer_id": pd.Series(dtype="str")})},
        {"customers": pd.DataFrame({"customer_id": ["A"]})},
        {"sales": pd.DataFrame({"customer_id": ["A"], "date": ["2026-01-01"], "amount": [5.0]})},
        {"sales": pd.DataFrame({"customer_id": ["A"], "date": ["2026-01-01"], "amount": [-5.0]})},
        {"events": pd.DataFrame({"customer_id": ["A"], "date": ["2026-01-01"], "kind": ["gift"]})},
    ],
)
def test_scarce_facts_give_sentences(tables: dict[str, pd.DataFrame]) -> None:
    """No customer, one, no sales, returns alone: every view opens and says what there is."""
    page = loyalty(Engagement.from_frames(**tables))
    for view in ("signs", "buying", "best", "falling"):
        look(page, view)
        assert text_of(page.finding).strip()
    for key in ("yes", "down", "withdraw"):
        act(page.grid, key, key="grid")
    assert np.isfinite(page.session.saved.number)


def test_with_nobody_chosen_no_empty_picture_stands(page: LoyaltyPage) -> None:
    """It is said what to click instead; a customer chosen brings their purchases."""
    look(page, "buying")
    page.session.chosen = ""
    slot = page._slots["timeline"]
    assert "wb-loyal-off" in slot._dom_classes
    assert "Click a square, then a name" in text_of(page.line)
    page.session.chosen = "c0"
    assert "wb-loyal-off" not in slot._dom_classes
