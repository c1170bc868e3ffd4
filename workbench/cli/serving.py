"""``workbench serve``: the pages for those who work on a client, or the owner's alone."""

# ruff: noqa: PLC0415 - what only one command needs is imported inside it, as in app.py

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.client import opened
from workbench.cli.parameters import Anonymise, NoBrowser, Port
from workbench.cli.terminal import say, waiting
from workbench.errors import WorkbenchError

_OWNER = "owner"
_HERE = "127.0.0.1"


def serve(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="The client's folder; without it, the start page."),
    ] = None,
    *,
    page: Annotated[
        str, typer.Option(metavar="NAME", help="The page to begin with; owner stands alone.")
    ] = "",
    anonymise: Anonymise = False,
    token: Annotated[
        str,
        typer.Option(
            metavar="KEY",
            envvar="WORKBENCH_TOKEN",
            help="The owner's key; otherwise a new one at every start.",
        ),
    ] = "",
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where the owner's page listens.")
    ] = _HERE,
    proxy: Annotated[
        str, typer.Option(metavar="URL", help="The https address of the TLS proxy in front of it.")
    ] = "",
    port: Port = None,
    no_browser: NoBrowser = False,
) -> None:
    """Open the workbench on a client.

    In the browser, on this computer alone. The address with its key is printed; stop with
    Ctrl-C. A busy port is passed over.

    With --page owner the saved review is published as it stands, as finished rows: the server
    that shows them knows no client's folder and no other page, and nothing can be changed. It
    tries its own doors first and says what it found. Other computers can reach it only with a key
    of your own (--token, or WORKBENCH_TOKEN) and behind a TLS proxy that you name.
    """
    if page == _OWNER:
        _serve_owner(
            folder, anonymise, token, host=host, proxy=proxy, port=port, browser=not no_browser
        )
        return
    if given := _only_for_the_owner(anonymise, token, host, proxy):
        raise WorkbenchError(f"{given} is for --page owner", then="Leave it out, or add the page.")
    if folder is not None:
        opened(folder).store.close()  # refused here, not on the page
    from workbench.server import serve as serve_pages

    serve_pages(folder, port=port, open_browser=not no_browser, page=page or None)


def _serve_owner(
    folder: Path | None,
    anonymise: bool,
    token: str,
    *,
    host: str,
    proxy: str,
    port: int | None,
    browser: bool,
) -> None:
    from workbench.cli.gift import told
    from workbench.server.owner import serve_owner
    from workbench.server.published import check_reach

    if folder is None:
        raise WorkbenchError("Whose page?", then="Name the client's folder: workbench serve DIR")
    check_reach(host, token, proxy)  # refused before anything is read
    with waiting("Publishing the review"):
        snapshot = told(folder, anonymise=anonymise)
    serve_owner(
        snapshot,
        away_from=folder,
        port=port,
        host=host,
        token=token,
        proxy=proxy,
        open_browser=browser,
        say=lambda lines: say(*lines.splitlines()),
    )


def _only_for_the_owner(anonymise: bool, token: str, host: str, proxy: str) -> str:
    """Return the first option given that other pages don't have; empty without one."""
    given = (
        ("--anonymise", anonymise),
        ("--token", token != os.environ.get("WORKBENCH_TOKEN", "")),
        ("--host", host != _HERE),
        ("--proxy", bool(proxy)),
    )
    return next((name for name, here in given if here), "")
