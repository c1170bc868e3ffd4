"""How two states of a review differ, and how changes made by two people go together.

A state is plain JSON: dicts, lists, text, numbers, yes or no, nothing. Dicts are walked; lists and
single values are replaced as one. Three kinds of dict are told apart by what they hold:

- A *collection* holds only dicts (judgements by customer): two people may fill it at once, even
  when neither found it there.
- A *record* also holds single values: its fields change one by one, but it appears and goes whole.
- A *single decision* has the keys of one of ``WHOLE`` (a value with who set it and when; a
  dividing line with where it comes from; something whose fields depend on its kind): its parts
  mean nothing apart, so it changes as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

State = dict[str, Any]
Path = tuple[str, ...]


class Removed(Enum):
    """The type of ``REMOVED``."""

    REMOVED = "removed"


REMOVED: Final = Removed.REMOVED
"""Stands in a patch or a conflict where a field is gone; never part of a state."""

Patch = dict[Path, Any]
"""What changed: the path of each changed field with its new value, or ``REMOVED``."""

WHOLE: Final = (frozenset({"who", "when"}), frozenset({"by", "value"}), frozenset({"kind"}))
"""The keys by which a single decision is known."""


@dataclass(frozen=True)
class Conflict:
    """One field that two people set to different values; ``mine`` is the one that was kept.

    Either value is ``REMOVED`` where that side took the field away. ``whose`` names who set
    ``theirs``, where that is known.
    """

    path: Path
    mine: Any
    theirs: Any
    whose: str = ""


@dataclass(frozen=True)
class Merged:
    """Two changes put together, and the fields in which they contradict each other."""

    state: State
    conflicts: tuple[Conflict, ...]


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal; yes is not 1, although 1 is 1.0.

    Examples
    --------
    >>> same({"points": [1, 2]}, {"points": [1.0, 2]}), same(True, 1)
    (True, False)
    """
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


def diff(before: State, after: State) -> Patch:
    """Return the smallest patch that turns one state into the other.

    Examples
    --------
    >>> diff({"window": "12m", "notes": {}}, {"window": "all", "notes": {}})
    {('window',): 'all'}
    """
    patch: Patch = {}
    for key in {**before, **after}:
        old, new = before.get(key, REMOVED), after.get(key, REMOVED)
        if same(old, new):
            continue
        if _is_open(old) and _is_open(new):
            patch |= {(key, *rest): value for rest, value in diff(old, new).items()}
        else:
            patch[(key,)] = new
    return patch


def apply(state: State, patch: Mapping[Path, Any]) -> State:
    """Return the state with a patch applied; the state given stays as it is.

    Parts that don't change are shared between both, so neither may be changed in place.
    """
    after = dict(state)
    for path, value in patch.items():
        after = _put(after, path, value)
    return after


def invert(before: State, patch: Mapping[Path, Any]) -> Patch:
    """Return the patch that takes ``apply(before, patch)`` back to ``before``."""
    return diff(apply(before, patch), before)


def merge(base: State, mine: State, theirs: State) -> Merged:
    """Put two changes of one state together, field by field.

    Different fields merge. Where both sides set one field to different values, mine is kept (it
    is the newest gesture) and the field is returned as a conflict with both values.

    Examples
    --------
    >>> merged = merge({"a": 1, "b": 1}, {"a": 2, "b": 2}, {"a": 1, "b": 3, "c": 4})
    >>> merged.state
    {'a': 2, 'b': 2, 'c': 4}
    >>> merged.conflicts
    (Conflict(path=('b',), mine=2, theirs=3, whose=''),)
    """
    state, conflicts = _merge_fields((), base, mine, theirs)
    return Merged(state, conflicts)


def _merge_fields(
    path: Path, base: State, mine: State, theirs: State
) -> tuple[State, tuple[Conflict, ...]]:
    state: State = {}
    conflicts: tuple[Conflict, ...] = ()
    for key in {**mine, **theirs}:
        sides = (side.get(key, REMOVED) for side in (base, mine, theirs))
        value, more = _merge_value((*path, key), *sides)
        conflicts += more
        if value is not REMOVED:
            state[key] = value
    return state, conflicts


def _merge_value(path: Path, base: Any, mine: Any, theirs: Any) -> tuple[Any, tuple[Conflict, ...]]:
    if same(theirs, base) or same(mine, theirs):
        return mine, ()
    if same(mine, base):
        return theirs, ()
    present = [side for side in (base, mine, theirs) if side is not REMOVED]
    walked = all(_is_open(side) for side in present) and (
        len(present) == 3 or all(_is_collection(side) for side in present)  # noqa: PLR2004 - three sides
    )
    if not walked:
        return mine, (Conflict(path, mine, theirs),)
    state, conflicts = _merge_fields(
        path, *({} if side is REMOVED else side for side in (base, mine, theirs))
    )
    if state:
        return state, conflicts
    # Nothing is left in it: the side that brought it or took it away decides if it stays, empty.
    stays = theirs if (mine is REMOVED) is (base is REMOVED) else mine
    return (REMOVED if stays is REMOVED else {}), conflicts


def _put(state: State, path: Path, value: Any) -> State:
    key, rest = path[0], path[1:]
    if not rest:
        kept = {name: field for name, field in state.items() if name != key}
        # A replaced field keeps its place, so that what is shown in order stays in order.
        return kept if value is REMOVED else {**state, key: value}
    inner = state.get(key)
    if not isinstance(inner, dict):
        if value is REMOVED:
            return state
        inner = {}
    return {**state, key: _put(inner, rest, value)}


def _is_open(value: Any) -> bool:
    return isinstance(value, dict) and not any(keys <= value.keys() for keys in WHOLE)


def _is_collection(value: Any) -> bool:
    return _is_open(value) and all(isinstance(entry, dict) for entry in value.values())
