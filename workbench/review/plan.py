"""The plan: what is done about whom, by whom, until when, and what came of it (domain 10)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from workbench.review.decided import Decided

Sentence = Annotated[str, Field(max_length=300)]
Kind = Literal["everybody", "quadrant", "group", "tier", "segment", "needs", "several", "customer"]
Status = Literal["proposed", "accepted", "doing", "done", "dropped"]


class Action(Decided):
    """One decision about a customer or many.

    ``kind`` and ``about`` name whom it concerns: a customer id, the place of a quadrant (of the
    axes named in ``pair``), the level of a group or segment, the number of a tier, the key of a
    needs group; of several customers it says in words who they are. ``cost`` is money, ``hours``
    our people's, ``expected`` the change of the bottom line a year, in money.

    What is kept when it is accepted lets the effect be measured later: ``since``, the as-of date
    of the facts then; ``baseline``, the profit a year of those concerned; and, unless it was
    everybody or too many, their ids in ``members``, for a decision that works moves them to
    another quadrant or group. ``measured`` is an effect a person put in place of the computed one.
    """

    kind: Kind
    about: str = Field(default="", max_length=300)
    pair: str = Field(default="", max_length=200)
    members: tuple[str, ...] = ()
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
    since: date | None = None
    status: Status = "proposed"


class Profile(Decided):
    """What is known of a customer beside the facts (domain 1)."""

    wants: Sentence = ""
    expects: Sentence = ""
    understands: Sentence = ""
    needs: Sentence = ""
    strategy: Sentence = ""
    consent: Literal["", "yes", "no"] = ""


class Newcomer(Decided):
    """A customer no file names, entered by hand."""

    name: Annotated[str, Field(min_length=1, max_length=200)]


class Entered(Decided):
    """Hours or an event of a customer, added by hand because no file has it."""

    customer_id: str
    on: date
    hours: Annotated[float, Field(ge=0)] | None = None
    person: Annotated[str, Field(max_length=60)] = ""
    kind: Annotated[str, Field(max_length=40)] = ""
    value: float | None = None
    evidence: Sentence = ""
