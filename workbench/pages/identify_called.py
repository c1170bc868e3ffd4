"""Customers that one file calls by name exactly as another file names them: answered at once.

A time tracker knows clients by their names, the accounts by numbers: most customers are then there
twice, and one by one they would take the room's time. A person looks through the list and says yes
once; each pair can be undone by itself.
"""

from __future__ import annotations

from collections import Counter

from workbench.pages.identify_twice import Pairs
from workbench.review import joining
from workbench.review.decided import Decided
from workbench.review.review import Review
from workbench.widgets.view import Node, h

Called = tuple[tuple[str, str], ...]
EVIDENCE = "one file calls them by name, exactly as another names them"
_FEWEST = 3  # fewer are answered one by one as quickly
_NAMED = 100


def called(pairs: Pairs) -> Called:
    """Return the pairs (number, name) of which one id is exactly the other's name.

    A name that several customers have, or a customer whom several names could mean, is in none:
    those are looked at one by one.

    Examples
    --------
    >>> from workbench.sources.identity import candidates
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"name": ["Elm Oy", "Elm Oy"]}, index=["17", "Elm Oy"])
    >>> called(Pairs(candidates(rows), (), rows))
    (('17', 'Elm Oy'),)
    """
    names = pairs.rows["name"].to_dict()
    found = [
        (kept, other)
        for one in (*pairs.first, *pairs.later)
        for kept, other in ((one.one, one.other), (one.other, one.one))
        if kept != other and names.get(kept) == other == names.get(other, other)
    ]
    often = Counter(key for pair in found for key in pair)
    return tuple(pair for pair in found if often[pair[0]] == often[pair[1]] == 1)


def joined(review: Review, all_: Called, by: Decided) -> Review:
    """Say of all of them at once that they are the same; ``by`` says who and when."""
    for kept, other in all_:
        review = joining.confirm(review, kept, other, evidence=EVIDENCE, who=by.who, when=by.when)
    return review


def offer(all_: Called) -> Node | None:
    """Offer the answer for all, with the list to look through; None for a few."""
    if len(all_) < _FEWEST:
        return None
    more = len(all_) - _NAMED
    listed = [h("li", f"{other} = {kept}", key=kept, dir="auto") for kept, other in all_[:_NAMED]]
    return h(
        "section.wb-who-part.wb-called",
        h(
            "p",
            f"One file calls {len(all_):,} customers by the very names that another gives beside "
            "their numbers.",
        ),
        h(
            "div.wb-row",
            h(
                "button",
                f"All {len(all_):,} are the same customers",
                on={"click": "all_same"},
                type="button",
            ),
        ),
        h(
            "details.wb-fold",
            h("summary", "Look through them"),
            h("ul.wb-plainlist", *listed),
            h("p.wb-quiet", f"and {more:,} more") if more > 0 else None,
            key="called",
        ),
        key="called by name",
    )
