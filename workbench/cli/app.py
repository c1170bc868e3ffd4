"""The commands themselves. Their helps are the documentation: docs/command-line.md is made of them.

What only one command needs is imported inside it, so that a help or a refusal comes at once.
"""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli import options
from workbench.cli.terminal import say, waiting
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.engagement import Engagement

app = typer.Typer(
    help="Review customers: who are they, and which of them do we want?",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The client's folder.")]
Out = Annotated[
    Path, typer.Option("--out", metavar="FILE", help="The file to write: .csv or .parquet.")
]
Port = Annotated[
    int | None,
    typer.Option(
        "--port",
        metavar="N",
        min=1,
        max=65535,
        help="The port to begin with; a busy one is passed over.",
    ),
]
NoBrowser = Annotated[
    bool, typer.Option("--no-browser", help="Open no browser; the address is printed.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
_CUT = "Dividing line: median, mean, VALUE or share:0.8; for words, the first better level."


def _examples(*commands: str) -> str:
    """Return examples as the end of a help, each on a line of its own."""
    return "\b\nExamples:\n" + "\n".join(f"  {command}" for command in commands)


@app.callback(invoke_without_command=True)
def workbench(
    context: typer.Context,
    about: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Review customers: who are they, and which of them do we want?"""
    if about:
        try:
            say(f"workbench {version('customer-workbench')}")
        except PackageNotFoundError:
            say("workbench, not installed")
    elif context.invoked_subcommand is None:
        say(*context.get_help().splitlines())
    else:
        return
    raise typer.Exit


@app.command(epilog=_examples("workbench demo --no-browser"))
def demo(port: Port = None, no_browser: NoBrowser = False) -> None:
    """Open the workbench on the demo client, an invented firm.

    It works on a copy: what you decide there is gone when you stop it with Ctrl-C.
    """
    from workbench.engagement import Engagement
    from workbench.server import serve

    with tempfile.TemporaryDirectory(
        prefix="workbench-demo-", ignore_cleanup_errors=True
    ) as temporary:
        with waiting("Making a copy of the demo client"):
            engagement = Engagement.demo(Path(temporary) / "demo")
        engagement.store.close()
        say(f"{engagement.name}: a copy, gone when you stop.")
        serve(engagement.folder, port=port, open_browser=not no_browser)


@app.command(
    epilog=_examples(
        "workbench new northgate sales.csv customers.csv",
        'workbench new acme book.csv --currency GBP --map "book.csv:Net=sales.amount"',
    )
)
def new(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder to make, not there yet or empty.")
    ],
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="The client's files: CSV, Excel or Parquet."),
    ],
    *,
    name: Annotated[
        str, typer.Option(metavar="TEXT", help="The client's name; otherwise the folder's.")
    ] = "",
    currency: Annotated[
        str, typer.Option(metavar="CODE", help="The currency all money is in.")
    ] = "EUR",
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD", help="The date to look back from; otherwise the last sale's."
        ),
    ] = None,
    window: Annotated[
        str, typer.Option(metavar="MONTHS", help="How far to look back: 12m, 24m …, or all.")
    ] = "12m",
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="FILE[:SHEET]:COLUMN=table.column",
            help="Say what a column is; as often as needed. FILE:#2=… in a file without header.",
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Make a client's folder from the client's files.

    The files are copied untouched. Which column is what is guessed from names and content, and
    told; what can't be guessed is asked for, and then no folder remains. Rows that can't be used
    are set aside with line and reason; sales without a customer stay, as unidentified.
    """
    currency, window = options.currency(currency), options.window(window)
    name, back_from = options.name(name), options.as_of(as_of)
    from workbench.cli import account
    from workbench.engagement import Engagement

    with waiting(f"Reading {', '.join(file.name for file in files)}"):
        engagement, report = Engagement.create(
            folder,
            files,
            name=name,
            currency=currency,
            as_of=back_from,
            window=window,
            maps=maps or (),
        )
        engagement.store.close()
    if json:
        say(*account.as_json(report.to_json()).splitlines())
    else:
        say(*account.intake(engagement, report, maps or ()))


@app.command(epilog=_examples("workbench measure northgate --out measures.csv"))
def measure(folder: Folder, out: Out) -> None:
    """Write every measure: one row per customer.

    As of the date and over the window of the saved review; corrections and own measures count.
    What can't be computed stays empty. Prospects have no measures and are left out.
    """
    out = options.output(out)
    from workbench.cli import table_file, tables

    with waiting("Measuring"):
        frame = tables.measures(_open(folder))
        table_file.write(frame, out)
    say(f"{len(frame):,} customers, {len(frame.columns) - 1} columns. Written: {out}")


@app.command(
    epilog=_examples(
        "workbench place northgate --out placed.csv",
        "workbench place northgate --out placed.csv"
        " --x turnover --y days_late --x-cut share:0.8 --y-cut median",
    )
)
def place(
    folder: Folder,
    out: Out,
    *,
    x: Annotated[
        str | None, typer.Option(metavar="NAME", help="A measure or attribute to go across.")
    ] = None,
    y: Annotated[
        str | None, typer.Option(metavar="NAME", help="A measure or attribute to go up.")
    ] = None,
    x_cut: Annotated[str | None, typer.Option(metavar="LINE", help=_CUT)] = None,
    y_cut: Annotated[str | None, typer.Option(metavar="LINE", help=_CUT)] = None,
) -> None:
    """Place everybody in a quadrant, with points.

    Without options as the saved review has it; an axis named here begins anew, with its usual
    direction and line. Nothing is saved. Columns: customer_id, name, kind (customer or prospect),
    x, y, quadrant, points_least, points_most, points_possible, reason (why somebody isn't placed).
    """
    out = options.output(out)
    from workbench.cli import account, table_file, tables

    with waiting("Placing"):
        placement, frame = tables.placement(_open(folder), (x, y), (x_cut, y_cut))
        table_file.write(frame, out)
    say(*account.placed(placement, out))


@app.command(epilog=_examples("workbench serve northgate"))
def serve(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="The client's folder; without it, the start page."),
    ] = None,
    port: Port = None,
    no_browser: NoBrowser = False,
) -> None:
    """Open the workbench on a client.

    In the browser, on this computer alone. The address with its key is printed; stop with
    Ctrl-C. A busy port is passed over.
    """
    if folder is not None:
        _open(folder).store.close()  # refused here, not on the page
    from workbench.server import serve as serve_pages

    serve_pages(folder, port=port, open_browser=not no_browser)


@app.command(epilog=_examples("workbench lab northgate"))
def lab(folder: Folder, port: Port = None, no_browser: NoBrowser = False) -> None:
    """Open JupyterLab on copies of the notebooks.

    The copies stand in the client's folder. A notebook that you changed is never overwritten.
    Stop with Ctrl-C.
    """
    from workbench.cli import lab as jupyter
    from workbench.server.app import pages_folder

    _open(folder).store.close()
    notebooks = folder / "notebooks"
    kept = jupyter.copy_notebooks(pages_folder(), notebooks)
    if kept:
        say(f"Left as you changed them: {', '.join(kept)}.")
    jupyter.launch(folder, notebooks, port or jupyter.FIRST_PORT, browser=not no_browser)


@app.command(
    epilog=_examples("workbench history northgate", "workbench history northgate --restore 1")
)
def history(
    folder: Folder,
    restore: Annotated[
        int | None,
        typer.Option(metavar="N", help="Return to the state of revision N, as a new revision."),
    ] = None,
    who: Annotated[str, typer.Option(metavar="NAME", help="Who restores.")] = "",
    json: AsJson = False,
) -> None:
    """List what was decided, newest first.

    Number, when, who and what. Where two people changed the same thing at once, both values
    are told.
    """
    from workbench.cli import account

    store = _open(folder).store
    try:
        if restore is not None:
            before = store.head().revision.number
            now = store.restore(restore, options.name(who)).number
            if not json:
                saved = f"Revision {restore} holds again, saved as revision {now}."
                say(saved if now != before else f"Revision {now} holds already; nothing changed.")
                return
        if json:
            say(*account.history_json(store.history()).splitlines())
            return
        if notice := store.head().notice:
            say(notice)
        account.print_history(store.history())
    finally:
        store.close()


def _open(folder: Path) -> Engagement:
    from workbench.engagement import Engagement

    if not folder.is_dir():
        raise WorkbenchError(
            f"There is no folder «{folder}»", then="Make one with: workbench new DIR FILE..."
        )
    return Engagement.open(folder)
