"""Deals that name a company count for the one an earlier file of the program gave an id."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.engagement import Engagement
from workbench.folder import add, read_again
from workbench.sources.delivered import remembered
from workbench.sources.ledger import Ledger
from workbench.sources.report import Report

COMPANIES = "Record ID,Company name,City\n9,Birch,Espoo\n12,Elm,Oslo\n13,Elm,Bergen\n"
DEALS = (
    "Record ID,Deal Name,Deal Stage,Close Date,Amount,Associated Company\n"
    "1,Roof,Closed Won,2024-01-31,100,Birch\n"
    "2,Wall,Closed Won,2024-02-28,50,Birch Oy\n"
    "3,Door,Closed Won,2024-03-31,25,Elm\n"
)
TICKETS = (
    "Ticket ID,Ticket name,Create date,Ticket owner,Associated Company\n"
    "5,It leaks,2024-03-01 10:00,Ada,Birch\n"
)
BILLS = "customer,date,amount\nBirch,2024-01-31,7\n"


@pytest.fixture
def client(tmp_path: Path) -> Path:
    """Return the folder of a client whose companies came first."""
    (tmp_path / "companies.csv").write_text(COMPANIES)
    Engagement.create(tmp_path / "client", [tmp_path / "companies.csv"])
    return tmp_path / "client"


def added(client: Path, **texts: str) -> tuple[Ledger, Report]:
    """Add files of these texts to a client; return the ledger and the report."""
    files = [client.parent / f"{name}.csv" for name in texts]
    for file, text in zip(files, texts.values(), strict=True):
        file.write_text(text)
    report, _ = add(client, files)
    return Ledger.open(client / "ledger"), report


def test_the_next_quarter_s_deals_are_the_companies_already_there(client: Path) -> None:
    """One has the name exactly; nobody is called «Birch Oy»; two are called «Elm»."""
    ledger, report = added(client, deals=DEALS, tickets=TICKETS)
    sales = ledger.frame("sales")
    assert sales["customer_id"].tolist() == ["9", "Birch Oy", "Elm"]
    assert ledger.frame("events")["customer_id"].tolist() == ["9"]
    assert sales["amount"].sum() == report.tables["sales"].amount_kept == 175
    assert report.notes[-2] == (
        "deals.csv, tickets.csv: 1 customer called by name, as another file gave an id: "
        "«Birch» is «9»."
    )
    assert report.notes[-1] == (
        "deals.csv, tickets.csv: several customers here are called «Elm»; the rows stay under the "
        "name, for it does not say whose they are."
    )
    read_again(client, remembered(client))
    assert Ledger.open(client / "ledger").frame("sales")["customer_id"].tolist()[0] == "9"


def test_companies_brought_again_beside_their_deals_stay_who_they_are(client: Path) -> None:
    """Together the name is the id of both; the ledger's own id stands."""
    again = "Record ID,Company name,City\n9,Birch,Turku\n"
    ledger, _ = added(client, companies2=again, deals=DEALS)
    listed = ledger.frame("customers").set_index("customer_id")
    assert listed.loc["9", "location"] == "Turku"
    assert "Birch" not in listed.index
    assert ledger.frame("sales")["customer_id"].tolist()[0] == "9"


def test_a_file_of_no_known_program_is_left_as_it_is(client: Path) -> None:
    """A name there may be anybody's; a person joins them."""
    ledger, _ = added(client, bills=BILLS)
    assert ledger.frame("sales")["customer_id"].tolist() == ["Birch"]
