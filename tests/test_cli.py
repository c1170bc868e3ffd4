"""The contract of the command line: what each command prints, writes, refuses and leaves alone."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from workbench.cli import main
from workbench.engagement import Engagement

ROOT = Path(__file__).resolve().parent.parent
BOOK = """customer_id,name,day,net,pays
A,Alder & Sons,2026-01-31,1000.10,direct debit
A,Alder & Sons,2026-03-31,500.20,direct debit
B,=1+1,2026-02-28,300.00,card
C,\x1b[31mCedar,2026-03-01,50.00,card
D,-7,2026-03-02,-20.00,transfer
,,2026-03-03,12.34,
E,Elm,yesterday,99.00,card
"""
MAPS = [
    "--map=book.csv:day=sales.date",
    "--map=book.csv:net=sales.amount",
    "--map=book.csv:pays=customers.pays",
]
PROSPECTS = "customer_id,name,pays\nP,Pine,card\n"
COLUMNS = ["customer_id", "name", "kind", "x", "y", "quadrant"]
COLUMNS += ["points_least", "points_most", "points_possible", "reason"]


@dataclass(frozen=True)
class Said:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Return the function that runs one command in this process."""
    numbers = [signal.SIGTERM, signal.SIGHUP]
    before = [signal.getsignal(number) for number in numbers]

    def command(*words: object) -> Said:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    yield command
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of sales that has customers, a hostile name, and one bad row."""
    file = tmp_path_factory.mktemp("files") / "book.csv"
    file.write_text(BOOK, encoding="utf-8")
    file.with_name("prospects.csv").write_text(PROSPECTS, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def client(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a client made of that file and one prospect; nobody may change it."""
    folder = tmp_path_factory.mktemp("clients") / "alder"
    files = [book, book.with_name("prospects.csv")]
    Engagement.create(folder, files, window="all", maps=[m[6:] for m in MAPS])[0].store.close()
    return folder


def refused(said: Said) -> str:
    """Check that a command ended with 2 and one line on standard error; return the line."""
    assert said.code == 2
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    assert not said.out
    return said.err


def rows_of(file: Path) -> list[dict[str, str]]:
    """Read a written CSV by other means."""
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_new_reports_every_row_and_cent_as_json(run: Run, book: Path, tmp_path: Path) -> None:
    """`--json` prints the report alone: rows, money to the cent, what is out and why, mapping."""
    said = run("new", tmp_path / "c", book, *MAPS, "--json")
    report = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert set(report) == {"tables", "set_aside", "mapping"}
    with book.open(encoding="utf-8", newline="") as handle:
        lines = list(csv.DictReader(handle))
    total = sum(Decimal(line["net"]) for line in lines)
    sales = report["tables"]["sales"]
    assert Decimal(str(sales["amount_read"])) == total
    assert Decimal(str(sales["amount_kept"])) == total - Decimal("99.00")
    assert (sales["rows_read"], sales["rows_kept"], sales["rows_set_aside"]) == (7, 6, 1)
    assert (sales["unidentified_rows"], sales["unidentified_amount"]) == (1, 12.34)
    (aside,) = report["set_aside"]
    assert (aside["file"], aside["sheet"], aside["line"], aside["column"]) == (
        "book.csv",
        "",
        8,
        "day",
    )
    assert report["mapping"]["book.csv:net"] == ["sales.amount"]


def test_new_tells_people_what_it_guessed_and_set_aside(
    run: Run, book: Path, tmp_path: Path
) -> None:
    """The report in words: rows kept, each column's meaning, the bad row, the next command."""
    said = run("new", tmp_path / "c", book, *MAPS, "--name", "Alder\x1b[2J")
    assert said.code == 0
    assert "\x1b" not in said.out
    for words in (
        "Alder[2J",
        "7 rows read, 6 kept, 1 set aside",
        "sales.amount  (chosen)",
        "book.csv, line 8, column day:",
        f"workbench serve {tmp_path / 'c'}",
    ):
        assert words in said.out


def test_a_long_list_set_aside_is_cut_and_stands_in_the_folder(run: Run, tmp_path: Path) -> None:
    """A terminal shows the first rows; report.json has them all."""
    bad = "".join(f"B,{n}th of May,1\n" for n in range(1, 9))
    file = tmp_path / "sales.csv"
    good = "".join(f"A,2026-01-{day:02},10\n" for day in range(1, 29))
    file.write_text(f"customer_id,date,amount\n{good}{bad}", encoding="utf-8")
    said = run("new", tmp_path / "c", file)
    assert said.out.count("sales.csv, line") == 5
    assert str(tmp_path / "c" / "report.json") in said.out
    stored = json.loads((tmp_path / "c" / "report.json").read_text(encoding="utf-8"))
    assert len(stored["set_aside"]) == 8


def test_what_cant_be_guessed_is_asked_for_with_its_answer(run: Run, tmp_path: Path) -> None:
    """The message ends with the `--map` that answers; no folder remains; the answer works."""
    file = tmp_path / "sales.csv"
    file.write_text(
        "customer_id,date,this,that\nA,2026-01-01,5,7\nB,2026-01-02,6,9\n", encoding="utf-8"
    )
    folder = tmp_path / "c"
    message = refused(run("new", folder, file))
    assert not folder.exists()
    assert not [path for path in tmp_path.iterdir() if path != file]
    answer = message[message.index('--map "') + 7 :].split('"')[0]
    assert answer == "sales.csv:this=sales.amount"
    assert run("new", folder, file, "--map", answer).code == 0


def test_a_file_without_header_is_mapped_by_number(run: Run, tmp_path: Path) -> None:
    """`FILE:#2=…` names the second column; one column may go to two targets."""
    file = tmp_path / "raw.csv"
    file.write_text("Alder;2026-01-01;5\nBirch;2026-01-02;6\n", encoding="utf-8")
    targets = ("1=sales.customer_id", "1=customers.name", "2=sales.date", "3=sales.amount")
    maps = [f"--map=raw.csv:#{target}" for target in targets]
    said = run("new", tmp_path / "c", file, *maps, "--json")
    assert json.loads(said.out)["tables"]["sales"]["amount_kept"] == 11


@pytest.mark.parametrize(
    "case",
    [
        (["bogus"], "bogus"),
        (["new"], "DIR"),
        (["new", "{tmp}/c"], "FILE"),
        (["new", "{tmp}/c", "{tmp}/none.csv"], "none.csv"),
        (["new", "{client}", "{book}"], "exists already"),
        (["new", "{tmp}/c", "{book}", "--as-of", "2026-13-01"], "year-month-day"),
        (["new", "{tmp}/c", "{book}", "--as-of", "20260101"], "year-month-day"),
        (["new", "{tmp}/c", "{book}", "--window", "12"], "12m"),
        (["new", "{tmp}/c", "{book}", "--currency", "euro"], "three letters"),
        (["new", "{tmp}/c", "{book}", "--map", "nonsense"], "FILE"),
        (["new", "{tmp}/c", "{book}", "--map", "book.csv:nett=sales.amount"], "net"),
        (["new", "{book}/c", "{book}", "--map=book.csv:net=sales.amount"], ""),
        (["measure", "{tmp}", "--out", "{tmp}/m.csv"], "workbench new"),
        (["measure", "{tmp}/none", "--out", "{tmp}/m.csv"], "none"),
        (["measure", "{client}"], "--out"),
        (["measure", "{client}", "--out", "{tmp}/m.xlsx"], ".csv or .parquet"),
        (["measure", "{client}", "--out", "{tmp}/none/m.csv"], "none"),
        (["place", "{client}", "--out", "{tmp}/p.csv", "--x", "turnovr"], "turnover"),
        (["place", "{client}", "--out", "{tmp}/p.csv", "--x-cut", "half"], "share:0.8"),
        (["place", "{client}", "--out", "{tmp}/p.csv", "--x-cut", "share:2"], "share:0.8"),
        (["place", "{client}", "--out", "{tmp}/p.csv", "--x-cut", "nan"], "share:0.8"),
        (["history", "{client}", "--restore", "99"], "99"),
        (["serve", "{tmp}"], "workbench new"),
        (["serve", "{client}", "--port", "http"], "--port"),
        (["lab", "{tmp}/none"], "none"),
    ],
    ids=lambda case: " ".join(case[0])[:60],
)
def test_a_mistake_ends_in_2_and_one_sentence(
    run: Run, book: Path, client: Path, tmp_path: Path, case: tuple[list[str], str]
) -> None:
    """What a user can get wrong: one line that says what helps, and nothing left behind."""
    words, told = case
    places = {"tmp": tmp_path, "client": client, "book": book}
    assert told in refused(run(*(word.format(**places) for word in words)))
    assert list(tmp_path.iterdir()) == []


def test_measure_writes_one_row_per_customer(run: Run, client: Path, tmp_path: Path) -> None:
    """Sums equal the file's; what can't be computed is empty; prospects are left out."""
    out = tmp_path / "m.csv"
    assert run("measure", client, "--out", out).code == 0
    rows = {row["customer_id"]: row for row in rows_of(out)}
    assert set(rows) >= {"A", "B", "C", "D"}
    assert "P" not in rows
    assert Decimal(rows["A"]["turnover"]) == Decimal("1500.30")
    assert Decimal(rows["D"]["turnover"]) == Decimal("-20.00")
    assert rows["A"]["profit"] == rows["A"]["days_late"] == ""
    assert "points" not in rows["A"]


def test_rfm_scores_purchases_and_saves_nothing(run: Run, client: Path, tmp_path: Path) -> None:
    """A bought twice for 1,500.30, B and C once each; D only gave back: no score."""
    out = tmp_path / "r.csv"
    said = run("rfm", client, "--out", out, "--bins", 2)
    assert said.code == 0
    assert "3 of 4 customers scored" in said.out
    rows = {row["customer_id"]: list(row.values())[1:] for row in rows_of(out)}
    # days: 3, 34, 5 → edge 5; purchases 2, 1, 1 → edge 1; money 1500.30, 300, 50 → edge 300
    assert rows["A"][1:] == ["2", "1500.3", rows["A"][3], "2", "2", rows["A"][6]]
    assert [rows[key][3:6] for key in "ABC"] == [["2", "2", "2"], ["1", "1", "1"], ["2", "1", "1"]]
    assert [rows[key][6] for key in "ABC"] == ["Champions", "Lost", "New"]
    assert rows["D"][3:] == ["", "", "", ""]
    assert run("history", client, "--json").out.count('"number"') == 1


@pytest.mark.parametrize(("sign", "encoding"), [(",", "utf-8-sig"), (";", "utf-16")])
def test_rfm_takes_r_s_binning_and_rules_of_one_s_own(
    run: Run, client: Path, tmp_path: Path, sign: str, encoding: str
) -> None:
    """Rules are read as any file of the client's is: comma or semicolon, whatever encoding."""
    out, rules = tmp_path / "r.csv", tmp_path / "rules.csv"
    text = "segment,r_min,r_max,f_min,f_max,m_min,m_max\n=2+2,2,2,1,2,1,2\nRest,1,2,1,2,1,1\n"
    rules.write_text(text.replace(",", sign), encoding=encoding)
    words = ["rfm", client, "--out", out, "--bins", 2, "--binning", "r-rfm", "--rules", rules]
    said = run(*words)
    assert said.code == 0
    assert "1 pair of rules overlap" in said.out
    assert "No rule covers 2 scores, such as 1 · 1 · 2." in said.out
    rows = {row["customer_id"]: row for row in rows_of(out)}
    assert rows["D"]["transaction_count"] == "1"  # a row is a row
    assert {row["segment"] for row in rows.values()} <= {"'=2+2", "Rest", ""}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "can't be read"),
        ("", "no column «segment»"),
        ("segment,r_min,r_max,f_min,f_max,m_min\n", "no column «m_max»"),
        ("segment,r_min,r_max,f_min,f_max,m_min,m_max\n", "no rule in it"),
        ("segment,r_min,r_max,f_min,f_max,m_min,m_max\nA,1,6,1,5,1,5\n", "line 2, column r_max"),
        ("segment,r_min,r_max,f_min,f_max,m_min,m_max\nA,1.5,5,1,5,1,5\n", "«1.5» is no score"),
        ("segment,r_min,r_max,f_min,f_max,m_min,m_max\nA,1,5,1,5,1\n", "column m_max"),
        ("segment,r_min,r_max,f_min,f_max,m_min,m_max\n\nA,4,2,1,5,1,5\n", "line 3: r_min is"),
        ("segment,r_min,r_max,f_min,f_max,m_min,m_max\n ,1,5,1,5,1,5\n", "has no name"),
    ],
)
def test_rules_that_can_t_be_used_are_refused_in_one_line(
    run: Run, client: Path, tmp_path: Path, text: str | None, words: str
) -> None:
    """What, where, what is allowed, what next; nothing is written."""
    out, rules = tmp_path / "r.csv", tmp_path / "rules.csv"
    if text is not None:
        rules.write_text(text, encoding="utf-8")
    assert words in refused(run("rfm", client, "--out", out, "--rules", rules))
    assert not out.exists()


def test_a_binning_nobody_knows_is_refused(run: Run, client: Path, tmp_path: Path) -> None:
    said = refused(run("rfm", client, "--out", tmp_path / "r.csv", "--binning", "even"))
    assert "quantile or r-rfm" in said


def test_parquet_holds_what_csv_holds(run: Run, client: Path, tmp_path: Path) -> None:
    """The two formats differ in nothing but the apostrophe before a formula."""
    for ending in ("csv", "parquet"):
        assert run("measure", client, "--out", tmp_path / f"m.{ending}").code == 0
    table = pd.read_parquet(tmp_path / "m.parquet").set_index("customer_id")
    text = pd.read_csv(tmp_path / "m.csv", dtype={"customer_id": str}).set_index("customer_id")
    assert list(table.columns) == list(text.columns)
    assert table.loc["B", "name"] == "=1+1"
    assert text.loc["B", "name"] == "'=1+1"
    pd.testing.assert_series_equal(table["turnover"], text["turnover"], check_index_type=False)


def test_a_text_that_looks_like_a_formula_is_harmless_in_csv(
    run: Run, client: Path, tmp_path: Path
) -> None:
    """Spreadsheets run no formula out of a client's name; names that are numbers stay."""
    run("place", client, "--out", tmp_path / "p.csv")
    names = {row["customer_id"]: row["name"] for row in rows_of(tmp_path / "p.csv")}
    assert names["B"] == "'=1+1"
    assert names["D"] == "-7"


def test_place_gives_everybody_a_quadrant_or_a_reason(
    run: Run, client: Path, tmp_path: Path
) -> None:
    """Nobody disappears: customers and prospects, each placed or told why not."""
    assert run("place", client, "--out", tmp_path / "p.csv").code == 0
    rows = rows_of(tmp_path / "p.csv")
    assert list(rows[0]) == COLUMNS
    assert {row["kind"] for row in rows} == {"customer", "prospect"}
    assert all(bool(row["quadrant"]) != bool(row["reason"]) for row in rows)
    for row in rows:
        least, most, possible = (
            float(row[f"points_{end}"]) for end in ("least", "most", "possible")
        )
        assert 0 <= least <= most <= possible


@pytest.mark.parametrize(
    ("line", "better"),
    [
        ("median", {"A", "B"}),  # of −20, 50, 300, 1500.30; E's only row is set aside
        ("mean", {"A"}),  # 457.58
        ("50", {"A", "B", "C"}),  # on the line is on the better side
        ("share:0.8", {"A"}),  # 1500.30 of 1850.30 are 81 %
        ("share:0.95", {"A", "B"}),
    ],
)
def test_a_dividing_line_is_said_as_the_contract_has_it(
    run: Run, client: Path, tmp_path: Path, line: str, better: set[str]
) -> None:
    """median, mean, a value and share:0.8 divide as domain 4 defines them."""
    words = ["--x", "turnover", "--y", "orders", "--x-cut", line, "--y-cut", "0"]
    assert run("place", client, "--out", tmp_path / "p.csv", *words).code == 0
    rows = [row for row in rows_of(tmp_path / "p.csv") if row["quadrant"]]
    best = {row["quadrant"] for row in rows if row["customer_id"] == "A"}
    assert {row["customer_id"] for row in rows if row["quadrant"] in best} == better


def test_words_divide_between_two_levels(run: Run, client: Path, tmp_path: Path) -> None:
    """On an axis of words the line is named by the first level of the better side."""
    words = ["--x", "turnover", "--y", "pays", "--x-cut", "-1000", "--y-cut", "direct debit"]
    said = run("place", client, "--out", tmp_path / "p.csv", *words)
    assert said.code == 0
    assert "better side from «direct debit» on" in said.out
    places = {row["customer_id"]: row["quadrant"] for row in rows_of(tmp_path / "p.csv")}
    assert places["B"] == places["C"] != places["A"]


def test_place_never_saves(run: Run, client: Path, tmp_path: Path) -> None:
    """Axes named on the command line leave no revision behind."""
    before = run("history", client, "--json").out
    run("place", client, "--out", tmp_path / "p.csv", "--x", "recency", "--y-cut", "mean")
    assert run("history", client, "--json").out == before


def test_a_misspelt_name_lists_the_nearest_first(run: Run, client: Path, tmp_path: Path) -> None:
    """By name or by label, what was probably meant stands first, then all that is allowed."""
    for typed, meant in (("turnovr", "turnover"), ("Days late", "days_late")):
        message = refused(run("place", client, "--out", tmp_path / "p.csv", "--x", typed))
        assert f"Allowed: {meant}, " in message
        assert "recency" in message


def test_history_lists_and_restores(run: Run, book: Path, tmp_path: Path) -> None:
    """A revision restored is a new revision; the list tells number, who and what."""
    folder = tmp_path / "c"
    run("new", folder, book, *MAPS)
    engagement = Engagement.open(folder)
    state = {**engagement.review.to_json(), "window": "all"}
    engagement.store.commit(state, base=1, who="Anna\x1b[2J", words="All years")
    engagement.store.close()
    shown = run("history", folder).out
    assert "\x1b" not in shown
    assert "All years" in shown
    assert "Anna[2J" in shown
    assert run("history", folder, "--restore", 1, "--who", "Ben").code == 0
    newest, *older = json.loads(run("history", folder, "--json").out)
    assert (newest["number"], newest["who"], newest["kind"]) == (3, "Ben", "restore")
    assert [revision["number"] for revision in older] == [2, 1]
    assert Engagement.open(folder).review.window == "12m"


def test_both_values_of_a_conflict_stand_in_the_history(
    run: Run, book: Path, tmp_path: Path
) -> None:
    """Two people set the same field at once: one value holds, the other is told with its owner."""
    folder = tmp_path / "c"
    run("new", folder, book, *MAPS)
    store = Engagement.open(folder).store
    state = store.head().revision.state
    store.commit({**state, "window": "24m"}, base=1, who="Anna", words="Two years")
    store.commit({**state, "window": "all"}, base=1, who="Ben", words="All years")
    store.close()
    (conflict,) = json.loads(run("history", folder, "--json").out)[0]["conflicts"]
    assert conflict == {"field": ["window"], "kept": "all", "other": "24m", "whose": "Anna"}
    assert 'window: "all" was kept, Anna had "24m"' in run("history", folder).out


def test_a_folder_of_a_newer_version_is_refused_and_left_alone(
    run: Run, client: Path, tmp_path: Path
) -> None:
    """Nothing in it changes, and the message says to update."""
    folder = tmp_path / "newer"
    folder.mkdir()
    card = json.loads((client / "engagement.json").read_text(encoding="utf-8")) | {"format": 99}
    (folder / "engagement.json").write_text(json.dumps(card), encoding="utf-8")
    assert "Update" in refused(run("measure", folder, "--out", tmp_path / "m.csv"))
    assert [path.name for path in folder.iterdir()] == ["engagement.json"]


def test_help_comes_with_no_command_and_costs_no_error(run: Run) -> None:
    """`workbench` alone lists its commands."""
    said = run()
    assert (said.code, said.err) == (0, "")
    for command in ("demo", "new", "measure", "place", "serve", "lab", "history"):
        assert f"  {command} " in said.out


def test_it_runs_as_a_program_whose_reader_may_leave(client: Path) -> None:
    """`python -m workbench history DIR | head -0` ends well and quietly."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "workbench", "history", str(client), "--json"]
    with os.fdopen(writer, "w") as closed:
        done = subprocess.run(
            command, stdout=closed, stderr=subprocess.PIPE, cwd=ROOT, check=False, timeout=60
        )
    assert (done.returncode, done.stderr) == (0, b"")
