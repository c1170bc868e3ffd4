"""An override is flagged when the facts under it are others: which, then → now (domain 9)."""

from __future__ import annotations

from small_clients import client
from tiered_clients import COLUMNS

from workbench.review.tier_override import changed, facts_under, moved_rules, proposed
from workbench.review.tiers import Override


def test_the_facts_are_kept_and_compared_as_they_are_said() -> None:
    """A cent is no change, another profit is; a feeling said since is one too."""
    then = client({"turnover": [100.0], "profit": [20.0], "feeling": [None]}, columns=COLUMNS)
    kept = facts_under(then, 0)
    assert kept == {"profit": 20.0, "turnover": 100.0}
    override = Override(tier=1, reason="They open doors", facts=kept)
    cents = client({"turnover": [100.2], "profit": [20.1], "feeling": [None]}, columns=COLUMNS)
    assert changed(cents, 0, override) == ()
    now = client({"turnover": [100.0], "profit": [-30.0], "feeling": ["painful"]}, columns=COLUMNS)
    said = [str(change) for change in changed(now, 0, override)]
    assert said == ["Profit: 20 EUR → −30 EUR", "Feeling: not known → painful"]


def test_rules_that_propose_another_tier_say_so() -> None:
    """The rules may have moved although the facts have not."""
    customers = client({"tier_proposed": ["Good income", None]}, columns=COLUMNS)
    assert (proposed(customers, 0), proposed(customers, 1)) == (2, None)
    override = Override(tier=1, reason="so", proposed=3)
    assert moved_rules(override, 2) == (
        "The rules proposed 3 Break-even then and propose 2 Good income now"
    )
    assert moved_rules(Override(tier=1, reason="so", proposed=2), 2) == ""
