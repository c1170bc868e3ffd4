"""Last answers, kept as long as their questions stay the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

_Answer = TypeVar("_Answer")
_Question = tuple[object, ...]


class Kept(dict[str, tuple[_Question, Any]]):
    """The last answer of each name, with the question it answers.

    Questions are compared part by part; a part that is a table is the same only as the same object.

    Examples
    --------
    >>> kept = Kept()
    >>> kept.answer("sum", (1, 2), lambda: 3), kept.answer("sum", (1, 2), lambda: 99)
    (3, 3)
    >>> kept.answer("sum", (2, 2), lambda: 4)
    4
    """

    def answer(self, name: str, question: _Question, find: Callable[[], _Answer]) -> _Answer:
        """Return the answer to the same question last time, else find it."""
        last = self.get(name)
        if last is not None and _same(last[0], question):
            return last[1]  # type: ignore[no-any-return]
        found = find()
        self[name] = (question, found)
        return found


def _same(one: _Question, other: _Question) -> bool:
    return len(one) == len(other) and all(
        a is b or (type(a) is type(b) and a == b) for a, b in zip(one, other, strict=True)
    )
