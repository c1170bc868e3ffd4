"""Take the pictures of every page, 1280 × 800 and 1920 × 1080: ``make screens``.

The pages are the shipped ones on a fresh copy of the demo client for which three decisions are
made; the owner's is pictured on a phone too. A picture waits until Python's last word is painted,
never for a while. Names of pictures (``ARGS="plan owner"``) take those alone.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from workbench.engagement import Engagement
from workbench.pages.plan_changes import decided
from workbench.review.proposals import proposals
from workbench.session import Session

HERE = Path(__file__).resolve().parent
SIZES = ((1280, 800), (1920, 1080))
PHONE = (390, 844)
ON_A_PHONE = ("owner",)
FLAGS = ["--disable-background-networking", "--no-first-run"]


def main() -> None:
    """Serve the demo client and picture each page in both sizes."""
    with tempfile.TemporaryDirectory(prefix="workbench-screens-") as folder:
        place = Path(folder) / "demo"
        _decide(Engagement.demo(place))
        command = [sys.executable, "-m", "workbench.server", str(place), "--child"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
            assert server.stdout is not None
            address = json.loads(server.stdout.readline())["address"]
            try:
                _pictures(address)
            finally:
                server.communicate()  # its standard input closes, so it ends


def _decide(engagement: Engagement) -> None:
    """Accept the first three decisions that are proposed, and let the client go."""
    session = Session(engagement, "Ann")
    placement = session.placement
    kept = {"placement": placement, "as_of": date(2026, 9, 30), "who": "Ann"}
    for n, one in enumerate(proposals(placement, engagement.currency, {})[:3]):
        due = date(2026, 12, 1 + 7 * n)
        fields = {"owner": ("Ann", "Ben", "Ann")[n], "due": due}
        session.commit(
            lambda r, one=one, fields=fields: decided(r, one, "accepted", **kept, **fields),
            f"Accepted: {one.action}",
        )
    engagement.store.close()


def _pictures(address: str) -> None:
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("WORKBENCH_CHROMIUM"), args=[*FLAGS, *root]
        )
        for width, height in (*SIZES, PHONE):
            page = browser.new_page(viewport={"width": width, "height": height})
            page.set_default_timeout(60_000)
            for name, (notebook, act) in VIEWS.items():
                if sys.argv[1:] and name not in sys.argv[1:]:
                    continue
                if (width, height) == PHONE and name not in ON_A_PHONE:
                    continue
                page.goto(re.sub(r"\w+\.ipynb", f"{notebook}.ipynb", address))
                act(page)
                page.mouse.move(0, 0)
                target = HERE / f"{name}-{width}.png"
                page.screenshot(path=target)
                print(target.name)  # noqa: T201 - the command says what it made
        browser.close()


def _drawn(page: Page) -> None:
    page.locator(".wb-chart[data-painted]").first.wait_for()


def _chosen(page: Page) -> None:
    _drawn(page)
    page.get_by_role("button", name="Fjellro Lodge").click()
    page.locator(".wb-card h2", has_text="Fjellro Lodge").wait_for()


def _room(page: Page) -> None:
    _drawn(page)
    page.keyboard.press("r")
    page.locator(".wb-controls").wait_for(state="hidden")
    _drawn(page)


def _begun(page: Page) -> None:
    page.get_by_role("heading", level=1).first.wait_for()


def _twice(page: Page) -> None:
    page.get_by_role("button", name="There twice? 3").click()
    page.get_by_role("button", name="Same customer").wait_for()


def _buying(page: Page) -> None:
    page.get_by_role("button", name="How they buy").click()
    page.locator(".wb-slot-heat .wb-chart[data-painted]").wait_for()
    page.get_by_text("darker: they buy more").wait_for()


def _theirs(page: Page) -> None:
    page.get_by_role("button", name="Fjellro Lodge").first.click()
    page.get_by_role("button", name="A customer", exact=True).click()
    page.get_by_role("region", name="Their plan").wait_for()


def _gifts(page: Page) -> None:
    page.get_by_role("button", name="Give to the owner").click()
    page.get_by_role("heading", name="What each holds").wait_for()


VIEWS: dict[str, tuple[str, Callable[[Page], None]]] = {
    "index": ("index", _begun),
    "identify": ("identify", _begun),
    "identify-twice": ("identify", _twice),
    "matrix": ("matrix", _drawn),
    "matrix-card": ("matrix", _chosen),
    "matrix-room": ("matrix", _room),
    "points": ("points", _drawn),
    "profit": ("profit", _drawn),
    "loyalty": ("loyalty", _begun),
    "loyalty-scores": ("loyalty", _buying),
    "value": ("value", _drawn),
    "tiers": ("tiers", _drawn),
    "plan": ("plan", _begun),
    "plan-customer": ("plan", _theirs),
    "plan-give": ("plan", _gifts),
    "owner": ("owner", _drawn),
}

if __name__ == "__main__":
    main()
