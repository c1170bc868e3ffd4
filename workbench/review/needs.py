"""Groups of needs and their managers (domain 8), and when to look at a customer again (6)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from workbench.review.decided import Decided, Frozen

_SENTENCE = 300


class NeedsGroup(Frozen):
    """Customers who need the same: their manager, and what is made to fit them (domain 8)."""

    name: str = Field(min_length=1, max_length=60)
    manager: str = Field(default="", max_length=60)
    message: str = Field(default="", max_length=_SENTENCE)
    product: str = Field(default="", max_length=_SENTENCE)
    service: str = Field(default="", max_length=_SENTENCE)


PARTS = ("message", "product", "service")
"""What can be made to fit a needs group, in the order in which it is worth doing."""

_DUE: dict[str, tuple[str, ...]] = {
    "most_valuable": PARTS,
    "most_to_gain": ("message", "service"),
    "between": ("message",),
    "below_zero": (),
}
"""What is due to the best customers of a group: everything to the few, personal service within
limits to those with most to gain, a word to the rest (domain 8: the degree matches the need)."""


def tailored(group: NeedsGroup) -> tuple[str, ...]:
    """Return what is made to fit this group."""
    return tuple(part for part in PARTS if getattr(group, part).strip())


def degree(group: NeedsGroup, best: str) -> tuple[bool, str]:
    """Say whether what is made to fit a group matches what its customers are worth.

    ``best`` is the best value group among its customers: «most_valuable», «most_to_gain»,
    «between», «below_zero», or empty where it has no customers.

    Examples
    --------
    >>> degree(NeedsGroup(name="Fast answers", message="…", service="…"), "most_valuable")
    (False, 'Product is still due: it holds some of the most valuable')
    """
    if not best:
        return True, "Nobody is in it yet"
    has, due = set(tailored(group)), set(_DUE[best])
    missing, extra = ([p for p in PARTS if p in lack] for lack in (due - has, has - due))
    holds = _HOLDS[best]
    if missing:
        return False, f"{_joined(missing)} still due: it holds {holds}"
    if extra:
        return False, f"{_joined(extra)} more than is due: its best are {holds}"
    return True, "Matches what its customers are worth"


_HOLDS = {
    "most_valuable": "some of the most valuable",
    "most_to_gain": "some with most to gain",
    "between": "customers in between",
    "below_zero": "customers who cost more than they bring",
}


def _joined(parts: list[str]) -> str:
    said = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"{said.capitalize()} {'is' if len(parts) == 1 else 'are'}"


class LookAgain(Decided):
    """A date on which a customer comes back to the table, and why (domain 6)."""

    on: date
    why: str = Field(default="", max_length=_SENTENCE)


class Looked(Decided):
    """The day of the last change of a customer's strategy that was looked at (domain 6)."""

    on: date
