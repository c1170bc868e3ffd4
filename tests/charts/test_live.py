"""Descriptions of live charts are kept as Altair makes them, and spare pages Altair."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from workbench import made_once
from workbench.charts import live, loyalty, matrix, movement, points, profit, tiers, value
from workbench.charts.live import described

Make = Callable[[dict[str, Any]], Any]
PAGES = [
    "start",
    "identify",
    "matrix",
    "points",
    "profit",
    "loyalty",
    "value",
    "tiers",
    "plan",
    "owner",
]
CHARTS: dict[str, tuple[Callable[[], dict[str, Any]], Make, tuple[str, ...]]] = {
    "matrix": (matrix.matrix_spec, matrix._live, matrix.LAYERS),
    "movement": (movement.movement_spec, movement._live, movement.LAYERS),
    "whale": (profit.whale_spec, profit._live, profit.LAYERS),
    "value": (value.value_spec, value._live, value.LAYERS),
    "effort": (tiers.effort_spec, tiers._live, ("bars",)),
    "spread": (points.spread_spec, points._spread, ("steps", "average", "chosen")),
    "heat": (loyalty.heat_spec, loyalty._heat, ("cells", "chosen")),
    "timeline": (loyalty.timeline_spec, loyalty._timeline, ("bought", "gap", "today")),
    "list": (loyalty.bars_spec, loyalty._bars, ("bars",)),
}


@pytest.fixture
def home(kept_here: Path) -> Iterator[Path]:
    """Keep what is made in a folder of the test, and forget it afterwards."""
    live._text.cache_clear()
    yield kept_here
    live._text.cache_clear()


@pytest.mark.parametrize("name", CHARTS)
def test_a_kept_description_is_the_one_altair_makes(name: str, home: Path) -> None:
    spec, make, names = CHARTS[name]
    made = spec()
    live._text.cache_clear()
    assert len(list(home.iterdir())) == 1
    assert spec() == made == described(make, *names)


def test_a_reader_can_t_change_what_others_get(home: Path) -> None:
    assert home is not None
    matrix.matrix_spec()["layer"].clear()
    assert matrix.matrix_spec()["layer"]


def test_a_description_is_made_anew_when_the_code_changed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    matrix.matrix_spec()
    monkeypatch.setattr(live, "made_of", lambda *_: "another")
    live._text.cache_clear()
    matrix.matrix_spec()
    assert len(list(home.iterdir())) == 2


def test_where_nothing_can_be_kept_it_is_made_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr(made_once, "homes", lambda: (tmp_path / "file",))
    assert made_once.kept("note.txt", lambda: "made").read_text() == "made"


def test_a_page_is_loaded_without_what_it_doesn_t_need_to_open() -> None:
    """Altair, Ibis and its SQL, DuckDB: nearly two seconds of processor in every kernel."""
    code = f"""
import importlib, sys
for page in {PAGES}:
    importlib.import_module("workbench.pages." + page)
print(sorted({{"altair", "ibis", "duckdb", "jsonschema", "sqlglot"}} & sys.modules.keys()))
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
