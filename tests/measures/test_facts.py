"""Facts survive being written and read; half a set is never taken for a whole one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from workbench.errors import WorkbenchError
from workbench.measures.collect import collect
from workbench.measures.derive import derive
from workbench.measures.facts import Facts
from workbench.sources.ledger import Ledger


def test_written_facts_give_the_same_customers(worked: Ledger, tmp_path: Path) -> None:
    facts = collect(worked, window="6m", currency="DKK")
    facts.write(tmp_path)
    again = Facts.read(tmp_path)
    pd.testing.assert_frame_equal(derive(again).frame, derive(facts).frame)
    assert (again.as_of, again.window, again.currency) == (facts.as_of, "6m", "DKK")
    assert (again.given, again.spans, again.totals) == (facts.given, facts.spans, facts.totals)


def test_facts_without_any_table_but_customers_survive_too(
    ledger_of: Callable[[str], Ledger], tmp_path: Path
) -> None:
    facts = collect(ledger_of("[customers]\ncustomer_id, size\na, 3"))
    facts.write(tmp_path)
    assert Facts.read(tmp_path).as_of is None
    assert derive(Facts.read(tmp_path)).numbers("size").tolist() == [3]


@pytest.mark.parametrize("damaged", ["facts.json", "frame.parquet", "hours.parquet"])
def test_damaged_or_absent_facts_are_told_not_read(
    worked: Ledger, tmp_path: Path, damaged: str
) -> None:
    collect(worked).write(tmp_path)
    (tmp_path / damaged).write_text("{", encoding="utf-8")
    with pytest.raises(WorkbenchError, match="made anew"):
        Facts.read(tmp_path)
    (tmp_path / damaged).unlink()
    with pytest.raises(WorkbenchError, match="made anew"):
        Facts.read(tmp_path)


def test_a_table_covers_the_window_only_with_something_in_its_reach(
    worked: Ledger, ledger_of: Callable[[str], Ledger]
) -> None:
    """Domain 3: a sum is 0 where its table covers the window, missing where it does not."""
    assert collect(worked).covers("time")
    facts = collect(
        ledger_of(
            """[sales]
            customer_id, date, amount
            a, 2024-06-01, 5
            [time]
            person, date, hours, customer_id
            x, 2022-01-01, 1, a"""
        )
    )
    assert facts.covers("sales")
    assert not facts.covers("time")
    assert not facts.covers("events")
