"""The nine signs out of events, scores and entries; and who is falling away (domain 7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from workbench.customers import Customers
from workbench.measures.collect import collect
from workbench.measures.derive import derive
from workbench.measures.facts import Facts
from workbench.measures.loyalty import EVENT, NOTHING, PERSON, SCORES, signs_of
from workbench.review.assumptions import SIGNS, Assumptions, Loyalty
from workbench.review.signs import NO, UNKNOWN, YES
from workbench.sources.ledger import Ledger

EVENTS = """[customers]
customer_id
A
B
C

[events]
customer_id, date, kind
A, 2024-02-01, referral
A, 2024-03-01, renewal
B, 2024-02-01, price_challenge
B, 2023-02-01, referral
"""


def _loyalty(**fields: Any) -> Loyalty:
    return Loyalty.model_validate(fields)


def _signs(facts: Facts, loyalty: Loyalty, scores: list[float] | None = None) -> dict[str, Any]:
    sums = np.full(len(facts), np.nan) if scores is None else np.array(scores)
    found = signs_of(facts, loyalty, sums, 5)
    return {
        f"{key} {name}": (int(found.states[row, at]), int(found.rests_on[row, at]))
        for row, key in enumerate(facts.frame.index)
        for at, name in enumerate(SIGNS)
    }


def test_events_set_signs_and_an_absent_one_says_nothing(
    ledger_of: Callable[[str], Ledger],
) -> None:
    """Domain 7: event kind → sign by a visible table; an absent event is unknown."""
    found = _signs(collect(ledger_of(EVENTS)), Loyalty())
    assert found["A recommends"] == (YES, EVENT)
    assert found["A full_trust"] == (YES, EVENT)
    assert found["B price_no_issue"] == (NO, EVENT)
    assert found["B recommends"] == (UNKNOWN, NOTHING)  # before the window
    assert all(found[f"C {name}"] == (UNKNOWN, NOTHING) for name in SIGNS)


def test_where_two_events_disagree_the_later_counts_and_on_one_day_the_no(
    ledger_of: Callable[[str], Ledger],
) -> None:
    text = """[events]
    customer_id, date, kind
    A, 2024-02-01, gift
    A, 2024-03-01, complaint
    B, 2024-04-01, gift
    B, 2024-03-01, complaint
    C, 2024-04-01, gift
    C, 2024-04-01, complaint
    """
    rules = [
        {"kind": "complaint", "sign": "engaged", "value": "no"},
        {"kind": "gift", "sign": "engaged"},
    ]
    facts = collect(ledger_of(text))
    for table in (rules, rules[::-1]):
        found = _signs(facts, _loyalty(rules=table))
        assert [found[f"{key} engaged"][0] for key in "ABC"] == [NO, YES, NO]


def test_a_person_s_entry_wins_and_says_who(ledger_of: Callable[[str], Ledger]) -> None:
    entries = {
        "A": {"recommends": {"value": "no", "who": "Room", "when": "2024-03-03"}},
        "B": {"price_no_issue": {"value": "unknown"}, "gone_sign": {"value": "yes"}},
        "gone": {"engaged": {"value": "yes"}},
    }
    found = _signs(collect(ledger_of(EVENTS)), _loyalty(entries=entries))
    assert found["A recommends"] == (NO, PERSON)
    assert found["B price_no_issue"] == (UNKNOWN, PERSON)


def test_the_seventh_follows_from_the_scores(ledger_of: Callable[[str], Ledger]) -> None:
    """Four fifths of 15 is 12. D bought once, but not in the window; E never."""
    text = """[customers]
    customer_id
    E
    [sales]
    customer_id, date, amount
    A, 2024-06-01, 5
    B, 2024-06-01, 5
    D, 2022-06-01, 5
    """
    facts = collect(ledger_of(text))
    scores = [12.0, 11.0, np.nan, np.nan]
    found = _signs(facts, Loyalty(), scores)
    assert [found[f"{key} buys_well"] for key in "ABDE"] == [
        (YES, SCORES),
        (NO, SCORES),
        (NO, SCORES),
        (UNKNOWN, NOTHING),
    ]
    assert _signs(facts, Loyalty(buys_well_from=11), scores)["B buys_well"] == (YES, SCORES)


def test_loyalty_is_a_range_and_missing_where_nothing_is_known(
    ledger_of: Callable[[str], Ledger],
) -> None:
    """A: two of nine yes, none no: 2/9 to 1, all of what is known; C: nothing."""
    customers = derive(collect(ledger_of(EVENTS)))
    low, high = customers.range_of("loyalty")
    np.testing.assert_allclose(low, [2 / 9, 0, 0])
    np.testing.assert_allclose(high, [1, 8 / 9, 1])
    np.testing.assert_allclose(customers.numbers("loyalty"), [11 / 18, 4 / 9, np.nan])
    np.testing.assert_allclose(customers.numbers("loyalty_known"), [1, 0, np.nan])
    assert customers.why_missing("loyalty", 2) == "None of the nine signs is known"
    weightless = Assumptions(loyalty=_loyalty(weights=dict.fromkeys(SIGNS, 0)))
    without = derive(collect(ledger_of(EVENTS)), assumptions=weightless)
    assert without.why_missing("loyalty", 0) == "No sign has any weight"


def test_a_correction_of_loyalty_is_no_range(ledger_of: Callable[[str], Ledger]) -> None:
    customers = derive(collect(ledger_of(EVENTS)), {"loyalty": {"A": 0.5}})
    low, high = customers.range_of("loyalty")
    assert low[0] == high[0] == 0.5


def _falling(customers: Customers) -> dict[str, str | None]:
    return dict(zip(customers.ids, customers.frame["falling_away"], strict=True))


def _sales(orders: dict[str, list[tuple[str, int]]]) -> str:
    lines = ["[sales]", "customer_id, date, amount"]
    lines += [f"{key}, {day}, {amount}" for key, days in orders.items() for day, amount in days]
    return "\n".join(lines)


def test_falling_away_by_hand(ledger_of: Callable[[str], Ledger]) -> None:
    """As of 2024-12-31 over 12 months. The window before: A 440, B 440, C 100, D 100, E 1 of 1,081.

    A and B bring the 80 %. A bought every quarter and is silent since June: falling away. B goes
    on. C, silent too, never mattered; nor did E, however much it buys now.
    """
    months = [f"2023-{m:02}-15" for m in (3, 6, 9, 12)]
    text = _sales(
        {
            "A": [(day, 110) for day in [*months, "2024-03-15", "2024-06-15"]],
            "B": [(day, 110) for day in [*months, "2024-03-15", "2024-06-15", "2024-12-31"]],
            "C": [("2023-03-01", 100)],
            "D": [("2023-03-01", 100), ("2024-12-30", 100)],
            "E": [("2023-01-02", 1), ("2024-10-01", 900)],
        }
    )
    customers = derive(collect(ledger_of(text)))
    # A: gap 92 days, silent 199 > 184; B: 3 orders after 4 is × 0.75, which isn't below it
    assert _falling(customers) == {"A": "yes", "B": "no", "C": "no", "D": "no", "E": "no"}


def test_a_trend_below_three_quarters_is_falling_away(ledger_of: Callable[[str], Ledger]) -> None:
    """Five orders became three, × 0.6, the last one today."""
    before = [f"2023-{m:02}-15" for m in (1, 3, 6, 9, 12)]
    text = _sales({"A": [(d, 10) for d in [*before, "2024-05-01", "2024-09-01", "2024-12-31"]]})
    assert _falling(derive(collect(ledger_of(text)))) == {"A": "yes"}


def test_nothing_is_said_where_nothing_can_be(ledger_of: Callable[[str], Ledger]) -> None:
    few = _sales({"A": [("2023-01-10", 10), ("2024-12-31", 10)]})
    customers = derive(collect(ledger_of(few)))
    assert _falling(customers) == {"A": None}
    assert customers.why_missing("falling_away", 0).startswith("Fewer than 4 days with an order")
    everything = derive(collect(ledger_of(few), window="all"))
    assert everything.why_missing("falling_away", 0).startswith("There is no window before")
    young = _sales({"A": [("2024-12-31", 10)]})
    assert derive(collect(ledger_of(young))).why_missing("falling_away", 0) == (
        "The sales begin on 2024-12-31, too late for the window before"
    )
