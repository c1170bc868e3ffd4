"""The points page as a workshop uses it, in a real browser on the real server."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from real_page import HOSTILE, sound, visit
from real_server import Served

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(shipped: Served, page: Page) -> Page:
    """Open the points page on the review as it was first, and wait until all of it is drawn."""
    visit(page, shipped.page("points"))
    drawn(page)
    return page


def drawn(page: Page) -> None:
    """Wait until bars, ranking and distribution are there."""
    page.locator(".wb-points-row").first.wait_for()
    page.locator(".wb-rank-line").first.wait_for()
    page.locator(".wb-points-side .wb-chart[data-painted]").wait_for()


def handle(page: Page, label: str) -> Locator:
    """Return the handle of a bar."""
    return page.get_by_role("slider", name=f"Points for {label}", exact=True)


def worth(page: Page, label: str) -> float:
    """Return how many points a bar has."""
    return float(handle(page, label).get_attribute("aria-valuenow") or "nan")


def labels(page: Page) -> list[str]:
    """Return the bars' names in their order."""
    return page.locator(".wb-points-label").all_inner_texts()


def to(page: Page, label: str, share: float, *, let_go: bool = True) -> None:
    """Take a handle with the mouse and move it to a share of its track."""
    track = page.locator(".wb-points-track").filter(has=handle(page, label))
    box, dot = track.bounding_box(), handle(page, label).bounding_box()
    assert box
    assert dot
    page.mouse.move(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2, steps=4)
    if let_go:
        page.mouse.up()


def saved_at(page: Page) -> str:
    """Return which revision the page says is saved."""
    return page.locator(".wb-saved").get_attribute("title") or ""


def test_ten_each_dragged_typed_undone_and_there_after_a_reload(opened: Page) -> None:
    """The ranking follows the hand; release saves; undo takes it back; a reload shows it."""
    page = opened
    assert len(labels(page)) == 6
    assert {worth(page, label) for label in labels(page)} == {5.0}
    first = page.locator(".wb-rank-line").first
    points_before = first.locator(".wb-rank-points").inner_text()
    revision = saved_at(page)
    to(page, "Referrals", 0.9, let_go=False)
    expect(page.locator(".wb-points-head")).to_contain_text("34 points in all")
    expect(first.locator(".wb-rank-points")).not_to_have_text(points_before)
    assert saved_at(page) == revision
    page.mouse.up()
    expect(page.locator(".wb-saved")).not_to_have_attribute("title", revision)
    assert worth(page, "Referrals") == 9.0

    revision = saved_at(page)
    handle(page, "Days late").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".wb-points-head")).to_contain_text("36 points in all")
    expect(page.locator(".wb-saved")).not_to_have_attribute("title", revision)

    page.reload(wait_until="commit")
    drawn(page)
    expect(handle(page, "Referrals")).to_have_attribute("aria-valuenow", "9")
    expect(handle(page, "Days late")).to_have_attribute("aria-valuenow", "7")
    page.get_by_role("button", name="Undo").click()
    expect(handle(page, "Days late")).to_have_attribute("aria-valuenow", "5")
    page.keyboard.press("Control+Shift+Z")
    expect(handle(page, "Days late")).to_have_attribute("aria-valuenow", "7")


def test_a_hundred_to_share_can_not_be_overspent(opened: Page) -> None:
    """A handle stops where the budget ends; what one bar gives up another may have."""
    page = opened
    page.get_by_role("button", name="100 to share").click()
    left = page.locator(".wb-points-left")
    expect(left).to_have_text("0 of 100 left")
    to(page, "Referrals", 1.0)
    assert sum(worth(page, label) for label in labels(page)) == 100
    spare = worth(page, "Days late")
    to(page, "Days late", 0.0)
    expect(left).to_have_text(f"{spare:.0f} of 100 left")
    had = worth(page, "Referrals")
    handle(page, "Referrals").press("End")
    expect(left).to_have_text("0 of 100 left")
    expect(handle(page, "Referrals")).to_have_attribute("aria-valuenow", f"{had + spare:.0f}")
    assert sum(worth(page, label) for label in labels(page)) == 100


def test_bars_are_added_removed_and_reordered_by_keyboard(opened: Page) -> None:
    """Delete removes, Alt and an arrow move; the list offers what is not yet used."""
    page = opened
    before = labels(page)
    handle(page, before[0]).focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".wb-points-label").first).to_have_text(before[1])
    expect(handle(page, before[0])).to_be_focused()
    handle(page, before[0]).press("Delete")
    expect(page.locator(".wb-points-row")).to_have_count(5)
    page.get_by_role("button", name="+ Add an attribute").click()
    choice = page.get_by_role("combobox", name="Attribute to add")
    expect(choice).to_be_focused()
    sound(page)
    offered = choice.locator("option").all_inner_texts()
    assert not any(text.startswith("Referrals") for text in offered)
    choice.select_option(label="Region")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".wb-points-row")).to_have_count(6)
    assert labels(page)[-1] == "Region"
    page.locator(".wb-points-label", has_text="Region").click()
    level = page.get_by_role("slider", name="Part of the points for Capital")
    level.fill("0")
    expect(page.locator(".wb-earning-level").filter(has=level)).to_contain_text("0 points")
    sound(page)


def test_ranks_and_swings_give_points(opened: Page) -> None:
    """Ranked as they stand, the first bar has ten; a swing of half is worth half."""
    page = opened
    page.get_by_role("button", name="rank", exact=True).click()
    page.get_by_role("button", name="Rank as they stand").click()
    expect(handle(page, labels(page)[0])).to_have_attribute("aria-valuenow", "10")
    ranks = page.get_by_role("spinbutton", name=re.compile("^Rank of"))
    for n in range(6):
        expect(ranks.nth(n)).to_have_value(str(n + 1))
    sound(page)
    page.get_by_role("button", name="swing", exact=True).click()
    page.get_by_role("slider", name=f"Swing of {labels(page)[1]}").fill("50")
    expect(handle(page, labels(page)[1])).to_have_attribute("aria-valuenow", "5")
    sound(page)
    page.keyboard.press("Escape")
    expect(page.locator(".wb-weighing")).to_have_count(0)


def test_an_end_of_a_bar_moves_the_ranking_and_a_wrong_one_is_refused(opened: Page) -> None:
    """While a number is typed the ranking follows; equal ends are refused and put back."""
    page = opened
    page.locator(".wb-points-label", has_text="Days late").click()
    worst = page.get_by_role("spinbutton", name="No points at, days")
    best = page.get_by_role("spinbutton", name="All points at, days")
    shown = page.locator(".wb-points-row").nth(2).locator(".wb-points-detail")
    worst.fill("50")
    expect(shown).to_contain_text("50 →")
    worst.press("Tab")
    kept = best.input_value()
    best.fill("50")
    best.press("Tab")
    expect(page.locator(".wb-tell")).to_contain_text("both 50")
    expect(best).to_have_value(kept)
    page.get_by_role("button", name="bands", exact=True).click()
    expect(page.locator(".wb-band")).to_have_count(3)
    sound(page)


def test_an_enquiry_gets_points_a_range_and_a_likely_tier(opened: Page) -> None:
    """One field per bar, all optional; the answer narrows as facts come in; nothing is saved."""
    page = opened
    revision = saved_at(page)
    page.get_by_role("button", name="Try a new enquiry").click()
    form = page.get_by_role("region", name="A new enquiry")
    expect(form.get_by_role("status")).to_contain_text("0–30 of 30 points")
    form.get_by_role("textbox", name="Days late").fill("-20")
    expect(form.get_by_role("status")).to_contain_text("5–30 of 30 points")
    form.get_by_role("combobox", name="Fit").select_option("exceed")
    expect(form.get_by_role("status")).to_contain_text("10–30 of 30 points")
    expect(form.get_by_role("status")).to_contain_text("Would stand at place")
    form.get_by_role("textbox", name="Days late").fill("soon")
    expect(form.get_by_role("status")).to_contain_text("is no number")
    sound(page)
    assert saved_at(page) == revision


def test_the_keyboard_walks_the_ranking_and_hostile_names_stay_text(opened: Page) -> None:
    """Arrows move the choice; a name that looks like markup is shown as it is written."""
    page = opened
    lines = page.locator(".wb-rank-line")
    lines.first.focus()
    page.keyboard.press("ArrowDown")
    expect(lines.nth(1)).to_be_focused()
    expect(lines.nth(1)).to_have_attribute("aria-selected", "true")
    search = page.get_by_role("searchbox", name="Find a name in the ranking")
    search.fill("<img")
    search.press("Enter")
    expect(page.locator(".wb-rank-name")).to_have_text([HOSTILE])
    expect(page.locator(".wb-earns")).to_contain_text(HOSTILE)
    search.fill("WWWWW")
    search.press("Enter")
    expect(page.locator(".wb-earns")).to_contain_text("WWWWW")
    assert page.title() != "taken"
    assert page.locator(".wb-parts img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sound(page)


def test_bars_ranking_and_distribution_are_seen_at_once(opened: Page) -> None:
    """At 1280 × 800 nothing the room needs is below the fold."""
    page = opened
    parts = [page.locator(".wb-points-row").last, page.locator(".wb-points-side .wb-chart")]
    parts += [page.locator(".wb-rank-line").nth(4), page.locator(".wb-portrait-sentence")]
    for part in parts:
        box = part.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 800
    sound(page)


def test_the_bars_are_taken_along_as_a_picture(opened: Page) -> None:
    """Copied, or saved where copying is refused: a PNG with something in it."""
    page = opened
    page.locator(".wb-points-take .wb-chart[data-painted]").wait_for(state="attached")
    page.evaluate("() => { navigator.clipboard.write = () => Promise.reject(new Error('no')); }")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Copy as picture").click()
    assert coming.value.suggested_filename == "good-customer.png"
    picture = Path(coming.value.path()).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 10_000


def test_the_sentence_is_rewritten_and_the_score_becomes_an_axis(opened: Page) -> None:
    """The room's own words stay; the link leads to the picture with the points as an axis."""
    page = opened
    sentence = page.get_by_role("textbox", name="Our good customer, in one sentence")
    expect(sentence).to_have_value(re.compile("^Our good customer "))
    sentence.fill("Our good customer is curious.")
    sentence.press("Tab")
    expect(page.get_by_role("button", name="Back to the proposed sentence")).to_be_visible()
    page.get_by_role("link", name="picture", exact=True).click()
    page.wait_for_url("**/matrix.ipynb*")
    up = page.get_by_role("combobox", name="Up: measure or attribute")
    expect(up).to_have_value("points")
