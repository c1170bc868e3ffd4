"""Moving and deciding (architecture): preview saves nothing, a commit is saved before it shows."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.engagement import Engagement
from workbench.errors import WorkbenchError
from workbench.review.axes import Axis, Cut
from workbench.review.review import Judgement, Note, OwnMeasure, Review, SetAside
from workbench.session import Session, measure

SALES = pd.DataFrame(
    {
        "customer_id": ["A", "A", "B", "C"],
        "date": ["2025-03-01", "2025-09-01", "2025-06-01", "2025-08-01"],
        "amount": [100.0, 50.0, 30.0, 5.0],
        "direct_cost": [60.0, 20.0, 45.0, 1.0],
    }
)


@pytest.fixture
def session() -> Session:
    """Return a page's session on a client held in memory."""
    return Session(Engagement.from_frames(sales=SALES), who="Ann")


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Session, Session]]:
    """Return two pages on one folder, each with a connection of its own."""
    file = tmp_path / "sales.csv"
    SALES.to_csv(file, index=False)
    first, _ = Engagement.create(tmp_path / "client", [file])
    second = Engagement.open(tmp_path / "client")
    yield Session(first, who="Ann"), Session(second, who="Ben")
    first.store.close()
    second.store.close()


def window(value: str) -> Callable[[Review], Review]:
    """Change the window."""
    return lambda review: review.changed(window=value)


def aside(customer: str) -> Callable[[Review], Review]:
    """Set a customer aside."""
    return lambda review: review.changed(
        set_aside={**review.set_aside, customer: SetAside(reason="closed")}
    )


def cut_at(value: float) -> Callable[[Review], Review]:
    """Put the line of turnover somewhere."""

    def change(review: Review) -> Review:
        axis = Axis(column="turnover", cut=Cut(by="value", value=value))
        return review.changed(
            matrix=review.matrix.model_copy(update={"x": axis, "y": Axis(column="orders")})
        )

    return change


def test_a_preview_shows_and_saves_nothing(session: Session) -> None:
    before = session.saved
    session.preview(cut_at(40))
    assert session.placement.x.line.value == 40
    assert session.totals.quadrants[0].customers == 1
    session.preview(cut_at(20))
    assert session.placement.x.line.value == 20
    assert session.saved == before
    assert session.engagement.review.matrix.x is None
    session.cancel()
    assert session.review == session.engagement.review


def test_each_preview_starts_from_what_is_saved(session: Session) -> None:
    session.preview(aside("A"))
    session.preview(aside("B"))
    assert set(session.review.set_aside) == {"B"}


def test_a_commit_is_on_disk_before_the_page_says_so(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []
    session.observe(lambda _: seen.append(session.engagement.review.window), ["review", "saved"])
    session.commit(window("all"), "All years")
    assert seen
    assert set(seen) == {"all"}
    assert session.saved.who == "Ann"
    assert len(session.saved.clock()) == len("14:02")
    assert monkeypatch


def test_one_gesture_is_one_revision_and_one_change_of_the_review(session: Session) -> None:
    changes: list[Any] = []
    session.observe(changes.append, "review")
    for at in (10, 20, 30):
        session.preview(cut_at(at))
    session.commit(cut_at(40), "Line at 40")
    assert len(changes) == 4
    assert [r.words for r in session.engagement.store.history()][:1] == ["Line at 40"]
    assert session.saved.number == 2


def test_a_commit_of_what_was_previewed_draws_nothing_twice(session: Session) -> None:
    session.preview(cut_at(40))
    placement, changes = session.placement, []
    session.observe(changes.append, "review")
    session.commit(cut_at(40), "Line at 40")
    assert changes == []
    assert session.placement is placement


def test_rerunning_a_commit_changes_nothing(session: Session) -> None:
    """Issue, «For analysts»: rerunning a cell changes nothing."""
    number = session.commit(window("all"), "All years")
    assert session.commit(window("all"), "All years") == number
    assert len(session.engagement.store.history()) == 2


def test_undo_and_redo_name_what_they_did(session: Session) -> None:
    session.commit(window("all"), "All years")
    session.commit(aside("A"), "A set aside")
    assert (session.saved.can_undo, session.saved.can_redo) == (True, False)
    assert session.undo().words == "Undone: A set aside, by Ann"  # type: ignore[union-attr]
    assert session.saved.notice == "Undone: A set aside, by Ann"
    assert (session.review.set_aside, session.review.window) == ({}, "all")
    assert session.redo().words == "Redone: A set aside, by Ann"  # type: ignore[union-attr]
    assert set(session.review.set_aside) == {"A"}
    session.undo()
    session.undo()
    assert session.undo() is None, "the beginning can't be undone"
    assert session.review == Review()


@pytest.mark.parametrize(
    "forged",
    [
        {"window": "banana"},
        {"as_of": "someday"},
        {"matrix": 5},
        {"set_aside": {"A": "closed"}},
        {"judged": {"judged_trust": {"A": Judgement(value=3).model_copy(update={"value": 99})}}},
        {"levels": {"segment": ()}},
        {"notes": {"n": Note(page="x", text="y").model_copy(update={"text": float("nan")})}},
        {"unheard_of": 1},
        {"measures": {"m": OwnMeasure(expression="__import__('os')")}},
        {"measures": {"name": OwnMeasure(expression="orders")}},
        {"measures": {"turnover": OwnMeasure(expression="orders")}},
    ],
)
def test_no_invalid_state_is_ever_saved(session: Session, forged: dict[str, Any]) -> None:
    """Copies of a review are not checked where they are made; the commit checks them whole."""
    session.preview(cut_at(40))
    before = session.engagement.store.head()
    with pytest.raises(WorkbenchError):
        session.commit(lambda r: r.model_copy(update=forged), "Forged")
    assert session.engagement.store.head() == before
    assert session.review == session.engagement.review, "the saved review is shown again"
    assert session.placement


def test_a_change_that_fails_leaves_the_saved_review(session: Session) -> None:
    def fail(_: Review) -> Review:
        raise ZeroDivisionError

    session.preview(cut_at(40))
    with pytest.raises(ZeroDivisionError):
        session.commit(fail, "Never")
    assert session.review == session.engagement.review


def test_a_disk_that_refuses_leaves_the_saved_review(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise WorkbenchError("The disk is full, nothing was saved")

    session.preview(window("all"))
    monkeypatch.setattr(session.engagement.store, "commit", full)
    with pytest.raises(WorkbenchError, match="full"):
        session.commit(window("all"), "All years")
    assert session.review.window == "12m"


def test_two_pages_see_each_other(two: tuple[Session, Session]) -> None:
    """Issue: each page sees the other's change."""
    ann, ben = two
    ann.commit(window("all"), "All years")
    assert ben.review.window == "12m"
    assert ben.poll()
    assert ben.review.window == "all"
    assert ben.saved.notice == "Ann changed: All years"
    assert not ben.poll()
    assert not ann.poll(), "its own commit is no news to a page"


def test_what_was_saved_right_after_my_own_commit_is_seen(two: tuple[Session, Session]) -> None:
    """Another page saves between my commit and my next look: it must not be missed."""
    ann, ben = two
    store = ann.engagement.store
    commit = store.commit

    def and_then_ben(*given_: Any, **more: Any) -> Any:
        done = commit(*given_, **more)
        ben.commit(aside("B"), "B set aside")
        return done

    store.commit = and_then_ben  # type: ignore[method-assign]
    ann.commit(window("all"), "All years")
    store.commit = commit  # type: ignore[method-assign]
    assert "B" not in ann.review.set_aside
    assert ann.poll()
    assert "B" in ann.review.set_aside


def test_changes_of_different_fields_merge_and_say_so(two: tuple[Session, Session]) -> None:
    ann, ben = two
    ann.commit(window("all"), "All years")
    ben.commit(aside("A"), "A set aside")
    assert (ben.review.window, set(ben.review.set_aside)) == ("all", {"A"})
    assert ben.saved.notice == "Merged with what Ann saved meanwhile."
    assert ann.poll()
    assert ann.review == ben.review


def test_after_a_conflict_both_values_stand_in_the_history(two: tuple[Session, Session]) -> None:
    """Architecture: edits to the same field show both values, and the one not kept stays."""
    ann, ben = two
    ann.commit(window("24m"), "Two years")
    ben.commit(window("all"), "All years")
    assert ben.review.window == "all"
    assert ben.saved.notice == (
        "Two changes to «window»: all is kept, 24m by Ann stands in the history."
    )
    conflict = ben.engagement.store.history()[0].conflicts[0]
    assert (conflict.mine, conflict.theirs) == ("all", "24m")
    assert ann.poll()
    assert ann.review.window == "all"


def test_a_conflict_is_said_in_plain_words(two: tuple[Session, Session]) -> None:
    ann, ben = two
    ann.commit(cut_at(40), "Line at 40")
    ben.poll()
    ann.commit(cut_at(10), "Line at 10")
    ben.commit(cut_at(20), "Line at 20")
    assert ben.saved.notice == (
        "Two changes to «matrix › x › cut»: value, 20 is kept, "
        "value, 10 by Ann stands in the history."
    )


def test_a_page_that_drags_is_not_disturbed(two: tuple[Session, Session]) -> None:
    ann, ben = two
    ben.preview(cut_at(40))
    ann.commit(window("all"), "All years")
    assert not ben.poll()
    assert ben.review.matrix.x is not None
    ben.commit(cut_at(40), "Line at 40")
    assert ben.review.window == "all"


def test_undo_takes_back_the_other_page_s_change_and_names_it(two: tuple[Session, Session]) -> None:
    ann, ben = two
    ann.commit(window("all"), "All years")
    ben.poll()
    assert ben.undo().words == "Undone: All years, by Ann"  # type: ignore[union-attr]


def test_measures_that_need_each_other_are_not_merged_into_a_circle(
    two: tuple[Session, Session],
) -> None:
    """Each page's measure is sound alone; together they could never be computed again."""
    ann, ben = two
    for one in ("first", "second"):
        ann.measure(one, "orders")
    ben.poll()
    ann.measure("first", "second + 1")
    with pytest.raises(WorkbenchError, match="circle"):
        ben.measure("second", "first + 1")
    assert ben.poll()
    assert ben.customers.numbers("first").tolist() == ben.customers.numbers("second").tolist() or (
        ben.review.measures["second"].expression == "orders"
    )
    assert Session(ben.engagement).placement


def test_a_reload_shows_the_last_saved_state(two: tuple[Session, Session]) -> None:
    ann, _ = two
    ann.commit(cut_at(40), "Line at 40")
    ann.preview(cut_at(99))
    again = Session(ann.engagement)
    assert again.placement.x.line.value == 40


def test_own_measures_are_saved_and_can_be_picked(session: Session) -> None:
    """Issue, «For analysts»: saved with the client, appears in every picker."""
    values = session.measure("margin_per_order", "gross_margin / orders", unit="EUR/order")
    assert values.tolist() == [35, -15, 4]
    assert session.customers.columns["margin_per_order"].unit == "EUR/order"
    number = session.saved.number
    session.measure("margin_per_order", "gross_margin / orders", unit="EUR/order")
    assert session.saved.number == number
    assert Session(session.engagement).customers.numbers("margin_per_order").tolist() == [
        35,
        -15,
        4,
    ]
    session.measure("margin_per_order", "gross_margin")
    assert session.customers.numbers("margin_per_order")[0] == 70


def test_measure_acts_on_the_client_at_hand(session: Session) -> None:
    """Issue, «For analysts»: measure("margin_per_hour", …) in a cell, without saying whose."""
    values = measure("margin_per_order", "gross_margin / orders", unit="EUR/order")
    assert values.tolist() == [35, -15, 4]
    assert "margin_per_order" in session.review.measures, "the session of this notebook has it"


def test_measure_follows_the_client_opened_last(session: Session) -> None:
    other = Engagement.from_frames(sales=SALES)
    measure("twice", "orders * 2")
    assert "twice" in other.review.measures
    assert "twice" not in session.review.measures
    assert Session.at_hand().engagement is other
    again = Session(session.engagement)
    measure("thrice", "orders * 3")
    assert "thrice" in again.review.measures, "beginning a session takes its client up again"


def test_without_any_client_it_is_the_one_the_notebook_was_started_for(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Engagement, "latest", None)
    monkeypatch.setattr(Engagement, "current", lambda: session.engagement)
    assert Session.at_hand().engagement is session.engagement


@pytest.mark.parametrize(
    ("name", "expression", "sentence"),
    [
        ("m", "nonsense / 2", "There is no column «nonsense»"),
        ("m", "turnovr * 2", "did you mean «turnover»"),
        ("m", "open('x')", "can't stand in a formula"),
        ("m", "(1).__class__", "can't stand in a formula"),
        ("m", "", "empty"),
        ("m", "1 +", "no formula"),
        ("m", "m + 1", "needs itself"),
        ("Margin", "orders", "can't be the name"),
        ("turnover", "orders", "already"),
        ("name", "orders", "already"),
        ("points", "orders", "already"),
        ("m", "N" * 501, "501 characters"),
        ("m", "points * 2", "There is no column «points»"),
    ],
)
def test_a_formula_that_cannot_be_used_is_refused_with_a_sentence(
    session: Session, name: str, expression: str, sentence: str
) -> None:
    with pytest.raises(WorkbenchError, match=sentence):
        session.measure(name, expression)
    assert session.review.measures == {}
    assert session.saved.number == 1


def test_a_measure_s_direction_is_checked(session: Session) -> None:
    with pytest.raises(WorkbenchError, match="better"):
        session.measure("m", "orders", better="sideways")  # type: ignore[arg-type]


def test_an_axis_whose_measure_is_gone_does_not_keep_the_page_from_opening(
    two: tuple[Session, Session],
) -> None:
    """Ben picks the measure while Ann takes it back: the merge is told, not fatal."""
    ann, ben = two
    ann.measure("rare", "orders * 2")
    ben.poll()
    ann.undo()
    ben.commit(
        lambda r: r.changed(matrix=r.matrix.model_copy(update={"x": Axis(column="rare")})), "Across"
    )
    assert ben.gone == ("rare",)
    assert ben.placement.x.column.name == "turnover"
    assert Session(ann.engagement).gone == ("rare",)


def test_a_joined_column_on_an_axis_is_gone_with_the_notebook(session: Session) -> None:
    session.engagement.join(pd.DataFrame({"nps": [1.0, 2.0]}, index=["A", "B"]))
    session.commit(
        lambda r: r.changed(matrix=r.matrix.model_copy(update={"y": Axis(column="nps")})), "Up"
    )
    assert session.gone == ()
    assert session.placement.y.column.name == "nps"
    session.engagement._joined.clear()
    session.engagement._kept.clear()
    assert session.gone == ("nps",)
    assert session.placement.y.column.name != "nps"


moves = st.one_of(
    st.sampled_from([10.0, 20.0, 40.0, 1e9, -5.0]).map(cut_at),
    st.sampled_from(["A", "B", "gone"]).map(aside),
    st.sampled_from(["1m", "12m", "all"]).map(window),
    st.sampled_from([date(2025, 6, 30), date(2030, 1, 1)]).map(
        lambda day: lambda r: r.changed(as_of=day)
    ),
    st.just(lambda r: r.changed(judged={"judged_x": {"A": Judgement(value=3)}})),
)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.sampled_from(["preview", "commit", "undo", "redo"]), moves), max_size=8)
)
def test_what_is_shown_is_what_the_review_says(steps: list[tuple[str, Any]]) -> None:
    """After any gestures the placement equals one from scratch, and the rest is on disk."""
    session = Session(fresh_client())
    for kind, change in steps:
        if kind in {"undo", "redo"}:
            getattr(session, kind)()
        elif kind == "preview":
            session.preview(change)
        else:
            session.commit(change, "A step")
        fresh = session.engagement.place(session.review)
        assert np.array_equal(session.placement.quadrant, fresh.quadrant)
        assert session.placement.review is session.review
        json.dumps(session.review.to_json(), allow_nan=False)
        if kind != "preview":
            assert session.review == session.engagement.review


def fresh_client() -> Engagement:
    return Engagement.from_frames(sales=SALES)


def test_the_watch_sees_others_and_survives_a_fault(
    two: tuple[Session, Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, ben = two
    monkeypatch.setattr("workbench.session._POLL_SECONDS", 0.001)
    fail = [True]
    poll = ben.poll

    def once() -> bool:
        if fail.pop() if fail else False:
            raise RuntimeError("a drawing went wrong")
        return poll()

    monkeypatch.setattr(ben, "poll", once)

    async def both() -> None:
        ben.watch()
        seen = asyncio.Event()
        ben.observe(lambda _: seen.set(), "review")
        ann.commit(window("all"), "All years")
        await asyncio.wait_for(seen.wait(), 5)
        ben._watching.cancel()
        with suppress(asyncio.CancelledError):
            await ben._watching

    asyncio.run(both())
    assert ben.review.window == "all"
