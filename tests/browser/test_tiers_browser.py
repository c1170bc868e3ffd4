"""The tiers page as a workshop uses it, in a real browser on the real server."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from real_page import sound, visit
from real_server import Served

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(shipped: Served, page: Page) -> Page:
    """Open the tiers page on the review as it was first, and wait until all of it is drawn."""
    visit(page, shipped.page("tiers"))
    drawn(page)
    return page


def drawn(page: Page) -> None:
    """Wait until columns, card and both pictures are there."""
    page.locator(".wb-tier-card").first.wait_for()
    page.locator(".wb-verdict").wait_for()
    expect(page.locator(".wb-effort .wb-chart[data-painted]")).to_have_count(2)


def column(page: Page, number: int) -> Locator:
    """Return one of the four columns."""
    return page.locator("section.wb-tier").nth(number - 1)


def count(page: Page, number: int) -> int:
    """Return how many customers a column says it has."""
    return int(column(page, number).locator(".wb-tier-count").inner_text())


def test_four_columns_hold_everybody_and_a_name_stays_a_name(opened: Page) -> None:
    """The finding, the counts, the verdict first on the card; a hostile name is only text."""
    page = opened
    counts = [count(page, number) for number in range(1, 5)]
    expect(page.locator(".wb-tiers-under")).to_contain_text(f"{sum(counts)} customers in a tier")
    expect(page.locator("h1.wb-finding")).to_contain_text("ideal")
    expect(page.locator(".wb-verdict")).to_contain_text("4 Loses money")
    assert page.title() != "taken"
    expect(column(page, 4)).to_contain_text("<img src=x")
    page.get_by_text("not placed:").click()
    expect(page.locator(".wb-inline")).to_contain_text("not above zero")
    sound(page)


def test_a_card_is_dragged_the_reason_asked_and_the_change_of_facts_flagged(opened: Page) -> None:
    """Drag, say why, reload: it stays. Correct a fact: the card says then → now. Undo, redo."""
    page = opened
    before = count(page, 1), count(page, 3)
    card = column(page, 1).locator(".wb-tier-card").nth(1)
    name = card.locator(".wb-tier-name").inner_text()
    card.drag_to(column(page, 3))
    reason = page.get_by_role("textbox", name="Why Break-even")
    expect(reason).to_be_focused()
    sound(page)
    reason.press("Enter")
    expect(page.locator(".wb-tell")).to_contain_text("A reason is missing")
    reason.fill("They take all our evenings")
    reason.press("Enter")
    expect(column(page, 3).locator(".wb-tier-card", has_text=name)).to_contain_text("by hand")
    assert (count(page, 1), count(page, 3)) == (before[0] - 1, before[1] + 1)

    page.reload(wait_until="commit")
    drawn(page)
    column(page, 3).locator(".wb-tier-card", has_text=name).click()
    verdict = page.locator(".wb-verdict")
    expect(verdict).to_contain_text("They take all our evenings")
    expect(verdict).to_contain_text("The rules:")
    page.get_by_role("button", name="Correct a fact").click()
    page.get_by_role("combobox", name="Which fact").select_option("profit")
    page.get_by_role("textbox", name="The right value, EUR").fill("-500")
    page.get_by_role("textbox", name="Why", exact=True).fill("a credit note")
    page.get_by_role("button", name="Save").click()
    expect(verdict).to_contain_text("The facts under it have changed")
    expect(verdict).to_contain_text("→ −500 EUR")
    expect(column(page, 3).locator(".wb-tier-card", has_text=name)).to_contain_text("facts changed")
    sound(page)
    page.get_by_role("button", name="Undo").click()
    expect(verdict).not_to_contain_text("have changed")
    page.get_by_role("button", name="Back to the rules").click()
    expect(column(page, 1)).to_contain_text(name)


def test_a_tier_is_picked_by_keyboard_alone(opened: Page) -> None:
    """Arrows move along a column, a number picks the tier, Enter saves with the reason."""
    page = opened
    chosen = page.locator(".wb-tier-card.wb-on")
    chosen.focus()
    first = chosen.locator(".wb-tier-name").inner_text()
    page.keyboard.press("ArrowDown")
    expect(chosen.locator(".wb-tier-name")).not_to_have_text(first)
    expect(chosen).to_be_focused()
    name = chosen.locator(".wb-tier-name").inner_text()
    expect(page.locator(".wb-card h2").first).to_have_text(name)
    page.keyboard.press("2")
    expect(page.get_by_role("textbox", name="Why Good income")).to_be_focused()
    page.keyboard.type("One bad year")
    page.keyboard.press("Enter")
    expect(column(page, 2).locator(".wb-tier-card", has_text=name)).to_contain_text("by hand")


def test_cards_follow_a_threshold_while_it_moves(opened: Page) -> None:
    """The columns change under the hand; release saves, crossing rules are refused."""
    page = opened
    before = count(page, 3)
    revision = page.locator(".wb-saved").get_attribute("title") or ""
    thin = page.get_by_role("slider", name="Break-even: profit margin below")
    thin.evaluate("e => { e.value = 0.2; e.dispatchEvent(new Event('input', {bubbles: true})); }")
    expect(column(page, 3).locator(".wb-tier-count")).not_to_have_text(str(before))
    assert page.locator(".wb-saved").get_attribute("title") == revision
    thin.evaluate("e => e.dispatchEvent(new Event('change', {bubbles: true}))")
    expect(page.locator(".wb-saved")).not_to_have_attribute("title", revision)
    thin.fill("-0.1")
    expect(page.locator(".wb-tell")).to_contain_text("loses money")
    expect(thin).to_have_value("0.2")
    page.get_by_role("button", name="Back to the method's figures").click()
    expect(column(page, 3).locator(".wb-tier-count")).to_have_text(str(before))


def test_fit_and_feeling_take_one_key_each(opened: Page) -> None:
    """The first open question is asked; a key answers it and the next customer comes."""
    page = opened
    page.get_by_role("button", name="Fit and feeling").click()
    asked = page.locator(".wb-asking")
    expect(asked).to_contain_text("1 painful")
    first = page.locator(".wb-card h2").first.inner_text()
    page.keyboard.press("1")
    expect(asked).to_contain_text("1 of 25 customers answered")
    expect(page.locator(".wb-card h2").first).not_to_have_text(first)
    sound(page)
    page.get_by_role("button", name="Table", exact=True).click()
    expect(page.locator(".wb-tier-table tbody tr").first).to_contain_text("1 Ideal")
    sound(page)


def test_shares_parting_and_a_referral_are_kept(opened: Page) -> None:
    """A share is typed, a provider added and somebody sent there, parting is reckoned."""
    page = opened
    share = page.get_by_role("spinbutton", name="Percent of our hours that should go to 1 Ideal")
    share.fill("60")
    share.press("Tab")
    expect(page.locator(".wb-effort").nth(1)).to_contain_text("They add up to 105 %")
    page.get_by_role("textbox", name="Name of a provider").fill("Otter & Co")
    page.get_by_role("textbox", name="What they are good at").fill("small jobs")
    page.get_by_role("button", name="Add", exact=True).click()
    refer = page.locator(".wb-way select").first
    refer.select_option(label="Otter & Co")
    expect(page.locator(".wb-way").first).to_contain_text("→ Otter & Co")
    part = page.locator(".wb-way").nth(1)
    before = part.locator("[aria-live]").inner_text()
    part.get_by_role("checkbox").first.uncheck()
    expect(part.locator("[aria-live]")).not_to_have_text(before)
    sound(page)
