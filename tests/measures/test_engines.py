"""The same expressions on DuckDB and on Spark give the same result, and others' SQL can be made."""

from __future__ import annotations

import inspect
import os
import re
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from here import not_here

from workbench.measures import collect, explain, known, lines, timeline
from workbench.measures.facts import Facts
from workbench.sources.connections import EXPECTED, answering, reach
from workbench.sources.ledger import Ledger
from workbench.sources.questions import Question, compiled
from workbench.sources.remembered import Remembered
from workbench.sources.together import take
from workbench.sources.warehouse import summed_there

SPARK = "pyspark://"
QUESTIONS: list[tuple[Question, tuple[str | bool, ...]]] = [
    (collect.came, ("sales",)),
    (collect.summed, (False, True)),
    (collect.spent, ()),
    (collect.happened, ()),
    (explain.sold_to, ()),
    (known.named, ("customers",)),
    (known.files_naming, ()),
    (known.nameless, ("sales",)),
    (known.nameless_by, ("time", "activity")),
    (lines.sold_products, ()),
    (timeline.bought_by, ()),
    (timeline.happened_to, ()),
    (timeline.strategy_changed, ()),
]
QUIET = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
    "spark.driver.memory": "2g",
    # a short run gains nothing from what the Java machine would compile for a long one
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}


def java() -> str:
    """Return the Java to run Spark on, 17 or newer; else say that it isn't here."""
    home = os.environ.get("JAVA_HOME")
    path = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not path or not Path(path).is_file():
        not_here("no Java here; .ci/java finds or fetches one")
    told = subprocess.run([path, "-version"], capture_output=True, text=True, check=True).stderr
    made = re.search(r'version "(\d+)', told)
    if not made or int(made[1]) < 17:
        not_here(f"Spark needs Java 17, and this is {told.splitlines()[0]}")
    return path


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Yield one session on two cores that nobody from outside can reach."""
    java()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Spark says of pandas is not ours to mend
        from pyspark.sql import SparkSession  # noqa: PLC0415 - it needs Java

        builder = SparkSession.builder.master("local[2]").appName("workbench")
        for name, value in QUIET.items():
            builder = builder.config(name, value)
        place = str(tmp_path_factory.mktemp("warehouse"))
        session = builder.config("spark.sql.warehouse.dir", place).getOrCreate()
    yield session
    session.stop()


def collected(ledger: Ledger, window: str) -> Facts:
    """Sum a ledger up where it is."""
    with answering(SPARK):
        return collect.collect(ledger, window=window)


def alike(there: Facts, here: Facts) -> None:
    """Check that two engines found the same, whatever order they added up in."""
    columns = list(here.frame)
    pd.testing.assert_frame_equal(there.frame[columns], here.frame, rtol=1e-9, atol=1e-6)
    for name in ("hours", "events"):
        keys = [
            column for column in ("customer_id", "person", "kind") if column in getattr(here, name)
        ]
        mine, other = (
            getattr(facts, name).sort_values(keys, ignore_index=True) for facts in (here, there)
        )
        pd.testing.assert_frame_equal(other, mine, check_dtype=False)
    assert there.totals == pytest.approx(here.totals, rel=1e-9, abs=1e-6)
    assert (there.as_of, there.spans, there.given) == (here.as_of, here.spans, here.given)


def test_spark_finds_the_same_in_online_retail(spark: Any, shared: Path) -> None:
    """541,909 lines as they came, all of them text: mapped and summed up on Spark alone."""
    file = shared / "online_retail" / "online_retail.parquet"
    ledger, report = take([file])
    spark.read.parquet(str(file)).createOrReplaceTempView("lines")
    try:
        known = Remembered().with_report(report, {})
        there, notes = summed_there(SPARK, known, "EUR")
        found = collected(there, "12m")
        with answering(SPARK):
            letters = there.table("sales")["product"].length().sum().to_pyarrow().as_py()
    finally:
        spark.catalog.dropTempView("lines")
    assert not notes
    assert letters == ledger.table("sales")["product"].length().sum().to_pyarrow().as_py()
    assert found.totals["sales_rows"] == 541_909
    assert len(found) == 4_372
    alike(found, collect.collect(ledger))


@pytest.mark.parametrize("window", ["12m", "all"])
def test_spark_finds_the_same_in_every_table(
    spark: Any, worked: Ledger, tmp_path: Path, window: str
) -> None:
    """Sales, time, events, rates and prospects of the worked example, two customers being one."""
    worked.write(tmp_path)
    for name in worked.given:
        spark.read.parquet(str(tmp_path / f"{name}.parquet")).createOrReplaceTempView(name)
    with answering(SPARK):
        backend = reach(SPARK)
        there = Ledger.elsewhere({name: backend.table(name) for name in worked.given})
    merged = {"B": "A"}
    found = collected(there.as_one(merged), window)
    alike(found, collect.collect(worked.as_one(merged), window=window))


@pytest.mark.parametrize("engine", EXPECTED)
@pytest.mark.parametrize(
    ("question", "shape"), QUESTIONS, ids=[question.__name__ for question, _ in QUESTIONS]
)
def test_the_expressions_are_sql_of_other_engines(
    engine: str, question: Question, shape: tuple[str | bool, ...]
) -> None:
    """What is expected to work can at least be said there."""
    given = {
        name: "string" if name == "customer" else "date"
        for name in inspect.signature(question).parameters
        if name in {"customer", "end"}
    }
    if "bounds" in inspect.signature(question).parameters:
        given |= dict.fromkeys(("end", "start", "before"), "date")
    assert compiled(question, shape, given, dialect=engine).text
