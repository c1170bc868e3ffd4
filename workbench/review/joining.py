"""Confirming, refusing and undoing that two customers are one: review in, review out."""

from __future__ import annotations

from workbench.errors import WorkbenchError
from workbench.review.review import Review
from workbench.review.same import Apart, SameAs, roots


def confirm(
    review: Review, kept: str, other: str, *, evidence: str, who: str = "", when: str = ""
) -> Review:
    """Say that ``other`` is ``kept``: from now on they count as one, under ``kept``.

    Raises
    ------
    WorkbenchError
        When both are the same id, or are one already.
    """
    known = roots(review.same_as)
    top, below = known.get(kept, kept), known.get(other, other)
    if top == below:
        raise WorkbenchError("These two are one already", where=f"{kept}, {other}")
    said = SameAs(customer=top, evidence=evidence[:300], who=who, when=when)
    return review.changed(
        same_as={**review.same_as, below: said}, apart=_without(review, kept, other)
    )


def refuse(
    review: Review, one: str, other: str, *, evidence: str, who: str = "", when: str = ""
) -> Review:
    """Say that two customers are two; the pair is not asked about again."""
    first, second = sorted((one, other))
    said = Apart(evidence=evidence[:300], who=who, when=when)
    of_first = {**review.apart.get(first, {}), second: said}
    return review.changed(apart={**review.apart, first: of_first})


def separate(review: Review, other: str) -> Review:
    """Undo a merge: ``other`` counts for itself again.

    Raises
    ------
    WorkbenchError
        When it was never merged.
    """
    if other not in review.same_as:
        raise WorkbenchError(f"«{other}» counts for itself already", where=other)
    return review.changed(same_as={k: v for k, v in review.same_as.items() if k != other})


def reopen(review: Review, one: str, other: str) -> Review:
    """Undo a refusal: the pair may be asked about again."""
    return review.changed(apart=_without(review, one, other))


def decided(review: Review) -> tuple[tuple[str, str], ...]:
    """Return every pair a person has said yes or no to."""
    yes = [(said.customer, other) for other, said in review.same_as.items()]
    no = [(one, other) for one, others in review.apart.items() for other in others]
    return (*yes, *no)


def _without(review: Review, one: str, other: str) -> dict[str, dict[str, Apart]]:
    first, second = sorted((one, other))
    left = {
        key: {k: said for k, said in others.items() if (key, k) != (first, second)}
        for key, others in review.apart.items()
    }
    return {key: others for key, others in left.items() if others}
