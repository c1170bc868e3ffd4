"""`workbench report`: each kind of file, refusals, and what happens where no browser is."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from workbench.cli import main
from workbench.engagement import Engagement


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the demo client."""
    place = tmp_path_factory.mktemp("gift") / "demo"
    Engagement.demo(place).store.close()
    return place


@pytest.mark.parametrize("ending", [".html", ".xlsx", ".pptx", ".HTML"])
def test_a_report_is_written_and_the_finding_told(
    folder: Path, tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One file, nothing beside it, and the sentence the owner reads first."""
    out = tmp_path / f"gift{ending}"
    assert main(["report", str(folder), "--out", str(out)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    said = capsys.readouterr().out
    assert "customers are «Ideal»" in said
    assert f"Written: {out}" in said


def test_without_a_browser_the_html_is_written_and_the_code_is_2(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A PDF needs a Chromium; the owner gets the same report to open and print."""
    monkeypatch.setenv("WORKBENCH_CHROMIUM", str(tmp_path / "nothing"))
    assert main(["report", str(folder), "--out", str(tmp_path / "gift.pdf")]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["gift.html"]
    complaint = capsys.readouterr().err
    assert complaint.count("\n") == 1
    assert "No Chromium was found" in complaint
    assert "gift.html" in complaint


def test_another_ending_is_refused_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The endings that are allowed are named."""
    assert main(["report", str(tmp_path), "--out", "gift.docx"]) == 2
    assert "Allowed: .html, .xlsx, .pptx or .pdf" in capsys.readouterr().err


def test_an_anonymised_report_names_nobody(folder: Path, tmp_path: Path) -> None:
    """The key of the codes is made in the client's folder and stays there."""
    out = tmp_path / "gift.html"
    assert main(["report", str(folder), "--out", str(out), "--anonymise"]) == 0
    text = out.read_text(encoding="utf-8")
    assert "anonymised" in text
    assert "Northgate" not in text
    assert "Snowgoose" not in text
    assert (folder / "anonymise.key").read_bytes().hex() not in text


@pytest.mark.browser
def test_a_pdf_is_printed_with_everything(
    folder: Path, tmp_path: Path, browser_path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Finding, every customer, totals and page numbers, on A4."""
    monkeypatch.setenv("WORKBENCH_CHROMIUM", browser_path)
    out = tmp_path / "gift.pdf"
    assert main(["report", str(folder), "--out", str(out)]) == 0
    pages = PdfReader(out).pages
    found = normalize("NFKC", " ".join(page.extract_text() for page in pages))  # «fi» is a ligature
    text = " ".join(found.split())
    engagement = Engagement.open(folder)
    names = [str(name) for name in engagement.customers(engagement.review).names]
    engagement.store.close()
    assert [name for name in names if name not in text] == []
    for said in ("Totals", "What this rests on", "Not placed: 29", f"1 / {len(pages)}"):
        assert said in text
    assert [round(float(side)) for side in pages[0].mediabox.upper_right] == [595, 842]
