"""The loyalty page's pictures: named, empty datasets, and finished rows that fit them."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from workbench.charts.loyalty import (
    bars_rows,
    bars_spec,
    heat_chosen,
    heat_rows,
    heat_spec,
    timeline_rows,
    timeline_spec,
)
from workbench.widgets.live_chart import LiveChart


def _fields(spec: Any, name: str) -> set[str]:
    """Return the fields that the layers of a dataset read."""
    found = set()
    for layer in spec["layer"]:
        if layer.get("data", spec.get("data"))["name"] == name:
            for channel in layer["encoding"].values():
                each = channel if isinstance(channel, list) else [channel]
                found |= {part["field"] for part in each if "field" in part}
    return found


def test_the_heat_map_has_a_cell_for_every_pair_of_scores() -> None:
    counts = np.array([[1, 0], [0, 2]])
    rows = heat_rows(counts, np.array([[0.5, np.nan], [np.nan, 1]]), ["1", "", "", "2"], ["a"] * 4)
    assert rows["r"].tolist() == [1, 1, 2, 2]
    assert rows["f"].tolist() == [1, 2, 1, 2]
    assert rows["count"] == ["1", "", "", "2"]
    assert rows["shade"].tolist() == [0.5, 0, 0, 1]
    assert _fields(heat_spec(), "cells") <= rows.keys()
    chart = LiveChart(heat_spec())
    chart.set("cells", rows)
    chart.set("chosen", heat_chosen(2.0, 1.0))
    assert chart.rows("chosen") == 1
    chart.set("chosen", heat_chosen(np.nan, 1.0))
    assert chart.rows("chosen") == 0


def test_the_timeline_marks_when_the_next_purchase_is_due() -> None:
    days = (date(2026, 1, 1), date(2026, 1, 31))
    rows = timeline_rows(days, np.array([5.0, 7.0]), 30.0, date(2026, 3, 1), ["a", "b"])
    day = 86_400_000
    assert rows["gap"]["to"][0] - rows["gap"]["from"][0] == 30 * day
    assert rows["today"]["day"][0] - rows["bought"]["day"][1] == 29 * day
    chart = LiveChart(timeline_spec())
    for name, columns in rows.items():
        assert _fields(timeline_spec(), name) <= columns.keys()
        chart.set(name, columns)


def test_the_timeline_of_nobody_is_empty() -> None:
    rows = timeline_rows((), np.empty(0), np.nan, date(2026, 3, 1), [])
    assert len(rows["bought"]["day"]) == len(rows["gap"]["from"]) == 0


def test_a_list_keeps_customers_of_one_name_apart() -> None:
    rows = bars_rows(["Birch", "Birch"], np.array([2.0, 1.0]), np.array([np.nan, 3.0]), ["a", "b"])
    assert rows["row"] == ["000|Birch", "001|Birch"]
    assert _fields(bars_spec(), "bars") <= rows.keys()
