"""The whale curve's description holds together and draws."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.charts.profit import LAYERS, whale_chart, whale_spec
from workbench.customers import Customers
from workbench.review.whale import whale
from workbench.widgets.live_chart import LiveChart


def test_the_live_picture_names_every_layer_and_is_empty() -> None:
    spec = whale_spec()
    assert spec["datasets"] == {name: [] for name in LAYERS}
    assert LiveChart(spec).rows("bars") == 0


def test_each_description_is_a_copy() -> None:
    whale_spec()["datasets"]["bars"].append("spoilt")
    assert whale_spec()["datasets"]["bars"] == []


def test_the_plain_chart_carries_its_rows() -> None:
    """Names go in as data, never as part of the description."""
    frame = pd.DataFrame({"name": ["<b>A</b>", "B"]}, index=["a", "b"])
    chart = whale_chart(whale(np.array([5.0, -2.0])), Customers(frame, {}))
    spec = chart.to_dict()
    assert "<b>" not in str({k: v for k, v in spec.items() if k != "datasets"})
