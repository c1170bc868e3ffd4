"""The plan: what is done about whom, by whom, until when, and what came of it (domain 10)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from workbench.review.decided import Decided

Sentence = Annotated[str, Field(max_length=300)]
Kind = Literal["everybody", "quadrant", "group", "tier", "segment", "needs", "customer"]
Status = Literal["proposed", "accepted", "doing", "done", "dropped"]


class Action(Decided):
    """One decision about a customer or many.

    ``kind`` and ``about`` name whom it concerns: a customer id, or the place of a quadrant, the
    level of a group, tier or segment. ``cost`` is money, ``hours`` our people's, ``expected`` and
    ``measured`` the change of the bottom line a year, in money; ``baseline`` is the profit of
    those concerned when it was accepted, so that the effect can be measured later.
    """

    kind: Kind
    about: str = ""
    action: str = Field(min_length=1, max_length=300)
    owner: Annotated[str, Field(max_length=60)] = ""
    due: date | None = None
    cost: Annotated[float, Field(ge=0)] | None = None
    hours: Annotated[float, Field(ge=0)] | None = None
    gives_us: Sentence = ""
    gives_them: Sentence = ""
    expected: float | None = None
    measured: float | None = None
    baseline: float | None = None
    status: Status = "proposed"


class Profile(Decided):
    """What is known of a customer beside the facts (domain 1)."""

    wants: Sentence = ""
    expects: Sentence = ""
    understands: Sentence = ""
    needs: Sentence = ""
    strategy: Sentence = ""
    consent: Literal["", "yes", "no"] = ""


class Entered(Decided):
    """Hours or an event of a customer, added by hand because no file has it."""

    customer_id: str
    on: date
    hours: Annotated[float, Field(ge=0)] | None = None
    person: Annotated[str, Field(max_length=60)] = ""
    kind: Annotated[str, Field(max_length=40)] = ""
    value: float | None = None
    evidence: Sentence = ""
