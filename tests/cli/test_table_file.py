"""A table file: whole or not at all, missing stays empty, text is no formula."""

from __future__ import annotations

import csv
import errno
from pathlib import Path
from typing import NoReturn

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.cli import table_file
from workbench.cli.table_file import neutral, write
from workbench.errors import WorkbenchError

FRAME = pd.DataFrame(
    {"name": ["Alder", "=1+1", None], "=a": [0.1 + 0.2, float("nan"), -3.0]},
    index=pd.Index(["A", "@B", "C"], name="customer_id"),
)


def test_missing_stays_empty_and_numbers_stay_exact(tmp_path: Path) -> None:
    """A float comes back bit by bit; nothing becomes «nan» or «None»."""
    write(FRAME, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    assert rows[0] == ["customer_id", "name", "'=a"]
    assert rows[2] == ["'@B", "'=1+1", ""]
    assert rows[3] == ["C", "", "-3.0"]
    assert float(rows[1][2]) == 0.1 + 0.2


def test_a_column_that_nobody_has_keeps_its_type_in_parquet(tmp_path: Path) -> None:
    """Text without a single value is a column of text, so that tables can be joined."""
    frame = pd.DataFrame({"x": [1.0], "reason": pd.Series([None], dtype=object)}, index=["A"])
    write(frame.rename_axis("customer_id"), tmp_path / "t.parquet")
    types = pd.read_parquet(tmp_path / "t.parquet").dtypes
    assert (types["x"], str(types["reason"])) == ("float64", "str")


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_full_disk_leaves_the_old_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """Half a file never stands under the name that was asked for."""
    file = tmp_path / f"t.{ending}"
    file.write_text("before", encoding="utf-8")

    def full(_handle: int) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(table_file.os, "fsync", full)
    with pytest.raises(WorkbenchError, match="No space left"):
        write(FRAME, file)
    assert file.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_is_followed_not_replaced(tmp_path: Path) -> None:
    """Whoever named a link gets the file it leads to."""
    (tmp_path / "real.csv").write_text("before", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to("real.csv")
    write(FRAME, tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text(encoding="utf-8").startswith("customer_id")


@given(st.text())
def test_no_text_begins_like_a_formula(text: str) -> None:
    """After `neutral` a cell begins harmlessly, or is a plain number."""
    cell = neutral(text)
    assert cell.endswith(text)
    if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        assert isinstance(float(cell.replace(",", ".")), float)
