"""From a client's file to a drawn matrix, in a real browser and on the real server."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from real_page import sound
from real_server import Served

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("WORKBENCH_SHARED_DATA") or ROOT.parent / "shared" / "data")
SUPERSTORE = DATA / "superstore" / "Sample - Superstore.csv"
SERIOUS = {"serious", "critical"}
PATIENCE = 60_000  # milliseconds a server or a page may take to start
HOSTILE = "<img src=x onerror=document.title='taken'>"
WATCH_FOR_MARKUP = "window.taken = false; window.alert = () => { window.taken = true; };"

HALF_WAY = """() => {
    let left = 3;
    const whole = Blob.prototype.arrayBuffer;
    window.travelOn = () => { left = Infinity; };
    Blob.prototype.arrayBuffer = function () {
        left -= 1;
        return left >= 0 ? whole.call(this) : new Promise(() => {});
    };
}"""
"""Three pieces of a file travel; the next one never does."""

Serve = Callable[..., Served]


@pytest.fixture
def begun(serve: Serve, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    """Open the start page with an empty clients' folder."""
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "Customer reviews"))
    monkeypatch.delenv("WORKBENCH_ENGAGEMENT", raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    page.set_default_timeout(PATIENCE)
    page.goto(serve(ROOT / "notebooks", page="index").page("index"))
    page.get_by_role("heading", name="Who are our customers?").first.wait_for()
    return page


def lead_to_matrix(page: Page) -> None:
    """Press the main button and wait until the matrix is drawn."""
    page.get_by_role("button", name="Open the picture").click()
    page.wait_for_url("**/matrix.ipynb*")
    page.locator("canvas").first.wait_for()


def test_from_a_file_to_the_first_picture(begun: Page) -> None:
    """Superstore is chosen, a column doubted, names sorted by key, and the matrix opens drawn.

    The answers are in the client's history: undo is offered.
    """
    if not SUPERSTORE.is_file():
        pytest.skip("the public test data isn't here")
    page = begun
    sound(page)
    page.get_by_label("Drop a file here, or choose one").set_input_files(SUPERSTORE)
    opens = page.get_by_role("button", name="Open the picture")
    expect(opens).to_be_enabled(timeout=PATIENCE)
    expect(page.get_by_text("10,194 lines of sales read, all kept: 2,326,534.35")).to_be_visible()
    sound(page)

    sales = page.get_by_label("What «Sales» means")
    sales.select_option(label="leave out")
    expect(page.get_by_text("Choose which column is «amount (net)».")).to_be_visible()
    expect(opens).to_be_disabled()
    sales.select_option(label="amount (net)")
    expect(opens).to_be_enabled()

    page.get_by_label("Currency", exact=True).select_option("USD")
    page.get_by_role("button", name="A better margin").click()
    for key in ("g", "2", "p"):
        page.keyboard.press(key)
    expect(page.get_by_text("3 of 20 · good 1 · so-so 1 · poor 1")).to_be_visible()
    page.keyboard.press("Backspace")
    expect(page.get_by_text("2 of 20 · good 1 · so-so 1 · poor 0")).to_be_visible()
    lead_to_matrix(page)
    expect(page.get_by_text("Superstore").first).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()


def test_from_pasted_rows_with_hostile_words(begun: Page, tmp_path: Path) -> None:
    """Rows pasted from a spreadsheet become a client; a name like markup stays a name.

    The client can be continued afterwards, by keyboard.
    """
    page = begun
    page.evaluate(WATCH_FOR_MARKUP)
    rows = "\n".join(
        ["Customer\tDate\tAmount"]
        + [f"Firm {n}\t{1 + n % 28}.{1 + n % 12}.2025\t{100 + 37 * n},50" for n in range(40)]
        + [f"{HOSTILE}\t1.6.2025\t5000"]
    )
    page.get_by_text("or paste rows from a spreadsheet").click()
    field = page.get_by_label("Rows with their headings")
    field.fill("nothing but a heading")
    page.get_by_role("button", name="Read the rows").click()
    page.get_by_role("alert").filter(has_text="pasted rows").wait_for()
    expect(field).to_have_value("nothing but a heading")
    sound(page)

    field.fill(rows)
    page.get_by_role("button", name="Read the rows").click()
    expect(page.get_by_text("Type the client's name.")).to_be_visible()
    page.get_by_label("Client", exact=True).fill(HOSTILE)
    expect(page.locator(".wb-gut-name")).to_have_text(HOSTILE)
    assert page.evaluate("document.querySelectorAll('.wb-sheet img').length") == 0
    assert page.title() != "taken"
    sound(page)
    start = page.url
    lead_to_matrix(page)
    assert [p.name for p in (tmp_path / "Customer reviews").iterdir()] == [
        "_img src_x onerror_document.title_'taken'_"
    ]

    page.goto(start)
    line = page.get_by_role("button", name="saved").first
    expect(line).to_contain_text(HOSTILE)
    line.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/matrix.ipynb*")


def test_a_file_that_can_not_be_read_is_told_beside_the_zone(begun: Page, tmp_path: Path) -> None:
    """The reason and what next stand there, and the zone takes another file at once."""
    page = begun
    bad = tmp_path / "scan.csv"
    bad.write_bytes(b"%PDF-1.7 and so on")
    zone = page.get_by_label("Drop a file here, or choose one")
    zone.set_input_files(bad)
    page.get_by_role("alert").filter(has_text="PDF").wait_for()
    good = tmp_path / "sales.csv"
    good.write_text("Customer,Date,Amount\nBirch,2026-01-31,9\n", encoding="utf-8")
    zone.set_input_files([good])
    expect(page.get_by_label("What «Amount» means")).to_be_visible()
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_role("heading", name="Who are our customers?").first).to_be_visible()
    zone.focus()
    expect(zone).to_be_focused()


def test_an_upload_is_cancelled_half_way(begun: Page, tmp_path: Path) -> None:
    """Nothing of it stays, the zone is there again with the focus, and takes the next file."""
    page = begun
    page.evaluate(HALF_WAY)
    large = tmp_path / "large.csv"
    large.write_bytes(b"Customer,Date,Amount\n" + b"Birch,2026-01-31,9\n" * 500_000)
    zone = page.get_by_label("Drop a file here, or choose one")
    zone.set_input_files(large)
    expect(page.get_by_text("Taking in large.csv · 6.0 MB of 9.1 MB")).to_be_visible()
    assert [f.name for f in tmp_path.glob("workbench-upload-*/*/*")] == ["large.csv"]
    sound(page)
    page.get_by_role("button", name="Cancel").click()
    expect(zone).to_be_focused()
    page.evaluate("travelOn()")
    good = tmp_path / "sales.csv"
    good.write_text("Customer,Date,Amount\nBirch,2026-01-31,9\n", encoding="utf-8")
    zone.set_input_files(good)
    expect(page.get_by_label("What «Amount» means")).to_be_visible()
    assert [f.name for f in tmp_path.glob("workbench-upload-*/*/*")] == ["sales.csv"]
