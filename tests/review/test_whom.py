"""Whom a decision concerns: parts of the base today, and the same people afterwards."""

from __future__ import annotations

import numpy as np
import pytest
from small_clients import COLUMNS, client, reviewed

from workbench.customers import Column
from workbench.review.needs import NeedsGroup
from workbench.review.placement import Placement, place
from workbench.review.plan import Action, Kind
from workbench.review.review import SetAside
from workbench.review.whom import choices, concerned, concerns, parts_of, said

GROUPS = ("Cost more than they bring", "Most valuable")
TIERS = ("Loses money", "Break-even", "Good income", "Ideal")
MORE = (
    *COLUMNS,
    Column("value_group", "Value group", levels=GROUPS),
    Column("tier", "Tier", levels=TIERS),
)


@pytest.fixture
def placed() -> Placement:
    """Place five customers and a prospect: large and small, early and late; C4 is set aside."""
    given = {
        "turnover": [100, 80, 5, 4, 90, 1],
        "days_late": [1, 30, 2, 40, 1, None],
        "value_group": [GROUPS[1], GROUPS[1], GROUPS[0], None, GROUPS[1], None],
        "tier": ["Ideal", "Good income", "Loses money", None, "Ideal", None],
        "kind": [*["customer"] * 5, "prospect"],
    }
    aside = {"C4": SetAside(reason="own company")}
    review = reviewed(
        "turnover",
        "days_late",
        set_aside=aside,
        needs={"n1": NeedsGroup(name="Fast answers")},
        needs_of={"C2": "n1", "C5": "n1"},
    )
    return place(client(given, columns=MORE), review)


@pytest.mark.parametrize(
    ("kind", "about", "expected"),
    [
        ("everybody", "", ["C0", "C1", "C2", "C3"]),
        ("quadrant", "2", ["C1"]),
        ("group", "Most valuable", ["C0", "C1"]),
        ("tier", "1", ["C0"]),
        ("needs", "n1", ["C2"]),
        ("customer", "C4", ["C4"]),
        ("segment", "Champions", []),
        ("tier", "9", []),
        ("quadrant", "x", []),
    ],
)
def test_a_decision_concerns_a_part_of_todays_base(
    placed: Placement, kind: Kind, about: str, expected: list[str]
) -> None:
    """Nobody set aside and no prospect, but for a customer who is named."""
    rows = concerned(Action(kind=kind, about=about, action="Do it"), placed)
    assert placed.customers.ids[rows].tolist() == expected
    for row in np.flatnonzero(rows):
        assert concerns(Action(kind=kind, about=about, action="Do it"), placed, int(row))


def test_after_acceptance_it_concerns_the_same_people_wherever_they_stand(
    placed: Placement,
) -> None:
    """Who pays on time because of the decision is still one of those it was made for."""
    action = Action(kind="quadrant", about="2", members=("C0", "gone"), action="Terms")
    assert placed.customers.ids[concerned(action, placed)].tolist() == ["C0"]


def test_a_quadrant_of_other_axes_is_said_with_them_and_concerns_nobody_new(
    placed: Placement,
) -> None:
    """«Agree on terms» means nothing on axes that don't show who pays late."""
    here = Action(kind="quadrant", about="2", pair="turnover × days_late", action="Terms")
    there = here.model_copy(update={"pair": "days_late × turnover"})
    gone = here.model_copy(update={"pair": "loyalty × profit"})
    assert said(here, placed) == "Agree on terms"
    assert said(there, placed) == "Pays on time, small (Days late × turnover)"
    assert said(gone, placed) == "Quadrant 3 of loyalty × profit"
    assert not concerned(there, placed).any()


def test_every_part_offered_can_be_said_and_finds_its_members(placed: Placement) -> None:
    """What the list offers is what a customer's parts are made of."""
    offered = {(kind, about) for kind, about, _ in choices(placed)}
    for row in range(4):
        own = parts_of(placed, row) - {("customer", f"C{row}")}
        assert own <= offered
    for kind, about, label in choices(placed):
        assert label.endswith(said(Action(kind=kind, about=about, action="x"), placed)[-4:])
