"""Rewards, outreach and whom to look at again (domain 6)."""

from __future__ import annotations

from datetime import date

import numpy as np

from workbench.review.needs import LookAgain, Looked
from workbench.review.rewards import look_again, rewards, silent

TODAY = date(2026, 9, 30)


def test_who_brings_80_percent_of_the_profit_is_valuable_whatever_they_buy() -> None:
    """70 + 20 of 100 reach 80 %: two are valuable; one gift of 10 went there, 40 to others."""
    profit = np.array([70.0, 20.0, 10.0, -50.0, np.nan])
    gifts = np.array([0.0, 1.0, 0.0, 2.0, 1.0])
    money = np.array([0.0, 10.0, 0.0, 30.0, 10.0])
    done = rewards(profit, np.ones(5, dtype=bool), gifts, money, np.minimum(gifts, 1))
    assert (done.gifts, done.bare, done.money, done.to_few, done.waste) == (4, 1, 50, 1, 30)
    assert (done.wasted.tolist(), done.unknown.tolist()) == ([3], [4])
    assert done.passed_over.tolist() == [0]
    assert not done.sentence


def test_without_profit_nobody_is_valuable() -> None:
    one = np.array([1.0])
    done = rewards(np.array([-1.0]), np.array([True]), one, np.array([5.0]), one)
    assert (done.to_few, done.waste) == (0, 5)
    assert done.sentence.startswith("Nobody brings a profit")


def test_where_no_profit_is_known_no_gift_is_untargeted() -> None:
    one = np.array([1.0])
    done = rewards(np.array([np.nan]), np.array([True]), one, np.array([5.0]), one)
    assert (done.waste, done.wasted.tolist(), done.unknown.tolist()) == (0, [], [0])
    assert done.sentence.startswith("Nobody's profit is known yet")


def test_those_set_aside_waste_nothing() -> None:
    """The own company's gift of 50 is none of the review's."""
    profit, counted, one = np.array([10.0, -5.0]), np.array([True, False]), np.array([0.0, 1.0])
    done = rewards(profit, counted, one, one * 50, one)
    assert (done.gifts, done.money, done.wasted.tolist()) == (0, 0, [])


def test_one_answer_is_enough_not_to_be_silent() -> None:
    """The most courted come first; who was never turned to is not on the list."""
    outreach, response = np.array([1.0, 3.0, 2.0, 0.0]), np.array([0.0, 0.0, 1.0, 0.0])
    assert silent(outreach, response, np.ones(4, dtype=bool)).tolist() == [1, 0]


def test_a_date_that_has_come_and_a_changed_strategy_bring_a_customer_back() -> None:
    dates = {
        "a": LookAgain(on=date(2026, 9, 30), why="renewal"),
        "b": LookAgain(on=date(2027, 1, 1)),
    }
    found = look_again({"c": date(2026, 3, 1)}, dates, {}, TODAY)
    assert [(one.customer, one.due) for one in found] == [("c", True), ("a", True), ("b", False)]


def test_a_date_set_after_the_change_puts_it_off() -> None:
    """Set in May for next year: the change of March is not due; set in January, it is."""
    changes = {"c": date(2026, 3, 1)}
    later = LookAgain(on=date(2027, 1, 1), when="2026-05-01T10:00:00+00:00")
    assert [one.due for one in look_again(changes, {"c": later}, {}, TODAY)] == [False]
    earlier = later.model_copy(update={"when": "2026-01-01T10:00:00+00:00"})
    found = look_again(changes, {"c": earlier}, {}, TODAY)
    assert [(one.why, one.due) for one in found] == [("Their strategy changed", True)]


def test_a_change_that_was_looked_at_is_done_with_until_the_next_one() -> None:
    seen = {"c": Looked(on=date(2026, 3, 1))}
    assert look_again({"c": date(2026, 3, 1)}, {}, seen, TODAY) == ()
    assert [one.on for one in look_again({"c": date(2026, 4, 1)}, {}, seen, TODAY)] == [
        date(2026, 4, 1)
    ]
