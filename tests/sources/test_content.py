"""What stands in a column is told from a sample, and nothing is asked in vain."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.sources import values
from workbench.sources.content import look


@pytest.mark.parametrize("cells", [["2024-01-31"], ["31.1.2024", "1.2.24"], ["1/31/2024 08:15"]])
def test_written_dates_are_not_read_as_numbers_too(
    monkeypatch: pytest.MonkeyPatch, cells: list[str]
) -> None:
    """A sheet of 2,000 such columns would spend most of its time on it."""
    monkeypatch.setattr(values, "_bare", lambda _: pytest.fail("asked in vain"))
    seen = look(pd.Series(cells, dtype="str"))
    assert (seen.date_share, seen.number_share) == (1, 0)


@pytest.mark.parametrize(
    ("cells", "dated", "numeric"),
    [
        (["20240131", "20240201"], 1, 1),
        (["2024-01-31", "12"], 0.5, 0.5),
        (["1.234.567", "-5", "1e-5"], 0, 1),
    ],
)
def test_what_could_be_both_is_asked_both(cells: list[str], dated: float, numeric: float) -> None:
    seen = look(pd.Series(cells, dtype="str"))
    assert (seen.date_share, seen.number_share) == (dated, numeric)
