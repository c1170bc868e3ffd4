"""The owner's page in Chromium: a phone first, then a laptop; nothing to change, all to read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from owner_server import Owner, begin
from playwright.sync_api import Browser, Page, expect
from real_page import sound

from workbench.engagement import Engagement

pytestmark = pytest.mark.browser
PHONE, LAPTOP = (390, 844), (1280, 800)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, quiet_home: dict[str, str]) -> Iterator[Owner]:
    """Serve the demo client's review to its owner."""
    folder: Path = tmp_path_factory.mktemp("owner") / "demo"
    Engagement.demo(folder).store.close()
    made = begin(folder, quiet_home)
    yield made
    made.end()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """Return an empty page on a phone; a request that leaves this computer fails the test."""
    width, height = PHONE
    context = browser.new_context(
        viewport={"width": width, "height": height},
        is_mobile=True,
        has_touch=True,
        reduced_motion="reduce",
    )
    outside: list[str] = []
    context.on("request", lambda request: outside.append(request.url))
    yield context.new_page()
    context.close()
    ours = ("http://127.0.0.1:", "data:", "blob:")
    assert [url for url in outside if not url.startswith(ours)] == []


def drawn(page: Page, served: Owner) -> None:
    """Open the page and wait until the picture is painted."""
    page.goto(served.address)
    expect(page.locator(".wb-owner h1")).to_contain_text("customers are «Ideal»", timeout=60_000)
    page.locator(".wb-chart[data-painted]").wait_for()


def test_on_a_phone_from_the_finding_to_one_customer(phone: Page, served: Owner) -> None:
    """Finding on top, nothing sideways; search, then who it is; the key leaves the address."""
    drawn(phone, served)
    assert "token" not in phone.url
    box = phone.locator(".wb-owner h1").bounding_box()
    assert box
    assert box["y"] < 120
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    phone.get_by_label("Find a customer").fill("fjellro")
    names = phone.locator(".wb-owner-who:visible")
    expect(names).to_have_text(["Fjellro Lodge"])
    phone.locator(".wb-owner-where summary:visible").tap()
    expect(phone.get_by_text("Turnover is 425,935 EUR")).to_be_visible()
    names.tap()
    expect(phone.locator(".wb-owner-card")).to_contain_text("Loses money · turnover 425,935 EUR")
    sound(phone)


def test_a_dot_under_the_pointer_says_who_it_is(page: Page, served: Owner) -> None:
    """Hovered or clicked: the card beneath names the customer and why they are there."""
    drawn(page, served)
    page.locator(".wb-owner-slot canvas.marks").scroll_into_view_if_needed()
    card = page.locator(".wb-owner-card")
    (x, y), *_ = dots(page)
    page.mouse.move(x + 60, y)
    page.mouse.move(x, y, steps=4)
    expect(card).to_contain_text("Fjellro Lodge")
    page.mouse.down()
    page.mouse.up()
    page.mouse.move(x, y + 400, steps=4)
    expect(card).to_contain_text("Fjellro Lodge")
    expect(card).to_contain_text("turnover 425,935 EUR")
    sound(page)


def test_a_dot_is_tapped_on_a_phone(phone: Page, served: Owner) -> None:
    """A finger comes from nowhere: what it touches is what is meant."""
    drawn(phone, served)
    picture = phone.locator(".wb-owner-slot canvas.marks")
    picture.scroll_into_view_if_needed()
    card = phone.locator(".wb-owner-card")
    for x, y in dots(phone):
        phone.touchscreen.tap(x, y)
        expect(card).to_contain_text("turnover")


def dots(page: Page) -> list[tuple[float, float]]:
    """Return where the middles of the three largest dots are on the screen."""
    found: list[tuple[float, float]] = page.evaluate(
        """() => {
          const chart = document.querySelector(".wb-owner-slot .wb-chart").wbPicture;
          const [left, top] = chart.origin();
          const { x, y } = chart.picture.querySelector("canvas").getBoundingClientRect();
          const at = (name, value) => chart.view.scale(name)(value);
          return chart.rows.get("points").slice(0, 3)
            .map((row) => [x + left + at("x", row.x), y + top + at("y", row.y)]);
        }"""
    )
    return found


def test_nothing_can_be_changed_and_no_other_page_is_named(page: Page, served: Owner) -> None:
    """No undo, no steps, no field but the search; another page's address says so plainly."""
    drawn(page, served)
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.locator("input:visible, select:visible, textarea:visible")).to_have_count(1)
    base = served.address.partition("/voila")[0]
    page.goto(f"{base}/voila/render/matrix.ipynb")
    expect(page.get_by_role("heading", name="No such page")).to_be_visible()
