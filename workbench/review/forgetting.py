"""One customer taken out of what people wrote: the pure part of `workbench.forget`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from workbench.review.changes import REMOVED, Conflict, Path
from workbench.review.revision import Revision, Row, pack, unpack

BLANK = "(…)"
"""Stands where a name stood."""
NEUTRAL = "Something about a customer who was forgotten"
"""Stands where a saved revision told of that customer alone: also its figures are theirs."""
_WORD = 3
"""Letters from which a name is looked for inside other texts: «Al» would be found in anything."""
_WHOSE = ("customer_id", "customer")
_NO_IDS = frozenset(
    {
        *("quadrants", "words", "levels", "shares", "only", "measures", "treatments", "needs"),
        *("event_values", "weights", "rates", "effort_weights", "providers", "rules"),
    }
)
"""Parts of a review whose keys and entries are no ids, though «2» may stand there as well."""


@dataclass(frozen=True)
class Trace:
    """By what a customer is known: the id, their names, and names of others that hold theirs.

    ``taken`` are the ids of everybody else.
    Inside other texts an id of digits alone is not looked for: it may as well be an amount.
    """

    key: str
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    taken: frozenset[str] = frozenset()

    @classmethod
    def of(cls, key: str, names: Collection[str], everybody: Collection[str]) -> Trace:
        """Return the trace of a customer among everybody's names; a shared name stays."""
        own = tuple(dict.fromkeys(n.strip() for n in names if len(n.strip()) >= _WORD))
        taken = {name.strip().casefold() for name in everybody}
        own = tuple(name for name in own if name.casefold() not in taken)
        holding = {
            other.strip()
            for other in everybody
            if any(name.casefold() in other.casefold() for name in own)
        }
        return cls(key, own, tuple(sorted(holding, key=len, reverse=True)))

    @property
    def telling(self) -> bool:
        """Whether the id can't be taken for a number or a common word."""
        return bool(re.search(r"\d", self.key) and re.search(r"[^\W\d]", self.key))

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        found = [rf"(?<!\w){re.escape(name)}(?!\w)" for name in self.names]
        if self.telling:
            found.append(rf"(?<![\w-])(?-i:{re.escape(self.key)})(?![\w-])")
        if not found:
            return None
        kept = "|".join(re.escape(other) for other in self.others) or r"(?!)"
        return re.compile(f"(?P<kept>{kept})|{'|'.join(found)}", re.IGNORECASE)

    def clean(self, text: str) -> str:
        """Return a text without the customer.

        Examples
        --------
        >>> Trace.of("C1", ["Birch"], ["Birch & Sons"]).clean("Birch (C1), not Birch & Sons or C12")
        '(…) ((…)), not Birch & Sons or C12'
        """
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda hit: hit["kept"] or BLANK, text)

    def named_by(self, text: str) -> bool:
        """Whether a key or a cell is the customer's id or name, or speaks of the id."""
        plain = text.strip()
        return self.key in (plain, *plain.split()) or plain in self.names

    def without(self, value: Any, path: Sequence[str] = ()) -> Any:
        """Return JSON without the customer: entries about them go, their name in others too.

        ``path`` says where in a review the value stands; its first step is a field's own name.
        """
        if isinstance(value, dict):
            return {
                self.clean(key) if path else key: self.without(part, (*path, key))
                for key, part in value.items()
                if not self.concerns((*path, key)) and not self._about(part)
            }
        if isinstance(value, list):
            ids = not _NO_IDS & set(path)
            return [self.without(part, path) for part in value if not (ids and part == self.key)]
        return self.clean(value) if isinstance(value, str) else value

    def concerns(self, path: Sequence[str]) -> bool:
        """Whether the last step of a path in a review is the customer's own."""
        return len(path) > 1 and not _NO_IDS & set(path) and self.named_by(path[-1])

    def _about(self, part: object) -> bool:
        if not isinstance(part, dict):
            return False
        if part.get("kind") == "customer" and part.get("about") == self.key:
            return True
        return any(part.get(field) == self.key for field in _WHOSE)


def forget_in(row: Row, trace: Trace, told: dict[int, tuple[str, str]]) -> Row:
    """Return a saved revision without the customer; a damaged one keeps its number alone.

    ``told`` gathers, from the oldest revision to the newest, the words that told of the customer
    alone and what stands there now, by number: undoing and restoring quote them.
    """
    revision = unpack(row)
    if revision is None:
        empty = Revision(int(row[0]), follows=int(row[1]), words="Damaged: can't be read")
        return (*pack(empty)[:-1], "damaged")

    def stays(path: Path, value: Any) -> bool:
        own = any(trace.concerns(path[: n + 1]) for n in range(len(path)))
        return not own and bool(trace.without({"": value}, path[:-1] or ("",)))

    def cleaned(path: Path) -> Path:
        return tuple(step if n == 0 else trace.clean(step) for n, step in enumerate(path))

    patch = {
        cleaned(path): _part(value, trace, path)
        for path, value in revision.patch.items()
        if stays(path, value)
    }
    words = _quoting(revision, told) if patch or not revision.patch else NEUTRAL
    if words != revision.words:
        told[revision.number] = revision.words, words
    conflicts = tuple(
        Conflict(
            cleaned(one.path),
            _part(one.mine, trace, one.path),
            _part(one.theirs, trace, one.path),
            trace.clean(one.whose),
        )
        for one in revision.conflicts
        if stays(one.path, one.mine) and stays(one.path, one.theirs)
    )
    return pack(
        replace(
            revision,
            who=trace.clean(revision.who),
            words=trace.clean(words),
            state=trace.without(revision.state),
            patch=patch,
            conflicts=conflicts,
        )
    )


def _quoting(revision: Revision, told: Mapping[int, tuple[str, str]]) -> str:
    words = revision.words
    for number, (old, new) in told.items():
        if number == revision.undoes or words.startswith(f"Restored revision {number}: "):
            words = words.replace(old, new)
    return words


def _part(value: Any, trace: Trace, path: Path) -> Any:
    return value if value is REMOVED else trace.without(value, path)
