"""A snapshot holds what the owner reads, adds up, and holds nothing that stays in the house."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.customers import Column
from workbench.engagement import Engagement
from workbench.review.plan import Action
from workbench.review.review import Review
from workbench.review.value_groups import Grouping, value_groups
from workbench.review.value_picture import shade
from workbench.sharing.groups import shade_of
from workbench.sharing.snapshot import Snapshot, plain
from workbench.sharing.taking import snapshot


def test_every_customer_is_in_one_group_and_the_sums_are_the_clients(
    told: Snapshot, engagement: Engagement
) -> None:
    """Groups + set aside + sales without a customer = all sales of the window."""
    ids = [row.customer_id for group in told.groups for row in group.rows]
    assert len(ids) == len(set(ids)) == told.customers == 29
    whole = engagement.facts(None, "12m").totals["window_amount"]
    turnover, profit = told.accounts
    assert turnover.total == pytest.approx(whole)
    assert turnover.total == pytest.approx(sum(line.money or 0.0 for line in turnover.lines))
    assert [line.what for line in turnover.lines[-2:]] == ["Set aside", "Sales without a customer"]
    assert profit.whole
    assert told.profit == pytest.approx(sum(group.profit or 0.0 for group in told.groups))
    assert told.losing == sum(group.losing or 0 for group in told.groups) == 10


def test_decisions_are_told_accepted_first_and_dropped_ones_not(told: Snapshot) -> None:
    """What is accepted comes before what is under way and what is only proposed (domain 10)."""
    assert [line.status for line in told.decisions] == ["accepted", "doing", "proposed"]
    assert told.decisions[0].whom == "Customer 1 & Sons"
    assert told.decisions[2].whom == "Tier 4 Loses money"
    assert "never told" not in told.model_dump_json()


def test_a_decision_for_a_quadrant_names_the_one_it_was_made_for(engagement: Engagement) -> None:
    """Made on other axes than those shown now, it is said with its own (domain 4)."""
    pairs = {"there": "turnover × profit", "here": ""}
    plan = {
        key: Action(kind="quadrant", about="0", pair=pair, action="Call")
        for key, pair in pairs.items()
    }
    taken = snapshot(engagement, engagement.review.model_copy(update={"plan": plan}))
    there, here = (line.whom for line in taken.decisions)
    assert there.endswith("(Turnover × profit before time)")
    assert taken.picture
    assert here in {corner.name for corner in taken.picture.quadrants}


def test_it_is_said_why_everybody_is_in_their_tier(told: Snapshot) -> None:
    """By the rule that matched, or by whom and why it was chosen (domain 10)."""
    reasons = {row.name: row.why_tier for group in told.groups for row in group.rows}
    assert reasons["Customer 3 & Sons"].text == "Profit margin −20 %, below −5 %."
    chosen = reasons["Customer 4 & Sons"]
    assert (chosen.text, chosen.own) == ("Chosen by Ann: Quarterly review", True)
    assert all(said.text for said in reasons.values())


def test_groups_have_their_colour_on_the_pages(told: Snapshot) -> None:
    """A tier the colour of its number; value groups the shades of their picture (domain 8)."""
    assert [group.shade for group in told.groups] == ["tier-2", "tier-3", "tier-4"]
    for between in (1, 2, 3):
        names = tuple(group.name for group in value_groups(between))
        column = Column("value_group", "Value group", levels=names)
        made = SimpleNamespace(gain=len(names) - 2, best=len(names) - 1)
        drawn = shade(cast("Grouping", made), np.arange(len(names), dtype=np.int8))
        said = [shade_of("value_group", column, name) for name in names]
        assert said == [f"value-{5 - n}" if n else "" for n in drawn]


def test_the_next_dates_come_in_their_order(told: Snapshot) -> None:
    """Due dates and customers to be looked at again, the nearest first; one gone is overdue."""
    assert [day.on for day in told.days] == [
        date(2026, 10, 1),
        date(2026, 11, 30),
        date(2026, 12, 31),
    ]
    assert told.days[0].what == "Look again at Customer 2 & Sons: Quarterly review"
    assert [day.overdue for day in told.days] == [True, False, False]


def test_what_is_not_done_in_time_is_overdue(engagement: Engagement) -> None:
    """Against the day the report is made: on its day not yet, done never."""
    plan = {
        "open": Action(kind="everybody", action="Call", due=date(2026, 11, 1), status="accepted"),
        "done": Action(kind="everybody", action="Call", due=date(2026, 10, 1), status="done"),
    }
    review = engagement.review.model_copy(update={"plan": plan})
    on_the_day, after = (snapshot(engagement, review, today=date(2026, 11, day)) for day in (1, 2))
    assert [line.overdue for line in on_the_day.decisions] == [False, False]
    assert [line.overdue for line in after.decisions] == [True, False]
    assert [day.overdue for day in after.days] == [True]


def test_who_is_out_is_told_with_the_reason(told: Snapshot) -> None:
    """Set aside by name and reason; the assumptions say date and dividing lines."""
    assert [(one.name, one.why) for one in told.set_aside] == [
        ("Customer 29 & Sons", "Set aside: Quarterly review")
    ]
    said = " ".join(one.text for one in told.assumptions)
    assert "over the 12 months up to then" in said
    assert "the few that bring 80 %" in said


def test_a_snapshot_survives_its_journey_as_json(told: Snapshot) -> None:
    """What is published is what is read."""
    assert Snapshot.model_validate_json(told.model_dump_json()) == told


def test_a_filter_of_the_page_hides_nobody(engagement: Engagement, told: Snapshot) -> None:
    """The room may look at a part; the owner gets the whole."""
    matrix = engagement.review.matrix.model_copy(update={"only": {"falling_away": ("yes",)}})
    filtered = snapshot(engagement, engagement.review.model_copy(update={"matrix": matrix}))
    assert filtered.picture
    assert sum(corner.customers for corner in filtered.picture.quadrants) == 30
    assert told.picture
    assert sum(corner.customers for corner in told.picture.quadrants) == 29


def test_no_path_leaves_the_house(tmp_path: Path) -> None:
    """Neither the client's folder nor a source file is named."""
    demo = Engagement.demo(tmp_path / "very-secret-place")
    text = snapshot(demo).model_dump_json()
    demo.store.close()
    assert "very-secret-place" not in text
    assert ".csv" not in text
    assert set(json.loads(text)) == set(Snapshot.model_fields)


def test_clients_with_little_are_told_too() -> None:
    """No customers, one, or none with money: a sentence, never a fault."""
    nobody = Engagement.from_frames(customers=pd.DataFrame({"customer_id": [], "name": []}))
    assert snapshot(nobody).finding == "There are no customers yet."
    names = Engagement.from_frames(customers=pd.DataFrame({"customer_id": ["A"], "name": ["A"]}))
    one = snapshot(names, Review.from_json(names.review.to_json()))
    assert (one.customers, one.turnover, one.profit) == (1, None, None)


@given(st.text())
def test_plain_text_is_one_line_without_control(text: str) -> None:
    """Nothing in a name breaks a line, an XML file or the order of letters."""
    said = plain(text)
    assert plain(said) == said
    assert not set(said) & set("\n\r\t\x00\x1b\u2028\u202e\u200f")
