"""The owner's file in Chromium: network off, with scripts and without, wide and on a phone."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from real_page import sound

from workbench.engagement import Engagement
from workbench.review import words
from workbench.sharing.html import page as report
from workbench.sharing.snapshot import Decision
from workbench.sharing.taking import snapshot

pytestmark = pytest.mark.browser
PHONE, LAPTOP, WALL = (390, 844), (1280, 800), (1920, 1080)
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the demo client's report once."""
    place = tmp_path_factory.mktemp("report")
    demo = Engagement.demo(place / "demo")
    (place / "report.html").write_text(report(snapshot(demo)), encoding="utf-8")
    demo.store.close()
    return place / "report.html"


@pytest.fixture
def opened(browser: Browser, file: Path) -> Iterator[Opened]:
    """Return the function that opens the report by its path, offline; faults fail the test."""
    made, faults = [], []

    def begin(size: tuple[int, int], *, scripts: bool = True, path: Path = file) -> Page:
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height},
            offline=True,
            java_script_enabled=scripts,
            has_touch=width < 500,
            is_mobile=width < 500,
        )
        made.append(context)
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text))
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("dialog", lambda box: faults.append(box.message))
        page.on("request", lambda r: r.url.startswith(("file:", "data:")) or faults.append(r.url))
        page.goto(path.as_uri())
        return page

    yield begin
    for context in made:
        context.close()
    assert faults == []


@pytest.mark.parametrize("size", [PHONE, LAPTOP, WALL])
def test_it_reads_without_scripts(opened: Opened, size: tuple[int, int]) -> None:
    """Finding, groups, picture and totals are there; a group opens by itself."""
    page = opened(size, scripts=False)
    expect(page.locator("h1")).to_contain_text("customers are «Ideal»")
    expect(page.locator(".search")).to_be_hidden()
    good = page.locator("details.group").nth(1)
    expect(good.locator("tbody tr").first).to_be_hidden()
    good.locator("> summary").click()
    expect(good.locator("tbody tr").first).to_be_visible()
    expect(page.locator("figure svg:visible")).to_have_count(2)
    expect(page.get_by_text("4,738,459 EUR")).to_be_visible()


def test_a_dot_says_who_it_is_and_why(opened: Opened) -> None:
    """Tapped on a phone: name, money and why; the link leads to the line in the list."""
    page = opened(PHONE)
    matrix = page.locator("figure.narrow[data-picture=matrix]")
    expect(matrix).to_have_attribute("data-alive", "")
    dots = matrix.locator(".mark-symbol.role-mark path")
    dots.first.tap(force=True)  # the sign of its loss lies over it, and belongs to it
    card = page.locator(".card:visible")
    expect(card.locator("strong")).to_have_text("Fjellro Lodge")
    expect(card).to_contain_text("Turnover is 425,935 EUR")
    card.get_by_text("Show in the list").tap()
    expect(page.locator("tr:target .name")).to_have_text("Fjellro Lodge")
    expect(page.locator("tr:target")).to_be_visible()


def test_search_finds_across_the_groups(opened: Opened) -> None:
    """A closed group opens where somebody is found; nobody found is said."""
    page = opened(LAPTOP)
    box = page.get_by_label("Find a customer")
    box.fill("plover")
    expect(page.locator("tbody tr .name:visible")).to_have_text(["Plover Parcels"])
    box.fill("nobody at all")
    expect(page.get_by_text("Nobody of that name.")).to_be_visible()
    box.fill("")
    expect(page.get_by_text("Nobody of that name.")).to_be_hidden()


def test_a_search_cleared_leaves_open_what_was(opened: Opened) -> None:
    """Groups a search opened close again, and one it hid is as it was."""
    page = opened(LAPTOP)
    page.locator("details.group > summary").nth(2).click()
    box = page.get_by_label("Find a customer")
    for wanted in ("fjellro", "nobody at all", "plover", ""):
        box.fill(wanted)
    was = "groups => groups.map(group => group.open)"
    assert page.locator("details.group").evaluate_all(was) == [True, False, True, False, False]


def test_on_paper_no_heading_stands_alone(browser: Browser, tmp_path: Path) -> None:
    """However much is decided before: a group begins with its head and two customers."""
    demo = Engagement.demo(tmp_path / "demo")
    told = snapshot(demo).model_copy(update={"picture": None, "earning": None})
    demo.store.close()
    page = browser.new_page()
    line = Decision(kind="everybody", about="", whom="Everybody", action="Call", status="doing")
    for more in range(8, 24, 4):
        page.set_content(report(told.model_copy(update={"decisions": (line,) * more}), paper=True))
        sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
        texts = [" ".join(normalize("NFKC", one.extract_text()).split()) for one in sheets]
        for group in told.groups:
            lead = words.count(len(group.rows), "customer")
            lead += f" {words.money(group.turnover or 0.0, 'EUR')} turnover"
            (begun,) = [text for text in texts if lead in text]
            assert all(row.name in begun for row in group.rows[:2])
    page.close()


@pytest.mark.parametrize("size", [PHONE, LAPTOP, WALL])
def test_nothing_runs_over_and_axe_is_content(opened: Opened, size: tuple[int, int]) -> None:
    """No sideways scrolling at any width; no serious finding."""
    page = opened(size)
    alive = page.locator("figure[data-alive]")
    expect(alive).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    sound(page)


def test_hostile_names_are_harmless(opened: Opened, tmp_path: Path) -> None:
    """No dialog, no request, no element comes of a name, in the page or in the picture."""
    import pandas as pd  # noqa: PLC0415 - this test alone makes a client

    names = ["<img src=x onerror=alert(1)>", "</script><script>alert(2)</script>", "N" * 300]
    names += ["javascript:alert(3)", "\u202egnp.exe", "<svg onload=alert(4)>"]
    sold = {"amount": range(1, 7), "direct_cost": range(6, 0, -1)}
    sales = pd.DataFrame({"customer_id": names, "date": "2026-01-31", **sold})
    path = tmp_path / "hostile.html"
    client = Engagement.from_frames(name=names[0], sales=sales)
    path.write_text(report(snapshot(client)), encoding="utf-8")
    page = opened(PHONE, path=path)
    expect(page.locator("figure[data-alive]")).to_have_count(4)
    expect(page.locator("img, svg svg, script:not([type])")).to_have_count(0)
    expect(page.locator(".name", has_text="<img src=x onerror=alert(1)>")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
