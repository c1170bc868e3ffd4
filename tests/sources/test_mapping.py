"""Columns are told apart by name and content; what can't be told is asked; a person's word wins."""

from __future__ import annotations

import pytest

from workbench.errors import WorkbenchError
from workbench.sources.choice import slug
from workbench.sources.files import Sheet, read_text
from workbench.sources.mapping import Guess, SourceColumn, choose, guess, parse


def targets(found: Guess) -> dict[str, tuple[str, ...]]:
    """Return what each column became, by its name alone."""
    return {column.column: names for column, names in found.mapping.items()}


def guessed(text: str, name: str = "export.csv", *maps: str) -> dict[str, tuple[str, ...]]:
    """Guess the columns of one small file."""
    sheets, given = choose(maps, [read_text(text, name)])
    found = guess(sheets, given)
    assert not found.questions
    assert set(found.reasons) == set(found.mapping)
    return targets(found)


SALES = {
    "English": "Invoice No,Customer ID,Customer,Invoice Date,Qty,Unit price,Due date\n",
    "Finnish": "Laskunumero,Asiakasnumero,Asiakas,Laskun päivä,Määrä,Yksikköhinta,Eräpäivä\n",
    "Danish": "Fakturanr.,Kundenr.,Kunde,Fakturadato,Antal,Enhedspris,Forfaldsdato\n",
    "German": "Rechnungsnummer,Kundennr.,Kunde,Rechnungsdatum,Menge,Einzelpreis,Fällig am\n",
}


@pytest.mark.parametrize("language", SALES)
def test_sales_by_name_in_four_languages(language: str) -> None:
    """The same columns are found whatever the language."""
    text = SALES[language] + "R1,17,Ada,2024-01-31,2,9.50,2024-02-28\nR2,18,Bo,2024-02-01,1,3,\n"
    assert list(guessed(text).values()) == [
        ("sales.invoice_id",),
        ("sales.customer_id", "customers.customer_id"),
        ("customers.name",),
        ("sales.date",),
        ("sales.quantity",),
        ("sales.unit_price",),
        ("sales.due_on",),
    ]


@pytest.mark.parametrize(
    "header",
    ["Amount excl. VAT", "Net (ex tax)", "Subtotal excl. tax", "Amount before tax", "Excl. VAT",
     "Beløb ekskl. moms", "Beløb uden moms", "Summa (alv 0 %)", "Veroton", "Summa ilman ALV:a",
     "Betrag ohne MwSt", "Netto (exkl. MwSt.)"],
)  # fmt: skip
def test_an_amount_without_tax_is_the_amount(header: str) -> None:
    """Said to be net, it wins over any other amount of the file."""
    text = f"Customer;Date;Invoice;Amount;{header}\nAda;2024-01-31;1;12,40;10,00\n"
    found = guessed(text)
    assert found[header] == ("sales.amount",)
    assert "Amount" not in found


@pytest.mark.parametrize("header", ["VAT", "Tax amount", "Alv 0 %", "Total incl. VAT", "Moms"])
def test_a_tax_and_a_sum_with_tax_are_no_amount(header: str) -> None:
    assert header not in guessed(f"Customer;Date;Net;{header}\nAda;2024-01-31;10,00;2,40\n")


def test_without_ids_the_name_is_the_id() -> None:
    """One column of names serves as both."""
    found = guessed("Kunde;Dato;Beløb\nAda;1.2.2024;5,50\nBo;2.2.2024;6\n")
    assert found == {
        "Kunde": ("sales.customer_id", "customers.name", "customers.customer_id"),
        "Dato": ("sales.date",),
        "Beløb": ("sales.amount",),
    }


def test_a_customer_cut_short_is_the_customer() -> None:
    found = guessed("cust,date,amount\nC1,2025-01-31,10.50\nC2,2025-02-28,5\n")
    assert found["cust"] == ("sales.customer_id",)


@pytest.mark.parametrize("header", ["customer,name", "Kunde,Firma", "client,company name"])
def test_a_name_beside_the_customer_makes_that_one_the_id(header: str) -> None:
    """«customer,name,…»: the codes are the ids, the names are what people read."""
    who, name = header.split(",")
    lines = "C1,Alder,2025-01-31,10\nC2,Birch,2025-02-28,5\nC1,Alder,2025-03-31,7\n"
    assert guessed(f"{header},date,amount\n{lines}") == {
        who: ("sales.customer_id", "customers.customer_id"),
        name: ("customers.name",),
        "date": ("sales.date",),
        "amount": ("sales.amount",),
    }
    listed = f"{header},town\nC1,Alder,Rome\nC2,Birch,Bonn\n"
    assert guessed(listed, "list.csv") == {
        who: ("customers.customer_id",),
        name: ("customers.name",),
        "town": ("customers.location",),
    }


@pytest.mark.parametrize(
    "lines",
    [
        "C1,Advice,2025-01-31,10\nC2,Parts,2025-02-28,5\nC1,Parts,2025-03-31,7\n",
        "C1,Advice,2025-01-31,10\nC2,Advice,2025-02-28,5\nC3,Parts,2025-03-31,7\n",
        "C1,,2025-01-31,10\nC2,,2025-02-28,5\n",
    ],
    ids=["several to one", "one to several", "none"],
)
def test_a_name_that_is_not_the_customer_s_is_none_of_them(lines: str) -> None:
    found = guessed(f"customer,name,date,amount\n{lines}")
    assert found["customer"] == ("sales.customer_id", "customers.name", "customers.customer_id")
    assert "name" not in found


def test_an_amount_makes_price_and_profit_helpers() -> None:
    """With an amount the unit price is not needed; a profit gives the cost, unless it is there."""
    head = "Customer,Date,Amount,Unit price,Quantity,Profit"
    found = guessed(f"{head}\nAda,2024-01-31,10,5,2,1\n")
    assert "Unit price" not in found
    assert found["Profit"] == ("sales.line_profit",)
    found = guessed(f"{head},Cost\nAda,2024-01-31,10,5,2,1,9\n")
    assert "Profit" not in found
    assert found["Cost"] == ("sales.direct_cost",)


@pytest.mark.parametrize(
    ("name", "text", "first"),
    [
        ("t.csv", "Employee,Day,Hours,Client\nAda,2024-01-31,1.5,Bo\n", "time.person"),
        ("r.csv", "Person,Cost per hour\nAda,80\n", "rates.person"),
        ("e.csv", "Customer,Date,Kind\nAda,2024-01-31,referral\n", "events.customer_id"),
        ("leads.csv", "Company,Segment\nAda Oy,Trade\n", "prospects.name"),
        ("x.csv", "Company,Staff,Payment method\nAda Oy,12,card\n", "customers.name"),
    ],
)
def test_the_table_is_known_by_its_columns_or_file(name: str, text: str, first: str) -> None:
    """Time has hours and a person, rates a cost per hour, events a kind; leads are called so."""
    assert first in next(iter(guessed(text, name).values()))


def test_other_columns_of_customers_are_attributes() -> None:
    """Known ones under their own name, the rest under theirs; empty ones are left out."""
    found = guessed(
        "Kunde,Betalingsmåde,Antal ansatte,Tom\nAda,kort,3,\nBo,giro,4,\n", "kunder.csv"
    )
    assert found["Betalingsmåde"] == ("customers.payment_method",)
    assert found["Antal ansatte"] == ("customers.antal_ansatte",)
    assert "Tom" not in found


def lines(*rows: str) -> str:
    """Return sales lines with a segment that goes with the customer and a city that does not."""
    return "\n".join(["Customer ID,Order ID,Date,Sales,Segment,City", *rows, ""])


def test_what_is_the_same_on_all_lines_of_a_customer_is_theirs() -> None:
    """Judged by customers who bought more than once; a column that varies stays with the lines."""
    found = guessed(
        lines(
            "1,A,2024-01-01,5,Home,Espoo",
            "1,B,2024-01-02,6,Home,Vantaa",
            "2,C,2024-01-03,7,Trade,Espoo",
            "2,D,2024-01-04,8,Trade,Turku",
            "3,E,2024-01-05,9,Trade,Espoo",
        )
    )
    assert found["Segment"] == ("customers.segment",)
    assert found["Customer ID"] == ("sales.customer_id", "customers.customer_id")
    assert "City" not in found


HEADLESS = "00004 0001 19970101 2 29.33\n00004 0002 19970118 2 29.73\n00021 0003 19970802 1 14.96\n"


def test_what_cannot_be_told_is_asked_with_the_answer() -> None:
    """The question names the file, the likely columns and the option that would answer."""
    found = guess([read_text(HEADLESS, "cdnow.txt")])
    assert [(q.table, q.column) for q in found.questions] == [
        ("sales", "customer_id"),
        ("sales", "amount"),
    ]
    assert found.questions[0].answer == '--map "cdnow.txt:#1=sales.customer_id"'
    assert found.questions[1].candidates[0] == "#5"
    with pytest.raises(WorkbenchError, match=r"cdnow.txt:#5=sales\.amount"):
        found.settled()
    found_again = guessed(
        HEADLESS, "cdnow.txt", "cdnow.txt:#1=sales.customer_id", "cdnow.txt:#5=sales.amount"
    )
    assert found_again["#3"] == ("sales.date",)
    assert "#2" not in found_again


@pytest.mark.parametrize(
    ("amount", "cells"),
    [("Bruttobetrag", ("10,50", "20,00", "7,25")), ("Amount", ("ten", "20 thalers", "7 or so"))],
)
def test_sales_whose_amount_is_not_seen_are_asked_about(
    amount: str, cells: tuple[str, ...]
) -> None:
    """Dated rows of customers that come again, or with an unreadable amount, are no customers."""
    text = f"Kunde;Datum;Artikel;Gewicht;{amount}\n" + "".join(
        f"{who};{day}.01.2024;Stuhl;{day};{cell}\n"
        for who, day, cell in zip("ABA", (17, 18, 31), cells, strict=True)
    )
    found = guess([read_text(text, "a.csv")])
    (question,) = found.questions
    assert question.sentence == "Which column is the amount (sales)?"
    assert amount in question.candidates
    with pytest.raises(
        WorkbenchError, match=r"if these are customers.*Kunde=customers\.customer_id"
    ):
        found.settled()
    assert guessed(text, "a.csv", f"a.csv:{amount}=sales.amount")["Datum"] == ("sales.date",)
    listed = guessed(text, "a.csv", "a.csv:Kunde=customers.customer_id")
    assert listed["Datum"] == ("customers.datum",)


@pytest.mark.parametrize("name", ["list.csv", "customers.csv"])
def test_a_list_of_customers_with_dates_stays_one(name: str) -> None:
    again = "Ada,2024-01-31,12\n" if name == "customers.csv" else ""
    found = guessed(f"Company,Since,Staff\nAda,2024-01-31,12\nBo,2024-02-01,5\n{again}", name)
    assert found["Company"] == ("customers.name",)


def test_a_question_always_names_what_could_answer() -> None:
    """Where no column looks right, those not yet used are offered."""
    found = guess([read_text("Invoice,Bill to,Issued,Amount\n1,Ada,2024-01-01,10\n", "d.csv")])
    assert [question.answer for question in found.questions] == [
        '--map "d.csv:Bill to=sales.customer_id"'
    ]


def test_a_person_wins_and_a_column_may_be_several_things() -> None:
    """A choice replaces the guess of that column and of that target, and nothing else."""
    text = "Customer,Date,Amount,Other\nAda,2024-01-31,10,11\nBo,2024-01-31,12,13\n"
    found = guessed(
        text,
        "s.csv",
        "s.csv:Other=sales.amount",
        "s.csv:Customer=sales.customer_id",
        "s.csv:Customer=sales.region",
    )
    assert found["Other"] == ("sales.amount",)
    assert found["Customer"][:2] == ("sales.customer_id", "sales.region")
    assert "Amount" not in found
    nothing = {SourceColumn("s.csv", "", "Other"): ()}
    assert "Other" not in targets(guess([read_text(text, "s.csv")], nothing))


def test_a_choice_for_customers_leaves_lines_of_sales_what_they_are() -> None:
    """Calling a column an attribute does not turn sales into a list of customers."""
    text = "Customer,Date,Amount,Owner\nAda,2024-01-31,10,Bo\nAda,2024-02-01,10,Bo\n"
    found = guessed(text, "s.csv", "s.csv:Owner=customers.account_manager")
    assert found["Amount"] == ("sales.amount",)
    assert "customers.customer_id" in found["Customer"]


def test_a_choice_by_number_says_there_are_no_names() -> None:
    """The row that was taken for names is a row after all."""
    sheets, given = choose(
        ["a.csv:#2=customers.segment"], [read_text("Ada,Trade\nBo,Home\n", "a.csv")]
    )
    assert list(sheets[0].frame["#1"]) == ["Ada", "Bo"]
    assert given == {SourceColumn("a.csv", "", "#2"): ("customers.segment",)}


SHEETS = (
    read_text("Customer,Total: net,Sum\nAda,1,2\n", "sales: 2024=final.csv"),
    Sheet(
        "book.xlsx", "May", *(read_text("Who,Sum\nAda,1\n").__dict__[k] for k in ("frame", "lines"))
    ),
    Sheet(
        "book.xlsx",
        "June",
        *(read_text("Who,Sum\nAda,1\n").__dict__[k] for k in ("frame", "lines")),
    ),
)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("sales: 2024=final.csv:Total: net=sales.amount", "Total: net"),
        ("/some/where/sales: 2024=final.csv:sum=sales.amount", "Sum"),
        ("book.xlsx:June:Sum=sales.amount", "Sum"),
    ],
)
def test_choices_are_found_whatever_signs_stand_in_names(text: str, column: str) -> None:
    """Colons and equal signs in names, a path before the file, another case."""
    ((found, names),) = parse(text, SHEETS).items()
    assert (found.column, names) == (column, ("sales.amount",))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("sales", "another form"),
        ("book.xlsx:Sum=amount", "another form"),
        ("boook.xlsx:Sum=sales.amount", "no file «boook.xlsx».*book.xlsx"),
        ("book.xlsx:May:Sums=sales.amount", "no column «.*Sums».*Sum"),
        ("book.xlsx:Sum=sales.amount", "More than one sheet"),
        ("book.xlsx:May:Sum=sales.amonut", "no target «sales.amonut».*sales.amount"),
        ("book.xlsx:May:Sum=sale.amount", "no table «sale».*sales"),
        ("book.xlsx:May:Sum=customers.Bad Name", "no target"),
        ("book.xlsx:May:Sum=sales.source_line", "no target"),
    ],
)
def test_an_unknown_choice_is_refused_with_what_is_near(text: str, sentence: str) -> None:
    """A slip of the finger is answered with what was probably meant."""
    with pytest.raises(WorkbenchError, match=sentence):
        parse(text, SHEETS)


def test_column_names_of_attributes() -> None:
    """Lower case words, a number never first."""
    assert [slug(n) for n in ("Payment Method", "2024", "MonthlyCharges", "Größe (cm)")] == [
        *("payment_method", "column_2024", "monthly_charges", "größe_cm"),
    ]
