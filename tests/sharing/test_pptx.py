"""The slides, opened again: native text and tables, crisp pictures, 16:9."""

from __future__ import annotations

import io
from typing import Any

from pptx import Presentation

from workbench.sharing.pptx import slides
from workbench.sharing.snapshot import Snapshot


def opened(snapshot: Snapshot) -> Any:
    """Return the presentation as it is read."""
    return Presentation(io.BytesIO(slides(snapshot)))


def texts(deck: Any) -> list[str]:
    """Return every text on every slide."""
    found = []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def test_each_slide_has_one_message_and_the_date(told: Snapshot) -> None:
    """A title each, the finding first; client, date and window beneath."""
    deck = opened(told)
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[0] == told.finding
    assert titles[1] == "3 decisions, the first until 30 Nov 2026"
    assert titles[-2:] == ["What this rests on", "Not placed: 0 · set aside: 1"]
    assert all(titles)
    assert all(
        any(
            "as of 15 Jun 2026, over 12 months" in shape.text_frame.text
            for shape in slide.shapes
            if shape.has_text_frame
        )
        for slide in deck.slides
    )
    assert round(deck.slide_width / deck.slide_height, 2) == 1.78


def test_what_is_overdue_is_said(told: Snapshot) -> None:
    """In the slide's message and beside the date."""
    late = told.decisions[0].model_copy(update={"overdue": True})
    said = texts(opened(told.model_copy(update={"decisions": (late, *told.decisions[1:])})))
    assert "3 decisions, 1 overdue" in said
    assert "accepted, overdue" in said


def test_names_that_have_no_room_are_counted(told: Snapshot) -> None:
    """No name is cut in the middle of a list, and nobody goes unsaid."""
    one = told.set_aside[0].model_copy(update={"why": "Bought nothing yet"})
    said = texts(opened(told.model_copy(update={"not_placed": (one,) * 25})))
    (listed,) = [text for text in said if text.endswith("more: the workbook lists everybody")]
    assert listed.startswith("Customer 29 & Sons, ")
    assert listed.count("Customer 29 & Sons") + int(listed.partition(" and ")[2].split()[0]) == 25


def test_tables_are_tables_and_the_pictures_are_crisp(told: Snapshot) -> None:
    """Text can be edited; the charts have three pixels where a screen has one."""
    deck = opened(told)
    tables = [shape for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert len(tables) >= 5
    pictures = [shape for slide in deck.slides for shape in slide.shapes if shape.shape_type == 13]
    assert [picture.image.size[0] > 2500 for picture in pictures] == [True, True]
    matrix, whale = (picture._element.nvPicPr.cNvPr.get("descr") for picture in pictures)
    assert matrix.startswith("Turnover × ")
    assert whale.startswith("Who adds and who takes back: ")


def test_the_totals_reconcile_on_the_slide(told: Snapshot) -> None:
    """What turnover is made of stands with its sum."""
    said = texts(opened(told))
    assert "Sales without a customer" in said
    assert f"Turnover in all: {told.accounts[0].total:,.0f} EUR" in said


def test_hostile_words_stay_words(hostile: Snapshot) -> None:
    """No name makes a link, a break in the file or a slide that runs over."""
    deck = opened(hostile)
    said = texts(deck)
    assert any("<img src=x onerror=alert(1)>" in text for text in said)
    assert max(map(len, said)) <= 700
    links = [part for slide in deck.slides for part in slide.part.rels.values() if part.is_external]
    assert not links


def test_a_long_plan_takes_as_many_slides_as_it_needs(told: Snapshot) -> None:
    """No line is lost, and no table runs off its slide, however much was written."""
    line = told.decisions[0].model_copy(update={"action": "Ask what they need. " * 8})
    deck = opened(told.model_copy(update={"decisions": (line,) * 30}))
    tables = [shape for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert all(shape.top + shape.height < deck.slide_height for shape in tables)
    rows = [row.cells[1].text for shape in tables for row in shape.table.rows]
    assert sum(text.startswith("Ask what they need.") for text in rows) == 30
