"""Own measures stand on facts, on what the room judged and on what was joined, in that order."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench import Engagement, Review, Session, WorkbenchError
from workbench.measures.everybody import needing
from workbench.measures.expression import Formula
from workbench.review.review import Correction, Judgement, OwnMeasure

SALES = pd.DataFrame(
    {
        "customer_id": ["A", "A", "B"],
        "date": ["2025-01-31", "2025-02-28", "2025-03-31"],
        "amount": [10.0, 30.0, 20.0],
    }
)
NPS = pd.DataFrame({"nps": [8.0, 5.0], "channel": ["web", "visit"]}, index=["A", "B"])
PROSPECTS = pd.DataFrame({"customer_id": ["P"], "name": ["Pine"], "potential": [100.0]})


@pytest.fixture
def session() -> Session:
    """Return a session on two customers and a prospect."""
    return Session(Engagement.from_frames(sales=SALES, prospects=PROSPECTS))


def test_an_own_measure_stands_on_a_joined_column(session: Session) -> None:
    """By hand: 8 × 2 orders, 5 × 1 order; a prospect was not joined."""
    session.engagement.join(NPS)
    values = session.measure("applause", "nps * orders")
    assert np.array_equal(values, [16, 5, np.nan], equal_nan=True)
    assert session.customers.columns["applause"].needs == ("nps", "orders")
    assert session.customers.why_missing("applause", 2) == "The joined «Nps» has no value"
    assert session.customers.frame["kind"].tolist() == ["customer", "customer", "prospect"]


def test_an_own_measure_stands_on_what_the_room_judged(session: Session) -> None:
    trust = {"A": Judgement(value=4), "P": Judgement(value=2)}
    session.commit(lambda r: r.changed(judged={"judged_trust": trust}), "Trust judged")
    assert session.measure("weight", "judged_trust * 10").tolist()[::2] == [40, 20]
    assert session.customers.why_missing("weight", 1) == "Not judged"


def test_measures_upon_measures_follow_in_the_right_order(session: Session) -> None:
    session.engagement.join(NPS)
    session.measure("b_first", "nps + 1")
    session.measure("a_second", "b_first * 2 + turnover")
    session.measure("plain", "turnover * 2")
    frame = session.customers.frame
    assert frame["a_second"].tolist()[:2] == [58, 32]
    assert frame["plain"].tolist()[:2] == [80, 40]


def test_a_correction_stands_before_what_is_computed_from_it(session: Session) -> None:
    session.engagement.join(NPS)
    session.measure("double", "nps * 2")
    session.measure("more", "double + 1")
    fixes = {"A": {"nps": Correction(value=1.0)}, "B": {"double": Correction(value=7.0)}}
    session.commit(lambda r: r.changed(corrections=fixes), "Corrected")
    assert session.customers.frame["more"].tolist()[:2] == [3, 8]


def test_closed_with_the_notebook_the_measure_says_what_it_needs(session: Session) -> None:
    session.engagement.join(NPS)
    session.measure("applause", "nps * orders")
    again = Engagement.from_frames(sales=SALES)
    customers = again.customers(session.review)
    assert np.isnan(customers.numbers("applause")).all()
    assert customers.why_missing("applause", 0) == (
        "It needs «nps», which isn't there: it was taken back, or joined in another notebook"
    )
    again.join(NPS)
    assert again.customers(session.review).frame["applause"].tolist() == [16, 5]


@pytest.mark.parametrize(
    ("name", "expression", "sentence"),
    [
        ("m", "npz * 2", "«npz»; did you mean «nps»"),
        ("m", "channel * 2", "«channel» holds words"),
        ("nps", "orders * 2", "«nps» already"),
    ],
)
def test_what_can_not_be_is_refused_with_a_sentence(
    session: Session, name: str, expression: str, sentence: str
) -> None:
    session.engagement.join(NPS)
    with pytest.raises(WorkbenchError, match=sentence):
        session.measure(name, expression)
    assert session.review.measures == {}


def test_a_column_never_joined_is_said_how_to_join() -> None:
    session = Session(Engagement.from_frames(sales=SALES))
    with pytest.raises(WorkbenchError) as refused:
        session.measure("m", "zzz * 2")
    assert refused.value.what == "There is no column «zzz»"
    assert refused.value.then == "Join it first, with engagement.join(frame)."


def test_a_joined_column_may_not_take_a_judged_one_s_name(session: Session) -> None:
    judged = {"judged_trust": {"A": Judgement(value=4)}}
    session.commit(lambda r: r.changed(judged=judged), "Trust judged")
    with pytest.raises(WorkbenchError, match="already"):
        session.engagement.join(pd.DataFrame({"judged_trust": [1.0]}, index=["A"]))


def test_only_what_needs_a_column_is_found_through_any_steps() -> None:
    own = [Formula("c", "b + 1"), Formula("b", "nps"), Formula("a", "orders")]
    assert [formula.name for formula in needing(own, ["nps"])] == ["b", "c"]
    assert needing(own, []) == ()


def test_nothing_else_changes_by_an_own_measure_upon_a_joined_column() -> None:
    plain, more = (Engagement.from_frames(sales=SALES) for _ in range(2))
    for engagement in (plain, more):
        engagement.join(NPS)
    before = plain.customers(Review())
    after = more.customers(Review(measures={"m": OwnMeasure(expression="nps + 1")}))
    same = [name for name in before.frame if name != "points"]
    pd.testing.assert_frame_equal(before.frame[same], after.frame[same])
    assert {n: c for n, c in after.columns.items() if n not in {"m", "points"}} == {
        n: c for n, c in before.columns.items() if n != "points"
    }
