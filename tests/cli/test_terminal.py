"""What is shown in a terminal obeys no client's text, and shows life only to a person."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.cli.terminal import clean, waiting


@given(st.text())
def test_nothing_that_a_terminal_would_obey_is_shown(text: str) -> None:
    """No control, formatting or half character is left, and what is shown is one line."""
    shown = clean(text)
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    assert len(shown.splitlines()) <= 1
    assert clean(shown) == shown


@given(st.text(st.characters(categories=["L", "N", "P"])))
def test_words_are_shown_as_they_are(text: str) -> None:
    """Letters, digits and punctuation of any script stay."""
    assert clean(text) == text


def test_a_program_is_shown_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    """Where no person looks, standard error stays free for the one message."""
    with waiting("Reading [bold]sales.csv"):
        pass
    assert capsys.readouterr() == ("", "")
