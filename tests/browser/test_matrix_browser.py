"""The matrix page as a workshop uses it, in a real browser on the real server."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from real_page import HOSTILE, NAMES, sound, visit
from real_server import Served

from workbench.engagement import Engagement, demo_data
from workbench.store import Store

pytestmark = pytest.mark.browser

CAME_IN = ("customers", "prospects")


def opened(page: Page, shipped: Served) -> Page:
    """Open the matrix and wait until it is drawn."""
    visit(page, shipped.page("matrix"))
    drawn(page)
    return page


def drawn(page: Page) -> None:
    """Wait until the picture shows what Python sent."""
    page.locator("canvas.marks").wait_for()
    page.locator(".wb-chart[data-painted]").wait_for()


def axis(page: Page, name: str) -> Locator:
    """Return the controls of an axis, «Across» or «Up»."""
    return page.get_by_role("region", name=f"{name} axis")


def line(page: Page, name: str = "Across") -> str:
    """Return what an axis says of its line."""
    return axis(page, name).locator(".wb-quiet").last.inner_text()


def test_opens_drawn_with_a_finding_and_everybody_accounted_for(
    page: Page, shipped: Served
) -> None:
    """Turnover against days late, drawn without a click; placed and not placed add up."""
    opened(page, shipped)
    expect(page.get_by_role("heading", level=1)).to_contain_text("of turnover")
    expect(axis(page, "Across").get_by_role("combobox")).to_have_value("turnover")
    expect(axis(page, "Up").get_by_role("combobox")).to_have_value("days_late")
    under = page.locator(".wb-said").inner_text()
    numbers = [int(n) for n in re.findall(r"\d+(?= placed)|(?<=not placed: )\d+", under)]
    lines = [(demo_data() / f"{kind}.csv").read_text().splitlines() for kind in CAME_IN]
    assert sum(numbers) == sum(len(rows) - 1 for rows in lines)
    sound(page)


def test_a_dragged_line_is_saved_survives_a_reload_and_is_undone(
    page: Page, shipped: Served
) -> None:
    """Drag the line in the picture: quadrants follow; reload keeps it; Ctrl+Z brings it back."""
    opened(page, shipped)
    before, finding = line(page), page.get_by_role("heading", level=1).inner_text()
    handle = page.locator(".wb-chart-line").first.bounding_box()
    assert handle is not None
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + 200
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=8)
    expect(page.get_by_role("heading", level=1)).not_to_have_text(finding)
    page.mouse.move(x + 60, y, steps=4)
    page.mouse.up()
    expect(axis(page, "Across").get_by_role("button", pressed=True).last).not_to_have_text(
        "the few"
    )
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    expect(axis(page, "Across").locator(".wb-quiet").last).not_to_have_text(before)
    where = page.locator(".wb-chart-line").first.get_attribute("aria-valuenow")
    page.reload()
    drawn(page)
    page.wait_for_function(
        """at => {
          const line = document.querySelector(".wb-chart-line");
          return Math.abs(line.getAttribute("aria-valuenow") - at) < 0.001;
        }""",
        arg=float(where or "nan"),
    )
    page.keyboard.press("Control+z")
    expect(axis(page, "Across").locator(".wb-quiet").last).to_have_text(before)
    expect(page.get_by_role("status")).to_contain_text("Undone")


def test_the_keyboard_moves_the_line_and_every_control_answers(page: Page, shipped: Served) -> None:
    """Arrow keys on the slider move the line; scale, direction and a typed line work."""
    opened(page, shipped)
    slider = axis(page, "Across").get_by_role("slider")
    before, saved = line(page), page.locator(".wb-saved")
    number = int((saved.get_attribute("title") or "").split()[1].rstrip(","))
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(axis(page, "Across").locator(".wb-quiet").last).not_to_have_text(before)
    expect(saved).to_have_attribute("title", re.compile(rf"^Revision {number + 1},"))
    across = axis(page, "Across")
    across.get_by_role("button", name="by rank").click()
    expect(across.get_by_role("button", name="by rank")).to_have_attribute("aria-pressed", "true")
    across.get_by_role("button", name="More is better").click()
    expect(across.get_by_role("button", name="Less is better")).to_be_visible()
    across.get_by_role("group", name="dividing line").get_by_role("button").last.click()
    page.get_by_label("Dividing line, EUR").fill("20000")
    page.get_by_role("button", name="Set", exact=True).click()
    expect(across.get_by_text("line at 20,000 EUR")).to_be_visible()


def test_a_customer_is_found_corrected_and_set_aside(page: Page, shipped: Served) -> None:
    """Search lights a name up; the card explains; a corrected fact and a reason are kept."""
    opened(page, shipped)
    page.get_by_label("Find a customer").fill(HOSTILE)
    page.keyboard.press("Enter")
    card = page.locator(".wb-card")
    expect(card.get_by_role("heading", name=HOSTILE)).to_be_visible()
    expect(card).to_contain_text("on the better side of the line at")
    sound(page)
    card.get_by_role("button", name="Correct a fact").click()
    card.get_by_label("Which fact").select_option("days_late")
    card.get_by_label("The right value, days").fill("abc")
    card.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("«abc» is no number")
    sound(page)
    card.get_by_label("The right value, days").fill("-3")
    card.get_by_label("Why").fill("paid by hand")
    card.get_by_role("button", name="Save").click()
    expect(card.get_by_text("paid by hand")).to_be_visible()
    expect(card).to_contain_text("−3 days")
    card.get_by_role("button", name="Set aside").click()
    sound(page)
    card.get_by_label("Reason").fill("closed")
    card.get_by_role("button", name="Set aside").click()
    expect(card).to_contain_text("Set aside: closed")
    card.get_by_role("button", name="Bring back").click()
    expect(card).not_to_contain_text("Set aside: closed")


def test_the_room_judges_by_key_and_by_dragging_a_dot(
    page: Page, shipped: Served, client: Path
) -> None:
    """Two customers get a mark by key; the first one's dot is dragged to the top: five."""
    opened(page, shipped)
    axis(page, "Up").get_by_role("combobox").select_option("judged:new")
    page.get_by_label("Name of the judged attribute").fill("Trust")
    page.get_by_role("button", name="Judge it").click()
    card = page.locator(".wb-card")
    expect(card.get_by_role("heading", level=2)).not_to_have_text("Nobody chosen")
    first = card.get_by_role("heading", level=2).inner_text()
    page.keyboard.press("3")
    expect(card.get_by_role("heading", level=2)).not_to_have_text(first)
    page.keyboard.press("2")
    expect(page.locator(".wb-said")).to_contain_text("2 placed")
    across, up = (page.locator(".wb-chart-line").nth(i).bounding_box() for i in (0, 1))
    assert across is not None
    assert up is not None
    engagement = Engagement.open(client)
    placement = engagement.place(engagement.review)
    row = placement.customers.names.tolist().index(first)
    x = up["x"] + up["width"] * float(placement.x.at[row])
    y = across["y"] + across["height"] * (1 - float(placement.y.at[row]))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 20, steps=4)
    page.mouse.move(x, across["y"] + 2, steps=8)
    page.mouse.up()
    expect(page.locator(".wb-saved")).to_be_visible()
    page.get_by_label("Find a customer").fill(first)
    page.keyboard.press("Enter")
    marks = card.get_by_role("group", name="Trust, 1 to 5")
    expect(marks.get_by_role("button", pressed=True)).to_have_text("5")
    engagement.store.close()


def test_two_pages_see_each_other(page: Page, context: BrowserContext, shipped: Served) -> None:
    """What one page saves the other shows without a reload, and says whose it was."""
    opened(page, shipped)
    other = opened(context.new_page(), shipped)
    other.get_by_label("Your name").fill("Cleo")
    other.get_by_label("Your name").press("Enter")
    name = other.get_by_label("Name of quadrant 1")
    name.fill("Our best")
    name.press("Enter")
    expect(other.get_by_role("heading", level=1)).to_contain_text("«Our best»")
    expect(page.get_by_role("heading", level=1)).to_contain_text("«Our best»")
    expect(page.get_by_role("status")).to_contain_text("Cleo changed")


def test_words_as_an_axis_are_ordered_and_divided(page: Page, shipped: Served) -> None:
    """An attribute in words goes up the side; its levels move and the line runs between two."""
    opened(page, shipped)
    axis(page, "Up").get_by_role("combobox").select_option("contract")
    levels = axis(page, "Up").get_by_role("list").locator(".wb-level-name")
    expect(levels.first).to_have_text("three years")
    axis(page, "Up").get_by_role("button", name="three years: worse").click()
    expect(levels.first).to_have_text("one year")
    axis(page, "Up").get_by_role("button", name="divide here").first.click()
    expect(axis(page, "Up").get_by_role("button", pressed=True)).to_have_text("dividing line")
    sound(page)


def test_the_room_judges_with_keys(page: Page, shipped: Served) -> None:
    """A judged axis begins with nobody placed; keys 1 to 5 place one customer after another."""
    opened(page, shipped)
    axis(page, "Up").get_by_role("combobox").select_option("judged:new")
    page.get_by_label("Name of the judged attribute").fill("Trust")
    page.get_by_role("button", name="Judge it").click()
    expect(page.locator(".wb-said")).to_contain_text("0 placed")
    first = page.locator(".wb-card h2").inner_text()
    page.locator(".wb-card h2").click()
    page.keyboard.press("4")
    expect(page.locator(".wb-said")).to_contain_text("1 placed")
    expect(page.locator(".wb-card h2")).not_to_have_text(first)


def test_hostile_names_stay_text(page: Page, shipped: Served) -> None:
    """A name with markup, a formula and 300 letters are shown as they are, and do nothing."""
    opened(page, shipped)
    for hostile in NAMES.values():
        page.get_by_label("Find a customer").fill(hostile)
        page.keyboard.press("Enter")
        expect(page.locator(".wb-card h2")).to_have_text(hostile)
    assert page.locator("img").count() == 0
    assert "taken" not in page.title()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_room_view_hides_all_but_the_picture(page: Page, shipped: Served) -> None:
    """R shows picture and finding in large type, H hides names, Esc leaves."""
    opened(page, shipped)
    page.keyboard.press("r")
    expect(page.locator(".wb-controls")).to_be_hidden()
    size = page.get_by_role("heading", level=1).evaluate("e => getComputedStyle(e).fontSize")
    assert float(size.removesuffix("px")) >= 22
    sound(page)
    page.keyboard.press("Escape")
    expect(page.locator(".wb-controls")).to_be_visible()
    page.keyboard.press("h")
    expect(page.get_by_role("button", name="Show names")).to_be_visible()
    expect(page.get_by_text("hidden").first).to_be_visible()


def test_what_the_pages_did_stands_in_the_history(client: Path) -> None:
    """Every gesture is one revision in words; the newest one is what the folder holds."""
    with Store(client / "decisions.sqlite") as store:
        said = [revision.words for revision in store.history()]
    assert any(f"Days late of {HOSTILE} corrected" in words for words in said)
    assert said[-1] == "The review begins"
