"""The library of treatments: something for every part, a quadrant's own action first."""

from __future__ import annotations

from small_clients import client, reviewed

from workbench.review.placement import place
from workbench.review.treatments import known, treatments
from workbench.review.value_groups import value_groups


def test_every_part_of_the_base_has_something_worth_doing() -> None:
    """Quadrants bring their own default action; tiers and groups the method's."""
    placed = place(
        client({"turnover": [1, 2], "days_late": [1, 2]}), reviewed("turnover", "days_late")
    )
    for place_ in placed.quadrants:
        offered = treatments("quadrant", str(place_.place), placed)
        assert offered[0].action == place_.action
        assert len({t.action for t in offered}) == len(offered)
    for tier in "1234":
        assert treatments("tier", tier, placed)
    for group in value_groups(2):
        assert treatments("group", group.name, placed)
    for kind in ("everybody", "several", "needs", "segment", "customer"):
        assert treatments(kind, "", placed)
    assert known("tier", "4", placed, treatments("tier", "4", placed)[0].action).gives_us
    assert known("tier", "4", placed, "Sing").gives_us == ""
