"""``workbench import``: add files to a client's folder, and tell what they changed."""

# ruff: noqa: PLC0415 - what only one command needs is imported inside it, as in app.py

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli import options
from workbench.cli.parameters import AsJson, Folder, Maps, Rates
from workbench.cli.terminal import say, waiting


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
