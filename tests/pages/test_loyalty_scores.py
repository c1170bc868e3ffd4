"""How they buy, on the loyalty page: scores, thresholds, segments, who is in a square."""

from __future__ import annotations

import numpy as np
import pytest
from loyal_page import HOSTILE, client, counter, look, move, nodes, saved, told
from shown import act, text_of

from workbench.cli.tables import scoring
from workbench.engagement import Engagement
from workbench.pages.loyalty import LoyaltyPage, loyalty
from workbench.pages.loyalty_changes import on_scores
from workbench.pages.profit_changes import costs
from workbench.review.assumptions import SegmentRule


@pytest.fixture
def page() -> LoyaltyPage:
    """Open the page on the small client."""
    return loyalty(client())


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


@pytest.mark.parametrize("binning", ["quantile", "r-rfm"])
def test_moved_bins_show_the_scores_they_will_have_and_derive_nobody_anew(
    page: LoyaltyPage, binning: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scores under a moving hand are those of the columns after the release."""
    look(page, "buying")
    act(page.controls, "binning", binning)
    with monkeypatch.context() as still:
        still.setattr(Engagement, "customers", None)
        move(page.controls, "bins", 3, "bins")
        moving, places = page.figures.scores, page.figures.rule_of
    act(page.controls, "bins", 3, "bins")
    np.testing.assert_array_equal(moving, page.figures.scores)
    np.testing.assert_array_equal(places, page.figures.rule_of)


def test_own_segments_follow_the_number_of_scores(page: LoyaltyPage) -> None:
    """«Tops» of 4–5 of five are those of 3 of three, and so for the sum that buys well."""
    look(page, "buying")
    act(page.table, "name", "Tops", "name|0")
    act(page.controls, "least", 12)
    before = page.figures.rule_of == 0
    typed = scoring(page.session.engagement, 3, None)
    act(page.controls, "bins", 3, "bins")
    assert saved(page).rfm == typed  # as `workbench rfm --bins 3` scores
    tops = page.figures.rules[0]
    assert (tops.segment, tops.r_min, tops.r_max, tops.m_min) == ("Tops", 3, 3, 3)
    assert (page.figures.rule_of == 0).any()
    assert (before & (page.figures.rule_of != 0)).sum() == 0
    assert saved(page).loyalty.buys_well_from == 8
    assert "same part of 1–3" in told(page)


def test_a_table_made_for_more_scores_says_what_it_misses(page: LoyaltyPage) -> None:
    """One saved before ranges followed: it is shown as it is, not as the rules above having it."""
    tops = SegmentRule(segment="Tops", r_min=4, r_max=5)
    page.session.commit(
        lambda r: on_scores(r, bins=3, rules=(tops, SegmentRule(segment="All"))), ""
    )
    look(page, "buying")
    said = text_of(page.table)
    assert "Rule 1 covers no score of 1–3." in said
    assert "the rules above" not in said
    ends = [n["properties"]["value"] for n in nodes(page.table) if n.get("key", "")[:2] == "r_"]
    assert ends[:2] == ["4", "5"]


def test_segments_and_the_rest_are_everybody(page: LoyaltyPage) -> None:
    """The table's customers add up to those the page counts."""
    look(page, "buying")
    figures = page.figures
    parts = [int((figures.rule_of == place).sum()) for place in range(len(figures.rules))]
    rest = int((figures.counted & (figures.rule_of < 0)).sum())
    assert sum(parts) + rest == 6


def test_segments_say_what_of_their_profit_is_no_fact(page: LoyaltyPage) -> None:
    page.session.commit(lambda r: costs(r, margin=0.4), "40 % is left")
    look(page, "buying")
    assert "Profit before time (assumed 40 %)" in text_of(page.table)


def test_a_clicked_cell_names_who_is_there(page: LoyaltyPage) -> None:
    look(page, "buying")
    page.heat.heard({"kind": "click", "n": next(counter), "dataset": "cells", "row": 24})
    assert HOSTILE in text_of(page.under)
    act(page.under, "choose", key="c0")
    assert page.heat.rows("chosen") == 1
    assert "24 purchases, usually every 31 days" in text_of(page.line)
    assert page.timeline.rows("bought") == 24
    page.heat.heard({"kind": "click", "n": next(counter), "dataset": "", "row": -1})
    assert HOSTILE not in text_of(page.under)
