"""Two reviews side by side: everybody accounted for, and the steps add up to the whole move."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.review.compare import (
    ABSENT,
    NOT_PLACED,
    SAID,
    STEPS,
    Place,
    Stage,
    Way,
    compare,
    finding,
    way_said,
)

PLACES = (Place("a", "Keep close"), Place("b", "Grow"))
_ids = st.sampled_from([f"C{i}" for i in range(6)])
_keys = st.sampled_from(["a", "b", NOT_PLACED])
_stage = st.dictionaries(_ids, _keys).map(lambda place: Stage(place, PLACES))


def test_a_worked_example() -> None:
    """C1 moves by the facts, C2 by the points and back by the lines, C3 is new, C4 left."""
    made = compare(
        [
            Stage({"C1": "a", "C2": "a", "C4": "b"}, PLACES),
            Stage({"C1": "b", "C2": "a", "C3": "a"}, PLACES),
            Stage({"C1": "b", "C2": "a", "C3": "a"}, PLACES),
            Stage({"C1": "b", "C2": "b", "C3": "a"}, PLACES),
            Stage({"C1": "b", "C2": "a", "C3": "b"}, PLACES),
        ]
    )
    kinds = {way.customer: way.kind for way in made.ways}
    assert kinds == {"C1": "moved", "C2": "stayed", "C3": "new", "C4": "gone"}
    assert finding(made) == "1 customer moved: 1 by the facts; 1 stayed; 1 new; 1 gone."
    said = {way.customer: way_said(made, way) for way in made.ways}
    assert said["C1"] == "Keep close → Grow, by the facts"
    assert said["C2"] == "Keep close → Grow, by the points; Grow → Keep close, by lines and rules"
    assert said["C3"] == "new, in Keep close; Keep close → Grow, by lines and rules"
    assert said["C4"] == "gone, was in Grow"
    assert made.frame.loc["C2", ["points", "lines"]].tolist() == [True, True]


@given(_stage, _stage, st.data())
def test_steps_add_up_and_everybody_is_accounted_for(
    before: Stage, after: Stage, data: st.DataObject
) -> None:
    """All causes together are the whole move, per customer, per place and in number."""
    here = st.fixed_dictionaries(dict.fromkeys(after.place, _keys))
    between = [Stage(data.draw(here), PLACES) for _ in range(len(STEPS) - 1)]
    made = compare([before, *between, after])

    assert {way.customer for way in made.ways} == before.place.keys() | after.place.keys()
    assert sum(made.counts.values()) == len(made.ways)
    assert sum(made.flows.values()) == len(made.ways)
    assert sum(made.by_cause.values()) == len(made.moved)
    for way in made.ways:
        assert way.places[0] == before.place.get(way.customer, ABSENT)
        assert way.places[-1] == after.place.get(way.customer, ABSENT)
        at = way.places[0]
        for step in way.steps:
            assert step.start == at
            at = step.end
        assert at == way.places[-1]
    for line in made.totals:
        by_causes = sum(getattr(line, step) for step in STEPS)
        assert line.before + line.new - line.gone + by_causes == line.after
    assert sum(line.before for line in made.totals) == len(before.place)
    assert sum(line.after for line in made.totals) == len(after.place)


@given(_stage)
def test_the_same_review_moves_nobody(one: Stage) -> None:
    """Nothing changed, so nobody moved and no cause is named."""
    made = compare([one] * 5)
    assert made.counts["stayed"] == len(made.ways)
    assert made.by_cause == dict.fromkeys(SAID, 0)


def test_a_place_that_was_renamed_is_the_same_place() -> None:
    """A quadrant is known by its axes and its corner, not by what it is called."""
    renamed = Stage({"C1": "a"}, (Place("a", "Stars"), PLACES[1]))
    made = compare([Stage({"C1": "a"}, PLACES), *[renamed] * 4])
    assert made.counts["stayed"] == 1
    assert way_said(made, made.ways[0]) == "Stayed in Stars"
    assert Way("C1", ("a",) * 5).causes == ()
