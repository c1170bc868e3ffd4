"""Frozen reviews: kept with their facts, never changed again, and compared with what is now."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from workbench.engagement import Engagement
from workbench.errors import WorkbenchError
from workbench.frozen import FOLDER, Frozen, Standing, between, freeze, frozen, stages
from workbench.review.assumptions import Assumptions
from workbench.review.axes import Axis, Cut, Matrix
from workbench.review.compare import GRADINGS, STEPS, finding, way_said
from workbench.review.points import Bar, Linear, Points
from workbench.review.review import Correction, Judgement, Review, SetAside
from workbench.review.tiers import Override, Tiers

ON = date(2026, 7, 1)
LINE = Cut(by="value", value=50.0)
AXES = Matrix(x=Axis(column="turnover", cut=LINE), y=Axis(column="points", cut=LINE))
BARS = Points(bars=(Bar(column="size", points=10, how=Linear(worst=0, best=10)),))


@pytest.fixture
def client(tmp_path: Path) -> Engagement:
    """Make a client's folder of four customers, placed by turnover and points."""
    customers = tmp_path / "customers.csv"
    customers.write_text("customer_id,name,size\nA,Alder,9\nB,Birch,9\nC,Cedar,1\nD,Dogwood,1\n")
    sales = tmp_path / "sales.csv"
    sales.write_text(
        "customer_id,date,amount\nA,2026-05-01,90\nB,2026-05-02,20\nC,2026-05-03,80\n"
        "D,2026-05-04,10\n"
    )
    made, _ = Engagement.create(tmp_path / "client", [customers, sales])
    axes = AXES.model_copy(update={"y": Axis(column="points", cut=Cut(by="value", value=5.0))})
    begun = made.review.changed(matrix=axes, points=BARS)
    made.store.commit(begun.to_json(), base=1, who="Ann", words="Axes")
    return made


def now(client: Engagement, **fields: object) -> Standing:
    """Return the client as it is, with fields of the review replaced."""
    review = client.review.changed(**fields)
    return Standing(review, client.facts(review.as_of, review.window))


def kept(client: Engagement, name: str = "Summer") -> Frozen:
    """Freeze the client as it is."""
    assert client.folder
    return freeze(client.folder, now(client), name=name, on=ON, who="Ann", when="2026-07-01T10:00")


def moved(client: Engagement, after: Standing) -> dict[str, tuple[str, ...]]:
    """Return who moved between the frozen review and another, and by what."""
    made = between(frozen(client.folder)[0].standing, after)
    return {way.customer: way.causes for way in made.moved}


def test_a_frozen_review_is_read_back_with_its_facts(client: Engagement) -> None:
    """Name, date, who, every decision and every figure."""
    one = kept(client)
    assert (one.key, one.name, one.on, one.who) == ("2026-07-01-1", "Summer", ON, "Ann")
    again = frozen(client.folder)
    assert again == (one,)
    assert again[0].standing.review.points == BARS
    pd.testing.assert_frame_equal(
        again[0].standing.customers.frame, client.customers(client.review).frame
    )


def test_one_of_the_same_day_stands_beside_it(client: Engagement) -> None:
    """Nothing frozen is ever written over."""
    first, second = kept(client), kept(client, "Summer again")
    assert (first.key, second.key) == ("2026-07-01-1", "2026-07-01-2")
    assert [one.name for one in frozen(client.folder)] == ["Summer again", "Summer"]


def test_what_was_proposed_then_is_settled(tmp_path: Path) -> None:
    """Nobody chose axes or points: what was shown is what is kept."""
    made = Engagement.demo(tmp_path / "demo")
    one = freeze(
        tmp_path / "demo", now(made), name="First", on=ON, who="Ann", when="2026-07-01T10:00"
    )
    review = one.standing.review
    assert review.points is not None
    assert review.matrix.x is not None
    assert review.matrix.x.column == "turnover"
    assert review.matrix.x.cut is not None


def test_the_same_again_moves_nobody(client: Engagement) -> None:
    """Everybody stayed."""
    kept(client)
    for grading in GRADINGS:
        made = between(frozen(client.folder)[0].standing, now(client), grading)
        assert made.counts == {"moved": 0, "stayed": 4, "new": 0, "gone": 0}
        assert finding(made).startswith("Nobody moved")


def test_facts_points_and_lines_move_those_they_move(client: Engagement) -> None:
    """B's turnover was wrong; points ask for less; the line across goes up: one each."""
    kept(client)
    fix = {"B": {"turnover": Correction(value=95.0)}}
    easier = Points(bars=(Bar(column="size", points=10, how=Linear(worst=0, best=2)),))
    assert client.review.matrix.x
    higher = client.review.matrix.x.model_copy(update={"cut": Cut(by="value", value=85.0)})
    lines = client.review.matrix.model_copy(update={"x": higher})

    assert moved(client, now(client, corrections=fix)) == {"B": ("facts",)}
    both = now(client, points=easier)
    assert moved(client, both) == {"C": ("points",), "D": ("points",)}
    assert moved(client, now(client, matrix=lines)) == {"C": ("lines",)}
    all_three = now(client, corrections=fix, points=easier, matrix=lines)
    assert moved(client, all_three) == {
        "B": ("facts",),
        "C": ("points", "lines"),
        "D": ("points",),
    }


def test_one_set_aside_is_not_placed_and_counts_as_fact(client: Engagement) -> None:
    """What was said of a single customer is no line."""
    kept(client)
    aside = now(client, set_aside={"A": SetAside(reason="closed")})
    made = between(frozen(client.folder)[0].standing, aside)
    ways = {way.customer: way for way in made.moved}
    assert ways["A"].causes == ("facts",)
    assert ways["A"].places[-1] == "not placed"


def assuming(part: str, **fields: object) -> Assumptions:
    """Return what is assumed with fields of one part replaced."""
    assumed = Assumptions()
    return assumed.model_copy(update={part: getattr(assumed, part).model_copy(update=dict(fields))})


@pytest.mark.parametrize("said", [{"effort": {"C": "heavy"}}, {"hours_a_month": {"C": 6.0}}])
def test_time_a_customer_takes_counts_as_fact(client: Engagement, said: dict[str, object]) -> None:
    """Whoever is said to take much of our time loses money by the facts, not by a rule.

    The facts cover a month, so 8 of the year's 96 hours are spread.
    """
    paid: dict[str, object] = {"default_rate": 10.0, "margin": 0.5, "practical_hours": 96.0}
    begun = client.review.changed(assumptions=assuming("costs", **paid))
    client.store.commit(begun.to_json(), base=2, who="Ann", words="Costs")
    kept(client)
    heavy = now(client, assumptions=assuming("costs", **paid, **said))
    made = between(frozen(client.folder)[0].standing, heavy, "tier")
    assert "C" in {way.customer for way in made.moved}
    assert {way.cause for way in made.moved} == {"facts"}


@pytest.mark.parametrize(
    "said",
    [
        {"overrides": {"A": Override(tier=4, reason="closing")}},
        {"feeling": {"A": {"value": "painful"}}},
    ],
)
def test_a_tier_somebody_chose_is_told_by_hand(client: Engagement, said: dict[str, object]) -> None:
    """What people judged of one customer is neither a fact nor a rule."""
    begun = client.review.changed(assumptions=assuming("costs", margin=0.5))
    client.store.commit(begun.to_json(), base=2, who="Ann", words="Costs")
    kept(client)
    both = begun.assumptions.model_copy(update={"tiers": Tiers.model_validate(said)})
    made = between(frozen(client.folder)[0].standing, now(client, assumptions=both), "tier")
    assert {way.customer: way.cause for way in made.moved} == {"A": "hand"}
    assert "1 customer moved: 1 by hand;" in finding(made)
    assert way_said(made, made.moved[0]).endswith("by hand")


def test_marks_are_by_hand_and_the_axis_they_stand_on_is_a_line(client: Engagement) -> None:
    """An axis of new marks is one move by the lines; another mark on it is one by hand."""
    kept(client)
    marks = {key: Judgement(value=value) for key, value in zip("ABCD", (5, 1, 5, 1), strict=True)}
    assert client.folder
    up = Axis(column="ease", cut=Cut(by="value", value=3.0))
    judged = {
        "judged": {"ease": marks},
        "matrix": client.review.matrix.model_copy(update={"y": up}),
    }
    assert set(moved(client, now(client, **judged)).values()) == {("lines",)}
    client.store.commit(client.review.changed(**judged).to_json(), base=2, who="Ann", words="Ease")
    freeze(client.folder, now(client), name="Later", on=date(2026, 8, 1), who="Ann", when="later")
    better = {"judged": {"ease": {**marks, "B": Judgement(value=4)}}}
    assert moved(client, now(client, **better)) == {"B": ("hand",)}


def test_axes_nobody_chose_stay_those_of_the_first(client: Engagement) -> None:
    """A default that differs is no decision, so it moves nobody."""
    kept(client)
    open_ = Standing(Review(), client.facts())
    assert moved(client, open_) == {}
    assert len(stages(frozen(client.folder)[0].standing, open_)) == len(STEPS) + 1


@pytest.mark.parametrize("name", ["", "  \n "])
def test_a_frozen_review_needs_a_name(client: Engagement, name: str) -> None:
    """Nothing is left behind by a refusal."""
    with pytest.raises(WorkbenchError, match="no name"):
        kept(client, name)
    assert frozen(client.folder) == ()


def test_a_damaged_one_is_refused_and_does_not_hide_the_others(client: Engagement) -> None:
    """A list is shown of what can be read; what can't be says so."""
    first, second = kept(client), kept(client, "Again")
    (second.folder / "review.json").write_text("{")
    assert frozen(client.folder) == (first,)
    with pytest.raises(WorkbenchError, match="damaged"):
        _ = second.standing
    (first.folder / "facts" / "facts.json").unlink()
    with pytest.raises(WorkbenchError, match="absent"):
        _ = first.standing


def test_a_client_without_a_folder_has_none() -> None:
    """Data frames in a notebook are kept nowhere."""
    assert frozen(None) == ()


def test_a_disk_that_refuses_leaves_nothing_half(
    client: Engagement, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is frozen whole, or not at all."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workbench.frozen._to_disk", full)
    with pytest.raises(WorkbenchError, match="can't be frozen"):
        kept(client)
    assert client.folder
    assert list((client.folder / FOLDER).iterdir()) == []
