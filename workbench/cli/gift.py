"""``workbench report``: the owner's file, by its ending."""

# ruff: noqa: PLC0415 - what only one command needs is imported inside it, as in app.py

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli import options
from workbench.cli.client import opened
from workbench.cli.parameters import Anonymise, Folder, ReportOut
from workbench.cli.terminal import say, waiting
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.sharing.snapshot import Snapshot


def report(folder: Folder, out: ReportOut, anonymise: Anonymise = False) -> None:
    """Write what the owner gets: one file, made of the saved review.

    HTML opens with the network off and reads without scripts. Excel has typed columns, PowerPoint
    native text and tables. A PDF is printed by a Chromium that is installed already; without one
    the HTML is written in its place and the command ends with 2. Each carries date, assumptions,
    totals and who is not placed. The codes of --anonymise stay the same from report to report;
    their key stays in the client's folder.
    """
    out = options.output(out, options.REPORTS)
    from workbench.cli import table_file
    from workbench.sharing import pdf
    from workbench.sharing.formats import made

    with waiting("Writing the report"):
        snapshot = told(folder, anonymise=anonymise)
        ending = out.suffix.lower()
        file = out.with_suffix(".html") if ending == ".pdf" and not pdf.chromium() else out
        content = made(snapshot, file.suffix.lower())
        table_file.put(file, lambda handle: handle.write(content))
    if file != out:
        raise WorkbenchError(
            pdf.NONE,
            then=f"The report is written as {file}: open it and print it, or install Chromium and"
            " name it in WORKBENCH_CHROMIUM.",
        )
    say(snapshot.finding, f"Written: {file}")


def told(folder: Path, *, anonymise: bool) -> Snapshot:
    """Return the saved review as finished rows, with codes for names where that is asked."""
    from workbench.sharing.anonymise import anonymised, key_of
    from workbench.sharing.taking import snapshot

    engagement = opened(folder)
    try:
        taken = snapshot(engagement)
    finally:
        engagement.store.close()
    return anonymised(taken, key_of(folder)) if anonymise else taken
