"""One client's folder: made whole or not at all, refused unharmed, rebuilt from damage."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workbench.engagement import Engagement, demo_data, read_card
from workbench.errors import WorkbenchError
from workbench.review.review import Correction, Judgement, Opening, OwnMeasure, Review
from workbench.review.summary import totals
from workbench.session import Session

SALES = """customer_id,date,amount,direct_cost
A,2025-03-01,100,60
A,2025-09-01,50,20
B,2025-06-01,30,45
,2025-07-01,7,1
A,2024-01-01,9,9
"""
CUSTOMERS = "customer_id,name,segment\nA,Alder,low\nB,Birch,high\nC,Cedar,\n"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Return a small client's files."""
    (tmp_path / "in").mkdir()
    for name, text in (("sales.csv", SALES), ("customers.csv", CUSTOMERS)):
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    return sorted((tmp_path / "in").iterdir())


@pytest.fixture
def made(tmp_path: Path, files: list[Path]) -> Iterator[Engagement]:
    """Return an engagement made from them."""
    engagement, _ = Engagement.create(tmp_path / "client", files)
    yield engagement
    engagement.store.close()


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def frames() -> dict[str, pd.DataFrame]:
    """Return the same client as data frames."""
    return {
        "sales": pd.DataFrame(
            {
                "customer_id": ["A", "A", "B", None],
                "date": ["2025-03-01", "2025-09-01", "2025-06-01", "2025-07-01"],
                "amount": [100.0, 50.0, 30.0, 7.0],
                "direct_cost": [60.0, 20.0, 45.0, 1.0],
            }
        ),
        "customers": pd.DataFrame(
            {"customer_id": ["A", "B", "C"], "segment": ["low", "high", None]}
        ),
    }


def test_a_folder_holds_sources_ledger_card_report_and_decisions(made: Engagement) -> None:
    folder = made.folder
    assert folder is not None
    assert (folder / "sources" / "sales.csv").read_text(encoding="utf-8") == SALES
    assert json.loads((folder / "engagement.json").read_text())["name"] == "Client"
    assert json.loads((folder / "report.json").read_text())["tables"]["sales"]["rows_read"] == 5
    assert (folder / "decisions.sqlite").is_file()
    assert made.customers(made.review).numbers("turnover").tolist() == [150, 30, 0]
    again = Engagement.open(folder)
    assert again.review == made.review
    again.store.close()


@pytest.mark.parametrize(
    "wrong",
    [{"window": "banana"}, {"window": "0m"}, {"currency": "euros"}, {"maps": ["nothing"]}],
)
def test_no_folder_remains_when_something_is_wrong(
    tmp_path: Path, files: list[Path], wrong: dict[str, str]
) -> None:
    with pytest.raises(WorkbenchError):
        Engagement.create(tmp_path / "client", files, **wrong)  # type: ignore[arg-type]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in"]


def test_no_folder_remains_when_a_file_is_absent_or_holds_nothing(
    tmp_path: Path, files: list[Path]
) -> None:
    other = tmp_path / "in" / "other.csv"
    other.write_text("a;b\n1;2\n", encoding="utf-8")
    for given in ([tmp_path / "gone.csv"], [other]):
        with pytest.raises(WorkbenchError):
            Engagement.create(tmp_path / "client", given)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in"]
    assert files


@pytest.mark.parametrize("broken", ["folder.copy_sources", "folder.write_card", "engagement.Store"])
def test_no_folder_remains_when_the_disk_fails_on_the_way(
    tmp_path: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(f"workbench.{broken}", fail)
    with pytest.raises(OSError, match="no space"):
        Engagement.create(tmp_path / "client", files)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in"]


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path, files: list[Path]) -> None:
    taken = tmp_path / "client"
    taken.mkdir()
    (taken / "letter.txt").write_text("keep me")
    with pytest.raises(WorkbenchError, match="exists already"):
        Engagement.create(taken, files)
    assert contents(taken) == {"letter.txt": b"keep me"}
    with pytest.raises(WorkbenchError, match="exists already"):
        Engagement.create(taken / "letter.txt", files)


def test_an_empty_folder_may_be_filled(tmp_path: Path, files: list[Path]) -> None:
    (tmp_path / "client").mkdir()
    engagement, _ = Engagement.create(tmp_path / "client", files)
    assert engagement.folder == tmp_path / "client"
    engagement.store.close()


def test_two_sources_of_one_name_are_both_kept(tmp_path: Path, files: list[Path]) -> None:
    (tmp_path / "more").mkdir()
    second = tmp_path / "more" / "sales.csv"
    second.write_text(f"{SALES.splitlines()[0]}\nA,2025-08-01,1,1\n", encoding="utf-8")
    engagement, _ = Engagement.create(tmp_path / "client", [*files, second])
    kept = sorted(p.name for p in (tmp_path / "client" / "sources").iterdir())
    assert kept == ["customers.csv", "sales (2).csv", "sales.csv"]
    assert engagement.customers(engagement.review).numbers("turnover")[0] == 151
    engagement.store.close()


def test_a_folder_of_a_newer_version_is_refused_and_left_to_the_byte(made: Engagement) -> None:
    """Issue: refused, not damaged."""
    folder = made.folder
    assert folder is not None
    made.store.close()
    card = json.loads((folder / "engagement.json").read_text())
    (folder / "engagement.json").write_text(json.dumps({**card, "format": 99, "new": [1]}))
    before = contents(folder)
    with pytest.raises(WorkbenchError, match=r"newer version \(format 99.*nothing was changed"):
        Engagement.open(folder)
    assert contents(folder) == before


def test_decisions_of_a_newer_version_are_refused_and_left_to_the_byte(made: Engagement) -> None:
    folder = made.folder
    assert folder is not None
    made.store.close()
    with closing(sqlite3.connect(folder / "decisions.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = contents(folder)
    with pytest.raises(WorkbenchError, match="newer"):
        Engagement.open(folder)
    assert contents(folder) == before


@pytest.mark.parametrize("card", ["", "[]", '{"name": "x"}', '{"format": "one"}', "{", '"x"'])
def test_a_damaged_card_is_told(tmp_path: Path, card: str) -> None:
    (tmp_path / "engagement.json").write_text(card)
    with pytest.raises(WorkbenchError, match="can't be read"):
        read_card(tmp_path)


def test_a_card_without_a_name_has_the_folder_s(tmp_path: Path) -> None:
    folder = tmp_path / "north_star"
    folder.mkdir()
    (folder / "engagement.json").write_text('{"format": 1}')
    assert read_card(folder).name == "North star"


def test_what_is_no_client_s_folder_is_told(tmp_path: Path) -> None:
    for folder in (tmp_path, str(tmp_path)):
        with pytest.raises(WorkbenchError, match="no client's folder"):
            Engagement.open(folder)


def test_a_folder_and_its_files_may_be_named_by_text(tmp_path: Path, files: list[Path]) -> None:
    """As somebody writes them in a notebook."""
    made, _ = Engagement.create(str(tmp_path / "client"), [str(file) for file in files])
    made.store.close()
    opened = Engagement.open(str(tmp_path / "client"))
    assert opened.folder == tmp_path / "client"
    opened.store.close()


def test_a_damaged_facts_cache_is_made_anew(made: Engagement) -> None:
    """Facts are bulky and can be rebuilt (architecture)."""
    folder = made.folder
    assert folder is not None
    expected = made.facts().frame
    for damage in (b"", b"not parquet"):
        for part in sorted((folder / "facts").rglob("*.parquet")):
            part.write_bytes(damage)
        again = Engagement.open(folder)
        pd.testing.assert_frame_equal(again.facts().frame, expected)
        again.store.close()
    for head in (folder / "facts").rglob("facts.json"):
        head.write_text("{")
    again = Engagement.open(folder)
    pd.testing.assert_frame_equal(again.facts().frame, expected)
    again.store.close()


def test_a_cache_that_cannot_be_written_costs_only_time(made: Engagement) -> None:
    folder = made.folder
    assert folder is not None
    (folder / "facts").write_text("in the way")
    assert len(made.facts(window="6m")) == 3


@pytest.mark.parametrize("window", ["../../elsewhere", "", "12", "-1m", "0m"])
def test_a_window_is_checked_before_it_names_a_file(made: Engagement, window: str) -> None:
    with pytest.raises(WorkbenchError, match="no window"):
        made.facts(None, window)


@pytest.mark.parametrize("as_of", [date.min, date(1970, 1, 1), date(2099, 12, 31), date.max])
@pytest.mark.parametrize("window", ["1m", "999m", "all"])
def test_any_date_and_window_can_be_looked_at(as_of: date, window: str) -> None:
    engagement = Engagement.from_frames(**frames())
    review = Review(as_of=as_of, window=window)
    placed = engagement.place(review)
    assert totals(placed).customers == 3


def test_turnover_and_unidentified_are_the_window_s_sales() -> None:
    """Domain 2: totals of what came in and what each page shows always reconcile."""
    engagement = Engagement.demo()
    for window in ("3m", "12m", "all"):
        facts = engagement.facts(None, window)
        sums = totals(engagement.place(Review(window=window)))
        placed = sum(line.turnover for line in sums.quadrants)
        assert placed + sums.not_placed_turnover == pytest.approx(sums.turnover)
        unidentified = facts.totals["unidentified_amount"]
        sales = engagement.ledger.frame("sales")
        when = pd.to_datetime(sales["date"])
        end = pd.Timestamp(facts.as_of)
        start = {"3m": end - pd.DateOffset(months=3), "12m": end - pd.DateOffset(months=12)}
        inside = (when <= end) & (when > start.get(window, pd.Timestamp.min))
        assert sums.turnover + unidentified == pytest.approx(sales["amount"][inside].sum())
    engagement.store.close()


def test_a_correction_flows_into_what_depends_on_it() -> None:
    """Architecture: corrections stand where the column is computed. A: 150 − 80 cost = 70."""
    engagement = Engagement.from_frames(**frames())
    plain = engagement.customers(Review())
    assert plain.numbers("gross_margin")[0] == 70
    fixed = engagement.customers(
        Review(corrections={"A": {"turnover": Correction(value=200.0)}, "gone": {}})
    )
    assert fixed.numbers("turnover")[0] == 200
    assert fixed.numbers("gross_margin")[0] == plain.numbers("gross_margin")[0] + 50
    assert fixed.numbers("gross_margin_share")[0] == pytest.approx(120 / 200)
    assert fixed.numbers("turnover")[1] == 30, "nobody else is touched"


def test_a_corrected_word_becomes_a_level() -> None:
    engagement = Engagement.from_frames(**frames())
    review = Review(corrections={"C": {"segment": Correction(value="medium")}})
    column = engagement.customers(review).columns["segment"]
    assert column.levels == ("low", "medium", "high")


def test_a_judged_attribute_is_a_column_of_marks() -> None:
    engagement = Engagement.from_frames(**frames())
    judged = {"judged_trust": {"A": Judgement(value=4), "gone": Judgement(value=1)}}
    customers = engagement.customers(Review(judged=judged))
    values = customers.numbers("judged_trust")
    assert np.array_equal(values, [4, np.nan, np.nan], equal_nan=True)
    assert customers.why_missing("judged_trust", 1) == "Not judged"
    assert customers.columns["judged_trust"].label == "Trust"
    assert len(engagement.customers(Review(judged={"judged_trust": {}}))) == 3


def test_own_measures_and_points_come_last() -> None:
    engagement = Engagement.from_frames(**frames())
    own = {"margin_twice": OwnMeasure(expression="gross_margin * 2", unit="EUR")}
    customers = engagement.customers(Review(measures=own))
    assert customers.numbers("margin_twice")[0] == 140
    assert "points" in customers.columns


@pytest.mark.parametrize("name", ["name", "kind", "customer_id", "points", "points_least"])
def test_an_own_measure_may_not_take_a_name_the_table_needs(name: str) -> None:
    engagement = Engagement.from_frames(**frames())
    with pytest.raises(WorkbenchError, match="already"):
        engagement.customers(Review(measures={name: OwnMeasure(expression="orders")}))


def test_the_same_question_is_answered_from_memory() -> None:
    engagement = Engagement.from_frames(**frames())
    review = Review(opening=Opening(aim="fill the week"))
    first = engagement.customers(review)
    assert engagement.customers(review.model_copy(update={"opening": Opening()})) is first
    assert engagement.customers(Review.from_json(review.to_json())) is first
    assert engagement.customers(review.changed(window="all")) is not first


def test_joined_columns_are_measures_and_attributes() -> None:
    """Issue, «For analysts»: anything else joins as a column by customer_id."""
    engagement = Engagement.from_frames(**frames())
    before = engagement.customers(Review())
    more = pd.DataFrame(
        {"nps": [9, np.inf], "plan": ["b", None], "active": [True, False]}, index=["A", "B"]
    )
    engagement.join(more)
    customers = engagement.customers(Review())
    assert np.array_equal(customers.numbers("nps"), [9, np.nan, np.nan], equal_nan=True)
    assert customers.why_missing("nps", 2) == "The joined «Nps» has no value"
    assert customers.columns["plan"].levels == ("b",)
    assert customers.frame["plan"].tolist() == ["b", None, None]
    assert customers.numbers("active")[:2].tolist() == [1, 0]
    assert "nps" not in before.columns
    engagement.join(more.assign(nps=[1, 2]))
    assert engagement.customers(Review()).numbers("nps")[1] == 2
    fixed = Review(corrections={"C": {"nps": Correction(value=5.0)}})
    assert engagement.customers(fixed).numbers("nps")[2] == 5


def test_a_join_takes_the_ids_from_a_column_and_as_text() -> None:
    sales = pd.DataFrame({"customer_id": ["1", "2"], "date": ["2026-01-31"] * 2, "amount": [9, 5]})
    engagement = Engagement.from_frames(sales=sales)
    engagement.join(pd.DataFrame({"customer_id": [1, 2], "nps": [9.0, 3.0]}))
    assert engagement.customers(Review()).numbers("nps").tolist() == [9, 3]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (pd.DataFrame({"nps": [1, 2]}, index=["A", "A"]), "more than once"),
        (pd.DataFrame({"turnover": [1]}, index=["A"]), "«turnover» already"),
        (pd.DataFrame({"name": ["x"]}, index=["A"]), "«name» already"),
        (pd.DataFrame({"points": [1]}, index=["A"]), "«points» already"),
    ],
)
def test_a_join_that_would_break_the_table_is_refused(more: pd.DataFrame, sentence: str) -> None:
    engagement = Engagement.from_frames(**frames())
    with pytest.raises(WorkbenchError, match=sentence):
        engagement.join(more)
    assert "nps" not in engagement.customers(Review()).columns


def test_a_session_shows_what_was_joined_meanwhile() -> None:
    engagement = Engagement.from_frames(**frames())
    session = Session(engagement)
    assert "nps" not in session.placement.customers.columns
    engagement.join(pd.DataFrame({"nps": [1.0]}, index=["A"]))
    assert "nps" in session.placement.customers.columns


@pytest.mark.parametrize("wrong", [{"window": "1y"}, {"currency": "€"}])
def test_frames_with_a_wrong_card_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(WorkbenchError):
        Engagement.from_frames(**frames(), **wrong)  # type: ignore[arg-type]


def test_a_notebook_without_a_client_gets_a_copy_of_the_demo(
    monkeypatch: pytest.MonkeyPatch, made: Engagement
) -> None:
    """Architecture: so that testing a notebook writes nowhere."""
    monkeypatch.delenv("WORKBENCH_ENGAGEMENT", raising=False)
    engagement = Engagement.current()
    assert engagement.folder is not None
    assert not engagement.folder.is_relative_to(demo_data())
    engagement.store.close()
    monkeypatch.setenv("WORKBENCH_ENGAGEMENT", os.fspath(made.folder or ""))
    named = Engagement.current()
    assert named.folder == made.folder
    named.store.close()
