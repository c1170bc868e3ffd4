"""The matrix as a plain Altair chart: for a notebook, an export and the live page alike."""

from __future__ import annotations

import json
from typing import Any

import altair as alt
import pytest
import vl_convert
from hypothesis import given, settings
from small_clients import AWKWARD, HOSTILE, axes, client, clients, reviewed

from workbench.charts.matrix import LAYERS, matrix_chart, matrix_signals, matrix_spec
from workbench.customers import Customers
from workbench.review.axes import Axis
from workbench.review.picture import Look
from workbench.review.placement import place
from workbench.widgets.live_chart import LiveChart


def datasets(spec: object) -> list[list[Any]]:
    """Return the rows of every inline dataset in a specification."""
    if isinstance(spec, dict):
        own = (
            [spec["values"]] if isinstance(spec.get("values"), list) and "name" not in spec else []
        )
        return own + [rows for part in spec.values() for rows in datasets(part)]
    if isinstance(spec, list):
        return [rows for part in spec for rows in datasets(part)]
    return []


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_clients_give_a_chart_that_can_be_drawn(name: str) -> None:
    """Issue: each gives a sensible picture; drawn here by Vega itself."""
    names = [n for n in AWKWARD[name] if n != "kind"]
    chart = matrix_chart(place(client(AWKWARD[name]), reviewed(names[0], names[1])))
    spec = chart.to_dict()
    json.dumps(spec, allow_nan=False)
    assert vl_convert.vegalite_to_svg(spec).startswith("<svg")


@settings(max_examples=25)
@given(clients(), axes, axes)
def test_any_client_gives_plain_json(customers: Customers, x: Axis, y: Axis) -> None:
    spec = matrix_chart(place(customers, reviewed(x, y))).to_dict()
    json.dumps(spec, allow_nan=False)


def test_it_is_plain_altair_to_change_and_save() -> None:
    """Issue, «For analysts»: a chart comes back as plain Altair."""
    placed = place(client(AWKWARD["skewed"]), reviewed("turnover", "days_late"))
    chart = matrix_chart(placed)
    assert isinstance(chart, alt.LayerChart)
    assert chart.properties(title="Ours", width=300).to_dict()["title"] == "Ours"


def test_names_are_text_in_the_drawn_picture() -> None:
    given_ = {
        "turnover": [2.0**-i for i in range(len(HOSTILE))],
        "days_late": [float(i) for i in range(len(HOSTILE))],
    }
    placed = place(client(given_, names=HOSTILE), reviewed("turnover", "days_late"))
    spec = matrix_chart(placed, Look(width=2000, height=900)).to_dict()
    svg = vl_convert.vegalite_to_svg(spec)
    assert "<img" not in svg
    assert "&lt;img" in svg
    assert ">=1+1<" in svg


def test_the_live_description_is_empty_and_knows_every_row_and_signal() -> None:
    """The spec is sent once; rows and signals come after it, each under a name it has."""
    placed = place(client(AWKWARD["skewed"]), reviewed("turnover", "days_late"))
    spec = matrix_spec()
    assert spec["datasets"] == {name: [] for name in LAYERS}
    known = {param["name"] for param in spec["params"]}
    assert set(matrix_signals(placed)) <= known
    chart = LiveChart(spec)
    chart.signal(**matrix_signals(placed))


def test_no_client_stands_in_the_live_description() -> None:
    assert all(rows == [] for rows in datasets(matrix_spec().get("layer")))
