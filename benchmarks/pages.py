"""The shipped pages in a real browser: moves, readiness, memory. Told in docs/benchmarks.md."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from browser import (
    Assumption,
    Times,
    assumed,
    chromium,
    heap,
    kernel_id,
    matrix_open,
    moved,
    opened,
    page_of,
    times,
)
from clients import write_client
from playwright.sync_api import Browser, Page
from server import Served, served
from server import pages as folder_of
from table import FOLDER, Figures, Row, row

SIZES = {"1k": 1_000, "5k": 5_000, "1m": 1_000_000}
MOVES = 100
REPLACED = 60
"""Moves measured through JupyterChart, after the warm-up."""
MANY = 500
OPENINGS = 5
FLOOR = "import ipywidgets\n\nipywidgets.IntSlider()"
JUPYTERCHART = (Path(__file__).parent / "jupyterchart_page.py").read_text(encoding="utf-8")
ASSUMED = {
    "profit": Assumption("profit", "Left where no cost is known", 30, 60, first="40 %"),
    "value": Assumption("value", "Stay from year to year", 60, 95),
}
"""Moved on a client whose sales have no costs, in this order: the first answers for both."""
TIMED = {
    "rate": Assumption("profit", "Whoever has no rate", 30, 90, said=""),
    "scores": Assumption("loyalty", "How many scores", 2, 9, "from 1 to #", first="How they buy"),
}
"""Moved on a client whose people write their hours down."""
LIMITS_MS = {"1k": 25.0, "5k": 50.0, "1m": 50.0}


def measure() -> Figures:
    """Open the pages of clients of three sizes and move their lines."""
    figures: Figures = {}
    clients = {size: write_client(FOLDER / size, n) for size, n in SIZES.items()}
    with chromium() as browser:
        for size, client in clients.items():
            second = JUPYTERCHART if size == "5k" else FLOOR
            notebooks = folder_of(FOLDER / "pages", second)
            print(f"{SIZES[size]:,} customers …", flush=True)
            with served(client, notebooks, FOLDER) as server:
                server.settle(idle=2)
                page = matrix_open(browser, server.page("matrix"))
                server.settle(idle=3)
                put(figures, f"live_{size}", moved(page, MOVES))
                if size == "1k":
                    figures |= readiness(browser, server)
                if size == "5k":
                    figures |= replaced(browser, server)
                    figures |= memory(page, server)
                    figures |= refilling(browser, page, server)
                page.context.close()
        figures |= assumptions(browser)
    return figures


def put(figures: Figures, name: str, moves: Times) -> None:
    """Note the middle and the 95th percentile of some moves."""
    figures |= {f"{name}_ms": moves.median, f"{name}_p95_ms": moves.p95}
    if moves.all_ms:
        figures[f"{name}_all_ms"] = statistics.median(moves.all_ms)


def replaced(browser: Browser, server: Served) -> Figures:
    """Move the same line over the same rows and marks in a JupyterChart."""
    figures: Figures = {}
    page = page_of(browser)
    page.goto(server.page("points"))
    page.locator(".vega-embed svg.marks").wait_for()
    put(figures, "jupyterchart_5k", moved(page, REPLACED))
    page.context.close()
    return figures


def readiness(browser: Browser, server: Served) -> Figures:
    """Open the matrix page and a page of one slider, in turn, each from a warm kernel."""
    ready: dict[str, list[float]] = {"matrix": [], "points": []}
    for _ in range(OPENINGS):
        for name, seconds in ready.items():
            server.settle(idle=3)
            page, live = opened(browser, server.page(name))
            seconds.append(live)
            page.context.close()
    return {
        "page_ready_s": statistics.median(ready["matrix"]),
        "page_floor_s": statistics.median(ready["points"]),
    }


def memory(page: Page, server: Served) -> Figures:
    """Weigh page and kernel, garbage collected, before and after many moves."""
    kernel = server.kernel(kernel_id(page))
    before = {"page": heap(page), "kernel": server.collect(kernel)}
    moved(page, MANY)
    after = {"page": heap(page), "kernel": server.collect(kernel)}
    figures: Figures = {}
    for what, held in before.items():
        figures |= {f"{what}_before_mb": held, f"{what}_after_mb": after[what]}
    return figures


def refilling(browser: Browser, page: Page, server: Served) -> Figures:
    """Move while another page opens; count the moves made while the pool is refilled."""
    server.settle(idle=3)
    known = {kernel.pid for kernel in server.kernels()}
    page.evaluate("() => { bench.begin(); }")
    other, _ = opened(browser, server.page("matrix"))
    new = server.begun(known)
    began = new.create_time() * 1000
    server.settle(idle=1, of=[new])
    ended = time.time() * 1000
    made = page.evaluate("() => bench.end()")
    other.context.close()
    during = times([move for move in made if began <= move["at"] <= ended])
    return {"live_5k_refill_ms": during.median, "live_5k_refill_p95_ms": during.p95}


def assumptions(browser: Browser) -> Figures:
    """Move assumptions on the pages of 5,000 customers: without costs, and with hours."""
    figures: Figures = {}
    for kind, those in (("assumed", ASSUMED), ("timed", TIMED)):
        print(f"{SIZES['5k']:,} customers, {kind} …", flush=True)
        known = {"costs": kind == "timed", "hours": kind == "timed"}
        client = write_client(FOLDER / f"5k-{kind}", SIZES["5k"], **known)
        with served(client, folder_of(FOLDER / "pages", FLOOR), FOLDER) as server:
            for name, what in those.items():
                server.settle(idle=2)
                page = page_of(browser)
                page.goto(server.page(what.page))
                put(figures, f"live_{name}_5k", assumed(page, what, MOVES))
                page.context.close()
    return figures


def rows(figures: Figures) -> list[Row]:
    """Return what was reached beside what was asked for."""
    found: list[Row] = []
    for size, most in LIMITS_MS.items():
        n = f"{SIZES[size]:,} customers"
        found += [
            row(f"{n}: slider → painted, median", figures[f"live_{size}_ms"], most, "ms"),
            row(f"{n}: the same, 95th percentile", figures[f"live_{size}_p95_ms"], 2 * most, "ms"),
        ]
    for name in (*ASSUMED, *TIMED):
        found += [
            row(f"5,000, {name}: assumption → painted", figures[f"live_{name}_5k_ms"], 50, "ms"),
            row("the same, 95th percentile", figures[f"live_{name}_5k_p95_ms"], 100, "ms"),
        ]
    refilled = figures["live_5k_refill_p95_ms"]
    found.append(row("5,000, pool refilling: 95th percentile", refilled, 200, "ms"))
    faster = figures["jupyterchart_5k_ms"] / figures["live_5k_ms"]
    kept = f"{figures['jupyterchart_5k_ms']:.0f} ms: {faster:.1f} ×"
    found.append(Row("5,000 through JupyterChart, median", kept, "≥ 3 ×", faster >= 3))
    ready, floor = figures["page_ready_s"], figures["page_floor_s"]
    found.append(row("warm matrix page live", ready, round(1.5 * floor, 2), "s", 2))
    found.append(Row("warm page of one slider", f"{floor:.2f} s"))
    for what in ("page", "kernel"):
        before, after = figures[f"{what}_before_mb"], figures[f"{what}_after_mb"]
        change = 100 * (after / before - 1)
        said = f"{before:.1f} → {after:.1f} MB, {change:+.1f} %"
        found.append(Row(f"{what} after {MANY} moves", said, "± 5 %", abs(change) <= 5))
    return found
