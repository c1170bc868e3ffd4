"""Two customers that are one, or are not: what a person decided about a pair (domain 1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from pydantic import Field

from workbench.review.assigned import Assigned
from workbench.review.decided import Decided

Evidence = str


class SameAs(Decided):
    """A customer who is another one: ``customer`` is the id that stays, both are kept."""

    customer: str
    evidence: Evidence = Field(default="", max_length=300)


class Apart(Decided):
    """Two customers looked alike and are two."""

    evidence: Evidence = Field(default="", max_length=300)


def roots(same_as: Mapping[str, SameAs]) -> dict[str, str]:
    """Return merged id → the id under which it counts; ids in a circle count under the first.

    >>> roots({"B": SameAs(customer="A"), "C": SameAs(customer="B")})
    {'B': 'A', 'C': 'A'}
    """
    found = {}
    for start in sorted(same_as):
        path, key = [start], start
        while key in same_as and same_as[key].customer not in path:
            key = same_as[key].customer
            path.append(key)
        if key in same_as:  # two people merged the other way round at the same time
            key = min(path[path.index(same_as[key].customer) :])
        if key != start:
            found[start] = key
    return found


def fingerprint(merged: Mapping[str, str], assigned: Sequence[Assigned] = ()) -> str:
    """Return a short name for who is one with whom, and whose the lines without a customer are.

    >>> fingerprint({"B": "A"}) == fingerprint({"B": "A", "C": "A"})
    False
    """
    lines = [(*one.lines, one.customer) for one in assigned]
    said = json.dumps([sorted(merged.items()), lines]).encode()
    return hashlib.sha256(said).hexdigest()[:12]
