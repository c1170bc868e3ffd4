"""The plan page without a browser: decisions, a customer's own page, reviews over time."""

from __future__ import annotations

import asyncio
import threading
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from shown import act, text_of

from workbench.engagement import Engagement
from workbench.pages import plan_time
from workbench.pages.plan import PlanPage, plan
from workbench.pages.plan_customer import PROFILE
from workbench.pages.plan_gifts import ENDINGS
from workbench.review.axes import Axis, Cut
from workbench.review.compare import Stage, compare
from workbench.review.needs import NeedsGroup
from workbench.review.plan import Action
from workbench.widgets.view import View


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Engagement:
    """Make the demo client once."""
    return Engagement.demo(tmp_path_factory.mktemp("client") / "demo")


@pytest.fixture
def page(made: Engagement) -> PlanPage:
    """Open the page on the demo client's review as it was first."""
    made.store.restore(1, "the test")
    opened = plan(made)
    opened.today = date(2026, 10, 1)
    return opened


def saved(page: PlanPage) -> dict[str, Action]:
    """Return the plan as it stands in the store."""
    return page.session.engagement.review.plan


def told(page: PlanPage) -> str:
    """Return what the page says beneath its bar."""
    return text_of(page.frame.notice)


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


def test_a_customers_own_page(page: PlanPage) -> None:
    """Found by name; why they are where they are, loyalty, contradictions, their plan."""
    act(page.main, "accept", key="rescue C063")
    act(page.head, "view", "customer")
    assert "No customer is chosen" in text_of(page.main)
    act(page.head, "find", "fjellro")
    act(page.head, "first")
    assert page.session.chosen == "C063"
    assert "Fjellro Lodge: Loses money" in text_of(page.head)
    shown = text_of(page.main)
    for part in ("In the picture", "By value", "Loyalty, by evidence", "Their plan"):
        assert part in shown
    assert "Gifts of 150 EUR" in shown
    assert "Raise prices by 11 %" in shown
    assert "4 Loses money" in text_of(page.carded.view)


def test_what_is_known_of_them_is_written_down(page: PlanPage) -> None:
    """Each field by itself, signed; consent and fit from their lists."""
    page.session.who = "Ann"
    page.carded.choose("C063")
    act(page.head, "view", "customer")
    for field, _ in PROFILE:
        act(page.main, "profile", f"their {field}", key=f"{field}|C063")
    act(page.main, "profile", "no", key="consent|C063")
    act(page.main, "profile", "x", key="who|C063")
    act(page.main, "fit", "meet", key="fit|C063")
    review = page.session.engagement.review
    known = review.profiles["C063"]
    assert (known.wants, known.strategy, known.consent) == ("their wants", "their strategy", "no")
    assert known.who == "Ann"
    assert review.assumptions.tiers.fit["C063"].value == "meet"
    act(page.main, "fit", "", key="fit|C063")
    assert "fit to needs: will not, as their list says" in text_of(page.main)
    act(page.main, "profile", "maybe", key="consent|C063")
    assert page.session.engagement.review.profiles["C063"].consent == "no"


def test_what_is_to_be_filled_in_says_what_it_is(page: PlanPage) -> None:
    """A day has its label in sight; with nobody chosen, the card says how to choose here."""
    page.carded.choose("")
    assert "find one under «A customer»" in text_of(page.carded.view)
    assert "dot" not in text_of(page.carded.view)
    page.carded.choose("C063")
    act(page.head, "view", "customer")
    assert "Due" in text_of(page.main)
    assert text_of(page.main).count(" Day ") == 2


def test_hours_and_events_by_hand_count_at_once_and_can_be_taken_back(page: PlanPage) -> None:
    """Marked with who and when; profit and referrals follow."""
    page.session.who = "Ann"
    page.carded.choose("C063")
    act(page.head, "view", "customer")
    customers = page.session.customers
    row = customers.row("C063")
    before = {name: customers.numbers(name)[row] for name in ("hours", "profit", "referrals")}
    act(page.main, "hours", {"on": "2026-09-01", "hours": "3", "person": "Lead engineer"})
    act(page.main, "event", {"on": "2026-09-02", "kind": "referral", "evidence": "Told a friend"})
    now = page.session.customers
    assert now.numbers("hours")[row] == before["hours"] + 3
    assert now.numbers("profit")[row] == pytest.approx(before["profit"] - 3 * 98, abs=0.01)
    assert now.numbers("referrals")[row] == before["referrals"] + 1
    shown = text_of(page.main)
    assert "entered by hand, Ann" in shown
    assert "3 hours of Lead engineer" in shown
    assert "referral: Told a friend" in shown
    for key in page.session.engagement.review.entered:
        act(page.main, "unenter", key=key)
    assert page.session.customers.numbers("hours")[row] == before["hours"]


@pytest.mark.parametrize(
    ("deed", "fields", "why"),
    [
        ("hours", {"on": "2026-09-01", "hours": ""}, "How many hours"),
        ("hours", {"on": "", "hours": "2"}, "The day is missing"),
        ("hours", {"on": "2026-09-01", "hours": "-2"}, "How many hours"),
        ("event", {"on": "2026-09-01", "kind": "party"}, "What happened"),
        ("event", {"on": "soon", "kind": "gift"}, "is no date"),
        ("for_them", {"action": ""}, "what is done"),
    ],
)
def test_half_an_entry_is_refused(
    page: PlanPage, deed: str, fields: dict[str, str], why: str
) -> None:
    """Nothing is saved of it."""
    page.carded.choose("C063")
    act(page.head, "view", "customer")
    act(page.main, deed, fields)
    assert why in told(page)
    review = page.session.engagement.review
    assert not review.entered
    assert not review.plan


def test_a_line_for_one_customer(page: PlanPage) -> None:
    """Added on their own page, it stands in the plan under their name."""
    page.carded.choose("C063")
    act(page.head, "view", "customer")
    act(page.main, "for_them", {"action": "Call", "owner": "Ann", "due": "2026-12-01"})
    (action,) = saved(page).values()
    assert (action.kind, action.about, action.owner) == ("customer", "C063", "Ann")
    assert "accepted · Ann · due 1 Dec 2026" in text_of(page.main)


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


def test_every_file_is_given_to_the_owner(
    page: PlanPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each kind by a click, named after client and date; it is the review on the page."""
    given: dict[str, bytes] = {}
    monkeypatch.setattr(page.giving, "_give", given.__setitem__)
    monkeypatch.setenv("WORKBENCH_CHROMIUM", str(tmp_path / "nothing"))
    act(page.main, "accept", key="terms")
    before = sorted(page.session.engagement.folder.rglob("*"))  # type: ignore[union-attr]
    act(page.head, "view", "give")
    assert "143 customers, as of 30 Sep 2026" in text_of(page.head)
    held = text_of(page.foot)
    for part in (
        "1 decision",
        "Turnover × days late and Who adds",
        "Not placed: 29 · set aside: 0",
    ):
        assert part in held
    for ending in (".html", ".xlsx", ".pptx", ".exe", "../x"):
        act(page.main, "give", key=ending)
    assert list(given) == [f"Northgate Services (demo), 2026-09-30{e}" for e in ENDINGS[:3]]
    assert b"Agree on payment terms" in next(iter(given.values()))
    assert "No Chromium was found on this computer" in text_of(page.main)
    act(page.main, "give", key=".pdf")
    assert "Take the HTML and print it" in told(page)
    assert len(given) == 3
    assert sorted(page.session.engagement.folder.rglob("*")) == before  # type: ignore[union-attr]


def test_a_file_without_names(page: PlanPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the file's name nor what it holds says whose review it is; the key stays."""
    given: dict[str, bytes] = {}
    monkeypatch.setattr(page.giving, "_give", given.__setitem__)
    act(page.head, "view", "give")
    act(page.main, "nameless", value=True)
    act(page.main, "give", key=".html")
    ((name, content),) = given.items()
    assert name.startswith("Client-")
    assert b"Northgate" not in content
    assert b"Fjellro" not in content
    assert (page.session.engagement.folder / "anonymise.key").is_file()  # type: ignore[operator]


def test_so_few_customers_can_not_be_made_anonymous() -> None:
    """The reason stands where the files are, which can't be made then."""
    sales = pd.DataFrame({"customer_id": ["A"], "date": ["2026-01-31"], "amount": [9.0]})
    opened = plan(Engagement.from_frames(sales=sales))
    act(opened.head, "view", "give")
    act(opened.main, "nameless", value=True)
    assert "1 customer can't be made anonymous" in text_of(opened.main)
    act(opened.main, "give", key=".html")
    assert "being made already" in told(opened)
    act(opened.main, "nameless", value=False)
    assert "can't be made anonymous" not in text_of(opened.main)


def test_the_page_lives_while_a_file_is_made(
    page: PlanPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Progress is shown, nothing else is begun, and what was given up never arrives."""
    go_on, given = threading.Event(), []

    def slowly(_: object, ending: str) -> bytes:
        assert go_on.wait(60)
        return ending.encode()

    monkeypatch.setattr("workbench.sharing.formats.made", slowly)

    async def journey() -> None:
        read, arrived = asyncio.Event(), asyncio.Event()
        monkeypatch.setattr(page.giving, "_changed", lambda: (page.paint(), read.set()))
        monkeypatch.setattr(
            page.giving, "_give", lambda _, content: (given.append(content), arrived.set())
        )
        act(page.head, "view", "give")
        assert "Reading the review" in text_of(page.foot)
        await asyncio.wait_for(read.wait(), 60)
        assert "What each holds" in text_of(page.foot)
        act(page.main, "give", key=".html")
        assert "Writing the page" in text_of(page.main)
        act(page.main, "give", key=".xlsx")
        assert "being made already" in told(page)
        act(page.main, "stop")
        assert "Writing the page" not in text_of(page.main)
        act(page.main, "give", key=".pptx")
        go_on.set()
        await asyncio.wait_for(arrived.wait(), 60)
        for thread in threading.enumerate():
            if thread.name.endswith("(aside)"):  # the one given up, while somebody hears its end
                thread.join(60)

    asyncio.run(journey())
    assert given == [b".pptx"]
    assert "Drawing the slides" not in text_of(page.main)


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
