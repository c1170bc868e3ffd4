"""The report on paper: the HTML file, printed by a Chromium that is on this computer already."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from workbench.errors import WorkbenchError

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
NONE = "No Chromium was found to print the PDF"
PATIENCE = 120.0
"""Seconds a browser may take to print."""

_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)


def chromium() -> str | None:
    """Return a browser that can print: named in WORKBENCH_CHROMIUM, else on the PATH, else None.

    One that is named stands alone: where it isn't there, no other takes its place.
    """
    if named := os.environ.get("WORKBENCH_CHROMIUM"):
        return shutil.which(named)
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in (*found, *map(shutil.which, _MAC)) if path), None)


def pages(html: str, browser: str) -> bytes:
    """Print a page; nothing is fetched for it.

    Raises
    ------
    WorkbenchError
        When the browser doesn't print.
    """
    with tempfile.TemporaryDirectory(
        prefix="workbench-print-", ignore_cleanup_errors=True
    ) as folder:
        place = Path(folder).resolve()
        source, printed = place / "report.html", place / "report.pdf"
        source.write_text(html, encoding="utf-8")
        words = [
            browser,
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            "--no-pdf-header-footer",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={place / 'profile'}",
            f"--print-to-pdf={printed}",
        ]
        if sys.platform == "linux" and os.geteuid() == 0:
            words.append("--no-sandbox")  # Chromium refuses root otherwise; the page is ours
        try:
            subprocess.run(  # noqa: S603 - the browser found above, on a file of our own
                [*words, source.as_uri()], capture_output=True, timeout=PATIENCE, check=False
            )
            return printed.read_bytes()
        except (OSError, subprocess.TimeoutExpired):
            raise WorkbenchError(
                f"«{Path(browser).name}» did not print the report",
                then="Name another Chromium in WORKBENCH_CHROMIUM, or print the HTML by hand.",
            ) from None
