"""The matrix page as a workshop uses it, in a real browser on the real server."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect
from real_server import Served, start

from workbench.engagement import Engagement, demo_data
from workbench.store import Store

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
SERIOUS = {"serious", "critical"}
PATIENCE = 60_000  # milliseconds a server or a page may take to start
HOSTILE = "<img src=x onerror=\"document.title='taken'\">"
FORMULA = "=1+1"
LONG = "W" * 300
CAME_IN = ("customers", "prospects")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the demo client anew, with three hostile names among its customers."""
    folder = tmp_path_factory.mktemp("client")
    sources = folder / "sources"
    sources.mkdir()
    for file in demo_data().glob("*.csv"):
        (sources / file.name).write_bytes(file.read_bytes())
    with (sources / "customers.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    name = rows[0].index("name")
    for row, hostile in zip(rows[1:4], (HOSTILE, FORMULA, LONG), strict=True):
        row[name] = hostile
    with (sources / "customers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    Engagement.create(folder / "engagement", sorted(sources.iterdir()), name="Hostile & Sons")
    return folder / "engagement"


@pytest.fixture(scope="module")
def served(
    client: Path, quiet_home: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Serve the shipped pages on that client."""
    log = tmp_path_factory.mktemp("server") / "errors.log"
    made = start(ROOT / "notebooks", client, log, quiet_home, "matrix")
    yield made
    made.end()


@pytest.fixture(autouse=True)
def anew(client: Path) -> None:
    """Begin each test with the review as it was first."""
    with Store(client / "decisions.sqlite") as store:
        store.restore(1, "the test")


def opened(page: Page, served: Served) -> Page:
    """Open the matrix and wait until it is drawn."""
    page.set_default_timeout(PATIENCE)
    page.goto(served.page("matrix"))
    drawn(page)
    return page


def drawn(page: Page) -> None:
    """Wait until the picture shows what Python sent."""
    page.locator("canvas.marks").wait_for()
    page.locator(".wb-chart[data-painted]").wait_for()


def sound(page: Page) -> None:
    """Hold the page to axe: nothing serious in what is shown now."""
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in SERIOUS] == []


def axis(page: Page, name: str) -> Locator:
    """Return the controls of an axis, «Across» or «Up»."""
    return page.get_by_role("region", name=f"{name} axis")


def line(page: Page, name: str = "Across") -> str:
    """Return what an axis says of its line."""
    return axis(page, name).locator(".wb-quiet").last.inner_text()


def test_opens_drawn_with_a_finding_and_everybody_accounted_for(page: Page, served: Served) -> None:
    """Turnover against days late, drawn without a click; placed and not placed add up."""
    opened(page, served)
    expect(page.get_by_role("heading", level=1)).to_contain_text("of turnover")
    expect(axis(page, "Across").get_by_role("combobox")).to_have_value("turnover")
    expect(axis(page, "Up").get_by_role("combobox")).to_have_value("days_late")
    under = page.locator(".wb-said").inner_text()
    numbers = [int(n) for n in re.findall(r"\d+(?= placed)|(?<=not placed: )\d+", under)]
    lines = [(demo_data() / f"{kind}.csv").read_text().splitlines() for kind in CAME_IN]
    assert sum(numbers) == sum(len(rows) - 1 for rows in lines)
    sound(page)


def test_a_dragged_line_is_saved_survives_a_reload_and_is_undone(
    page: Page, served: Served
) -> None:
    """Drag the line in the picture: quadrants follow; reload keeps it; Ctrl+Z brings it back."""
    opened(page, served)
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
    dragged = line(page)
    assert dragged != before
    page.reload()
    drawn(page)
    assert line(page) == dragged
    page.keyboard.press("Control+z")
    expect(axis(page, "Across").locator(".wb-quiet").last).to_have_text(before)
    expect(page.get_by_role("status")).to_contain_text("Undone")


def test_the_keyboard_moves_the_line_and_every_control_answers(page: Page, served: Served) -> None:
    """Arrow keys on the slider move the line; scale, direction and a typed line work."""
    opened(page, served)
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


def test_a_customer_is_found_corrected_and_set_aside(page: Page, served: Served) -> None:
    """Search lights a name up; the card explains; a corrected fact and a reason are kept."""
    opened(page, served)
    page.get_by_label("Find a customer").fill("Fjellro")
    page.keyboard.press("Enter")
    card = page.locator(".wb-card")
    expect(card.get_by_role("heading", name="Fjellro Lodge")).to_be_visible()
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
    page: Page, served: Served, client: Path
) -> None:
    """Two customers get a mark by key; the first one's dot is dragged to the top: five."""
    opened(page, served)
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


def test_two_pages_see_each_other(page: Page, context: BrowserContext, served: Served) -> None:
    """What one page saves the other shows without a reload, and says whose it was."""
    opened(page, served)
    other = opened(context.new_page(), served)
    other.get_by_label("Your name").fill("Cleo")
    other.get_by_label("Your name").press("Enter")
    name = other.get_by_label("Name of quadrant 1")
    name.fill("Our best")
    name.press("Enter")
    expect(other.get_by_role("heading", level=1)).to_contain_text("«Our best»")
    expect(page.get_by_role("heading", level=1)).to_contain_text("«Our best»")
    expect(page.get_by_role("status")).to_contain_text("Cleo changed")


def test_words_as_an_axis_are_ordered_and_divided(page: Page, served: Served) -> None:
    """An attribute in words goes up the side; its levels move and the line runs between two."""
    opened(page, served)
    axis(page, "Up").get_by_role("combobox").select_option("contract")
    levels = axis(page, "Up").get_by_role("list").locator(".wb-level-name")
    expect(levels.first).to_have_text("three years")
    axis(page, "Up").get_by_role("button", name="three years: worse").click()
    expect(levels.first).to_have_text("one year")
    axis(page, "Up").get_by_role("button", name="divide here").first.click()
    expect(axis(page, "Up").get_by_role("button", pressed=True)).to_have_text("dividing line")
    sound(page)


def test_the_room_judges_with_keys(page: Page, served: Served) -> None:
    """A judged axis begins with nobody placed; keys 1 to 5 place one customer after another."""
    opened(page, served)
    axis(page, "Up").get_by_role("combobox").select_option("judged:new")
    page.get_by_label("Name of the judged attribute").fill("Trust")
    page.get_by_role("button", name="Judge it").click()
    expect(page.locator(".wb-said")).to_contain_text("0 placed")
    first = page.locator(".wb-card h2").inner_text()
    page.locator(".wb-card h2").click()
    page.keyboard.press("4")
    expect(page.locator(".wb-said")).to_contain_text("1 placed")
    expect(page.locator(".wb-card h2")).not_to_have_text(first)


def test_hostile_names_stay_text(page: Page, served: Served) -> None:
    """A name with markup, a formula and 300 letters are shown as they are, and do nothing."""
    opened(page, served)
    for hostile in (HOSTILE, FORMULA, LONG):
        page.get_by_label("Find a customer").fill(hostile)
        page.keyboard.press("Enter")
        expect(page.locator(".wb-card h2")).to_have_text(hostile)
    assert page.locator("img").count() == 0
    assert "taken" not in page.title()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_room_view_hides_all_but_the_picture(page: Page, served: Served) -> None:
    """R shows picture and finding in large type, H hides names, Esc leaves."""
    opened(page, served)
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
    assert any("Days late of Fjellro Lodge corrected" in words for words in said)
    assert said[-1] == "The review begins"
