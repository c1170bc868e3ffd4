"""Reviews over time on the plan page: frozen, compared, and when the last one was."""

from __future__ import annotations

import pytest
from plan_page import on_demo, told
from shown import act, text_of

from workbench.pages import plan_time
from workbench.pages.plan import PlanPage
from workbench.review.axes import Axis, Cut
from workbench.review.compare import Stage, compare
from workbench.widgets.view import View


@pytest.fixture
def page(tmp_path_factory: pytest.TempPathFactory) -> PlanPage:
    """Open the page on the demo client's review as it was first."""
    return on_demo(tmp_path_factory)


def test_freeze_and_compare(page: PlanPage) -> None:
    """Frozen with its facts; a moved line moves those it moves, and is named as the cause."""
    act(page.head, "view", "time")
    assert "Freeze this review" in text_of(page.main)
    act(page.main, "freeze", {"name": "", "on": "2026-10-01"})
    assert "has no name" in told(page)
    act(page.main, "freeze", {"name": "Autumn", "on": "2026-10-01"})
    assert [one.name for one in page.kept] == ["Autumn"]
    assert "Nobody moved; 143 stayed." in text_of(page.head)
    line = Axis(column="turnover", cut=Cut(by="value", value=60_000))
    up = page.session.placement.y.settings
    matrix = page.session.review.matrix.model_copy(update={"x": line, "y": up})
    page.session.commit(lambda r: r.changed(matrix=matrix), "Higher")
    assert page.compared is not None
    assert page.compared.by_cause["lines"] == len(page.compared.moved) > 0
    assert "by lines and rules" in text_of(page.head)
    assert page.chart.rows("bands") > 0
    act(page.foot, "save_moves")
    act(page.main, "grading", "tier")
    assert "Nobody moved" in text_of(page.head)
    act(page.main, "grading", "bogus")
    assert page.state.grading == "tier"
    act(page.main, "before", "gone")
    assert page.state.before == page.kept[0].key


def test_who_is_gone_is_listed_by_name(page: PlanPage) -> None:
    """The name is the earlier review's; the id says nothing to the room."""
    then = Stage({"C0": "a"}, (), {"C0": "Old Mill"})
    made, view = compare([then, *[Stage({}, ())] * 4]), View()
    view.show(plan_time.moved(made, page.session.customers, hide=False))
    assert "Old Mill gone, was in a" in text_of(view)
    view.show(plan_time.moved(made, page.session.customers, hide=True))
    assert "Old Mill" not in text_of(view)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("", ""),
        ("never", "never reviewed before"),
        ("2025-09-30", "reviewed last on 30 Sep 2025. That is 12 months before these facts."),
    ],
)
def test_when_it_was_reviewed_last_is_answered(page: PlanPage, said: str, answer: str) -> None:
    """What the owner said at the start comes back where reviews are compared over time."""
    opening = page.session.review.opening.model_copy(update={"last_review": said})
    page.session.commit(lambda r: r.model_copy(update={"opening": opening}), "Last review")
    act(page.head, "view", "time")
    shown = text_of(page.main)
    assert answer in shown
    assert ("Said at the start" in shown) == bool(said)
    assert ("bought for the first time since" in shown) == said.startswith("2")
