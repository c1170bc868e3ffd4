"""What is kept as SQL answers as Ibis does, whoever was merged, and holds no word of a client's."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.measures import known, timeline
from workbench.measures.collect import came, collect, spent, summed
from workbench.measures.facts import Facts
from workbench.review.assigned import Assigned
from workbench.sources import questions
from workbench.sources.ledger import Ledger
from workbench.sources.questions import ask

HOSTILE = "O'Hara\"; DROP VIEW sales; -- $end"
END = date(2024, 12, 31)


@pytest.fixture
def home(kept_here: Path) -> Iterator[Path]:
    """Keep what is made in a folder of the test, and forget it afterwards."""
    questions._sql.cache_clear()
    yield kept_here
    questions._sql.cache_clear()


def through_ibis(ledger: Ledger, **whose: Any) -> Ledger:
    """Return the same tables as if they were in a client's own database."""
    there = Ledger.elsewhere({name: ledger.table(name) for name in ledger.given})
    return there.as_one(whose.get("merged", {}), whose.get("assigned", ()))


def the_same(one: Facts, other: Facts) -> None:
    """Check that two ways of asking found the same, to the last customer."""
    pd.testing.assert_frame_equal(one.frame, other.frame, rtol=1e-9, atol=1e-6)
    keys = {"hours": ["customer_id", "person"], "events": ["customer_id", "kind"]}
    for name, by in keys.items():
        mine, theirs = (
            getattr(facts, name).sort_values(by, ignore_index=True) for facts in (one, other)
        )
        pd.testing.assert_frame_equal(mine, theirs, check_dtype=False)
    assert one.totals == pytest.approx(other.totals, rel=1e-9, abs=1e-6)


IDS = st.sampled_from(["A", "B", "C", HOSTILE])
LINES = st.lists(
    st.tuples(
        st.one_of(st.none(), IDS),
        st.dates(date(2023, 1, 1), END),
        st.integers(-500, 500),
        st.sampled_from(["Oil", "Wax", None]),
        st.sampled_from(["North", None]),
        st.sampled_from(["1", "2", "3", None]),
    ),
    min_size=1,
    max_size=12,
)
WHOSE = st.lists(
    st.tuples(st.sampled_from([("product", "Oil"), ("product", ""), ("region", "North")]), IDS),
    max_size=3,
    unique_by=lambda one: one[0],
)


@settings(max_examples=30)  # each asks twice, and once through Ibis
@given(LINES, st.dictionaries(IDS, st.just("A"), max_size=2), WHOSE, st.booleans())
def test_kept_sql_answers_as_ibis_does(
    lines: list[Any], merged: dict[str, str], whose: list[Any], everything: bool
) -> None:
    columns = ["customer_id", "date", "amount", "product", "region", "invoice_id"]
    ledger = Ledger.from_frames(sales=pd.DataFrame(lines, columns=columns))
    merged.pop("A", None)
    assigned = tuple(
        Assigned(table="sales", column=c, value=v, customer=customer) for (c, v), customer in whose
    )
    window = "all" if everything else "12m"
    ours = collect(ledger.as_one(merged, assigned), END, window)
    the_same(ours, collect(through_ibis(ledger, merged=merged, assigned=assigned), END, window))


def test_every_table_answers_alike_in_memory_on_disk_and_elsewhere(
    worked: Ledger, tmp_path: Path
) -> None:
    worked.write(tmp_path)
    written, merged = Ledger.open(tmp_path), {"B": "A"}
    there = collect(through_ibis(worked, merged=merged))
    the_same(collect(worked.as_one(merged)), there)
    the_same(collect(written.as_one(merged)), there)


def test_a_customers_words_are_values_and_nothing_else(home: Path) -> None:
    sold = {"customer_id": [HOSTILE, "B"], "date": ["2024-05-01"] * 2, "amount": [7.0, 9.0]}
    ledger = Ledger.from_frames(sales=pd.DataFrame(sold))
    assert timeline.purchases(ledger, HOSTILE, END).amounts.tolist() == [7.0]
    assert timeline.purchases(ledger, "B", END).amounts.tolist() == [9.0]
    kept = [path.read_text() for path in home.iterdir()]
    assert len(kept) == 1
    assert "$customer" in kept[0]
    assert "Hara" not in kept[0]
    assert "2024" not in kept[0]
    assert timeline.purchases(ledger.as_one({"B": HOSTILE}), HOSTILE, END).amounts.sum() == 16.0


def test_another_date_asks_the_same_question(worked: Ledger, home: Path) -> None:
    """What is given is no part of what is kept; whether there is a window is."""
    for day in (END, date(2024, 6, 30)):
        ask(worked, spent, end=day, start=date(2023, 1, 1), before=date(2022, 1, 1))
    assert len(list(home.iterdir())) == 1
    ask(worked, spent, end=END, start=None, before=None)
    assert len(list(home.iterdir())) == 2


def test_counts_come_as_whole_numbers(worked: Ledger) -> None:
    """DuckDB adds truths up in numbers wider than anybody else knows."""
    bounds = {"end": END, "start": None, "before": None}
    answer = ask(worked, summed, True, True, **bounds)
    assert str(answer.schema.field("orders").type) == "int64"
    assert ask(worked, came, "sales").to_pylist()[0]["rows"] == worked.rows("sales")


def test_a_page_asks_without_loading_ibis(worked: Ledger, tmp_path: Path) -> None:
    """The second process finds what the first one kept."""
    worked.write(tmp_path)
    code = f"""
import sys
from datetime import date
from workbench.measures import collect, explain, known, lines, timeline
from workbench.sources.ledger import Ledger
ledger = Ledger.open({str(tmp_path)!r}).as_one({{"B": "A"}})
facts = collect.collect(ledger)
known.knows(ledger), known.everybody_named(ledger), known.of_files(ledger, "A")
known.nobodys(ledger, facts, "sales"), known.nobodys(ledger, facts, "time")
lines.products(ledger, facts)
timeline.purchases(ledger, "A", facts.as_of), timeline.happenings(ledger, "A", facts.period)
timeline.strategy_changes(ledger, {{}}, facts.as_of)
print(sorted({{"ibis", "sqlglot"}} & sys.modules.keys()))
"""
    words = [sys.executable, "-c", code]
    told = [
        subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
        for _ in range(2)
    ]
    assert told[1] == "[]"


def test_a_damaged_file_is_said_when_it_is_asked(worked: Ledger, tmp_path: Path) -> None:
    worked.write(tmp_path)
    (tmp_path / "sales.parquet").write_bytes(b"rubbish")
    with pytest.raises(WorkbenchError, match="damaged"):
        known.knows(Ledger.open(tmp_path))
