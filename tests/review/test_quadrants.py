"""Names, colours and actions of the four quadrants (domain 4)."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError
from small_clients import COLUMNS, HOSTILE, client

from workbench.customers import Column
from workbench.measures.catalogue import MEASURES
from workbench.review.axes import Matrix, QuadrantStyle
from workbench.review.quadrants import COLOURS, READY_PAIRS, pair_key, quadrants, ready_pairs

KNOWN = {column.name: column for column in COLUMNS}


def test_a_ready_made_pair_brings_its_names_and_actions() -> None:
    named = quadrants(KNOWN["turnover"], KNOWN["days_late"], Matrix())
    assert [q.name for q in named] == ["Keep close", "Grow", "Agree on terms", "Serve simply"]
    assert [q.colour for q in named] == list(COLOURS)
    assert all(q.action for q in named)


def test_loyalty_against_profit_has_the_names_of_the_article() -> None:
    """Domain 4: true friends, butterflies, barnacles, strangers (Reinartz & Kumar 2002).

    Loyal and profitable: friends; profitable, not loyal: butterflies; loyal, not profitable:
    barnacles.
    """
    pair = next(p for p in READY_PAIRS if (p.x, p.y) == ("tenure", "profit"))
    assert pair.names == ("True friends", "Butterflies", "Barnacles", "Strangers")


def test_a_new_pair_is_named_from_its_axes() -> None:
    """Domain 4: names belong to the pair of axes («large, pays late»)."""
    named = quadrants(KNOWN["turnover"], KNOWN["order_trend"], Matrix())
    assert named[0].name == "Large and growing"
    typed = Column("fit", "Fit to needs", better="more")
    effort = Column("effort", "Effort", better="less")
    assert [q.name for q in quadrants(typed, effort, Matrix())] == [
        "High fit to needs, low effort",
        "Low fit to needs, low effort",
        "High fit to needs, high effort",
        "Low fit to needs, high effort",
    ]


@pytest.mark.parametrize("x", COLUMNS)
@pytest.mark.parametrize("y", COLUMNS)
def test_any_pair_has_four_names_that_can_be_told_apart(x: Column, y: Column) -> None:
    names = [q.name for q in quadrants(x, y, Matrix())]
    assert len(set(names)) == 4
    assert all(name.strip() == name and name for name in names)


def test_what_was_typed_counts_for_its_pair_alone() -> None:
    style = QuadrantStyle(name="Our stars", colour="#123456", action="")
    matrix = Matrix(quadrants={pair_key("turnover", "days_late"): {"0": style}})
    mine = quadrants(KNOWN["turnover"], KNOWN["days_late"], matrix)
    assert (mine[0].name, mine[0].colour, mine[0].action) == ("Our stars", "#123456", "")
    assert mine[0].text_colour == "#20242A"
    assert mine[1].name == "Grow"
    other = quadrants(KNOWN["turnover"], KNOWN["frequency"], matrix)
    assert other[0].name != "Our stars"


def test_a_ready_made_pair_is_offered_only_where_it_would_place_enough_customers() -> None:
    """Issue, «The matrix page»: a column nobody has a value in is no measure that exists."""

    def offered(days_late: list[float | None]) -> list[tuple[str, str]]:
        customers = client({"turnover": [1, 2, 3, None, 5], "days_late": days_late})
        return [(p.x, p.y) for p in ready_pairs(customers, np.ones(5, dtype=bool))]

    assert offered([None] * 5) == []
    assert offered([None, None, None, 4, 5]) == [], "one of five has both"
    assert offered([None, None, 3, 4, 5]) == [("turnover", "days_late")]
    assert ready_pairs(client({}), np.ones(0, dtype=bool)) == ()


def test_every_ready_made_pair_is_of_measures_and_there_once() -> None:
    known = {*MEASURES, "points"}
    assert all({p.x, p.y} <= known for p in READY_PAIRS)
    assert len({(p.x, p.y) for p in READY_PAIRS}) == len(READY_PAIRS)


@pytest.mark.parametrize(
    "bad",
    [{"colour": "red"}, {"colour": "#12345"}, {"name": "N" * 61}, {"action": "N" * 201}],
)
def test_a_style_that_could_not_be_shown_is_refused(bad: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        QuadrantStyle.model_validate(bad)


@pytest.mark.parametrize("name", [n for n in HOSTILE if len(n) <= 60])
def test_any_name_stays_the_text_it_is(name: str) -> None:
    matrix = Matrix(quadrants={pair_key("turnover", "days_late"): {"2": QuadrantStyle(name=name)}})
    assert quadrants(KNOWN["turnover"], KNOWN["days_late"], matrix)[2].name == name
