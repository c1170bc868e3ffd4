"""Facts and what people decided → everybody with every column but the points.

The order is the whole of it: corrections before what depends on them, then what the room judged
and what was joined, and last the client's own measures that need one of those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workbench.customers import Customers, with_prospects
from workbench.errors import WorkbenchError
from workbench.measures.added import Joined, with_joined, with_judged
from workbench.measures.by_hand import (
    entered_in,
    known_by_hand,
    newcomers_in,
    with_entered,
    with_newcomers,
)
from workbench.measures.derive import Corrections, derive, derive_prospects
from workbench.measures.expression import Formula, add_formulas, arranged
from workbench.measures.facts import Facts
from workbench.measures.made_with import assumed
from workbench.measures.workings import Value, Workings
from workbench.review.review import Review
from workbench.review.scoring import SCORES

RESERVED = frozenset({"customer_id", "name", "kind"}) | SCORES
"""Names that no column of a client may have."""


def everybody(facts: Facts, review: Review, joined: Mapping[str, Joined]) -> Customers:
    """Return one row per customer and prospect with every measure and attribute."""
    entered = entered_in(review)
    facts = with_newcomers(facts, newcomers_in(review))
    known = known_by_hand(facts, entered)
    facts = with_entered(facts, entered)
    fixes = with_known(corrections(review), known)
    own = formulas(review)
    customers = derive(facts, fixes, own, review.levels, assumed(review), aside=review.set_aside)
    if "prospects" in facts.given:
        customers = with_prospects(customers, derive_prospects(facts, fixes, own, review.levels))
    for name, given in review.judged.items():
        customers = with_judged(customers, name, {k: mark.value for k, mark in given.items()})
    for name, added in joined.items():
        customers = with_joined(customers, added, fixes.get(name, {}))
    late = needing(own, {*review.judged, *joined})
    if not late:
        return customers
    work = Workings.of(customers, facts.currency, fixes)
    add_formulas(work, late)
    return work.customers()


def corrections(review: Review) -> Corrections:
    """Return column → customer id → the value a person put in place of a fact."""
    found: dict[str, dict[str, Value]] = {}
    for customer, fixes in review.corrections.items():
        for name, fix in fixes.items():
            found.setdefault(name, {})[customer] = fix.value
    return found


def with_known(fixes: Corrections, known: Mapping[str, Mapping[str, float]]) -> Corrections:
    """Return the corrections with what is known by hand alone; a correction wins over it."""
    return {**fixes, **{name: {**own, **fixes.get(name, {})} for name, own in known.items()}}


def formulas(review: Review) -> tuple[Formula, ...]:
    """Return the client's own measures; `WorkbenchError` when one has a name that is taken."""
    for name in review.measures:
        if name in RESERVED or name in review.judged:
            raise WorkbenchError(f"There is a column «{name}» already", then="Choose another name.")
    return tuple(
        Formula(name, own.expression, own.label or name, own.unit, own.better)
        for name, own in review.measures.items()
    )


def needing(own: Sequence[Formula], columns: Iterable[str]) -> tuple[Formula, ...]:
    """Return the measures that need one of these columns, through any number of steps."""
    found, wanted = [], set(columns)
    for formula in arranged(own):
        if wanted & set(formula.needs):
            found.append(formula)
            wanted.add(formula.name)
    return tuple(found)
