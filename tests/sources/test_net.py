"""Turnover is net: VAT in a total and discounts on a price are taken off, where figures tell."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.sources.net import holds_vat
from workbench.sources.remembered import Remembered
from workbench.sources.together import take
from workbench.sources.warehouse import summed_there


def amounts(folder: Path, text: str, name: str = "bills.csv") -> tuple[list[float], list[str]]:
    """Return the amounts of a file of sales, and what was said of it."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    ledger, report = take([path])
    return ledger.frame("sales")["amount"].round(2).tolist(), list(report.notes)


@pytest.mark.parametrize("total", ["Total", "Amount incl. VAT", "Gross amount", "Summa", "Amount"])
def test_a_total_with_its_vat_beside_it_is_taken_net(tmp_path: Path, total: str) -> None:
    """24 of 124 are 24 % of what is left, and 14 of 114 are 14 %."""
    text = f"Invoice;Customer;Date;{total};VAT\n1;A;2024-01-05;124,00;24,00\n"
    text += "2;B;2024-02-05;248,00;48,00\n3;C;2024-03-05;114,00;14,00\n4;C;2024-03-09;50,00;0\n"
    found, notes = amounts(tmp_path, text)
    assert found == [100, 200, 100, 50]
    assert f"bills.csv: amounts are «{total}» less the VAT in «VAT», 86.00 in all." in notes


@pytest.mark.parametrize(
    ("header", "line", "expected"),
    [
        ("Net;VAT;Total", "100,00;24,00;124,00", 100),  # all three: the net one
        ("Amount;VAT", "100,00;24,00", 100),  # the VAT comes on top of it
        ("Amount;Tax", "100,00;8,25", 100),  # no rate of VAT: nothing is known
        ("Total;Moms", "125,00;25,00", 100),  # Denmark's 25 %; a total holds it
        ("Amount;VAT", "100,00;20,00", 100),  # Britain's 20 %: the same figures, no total
        ("Total;VAT rate", "124,00;24", 124),  # a rate is no amount of VAT
        ("Total;Tax", "108,25;8,25", 100),  # a total with a tax of another country
    ],
)
def test_an_amount_without_vat_stays(
    tmp_path: Path, header: str, line: str, expected: float
) -> None:
    lines = "\n".join(f"{n};C{n};2024-01-0{n};{line}" for n in range(1, 5))
    found, _ = amounts(tmp_path, f"Invoice;Customer;Date;{header}\n{lines}\n")
    assert found == [expected] * 4


@pytest.mark.parametrize("vat", ["24", "-24"])
def test_a_credit_notes_vat_has_the_sign_of_its_total(tmp_path: Path, vat: str) -> None:
    text = f"Customer,Date,Total,VAT\nA,2024-01-05,248,48\nA,2024-02-05,-124,{vat}\n"
    assert amounts(tmp_path, text)[0] == [200, -100]


def test_the_same_tax_on_every_total_is_its_rate(tmp_path: Path) -> None:
    text = "Customer,Date,Total,VAT\nA,2024-01-05,124,24\nB,2024-02-05,248,24\n"
    assert amounts(tmp_path, text)[0] == [124, 248]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Discount", ("0", "0.25", "0.1")),
        ("Discount", ("0%", "25 %", "10%")),
        ("Discount %", ("0", "25", "10")),
        ("Alennus-%", ("0", "25", "10")),
        ("Discount %", ("0", "0.25", "0.1")),
    ],
)
def test_a_discount_is_taken_off_a_price(
    tmp_path: Path, header: str, cells: tuple[str, ...]
) -> None:
    """20 × 5 is 100, a quarter less 75."""
    rows = [f"C{n},2024-01-05,20.00,5,{cell}" for n, cell in enumerate(cells)]
    text = "\n".join([f"Customer,Date,Unit price,Quantity,{header}", *rows])
    found, notes = amounts(tmp_path, text)
    assert found == [100, 75, 90]
    assert any(note.endswith(f"less «{header}», 35.00 in all.") for note in notes)


@pytest.mark.parametrize(("header", "cell"), [("Discount", "1%"), ("Discount %", "1")])
def test_one_percent_is_a_hundredth(tmp_path: Path, header: str, cell: str) -> None:
    text = f"Customer,Date,Unit price,Quantity,{header}\nA,2024-01-05,20.00,5,{cell}\n"
    assert amounts(tmp_path, text)[0] == [99]


def test_what_a_person_says_is_read_though_it_could_be_money(tmp_path: Path) -> None:
    """Chosen as a discount it is one, in percent; a VAT beside a price is asked of nobody."""
    path = tmp_path / "bills.csv"
    path.write_text("Customer,Date,Unit price,Quantity,Off,Tax paid\nA,2024-01-05,20,5,5,9\n")
    ledger, _ = take([path], ["bills.csv:Off=sales.discount", "bills.csv:Tax paid=sales.vat"])
    assert ledger.frame("sales")["amount"].tolist() == [95]
    ledger, _ = take([path], ["bills.csv:Tax paid=sales.vat", "bills.csv:Off=sales.status"])
    assert ledger.frame("sales")["amount"].tolist() == [100]


def test_what_may_be_money_is_taken_off_nothing_and_named(tmp_path: Path) -> None:
    """«5» may be five percent or five euro: it stands among what was not used."""
    path = tmp_path / "bills.csv"
    path.write_text("Customer,Date,Unit price,Quantity,Discount\nA,2024-01-05,20,5,5\n" * 1)
    ledger, report = take([path])
    assert ledger.frame("sales")["amount"].tolist() == [100]
    assert report.unused == ("bills.csv:Discount",)


def test_an_amount_that_is_given_has_its_discount_already(tmp_path: Path) -> None:
    text = "Customer,Date,Amount,Discount\nA,2024-01-05,20.50,0.1\nB,2024-01-06,30.50,0.2\n"
    assert amounts(tmp_path, text)[0] == [20.5, 30.5]


def test_a_database_says_the_same(tmp_path: Path) -> None:
    text = "Customer,Date,Total,VAT\nA,2024-01-05,124,24\nB,2024-02-05,248,48\n"
    prices = (
        "Customer,Date,Unit price,Quantity,Discount\nA,2024-01-05,20,5,0\nB,2024-01-06,20,5,25\n"
    )
    for name, said in (("bills", text), ("prices", prices.replace("Discount", "Discount %"))):
        found, _ = amounts(tmp_path, said, f"{name}.csv")
        shop = tmp_path / f"{name}.duckdb"
        with duckdb.connect(str(shop)) as made:
            made.execute(f"CREATE TABLE {name} AS FROM read_csv('{tmp_path / name}.csv')")
        known = Remembered().with_report(take([tmp_path / f"{name}.csv"])[1], {})
        there, _ = summed_there(f"duckdb://{shop}", known, "EUR")
        rows = there.table("sales").to_pyarrow().to_pandas().sort_values("date")
        assert rows["amount"].tolist() == found


@given(
    st.lists(st.integers(5_000, 10**6), min_size=8, max_size=30, unique=True),
    st.sampled_from([0.255, 0.24, 0.21, 0.19, 0.14, 0.1, 0.07]),
)
def test_whether_vat_is_within_is_told_by_the_cents(cents: list[int], rate: float) -> None:
    """For these rates no other rate explains the same figures; below 50 a cent is too coarse."""
    net = [one / 100 for one in cents]
    vat = [round(one * rate, 2) for one in net]
    gross = [round(one + tax, 2) for one, tax in zip(net, vat, strict=True)]
    assert holds_vat("Amount", pa.array(gross), pa.array(vat))
    assert not holds_vat("Amount", pa.array(net), pa.array(vat))
