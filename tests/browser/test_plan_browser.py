"""The plan page as a workshop uses it, in a real browser on the real server."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from real_page import HOSTILE, sound, visit
from real_server import Served

from workbench.store import Store

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(shipped: Served, page: Page) -> Page:
    """Open the plan page on the review as it was first, nothing frozen yet."""
    visit(page, shipped.page("plan"))
    page.locator(".wb-plan-card").first.wait_for()
    return page


def view(page: Page, name: str) -> None:
    """Open one of the page's views."""
    page.get_by_role("button", name=name, exact=True).click()


def test_decisions_are_accepted_changed_and_dropped(opened: Page) -> None:
    """Five open the page; each leads into the plan or away; a reload shows the same."""
    page = opened
    cards = page.locator(".wb-plan-card")
    expect(cards).to_have_count(5)
    assert page.locator(".wb-parts img").count() == 0
    sound(page)

    page.get_by_role("button", name="Accept: Offer the next product").click()
    expect(page.locator(".wb-plan-table")).to_contain_text("Value group: Most to gain")
    expect(cards).to_have_count(4)

    page.get_by_role("button", name="Change: Visit this month").click()
    words = page.get_by_role("textbox", name="What is done", exact=True)
    expect(words).to_be_focused()
    words.fill("Visit in October")
    form = page.locator(".wb-plan-card form")
    form.get_by_label("Owner").fill("Ann")
    form.get_by_label("Due").fill("2026-01-15")
    sound(page)
    form.get_by_role("button", name="Accept").click()
    expect(page.locator(".wb-plan-late")).to_contain_text("! overdue")
    expect(page.get_by_label("Owner: Visit in October")).to_have_value("Ann")

    page.get_by_role("button", name="Drop: Stop these gifts").click()
    expect(page.locator("summary", has_text="Dropped: 1 decision")).to_be_visible()
    expect(page.locator(".wb-finding")).to_contain_text("1 overdue")
    page.reload(wait_until="commit")
    page.locator(".wb-plan-table").wait_for()
    expect(page.get_by_role("button", name="Drop: Stop these gifts")).to_have_count(0)
    expect(page.get_by_label("Owner: Visit in October")).to_have_value("Ann")
    sound(page)


def test_the_plan_is_edited_by_keyboard(opened: Page) -> None:
    """A decision from the library, its owner and its status, without the mouse."""
    page = opened
    page.get_by_role("combobox", name="For whom").select_option(label="Tier: 4 Loses money")
    what = page.get_by_role("combobox", name="What is done", exact=True)
    what.fill("Part kindly and fast; the hours go to tiers 1 and 2")
    what.press("Enter")
    owner = page.get_by_label("Owner: Part kindly")
    owner.focus()
    page.keyboard.type("Ben")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Due: Part kindly")).to_be_focused()
    cost = page.get_by_label("Cost, EUR: Part kindly")
    cost.fill("lots")
    cost.press("Tab")
    expect(page.locator(".wb-tell")).to_contain_text("«lots» is no number")
    expect(cost).to_have_value("")
    page.get_by_role("combobox", name="Status: Part kindly").select_option("doing")
    expect(page.get_by_label("Brought a year, entered by hand: Part")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("combobox", name="Status: Part kindly")).to_have_value("accepted")
    expect(owner).to_have_value("Ben")


def test_a_customers_own_page_with_a_hostile_name(opened: Page) -> None:
    """Known, added by hand, planned; the name stays text."""
    page = opened
    page.locator(".wb-plan-whom .wb-link").first.click()
    expect(page.locator(".wb-side h2").first).to_have_text(HOSTILE)
    page.get_by_role("button", name="Open their page").click()
    expect(page.locator(".wb-finding")).to_contain_text(HOSTILE)
    sound(page)
    wants = page.get_by_label("What they want")
    wants.fill("Fewer visits")
    wants.press("Tab")
    added = page.get_by_role("region", name="Added by hand")
    form = added.locator("form").first
    form.get_by_label("Day").fill("2026-09-01")
    form.get_by_label("Hours").fill("2.5")
    form.get_by_role("button", name="Add hours").click()
    expect(added).to_contain_text("1 Sep 2026: 2.5 hours")
    expect(added).to_contain_text("entered by hand")
    expect(page.get_by_label("What they want")).to_have_value("Fewer visits")
    expect(page.locator(".wb-parts img")).to_have_count(0)
    assert page.title() != "taken"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_freeze_move_a_line_and_compare(opened: Page, client: Path) -> None:
    """Frozen, then moved on another page: who moved, by the lines, with the picture."""
    page = opened
    view(page, "Over time")
    page.get_by_label("Name of the frozen review").fill("Autumn")
    page.get_by_role("button", name="Freeze", exact=True).click()
    expect(page.locator(".wb-finding")).to_contain_text("Nobody moved")
    page.locator(".wb-plan-slot .wb-chart[data-painted]").wait_for()
    with Store(client / "decisions.sqlite") as store:
        head = store.head().revision
        cut = {"by": "value", "value": 90_000.0}
        matrix = {**head.state["matrix"], "x": {"column": "turnover", "cut": cut}}
        state = {**head.state, "matrix": matrix}
        store.commit(state, base=head.number, who="Ben", words="A higher line")
    expect(page.locator(".wb-finding")).to_contain_text("by lines and rules")
    page.locator(".wb-table", has_text="Everybody").wait_for()
    expect(page.locator("h2", has_text="Who moved")).to_be_visible()
    sound(page)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Save this list as a file").click()
    text = Path(coming.value.path()).read_text()
    assert text.startswith("customer_id,name,kind,way")
    assert "by lines and rules" in text
