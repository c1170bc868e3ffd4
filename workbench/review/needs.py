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


class LookAgain(Decided):
    """A date on which a customer comes back to the table, and why (domain 6)."""

    on: date
    why: str = Field(default="", max_length=_SENTENCE)
