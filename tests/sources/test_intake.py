"""Every row and every cent of a client's files is in the ledger or in the report."""

from __future__ import annotations

import csv
import datetime as dt
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.sources.files import read, read_text
from workbench.sources.intake import take_in
from workbench.sources.ledger import Ledger
from workbench.sources.mapping import SourceColumn, choose, guess
from workbench.sources.report import Report

SHARED = Path(
    os.environ.get("WORKBENCH_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data")
)
CENT = Decimal("0.01")


def taken(*files: tuple[str, str], maps: tuple[str, ...] = ()) -> tuple[Ledger, Report]:
    """Take in small files given as (name, text)."""
    sheets, chosen = choose(maps, [read_text(text, name) for name, text in files])
    return take_in(sheets, guess(sheets, chosen).settled())


def public(name: str) -> Path:
    """Return a public file, or skip where the data is not there."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"public data is not here: {name}")
    return path


def column(ledger: Ledger, table: str, name: str) -> list[Any]:
    """Return a column as Python values."""
    values: list[Any] = ledger.table(table)[name].to_pyarrow().to_pylist()
    return values


SALES = """Customer;Date;Amount;Due date;Higher margin
Ada;31.1.2024;1 234,50;1.3.2024;ja
;1.2.2024;-10,00;;nej
Bo;31.2.2024;5,00;1.3.2024;
Bo;2.2.2024;many;1.3.2024;
Bo;3.2.2024;;soon;
Bo;4.2.2024;(7,25);later;x
Cy;5.2.2024;1,00
Bo;4.2.2024;(7,25);later;x
"""


def test_rows_are_kept_or_set_aside_and_money_reconciles() -> None:
    """Bad dates and amounts cost their row, with line, column and reason; the rest is kept."""
    ledger, report = taken(("sales.csv", SALES))
    assert report.to_json() == {
        "tables": {
            "customers": {"rows_read": 3, "rows_kept": 3, "rows_set_aside": 0},
            "sales": {
                "rows_read": 8,
                "rows_kept": 4,
                "rows_set_aside": 4,
                "amount_read": 1215.0,
                "amount_kept": 1210.0,
                "unidentified_rows": 1,
                "unidentified_amount": -10.0,
                "amounts_unread": 3,
            },
        },
        "set_aside": [
            {"file": "sales.csv", "sheet": "", "line": line, "column": name, "reason": reason}
            for line, name, reason in (
                (4, "Date", "«31.2.2024» is no date"),
                (5, "Amount", "«many» is no amount"),
                (6, "Amount", "the amount is missing"),
                (8, "", "the line has 3 cells where 5 are expected"),
            )
        ],
        "mapping": {
            "sales.csv:Customer": [
                *("sales.customer_id", "customers.name", "customers.customer_id"),
            ],
            "sales.csv:Date": ["sales.date"],
            "sales.csv:Amount": ["sales.amount"],
            "sales.csv:Due date": ["sales.due_on"],
            "sales.csv:Higher margin": ["sales.higher_margin"],
        },
    }
    assert column(ledger, "sales", "amount") == [1234.5, -10, -7.25, -7.25]
    assert column(ledger, "sales", "customer_id") == ["Ada", None, "Bo", "Bo"]
    assert column(ledger, "sales", "higher_margin") == [True, False, True, True]
    assert column(ledger, "sales", "source_line") == [2, 3, 7, 9]
    assert set(column(ledger, "sales", "source_file")) == {"sales.csv"}
    said = " ".join(report.sentences("EUR"))
    for words in (
        "Sales: 8 rows read, 4 kept, 4 set aside; 1,210.00 EUR kept of 1,215.00 EUR read; ",
        "; the amount of 3 rows set aside can't be read.",
        "Without a customer: 1 row of sales, -10.00 EUR; kept, as unidentified.",
        "exact copies of earlier lines: 1; all are kept",
        "«Due date»: 2 cells can't be read as date; left empty, the first, «later», on line 7.",
    ):
        assert words in said


def test_a_row_set_aside_names_no_customer() -> None:
    """A footer and a header that comes again are nobody; whoever has a row kept is somebody."""
    lines = "Ada,2024-01-31,5\nPage 1 of 1,,\nCustomer,Date,Amount\nBo,2024-01-31,7\n"
    ledger, report = taken(("a.csv", f"Customer,Date,Amount\n{lines}"))
    assert column(ledger, "customers", "customer_id") == ["Ada", "Bo"]
    assert [row.line for row in report.set_aside] == [3, 4]


def test_what_programs_write_for_nobody_is_no_customer() -> None:
    """Its sales are unidentified, its name is none, and a note says so; «Nan» is somebody."""
    nobody = ("NULL", "nan", "N/A", "#N/A", "-", "(blank)")
    rows = "".join(f"{word},2024-01-31,2\n" for word in ("Ada", "Nan", *nobody))
    ledger, report = taken(("a.csv", f"Customer,Date,Amount\n{rows}"))
    assert column(ledger, "customers", "customer_id") == ["Ada", "Nan"]
    assert report.tables["sales"].unidentified_rows == 6
    assert report.tables["sales"].unidentified_amount == 12
    note = "a.csv, «Customer»: «NULL», «nan», «N/A», «#N/A», «-» in 6 rows taken for an empty cell."
    assert report.notes == (note,)
    ledger, report = taken(("list.csv", "Customer no,Name,Town\n1,N/A,Rome\nNULL,Bo,Bonn\n"))
    assert column(ledger, "customers", "name") == [None]
    assert [(row.line, row.reason) for row in report.set_aside] == [
        *((3, "the customer id is missing"),),
    ]


def test_an_attribute_that_could_be_read_either_way_says_so() -> None:
    """Nothing is asked about what no measure needs, but it is not silent either."""
    text = "Company,Surface,Staff\nAda,1.234,12\nBo,2.500,5\n"
    ledger, report = taken(("customers.csv", text))
    assert column(ledger, "customers", "surface") == [1.234, 2.5]
    (note,) = report.notes
    assert note.startswith("«surface» of customers: numbers such as 1.234 or 1,234")


def test_a_list_with_dates_and_no_sales_says_so() -> None:
    """Nobody has to find out from an empty picture."""
    text = "Company,Since,Staff\nAda,2024-01-31,12\nBo,2024-02-01,5\n"
    said = "read as a list of customers; no sales were found in it."
    assert taken(("list.csv", text))[1].notes == (f"list.csv: {said}",)
    assert taken(("customers.csv", text))[1].notes == ()


def test_price_and_profit_give_amount_and_cost() -> None:
    """The amount is quantity × unit price; the direct cost is the amount less the line's profit."""
    ledger, _ = taken(
        ("a.csv", "Customer,Date,Qty,Unit price,Profit\nAda,2024-01-31,3,2.50,1.50\n"),
    )
    assert column(ledger, "sales", "amount") == [7.5]
    assert column(ledger, "sales", "direct_cost") == [6.0]


def test_several_lines_of_a_customer_set_nothing_aside() -> None:
    """The last value that is not empty stands, a list of customers over lines of sales, said so."""
    ledger, report = taken(
        (
            "kunder.csv",
            (
                "Kundenr,Navn,Segment,Ansatte,Postnr\n"
                "007,Ada,Trade,3,0100\n007,Ada Oy,,,\n8,Bo,,5,0200\n"
            ),
        ),
        ("sales.csv", "Kundenr,Navn,Dato,Beløb\n007,A.,1.2.2024,5\n9,Cy,13.2.2024,6\n"),
    )
    assert column(ledger, "customers", "in_a_list") == [True, False, True]
    assert ledger.table("customers").to_pyarrow().drop_columns(
        ["potential", "marketing_spend", "in_a_list"]
    ).to_pylist() == [
        {
            "customer_id": "007",
            "name": "Ada Oy",
            "segment": "Trade",
            "ansatte": 3,
            "postnr": "0100",
        },
        {"customer_id": "9", "name": "Cy", "segment": None, "ansatte": None, "postnr": None},
        {"customer_id": "8", "name": "Bo", "segment": None, "ansatte": 5, "postnr": "0200"},
    ]
    assert report.tables["customers"].rows_set_aside == 0
    assert any("more than one «name» for 1 customer" in note for note in report.notes)
    assert any("The files have different values of «name»" in note for note in report.notes)


def test_ids_agree_over_a_column_or_stay() -> None:
    """``17850.0`` loses its end only where all do; zeros stay."""
    text = "Customer ID,Date,Amount\n17850.0,2024-01-31,1\n{},2024-01-31,2\n"
    assert column(taken(("a.csv", text.format("12.0")))[0], "sales", "customer_id") == [
        *("17850", "12"),
    ]
    assert column(taken(("a.csv", text.format("00123")))[0], "sales", "customer_id") == [
        *("17850.0", "00123"),
    ]


def test_doubts_are_settled_over_the_sheet_or_asked() -> None:
    """Another column of the sheet decides what one leaves open; else the rows are shown."""
    head = "Customer;Date;Due date;Amount;Cost\n"
    ledger, report = taken(("a.csv", head + "Ada;03/04/24;04/15/24;1.234;2,5\n"))
    assert column(ledger, "sales", "date") == [dt.date(2024, 3, 4)]
    assert column(ledger, "sales", "amount") == [1234.0]
    assert not report.notes
    text = head + "Ada;03.04.24;05.06.24;1.234;5\n"
    asked = r"«Amount», does the sign stand before decimals .*line 2, «1.234», is 1.234 or 1,234\."
    with pytest.raises(WorkbenchError, match=asked):
        taken(("a.csv", text))
    for way, amount in (("point", 1.234), ("comma", 1234.0)):
        ledger, report = taken(("a.csv", text), maps=(f"a.csv:Amount=sales.amount:decimal-{way}",))
        assert column(ledger, "sales", "date") == [dt.date(2024, 4, 3)]
        assert column(ledger, "sales", "amount") == [amount]
        assert not report.notes


def test_a_file_of_the_same_columns_tells_how_to_read_another_s_numbers() -> None:
    head = "Customer;Date;Amount\n"
    ledger, _ = taken(
        ("may.csv", head + "Ada;1.5.2024;1.234\n"), ("june.csv", head + "Ada;1.6.2024;1,50\n")
    )
    assert column(ledger, "sales", "amount") == [1234.0, 1.5]


def test_dates_of_both_orders_are_asked_about_and_the_answer_counts() -> None:
    """Each kind with a row of its own; what does not fit the answer is set aside."""
    days = ("31/01/2024", "30/01/2024", "01/25/2024", "03/04/2024")
    text = "Customer,Date,Paid on,Amount\n" + "".join(f"Ada,{d},13/05/2024,5\n" for d in days)
    with pytest.raises(WorkbenchError) as refused:
        taken(("a.csv", text))
    shown = (
        "line 2, «31/01/2024», is 31 Jan 2024; line 4, «01/25/2024», is 25 Jan 2024; "
        "line 5, «03/04/2024», is 3 Apr 2024 or 4 Mar 2024."
    )
    assert shown in str(refused.value)
    assert 'sales.date:day-first" (or month-first)' in str(refused.value)
    ledger, report = taken(("a.csv", text), maps=("a.csv:Date=sales.date:day-first",))
    assert [row.line for row in report.set_aside] == [4]
    assert column(ledger, "sales", "date")[-1] == dt.date(2024, 4, 3)


def test_time_rates_events_and_prospects() -> None:
    """Each table with its own needs: hours as clocks, kinds as known words, ids where needed."""
    ledger, report = taken(
        (
            "time.csv",
            (
                "Person,Date,Duration,Client\n"
                "Ada,2024-01-31,01:30:00,Bo\nAda,2024-01-31,2:00,\n,2024-01-31,1:00,Bo\n"
            ),
        ),
        ("rates.csv", "Person,Cost per hour\nAda,80\nAda,90\n"),
        (
            "events.csv",
            (
                "Customer,Date,Kind,Value\n"
                "Bo,2024-01-31,Case study,100\n,2024-01-31,Gift,5\nBo,2024-02-01,Party,\n"
            ),
        ),
        ("leads.csv", "Company,Potential\nDi Oy,5000\n,1\n"),
    )
    assert ledger.given == {"time", "rates", "events", "prospects"}
    assert column(ledger, "time", "hours") == [1.5, 2.0]
    assert column(ledger, "time", "customer_id") == ["Bo", None]
    assert column(ledger, "rates", "cost_per_hour") == [90.0]
    assert column(ledger, "events", "kind") == ["case_study", "party"]
    assert ledger.frame("prospects")[["customer_id", "name", "potential"]].to_dict("records") == [
        {"customer_id": "Di Oy", "name": "Di Oy", "potential": 5000.0}
    ]
    assert [(row.file, row.line, row.column) for row in report.set_aside] == [
        ("events.csv", 3, "Customer"),
        ("leads.csv", 3, "Company"),
        ("time.csv", 4, "Person"),
    ]
    assert any("no meaning yet: «party»" in note for note in report.notes)


def test_sales_from_several_files_are_one_table() -> None:
    """Lines keep the file they came from; a column only one file has is empty for the other."""
    ledger, report = taken(
        ("may.csv", "Customer,Date,Amount\nAda,2024-05-01,1\n"),
        ("june.csv", "Asiakas;Pvm;Summa;Alue\nBo;1.6.2024;2,50;Etelä\n"),
    )
    assert ledger.frame("sales")[["amount", "source_file"]].to_dict("records") == [
        {"amount": 1.0, "source_file": "may.csv"},
        {"amount": 2.5, "source_file": "june.csv"},
    ]
    assert column(ledger, "sales", "region") == [None, "Etelä"]
    assert report.tables["sales"].amount_read == 3.5


def test_what_is_not_used_is_said() -> None:
    """A column that became nothing is named."""
    _, report = taken(("a.csv", "Customer,Date,Amount,Colour\nAda,2024-05-01,1,red\n"))
    assert report.unused == ("a.csv:Colour",)
    assert "Not used: «a.csv:Colour»." in report.sentences()


HEAD = "Customer,Date,Amount\nAda,2024-01-31,1 €\nBo,2024-01-31,$2\n"


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ({"Customer": "sales.customer_id", "Date": "sales.date", "Amount": "sales.amount"},
         "more than one currency: EUR, USD"),
        ({"Customer": "sales.customer_id", "Date": "sales.date"}, "Which column is the amount"),
        ({"Customer": "sales.customer_id", "Date": "sales.customer_id"}, "can't both be"),
        ({"Customer": "sales.customers"}, "no target"),
        ({"Colour": "sales.product"}, "no column «Colour»"),
        ({}, "None of the columns is known"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_in_is_said(mapping: dict[str, str], sentence: str) -> None:
    """One sentence each, with the option that would answer where there is one."""
    sheet = read_text(HEAD, "a.csv")
    chosen = {SourceColumn("a.csv", "", name): (target,) for name, target in mapping.items()}
    with pytest.raises(WorkbenchError, match=sentence):
        take_in([sheet], chosen)


CELL = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["Ada", "17850.0", "2024-01-31", "31.1.24", "1/13/24", "12,50", "(3.00)", "-4",
                     "1:30", '"', '"a', "a\nb", "1.234,5", "€ 3", "inf", "nan", "1e999", "0x1"]),
)  # fmt: skip
ROWS = st.lists(st.lists(CELL, min_size=1, max_size=5), min_size=1, max_size=12)


@given(rows=ROWS, separator=st.sampled_from(",;\t"), head=st.booleans())
@example(rows=[["Ada", "2024-01-31", "1e999"]], separator=",", head=True)
@settings(max_examples=300, deadline=None)
def test_whatever_is_thrown_in_rows_reconcile(
    rows: list[list[str]], separator: str, head: bool
) -> None:
    """Read is kept plus set aside, money adds up, and nothing but our own error is raised."""
    lines = ["customer,date,amount,segment".replace(",", separator)] if head else []
    text = "\n".join([*lines, *(separator.join(row) for row in rows)])
    try:
        sheet = read_text(text, "any.csv")
        found = guess([sheet])
        ledger, report = take_in([sheet], found.settled())
    except WorkbenchError:
        return
    for name, counts in report.tables.items():
        assert counts.rows_read == counts.rows_kept + counts.rows_set_aside
        if name not in {"customers", "prospects", "rates"}:
            assert len(ledger.frame(name)) == counts.rows_kept
        if counts.amount_kept is not None and name == "sales":
            assert ledger.frame("sales")["amount"].sum() == pytest.approx(counts.amount_kept)
    main = max(report.tables.values(), key=lambda counts: counts.rows_read)
    assert main.rows_read == len(sheet.frame) + len(sheet.set_aside)
    assert len(report.set_aside) == sum(c.rows_set_aside for c in report.tables.values())
    assert report.sentences()


def test_superstore_to_the_cent() -> None:
    """Lines of sales with customers in them: totals equal those of csv and Decimal."""
    path = public("superstore/Sample - Superstore.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        raw = list(csv.DictReader(file))
    sheets = read(path)
    ledger, report = take_in(sheets, guess(sheets).settled())
    counts = report.to_json()["tables"]
    total = sum(Decimal(row["Sales"]) for row in raw)
    assert counts["sales"] == {
        "rows_read": len(raw),
        "rows_kept": len(raw),
        "rows_set_aside": 0,
        "amount_read": float(round(total, 2)),
        "amount_kept": float(round(total, 2)),
        "unidentified_rows": 0,
        "unidentified_amount": 0.0,
    }
    assert counts["customers"]["rows_set_aside"] == 0
    profit = sum(Decimal(row["Profit"]) for row in raw)
    sales = ledger.frame("sales")
    assert Decimal(sales["amount"].sum() - sales["direct_cost"].sum()).quantize(CENT) == round(
        profit, 2
    )
    days = {dt.datetime.strptime(row["Order Date"], "%d/%m/%y").date() for row in raw}  # noqa: DTZ007 a day
    assert set(column(ledger, "sales", "date")) == days
    people = {row["Customer ID"]: (row["Customer Name"], row["Segment"]) for row in raw}
    customers = ledger.frame("customers").set_index("customer_id")
    assert {key: (row["name"], row["segment"]) for key, row in customers.iterrows()} == people


def test_online_retail_to_the_cent(tmp_path: Path) -> None:
    """Half a million lines, as Parquet and as CSV, equal Decimal's totals row by row."""
    table = pq.read_table(public("online_retail/online_retail.parquet"))
    total = unknown = Decimal(0)
    for quantity, price, customer in zip(
        *(table[name].to_pylist() for name in ("Quantity", "UnitPrice", "CustomerID")), strict=True
    ):
        amount = Decimal(quantity) * Decimal(price)
        total += amount
        unknown += amount if not customer else 0
    path = tmp_path / "online_retail.csv"
    table.to_pandas().to_csv(path, index=False)
    for source in (public("online_retail/online_retail.parquet"), path):
        sheets = read(source)
        ledger, report = take_in(sheets, guess(sheets).settled())
        assert report.to_json()["tables"]["sales"] == {
            "rows_read": 541_909,
            "rows_kept": 541_909,
            "rows_set_aside": 0,
            "amount_read": float(round(total, 2)),
            "amount_kept": float(round(total, 2)),
            "unidentified_rows": 135_080,
            "unidentified_amount": float(round(unknown, 2)),
        }
        assert report.set_aside == ()
        assert any("exact copies of earlier lines: 5,268" in note for note in report.notes)
        assert len(ledger.frame("customers")) == 4_372
        first = ledger.frame("sales").iloc[0]
        assert (first["customer_id"], first["amount"]) == ("17850", pytest.approx(15.3))


@pytest.mark.parametrize(
    ("name", "maps", "table", "rows"),
    [
        ("cdnow/CDNOW_sample.txt",
         ("CDNOW_sample.txt:#1=sales.customer_id", "CDNOW_sample.txt:#5=sales.amount"),
         "sales", 6_919),
        ("toggl/toggl-sample.csv", (), "time", 250),
        ("telco_churn/Telco-Customer-Churn.csv", (), "customers", 7_043),
    ],
)  # fmt: skip
def test_other_public_files(name: str, maps: tuple[str, ...], table: str, rows: int) -> None:
    """Each becomes a ledger with at most two choices, and nothing is set aside."""
    sheets, chosen = choose(maps, read(public(name)))
    ledger, report = take_in(sheets, guess(sheets, chosen).settled())
    assert report.tables[table].rows_kept == rows
    assert not report.set_aside
    assert isinstance(ledger.frame(table), pd.DataFrame)
    if table == "sales":
        assert column(ledger, "sales", "customer_id")[0] == "00004"
        assert len(set(column(ledger, "sales", "customer_id"))) == 2_357
