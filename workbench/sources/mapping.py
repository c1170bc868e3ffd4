"""Which column is what: guessed from names and content, each guess with its reason.

A mapping says for each column of a client's files what it becomes: no target, one, or several
(``"table.column"``). What a person chose always wins over a guess. `choose` reads such choices
as typed, `guess` fills in the rest and asks for what it can't tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workbench.sources import exports
from workbench.sources.choice import Question, SourceColumn, asked, choose, parse, prefer
from workbench.sources.files import Sheet
from workbench.sources.meaning import Meaning
from workbench.sources.orders import either_way

__all__ = ["Guess", "Question", "SourceColumn", "choose", "guess", "parse"]


@dataclass(frozen=True)
class Guess:
    """A whole mapping, why each column is what it is, and what has to be asked."""

    mapping: Mapping[SourceColumn, tuple[str, ...]]
    reasons: Mapping[SourceColumn, str]
    questions: tuple[Question, ...]

    def settled(self) -> Mapping[SourceColumn, tuple[str, ...]]:
        """Return the mapping; `WorkbenchError` with the questions while any is open."""
        if self.questions:
            raise asked(self.questions)
        return self.mapping


def guess(
    sheets: Sequence[Sheet],
    given: Mapping[SourceColumn, tuple[str, ...]] | None = None,
    stopped: Callable[[], None] = lambda: None,
) -> Guess:
    """Guess what every column is; ``given`` is what a person chose, an empty tuple «nothing».

    ``stopped`` is called before each column is looked at; what it raises ends the guessing.
    """
    mapping: dict[SourceColumn, tuple[str, ...]] = {}
    reasons: dict[SourceColumn, str] = {}
    questions: list[Question] = []
    chosen = given or {}
    found = []
    for sheet in sheets:
        own = {c: t for c, t in chosen.items() if (c.file, c.sheet) == (sheet.file, sheet.sheet)}
        beside = [s for s in sheets if s.file == sheet.file and s is not sheet]
        meant, called = exports.meanings(sheet, sheets)
        said = {SourceColumn(sheet.file, sheet.sheet, name): t for name, t in meant.items()}
        why = {c.column: f"as in an export of {called}" for c in said if c not in own}
        mine = Meaning(sheet, prefer(own, said), tuple(beside), stopped, why=why, known=called)
        found.append(mine)
        found[-1].fill()
    for one in found:
        if one.idle(found):
            continue
        for name in one.looks:
            column = SourceColumn(one.sheet.file, one.sheet.sheet, name)
            if targets := one.targets.get(name):
                mapping[column] = tuple(targets)
                reasons[column] = one.why[name]
        questions += one.questions
    return Guess(mapping, reasons, (*questions, *either_way(sheets, mapping)))
