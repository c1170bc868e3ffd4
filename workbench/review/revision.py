"""A revision: one saved state, how it came about, and the form in which it is written down."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from workbench.review.changes import REMOVED, Conflict, Patch, State

Kind = Literal["begin", "edit", "undo", "redo", "restore"]
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Revision:
    """One saved state and how it came about; number 0 is the empty beginning.

    ``when`` is UTC in ISO 8601. ``follows`` is the revision it was made on top of and ``patch``
    what it changed there. ``undoes`` is the number of the edit an undo takes back or a redo brings
    back. A ``damaged`` revision is listed, but its state can't be used.
    """

    number: int = 0
    who: str = ""
    when: str = ""
    words: str = ""
    state: State = field(default_factory=dict)
    kind: Kind = "edit"
    undoes: int | None = None
    patch: Patch = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    follows: int = 0
    damaged: bool = False

    @property
    def title(self) -> str:
        """What changed and by whom, for a sentence or a button's hover."""
        return f"{self.words}, by {self.who}" if self.number else "the beginning"


@dataclass(frozen=True)
class Head:
    """The revision that holds now; ``notice`` is a sentence where a newer one was damaged."""

    revision: Revision
    notice: str = ""


@dataclass(frozen=True)
class Committed:
    """What a commit led to: the revision that holds now, and how it met the changes of others.

    Each conflict holds the value kept (``mine``), the other one, and who had set that.
    ``merged_with`` names those who saved in the meantime («Ben, Cleo»); empty when nobody did.
    """

    revision: Revision
    conflicts: tuple[Conflict, ...] = ()
    merged_with: str = ""


class Step(NamedTuple):
    """What undo and redo need to know of a revision."""

    follows: int
    kind: str
    undoes: int | None


def plain(state: State) -> State:
    """Return an independent copy that holds JSON values only; `ValueError` for any other number."""
    copy: State = json.loads(_dump(state))
    return copy


def pack(revision: Revision) -> Row:
    """Return a revision as a row of plain values that ends in a checksum over all the others.

    The order: number, follows, kind, undoes, who, when, words, conflicts, patch, state, checksum.
    """
    conflicts = [
        {key: value for key, value in vars(conflict).items() if value is not REMOVED}
        for conflict in revision.conflicts
    ]
    patch = [
        [path] if value is REMOVED else [path, value] for path, value in revision.patch.items()
    ]
    row = (
        revision.number,
        revision.follows,
        revision.kind,
        revision.undoes,
        revision.who,
        revision.when,
        revision.words,
        _dump(conflicts),
        _dump(patch),
        zlib.compress(_dump(revision.state).encode()),
    )
    return (*row, _checksum(row))


def unpack(row: Sequence[Any]) -> Revision | None:
    """Return the revision a row was packed from; ``None`` when anything in it was changed."""
    *values, checksum = row
    if checksum != _checksum(values):
        return None
    number, follows, kind, undoes, who, when, words, conflicts, patch, state = values
    return Revision(
        number=number,
        who=who,
        when=when,
        words=words,
        state=json.loads(zlib.decompress(state)),
        kind=kind,
        undoes=undoes,
        patch={tuple(path): value[0] if value else REMOVED for path, *value in json.loads(patch)},
        conflicts=tuple(
            Conflict(tuple(c["path"]), c.get("mine", REMOVED), c.get("theirs", REMOVED), c["whose"])
            for c in json.loads(conflicts)
        ),
        follows=follows,
    )


def stacks(steps: Mapping[int, Step], head: int) -> tuple[list[int], list[int]]:
    """Return the edits that stand and those undone, each with the next one to take last.

    Only the revisions that ``head`` stands on count: a damaged one was stepped over. A fresh edit
    forgets what was undone before it; the state a review began with can't be undone.
    """
    chain: list[int] = []
    number = head
    while number in steps:
        chain.append(number)
        # Only ever backwards: a damaged number must not lead round in circles.
        number = min(steps[number].follows, number - 1)
    standing: list[int] = []
    undone: list[int] = []
    for number in reversed(chain):
        kind, target = steps[number].kind, steps[number].undoes
        if kind == "undo" and target in standing:
            standing.remove(target)
            undone.append(target)
        elif kind == "redo" and target in undone:
            undone.remove(target)
            standing.append(target)
        elif kind in ("edit", "restore"):
            standing.append(number)
            undone.clear()
    return standing, undone


def _dump(value: Any) -> str:
    return json.dumps(value, allow_nan=False, separators=(",", ":"))


def _checksum(values: Sequence[Any]) -> str:
    # Each part goes in with its length, so that nothing can move from one column to the next.
    digest = hashlib.sha256()
    for value in values:
        part = value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
        digest.update(b"%d:" % len(part) + part)
    return digest.hexdigest()
