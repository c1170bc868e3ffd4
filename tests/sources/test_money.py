"""Money is in one currency: others are recognised wherever they stand, and never added up as is."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from workbench.errors import WorkbenchError
from workbench.sources import money
from workbench.sources.files import read_text
from workbench.sources.intake import take_in
from workbench.sources.ledger import Ledger
from workbench.sources.mapping import guess
from workbench.sources.report import Report
from workbench.sources.together import take

HEAD = "customer,date,amount"
EURO = f"{HEAD}\nAda,2024-01-31,€10.00\n"


def taken(*texts: str, currency: str = "", **rates: float) -> tuple[Ledger, Report]:
    """Take in small files, named by what their columns say."""
    sheets = [read_text(text, f"file {place}.csv") for place, text in enumerate(texts)]
    return take_in(sheets, guess(sheets).settled(), currency=currency, rates=rates)


def test_signs_and_codes_of_one_currency_are_one() -> None:
    """Two are two; a typed number has none."""
    assert money.signs(pa.array(["1 €", "2 EUR", "3", "4 euros", "5 ¤"])) == ("EUR",)
    assert money.signs(pa.array(["1 €", "$2"])) == ("EUR", "USD")
    assert money.signs(pa.array([1.0])) == ()


@pytest.mark.parametrize(
    ("texts", "other"),
    [
        ([f"{HEAD},currency\nA,2024-01-31,1,Euro\nB,2024-01-30,2,US Dollar\n"], "EUR, USD"),
        ([f"{HEAD},currency\nA,2024-01-31,1,€\nB,2024-01-30,2,Pound sterling\n"], "EUR, GBP"),
        ([f"{HEAD}\nA,2024-01-31,€10\nB,2024-01-30,¥2000\n"], "EUR, JPY"),
        ([f"{HEAD}\nA,2024-01-31,US$ 10.00\nB,2024-01-30,A$20\nC,2024-01-30,₹20\n"],
         "AUD, INR, USD"),
        ([f"{HEAD} EUR\nA,2024-01-31,10\n", f"{HEAD} USD\nA,2024-02-28,20\n"], "EUR, USD"),
        ([f"{HEAD},direct cost\nA,2024-01-31,€10.00,$5.00\n"], "EUR, USD"),
        ([EURO, "person,cost per hour\nAda,$50\n"], "EUR, USD"),
        ([EURO, "customer,date,kind,value\nAda,2024-01-30,support,$50\n"], "EUR, USD"),
        (["customer,potential\nAda,$5000\n", EURO], "EUR, USD"),
    ],
)  # fmt: skip
def test_currencies_are_not_mixed(texts: list[str], other: str) -> None:
    """In a column of currencies, beside amounts, in headers, and in every table that has money."""
    with pytest.raises(WorkbenchError, match=f"more than one currency: {other}"):
        taken(*texts)


def test_formats_of_a_workbook_s_cells_say_their_currencies(tmp_path: Path) -> None:
    """Bare numbers shown as «€12.50» and «$100.00» in one column are two currencies; one is one."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEAD.split(","), ["Ada", "2024-01-31", 12.125], ["Bo", "2024-01-31", 100]):
        sheet.append(row)
    sheet["C2"].number_format, sheet["C3"].number_format = "[$€-2] #,##0.00", '"$"#,##0.00'
    book.save(file := tmp_path / "sales.xlsx")
    with pytest.raises(WorkbenchError, match="more than one currency: EUR, USD"):
        take([file])
    ledger, _ = take([file], currency="EUR", rates={"USD": 0.5})
    assert ledger.frame("sales")["amount"].tolist() == [12.125, 50]
    sheet["C3"].number_format = "[$€-2] #,##0.00"
    book.save(file)
    assert take([file])[0].frame("sales")["amount"].tolist() == [12.125, 100]


def test_a_currency_nobody_knows_is_refused() -> None:
    """It is not taken for the client's own; a cell that says nothing is."""
    text = f"{HEAD},currency\nA,2024-01-31,1,EUR\nB,2024-01-30,2,{{}}\n"
    with pytest.raises(WorkbenchError, match="«THALERS» is no currency known here"):
        taken(text.format("Thalers"))
    assert taken(text.format("n/a"))[1].currency == "EUR"


def test_another_currency_than_the_client_s_is_refused_by_name_too() -> None:
    text = f"{HEAD},currency\nA,2024-01-31,1,US Dollar\n"
    with pytest.raises(WorkbenchError, match="in USD, the client's currency is EUR"):
        taken(text, currency="EUR")


def test_a_rate_turns_every_money_column_into_the_client_s() -> None:
    """Each cell by its own currency; one without a sign is in that of its row."""
    ledger, _ = taken(
        f"{HEAD},direct cost\nA,2024-01-31,€10.00,$5.00\nB,2024-01-31,$8.00,4\n",
        "person,cost per hour\nAda,$50\n",
        currency="EUR",
        USD=0.5,
    )
    sales = ledger.frame("sales")
    assert sales["amount"].tolist() == [10, 4]
    assert sales["direct_cost"].tolist() == [2.5, 2]
    assert ledger.frame("rates")["cost_per_hour"].tolist() == [25]


def test_a_bare_sign_is_what_its_column_says() -> None:
    """«$» beside AUD is the Australian dollar, «kr» beside DKK the Danish crown; «€» stays."""
    text = f"{HEAD},currency\nA,2024-01-31,$1,AUD\n"
    assert taken(text)[1].currency == "AUD"
    assert taken(f"{HEAD} (DKK)\nA,2024-01-31,1 kr\n")[1].currency == "DKK"
    with pytest.raises(WorkbenchError, match="AUD, EUR"):
        taken(text + "B,2024-01-31,€1,AUD\n")
