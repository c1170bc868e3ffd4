"""The plan page without a browser: decisions proposed, accepted, changed and measured."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from plan_page import on_demo, saved, told
from shown import act, text_of

from workbench.engagement import Engagement
from workbench.pages.plan import PlanPage, plan
from workbench.review.needs import NeedsGroup


@pytest.fixture
def page(tmp_path_factory: pytest.TempPathFactory) -> PlanPage:
    """Open the page on the demo client's review as it was first."""
    return on_demo(tmp_path_factory)


def test_the_page_opens_with_at_most_five_proposed_decisions(page: PlanPage) -> None:
    """Whom, what, why and what it brings a year; nothing is saved."""
    assert len(page.proposed) == 5
    assert "5 decisions are proposed; nothing is decided yet." in text_of(page.head)
    shown = text_of(page.main)
    for one in page.proposed:
        assert one.action in shown
        assert one.why in shown
    assert "EUR a year." in shown
    assert saved(page) == {}


def test_accepting_keeps_whom_it_concerns_and_what_they_bring(page: PlanPage) -> None:
    """The baseline is their profit a year at that moment, so that the effect can be measured."""
    one = next(one for one in page.proposed if one.key == "terms")
    act(page.main, "accept", key="terms")
    action = saved(page)["terms"]
    assert (action.status, action.members) == ("accepted", one.members)
    customers = page.session.customers
    rows = [customers.row(key) for key in one.members]
    assert action.baseline == pytest.approx(customers.numbers("profit_per_year")[rows].sum(), 0.01)
    assert action.since == page.as_of
    assert len(page.proposed) == 4
    assert "Measured when newer facts come" in text_of(page.main)


def test_one_dropped_is_not_proposed_again_until_it_is_brought_back(page: PlanPage) -> None:
    """Its place goes to the next; «Bring back» proposes it anew."""
    first = page.proposed[0].key
    act(page.main, "drop", key=first)
    assert first not in {one.key for one in page.proposed}
    assert len(page.proposed) == 5
    assert "Dropped: 1 decision" in text_of(page.main)
    act(page.main, "undecide", key=first)
    assert page.proposed[0].key == first
    assert saved(page) == {}


def test_changing_is_accepting_with_other_words_owner_and_date(page: PlanPage) -> None:
    """What is typed is what is kept; what can't be read is refused and stays open."""
    key = page.proposed[1].key
    act(page.main, "change", key=key)
    assert page.state.changing == key
    fields = {"action": "Call them", "owner": "Ann", "due": "2026-11-01", "cost": "1,500"}
    act(page.main, "changed", {**fields, "hours": "many"}, key=key)
    assert "«many» is no number" in told(page)
    assert page.state.changing == key
    act(page.main, "changed", {**fields, "hours": "2,5", "expected": ""}, key=key)
    action = saved(page)[key]
    assert (action.action, action.owner, action.due) == ("Call them", "Ann", date(2026, 11, 1))
    assert (action.cost, action.hours, action.expected) == (1500, 2.5, None)
    assert page.state.changing == ""


def test_a_proposal_that_went_meanwhile_is_refused(page: PlanPage) -> None:
    """A page may show what another page decided a moment ago."""
    act(page.main, "accept", key="nothing")
    assert "not proposed any more" in told(page)
    assert saved(page) == {}


def test_a_line_is_edited_in_place(page: PlanPage) -> None:
    """Owner, due, money, status: each cell is one change; nonsense is refused."""
    act(page.main, "accept", key="gifts")
    for field, value in (("owner", "Ben"), ("due", "2026-09-01"), ("cost", "200")):
        act(page.main, "edit", value, key=f"{field}|gifts")
    assert saved(page)["gifts"].cost == 200
    assert page.lines.late == 1
    assert "! overdue" in text_of(page.main)
    assert "1 overdue" in text_of(page.head)
    act(page.main, "edit", "later", key="due|gifts")
    assert "«later» is no date" in told(page)
    act(page.main, "edit", "", key="action|gifts")
    assert "isn't said what is done" in told(page)
    act(page.main, "edit", "x", key="status|gifts")
    act(page.main, "edit", "-5", key="cost|gifts")
    assert saved(page)["gifts"].cost == 200
    act(page.main, "status", "done", key="status|gifts")
    assert saved(page)["gifts"].status == "done"
    assert page.lines.late == 0
    act(page.main, "status", "bogus", key="status|gifts")
    assert saved(page)["gifts"].status == "done"


def test_a_decision_is_added_for_a_part_of_the_base(page: PlanPage) -> None:
    """From the library it brings what it gives us and them; free words bring themselves."""
    act(page.main, "whom", "tier|3")
    shown = text_of(page.main)
    assert "Lift to good income: price, or fewer hours" in shown
    act(page.main, "add", {"action": "Lift to good income: price, or fewer hours"})
    (action,) = saved(page).values()
    assert (action.kind, action.about, action.gives_us) == ("tier", "3", "profit")
    assert action.members
    assert f"Tier 3 Break-even · {len(action.members)} customers" in text_of(page.main)
    act(page.main, "whom", "bogus|9")
    act(page.main, "add", {"action": ""})
    assert "isn't said what is done" in told(page)
    act(page.main, "add", {"action": "Be kind"})
    assert [a.kind for a in saved(page).values()] == ["tier", "everybody"]


def test_a_needs_group_stands_in_the_plan_with_its_manager(page: PlanPage) -> None:
    """The most valuable customers' part in product and process is one of its treatments."""
    group = NeedsGroup(name="On call at night", manager="Ann")
    page.session.commit(
        lambda r: r.changed(needs={"n1": group}, needs_of={"C099": "n1", "C130": "n1"}), "A group"
    )
    act(page.main, "whom", "needs|n1")
    action = "Give them a part in the design of product and process"
    assert action in text_of(page.main)
    act(page.main, "add", {"action": action})
    shown = text_of(page.main)
    assert "Needs: On call at night" in shown
    assert "· manager: Ann" in shown
    assert set(next(iter(saved(page).values())).members) == {"C099", "C130"}


def test_the_effect_is_shown_once_newer_facts_come(page: PlanPage) -> None:
    """Accepted on facts as of June, measured on those of September."""
    session = page.session
    session.commit(lambda r: r.changed(as_of=date(2026, 6, 30)), "June")
    act(page.main, "whom", "tier|4")
    act(page.main, "add", {"action": "Part kindly"})
    assert page.lines.lines[0].effect is None
    session.commit(lambda r: r.changed(as_of=None), "September")
    assert page.lines.lines[0].effect is not None
    assert "EUR a year" in text_of(page.main)


def test_hidden_names_and_money_are_nowhere(page: PlanPage) -> None:
    """One key before a guest looks at the screen."""
    act(page.main, "accept", key="rescue C063")
    page.carded.choose("C063")
    act(page.head, "hide")
    for view in ("decisions", "customer", "time"):
        act(page.head, "view", view)
        shown = " ".join(map(text_of, (page.head, page.main, page.foot, page.carded.view)))
        assert "Fjellro" not in shown
        assert "45,869" not in shown


def test_notes_of_the_page(page: PlanPage) -> None:
    """What the room saw is kept with the page, and can be removed."""
    act(page.notes, "note", {"text": "Good talk"})
    (key,) = page.session.engagement.review.notes
    assert "Good talk" in text_of(page.notes)
    act(page.notes, "unnote", key=key)
    assert not page.session.engagement.review.notes


def test_a_client_without_a_folder_or_facts() -> None:
    """Nothing to propose, nothing to freeze: the page says so instead of failing."""
    sales = pd.DataFrame({"customer_id": ["A"], "date": ["2026-01-31"], "amount": [9.0]})
    opened = plan(Engagement.from_frames(sales=sales))
    assert "Nothing is planned yet" in text_of(opened.head)
    act(opened.head, "view", "time")
    assert "not kept in a folder" in text_of(opened.main)
    act(opened.main, "freeze", {"name": "x"})
    opened.carded.choose("A")
    act(opened.head, "view", "customer")
    assert "A:" in text_of(opened.head)
