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

    with waiting("Writing the report"):
        snapshot = told(folder, anonymise=anonymise)
        file, content = made(snapshot, out)
        table_file.put(file, lambda handle: handle.write(content))
    if file != out:
        raise WorkbenchError(
            "No Chromium was found to print the PDF",
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


def made(snapshot: Snapshot, out: Path) -> tuple[Path, bytes]:
    """Return what is to be written where: an HTML file where no Chromium can print the PDF."""
    from workbench.sharing import html, pdf, pptx, xlsx

    ending = out.suffix.lower()
    if ending == ".xlsx":
        return out, xlsx.workbook(snapshot)
    if ending == ".pptx":
        return out, pptx.slides(snapshot)
    if ending == ".pdf":
        if browser := pdf.chromium():
            return out, pdf.pages(html.page(snapshot, paper=True), browser)
        out = out.with_suffix(".html")
    return out, html.page(snapshot).encode()
