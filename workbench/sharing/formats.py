"""The kinds of file a report comes in, each made of one snapshot."""

from __future__ import annotations

from workbench.errors import WorkbenchError
from workbench.sharing import html, pdf, pptx, xlsx
from workbench.sharing.snapshot import Snapshot


def made(snapshot: Snapshot, ending: str) -> bytes:
    """Return a report as the bytes of its file, ``.html``, ``.xlsx``, ``.pptx`` or ``.pdf``.

    Raises
    ------
    WorkbenchError
        When a PDF is wanted and no Chromium is there to print it, or it doesn't print.
    """
    match ending:
        case ".xlsx":
            return xlsx.workbook(snapshot)
        case ".pptx":
            return pptx.slides(snapshot)
        case ".pdf":
            browser = pdf.chromium()
            if browser is None:
                raise WorkbenchError(pdf.NONE, then="Take the HTML and print it from your browser.")
            return pdf.pages(html.page(snapshot, paper=True), browser)
        case _:
            return html.page(snapshot).encode()
