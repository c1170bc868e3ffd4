"""The points page without a browser: what its controls change, and what follows."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest
from shown import act, text_of

from workbench.customers import Column
from workbench.engagement import Engagement
from workbench.pages.matrix_changes import aside
from workbench.pages.points import PointsPage, points
from workbench.pages.points_changes import as_typed, as_value, ranks, swings
from workbench.review.points import Bands, ByLevel, Linear
from workbench.session import Session
from workbench.widgets.view import View

HOSTILE = "<img src=x onerror=alert(1)>"
_counter = itertools.count(1)


def engagement(n: int = 12) -> Engagement:
    """Make a client whose customers differ in turnover, region and people; one name is hostile."""
    keys = [f"c{i:02}" for i in range(n)]
    customers = pd.DataFrame(
        {
            "customer_id": keys,
            "name": [HOSTILE, "N" * 300, *(f"Name {i}" for i in range(2, n))],
            "region": ["North", "South", "West"] * (n // 3),
            "employees": [float(5 * i) for i in range(n)],
        }
    )
    sales = pd.DataFrame(
        {
            "customer_id": [key for i, key in enumerate(keys) for _ in range(1 + i % 4)],
            "date": [f"2026-{1 + j * 2:02}-11" for i in range(n) for j in range(1 + i % 4)],
            "amount": [100.0 * (i + 1) for i in range(n) for _ in range(1 + i % 4)],
        }
    )
    prospects = pd.DataFrame(
        {"prospect_id": ["p1"], "name": ["Prospect One"], "region": ["South"], "employees": [20.0]}
    )
    return Engagement.from_frames(customers=customers, sales=sales, prospects=prospects)


@pytest.fixture
def page() -> PointsPage:
    """Open the page on the small client."""
    return points(engagement())


def move(view: View, name: str, value: Any, key: str) -> None:
    """Do what a browser reports while a control is being moved."""
    event = {"name": name, "key": key, "value": value, "n": next(_counter)}
    view.set_state({"moving": event})


def release(page: PointsPage, column: str, worth: float) -> None:
    """Let a handle go."""
    page.bars.heard({"kind": "released", "key": column, "points": worth, "n": next(_counter)})


def drag(page: PointsPage, column: str, worth: float) -> None:
    """Move a handle without letting it go."""
    page.bars.set_state({"_moving": {"key": column, "points": worth, "n": next(_counter)}})


def saved(page: PointsPage) -> Any:
    """Return the points as they stand in the store."""
    return page.session.engagement.review.points


def test_the_page_opens_with_bars_of_five_points_and_a_choice(page: PointsPage) -> None:
    """From facts that exist, five points each; the best customer is chosen; nothing is saved."""
    assert 1 < len(page.bars.bars) <= 6
    assert {bar["points"] for bar in page.bars.bars} == {5.0}
    assert page.row == page.shown[0].row
    assert saved(page) is None
    assert page.test is not None


def test_while_a_handle_moves_everything_follows_and_nothing_is_saved(page: PointsPage) -> None:
    """Preview on a move, one revision on release."""
    column = page.bars.bars[0]["key"]
    before = page.session.saved.number
    drag(page, column, 9.0)
    assert page.bars.bars[0]["points"] == 9.0
    assert page.figures.scores.possible == 5.0 * len(page.bars.bars) + 4.0
    assert saved(page) is None
    release(page, column, 9.0)
    assert saved(page).bar(column).points == 9.0
    assert page.session.saved.number == before + 1


def test_what_waits_follows_a_release_that_ends_where_the_preview_stood(page: PointsPage) -> None:
    """The honesty test knows the new points, although the review looks as it did in the move."""
    column = page.bars.bars[0]["key"]
    drag(page, column, 0.0)
    release(page, column, 0.0)
    assert page._tested is not None
    assert page._tested.points.bar(column).points == 0.0


def test_a_budget_can_not_be_overspent(page: PointsPage) -> None:
    """A forged message for more than is left gets what is left."""
    act(page.head, "way", "budget")
    assert saved(page).possible == pytest.approx(100)
    first, second = (bar["key"] for bar in page.bars.bars[:2])
    release(page, first, 1.0)
    left = saved(page).left
    assert f"{left:.0f} of 100 left" in text_of(page.head)
    had = saved(page).bar(second).points
    release(page, second, 50.0)
    assert saved(page).possible <= 100 + 1e-6
    assert saved(page).bar(second).points == pytest.approx(min(50.0, had + left))


def test_ranks_become_weights_and_are_remembered(page: PointsPage) -> None:
    """Rank-order-centroid weights, ten at most; equal ranks share (domain 5)."""
    act(page.head, "way", "rank")
    columns = page.figures.points.columns
    act(page.weigh, "as_ordered")
    worth = [bar.points for bar in saved(page).bars]
    assert worth[0] == 10.0
    assert worth == sorted(worth, reverse=True)
    act(page.weigh, "rank", 1.0, f"rank|{columns[1]}")
    assert saved(page).bars[0].points == saved(page).bars[1].points
    shown = ranks(saved(page), page.deeds.state.ranks)
    assert [shown[c] for c in columns[:2]] == [1.0, 1.0]


def test_swings_are_seen_while_they_move(page: PointsPage) -> None:
    """A swing of 50 beside 100 is worth half."""
    act(page.head, "way", "swing")
    column = page.figures.points.columns[0]
    move(page.weigh, "swing", "50", f"swing|{column}")
    assert page.figures.points.bar(column).points == 5.0
    assert saved(page) is None
    act(page.weigh, "swing", "50", f"swing|{column}")
    assert saved(page).bar(column).points == 5.0
    assert swings(saved(page), page.deeds.state.swings)[column] == 50.0


def test_bars_are_added_removed_and_reordered(page: PointsPage) -> None:
    """Each is one revision that can be undone."""
    columns = page.figures.points.columns
    page.bars.heard({"kind": "remove", "key": columns[0], "n": next(_counter)})
    assert saved(page).columns == columns[1:]
    act(page.foot, "added", {"column": columns[0]})
    assert saved(page).columns == (*columns[1:], columns[0])
    page.bars.heard({"kind": "up", "key": columns[0], "n": next(_counter)})
    assert saved(page).columns.index(columns[0]) == len(columns) - 2
    for _ in range(3):
        page.session.undo()
    assert page.figures.points.columns == columns


def test_a_column_that_depends_on_points_is_refused_with_the_reason(page: PointsPage) -> None:
    """No bar may read a column that depends on points (domain 5)."""
    act(page.foot, "added", {"column": "points"})
    assert "depends on points" in text_of(page.frame.notice)
    assert saved(page) is None


def test_both_ends_of_a_bar_can_be_moved_and_equal_ends_are_refused(page: PointsPage) -> None:
    """The refused end is put back; the room is told what is allowed."""
    column = "employees"
    if column not in page.figures.points.columns:
        act(page.foot, "added", {"column": column})
    page.bars.heard({"kind": "open", "key": column, "n": next(_counter)})
    act(page.earn, "figure", 10.0, "end|worst")
    act(page.earn, "figure", 40.0, "end|best")
    assert saved(page).bar(column).how == Linear(worst=10, best=40)
    act(page.earn, "figure", 40.0, "end|worst")
    assert saved(page).bar(column).how == Linear(worst=10, best=40)
    assert "both 40" in text_of(page.frame.notice)
    assert page.deeds.state.tries == 1


def test_even_steps_become_bands_and_back(page: PointsPage) -> None:
    """Bands have edges and shares; an edge moved past another is put in order."""
    column = "employees"
    if column not in page.figures.points.columns:
        act(page.foot, "added", {"column": column})
    page.bars.heard({"kind": "open", "key": column, "n": next(_counter)})
    act(page.earn, "way", "bands")
    act(page.earn, "figure", 999.0, "edge|0")
    act(page.earn, "figure", 30.0, "band|0")
    how = saved(page).bar(column).how
    assert isinstance(how, Bands)
    assert list(how.edges) == sorted(how.edges)
    assert how.shares[0] == 0.3
    act(page.earn, "more")
    assert len(saved(page).bar(column).how.shares) == 4
    act(page.earn, "way", "linear")
    assert isinstance(saved(page).bar(column).how, Linear)


def test_levels_earn_what_the_room_says(page: PointsPage) -> None:
    """A slider per level, from nothing to all of the bar's points."""
    if "region" not in page.figures.points.columns:
        act(page.foot, "added", {"column": "region"})
    page.bars.heard({"kind": "open", "key": "region", "n": next(_counter)})
    act(page.earn, "level", 75, "level|South")
    how = saved(page).bar("region").how
    assert isinstance(how, ByLevel)
    assert how.shares["South"] == 0.75


def test_the_room_s_own_sentence_is_kept_and_can_be_given_back(page: PointsPage) -> None:
    """At most 300 letters; an empty one brings the proposal back."""
    act(page.foot, "sentence", "Ours " * 100)
    assert len(saved(page).sentence) <= 300
    assert saved(page).sentence.startswith("Ours")
    act(page.foot, "proposal", None, "again|sentence")
    assert saved(page).sentence == ""


def test_an_enquiry_is_answered_and_not_saved(page: PointsPage) -> None:
    """Points with their range and a place among today's customers."""
    before = page.session.saved.number
    act(page.foot, "enquire")
    column = page.figures.points.columns[0]
    act(page.ask, "answer", "1000000", f"answer|{column}")
    assert "Would stand at place" in text_of(page.ask)
    act(page.ask, "answer", "soon", f"answer|{column}")
    assert "is no number" in text_of(page.ask)
    assert page.session.saved.number == before


def test_prospects_are_ranked_on_the_same_bars_with_a_range(page: PointsPage) -> None:
    """Facts a prospect can't have yet leave a range, and the list says how many are missing."""
    act(page.rank_head, "kind", "prospects")
    assert [page.figures.customers.names[line.row] for line in page.shown] == ["Prospect One"]
    line = page.shown[0]
    assert line.least < line.most
    assert "missing" in text_of(page.rank)


def test_a_search_finds_and_the_arrow_keys_move_the_choice(page: PointsPage) -> None:
    """The first one found is chosen when the search is entered."""
    act(page.rank_head, "search", "name 7")
    assert page.session.chosen == "c07"
    act(page.rank_head, "search", "")
    assert page.row is not None
    here = [line.row for line in page.shown].index(page.row)
    act(page.rank, "previous" if here else "next")
    assert page.session.chosen != "c07"


def test_somebody_set_aside_is_not_ranked(page: PointsPage) -> None:
    """Set aside on the picture: not in the list, not in the average."""
    key = str(page.figures.customers.ids[page.shown[0].row])
    page.session.commit(lambda r: aside(r, key, "own company", "me"), "set aside")
    assert key not in [page.figures.customers.ids[line.row] for line in page.shown]
    assert not page.figures.counted[page.figures.customers.row(key)]


def test_the_score_becomes_an_axis_of_the_picture(page: PointsPage) -> None:
    """The link saves turnover × points as the picture's axes."""
    act(page.foot, "picture")
    chosen = page.session.engagement.review.matrix
    assert chosen.x is not None
    assert chosen.y is not None
    assert (chosen.x.column, chosen.y.column) == ("turnover", "points")
    assert np.isfinite(page.session.placement.y.raw).any()


def test_another_page_sees_what_was_saved() -> None:
    """Two pages on one engagement: one gives points, the other shows them."""
    client = engagement()
    mine, other = PointsPage(Session(client)), PointsPage(Session(client))
    column = mine.figures.points.columns[0]
    release(mine, column, 8.0)
    other.session.poll()
    assert other.figures.points.bar(column).points == 8.0
    assert other.bars.bars[0]["points"] == 8.0


def test_without_facts_the_page_says_what_to_do() -> None:
    """No bars, no ranking: bring a file."""
    customers = pd.DataFrame({"customer_id": ["a"], "name": ["Only a name"]})
    empty = points(Engagement.from_frames(customers=customers))
    assert empty.bars.bars == []
    assert "Bring the client's file" in text_of(empty.foot)


def test_the_last_bar_can_go_and_another_come(page: PointsPage) -> None:
    """Without bars everybody earns nothing, and the way back is there."""
    for column in page.figures.points.columns:
        page.bars.heard({"kind": "remove", "key": column, "n": next(_counter)})
    assert page.figures.scores.possible == 0
    assert "+ Add an attribute" in text_of(page.foot)
    act(page.foot, "added", {"column": "turnover"})
    assert saved(page).columns == ("turnover",)


def test_a_share_is_typed_in_per_cent() -> None:
    """38 typed is 0.38 kept, and shown as 38 again."""
    share = Column("s", "Share", "%")
    assert as_value(share, 38.0) == 0.38
    assert as_typed(share, 0.38) == 38.0


def test_fewer_than_six_bars_are_explained_until_somebody_decides() -> None:
    about = pd.DataFrame(
        {"customer_id": list("abcd"), "staff": [1, 5, 9, 20], "city": list("wxyz")}
    )
    page = points(Engagement.from_frames(customers=about))
    assert page.figures.points.columns == ("staff",)
    assert "1 bar instead of six" in text_of(page.foot)
    drag(page, "staff", 7)
    release(page, "staff", 7)
    assert "instead of six" not in text_of(page.foot)


def test_h_hides_every_name(page: PointsPage) -> None:
    """The ranking, the bars and the notes say a number instead; once more brings names back."""
    act(page.head, "hide")
    page.session.chosen = "c02"
    for view in (page.rank, page.foot, page.notes):
        assert "Name 2" not in text_of(view)
    assert "Customer 3" in text_of(page.rank)
    assert page.bars.chosen == "Customer 3"
    act(page.head, "hide")
    assert page.bars.chosen == "Name 2"
