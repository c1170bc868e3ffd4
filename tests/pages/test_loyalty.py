"""The loyalty page without a browser: what its keys and controls change, and what follows."""

from __future__ import annotations

import csv
import io
import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest
from shown import act, text_of

from workbench.engagement import Engagement
from workbench.pages.loyalty import LoyaltyPage, loyalty
from workbench.pages.matrix_changes import aside, dated
from workbench.review.assumptions import SIGNS
from workbench.widgets.view import View

HOSTILE = "<img src=x onerror=alert(1)>"
_counter = itertools.count(1)


def client() -> Engagement:
    """Make six customers over two years: c0 buys monthly, c1 stopped, c2 … seldom, c5 never."""
    months = pd.date_range("2024-01-20", "2026-01-15", freq="MS") + pd.Timedelta(days=14)
    sales = [{"customer_id": "c0", "date": day, "amount": 500.0} for day in months]
    sales += [{"customer_id": "c1", "date": day, "amount": 400.0} for day in months[:14]]
    for i in (2, 3, 4):
        sales += [{"customer_id": f"c{i}", "date": day, "amount": 10.0 * i} for day in months[::9]]
    customers = pd.DataFrame(
        {
            "customer_id": [f"c{i}" for i in range(6)],
            "name": [HOSTILE, "=1+1", "Cedar", "Dune", "Elm", "Fir"],
        }
    )
    events = pd.DataFrame(
        {
            "customer_id": ["c0", "c0", "c1", "c0"],
            "date": ["2025-11-01", "2025-12-01", "2025-06-01", "2025-10-01"],
            "kind": ["referral", "renewal", "price_challenge", "outreach"],
            "evidence": ["Named us to a friend", None, "Sent a list", None],
        }
    )
    prospects = pd.DataFrame({"customer_id": ["p"], "name": ["Pine"]})
    return Engagement.from_frames(
        customers=customers, sales=pd.DataFrame(sales), events=events, prospects=prospects
    )


@pytest.fixture
def page() -> LoyaltyPage:
    """Open the page on the small client."""
    opened = loyalty(client())
    assert opened.box.children
    return opened


def move(view: View, name: str, value: Any, key: str) -> None:
    """Do what a browser reports while a control is being moved."""
    view.set_state({"moving": {"name": name, "key": key, "value": value, "n": next(_counter)}})


def look(page: LoyaltyPage, view: str) -> None:
    """Open one of the four views."""
    act(page.head, "view", view)


def nodes(view: View) -> list[Any]:
    """Return every node a view shows."""

    def walk(node: Any) -> list[Any]:
        return [node, *(part for kid in node.get("children", []) for part in walk(kid))]

    return [part for node in view.tree for part in walk(node)]


def saved(page: LoyaltyPage) -> Any:
    """Return what is assumed as it stands in the store."""
    return page.session.engagement.review.assumptions


def told(page: LoyaltyPage) -> str:
    """Return what the page tells."""
    return text_of(page.frame.notice)


def test_it_opens_on_the_few_that_bring_most_with_what_events_say(page: LoyaltyPage) -> None:
    """The 80 % group alone is asked; events, and the scores for the seventh sign, answered."""
    assert [str(page.figures.customers.ids[r]) for r in page.figures.asked] == ["c0"]
    assert "the one customer" in text_of(page.finding)
    cells = [n for n in nodes(page.grid) if n.get("classes", "").startswith("wb-sign-cell")]
    assert len(cells) == len(SIGNS)
    said = [cell["attributes"]["aria-label"].rsplit(": ", 1)[1] for cell in cells]
    assert said[SIGNS.index("recommends")] == "yes, from events"
    assert said[SIGNS.index("full_trust")] == "yes, from events"
    assert said[SIGNS.index("buys_well")] == "yes, from the scores"
    assert said.count("unknown, nothing recorded") == 6
    assert "5 not judged" in text_of(page.under)
    assert "1 prospect left out" in text_of(page.under)


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


def test_the_card_says_what_loyalty_rests_on(page: LoyaltyPage) -> None:
    act(page.grid, "choose", key="c0")
    card = text_of(page.carded.view)
    assert "Yes: brings others, trusts us fully, buys well." in card
    assert "5 · 5 · 5 of 5, so «Champions» by rule 1." in card
    act(page.head, "leave")
    assert "silent for" in text_of(page.carded.view)
    act(page.carded.view, "choose", key="c1")
    assert "Falling away: silent for" in text_of(page.carded.view)


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


def test_asked_thanked_answered_are_noted_and_taken_back(page: LoyaltyPage) -> None:
    assert "1 referral" in text_of(page.table)
    act(page.table, "deed", key="deed|thanked|c0")
    done = saved(page).loyalty.courtesies["c0"]["thanked"]
    assert str(done.on) == "2026-01-15"
    assert "15 Jan 2026" in text_of(page.table)
    act(page.table, "deed", key="deed|thanked|c0")
    assert saved(page).loyalty.courtesies == {}
    act(page.table, "deed", key="deed|kissed|c0")
    assert "«kissed» is not noted here" in told(page)


def test_scores_show_thresholds_and_ties(page: LoyaltyPage) -> None:
    look(page, "buying")
    assert "5 scored" in text_of(page.under)
    assert "no score: 1" in text_of(page.under)
    assert "Nothing bought in the window" in text_of(page.under) or "No order yet" in text_of(
        page.under
    )
    assert "right on a threshold" in text_of(page.controls)
    assert page.heat.rows("cells") == 25
    assert "«Champions»" in text_of(page.finding)


def test_bins_preview_while_moving_and_thresholds_are_typed(page: LoyaltyPage) -> None:
    look(page, "buying")
    move(page.controls, "bins", 3, "bins")
    assert page.heat.rows("cells") == 9
    assert saved(page).rfm.bins == 5
    act(page.controls, "bins", 3, "bins")
    assert saved(page).rfm.bins == 3
    act(page.controls, "edge", "30,5", "edge|recency|0")
    assert saved(page).rfm.thresholds["recency"] == (30.5, None)
    assert page.figures.binned[0].typed.tolist() == [True, False]
    act(page.controls, "untype", key="untype|recency")
    assert saved(page).rfm.thresholds == {}
    act(page.controls, "edge", "many", "edge|recency|0")
    assert "«many» is no number" in told(page)
    act(page.controls, "edge", "1e9", "edge|recency|0")
    assert page.figures.binned[0].edges.tolist() == [1e9, 1e9]  # the other gave way
    act(page.controls, "edge", "30", "edge|recency|1")
    assert "don't rise" in told(page)
    act(page.controls, "binning", "r-rfm")
    assert saved(page).rfm.binning == "r-rfm"
    assert "under" in text_of(page.controls)


def test_segments_are_an_ordered_table_that_points_out_what_is_odd(page: LoyaltyPage) -> None:
    look(page, "buying")
    assert "Overlap" not in text_of(page.table)
    act(page.table, "name", "Stars", "name|0")
    act(page.table, "range", "1", "r_min|0")
    assert saved(page).rfm.rules[0].segment == "Stars"
    assert "Overlap: rules 1 and" in text_of(page.table)
    act(page.table, "drop", key="drop|10")
    assert "No rule covers" in text_of(page.table)
    act(page.table, "add_segment")
    assert saved(page).rfm.rules[-1].segment == "Everybody else"
    act(page.table, "rise", key="rise|10")
    assert saved(page).rfm.rules[9].segment == "Everybody else"
    assert "Nothing is left for rule" in text_of(page.table)
    act(page.table, "range", "4", "f_max|0")
    act(page.table, "range", "5", "f_min|0")
    assert (saved(page).rfm.rules[0].f_min, saved(page).rfm.rules[0].f_max) == (5, 5)
    act(page.table, "usual")
    assert saved(page).rfm.rules is None
    act(page.table, "name", " ", "name|0")
    assert "needs a name" in told(page)


def test_segments_and_the_rest_are_everybody(page: LoyaltyPage) -> None:
    """The table's customers add up to those the page counts."""
    look(page, "buying")
    figures = page.figures
    parts = [int((figures.rule_of == place).sum()) for place in range(len(figures.rules))]
    rest = int((figures.counted & (figures.rule_of < 0)).sum())
    assert sum(parts) + rest == 6


def test_a_clicked_cell_names_who_is_there(page: LoyaltyPage) -> None:
    look(page, "buying")
    page.heat.heard({"kind": "click", "n": next(_counter), "dataset": "cells", "row": 24})
    assert HOSTILE in text_of(page.under)
    act(page.under, "choose", key="c0")
    assert page.heat.rows("chosen") == 1
    assert "24 purchases, usually every 31 days" in text_of(page.line)
    assert page.timeline.rows("bought") == 24
    page.heat.heard({"kind": "click", "n": next(_counter), "dataset": "", "row": -1})
    assert HOSTILE not in text_of(page.under)


def test_those_falling_away_are_listed_with_the_reason(page: LoyaltyPage) -> None:
    """C1 brought much a year ago, and ordered last in March: a table, a picture, a file."""
    look(page, "falling")
    assert "1 customer of the few that brought 80 % a year ago is falling away" in text_of(
        page.finding
    )
    assert "silent for" in text_of(page.table)
    assert page.bars.rows("bars") == 1
    sent: list[Any] = []
    page.controls.download = lambda *given: sent.append(given)  # type: ignore[method-assign]
    act(page.controls, "csv")
    rows = list(csv.DictReader(io.StringIO(sent[-1][1])))
    assert rows[0]["customer_id"] == "c1"
    assert rows[0]["name"] == "'=1+1"
    assert rows[0]["why"].startswith("silent for")
    page.bars.heard({"kind": "click", "n": next(_counter), "dataset": "bars", "row": 0})
    assert page.session.chosen == "c1"


def test_where_there_is_no_window_before_a_shorter_one_is_offered(page: LoyaltyPage) -> None:
    """The empty state says why, and has the control that mends it."""
    page.session.commit(lambda r: dated(r, None, "all"), "all")
    look(page, "falling")
    assert "There is no window before" in text_of(page.finding)
    assert "Look back 12 months" in text_of(page.controls)
    act(page.controls, "window", "12m", "window")
    assert page.session.review.window == "12m"
    assert "falling away" in text_of(page.finding)


def test_the_best_are_listed(page: LoyaltyPage) -> None:
    look(page, "best")
    assert "The best customer by how recently" in text_of(page.finding)
    assert "5 · 5 · 5" in text_of(page.table)


def test_those_set_aside_are_left_out_and_named(page: LoyaltyPage) -> None:
    page.session.commit(lambda r: aside(r, "c0", "own company", "Room"), "aside")
    look(page, "buying")
    assert "set aside: 1" in text_of(page.under)
    assert not page.figures.scored[0]
    look(page, "signs")
    assert "c0" not in [str(page.figures.customers.ids[r]) for r in page.figures.asked]


def test_hidden_names_are_nowhere_on_the_page(page: LoyaltyPage) -> None:
    act(page.head, "hide")
    for view in ("signs", "buying", "best", "falling"):
        look(page, view)
        for part in (page.grid, page.why, page.under, page.table, page.finding, page.line):
            assert HOSTILE not in text_of(part)
            assert "EUR" not in text_of(part) or view == "buying"


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
