"""The value page without a browser: what its controls change, and what follows."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pandas as pd
import pytest
from shown import act, text_of

from workbench.engagement import Engagement
from workbench.pages.matrix_changes import aside
from workbench.pages.profit_changes import costs
from workbench.pages.value import ValuePage, value
from workbench.session import Session

HOSTILE = "<img src=x onerror=alert(1)>"
_counter = itertools.count(1)


def engagement(n: int = 12, *, costed: bool = True) -> Engagement:
    """Make a client whose later customers are worth more; the first two lose money."""
    keys = [f"c{i:04}" for i in range(n)]
    names = [HOSTILE, "N" * 300, *(f"Name {i}" for i in range(2, n))]
    customers = pd.DataFrame({"customer_id": keys, "name": names})
    customers["potential"] = [5000.0 * (i % 4) or None for i in range(n)]
    sales = pd.DataFrame(
        {
            "customer_id": [*keys, *keys],
            "date": ["2026-02-01"] * n + ["2025-03-01"] * n,
            "amount": [100.0 * (i + 1) for i in range(n)] * 2,
        }
    )
    if costed:
        sales["direct_cost"] = [130.0 * (i + 1) if i < 2 else 40.0 * (i + 1) for i in range(n)] * 2
    events = pd.DataFrame(
        {"customer_id": ["c0000"], "date": ["2026-01-01"], "kind": ["gift"], "value": [50.0]}
    )
    prospects = pd.DataFrame({"customer_id": ["p1"], "name": ["Prospect One"]})
    return Engagement.from_frames(
        customers=customers, sales=sales, events=events, prospects=prospects
    )


@pytest.fixture
def page() -> ValuePage:
    """Open the page on the small client."""
    return value(engagement())


def counts(page: ValuePage) -> dict[str, int]:
    """Return how many each group has."""
    return {line.name: line.customers for line in page.figures.table.lines}


def test_it_opens_with_everyone_in_a_group_and_nothing_saved(page: ValuePage) -> None:
    table = page.figures.table
    assert sum(counts(page).values()) == 12
    assert counts(page)["Cost more than they bring"] == 2
    assert table.total.customers == 12
    assert page.chart.rows("points") == 12
    assert "1 prospect left out" in text_of(page.under)
    assert page.session.saved.number == 1


def test_while_a_slider_moves_everything_follows_and_release_saves(page: ValuePage) -> None:
    """Preview on a move, one revision on release; undo puts slider and groups back."""
    before, slider = counts(page)["Most valuable"], page.deeds.sliders["share"]
    slider.value = 30.0
    assert counts(page)["Most valuable"] < before
    assert slider.readout == "30 %"
    assert page.session.engagement.review.assumptions.long_term.share == 0.8
    slider.released += 1
    assert page.session.engagement.review.assumptions.long_term.share == 0.3
    assert page.session.saved.number == 2
    page.session.undo()
    assert counts(page)["Most valuable"] == before
    assert slider.value == 80.0


def test_a_moved_assumption_scales_values_and_moves_nobody(page: ValuePage) -> None:
    made = page.figures.made
    page.deeds.sliders["years"].value = 1.0
    after = page.figures.made
    assert (after.group == made.group).all()
    assert (np.abs(after.value) < np.abs(made.value))[after.placed].all()
    assert "1 year ahead" in text_of(page.formula)
    assert "the next 1 year" in text_of(page.finding)


def test_a_released_preview_is_drawn_whole(page: ValuePage) -> None:
    """The card, which waits while a hand moves, says the new value afterwards."""
    page.carded.choose("c0011")
    page.deeds.sliders["discount"].value = 0.0
    page.deeds.sliders["discount"].released += 1
    worth = float(page.figures.made.value[page.figures.customers.row("c0011")])
    assert f"{worth:,.0f} EUR" in text_of(page.carded.view)


def test_rules_are_moved_and_refused(page: ValuePage) -> None:
    act(page.rules, "between", "4")
    assert len(counts(page)) == 7
    act(page.rules, "rule", "7", key="growth_years")
    assert page.session.review.assumptions.long_term.growth_years == 7
    act(page.rules, "rule", "40", key="higher_margin")
    assert page.session.review.assumptions.long_term.higher_margin == pytest.approx(0.4)
    act(page.rules, "rule", "", key="higher_margin")
    assert page.session.review.assumptions.long_term.higher_margin is None
    before = page.session.saved.number
    act(page.rules, "rule", "many", key="growth_most")
    assert "«many» is no number" in text_of(page.frame.notice)
    act(page.rules, "rule", "99", key="growth_most")
    assert page.session.saved.number == before


def test_a_treatment_is_written_in_place_and_its_proposal_comes_back(page: ValuePage) -> None:
    act(page.table, "treatment", "Dinner with the owner", key="treatment|most_valuable")
    assert page.figures.table.lines[0].treatment == "Dinner with the owner"
    act(page.table, "treatment", "", key="treatment|most_valuable")
    assert page.figures.table.lines[0].proposed
    assert page.session.review.treatments == {}
    act(page.table, "treatment", "x", key="treatment|no such group")
    assert page.session.review.treatments == {}


def test_a_click_on_a_dot_or_a_found_name_opens_the_card(page: ValuePage) -> None:
    page.chart.heard({"kind": "click", "n": 1, "dataset": "points", "row": 0, "more": False})
    row = int(page.ground.order[0])
    assert page.session.chosen == str(page.figures.customers.ids[row])
    assert "long-term value" in text_of(page.carded.view)
    act(page.head, "find", "Name 5")
    assert page.session.chosen == "c0005"
    assert page.chart.rows("chosen") == 1
    page.chart.heard({"kind": "click", "n": 2, "dataset": "", "row": -1, "more": False})
    assert page.session.chosen == ""


def test_a_needs_group_from_name_to_customers_and_back(page: ValuePage) -> None:
    """Make one, give it a manager and what is tailored, put a customer in, dissolve it."""
    act(page.needs, "group", {"name": " Fast answers "})
    (key,) = page.session.review.needs
    assert page.session.review.needs[key].name == "Fast answers"
    act(page.needs, "describe", "Ada", key=f"manager|{key}")
    best = str(page.figures.customers.ids[int(np.nanargmax(page.figures.made.value))])
    page.carded.choose(best)
    act(page.carded.view, "put_in", key, key=f"put_in|{best}")
    assert page.session.review.needs_of == {best: key}
    assert "Message, product and service are still due" in text_of(page.needs)
    for part in ("message", "product", "service"):
        act(page.needs, "describe", f"our {part}", key=f"{part}|{key}")
    assert "Matches what its customers are worth" in text_of(page.needs)
    assert "1 customer," in text_of(page.needs)
    act(page.needs, "take_out", key=f"out|{best}")
    assert page.session.review.needs_of == {}
    act(page.carded.view, "put_in", key, key=f"put_in|{best}")
    act(page.needs, "dissolve", key=f"dissolve|{key}")
    assert page.session.review.needs == page.session.review.needs_of == {}


def test_what_a_needs_group_refuses(page: ValuePage) -> None:
    act(page.needs, "group", {"name": "  "})
    assert "no name" in text_of(page.frame.notice)
    act(page.needs, "group", {"name": "A"})
    (key,) = page.session.review.needs
    act(page.needs, "describe", "", key=f"name|{key}")
    act(page.needs, "describe", "x", key=f"who|{key}")
    act(page.carded.view, "put_in", "no such", key="put_in|c0003")
    act(page.carded.view, "put_in", key, key="put_in|no such")
    assert page.session.review.needs[key].name == "A"
    assert page.session.review.needs_of == {}


def test_contradictions_lead_to_the_card(page: ValuePage) -> None:
    """The first customer got a gift and loses money."""
    assert "Rewarded, but not valuable: 1" in text_of(page.odd)
    act(page.odd, "choose", key="c0000")
    assert page.session.chosen == "c0000"
    assert "Gifts of 50 EUR" in text_of(page.carded.view)


def test_set_aside_is_named_and_in_no_group(page: ValuePage) -> None:
    page.session.commit(lambda r: aside(r, "c0011", "Own company", "Ada"), "aside")
    assert "set aside: 1" in text_of(page.under)
    assert "Set aside: Own company" in text_of(page.under)
    assert page.figures.table.set_aside.customers == 1
    assert sum(counts(page).values()) == 11


def test_without_any_cost_one_answer_draws_the_picture() -> None:
    """Nobody's profit is known: the page asks, marks what was assumed, and goes on."""
    page = value(engagement(costed=False))
    assert "Nobody's profit is known" in text_of(page.finding)
    assert "how much is left?" in text_of(page.ask)
    assert page.chart.layout.display == "none"
    act(page.ask, "assumed", {"left": "40"})
    assert page.session.review.assumptions.costs.margin == pytest.approx(0.4)
    assert sum(counts(page).values()) == 12
    assert page.ask.tree == []
    assert "assumed 40 %" in page.figures.customers.columns["long_term_value"].label


def test_what_is_no_fact_is_marked_where_it_acts() -> None:
    """Hours spread by estimate, a margin assumed: finding, table heads and card say so."""
    page = value(engagement(costed=False))
    act(page.ask, "assumed", {"left": "40"})
    assert "(assumed 40 %, before time)" in text_of(page.finding)
    assert "Long-term value, before time (assumed 40 %)" in text_of(page.table)
    page.session.commit(lambda r: costs(r, default_rate=10.0, practical_hours=20.0), "estimated")
    page.carded.choose("c0003")
    marks = "(assumed 40 %, estimated)"
    assert f"Long-term value {marks}" in text_of(page.table)
    assert "Our hours (estimated)" in text_of(page.table)
    assert marks in text_of(page.finding)
    assert f"profit a year {marks} ×" in text_of(page.carded.view)


def test_names_and_money_are_hidden_for_the_room(page: ValuePage) -> None:
    page.carded.choose("c0011")
    act(page.head, "hide")
    shown = " ".join(
        text_of(view)
        for view in (
            *(page.table, page.odd, page.under, page.carded.view, page.needs, page.head),
            *(page.finding, page.rules, page.formula, page.legend),
        )
    )
    assert "Name 11" not in shown
    assert "EUR" not in shown
    ticks = page.chart._signals["labels_x"] + page.chart._signals["labels_y"]
    assert set(ticks) <= {"", "not known"}


def test_a_note_is_kept_with_the_customer_chosen(page: ValuePage) -> None:
    page.carded.choose("c0003")
    act(page.notes, "note", {"text": "They were glad"})
    (note,) = page.session.review.notes.values()
    assert (note.page, note.customers) == ("value", ("c0003",))
    act(page.notes, "unnote", key=next(iter(page.session.review.notes)))
    assert page.session.review.notes == {}


def test_escape_lets_go_and_puts_back_what_was_moved(page: ValuePage) -> None:
    page.deeds.sliders["share"].value = 20.0
    act(page.frame.bar, "leave")
    assert page.deeds.sliders["share"].value == 80.0
    assert not page.session.previewing


def test_nobody_at_all_is_a_sentence() -> None:
    frame = pd.DataFrame({"customer_id": pd.Series(dtype="str"), "name": pd.Series(dtype="str")})
    page = value(Engagement.from_frames(customers=frame))
    assert "no customers yet" in text_of(page.finding)


def test_a_moved_slider_costs_little_at_five_thousand_customers() -> None:
    """Issue 1: repainted within 50 ms at 5,000; Python's part stays well below it."""
    page = value(engagement(5000))
    slider, times = page.deeds.sliders["share"], []
    for at in range(40, 61):
        begun = time.perf_counter()
        slider.value = float(at)
        times.append(time.perf_counter() - begun)
    assert sorted(times)[len(times) // 2] < 0.03


def test_the_session_of_another_page_is_followed() -> None:
    """What another page saves is drawn here."""
    client = engagement()
    page, other = ValuePage(Session(client)), Session(client)
    other.commit(lambda r: aside(r, "c0011", "One-off", "Ben"), "aside")
    page.session.poll()
    assert page.figures.table.set_aside.customers == 1
