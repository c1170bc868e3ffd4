"""The picture of value groups: named data, empty, and signals that Python sets."""

from __future__ import annotations

import itertools

import vl_convert as convert
from valued_clients import made_of

from workbench.charts.value import LAYERS, SHADES, value_chart, value_spec
from workbench.customers import Column
from workbench.widgets.live_chart import LiveChart


def test_its_data_is_named_and_empty_and_can_be_set() -> None:
    spec = value_spec()
    assert set(spec["datasets"]) == set(LAYERS)
    chart = LiveChart(spec)
    chart.signal(strip=0.1, type=22.0, title_x="Room to grow", ticks_x=[0.5], labels_y=["1k"])
    chart.set("strip", {"one": ("",)})
    assert chart.rows("strip") == 1


def test_each_description_is_a_fresh_one() -> None:
    spec = value_spec()
    spec["layer"].clear()
    assert value_spec()["layer"]


def test_it_comes_as_a_plain_chart_that_draws() -> None:
    """For analysts: the same picture with its rows inside, saved without a browser."""
    customers, _, made, _ = made_of(
        {"turnover": [900, 500, 200], "profit": [400, 60, -50], "potential": [None, 4000, 300]}
    )
    value = Column("long_term_value", "Long-term value", "EUR")
    drawn = value_chart(customers.with_column(value, made.value), made)
    svg = convert.vegalite_to_svg(drawn.to_json())
    assert "Long-term value, EUR" in svg
    assert "C0" in svg


def test_shades_grow_darker_with_value() -> None:
    """One hue, told apart by lightness: safe for the colour-blind."""

    def lightness(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    steps = [lightness(shade) for shade in SHADES]
    assert steps == sorted(steps, reverse=True)
    assert min(a - b for a, b in itertools.pairwise(steps)) > 30


def test_names_have_a_light_edge_over_tiles() -> None:
    """Each is drawn twice: the edge first, then the words."""
    marks = [layer["mark"] for layer in value_spec()["layer"] if layer["data"]["name"] == "names"]
    assert [mark.get("stroke", "") for mark in marks] == ["#FFFFFF", ""]
