"""The owner's aims and the guess, each answered in one sentence (domain, opening; 6)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workbench.review.aims import Standing, answers
from workbench.review.assumptions import Aims

NOW = Standing(0.12, 30.4, 5.0, 400_000.0, 9, 40, 40, 0.1)


def said(aims: Aims, now: Standing = NOW, guess: int | None = None) -> dict[str, str]:
    """Return the answers by what they are about."""
    return dict(answers(aims, guess, now, "EUR"))


@pytest.mark.parametrize(
    ("aim", "answer"), [(0.12, "right at"), (0.15, "3 points below"), (0.1, "2 points above")]
)
def test_the_margin(aim: float, answer: str) -> None:
    assert said(Aims(margin=aim))["Margin"] == f"12 % are left now: {answer} the aim."


def test_hours_to_free_and_to_fill() -> None:
    """Above zero to free, below to fill."""
    assert "30 hours a month go beyond" in said(Aims(free_hours=20))["Hours"]
    assert "may take 5 hours a month more" in said(Aims(free_hours=-20))["Hours"]


def test_the_market_share() -> None:
    assert "are 8 % of a market of 5,000,000 EUR" in said(Aims(market_size=5e6))["Market"]
    assert dict(answers(Aims(market_size=5e6), None, NOW, ""))["Market"] == (
        "We have 8 % of the market."
    )


def test_the_guess_stands_beside_the_count() -> None:
    assert said(Aims(), guess=12)["Good customers"].endswith("; the guess was 12.")
    assert said(Aims())["Good customers"] == "9 of 40 customers leave 10 % or more."


def test_what_is_not_known_is_said() -> None:
    unknown = replace(NOW, margin=float("nan"), over=float("nan"), good=0, known=0)
    assert "not known yet" in said(Aims(margin=0.1), unknown)["Margin"]
    assert "not known yet" in said(Aims(free_hours=5), unknown)["Hours"]
    assert said(Aims(), unknown, guess=3)["Good customers"] == (
        "How many customers leave 10 % or more is not known yet; the guess was 3."
    )


def test_whose_margin_is_not_known_is_not_counted_as_bad() -> None:
    partly = replace(NOW, known=39, whole=False)
    assert said(Aims(), partly)["Good customers"] == (
        "9 of 39 customers leave 10 % or more; 1 has no known margin."
    )
    assert (
        "12 % are left now, as far as known: right at" in said(Aims(margin=0.12), partly)["Margin"]
    )


def test_what_is_no_fact_is_said() -> None:
    told = said(Aims(margin=0.12, free_hours=5), replace(NOW, noted=" (estimated)"))
    assert all("(estimated)" in answer for answer in told.values())
