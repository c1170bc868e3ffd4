"""``workbench new`` and ``workbench import``: make a client's folder of files, and add to it."""

# ruff: noqa: PLC0415 - what only one command needs is imported inside it, as in app.py

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli import options
from workbench.cli.parameters import (
    AsJson,
    AsOf,
    ClientName,
    Currency,
    Engine,
    Folder,
    Maps,
    Rates,
    Window,
)
from workbench.cli.terminal import say, waiting
from workbench.errors import WorkbenchError


def new(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder to make, not there yet or empty.")
    ],
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE",
            help="CSV, Excel, Parquet, SQLite or DuckDB, or a zip of such; with --engine the names"
            " of its tables, or nothing for all.",
        ),
    ] = None,
    *,
    name: ClientName = "",
    currency: Currency = "",
    as_of: AsOf = None,
    window: Window = "12m",
    maps: Maps = None,
    rate: Rates = None,
    engine: Engine = "",
    json: AsJson = False,
) -> None:
    """Make a client's folder from the client's files.

    The files are copied untouched. Which column is what is guessed from names and content, and
    told; what can't be guessed is asked for, and then no folder remains. Rows that can't be used
    are set aside with line and reason, and written into the folder as tables to mend and import;
    sales without a customer stay, as unidentified. With --engine the tables of a database are
    copied first, and the copy is read like a file.
    """
    given = files or []
    if not given and not engine:
        raise WorkbenchError("FILE is missing", then="Name one or more; see: workbench new --help")
    currency, window = options.currency(currency), options.window(window)
    name, back_from = options.name(name), options.as_of(as_of)
    from workbench.cli import account
    from workbench.engagement import Engagement
    from workbench.folder import refuse_taken
    from workbench.sources import warehouse

    with waiting("Reading"), tempfile.TemporaryDirectory(prefix="workbench-copied-") as beside:
        if engine:
            refuse_taken(folder)
            given = [warehouse.copied(engine, [str(table) for table in given], Path(beside))]
        engagement, report = Engagement.create(
            folder,
            given,
            name=name,
            currency=currency,
            as_of=back_from,
            window=window,
            maps=maps or (),
            rates=options.rates(rate),
        )
        engagement.store.close()
    if json:
        say(*account.as_json(report.to_json()).splitlines())
    else:
        say(*account.intake(engagement, report, maps or ()))


def bring(
    folder: Folder,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="The files to add: next quarter's, say.")
    ],
    *,
    maps: Maps = None,
    rate: Rates = None,
    json: AsJson = False,
) -> None:
    """Add files to a client's folder.

    A row that is there already stays as it is: a line is known by its invoice and product, or else
    by its content, equal lines counted. A corrected one replaces what was there. Columns mean what
    they meant before, unless said otherwise. On any error nothing is changed.
    """
    rates = options.rates(rate)
    from workbench.cli import account
    from workbench.folder import add, read_card

    with waiting(f"Reading {', '.join(file.name for file in files)}"):
        report, compared = add(folder, files, maps or (), rates)
    if json:
        said = {name: counts.to_json() for name, counts in compared.items()}
        say(*account.as_json({**report.to_json(), "compared": said}).splitlines())
    else:
        say(*account.added(folder, read_card(folder), report, compared))
