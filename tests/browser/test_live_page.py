"""The living picture and the slider in a real browser, behind the real server."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from real_server import Served

pytestmark = pytest.mark.browser

PICTURE = "document.querySelector('.wb-chart').wbPicture"
CUT = f"{PICTURE}.view.signal('cut_x')"
BLUE = f"{PICTURE}.view.data('points').filter((row) => row.side).length"


def drawn(page: Page, address: str) -> None:
    """Open a page and wait until its picture is painted."""
    page.goto(address)
    page.wait_for_selector(".wb-chart[data-painted]:not([data-painted='0'])")


def move(page: Page, value: float) -> None:
    """Move the slider as a hand does: one input event."""
    page.evaluate(
        """(value) => {
            const input = document.querySelector(".wb-slider-input");
            input.value = value;
            input.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        value,
    )


def test_a_move_repaints_what_was_sent(page: Page, served: Served) -> None:
    """Slider → Python → picture: the painted cut is the sent one, and the sides follow."""
    drawn(page, served.page("live"))
    before = page.evaluate(BLUE)
    rows = page.evaluate(f"{PICTURE}.view.data('points')[7]")
    for value in (60, 75.5, 90):
        move(page, value)
        page.wait_for_function(f"{CUT} === {value}")
        expect(page.locator(".wb-slider-readout")).to_have_text(f"{value:.1f} EUR")
    assert page.evaluate(BLUE) < before
    after = page.evaluate(f"{PICTURE}.view.data('points')[7]")
    assert (after["x"], after["y"]) == (rows["x"], rows["y"])
    assert page.locator(".wb-chart canvas").count() == 1
    assert page.title() == "Live <picture> · Customer review"


def test_a_dragged_line_reaches_python_and_comes_to_rest(page: Page, served: Served) -> None:
    """Grabbed within 8 pixels, it follows the hand; the release is told last."""
    drawn(page, served.page("live"))
    spot = page.evaluate(
        f"""() => {{
            const p = {PICTURE};
            const box = p.picture.getBoundingClientRect();
            const [ox, oy] = p.origin();
            const x = (v) => box.left + ox + p.view.scale("x")(v);
            return [x(50), x(90), box.top + oy + 200];
        }}"""
    )
    start, end, y = spot
    page.mouse.move(start + 5, y)
    expect(page.locator(".wb-chart").first).to_have_css("cursor", "ew-resize")
    page.mouse.down()
    page.mouse.move((start + end) / 2, y, steps=5)
    page.mouse.move(end, y, steps=5)
    page.mouse.up()
    expect(page.locator(".told")).to_contain_text("release cut_x")
    page.wait_for_function(f"Math.abs({CUT} - 90) < 0.2")
    page.wait_for_function(f"{BLUE} < 30")


def test_the_keyboard_moves_the_line(page: Page, served: Served) -> None:
    """The line is a slider to the keyboard and the screen reader."""
    drawn(page, served.page("live"))
    line = page.get_by_role("slider", name="Dividing line")
    line.focus()
    line.press("ArrowRight")
    page.wait_for_function(f"Math.abs({CUT} - 51.4) < 0.01")
    line.press("Home")
    page.wait_for_function(f"{CUT} === -20")
    expect(line).to_have_attribute("aria-valuetext", "-20")
    expect(page.locator(".told")).to_contain_text("release cut_x")


def test_a_click_names_the_row_and_beside_it_none(page: Page, served: Served) -> None:
    """Row 0 lies alone at (20, 100)."""
    drawn(page, served.page("live"))
    spot = page.evaluate(
        f"""() => {{
            const p = {PICTURE};
            const box = p.picture.getBoundingClientRect();
            const [ox, oy] = p.origin();
            const at = (x, y) => [box.left + ox + p.view.scale("x")(x),
                                  box.top + oy + p.view.scale("y")(y)];
            return [at(20, 100), at(-19, -19)];
        }}"""
    )
    page.mouse.click(*spot[0])
    expect(page.locator(".told")).to_have_text("click  points 0")
    page.mouse.click(*spot[1])
    expect(page.locator(".told")).to_have_text("click   -1")


def test_a_second_view_shows_the_same(page: Page, served: Served) -> None:
    """Both views of one chart get the state and every move."""
    drawn(page, served.page("two"))
    second = "document.querySelectorAll('.wb-chart')[1].wbPicture.view"
    page.wait_for_function(f"{second}?.data('points').length === 50")
    move(page, 70)
    page.wait_for_function(f"{second}.signal('cut_x') === 70 && {CUT} === 70")


def test_the_picture_fits_its_place(page: Page, served: Served) -> None:
    """A wider window gives a wider picture, sharp on its screen."""
    drawn(page, served.page("live"))
    page.set_viewport_size({"width": 900, "height": 700})
    page.wait_for_function(
        "Math.abs(document.querySelector('canvas').clientWidth"
        " - document.querySelector('.wb-chart').clientWidth) <= 1"
    )


def test_keys_on_the_slider_decide_once_at_rest(page: Page, served: Served) -> None:
    """Three arrow presses preview three times and count as one decision."""
    drawn(page, served.page("live"))
    control = page.get_by_role("slider", name="Cut")
    for _ in range(3):
        control.press("ArrowRight")
    expect(page.locator(".count")).to_have_text("1")
    page.wait_for_function(f"Math.abs({CUT} - 50.3) < 0.01")
    expect(control).to_have_attribute("aria-valuetext", "50.3 EUR")


def test_many_moves_leave_no_more_behind(page: Page, served: Served) -> None:
    """After 200 moves the page's heap has not grown by more than 5 %, garbage collected."""
    drawn(page, served.page("live"))
    session = page.context.new_cdp_session(page)

    def sweep(moves: int) -> tuple[float, float]:
        for i in range(moves):
            value = 20 + (i * 7) % 60
            move(page, value)
            page.wait_for_function(f"{CUT} === {value}")
        session.send("HeapProfiler.collectGarbage")
        found = session.send("Memory.getDOMCounters")
        heap = session.send("Runtime.getHeapUsage")["usedSize"]
        return heap, found["jsEventListeners"]

    heap, listeners = sweep(50)
    later, listeners_later = sweep(200)
    assert later <= heap * 1.05
    assert listeners_later <= listeners


def test_without_our_template_the_kernel_gives_the_library(page: Page, served: Served) -> None:
    """In JupyterLab nobody serves the Vega file: the chart asks its kernel for it."""
    page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => {
            delete document.documentElement.dataset.wbVega;
        });"""
    )
    drawn(page, served.page("live"))
    assert page.evaluate("document.documentElement.dataset.wbVega === undefined")
    assert page.evaluate("globalThis.workbenchVega instanceof Promise")


def test_the_picture_can_be_copied_and_saved(page: Page, served: Served) -> None:
    """PNG to the clipboard, SVG as a file where copying isn't allowed."""
    drawn(page, served.page("live"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served.base)
    export = f"(told) => {PICTURE}.export(told)"
    page.evaluate(export, {"format": "png", "name": "matrix", "to": "clipboard"})
    expect(page.locator(".told")).to_contain_text("exported")
    kinds = page.evaluate("async () => (await navigator.clipboard.read())[0].types")
    assert kinds == ["image/png"]
    with page.expect_download() as saved:
        page.evaluate(export, {"format": "svg", "name": "matrix", "to": "file"})
    assert saved.value.suggested_filename == "matrix.svg"
    assert "<svg" in saved.value.path().read_text(encoding="utf-8")
