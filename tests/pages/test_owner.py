"""The owner's page without a browser: what it shows, answers, and can't be made to do."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from workbench.engagement import Engagement
from workbench.pages.owner import PUBLISHED, OwnerPage, owner
from workbench.sharing.snapshot import Day, Decision, Snapshot
from workbench.sharing.taking import snapshot
from workbench.widgets.view import Node, View


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Return the demo client's review as finished rows."""
    demo = Engagement.demo(tmp_path_factory.mktemp("owner") / "demo")
    taken = snapshot(demo)
    demo.store.close()
    return taken


@pytest.fixture
def page(told: Snapshot) -> OwnerPage:
    """Return the owner's page."""
    return OwnerPage(told)


def words(nodes: list[Node]) -> str:
    """Return all text of a tree."""
    found = []
    for node in nodes:
        found.append(node.get("text", ""))
        found.append(words([kid for kid in node.get("children", []) if isinstance(kid, dict)]))
    return " ".join(text for text in found if text).replace("\N{NO-BREAK SPACE}", " ")


def act(view: View, name: str, key: str = "", value: Any = None) -> None:
    """Send what a browser sends for a click or a typed value."""
    event = {"name": name, "key": key, "value": value, "n": 1}
    view._handle_custom_msg({"event": event}, [])


def test_finding_and_decisions_come_first_and_what_it_rests_on_last(page: OwnerPage) -> None:
    """The order the owner reads in: finding, decisions and dates, customers, picture, the rest."""
    first, second, third, picture, last = page.box.children
    assert words(first.tree).count(page.told.finding) == 1
    assert "Next dates" in words(second.tree)
    assert "made " in words(first.tree)
    assert "Customers by tier" in words(third.tree)
    assert page.chart in picture.children[1].children
    said = words(last.tree)
    assert said.index("Totals") < said.index("What this rests on") < said.index("Not placed: 29")


CALL = Decision(kind="everybody", about="", whom="Everybody", action="Call", status="accepted")


def test_what_is_overdue_is_said(told: Snapshot) -> None:
    """Beside the decision and beside its date."""
    line = CALL.model_copy(update={"due": told.made, "overdue": True})
    day = Day(on=told.made, what="Call", overdue=True)
    page = OwnerPage(told.model_copy(update={"decisions": (line,), "days": (day,)}))
    assert words(page.agenda.tree).count("! overdue") == 2


def test_no_amount_breaks_before_its_unit(page: OwnerPage) -> None:
    """Neither in a row nor in a sentence: a phone is narrow."""
    views = (page.top, page.agenda, page.people, page.card, page.rest)
    page.choose("C063")
    said = json.dumps([list(view.tree) for view in views], ensure_ascii=False)
    assert not re.findall(r"\d (?:EUR|%)", said)


def test_what_a_decision_gives_us_and_them_is_said(told: Snapshot) -> None:
    """As in the file: both sides, beneath the decision."""
    both = {"gives_us": "Peace of mind", "gives_them": "An ear"}
    line = CALL.model_copy(update=both)
    said = words(OwnerPage(told.model_copy(update={"decisions": (line,)})).agenda.tree)
    assert "Gives us: Peace of mind" in said
    assert "Gives them: An ear" in said


def test_columns_have_heads_and_the_picture_its_finding(page: OwnerPage) -> None:
    """No money without a word of what it is; above the picture what it shows."""
    assert "Customer Turnover Profit Why in this tier In the picture" in words(page.people.tree)
    assert page.told.picture
    assert page.told.picture.finding in words(page.box.children[3].children[0].tree)


def test_a_search_finds_in_every_group(page: OwnerPage) -> None:
    """Groups without a hit go; nobody found is said."""
    act(page.people, "find", value="PLOVER")
    assert "Plover Parcels" in words(page.people.tree)
    assert "Snowgoose Resort" not in words(page.people.tree)
    act(page.people, "find", value="nobody at all")
    assert "Nobody of that name." in words(page.people.tree)


def test_why_a_tier_is_told_in_every_row(page: OwnerPage) -> None:
    """The rule that matched stands beside the money, before the quadrant's own reason."""
    said = words(page.people.tree)
    assert "Why in this tier" in said
    for group in page.told.groups:
        assert all(row.why_tier.text in said for row in group.rows)
    fjellro = said.partition("Fjellro Lodge")[2]
    why = "Profit margin −11 %, below −5 %."
    assert fjellro.index(why) < fjellro.index("Turnover is 425,935 EUR")
    page.choose("C063")
    assert why in words(page.card.tree)


def test_a_dot_shows_its_customer_and_why(page: OwnerPage) -> None:
    """Tapped in the picture or in the list: name, money, why; beside every dot: nobody."""
    picture = page.told.picture
    assert picture
    at = picture.whose.index("C099")
    page._picture_event({"kind": "click", "dataset": "points", "row": at})
    assert "Snowgoose Resort" in words(page.card.tree)
    assert "It would leave «Keep close»" in words(page.card.tree)
    page._picture_event({"kind": "click", "dataset": "", "row": -1})
    assert "Tap a dot" in words(page.card.tree)
    act(page.people, "choose", key="C130")
    assert "Stonecrop Developments" in words(page.card.tree)


def test_on_a_phone_the_picture_is_the_narrow_one(page: OwnerPage) -> None:
    """Little room: other places for names, short notes in the corners."""
    wide = page.chart._held["corners"]["note"]
    page.chart.set_trait("box", (290, 360))
    assert page.chart._held["corners"]["note"] != wide
    assert "Agree on terms" in page.chart._held["corners"]["title"]
    page.chart.set_trait("box", (260, 360))
    assert "Agree on…" in page.chart._held["corners"]["title"]
    page.chart.set_trait("box", (900, 500))
    assert page.chart._held["corners"]["note"] == wide


def test_forged_messages_change_nothing(page: OwnerPage, told: Snapshot) -> None:
    """Unknown events, other types, foreign rows, state set from outside: all as before."""
    before = [list(view.tree) for view in (page.top, page.agenda, page.people, page.rest)]
    for name in ("save", "commit", "undo", "__class__", "find", "choose"):
        act(page.people, name, key="../../etc", value={"evil": 1})
    for view in (page.top, page.agenda, page.people, page.card, page.rest):
        view.set_state({"tree": [{"tag": "h1", "text": "forged"}], "_esm": "alert(1)", "turn": 9})
        view._handle_custom_msg({"event": "x"}, [])
        view._handle_custom_msg("x", [])
    page._picture_event({"kind": "click", "dataset": "points", "row": 10**6})
    page.chart.set_state({"spec": {"mark": "image"}, "event": {"kind": "click"}})
    assert [list(view.tree) for view in (page.top, page.agenda, page.people, page.rest)] == before
    assert page.told is told
    assert page.chosen == ""
    assert "forged" not in json.dumps(page.card.tree)


def test_published_rows_are_read_and_no_client_is_opened(
    told: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On its own server the page knows the file that was published, and nothing else."""
    file = tmp_path / "snapshot.json"
    file.write_text(told.model_dump_json(), encoding="utf-8")
    monkeypatch.setenv(PUBLISHED, str(file))
    monkeypatch.setattr(Engagement, "current", lambda: pytest.fail("a client was opened"))
    assert owner().told == told


def test_a_client_with_names_alone_has_a_page() -> None:
    """Without sales there is no money; the page opens all the same."""
    names = pd.DataFrame({"customer_id": ["A"], "name": ["<b>Alder</b>"]})
    page = owner(Engagement.from_frames(customers=names))
    assert "<b>Alder</b>" in words(page.people.tree)
    assert page.box.children
