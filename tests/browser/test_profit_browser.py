"""The profit page as a workshop uses it, in a real browser on the real server."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from real_server import Served, start

from workbench.engagement import Engagement, demo_data
from workbench.store import Store

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
SERIOUS = {"serious", "critical"}
PATIENCE = 60_000  # milliseconds a server or a page may take to start
HOSTILE = "<img src=x onerror=\"document.title='taken'\">"


def made(folder: Path, *, bare: bool = False) -> Path:
    """Make the demo client anew, its largest customer with a hostile name.

    ``bare`` leaves out what sales cost and all hours, as most firms' files do.
    """
    sources = folder / "sources"
    sources.mkdir()
    for file in demo_data().glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as given:
            rows = list(csv.reader(given))
        if bare and file.stem in {"time", "rates"}:
            continue
        rows = [[HOSTILE if cell == "Fjellro Lodge" else cell for cell in row] for row in rows]
        if bare and "direct_cost" in rows[0]:
            at = rows[0].index("direct_cost")
            rows = [row[:at] + row[at + 1 :] for row in rows]
        with (sources / file.name).open("w", encoding="utf-8", newline="") as taken:
            csv.writer(taken).writerows(rows)
    Engagement.create(folder / "engagement", sorted(sources.iterdir()), name="Hostile & Sons")
    return folder / "engagement"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the client with costs and hours."""
    return made(tmp_path_factory.mktemp("client"))


@pytest.fixture(scope="module")
def served(
    client: Path, quiet_home: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Serve the shipped pages on that client."""
    log = tmp_path_factory.mktemp("server") / "errors.log"
    begun = start(ROOT / "notebooks", client, log, quiet_home, "profit")
    yield begun
    begun.end()


@pytest.fixture
def opened(client: Path, served: Served, page: Page) -> Page:
    """Open the page on the review as it was first, and wait until all of it is drawn."""
    with Store(client / "decisions.sqlite") as store:
        store.restore(1, "the test")
    return visit(page, served)


def visit(page: Page, served: Served) -> Page:
    """Open the page."""
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page.goto(served.page("profit"), wait_until="commit")
    page.locator(".wb-profit-list").first.wait_for()
    return page


def sound(page: Page) -> None:
    """Hold the page to axe: nothing serious in what is shown now."""
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in SERIOUS] == []


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
    quiet_home: dict[str, str], tmp_path: Path, page: Page
) -> None:
    """No costs, no hours: one click on a share draws it; hours and one key each estimate time."""
    begun = start(
        ROOT / "notebooks", made(tmp_path, bare=True), tmp_path / "log", quiet_home, "profit"
    )
    try:
        visit(page, begun)
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
        answers = page.get_by_role("group", name="How much of our time")
        answers.get_by_role("button").last.focus()
        page.keyboard.press("h")
        expect(page.locator(".wb-profit-judging")).to_contain_text("1 of")
        sound(page)
    finally:
        begun.end()
