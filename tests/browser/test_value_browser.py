"""The value page as a workshop uses it, in a real browser on the real server."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from real_page import HOSTILE, NOTEBOOKS, sound, visit
from real_server import Serve, Served

from workbench.engagement import Engagement

pytestmark = pytest.mark.browser

PICTURE = ".wb-slot .wb-chart"


@pytest.fixture
def opened(shipped: Served, page: Page) -> Page:
    """Open the page on the review as it was first, and wait until all of it is drawn."""
    visit(page, shipped.page("value"))
    drawn(page)
    return page


def drawn(page: Page) -> None:
    """Wait until the picture and what stands beneath it are there."""
    page.locator(f"{PICTURE}[data-painted]").wait_for()
    page.locator(".wb-legend").wait_for()


def slider(page: Page, label: str) -> Locator:
    """Return the control of an assumption."""
    return page.get_by_role("slider", name=label)


def finding(page: Page) -> Locator:
    """Return the sentence above the picture."""
    return page.locator(".wb-finding")


def test_an_assumption_moved_saved_undone_and_there_after_a_reload(opened: Page) -> None:
    """The picture and the finding follow the hand; release saves; undo takes it back."""
    page = opened
    before = finding(page).inner_text()
    assert re.match(r"\d+ customers bring 8\d % of the value of the next 5 years", before)
    painted = page.locator(PICTURE).get_attribute("data-painted")
    few = slider(page, "The few that bring")
    few.focus()
    for _ in range(4):
        page.keyboard.press("PageDown")
    expect(finding(page)).not_to_have_text(before)
    expect(page.locator(PICTURE)).not_to_have_attribute("data-painted", painted or "")
    expect(page.locator(".wb-saved")).to_have_attribute("title", re.compile("this computer"))
    at = few.input_value()
    assert float(at) < 80
    moved = finding(page).inner_text()
    page.reload(wait_until="commit")
    drawn(page)
    expect(slider(page, "The few that bring")).to_have_value(at)
    expect(finding(page)).to_have_text(moved)
    page.get_by_role("button", name="Undo").click()
    expect(finding(page)).to_have_text(before)
    expect(slider(page, "The few that bring")).to_have_value("80")


def test_everything_the_room_moves_is_seen_at_once(opened: Page) -> None:
    """At 1280 × 800: assumptions, formula, picture, legend, counts and card."""
    page = opened
    parts = [page.locator(".wb-rules"), page.locator(PICTURE), page.locator(".wb-legend")]
    parts += [page.locator(".wb-said").first, page.locator(".wb-card h2")]
    for part in parts:
        box = part.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 800
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sound(page)


def test_a_contradiction_leads_to_the_card_and_hostile_names_stay_text(opened: Page) -> None:
    """The largest customer costs more than it brings and got gifts all the same."""
    page = opened
    odd = page.locator(".wb-contradictions").get_by_role("button", name=HOSTILE).first
    odd.click()
    card = page.locator(".wb-card")
    expect(card.locator("h2")).to_have_text(HOSTILE)
    expect(card).to_contain_text("Cost more than they bring")
    expect(card).to_contain_text("is a long-term value of −")
    assert page.title() != "taken"
    assert page.locator(".wb-parts img").count() == 0
    sound(page)
    page.keyboard.press("Escape")
    expect(card.locator("h2")).to_have_text("Nobody chosen")


def test_a_needs_group_is_made_filled_and_told_what_is_due(opened: Page) -> None:
    """From a name to a manager, a customer found by search, and a degree that matches."""
    page = opened
    page.get_by_role("textbox", name="Name of a new needs group").fill("Answers at night")
    page.get_by_role("button", name="Make the group").click()
    row = page.locator(".wb-needs tbody tr")
    expect(row).to_contain_text("Nobody is in it yet")
    page.get_by_role("textbox", name="Manager of «Answers at night»").fill("Ada")
    search = page.get_by_role("combobox", name="Find a customer")
    search.fill("Merrow")
    search.press("Enter")
    page.locator(".wb-card select").select_option(label="Answers at night")
    expect(row).to_contain_text("Message, product and service are still due")
    for part in ("Message", "Product", "Service"):
        field = page.get_by_role("textbox", name=f"{part} of «Answers at night»")
        field.fill(f"our {part.lower()}")
        field.press("Tab")
    expect(row).to_contain_text("Matches what its customers are worth")
    sound(page)
    page.reload(wait_until="commit")
    drawn(page)
    expect(page.get_by_role("textbox", name="Manager of «Answers at night»")).to_have_value("Ada")
    page.get_by_role("button", name="Dissolve «Answers at night»").click()
    expect(page.locator(".wb-needs")).to_have_count(0)


def test_rules_treatment_and_what_is_refused(opened: Page) -> None:
    """Four groups between, a treatment in the room's words, a number that is none."""
    page = opened
    page.get_by_role("group", name="Groups in between").get_by_role("button", name="4").click()
    expect(page.locator(".wb-below .wb-table").first.locator("tbody tr")).to_have_count(7)
    best = page.get_by_role("textbox", name="Treatment of «Most valuable»")
    best.fill("Dinner with the owner")
    best.press("Tab")
    expect(page.locator(".wb-saved")).to_have_attribute("title", re.compile("Revision"))
    page.locator(".wb-growth summary").click()
    years = page.get_by_role("textbox", name="For years")
    years.fill("many")
    years.press("Tab")
    expect(page.locator(".wb-tell")).to_contain_text("«many» is no number")
    expect(years).to_have_value("3")
    expect(best).to_have_value("Dinner with the owner")
    sound(page)


def test_without_costs_one_answer_draws_the_picture(
    serve: Serve, page: Page, tmp_path: Path
) -> None:
    """A file of sales alone: the page asks for the one number, and goes on with it marked."""
    days = "\n".join(f"C{i},2026-0{1 + i % 6}-11,{100 * (i + 1)}" for i in range(9))
    (tmp_path / "sales.csv").write_text(f"customer_id,date,amount\n{days}\n", encoding="utf-8")
    Engagement.create(tmp_path / "client", [tmp_path / "sales.csv"])
    visit(page, serve(NOTEBOOKS, tmp_path / "client", "value").page("value"))
    page.get_by_role("heading", name="Of 100 EUR of sales, how much is left?").wait_for()
    sound(page)
    page.get_by_role("button", name="40 %").click()
    expect(finding(page)).to_contain_text("bring")
    drawn(page)
    expect(page.locator(".wb-table").first).to_contain_text("assumed 40 %")
    sound(page)
