"""«Give to the owner» as a consultant uses it: files by a click, opened again where owners do."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page, expect
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
