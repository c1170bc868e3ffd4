"""The analysts' pages are true: their blocks run in order, and print what they say they print."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest

import workbench
from workbench.measures.catalogue import table

DOCS = Path(__file__).resolve().parent.parent / "docs"
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run() -> dict[str, Any]:
    """Run every block of the analysts' page in one namespace; compare what follows as text."""
    names: dict[str, Any] = {}
    said = ""
    for kind, block in BLOCK.findall((DOCS / "analysts.md").read_text(encoding="utf-8")):
        if kind == "text":
            assert block.strip() in said, f"{said!r} was printed"
            continue
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(block, "docs/analysts.md", "exec"), names)  # noqa: S102 - our own page
        said = printed.getvalue()
    return names


def test_the_page_runs_from_top_to_bottom() -> None:
    names = run()
    session = names["session"]
    assert isinstance(names["chart"], alt.LayerChart)
    assert isinstance(session.placement.frame, pd.DataFrame)
    assert session.review.matrix.y.column == "margin_per_hour"
    assert session.customers.numbers("margin_per_hour").tolist() == pytest.approx(
        [4000 / 60, -50 / 2, 640 / 3]
    )
    assert names["scores"].frame["place"].tolist() == [1, 3, 2]


def test_the_quadrants_frame_adds_up() -> None:
    """Issue: totals reconcile, in a frame too. 9,500 + 900 + 970 = 11,370."""
    frame = run()["session"].totals.frame
    assert frame["turnover"].sum() == 11370
    assert frame["customers"].sum() == 3
    assert frame["turnover_share"].sum() == pytest.approx(1)


def test_the_table_of_measures_is_what_the_code_says() -> None:
    assert (DOCS / "measures.md").read_text(encoding="utf-8") == table(), (
        "the measures have changed: make docs"
    )


@pytest.mark.parametrize("name", workbench.__all__)
def test_every_name_promised_is_there(name: str) -> None:
    assert getattr(workbench, name).__name__ == name
    assert name in dir(workbench)


def test_an_unknown_name_is_told_with_those_there_are() -> None:
    with pytest.raises(AttributeError, match="Engagement"):
        workbench.nonsense  # noqa: B018 - the look itself is what fails


def test_importing_the_package_loads_nothing_else() -> None:
    code = "import sys, workbench; print([m for m in ('pandas', 'altair') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=DOCS.parent
    )
    assert done.stdout.strip() == "[]"
