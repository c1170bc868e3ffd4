"""What `report` makes: the owner's file, by its ending."""

from __future__ import annotations

from pathlib import Path

from workbench.engagement import Engagement
from workbench.errors import WorkbenchError
from workbench.sharing import html, pdf, pptx, xlsx
from workbench.sharing.anonymise import anonymised, key_of
from workbench.sharing.snapshot import Snapshot
from workbench.sharing.taking import snapshot


def told(engagement: Engagement, *, anonymise: bool) -> Snapshot:
    """Return the saved review as finished rows, with codes for names where that is asked."""
    taken = snapshot(engagement)
    return anonymised(taken, key_of(engagement.folder)) if anonymise else taken


def made(snapshot: Snapshot, out: Path) -> tuple[Path, bytes]:
    """Return what is to be written where: an HTML file where no Chromium can print the PDF."""
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


def not_printed(file: Path) -> WorkbenchError:
    """Return what is said where the HTML was written in a PDF's place."""
    return WorkbenchError(
        "No Chromium was found to print the PDF",
        then=f"The report is written as {file}: open it and print it, or install Chromium and name"
        " it in WORKBENCH_CHROMIUM.",
    )
