"""The owner's aims and the guess, each answered in one sentence (domain, opening; 6)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workbench.review.aims import Standing, answers
from workbench.review.assumptions import Aims

NOW = Standing(0.12, 30.4, 5.0, 400_000.0, 9, 40, 0.1)


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


def test_the_guess_stands_beside_the_count() -> None:
    assert said(Aims(), guess=12)["Good customers"].endswith("; the guess was 12.")
    assert said(Aims())["Good customers"] == "9 of 40 customers leave 10 % or more."


def test_what_is_not_known_is_said() -> None:
    unknown = replace(NOW, margin=float("nan"), over=float("nan"))
    assert "not known yet" in said(Aims(margin=0.1), unknown)["Margin"]
    assert "not known yet" in said(Aims(free_hours=5), unknown)["Hours"]
