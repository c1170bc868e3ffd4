"""What people decided about one client, kept as revisions that are only ever added.

Every gesture is one revision: who, when, what changed in words, the patch, the whole state after
it and a checksum over all of that. A revision follows another one, so a damaged one is stepped
over and nothing has to be repaired.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Self

from workbench.database import Database
from workbench.errors import WorkbenchError
from workbench.review.changes import Conflict, State, diff, merge, same
from workbench.review.changes import Path as Field
from workbench.review.revision import Committed, Head, Revision, pack, plain, stacks, unpack

__all__ = ["NOBODY", "Committed", "Conflict", "Head", "Revision", "Store"]

NOBODY = "this computer"
"""Stands for who, where nobody typed a name."""


class Store:
    """The decisions of one client. Safe to use from several threads, processes and pages.

    Parameters
    ----------
    path
        The file, made when it isn't there; its folder must exist. ``None`` keeps everything in
        memory, for data frames in a notebook.
    check
        Called with every state that no caller has seen as a whole (merged, undone, restored);
        raises `WorkbenchError` where its parts don't fit together, and nothing is saved.

    Raises
    ------
    WorkbenchError
        Here and in every method: for a file from a newer version (left as it is), a damaged file,
        a folder that can't be written, a full disk, or a file held by another program.

    Examples
    --------
    >>> with Store(None) as store:
    ...     first = store.commit({"window": "all"}, base=0, who="Anna", words="All time").revision
    ...     undone = store.undo("Ben")
    >>> undone.words, undone.state
    ('Undone: All time, by Anna', {})
    """

    def __init__(
        self, path: Path | None, *, check: Callable[[State], object] | None = None
    ) -> None:
        self._check = check or (lambda _: None)
        self._database = Database(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; the store can't be used afterwards."""
        self._database.close()

    def head(self) -> Head:
        """Return the newest undamaged revision, saying so when a newer one is damaged."""
        with self._database.reading():
            return self._head()

    def history(self, limit: int | None = None) -> list[Revision]:
        """Return revisions, newest first, damaged ones marked; all of them without a limit."""
        with self._database.reading():
            newest = self._database.newest()
            oldest = 0 if limit is None else max(0, newest - limit)
            return [self._read(number) for number in range(newest, oldest, -1)]

    def data_version(self) -> int:
        """Return a number that differs whenever somebody, here or elsewhere, saved meanwhile."""
        return self._database.data_version()

    def begin(self, state: State, *, who: str, words: str) -> Revision:
        """Save the state a review begins with, unless there is one; return what holds now.

        Undo never goes behind it.
        """
        with self._database.writing():
            head = self._head().revision
            if self._database.newest():
                return head
            first = Revision(who=who, words=words, state=plain(state), kind="begin")
            return self._add(first, head)

    def commit(self, state: State, *, base: int, who: str, words: str) -> Committed:
        """Save one gesture: the state it led to, made on top of revision ``base``.

        On disk when this returns. If others saved since ``base``, both changes are merged field by
        field; where they contradict, this gesture is kept and both values are stored. A state
        equal to the one that holds writes nothing.
        """
        mine = plain(state)
        with self._database.writing():
            head = self._head().revision
            if not 0 <= base <= self._database.newest():
                raise WorkbenchError(
                    f"The page was made from revision {base}, which this client doesn't have",
                    where=self._database.where,
                    then="Load the page again.",
                )
            if base == head.number:
                return self._save(Revision(who=who, words=words, state=mine), head)
            merged = merge(self._at(base).state, mine, head.state)
            self._check(merged.state)
            since = [self._read(number) for number in range(head.number, base, -1)]
            conflicts = tuple(replace(c, whose=_author(c.path, since)) for c in merged.conflicts)
            revision = Revision(who=who, words=words, state=merged.state, conflicts=conflicts)
            names = dict.fromkeys(r.who for r in reversed(since) if r.who)
            return replace(self._save(revision, head), merged_with=", ".join(names))

    def undo(self, who: str) -> Revision | None:
        """Take back the newest edit that stands, whoever made it; ``None`` if there is none.

        Only the fields of that edit change. The new revision names what and whose it takes back.
        """
        return self._turn("undo", who)

    def redo(self, who: str) -> Revision | None:
        """Bring back the edit undone last; ``None`` if there is none or an edit came since."""
        return self._turn("redo", who)

    def restore(self, number: int, who: str) -> Revision:
        """Return to the state of an earlier revision, as a new one; 0 is the beginning."""
        with self._database.writing():
            newest, head = self._database.newest(), self._head().revision
            if not 0 <= number <= newest:
                raise WorkbenchError(f"There is no revision {number}", allowed=f"0 to {newest}")
            old = self._sound(number)
            if same(old.state, head.state):
                return head
            self._check(old.state)
            words = f"Restored revision {number}: {old.title}" if number else "Back to the start"
            return self._add(Revision(who=who, words=words, state=old.state, kind="restore"), head)

    def to_undo(self) -> Revision | None:
        """Return the edit that undo would take back, or ``None``."""
        with self._database.reading():
            standing, _ = self._stacks()
            return self._read(standing[-1]) if standing else None

    def to_redo(self) -> Revision | None:
        """Return the edit that redo would bring back, or ``None``."""
        with self._database.reading():
            _, undone = self._stacks()
            return self._read(undone[-1]) if undone else None

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to undo."""
        return self.to_undo() is not None

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone edit to redo."""
        return self.to_redo() is not None

    def _turn(self, kind: Literal["undo", "redo"], who: str) -> Revision | None:
        with self._database.writing():
            standing, undone = self._stacks()
            stack = standing if kind == "undo" else undone
            if not stack:
                return None
            edit, head = self._sound(stack[-1]), self._head().revision
            before = self._sound(edit.follows)
            since, back = (edit, before) if kind == "undo" else (before, edit)
            merged = merge(since.state, back.state, head.state)
            self._check(merged.state)
            revision = Revision(
                who=who,
                words=f"{'Undone' if kind == 'undo' else 'Redone'}: {edit.title}",
                state=merged.state,
                kind=kind,
                undoes=edit.number,
                conflicts=merged.conflicts,
            )
            return self._add(revision, head)

    def _save(self, revision: Revision, head: Revision) -> Committed:
        if same(revision.state, head.state):
            return Committed(head, revision.conflicts)
        return Committed(self._add(revision, head), revision.conflicts)

    def _add(self, revision: Revision, head: Revision) -> Revision:
        added = replace(
            revision,
            number=self._database.newest() + 1,
            follows=head.number,
            who=_line(revision.who, 80) or NOBODY,
            when=datetime.now(UTC).isoformat(timespec="seconds"),
            words=_line(revision.words, 500) or "Changed",
            patch=diff(head.state, revision.state),
        )
        self._database.add(pack(added))
        return added

    def _head(self) -> Head:
        newest = self._database.newest()
        head = self._at(newest)
        if head.number == newest:
            return Head(head)
        return Head(
            head,
            f"Revision {newest}, the newest one saved, is damaged. Shown is the one before:"
            f" revision {head.number} ({head.title}).",
        )

    def _at(self, number: int) -> Revision:
        """Return the newest sound revision up to a number."""
        revision = self._read(number)
        while revision.damaged:
            revision = self._read(revision.number - 1)
        return revision

    def _sound(self, number: int) -> Revision:
        revision = self._read(number)
        if revision.damaged:
            raise WorkbenchError(
                f"Revision {number} is damaged and can't be used",
                where=self._database.where,
                then="Restore another one from the history.",
            )
        return revision

    def _read(self, number: int) -> Revision:
        if number == 0:
            return Revision()
        row = self._database.row(number)
        sound = unpack(row) if row else None
        return sound or Revision(number, words="Damaged: can't be read", damaged=True)

    def _stacks(self) -> tuple[list[int], list[int]]:
        return stacks(self._database.steps(), self._head().revision.number)


def _author(path: Field, since: list[Revision]) -> str:
    """Return who changed a field last, in revisions given newest first."""
    touching = (r.who for r in since if any(path[: len(p)] == p[: len(path)] for p in r.patch))
    return next(touching, "")


def _line(text: str, longest: int) -> str:
    """Return text as one line that can be stored, cut to a length."""
    sound = text.encode("utf-8", "replace").decode()
    return " ".join(sound.split())[:longest]
