"""The picture of where money and hours go says what its rows say."""

from __future__ import annotations

import altair as alt
import numpy as np
from tiered_clients import four

from workbench.charts.still import svg
from workbench.charts.tiers import SHADES, effort_chart, effort_rows, effort_spec
from workbench.review.review import Review
from workbench.review.tier_table import effort, tier_table
from workbench.review.tiering import tiered
from workbench.review.tiers import TierWords
from workbench.widgets.live_chart import LiveChart


def test_rows_are_shares_of_what_goes_to_the_tiers() -> None:
    """By hand: 10, 20, 20 and 50 of 100 hours, against 55, 35, 10 and none."""
    customers = four()
    lines = effort(tier_table(customers, tiered(customers, Review())), "hours", {})
    rows = effort_rows(lines)
    assert rows["share"].tolist() == [0.1, 0.2, 0.2, 0.5]
    assert rows["should"].tolist() == [0.55, 0.35, 0.1, 0.0]
    assert rows["text"] == ["10 %", "20 %", "20 %", "50 %"]
    assert rows["says"][0] == "10 %, should be 55 %"
    assert isinstance(effort_chart(lines), alt.LayerChart)


def test_shares_are_written_as_everywhere() -> None:
    """«40 %», with a space at which no line breaks."""
    lines = effort(tier_table(four(), tiered(four(), Review())), "hours", {})
    drawn = svg(effort_chart(lines).to_dict())
    assert ">40\u00a0%<" in drawn
    assert ">40%<" not in drawn


def test_a_mark_right_behind_a_bar_pushes_its_text_aside() -> None:
    """The text stands behind the mark where the mark would stand in it."""
    customers = four()
    table = tier_table(customers, tiered(customers, Review()))
    rows = effort_rows(effort(table, "hours", {"2": TierWords(hours=0.25)}))
    assert np.allclose(rows["at"], [0.1, 0.25, 0.2, 0.5])


def test_the_live_picture_takes_the_rows_and_none_at_all() -> None:
    """The dataset is named and empty; four shades of one hue, darkest first."""
    chart = LiveChart(effort_spec())
    customers = four()
    chart.set(
        "bars", effort_rows(effort(tier_table(customers, tiered(customers, Review())), "hours", {}))
    )
    assert chart.rows("bars") == 4
    chart.set("bars", effort_rows(()))
    assert chart.rows("bars") == 0
    light = [sum(int(shade[i : i + 2], 16) for i in (1, 3, 5)) for shade in SHADES]
    assert light == sorted(light)
