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

from workbench.cli import gift, importing, options, serving
from workbench.cli.client import opened
from workbench.cli.parameters import (
    CUT,
    Across,
    AsJson,
    Binning,
    Bins,
    Engine,
    Folder,
    NoBrowser,
    Out,
    Port,
    Restore,
    Rules,
    Up,
    examples,
)
from workbench.cli.terminal import say, waiting
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    pass

app = typer.Typer(
    help="Review customers: who are they, and which of them do we want?",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


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


@app.command(epilog=examples("workbench demo --no-browser"))
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


app.command(
    epilog=examples(
        "workbench new northgate sales.csv customers.csv",
        'workbench new acme book.csv --currency GBP --map "book.csv:Net=sales.amount"',
        "workbench new shop --engine duckdb://shop.duckdb",
    )
)(importing.new)
app.command(
    "import",
    epilog=examples(
        "workbench import northgate sales.csv",
        'workbench import northgate book.csv --map "book.csv:Net=sales.amount"',
    ),
)(importing.bring)


@app.command(
    epilog=examples(
        "workbench measure northgate --out measures.csv",
        "workbench measure shop --out measures.csv --engine duckdb://shop.duckdb",
    )
)
def measure(folder: Folder, out: Out, *, engine: Engine = "") -> None:
    """Write every measure: one row per customer.

    As of the date and over the window of the saved review; corrections and own measures count.
    What can't be computed stays empty. Prospects have no measures and are left out. With --engine
    the tables of a database are summed up there, their columns being what columns of these names
    were in the client's files; only one row per customer travels, and nothing of it is kept.
    """
    out = options.output(out)
    from workbench.cli import account, table_file, tables

    with waiting("Measuring"):
        client = opened(folder)
        there = tables.elsewhere(client, engine) if engine else (client, ())
        frame = tables.measures(there[0])
        table_file.write(frame, out)
    reach = there[0].facts_of(there[0].review).out_of_reach
    say(*there[1], *account.measured(frame, out, reach))


@app.command(
    epilog=examples(
        "workbench place northgate --out placed.csv",
        "workbench place northgate --out placed.csv"
        " --x turnover --y days_late --x-cut share:0.8 --y-cut median",
    )
)
def place(
    folder: Folder,
    out: Out,
    *,
    x: Across = None,
    y: Up = None,
    x_cut: Annotated[str | None, typer.Option(metavar="LINE", help=CUT)] = None,
    y_cut: Annotated[str | None, typer.Option(metavar="LINE", help=CUT)] = None,
) -> None:
    """Place everybody in a quadrant, with points.

    Without options as the saved review has it; an axis named here begins anew, with its usual
    direction and line. Nothing is saved. Columns: customer_id, name, kind (customer or prospect),
    x, y, quadrant, points_least, points_most, points_possible, reason (why somebody isn't placed).
    """
    out = options.output(out)
    from workbench.cli import account, table_file, tables

    with waiting("Placing"):
        client = opened(folder)
        placement, frame = tables.placement(client, (x, y), (x_cut, y_cut))
        table_file.write(frame, out)
    say(*account.placed(placement, out, client.facts_of(client.review).out_of_reach))


@app.command(
    epilog=examples(
        "workbench rfm northgate --out segments.csv",
        "workbench rfm northgate --out segments.csv --bins 4 --binning r-rfm",
    )
)
def rfm(
    folder: Folder,
    out: Out,
    *,
    bins: Bins = None,
    binning: Binning = None,
    rules: Rules = None,
) -> None:
    """Score how recently, how often and how much each customer buys.

    One row per customer, as of the date and over the window of the saved review. Who bought
    nothing in the window has no score. The first rule that matches the scores names the segment.
    Nothing is saved. Columns: customer_id, recency_days, transaction_count, amount,
    recency_score, frequency_score, monetary_score, segment.
    """
    out = options.output(out)
    how = options.binning(binning)
    from workbench.cli import account, table_file, tables
    from workbench.cli.segment_rules import read_rules

    with waiting("Scoring"):
        engagement = opened(folder)
        chosen = tables.scoring(engagement, bins, how)
        if rules is not None:
            chosen = chosen.model_copy(update={"rules": read_rules(rules, chosen.bins)})
        frame = tables.scores(engagement, chosen)
        table_file.write(frame, out)
    say(*account.scored(frame, chosen, out))


app.command(
    epilog=examples(
        "workbench report northgate --out northgate.html",
        "workbench report northgate --out northgate.xlsx --anonymise",
    )
)(gift.report)
app.command(epilog=examples("workbench serve northgate", "workbench serve northgate --page owner"))(
    serving.serve
)


@app.command(epilog=examples("workbench lab northgate"))
def lab(folder: Folder, port: Port = None, no_browser: NoBrowser = False) -> None:
    """Open JupyterLab on copies of the notebooks.

    The copies stand in the client's folder. A notebook that you changed is never overwritten.
    Stop with Ctrl-C.
    """
    from workbench.cli import lab as jupyter
    from workbench.server.app import pages_folder

    opened(folder).store.close()
    notebooks = folder / "notebooks"
    kept = jupyter.copy_notebooks(pages_folder(), notebooks)
    if kept:
        say(f"Left as you changed them: {', '.join(kept)}.")
    jupyter.launch(folder, notebooks, port or jupyter.FIRST_PORT, browser=not no_browser)


@app.command(
    epilog=examples("workbench history northgate", "workbench history northgate --restore 1")
)
def history(
    folder: Folder,
    restore: Restore = None,
    who: Annotated[str, typer.Option(metavar="NAME", help="Who restores.")] = "",
    json: AsJson = False,
) -> None:
    """List what was decided, newest first.

    Number, when, who and what. Where two people changed the same thing at once, both values
    are told.
    """
    from workbench.cli import account

    store = opened(folder).store
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


@app.command(epilog=examples("workbench forget northgate --customer C063 --yes"))
def forget(
    folder: Folder,
    customer: Annotated[str, typer.Option(metavar="ID", help="The customer's id.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Really do it: it can't be undone.")] = False,
) -> None:
    """Take a customer out of a client's folder, for good.

    Rewrites the sources, the ledger, the frozen reviews and every state in the history, or
    nothing at all. Totals are lower by what was theirs. What was given away before can't be
    reached; it is named. Close the client's pages first.
    """
    from workbench.forget import forget as erase
    from workbench.forget import whom

    found = whom(folder, customer)
    if not yes:
        raise WorkbenchError(
            f"{', '.join(found.names) or customer} would be forgotten for good",
            where=str(folder),
            then="Say so with --yes. It can't be undone.",
        )
    with waiting("Rewriting the folder"):
        done = erase(folder, customer)
    say(*done.sentences())
