"""What a customer is found by in what people wrote, and what must not be taken for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.review.axes import Matrix, QuadrantStyle
from workbench.review.changes import REMOVED
from workbench.review.forgetting import NEUTRAL, Trace, forget_in
from workbench.review.plan import Action
from workbench.review.review import Review
from workbench.review.revision import Revision, pack, unpack
from workbench.review.tiers import FitMark, Tiers, TierWords


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("C1", "C1, C12 and C1-2", "(…), C12 and C1-2"),
        ("17850", "17850 EUR", "17850 EUR"),
        ("C1", "birch said so", "(…) said so"),
        ("C1", "Birch & Sons paid", "Birch & Sons paid"),
        ("C1", "Birches", "Birches"),
    ],
)
def test_words_are_found_whole_and_others_stay(key: str, text: str, expected: str) -> None:
    """An id of digits may be an amount; a longer name of another customer is theirs."""
    assert Trace.of(key, ["Birch"], ["Birch & Sons", "Cedar"]).clean(text) == expected


def test_a_name_that_two_have_stays() -> None:
    """It is the other's as well."""
    assert Trace.of("C1", ["Birch"], ["birch"]).clean("Birch") == "Birch"


def test_a_small_number_as_id_takes_no_quadrant_and_no_tier_along() -> None:
    """Customer «2» goes from where ids stand; quadrant 2, tier 2 and level 2 are none."""
    styles = {"a × b": {"2": QuadrantStyle(name="Two")}}
    tiers = Tiers(fit={"2": FitMark(value="meet")}, words={"2": TierWords(message="Two")})
    review = Review(
        matrix=Matrix(quadrants=styles, only={"size": ("1", "2")}), levels={"size": ("1", "2")}
    )
    review = review.changed(
        assumptions=review.assumptions.model_copy(update={"tiers": tiers}), needs_of={"2": "n"}
    )
    left = Review.from_json(Trace.of("2", ["Two & Co"], []).without(review.to_json()))
    assert left.matrix == review.matrix
    assert left.levels == review.levels
    assert left.assumptions.tiers.words == tiers.words
    assert not left.assumptions.tiers.fit
    assert not left.needs_of


def test_a_patch_about_the_customer_goes_and_what_was_removed_stays_removed() -> None:
    """Each revision keeps its number, its place in the chain and a sound checksum."""
    patch = {
        ("needs_of", "C1"): "n",
        ("needs_of", "C2"): REMOVED,
        ("notes", "k"): {"text": "Birch", "customers": ["C1", "C2"], "who": "", "when": ""},
    }
    row = pack(Revision(3, words="Birch asked", patch=patch, follows=2))
    left = unpack(forget_in(row, Trace.of("C1", ["Birch"], []), {}))
    assert left is not None
    assert (left.number, left.follows, left.words) == (3, 2, "(…) asked")
    assert left.patch == {
        ("needs_of", "C2"): REMOVED,
        ("notes", "k"): {"text": "(…)", "customers": ["C2"], "who": "", "when": ""},
    }


def test_words_about_the_customer_alone_go_with_their_figures() -> None:
    """Also where undoing or restoring quotes them; the same words about another customer stay."""
    mine = {("plan", "k"): Action(kind="customer", about="C1", action="Fee").model_dump()}
    said = "Accepted: charge a fee of 45,869 EUR"
    undone, restored = f"Undone: {said}, by Ann", f"Restored revision 3: {said}, by Ann"
    steps = [
        Revision(3, who="Ann", words=said, patch=mine, follows=2),
        Revision(4, words=undone, kind="undo", undoes=3, patch={("plan", "k"): REMOVED}),
        Revision(5, words=restored, kind="restore", patch={("window",): "all"}),
        Revision(6, words=f"Restored revision 4: {undone}", kind="restore", patch={("window",): 1}),
        Revision(7, words=said, patch={("needs_of", "C2"): "n"}),
    ]
    told: dict[int, tuple[str, str]] = {}
    trace = Trace.of("C1", ["Birch"], [])
    left = [unpack(forget_in(pack(step), trace, told)) for step in steps]
    assert [one.words for one in left if one] == [
        NEUTRAL,
        f"Undone: {NEUTRAL}, by Ann",
        f"Restored revision 3: {NEUTRAL}, by Ann",
        f"Restored revision 4: Undone: {NEUTRAL}, by Ann",
        said,
    ]


def test_a_damaged_revision_keeps_nothing_but_its_number() -> None:
    """What can't be read can't be cleaned."""
    row = (*pack(Revision(4, words="Birch", follows=3))[:-1], "wrong")
    left = forget_in(row, Trace.of("C1", ["Birch"], []), {})
    assert unpack(left) is None
    assert left[:2] == (4, 3)
    assert not any("Birch" in str(cell) for cell in left)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        ),
        max_leaves=10,
    )
)
def test_who_is_not_named_anywhere_changes_nothing(value: object) -> None:
    """JSON without the customer stays as it is."""
    trace = Trace.of("Ж9-unseen", ["Nobody At All"], [])
    assert trace.without(value) == value
