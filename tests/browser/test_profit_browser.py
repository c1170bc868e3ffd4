"""The profit page as a workshop uses it, in a real browser on the real server."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from real_page import HOSTILE, NOTEBOOKS, hostile_demo, sound, visit
from real_server import Serve, Served

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(shipped: Served, page: Page) -> Page:
    """Open the page on the review as it was first, and wait until all of it is drawn."""
    return drawn(page, shipped)


def drawn(page: Page, shipped: Served) -> Page:
    """Open the page."""
    visit(page, shipped.page("profit"))
    page.locator(".wb-profit-list").first.wait_for()
    return page


def saved_at(page: Page) -> str:
    """Return which revision the page says is saved."""
    return page.locator(".wb-saved").get_attribute("title") or ""


def test_it_opens_drawn_on_who_takes_back_most_and_is_sound(opened: Page) -> None:
    """Finding, picture, statement and ways out are on the first screen; nothing runs a name."""
    page = opened
    page.locator(".wb-chart[data-painted]").wait_for()
    expect(page.locator(".wb-finding")).to_contain_text("take back 176,843 EUR")
    expect(page.locator(".wb-profit-statement h2")).to_have_text(HOSTILE)
    for part in (".wb-finding", ".wb-profit-ways", ".wb-profit-controls", ".wb-under"):
        box = page.locator(part).bounding_box()
        assert box
        assert box["y"] + box["height"] <= page.viewport_size["height"], part
    assert page.title() != "taken"
    sound(page)


def test_a_slider_moves_the_figures_and_its_release_saves(opened: Page) -> None:
    """What a customer should leave: the allowance follows; undo takes it back."""
    page, revision = opened, saved_at(opened)
    slider = page.get_by_role("slider", name="A customer should leave")
    allowed = page.locator(".wb-profit-line", has_text="Hours they may take")
    before = allowed.inner_text()
    slider.fill("25")
    expect(allowed).not_to_have_text(before)
    expect(page.locator(".wb-saved")).not_to_have_attribute("title", revision)
    page.get_by_role("button", name="Undo").click()
    expect(slider).to_have_value("10")


def test_a_typed_rate_redraws_the_picture(opened: Page) -> None:
    """The painted picture is another one, and the finding says another sum."""
    page = opened
    chart = page.locator(".wb-chart[data-painted]")
    painted = chart.get_attribute("data-painted") or ""
    rate = page.get_by_role("spinbutton", name="Cost of an hour of Lead engineer")
    rate.fill("200")
    rate.press("Tab")
    expect(chart).not_to_have_attribute("data-painted", painted)
    expect(page.locator(".wb-finding")).not_to_contain_text("176,843 EUR")


def test_a_way_out_is_drawn_and_dropped_and_a_figure_explains_itself(opened: Page) -> None:
    """A what-if saves nothing; hours are told by person and rate."""
    page, revision = opened, saved_at(opened)
    page.get_by_role("button", name="Fee of").click()
    expect(page.locator(".wb-finding")).to_contain_text("With a fee for")
    page.get_by_role("button", name="Drop it").click()
    expect(page.locator(".wb-finding")).to_contain_text("take back 176,843 EUR")
    assert saved_at(page) == revision
    page.locator(".wb-profit-line", has_text="Our time").click()
    expect(page.locator(".wb-profit-told")).to_contain_text("× Lead engineer 98 EUR")
    sound(page)


def test_a_click_in_the_picture_chooses_whose_column_it_is(opened: Page) -> None:
    """Anywhere in the column: nobody hits a bar two pixels wide."""
    page = opened
    chart = page.locator(".wb-chart[data-painted]")
    box = chart.bounding_box()
    assert box
    chart.click(position={"x": box["width"] * 0.5, "y": box["height"] * 0.8})
    expect(page.locator(".wb-profit-statement h2")).not_to_have_text(HOSTILE)


def test_a_bare_client_is_asked_two_things_and_drawn(
    serve: Serve, tmp_path: Path, page: Page
) -> None:
    """No costs, no hours: one click on a share draws it; hours and one key each estimate time."""
    bare = hostile_demo(tmp_path, bare=True)
    drawn(page, serve(NOTEBOOKS, bare, "profit"))
    sound(page)
    page.get_by_role("button", name="40 %", exact=True).click()
    page.locator(".wb-chart[data-painted]").wait_for()
    expect(page.locator(".wb-finding")).to_contain_text("assumed 40 %")
    page.get_by_role("spinbutton", name="Hours our people can work").fill("9000")
    page.keyboard.press("Tab")
    everybody = page.get_by_role("spinbutton", name="Whoever has no rate")
    everybody.fill("80")
    everybody.press("Tab")
    expect(page.locator(".wb-finding")).to_contain_text("estimated")
    page.get_by_role("group", name="How much of our time").get_by_role("button").last.focus()
    page.keyboard.press("h")
    expect(page.locator(".wb-profit-judging")).to_contain_text("1 of")
    sound(page)
