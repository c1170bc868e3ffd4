"""The page around the widgets: its start, its end, and what it says when something is wrong."""

from __future__ import annotations

import json
import secrets
import shutil
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, WebSocket, expect
from real_page import sound
from real_server import Serve, Served, start

from workbench.engagement import Engagement
from workbench.store import Store

pytestmark = pytest.mark.browser

NOTICE_MS = 6_500
"""A notice is due within five seconds; the rest is the clicking and looking of the test."""


HASTY = """
from workbench.server import settings
settings.IDLE_KERNEL_SECONDS, settings.LOOK_SECONDS = 2, 1
from workbench.server.__main__ import main
main()
"""
"""A server that looks for forgotten kernels after two seconds."""
ROOT = Path(__file__).resolve().parents[2]


def drawn(page: Page, address: str, what: str = ".wb-chart[data-painted]") -> None:
    """Open a page and wait for what it shows."""
    page.goto(address)
    page.wait_for_selector(what)


def gone(processes: list[psutil.Process]) -> bool:
    """Wait until processes have ended."""
    return not psutil.wait_procs(processes, timeout=15)[1]


def test_a_kernel_ends_with_its_page(page: Page, served: Served) -> None:
    """After a reload the old kernel is gone, after closing the new one too (voila #1458)."""
    before = set(served.kernels())
    drawn(page, served.page("live"))
    first = list(set(served.kernels()) - before)
    assert len(first) == 1
    page.reload()
    page.wait_for_selector(".wb-chart[data-painted]")
    assert gone(first)
    second = list(set(served.kernels()) - before)
    assert len(second) == 1
    page.close(run_before_unload=True)
    assert gone(second)


def test_the_page_is_accessible_and_clean(page: Page, served: Served) -> None:
    """Title, language, landmarks, skip link; no serious finding of axe; no key in the address."""
    drawn(page, served.page("live"))
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "token" not in page.url
    found = Axe().run(page).response["violations"]
    grave = [v["id"] for v in found if v["impact"] in ("serious", "critical")]
    assert grave + [v["id"] for v in found if v["id"].startswith("landmark")] == []
    page.get_by_text("About this step").click()
    expect(page.get_by_text("Prose.")).to_be_visible()


def test_the_start_is_drawn_before_the_kernel_answers(page: Page, served: Served) -> None:
    """A calm skeleton stands until the widgets are there."""
    page.goto(served.page("live"), wait_until="commit")
    expect(page.locator("#wb-skeleton")).to_be_visible()
    page.wait_for_selector(".wb-chart[data-painted]")
    expect(page.locator("#wb-skeleton")).to_have_count(0)


def test_a_busy_kernel_is_called_busy(page: Page, served: Served) -> None:
    """The notice comes within five seconds and leaves by itself."""
    drawn(page, served.page("traps"), "button:has-text('busy')")
    page.get_by_role("button", name="busy").click()
    expect(page.get_by_text("Still calculating.")).to_be_visible(timeout=NOTICE_MS)
    expect(page.locator("#wb-notice")).to_be_hidden(timeout=10_000)


def test_a_dead_kernel_is_called_dead_and_there_is_a_way_back(page: Page, served: Served) -> None:
    """No silent restart behind dead widgets; nothing can be clicked; reloading mends it."""
    drawn(page, served.page("traps"), "button:has-text('die')")
    page.get_by_role("button", name="die").click()
    expect(page.get_by_text("has stopped")).to_be_visible(timeout=NOTICE_MS)
    assert page.locator("#rendered_cells").evaluate("(main) => main.inert")
    sound(page)
    page.get_by_role("button", name="Reload the page").click()
    expect(page.get_by_role("button", name="die")).to_be_enabled(timeout=20_000)
    expect(page.locator("#wb-notice")).to_be_hidden()


def test_a_gone_server_is_called_gone(page: Page, serve: Serve, pages: Path) -> None:
    """Not «busy», not «dead»: the workbench doesn't answer, and what to do."""
    own = serve(pages, page="traps")
    drawn(page, own.address, "button:has-text('busy')")
    own.end()
    expect(page.get_by_text("doesn't answer")).to_be_visible(timeout=NOTICE_MS)


def test_a_fault_on_a_page_shows_no_values(page: Page, served: Served) -> None:
    """A cell that raises gives a sentence and a way back; its values stay in the kernel."""
    page.goto(served.page("fault"))
    expect(page.get_by_text("This page could not be drawn.")).to_be_visible(timeout=20_000)
    assert "Birch" not in page.content()
    assert "Traceback" not in page.content()


def test_a_callback_that_fails_tells_the_browser_nothing(page: Page, served: Served) -> None:
    """Neither a traceback nor printed text travels to the page; the terminal gets its kind."""
    heard: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: heard.append(repr(frame)))

    page.on("websocket", listen)
    drawn(page, served.page("traps"), "button:has-text('fail')")
    page.get_by_role("button", name="fail").click()
    page.get_by_role("button", name="loud").click()
    page.get_by_role("button", name="busy").click()
    expect(page.get_by_text("Still calculating.")).to_be_visible(timeout=NOTICE_MS)
    assert heard
    assert not any("Birch" in frame or "Traceback" in frame for frame in heard)
    assert "unexpected KeyError" in served.errors.read_text(encoding="utf-8")


def test_a_forgotten_kernel_goes_and_one_with_an_open_page_stays(
    context: BrowserContext, pages: Path, quiet_home: dict[str, str], tmp_path: Path
) -> None:
    """A page that could not say farewell loses its kernel; one left open longer keeps its own."""
    hasty = start(pages, None, tmp_path / "log", quiet_home, "live", code=("-c", HASTY))
    try:
        before = set(hasty.kernels())
        left_open, lost = context.new_page(), context.new_page()
        drawn(left_open, hasty.page("live"))
        kept = set(hasty.kernels()) - before
        drawn(lost, hasty.page("live"))
        forgotten = set(hasty.kernels()) - before - kept
        assert (len(kept), len(forgotten)) == (1, 1)
        lost.evaluate("Navigator.prototype.sendBeacon = () => true")
        lost.close()
        assert gone(list(forgotten))
        assert kept <= set(hasty.kernels())  # idle for longer than the one that went
        left_open.locator(".wb-slider-input").press("ArrowRight")
        expect(left_open.locator(".count")).not_to_have_text("0")
        left_open.close(run_before_unload=True)
        assert gone(list(kept))
    finally:
        hasty.end()


def test_two_pages_change_one_field_at_once(
    context: BrowserContext, serve: Serve, tmp_path: Path
) -> None:
    """The later value holds, both pages show it, and both values stand in the history.

    While a line is dragged the page hears nothing of the other one: both begin from one state.
    """
    rows = [f"Firm {n},2026-{1 + n % 6:02}-{1 + n:02},{100 + 37 * n}" for n in range(24)]
    book = tmp_path / "book.csv"
    book.write_text("\n".join(["Customer,Date,Amount", *rows, *rows]), encoding="utf-8")
    client = tmp_path / "client"
    Engagement.create(client, [book])[0].store.close()
    served = serve(ROOT / "notebooks", client, page="matrix")
    one, two = context.new_page(), context.new_page()
    for page in (one, two):
        drawn(page, served.page("matrix"))
    finding = one.get_by_role("heading", level=1).inner_text()
    handle = one.locator(".wb-chart-line").first.bounding_box()
    assert handle
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + 100
    one.mouse.move(x, y)
    one.mouse.down()
    one.mouse.move(x + 60, y, steps=6)
    expect(one.get_by_role("heading", level=1)).not_to_have_text(finding)
    lines = two.get_by_role("region", name="Across axis").get_by_role("group", name="dividing line")
    lines.get_by_role("button", name="mean").click()
    expect(lines.get_by_role("button", name="mean")).to_have_attribute("aria-pressed", "true")
    expect(two.get_by_role("button", name="Undo")).to_be_enabled()
    one.mouse.up()
    said = one.get_by_role("status").filter(has_text="Two changes to")
    expect(said).to_contain_text("stands in the history")
    expect(lines.get_by_role("button", name="mean")).to_have_attribute("aria-pressed", "false")
    with Store(client / "decisions.sqlite") as store:
        conflicts = store.history(1)[0].conflicts
    assert {conflict.path[0] for conflict in conflicts} == {"matrix"}
    assert "mean" in str([conflict.theirs for conflict in conflicts])
    assert "mean" not in str([conflict.mine for conflict in conflicts])


def test_two_servers_in_one_browser(
    context: BrowserContext, serve: Serve, pages: Path, tmp_path: Path
) -> None:
    """A client opened from the start page has a server of its own; both pages work and end.

    Cookies know no ports, so two servers on 127.0.0.1 share a jar: each keeps its own login, and
    each page's farewell is still accepted.
    """
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("live", "matrix"):
        shutil.copy(pages / "live.ipynb", folder / f"{name}.ipynb")
    parent = serve(folder, page="live")
    (tmp_path / "client").mkdir()
    one, two = context.new_page(), context.new_page()
    drawn(one, parent.address)
    handle = secrets.token_hex(16)
    note = json.dumps({"engagement": str(tmp_path / "client")})
    (_runtime(parent) / "opens" / f"{handle}.json").write_text(note, encoding="utf-8")
    drawn(two, f"{parent.base}/open/{handle}")
    assert two.url.split("/voila")[0] != parent.base
    address = two.url
    two.goto(f"{parent.base}/open/{handle}")
    two.wait_for_selector(".wb-chart[data-painted]")
    assert two.url == address  # the same child again
    two.evaluate(
        """() => {
            const input = document.querySelector(".wb-slider-input");
            input.value = 70;
            input.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    cut = "document.querySelector('.wb-chart').wbPicture.view.signal('cut_x')"
    two.wait_for_function(f"{cut} === 70")
    assert one.evaluate(cut) == 50
    one.reload()
    one.wait_for_selector(".wb-chart[data-painted]")
    two.close(run_before_unload=True)
    one.close(run_before_unload=True)


def _runtime(server: Served) -> Path:
    """Return the runtime folder that a server names in its kernels' environment."""
    return Path(server.kernels()[0].environ()["WORKBENCH_RUNTIME"])
