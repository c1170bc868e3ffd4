"""What a person says a column is, as typed: ``FILE[:SHEET]:COLUMN=table.column``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from workbench.errors import WorkbenchError
from workbench.sources.files import Sheet, without_names
from workbench.sources.schema import IN_A_LIST, TABLES
from workbench.sources.synonyms import plain

_HELPERS: Mapping[str, tuple[str, ...]] = {
    "sales": (
        *("unit_price", "discount", "gross_amount", "vat", "line_profit"),
        *("currency", "document", "status"),
    ),
    "time": ("duration",),
}
DAY_FIRST, MONTH_FIRST = ":day-first", ":month-first"
"""What stands behind a target of dates whose day and month could be either way round."""
WAYS: Mapping[str, str] = {
    DAY_FIRST: "dmy",
    MONTH_FIRST: "mdy",
    ":year-first": "ymd",
    ":swapped": "swapped",
    ":decimal-point": ".",
    ":decimal-comma": ",",
}
"""What may stand behind a target, and what it says to who reads the column."""
_SUFFIX = {way: suffix for suffix, way in WAYS.items()}
DECIMALS = (".", ",")
"""What stands before decimals, where ``1.234`` could be either."""
DATES = ("date", "due_on", "paid_on")
"""Columns of any table that hold dates."""
_OPEN = frozenset({"customers", "prospects"})  # any attribute the client has
_FORM = "FILE:COLUMN=table.column, FILE:SHEET:COLUMN=table.column or FILE:#2=table.column"


@dataclass(frozen=True, order=True)
class SourceColumn:
    """A column of a client's file. As text it is ``FILE:COLUMN`` or ``FILE:SHEET:COLUMN``."""

    file: str
    sheet: str
    column: str

    def __str__(self) -> str:
        return ":".join(part for part in (self.file, self.sheet, self.column) if part)


@dataclass(frozen=True)
class Question:
    """What can't be told: a required column, or (with ``examples``) how one is to be read.

    ``ways`` are the choices then, as `WAYS` has them. ``otherwise`` says what to answer where
    the sheet is something else.
    """

    table: str
    column: str
    file: str
    sheet: str
    candidates: tuple[str, ...]
    examples: tuple[str, ...] = ()
    ways: tuple[str, ...] = ("dmy", "mdy")
    otherwise: str = ""

    @property
    def answer(self) -> str:
        """The ``--map`` that would answer, with the likeliest column (or a place for it)."""
        where = f"{self.file}:{self.sheet}" if self.sheet else self.file
        column = self.candidates[0] if self.candidates else "COLUMN"
        if self.examples:
            first, *others = (_SUFFIX[way] for way in self.ways)
            said = f'--map "{where}:{column}={self.table}.{self.column}{first}"'
            return f"{said} (or {', '.join(other[1:] for other in others)})"
        return f'--map "{where}:{column}={self.table}.{self.column}"'

    @property
    def sentence(self) -> str:
        """The question in plain words."""
        if self.examples:
            said = "; ".join(self.examples)
            asks = next(asks for way, asks in _ASKS.items() if way in self.ways)
            return f"In «{self.candidates[0]}», {asks} {said}."
        return f"Which column is {_PLAIN.get(self.column, self.column)} ({self.table})?"

    @property
    def where(self) -> str:
        """The file, and the sheet where it has one."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file


def asked(questions: Sequence[Question]) -> WorkbenchError:
    """Return the questions as the one message a command ends with."""
    first = questions[0]
    same = [q for q in questions if q.where == first.where]
    columns = dict.fromkeys(n for each in same if not each.examples for n in each.candidates)
    either = first.examples and " or ".join(_SUFFIX[way][1:] for way in first.ways)
    otherwise = "".join(dict.fromkeys(f", {q.otherwise}" for q in same if q.otherwise))
    return WorkbenchError(
        " ".join(question.sentence for question in same),
        where=first.where,
        allowed=", ".join(f"«{n}»" for n in columns) or either or "no column looks like it",
        then=f"Answer with {' '.join(question.answer for question in same)}{otherwise}",
    )


_ASKS = {  # the first way that is among a question's tells what it asks
    "ymd": "which comes first, day, month or year?",
    "swapped": "did a spreadsheet let day and month of its own dates change places?",
    "mdy": "does the day come first or the month?",
    ",": "does the sign stand before decimals or between thousands?",
}
_PLAIN = {
    "customer_id": "the customer",
    "date": "the date",
    "amount": "the amount",
    "person": "the person",
    "hours": "the hours",
    "kind": "the kind of event",
    "cost_per_hour": "the cost per hour",
}

Choices = dict[SourceColumn, tuple[str, ...]]


def choose(texts: Iterable[str], sheets: Sequence[Sheet]) -> tuple[tuple[Sheet, ...], Choices]:
    """Read all choices; a choice by number (``#2``) says that its file names no columns.

    Returns
    -------
    tuple
        The sheets, those chosen by number without names, and what was chosen per column.

    Raises
    ------
    WorkbenchError
        When a file, sheet, column or target is unknown; the nearest known ones are named.
    """
    read = list(sheets)
    for text in texts:
        spot, _ = _halves(text)
        for place, sheet in enumerate(read):
            rest = _after(spot, sheet)
            if rest and re.fullmatch(r"#\d+", rest) and rest not in sheet.frame.columns:
                read[place] = without_names(sheet)
    choices: Choices = {}
    for text in texts:
        for column, targets in parse(text, read).items():
            choices[column] = tuple(dict.fromkeys((*choices.get(column, ()), *targets)))
    return tuple(read), choices


def parse(text: str, sheets: Sequence[Sheet]) -> Choices:
    """Read one choice against the files there are.

    Raises
    ------
    WorkbenchError
        When it has not the form, or names an unknown file, sheet, column or target.
    """
    spot, target = _halves(text)
    check_target(target, where=text)
    files = {sheet.file for sheet in sheets}
    of_file = [sheet for sheet in sheets if _in_file(spot, sheet.file)]
    if not of_file:
        raise _unknown("file", spot.split(":", 1)[0], files, text)
    longest = max(len(sheet.file) for sheet in of_file)
    of_file = [sheet for sheet in of_file if len(sheet.file) == longest]
    found = [
        SourceColumn(sheet.file, sheet.sheet, column)
        for sheet in of_file
        if (column := _column(_after(spot, sheet), sheet))
    ]
    if not found:
        rest = spot[longest + 1 :]
        columns = {str(c) for sheet in of_file for c in sheet.frame.columns}
        names = {sheet.sheet for sheet in of_file} - {""}
        raise _unknown("column", rest, columns | {f"{name}:…" for name in names}, text)
    if len(found) > 1:
        raise WorkbenchError(
            f"More than one sheet has the column «{found[0].column}»",
            where=text,
            allowed=", ".join(map(str, found)),
            then="Name the sheet.",
        )
    return {found[0]: (target,)}


def check_target(target: str, where: str = "") -> None:
    """Raise `WorkbenchError`, with the nearest ones, when a target does not exist."""
    table, _, column = bare(target).partition(".")
    if way := target.removeprefix(bare(target)):
        numeric = WAYS[way] in DECIMALS
        if (column in DATES) == numeric:
            kind = "number" if numeric else "date"
            raise WorkbenchError(f"{bare(target)} is no {kind}", where=where or target)
    if table not in TABLES:
        raise _unknown("table", table, set(TABLES), where)
    columns = {*TABLES[table], *_HELPERS.get(table, ())} - {"source_file", "source_line", IN_A_LIST}
    if column not in columns and not (table in _OPEN and column and slug(column) == column):
        raise _unknown("target", target, {f"{table}.{name}" for name in columns}, where)


def prefer(mine: Choices, theirs: Choices) -> Choices:
    """Return both, mine first: what I chose a column for, no column of theirs is any more."""
    taken = {bare(target) for targets in mine.values() for target in targets}
    left = {c: tuple(t for t in targets if bare(t) not in taken) for c, targets in theirs.items()}
    return {**left, **mine}


def bare(target: str) -> str:
    """Return a target without what it says about how to read it.

    >>> bare("sales.date:day-first")
    'sales.date'
    """
    name, colon, way = target.partition(":")
    return name if colon + way in WAYS else target


def order_of(column: str, target: str) -> dict[str, str]:
    """Return column → how to read it, as in `WAYS`, where a target says so; else nothing.

    >>> order_of("Day", "sales.date:month-first")
    {'Day': 'mdy'}
    """
    said = WAYS.get(target.removeprefix(bare(target)), "")
    return {column: said} if said else {}


def slug(name: str) -> str:
    """Return a column name made of a header: lower case, words joined by underscores.

    >>> slug("Payment Method (2024)"), slug("#3")
    ('payment_method_2024', 'column_3')
    """
    words = "_".join(plain(name).split())
    return f"column_{words}" if not words or words[0].isdigit() else words


def _halves(text: str) -> tuple[str, str]:
    spot, equals, target = text.rpartition("=")
    if not equals or ":" not in spot or "." not in target:
        raise WorkbenchError("A choice of column has another form", where=text, allowed=_FORM)
    return spot.strip(), target.strip()


def _in_file(spot: str, file: str) -> bool:
    head = (
        re.split(r"[/\\]", spot[: -len(spot.rpartition(file)[2]) or None])[-1]
        if file in spot
        else ""
    )
    return head == file and file + ":" in spot


def _after(spot: str, sheet: Sheet) -> str:
    """Return what stands behind the file (and the sheet, if named) of a choice."""
    if not _in_file(spot, sheet.file):
        return ""
    rest = spot.partition(sheet.file + ":")[2]
    if sheet.sheet and rest.startswith(sheet.sheet + ":"):
        return rest.removeprefix(sheet.sheet + ":")
    return rest


def _column(rest: str, sheet: Sheet) -> str:
    names = [str(name) for name in sheet.frame.columns]
    if rest in names:
        return rest
    same = [name for name in names if name.casefold() == " ".join(rest.split()).casefold()]
    return same[0] if len(same) == 1 else ""


def _unknown(what: str, given: str, known: set[str], where: str) -> WorkbenchError:
    near = get_close_matches(given, sorted(known), n=3, cutoff=0.5) or sorted(known)[:12]
    return WorkbenchError(
        f"There is no {what} «{given}»",
        where=where,
        allowed=", ".join(near),
        then=f"A choice of column is written {_FORM}.",
    )
