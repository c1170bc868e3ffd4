"""The finished rows of a review, as they may leave the house: no paths, nothing to write back.

Every text in a snapshot is on one line and holds no control character, so that no file made of
it can be broken by a name; what a kind of file would run besides is that writer's own concern.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of text: one name could turn its neighbours over."""


def plain(text: str) -> str:
    r"""Return text on one line without control characters and marks of direction.

    Examples
    --------
    >>> plain("Al\x00der \u202eknil\n& Sons")
    'Alder knil & Sons'
    """
    if text.isascii() and text.isprintable():
        return text
    spaced = (" " if c.isspace() else c for c in text if c not in _TURNING)
    shown = (c for c in spaced if unicodedata.category(c) not in {"Cc", "Cs"})
    return " ".join("".join(shown).split())


SET_ASIDE = "Set aside"
"""What the line of those set aside is called in every account."""

Text = Annotated[str, AfterValidator(plain)]
Money = float | None
"""An amount in the snapshot's currency; None where it is not known."""


class Part(BaseModel):
    """A frozen part of a snapshot; an unknown field is refused when one is read."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Said(Part):
    """A sentence; ``own`` where it repeats the client's own words or exact figures."""

    text: Text
    own: bool = False


class Row(Part):
    """One customer: ``quadrant`` is empty for one who has no place in the picture.

    ``why_tier`` says why they are in their tier, ``why`` why they are in their quadrant.
    """

    customer_id: Text
    name: Text
    turnover: Money
    profit: Money
    why_tier: Said = Said(text="")
    quadrant: Text
    why: Text


class Group(Part):
    """Customers who belong together, the largest first, and what they come to.

    ``losing`` is None where so few lose money that it may not be told. ``shade`` is its colour, as
    on the pages: a tier's or a value group's, 1 the darkest; empty for one that has none.
    """

    name: Text
    shade: Annotated[str, Field(pattern=r"^((tier|value)-[1-4])?$")] = ""
    meaning: Text = ""
    turnover: Money
    profit: Money
    losing: int | None
    rows: tuple[Row, ...]

    @property
    def reasoned(self) -> bool:
        """Whether it is said why somebody is in this group."""
        return any(row.why_tier.text for row in self.rows)


class Decision(Part):
    """One line of the plan: ``kind`` and ``about`` as in the plan, ``whom`` says it in words.

    ``overdue`` says that it was due before the day the snapshot was made, and isn't done.
    """

    kind: Text
    about: Text
    whom: Text
    action: Text
    owner: Text = ""
    due: date | None = None
    overdue: bool = False
    status: Text
    cost: Money = None
    expected: Money = None
    gives_us: Text = ""
    gives_them: Text = ""


class Day(Part):
    """A date of the plan: when something is due, or a customer is looked at again.

    ``overdue`` says that it had gone on the day the snapshot was made.
    """

    on: date
    what: Text
    overdue: bool = False


class Amount(Part):
    """One line of an account: what it is, its money, what it consists of.

    ``group`` says that it is one of the snapshot's groups.
    """

    what: Text
    money: Money
    note: Text = ""
    group: bool = False


class Account(Part):
    """Lines that add up to ``total``; ``whole`` where the money of every line is known."""

    title: Text
    lines: tuple[Amount, ...]
    total: Money
    whole: bool = True


class Absent(Part):
    """Somebody who has no place in the picture, or was set aside, with the reason."""

    customer_id: Text
    name: Text
    kind: Literal["customer", "prospect"]
    turnover: Money
    why: Text


class Quadrant(Part):
    """A corner of the picture; ``usual`` is its name where nobody typed one."""

    place: int
    name: Text
    usual: Text
    customers: int
    turnover: Money


class View(Part):
    """A picture at one size: finished rows by layer and the values of its signals."""

    width: int
    height: int
    layers: dict[str, dict[str, tuple[Text | float | None, ...]]]
    signals: dict[str, Any]


class Picture(Part):
    """A picture: ``wide`` for screens and paper, ``narrow`` for a phone, ``slide`` for a room.

    ``whose`` holds the ids of its dots or bars in their order, an empty one where several
    customers share a bar; none where nobody may be told.
    """

    title: Text
    finding: Text
    whose: tuple[Text, ...]
    wide: View
    narrow: View
    slide: View


class Quadrants(Picture):
    """The matrix; ``own`` says that an axis is an attribute of the client's own.

    ``money`` names the axes, x or y, that are money.
    """

    quadrants: tuple[Quadrant, ...]
    own: bool
    money: tuple[str, ...] = ()
    prospects: int


class Snapshot(Part):
    """A review as it stood on the day it was ``made``: what a report shows, and nothing else."""

    client: Text
    made: date
    currency: Text
    as_of: date | None
    window: Text
    finding: Text
    customers: int
    turnover: Money
    profit: Money
    losing: int | None
    decisions: tuple[Decision, ...]
    days: tuple[Day, ...]
    grouping: Text
    groups: tuple[Group, ...]
    picture: Quadrants | None
    earning: Picture | None
    accounts: tuple[Account, ...]
    assumptions: tuple[Said, ...]
    not_placed: tuple[Absent, ...]
    set_aside: tuple[Absent, ...]
    anonymised: bool = False

    def how_many(self, people: tuple[Absent, ...]) -> str:
        """Say how many are not placed or set aside; of a kind too few to be told nobody is there.

        Examples
        --------
        >>> one = Absent(customer_id="C", name="C", kind="prospect", turnover=None, why="")
        >>> Snapshot.how_many(Snapshot.model_construct(anonymised=True), (one,) * 25)
        'fewer than 5 customers, 25 prospects'
        """
        if not self.anonymised:
            return f"{len(people):,}"
        kinds = Counter(one.kind for one in people)
        told = [f"{kinds[kind] or 'fewer than 5'} {kind}s" for kind in ("customer", "prospect")]
        return ", ".join(told) if kinds else "fewer than 5"
