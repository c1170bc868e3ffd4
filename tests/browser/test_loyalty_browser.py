"""The loyalty page as a workshop uses it, in a real browser on the real server."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from real_page import sound, visit
from real_server import Served

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(shipped: Served, page: Page) -> Page:
    """Open the page on the review as it was first, and wait until all of it is drawn."""
    visit(page, shipped.page("loyalty"))
    cell(page, 0, 0).wait_for()
    return page


def cell(page: Page, line: int, sign: int) -> Locator:
    """Return a cell of the grid."""
    return page.locator(".wb-signs tbody tr").nth(line).locator(".wb-sign-cell").nth(sign)


def look(page: Page, view: str) -> None:
    """Open a view."""
    page.get_by_role("button", name=view, exact=True).click()
    expect(page.get_by_role("button", name=view, exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )


def test_a_row_is_judged_by_keys_alone(opened: Page) -> None:
    """One key a cell: the answer shows, the focus goes on, a reload shows what was saved."""
    page = opened
    sound(page)
    range_of = page.locator(".wb-signs tbody tr").first.locator(".wb-signs-score")
    before = range_of.inner_text()
    cell(page, 0, 0).click()
    expect(cell(page, 0, 0)).to_be_focused()
    page.keyboard.press("y")
    expect(cell(page, 0, 0)).to_have_attribute("aria-label", re.compile("yes, entered$"))
    expect(cell(page, 0, 1)).to_be_focused()
    page.keyboard.press("n")
    expect(cell(page, 0, 1)).to_have_attribute("aria-label", re.compile("no, entered$"))
    expect(cell(page, 0, 2)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(cell(page, 1, 2)).to_be_focused()
    expect(range_of).not_to_have_text(before)
    page.reload(wait_until="commit")
    cell(page, 0, 0).wait_for()
    expect(cell(page, 0, 0)).to_have_attribute("aria-label", re.compile("yes, entered$"))
    page.get_by_role("button", name="Undo").click()
    expect(cell(page, 0, 1)).to_have_attribute("aria-label", re.compile("nothing recorded$"))
    assert page.title() != "taken"


def test_evidence_and_date_are_kept_beside_an_answer(opened: Page) -> None:
    """What was typed into the evidence stays; letters there are no answers."""
    page = opened
    cell(page, 1, 7).click()
    page.get_by_role("button", name="Yes (Y)").click()
    expect(cell(page, 1, 7)).to_have_attribute("aria-label", re.compile("yes, entered$"))
    page.get_by_label("Evidence", exact=True).fill("Yes, nobody is unknown to them")
    page.get_by_label("Date of the evidence").fill("2026-09-01")
    page.get_by_role("button", name="Keep").first.click()
    why = page.locator(".wb-sign-why")
    expect(why).to_contain_text("«Yes, nobody is unknown to them», 1 Sep 2026")
    page.get_by_role("button", name="As the facts say").click()
    expect(cell(page, 1, 7)).to_have_attribute("aria-label", re.compile("nothing recorded$"))


def test_scores_follow_the_number_of_bins_and_typed_thresholds(opened: Page) -> None:
    """The heat map and the table follow while the slider moves; a threshold is typed in place."""
    page = opened
    look(page, "How they buy")
    page.locator(".wb-slot-heat .wb-chart[data-painted]").wait_for()
    sound(page)
    rules = page.locator(".wb-segment-rules tbody tr")
    expect(rules).to_have_count(11)
    page.get_by_role("slider", name="How many scores").fill("3")
    expect(rules).to_have_count(10)
    edge = page.get_by_role("textbox", name="How recently, score 3: up to")
    edge.fill("30")
    edge.press("Enter")
    expect(page.get_by_role("button", name="Back to equal groups")).to_be_visible()
    page.get_by_role("combobox", name="How recently, from, rule 1", exact=True).select_option("1")
    expect(page.locator(".wb-segments-note").first).to_contain_text("Overlap: rules 1 and")
    sound(page)


def test_a_cell_of_the_heat_map_leads_to_a_customer_and_their_purchases(opened: Page) -> None:
    """Click a cell, then a name: the card and the timeline are theirs."""
    page = opened
    look(page, "How they buy")
    chart = page.locator(".wb-slot-heat .wb-chart[data-painted]")
    chart.wait_for()
    box = chart.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.12)
    here = page.locator(".wb-loyal-cell")
    expect(here).to_contain_text("Recently 5, often 5:")
    name = here.get_by_role("button").nth(1).inner_text()
    here.get_by_role("button").nth(1).click()
    expect(page.locator(".wb-card h2")).to_have_text(name)
    expect(page.locator(".wb-loyal-line")).to_contain_text(f"{name}: ")
    expect(page.locator(".wb-loyal-line")).to_contain_text("usually every")
    page.locator(".wb-slot-timeline .wb-chart[data-painted]").wait_for()


def test_those_falling_away_leave_as_a_file(opened: Page) -> None:
    """The list on demand: sentence, picture, table and CSV."""
    page = opened
    look(page, "Falling away")
    expect(page.locator(".wb-finding")).to_contain_text("falling away")
    page.locator(".wb-slot-bars .wb-chart[data-painted]").wait_for()
    sound(page)
    lines = page.locator(".wb-below .wb-table tbody tr")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as CSV").click()
    with Path(waiting.value.path()).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == lines.count() > 0
    assert all(row["why"] for row in rows)
    look(page, "The best")
    expect(page.locator(".wb-finding")).to_contain_text("best by how recently")
