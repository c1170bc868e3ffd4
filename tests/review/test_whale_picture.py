"""The rows of the whale curve's picture: a bar each, two curves, names at both ends."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.customers import Column, Customers
from workbench.review.labels import width_of
from workbench.review.whale import whale
from workbench.review.whale_picture import Drawn, Look, edges, whale_picture


def drawn(profit: list[float], look: Look | None = None) -> Drawn:
    """Return the picture of customers with these profits."""
    frame = pd.DataFrame(
        {"name": [f"Name {i}" for i in range(len(profit))]},
        index=[f"c{i}" for i in range(len(profit))],
    )
    return whale_picture(whale(np.array(profit)), Customers(frame, {}), "EUR", look or Look(), None)


def test_a_bar_each_in_falling_order() -> None:
    """5, 3, −2: whose bars, which are losses, and where the curve turns."""
    shown = drawn([3.0, 5.0, -2.0])
    assert shown.whose.tolist() == [1, 0, 2]
    bars, curve = shown.rows["bars"], shown.rows["curve"]
    assert bars["loss"].tolist() == [False, False, True]
    assert bars["said"][2] == "Name 2: −2 EUR"
    assert curve["y"].argmax() == 2
    assert curve["y"][0] == shown.signals["floor"]


def test_peak_tail_and_total_are_named() -> None:
    texts = drawn([3.0, 5.0, -2.0]).rows["texts"]["text"]
    assert texts == ["total 6 EUR", "peak 133 %, 8 EUR; the tail takes back 2 EUR"]
    assert drawn([3.0, 5.0]).rows["texts"]["text"] == ["total 8 EUR"]


def test_money_is_drawn_where_percent_would_mislead() -> None:
    shown = drawn([3.0, -5.0])
    assert shown.signals["title_curve"] == "Profit added up, EUR"
    assert shown.rows["texts"]["text"][1] == "peak 3 EUR; the tail takes back 5 EUR"


def test_titles_say_what_is_no_fact() -> None:
    """The column's own label: an estimate, or a profit before time."""
    frame = pd.DataFrame({"name": ["A"]}, index=["a"])
    for label in ("Profit (estimated)", "Profit before time"):
        named = Customers(frame, {"profit": Column("profit", label, "EUR")})
        shown = whale_picture(whale(np.array([1.0])), named, "EUR", Look(), None)
        assert shown.signals["title_curve"] == f"{label} added up, % of the total"
        assert shown.signals["title_bars"] == f"{label} of each customer, EUR"


def test_hidden_no_money_is_written_into_the_picture() -> None:
    for profit in ([3.0, 5.0, -2.0], [3.0, -5.0]):
        rows = drawn(profit, Look(hide=True)).rows
        assert not any("EUR" in text for text in (*rows["texts"]["text"], *rows["bars"]["said"]))
    assert drawn([3.0, 5.0, -2.0], Look(hide=True)).rows["texts"]["text"] == ["total", "peak 133 %"]


def test_hidden_money_is_no_tick_either() -> None:
    """Percentages of the total stay; where the curve itself is money, nothing does."""
    for profit, kept in (([3.0, 5.0, -2.0], True), ([3.0, -5.0], False)):
        shown = drawn(profit, Look(hide=True)).signals
        said = [text for text in shown["labels_y"] if text]
        assert bool(said) is kept
        assert all(text.endswith("%") for text in said)
        assert len(shown["labels_y"]) == len(shown["ticks_y"])


def test_the_chosen_one_is_framed_on_bar_and_curve() -> None:
    chosen = drawn([3.0, 5.0, -2.0], Look(chosen=0)).rows["chosen"]
    assert chosen["x"].tolist() == [1 / 3]
    assert chosen["x2"].tolist() == [2 / 3]
    assert len(drawn([3.0, np.nan], Look(chosen=1)).rows["chosen"]["x"]) == 0


def test_both_ends_are_named() -> None:
    names = drawn([float(v) for v in range(40, -20, -1)]).rows["names"]["text"]
    assert "Name 0" in names
    assert "Name 59" in names


def test_nobody_is_a_picture_too() -> None:
    shown = drawn([np.nan])
    assert len(shown.rows["bars"]["x"]) == 0
    assert shown.rows["texts"]["text"] == []


def test_while_something_moves_texts_for_the_pointer_wait() -> None:
    assert "said" not in drawn([1.0], Look(moving=True)).rows["bars"]


@given(st.integers(0, 20_000))
def test_every_customer_is_in_one_bar(n: int) -> None:
    """However many share a bar, bars begin where the one before ends."""
    at = edges(n)
    assert (at[0], at[-1]) == (0, n)
    assert (np.diff(at) > 0).all()
    assert len(at) <= 902


def test_among_many_a_bar_is_the_mean_of_its_customers() -> None:
    shown = drawn([float(v) for v in np.random.default_rng(1).normal(5, 20, 3000)])
    assert len(shown.rows["bars"]["x"]) == 900
    assert "customers" in shown.rows["bars"]["said"][450]


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.55, 0.7, 0.95])
def test_the_words_of_the_peak_stay_within_the_picture(share: float) -> None:
    """Wherever the peak is: a text too long for its side begins farther from its point."""
    adding = int(200 * share)
    look = Look(width=480.0)
    shown = drawn([60_000.0] * adding + [-10.0] * (200 - adding), look)
    texts = shown.rows["texts"]
    for anchor, left, text in zip(texts["anchor"], texts["left"], texts["text"], strict=True):
        wide = look.type_size * width_of(text) / look.width
        ends = (anchor - wide, anchor) if left else (anchor, anchor + wide)
        assert min(ends) >= 0
        assert max(ends) <= 1
