"""The identify page in a real browser: a file added, a pair decided by keys, hostile names."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from real_page import NOTEBOOKS, sound, visit
from real_server import Serve

from workbench.engagement import Engagement

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=document.title='taken'>"
SALES = f"""Customer,Name,Date,Amount,Invoice
C1,Alder Oy,2024-01-31,100,1
C2,Alder,2024-02-29,40,2
C3,"{HOSTILE}",2024-02-29,30,3
,,2024-03-31,20,4
C4,Elm,soon,7,5
"""
NEXT = "Customer,Name,Date,Amount,Invoice\nC1,Alder Oy,2024-01-31,110,1\nC4,Elm,2024-04-30,9,6\n"


@pytest.fixture
def opened(serve: Serve, page: Page, tmp_path: Path) -> Page:
    """Open the page on a small client, two of whose customers have like names."""
    (tmp_path / "sales.csv").write_text(SALES, encoding="utf-8")
    engagement, _ = Engagement.create(tmp_path / "client", [tmp_path / "sales.csv"])
    engagement.store.close()
    visit(page, serve(NOTEBOOKS, tmp_path / "client", page="identify").page("identify"))
    page.get_by_role("heading", name="customers;").wait_for()
    return page


def test_next_quarters_file_is_added(opened: Page, tmp_path: Path) -> None:
    """Dropped, looked at once, added: the page says what was new, and what can be mended."""
    page = opened
    page.get_by_role("button", name="Files").click()
    expect(page.get_by_role("button", name="sales to mend.csv")).to_be_visible()
    sound(page)
    (tmp_path / "next.csv").write_text(NEXT, encoding="utf-8")
    zone = page.get_by_label("Drop next quarter's file here, or choose one")
    zone.set_input_files(tmp_path / "next.csv")
    expect(page.get_by_label("What «Amount» means")).to_be_visible()
    sound(page)
    page.get_by_role("button", name="Add to this client").click()
    expect(page.get_by_text("Sales: 1 new, 1 changed, 0 the same as before.")).to_be_visible()
    page.get_by_role("button", name="Who they are").click()
    expect(page.get_by_role("row", name="Alder Oy")).to_contain_text("110")


def test_a_pair_is_decided_by_one_key_and_undone(opened: Page) -> None:
    """Y makes two rows one, Ctrl+Z makes them two again and asks anew; N says they are two."""
    page = opened
    page.get_by_role("button", name="There twice? 1").click()
    expect(page.get_by_text("the same name but for its legal form")).to_be_visible()
    sound(page)
    page.keyboard.press("y")
    expect(page.get_by_text("Alder (C2) counts under")).to_be_visible()
    expect(page.get_by_role("heading", name="Nobody seems to be there twice.")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="There twice? 1")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_text("Alder Oy and Alder are two")).to_be_visible()


def test_lines_of_nobody_go_to_a_customer_with_a_hostile_name(opened: Page) -> None:
    """Found by name and given an invoice; the name is text wherever it stands."""
    page = opened
    sound(page)
    page.get_by_label("Find a customer by name").fill("onerror")
    page.get_by_label("Find a customer by name").press("Enter")
    expect(page.locator(".wb-card h2")).to_have_text(HOSTILE)
    page.get_by_role("button", name="«4» is theirs").click()
    expect(page.get_by_text(f"Invoice «4» is {HOSTILE}'s")).to_be_visible()
    expect(page.get_by_role("row", name=HOSTILE)).to_contain_text("50")
    assert page.evaluate("document.querySelectorAll('.wb-sheet img').length") == 0
    assert page.title() != "taken"
    sound(page)
