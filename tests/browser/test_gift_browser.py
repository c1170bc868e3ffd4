"""«Give to the owner» as a consultant uses it: files by a click, opened again where owners do."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, expect
from pypdf import PdfReader
from real_page import NOTEBOOKS, PATIENCE, sound, visit
from real_server import Served, start

from workbench.engagement import Engagement

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(
    browser_path: str, quiet_home: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Serve the demo client where Chromium is known to print."""
    folder = tmp_path_factory.mktemp("gift")
    Engagement.demo(folder / "demo").store.close()
    environment = {**quiet_home, "WORKBENCH_CHROMIUM": browser_path}
    made = start(NOTEBOOKS, folder / "demo", folder / "errors.log", environment, "plan")
    yield made
    made.end()


def given(page: Page, title: str) -> tuple[str, bytes]:
    """Press a file's button; return the name it is saved under, and what it holds."""
    with page.expect_download(timeout=2 * PATIENCE) as coming:
        page.get_by_role("button", name=f"Download the {title} file").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
    return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()


def test_files_are_made_saved_and_opened_again(
    served: Served, page: Page, browser: Browser, tmp_path: Path
) -> None:
    """The page answers meanwhile; the HTML lives offline, the PDF holds the finding."""
    visit(page, served.page("plan"))
    page.get_by_role("button", name="Give to the owner").click()
    page.get_by_role("heading", name="What each holds").wait_for()
    sound(page)

    name, html = given(page, "HTML")
    assert name == "Northgate Services (demo), 2026-09-30.html"
    report = tmp_path / "report.html"
    report.write_bytes(html)
    away = browser.new_context(offline=True)
    opened = away.new_page()
    opened.goto(report.as_uri())
    whale = opened.locator("figure.wide[data-picture=whale]")
    expect(whale).to_have_attribute("data-alive", "")
    whale.locator(".bars_marks path").last.click(force=True)
    expect(opened.locator(".card:visible")).to_contain_text("Fjellro Lodge")
    away.close()

    _, pdf = given(page, "PDF")
    text = normalize("NFKC", PdfReader(io.BytesIO(pdf)).pages[0].extract_text())
    assert "customers are «Ideal»" in " ".join(text.split())


def test_the_owners_page_is_opened_by_a_link_and_closed(served: Served, page: Page) -> None:
    """Without a terminal: a server of its own with its own key, closed by one press."""
    visit(page, served.page("plan"))
    page.get_by_role("button", name="Give to the owner").click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Open it with a link of its own").click()
    told = opened.value
    told.set_default_timeout(PATIENCE)
    address = told.get_by_label("Its address, with a key of its own").input_value(timeout=PATIENCE)
    assert urlsplit(address).netloc != urlsplit(served.address).netloc
    assert urlsplit(address).query not in {"", served.key}
    expect(told.get_by_text("Tried and refused: without its key")).to_be_visible()
    sound(told)

    owner = page.context.new_page()
    visit(owner, address)
    expect(owner.get_by_role("heading", level=1)).to_contain_text("customers")
    owner.close()

    told.get_by_role("button", name="Close the owner's page").click()
    expect(told.get_by_role("heading", name="The owner's page is closed")).to_be_visible()
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        page.context.new_page().goto(address)
