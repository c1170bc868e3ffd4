"""Everything people decided, as one checked value that JSON gives back (architecture)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from small_clients import HOSTILE, axes

from workbench.errors import WorkbenchError
from workbench.review.axes import Axis, Cut, Matrix, QuadrantStyle
from workbench.review.review import (
    Correction,
    Judgement,
    Note,
    OwnMeasure,
    Review,
    SetAside,
    fitting,
)

texts = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec="utf-8"), max_size=40))
dates = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
reviews = st.builds(
    Review,
    as_of=dates,
    window=st.sampled_from(["12m", "1m", "all"]),
    matrix=st.builds(
        Matrix,
        x=st.one_of(st.none(), axes),
        y=st.one_of(st.none(), axes),
        size=st.one_of(st.none(), texts),
        only=st.dictionaries(texts, st.lists(texts, max_size=2).map(tuple), max_size=2),
    ),
    levels=st.dictionaries(texts, st.lists(texts, min_size=1, max_size=3).map(tuple), max_size=2),
    judged=st.dictionaries(
        texts,
        st.dictionaries(texts, st.builds(Judgement, value=st.floats(1, 5), who=texts), max_size=2),
        max_size=2,
    ),
    corrections=st.dictionaries(
        texts,
        st.dictionaries(
            texts,
            st.builds(
                Correction, value=st.one_of(texts, st.floats(-1e9, 1e9)), reason=texts, who=texts
            ),
            max_size=2,
        ),
        max_size=2,
    ),
    set_aside=st.dictionaries(texts, st.builds(SetAside, reason=texts), max_size=2),
    notes=st.dictionaries(texts, st.builds(Note, page=texts, text=texts), max_size=2),
)


@given(reviews)
def test_json_gives_the_same_review_back(review: Review) -> None:
    text = json.dumps(review.to_json(), allow_nan=False)
    assert Review.from_json(json.loads(text)) == review
    assert Review.checked(review) == review


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"window": "banana"}, "window"),
        ({"window": "0m"}, "window"),
        ({"window": "12m\n"}, "window"),
        ({"as_of": "yesterday"}, "as_of"),
        ({"unheard_of": 1}, "unheard_of"),
        ({"matrix": {"x": {"column": "a", "scale": "banana"}}}, "matrix › x › scale"),
        ({"matrix": {"x": {"column": "a", "cut": {"by": "value", "value": float("nan")}}}}, "cut"),
        ({"judged": {"a": {"b": {"value": 6}}}}, "judged › a › b › value"),
        ({"levels": {"a": []}}, "levels › a"),
        ({"corrections": {"a": {"b": {"value": float("inf")}}}}, "corrections › a › b"),
        ({"notes": {"a": {"page": "matrix", "text": "N" * 2001}}}, "notes › a › text"),
        ({"points": {"mode": "banana"}}, "points › mode"),
    ],
)
def test_a_state_that_does_not_fit_is_refused_with_its_place(
    fields: dict[str, Any], where: str
) -> None:
    with pytest.raises(WorkbenchError, match=r"doesn't fit.*history") as told:
        Review.from_json(fields)
    assert where in told.value.where


def test_copies_are_checked_before_they_count() -> None:
    """`model_copy` checks nothing, so a forged field could reach the disk."""
    bad = Axis(column="turnover").model_copy(update={"scale": "banana"})
    forged = Review().model_copy(update={"matrix": Matrix().model_copy(update={"x": bad})})
    for way in (Review.checked, lambda r: r.changed(window="all")):
        with pytest.raises(WorkbenchError, match="matrix › x › scale"):
            way(forged)


def test_a_change_keeps_everything_else() -> None:
    review = Review(set_aside={"a": SetAside(reason="closed")})
    changed = review.changed(window="all", as_of=date(2026, 1, 31))
    assert (changed.window, changed.as_of) == ("all", date(2026, 1, 31))
    assert changed.set_aside == review.set_aside


@pytest.mark.parametrize("share", [0, -0.5, 1.01, 80])
def test_the_few_bring_a_part_of_the_whole(share: float) -> None:
    with pytest.raises(WorkbenchError, match="at most 1"):
        Cut(by="share", value=share)


def test_a_value_never_changes() -> None:
    with pytest.raises(ValidationError):
        Review().window = "all"  # type: ignore[misc]


def test_fitting_says_which_field_does_not_fit() -> None:
    with pytest.raises(WorkbenchError, match="colour"):
        fitting(QuadrantStyle, {"colour": "javascript:alert(1)"})
    with pytest.raises(WorkbenchError, match="better"):
        fitting(OwnMeasure, {"expression": "a", "better": "sideways"})
