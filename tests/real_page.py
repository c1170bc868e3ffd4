"""What every journey through a page needs: the demo client with hostile names, patience, axe."""

from __future__ import annotations

import csv
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from workbench.engagement import Engagement, demo_data

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
PATIENCE = 60_000
"""Milliseconds a server or a page may take to start."""
LOSER = "C063"
"""Of the demo's customers the largest, and the one with the largest loss."""
HOSTILE = "<img src=x onerror=\"document.title='taken'\">"
NAMES = {
    LOSER: HOSTILE,
    "C001": "<svg onload=\"document.title='taken'\">",
    "C002": "=1+1",
    "C003": "W" * 300,
}
"""Who has a hostile name among the demo's customers."""


def hostile_demo(folder: Path, *, bare: bool = False) -> Path:
    """Make the demo client anew, hostile names among its customers; return its folder.

    ``bare`` leaves out what sales cost and all hours, as most firms' files do.
    """
    sources = folder / "sources"
    sources.mkdir()
    for file in demo_data().glob("*.csv"):
        if bare and file.stem in {"time", "rates"}:
            continue
        with file.open(encoding="utf-8", newline="") as given:
            rows = list(csv.DictReader(given))
        left_out = {"direct_cost"} if bare else set()
        columns = [column for column in rows[0] if column not in left_out]
        with (sources / file.name).open("w", encoding="utf-8", newline="") as taken:
            lines = csv.DictWriter(taken, columns, extrasaction="ignore")
            lines.writeheader()
            for row in rows:
                if file.stem == "customers":
                    row["name"] = NAMES.get(row["customer_id"], row["name"])
                lines.writerow(row)
    files = sorted(sources.iterdir())
    made, _ = Engagement.create(folder / "engagement", files, name="Hostile & Sons")
    made.store.close()
    return folder / "engagement"


def visit(page: Page, address: str) -> None:
    """Open a page with patience for a kernel that starts cold."""
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page.goto(address, wait_until="commit")


def sound(page: Page) -> None:
    """Hold the page to axe: nothing serious in what is shown now."""
    found = Axe().run(page).response["violations"]
    serious = [v for v in found if v["impact"] in {"serious", "critical"}]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in serious] == []
