"""A real Chromium on a page: open it, choose a customer, move the line, weigh the memory."""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

_HERE = Path(__file__).resolve().parent
_MOVES = (_HERE / "moves.js").read_text(encoding="utf-8")
_ASSUMPTIONS = (_HERE / "assumptions.js").read_text(encoding="utf-8")
_READY = (_HERE / "ready.js").read_text(encoding="utf-8")
_PATIENCE = 120_000
WARM_UP = 10


@dataclass(frozen=True)
class Times:
    """How long moves took, in milliseconds."""

    ms: tuple[float, ...]
    all_ms: tuple[float, ...] = ()
    """The same until everything beside the picture has followed, where that was waited for."""

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.ms)

    @property
    def p95(self) -> float:
        """The one that 95 of 100 stay under."""
        return statistics.quantiles(self.ms, n=20, method="inclusive")[-1]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium named in WORKBENCH_CHROMIUM, else Debian's, else Playwright's own."""
    debian = "/usr/bin/chromium"
    path = os.environ.get("WORKBENCH_CHROMIUM") or (debian if Path(debian).exists() else None)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=path, args=["--no-sandbox"] if root else [], headless=True
        )
        yield browser
        browser.close()


def page_of(browser: Browser) -> Page:
    """Return a fresh page, as another visitor's, of the size the design is made for."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.set_default_timeout(_PATIENCE)
    page.add_init_script(_READY)
    return page


def opened(browser: Browser, address: str) -> tuple[Page, float]:
    """Open a page; return it with the seconds from the start of navigation until it is live."""
    page = page_of(browser)
    page.goto(address)
    told = page.evaluate("() => globalThis.ready")
    return page, told["live"] / 1000


def matrix_open(browser: Browser, address: str) -> Page:
    """Open the matrix page and choose a customer, so that the card follows too."""
    page, _ = opened(browser, address)
    page.locator(".wb-card button.wb-link").first.click()
    page.locator(".wb-card dl.wb-facts dd").first.wait_for()
    return page


def moved(page: Page, count: int, warm_up: int = WARM_UP) -> Times:
    """Move the line that often after warming up; every painted line must be the one sent."""
    if page.evaluate("() => !globalThis.bench"):
        page.evaluate(_MOVES)
    page.evaluate("n => bench.moves(n)", warm_up)
    return times(page.evaluate("n => bench.moves(n)", count))


class Assumption(NamedTuple):
    """A control that is moved between two whole numbers, and what the page says beside it."""

    page: str
    label: str
    least: int
    most: int
    said: str = "# %"
    first: str = ""
    """A button to press before."""


def assumed(page: Page, what: Assumption, count: int) -> Times:
    """Move an assumption's control that often after warming up."""
    if what.first:
        page.get_by_role("button", name=what.first, exact=True).click()
    page.locator(".wb-chart[data-painted]:visible").first.wait_for()
    page.evaluate(_ASSUMPTIONS)
    ask = "([label, least, most, said, n]) => assume.moves(label, least, most, said, n)"
    given = [what.label, what.least, what.most, what.said]
    page.evaluate(ask, [*given, WARM_UP])
    made = page.evaluate(ask, [*given, count])
    return Times(tuple(m["ms"] for m in made), tuple(m["all"] for m in made))


def times(made: list[dict[str, Any]]) -> Times:
    """Return the moves' times, each painted line held against the one sent."""
    for move in made:
        if move["painted"] != move["step"]:
            raise SystemExit(
                f"the line was sent to {move['step']} and painted at {move['painted']}"
            )
    return Times(tuple(m["ms"] for m in made), tuple(m["all"] for m in made if m["followed"]))


def kernel_id(page: Page) -> str:
    """Return the id of the kernel behind a page."""
    told = page.locator("#jupyter-config-data").text_content() or "{}"
    return str(json.loads(told)["kernelId"])


def heap(page: Page) -> float:
    """Return what the page's JavaScript holds once its garbage is collected, in MB."""
    devtools = page.context.new_cdp_session(page)
    for _ in range(2):
        devtools.send("HeapProfiler.collectGarbage")
    used = float(devtools.send("Runtime.getHeapUsage")["usedSize"])
    devtools.detach()
    return used / 2**20
