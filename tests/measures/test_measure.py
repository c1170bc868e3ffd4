"""A measure says what it is before the client's currency is known."""

from __future__ import annotations

from workbench.measures.measure import MONEY, less, more


def test_direction_and_adding_up_are_said_where_the_measure_is_defined() -> None:
    cost = less("cost", "Cost", MONEY, "cost", "What it costs.", "hours", adds=True)
    share = more("share", "Share", "%", "share", "A part.")
    assert (cost.better, cost.additive, cost.needs) == ("less", True, ("hours",))
    assert (share.better, share.additive, share.needs) == ("more", False, ())
    assert (cost.column("SEK").unit, share.column("SEK").unit) == ("SEK", "%")
