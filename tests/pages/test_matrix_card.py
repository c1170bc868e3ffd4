"""A customer's card and notes on the matrix page: corrected, set aside, remembered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from matrix_page import (
    act,
    check,
    faultless,
    in_picture,
    texts,
    told,
)

from workbench.pages.matrix import MatrixPage


@pytest.fixture
def page(caplog: pytest.LogCaptureFixture) -> Iterator[MatrixPage]:
    """Return the page; the test fails where a callback failed unseen."""
    yield from faultless(caplog)


def test_a_click_shows_the_card_and_beside_every_dot_lets_go(page: MatrixPage) -> None:
    order = page._grounded(page.session.placement).order
    in_picture(page, kind="click", dataset="points", row=0)
    assert page.session.chosen == page.session.customers.ids[order[0]] == "A"
    assert "Alder" in texts(page.card)
    assert "the line at" in texts(page.card)
    in_picture(page, kind="click", dataset="", row=-1)
    assert page.session.chosen == ""


def test_a_fact_is_corrected_and_what_depends_on_it_follows(page: MatrixPage) -> None:
    act(page.under, "choose", key="B")
    act(page.card, "correct")
    act(page.card, "correct_column", "turnover")
    act(page.card, "save_fact", {"value": "1 700,0", "reason": "invoice missing"})
    assert "corrected to 1,700 EUR" in page.session.engagement.store.history(1)[0].words
    customers = page.session.customers
    assert customers.numbers("turnover")[1] == 1700
    assert customers.numbers("profit")[1] == 1700 - 600
    assert "invoice missing" in texts(page.card)
    act(page.card, "uncorrect", key="turnover")
    assert page.session.customers.numbers("profit")[1] == -100
    check(page)


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("turnover", "abc", "no number"),
        ("turnover", "", "is missing"),
        ("turnover", "nan", "no number"),
        ("turnover", "1e999", "no number"),
        ("turnover", "inf", "no number"),
        ("segment", "", "missing"),
        ("points", "5", "follows from"),
        ("unheard_of", "5", "no measure or attribute"),
    ],
)
def test_what_is_no_fact_is_refused(
    page: MatrixPage, column: str, value: str, sentence: str
) -> None:
    act(page.under, "choose", key="B")
    act(page.card, "correct_column", column)
    act(page.card, "save_fact", {"value": value, "reason": "x"})
    assert sentence in told(page)
    assert page.session.saved.number == 1
    check(page)


def test_a_customer_is_set_aside_and_comes_back(page: MatrixPage) -> None:
    act(page.under, "choose", key="A")
    act(page.card, "save_aside", {"reason": " "})
    assert "reason is missing" in told(page)
    act(page.card, "save_aside", {"reason": "own company"})
    assert "Set aside: own company" in texts(page.under)
    assert page.session.totals.turnover == 1700, "kept in the totals"
    act(page.card, "back")
    assert page.session.review.set_aside == {}
    check(page)


@pytest.mark.parametrize("name", ["save_fact", "uncorrect", "save_aside", "back"])
def test_nobody_chosen_is_told(page: MatrixPage, name: str) -> None:
    act(page.card, "correct_column", "turnover")
    act(page.card, name, {"value": "5", "reason": "x"}, key="turnover")
    assert "There is no customer" in told(page)
    assert page.session.saved.number == 1


def test_notes_are_kept_with_the_customer_and_removed(page: MatrixPage) -> None:
    act(page.under, "choose", key="C")
    for text in ("pays in cash", "pays in cash", " third "):
        act(page.notes, "note", {"text": text})
    assert [note.text for note in page.session.review.notes.values()].count("pays in cash") == 2
    assert "Cedar" in texts(page.notes)
    first, *_ = page.session.review.notes
    act(page.notes, "unnote", key=first)
    act(page.notes, "note", {"text": "fourth"})
    assert [n.text for n in page.session.review.notes.values()] == [
        "pays in cash", "third", "fourth",
    ]  # fmt: skip
    act(page.notes, "note", {"text": "  "})
    assert "empty" in told(page)
    check(page)
