"""Served once for all journeys: the shipped pages on the demo client with hostile names, and

small pages of the tests' own: a slider and a living picture, a slow start, a fault.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from real_page import NOTEBOOKS, hostile_demo
from real_server import Served, start

from workbench.store import Store

LIVE = """
import numpy as np
import ipywidgets as widgets
from workbench.widgets.live_chart import LiveChart
from workbench.widgets.slider import Slider

n = {rows}
random = np.random.default_rng(1)
x, y = random.normal(50, 20, n), random.normal(50, 20, n)
x[0], y[0] = 20.0, 100.0
axis = {{"type": "quantitative", "scale": {{"domain": [-20, 120]}}}}
dots = {{
    "data": {{"name": "points"}},
    "mark": {{"type": "circle", "size": 60}},
    "encoding": {{
        "x": {{"field": "x", **axis}},
        "y": {{"field": "y", **axis}},
        "color": {{
            "field": "side",
            "type": "ordinal",
            "scale": {{"domain": [0, 1], "range": ["#8a8f98", "#0072b2"]}},
            "legend": None,
        }},
    }},
}}
rule = {{
    "data": {{"values": [{{}}]}},
    "mark": "rule",
    "encoding": {{"x": {{"datum": {{"expr": "cut_x"}}, **axis}}}},
}}
spec = {{"params": [{{"name": "cut_x", "value": 50}}], "layer": [dots, rule]}}
chart = LiveChart(
    spec, lines={{"cut_x": {{"scale": "x", "label": "Dividing line"}}}}, description="Customers"
)
slider = Slider(label="Cut", min=-20, max=120, value=50, step=0.1)
told = widgets.Label("")
count = widgets.Label("0")


def paint(cut):
    with chart.hold():
        chart.set("points", {{"x": x, "y": y, "side": x >= cut}})
        chart.signal(cut_x=cut)
    slider.readout = f"{{cut:.1f}} EUR"


def follow(change):
    event = change.new
    told.value = " ".join(str(event.get(k, "")) for k in ("kind", "param", "dataset", "row"))
    if "param" in event:
        paint(event["value"])


def decided(change):
    count.value = str(change.new)


slider.observe(lambda change: paint(change.new), "value")
slider.observe(decided, "released")
chart.observe(follow, "event")
paint(50.0)
told.add_class("told")
count.add_class("count")
slot = widgets.Layout(height="400px", width="100%")
charts = [widgets.Box([chart], layout=slot) for _ in range({views})]
widgets.VBox([slider, *charts, told, count])
"""

TRAPS = """
import os, signal, time
import ipywidgets as widgets
busy = widgets.Button(description="busy")
busy.on_click(lambda _: time.sleep(6))
die = widgets.Button(description="die")
die.on_click(lambda _: os.kill(os.getpid(), signal.SIGKILL))
fail = widgets.Button(description="fail")
fail.on_click(lambda _: {}["Birch & Sons"])
loud = widgets.Button(description="loud")
loud.on_click(lambda _: print("Birch & Sons"))
widgets.VBox([busy, die, fail, loud])
"""


def write(path: Path, code: str, prose: str = "# A page\n\nWhat this step is for.") -> None:
    """Write a notebook of one cell beneath its prose."""
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    notebook.cells = [nbformat.v4.new_markdown_cell(prose), nbformat.v4.new_code_cell(code)]
    nbformat.write(notebook, path)


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the tests' pages: live, many, two (views), traps, fault."""
    folder = tmp_path_factory.mktemp("pages")
    write(folder / "live.ipynb", LIVE.format(rows=500, views=1), "# Live <picture>\n\nProse.")
    write(folder / "many.ipynb", LIVE.format(rows=5000, views=1))
    write(folder / "two.ipynb", LIVE.format(rows=50, views=2))
    write(folder / "traps.ipynb", TRAPS)
    write(folder / "fault.ipynb", "secret = 'Birch & Sons'\nraise ValueError(secret)")
    return folder


@pytest.fixture(scope="session")
def served(
    pages: Path, quiet_home: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Serve the tests' pages once; a test that harms its server starts one of its own."""
    log = tmp_path_factory.mktemp("server") / "errors.log"
    made = start(pages, None, log, quiet_home, "live")
    yield made
    made.end()


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the demo client anew, hostile names among its customers."""
    return hostile_demo(tmp_path_factory.mktemp("client"))


@pytest.fixture(scope="session")
def serving(
    client: Path, quiet_home: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Serve the shipped pages on that client, once."""
    log = tmp_path_factory.mktemp("server") / "errors.log"
    made = start(NOTEBOOKS, client, log, quiet_home, "matrix")
    yield made
    made.end()


@pytest.fixture
def shipped(client: Path, serving: Served) -> Served:
    """Return the server of the shipped pages, the client's review as it was first."""
    with Store(client / "decisions.sqlite") as store:
        store.restore(1, "the test")
    shutil.rmtree(client / "frozen", ignore_errors=True)
    return serving
