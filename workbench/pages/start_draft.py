"""A client in the making: files as read, what each column means, and what comes of it.

A draft is frozen: a choice returns a new one. Meanings are said in plain words here, once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.errors import WorkbenchError
from workbench.pages.start_meanings import ABOUT, HOLDS, ID, MEANINGS, OUT, Targets, becoming
from workbench.review import words
from workbench.sources import mapping as guessing
from workbench.sources import synonyms
from workbench.sources.choice import (
    DATES,
    DECIMALS,
    WAYS,
    Question,
    SourceColumn,
    bare,
    order_of,
    slug,
)
from workbench.sources.content import arrow
from workbench.sources.dates import ways
from workbench.sources.exports import prepared
from workbench.sources.files import Sheet, read
from workbench.sources.mend import mended
from workbench.sources.periods import in_lines
from workbench.sources.reading import EITHER, Reader
from workbench.sources.remembered import Remembered
from workbench.sources.schema import TABLES, Kind
from workbench.sources.together import refuse_empty
from workbench.sources.values import unclear

SAMPLES = 3
_CHOSEN, _BEFORE = "chosen by you", "as in the file before"
_LONGEST = 48
_HELPERS: Mapping[str, Kind] = {
    "gross_amount": "number",
    "vat": "number",
    "unit_price": "number",
    "line_profit": "number",
    "duration": "number",
}


@dataclass(frozen=True, eq=False)
class Draft:
    """Files, sheets and what their columns mean.

    ``meaning`` has every column; `OUT` leaves one out. ``why`` gives the reason of each.
    ``samples`` are the first rows as understood, by column; ``first`` the columns that were used
    before anybody chose, which are shown first and stay there. ``beside`` when they are added to
    a client who has sales or customers already.
    """

    files: tuple[Path, ...]
    sheets: tuple[Sheet, ...]
    meaning: Mapping[SourceColumn, Targets]
    why: Mapping[SourceColumn, str]
    samples: Mapping[SourceColumn, tuple[str, ...]] = field(default_factory=dict)
    open: tuple[Question, ...] = ()
    first: frozenset[SourceColumn] = frozenset()
    beside: bool = False

    @property
    def mapping(self) -> Mapping[SourceColumn, Targets]:
        """What each column becomes that isn't left out."""
        return {column: targets for column, targets in self.meaning.items() if targets}

    def table(self, sheet: Sheet) -> str:
        """Return the table a sheet's rows are first of all in; empty when it is left out."""
        tables = {t.partition(".")[0] for c in columns(sheet) for t in self.meaning[c]}
        return next(
            (name for name in ("sales", "time", "events", "rates") if name in tables), ""
        ) or (next((name for name in ("prospects", "customers") if name in tables), ""))

    def missing(self) -> str:
        """Say in one sentence what is required and not there; empty when nothing is."""
        if self.open and self.open[0].examples:
            return f"{self.open[0].sentence} Choose what the column means."
        asked = [
            f"«{MEANINGS[q.table][q.column]}»"
            for q in self.open
            if (q.file, q.sheet) == (self.open[0].file, self.open[0].sheet)
        ]
        if asked:
            where = f" in «{self.open[0].where}»" if len(self.sheets) > 1 else ""
            column = "column is" if len(asked) == 1 else "columns are"
            first = (self.open[0].table, self.open[0].column)
            else_ = " Or say what else the table holds." if first == ("sales", "amount") else ""
            return f"Choose which {column} {words.listed(asked)}{where}.{else_}"
        held = {self.table(sheet) for sheet in self.sheets}
        if self.beside and not any(held):
            return "Say what one of the tables holds."
        if not self.beside and not held & {"sales", "customers", "prospects"}:
            return "Sales or customers are needed. Say what one of the tables holds."
        return ""


def columns(sheet: Sheet) -> list[SourceColumn]:
    """Return a sheet's columns in the order of the file."""
    return [SourceColumn(sheet.file, sheet.sheet, str(name)) for name in sheet.frame.columns]


def read_draft(
    files: Sequence[Path], stopped: Callable[[], None], known: Remembered | None = None
) -> Draft:
    """Read files and guess what their columns mean; ``known`` is what the client's meant before.

    Raises
    ------
    WorkbenchError
        When a file can't be read.
    """
    sheets: list[Sheet] = []
    for file in files:
        stopped()
        found = [mended(sheet) for sheet in read(file, stopped=stopped)]
        sheets += [in_lines(prepared(known.named(sheet) if known else sheet)) for sheet in found]
    refuse_empty(sheets)
    stopped()
    guess = guessing.guess(sheets, known.choices(sheets) if known else {}, stopped)
    meaning = {c: tuple(guess.mapping.get(c, OUT)) for s in sheets for c in columns(s)}
    why = {c: guess.reasons.get(c, "nothing in the method needs it") for c in meaning}
    if known:
        why |= dict.fromkeys(known.choices(sheets), _BEFORE)
    first = frozenset(column for column, targets in meaning.items() if targets)
    draft = Draft(tuple(files), tuple(sheets), meaning, why, open=guess.questions, first=first)
    return _sampled(replace(draft, beside=known is not None), stopped)


def choices(draft: Draft, sheet: Sheet, column: SourceColumn) -> list[tuple[str, list[Targets]]]:
    """Return what a column may mean, in groups; what it means now is always among them."""
    table = draft.table(sheet)
    if not table:
        return [("", [OUT])]
    now = draft.meaning[column]
    own = _own(sheet, column, table)
    about: list[Targets] = []
    if table in {"sales", "customers", "prospects"}:
        place = "prospects" if table == "prospects" else "customers"
        if table == "sales":
            about = [(f"customers.{name}",) for name in ("name", "potential", "marketing_spend")]
        if slug(column.column) not in {*ABOUT, *MEANINGS[table]}:
            about.append((f"{place}.{slug(column.column)}",))
    groups = [("", [OUT]), (HOLDS[table].capitalize(), own), ("About the customer", about)]
    if not any(_alike(now, known) for _, group in groups for known in group):
        groups[2][1].append(now)
    return [(heading, group) for heading, group in groups if group]


def chosen(draft: Draft, column: SourceColumn, targets: Targets) -> Draft:
    """Give a column a meaning; another column that had it is left out, and says so.

    Raises
    ------
    WorkbenchError
        When the column isn't one of the draft's, or the meaning is none it may have.
    """
    sheet = next((s for s in draft.sheets if column in columns(s)), None)
    if sheet is None or not any(targets in group for _, group in choices(draft, sheet, column)):
        raise WorkbenchError("That is none of the choices", then="Choose from the list.")
    meaning, why = dict(draft.meaning), dict(draft.why)
    for other in columns(sheet):
        lost = set(meaning[other]) & set(targets)
        if other != column and lost:
            meaning[other] = tuple(t for t in meaning[other] if t not in lost)
            why[other] = f"you gave its meaning to «{column.column}»"
    meaning[column], why[column] = targets, _CHOSEN
    return replace(draft, meaning=_with_ids(draft, sheet, meaning), why=why)


def holds(draft: Draft, sheet: Sheet, table: str) -> Draft:
    """Say what a sheet holds (empty: leave it out); its columns are guessed anew for that.

    Raises
    ------
    WorkbenchError
        When there is no such table.
    """
    if table and table not in HOLDS:
        raise WorkbenchError("That is none of the choices", then="Choose from the list.")
    meaning, why = dict(draft.meaning), dict(draft.why)
    for column in columns(sheet):
        meaning[column], why[column] = OUT, _CHOSEN if not table else "not used"
    if table:
        rated = sorted(
            (-strength, place, role, column)
            for place, column in enumerate(columns(sheet))
            for role, strength in synonyms.roles(column.column).items()
            if role in MEANINGS[table]
        )
        used: set[str] = set()
        for _, _, role, column in rated:
            if role not in used and not meaning[column]:
                used.add(role)
                meaning[column], why[column] = becoming(table, role), "by its name"
        if not used:
            leading = columns(sheet)[0]
            meaning[leading] = becoming(table, next(iter(MEANINGS[table])))
            why[leading] = "the first column; choose another if it is none"
    meant = {column for column in columns(sheet) if meaning[column]}
    first = (draft.first - set(columns(sheet))) | meant
    return replace(draft, meaning=_with_ids(draft, sheet, meaning), why=why, first=first)


def kept(draft: Draft, before: Draft, stopped: Callable[[], None] = lambda: None) -> Draft:
    """Return the draft with what a person chose for the same columns before."""
    chosen_before = {c: t for c, t in before.meaning.items() if before.why[c] == _CHOSEN}
    same = {c: t for c, t in chosen_before.items() if c in draft.meaning}
    why = {**draft.why, **dict.fromkeys(same, _CHOSEN)}
    return checked(replace(draft, meaning={**draft.meaning, **same}, why=why), stopped)


def checked(draft: Draft, stopped: Callable[[], None] = lambda: None) -> Draft:
    """Return the draft with what is still to be asked, and its first rows as understood.

    ``stopped`` is called now and then; what it raises ends the checking.
    """
    held = {(sheet.file, sheet.sheet): draft.table(sheet) for sheet in draft.sheets}
    asked = guessing.guess(draft.sheets, draft.meaning, stopped).questions
    return _sampled(replace(draft, open=tuple(q for q in asked if held[q.file, q.sheet])), stopped)


def _sampled(draft: Draft, stopped: Callable[[], None]) -> Draft:
    """Return the draft with the first rows of each column as they are understood."""
    samples: dict[SourceColumn, tuple[str, ...]] = {}
    for sheet in draft.sheets:
        by_table: dict[str, dict[str, str]] = {}
        orders: dict[str, str] = {}
        for column in columns(sheet):
            cells = sheet.frame[column.column].head(SAMPLES)
            samples[column] = tuple(_cell(cell) for cell in cells)
            for target in draft.meaning[column]:
                table, _, role = bare(target).partition(".")
                by_table.setdefault(table, {})[role] = column.column
                orders |= order_of(column.column, target)
        for table, named in by_table.items():
            reader = Reader(sheet, named, orders, table)
            for role, name in named.items():
                stopped()
                kind = _HELPERS.get(role) or TABLES[table].get(role, "text")
                if reader.either_way(role):
                    continue  # asked first; until then as it stands in the file
                if kind in {"date", "number", "flag"} or role == "customer_id":
                    source = SourceColumn(sheet.file, sheet.sheet, name)
                    values = reader.optional(role, kind).slice(0, SAMPLES).to_pylist()
                    read = [_value(value) for value in values]
                    samples[source] = tuple(
                        new or (f"? {old}" if old else "")
                        for new, old in zip(read, samples[source], strict=True)
                    )
    return replace(draft, samples=samples)


def _own(sheet: Sheet, column: SourceColumn, table: str) -> list[Targets]:
    """Return what a table knows; what could be read in several ways also says in which."""
    own = [becoming(table, name) for name in MEANINGS[table]]
    cells = arrow(sheet.frame[column.column])
    dated, numeric = ways(cells), DECIMALS if unclear(cells) else ()
    return [
        (targets[0] + suffix,) if suffix else targets
        for targets in own
        for suffix in ("", *(_suffixes(targets[0].partition(".")[2], dated, numeric)))
    ]


def _suffixes(role: str, dated: Sequence[str], numeric: Sequence[str]) -> list[str]:
    said = dated if role in DATES else numeric if role in EITHER else ()
    return [suffix for suffix, way in WAYS.items() if way in said]


def _alike(now: Targets, known: Targets) -> bool:
    return tuple(t for t in now if t != ID) == known or now == known


def _with_ids(
    draft: Draft, sheet: Sheet, meaning: dict[SourceColumn, Targets]
) -> dict[SourceColumn, Targets]:
    """Make ids follow: lines of sales that say something about customers name them too."""
    own = columns(sheet)
    if replace(draft, meaning=meaning).table(sheet) != "sales":
        return meaning
    bare = {c: tuple(t for t in meaning[c] if t != ID) for c in own}
    about = any(t.startswith("customers.") for targets in bare.values() for t in targets)
    return meaning | {
        c: (*targets, ID) if about and "sales.customer_id" in targets else targets
        for c, targets in bare.items()
    }


def _cell(cell: Any) -> str:
    if cell is None or (isinstance(cell, float) and cell != cell):  # noqa: PLR0124 - NaN
        return ""
    if isinstance(cell, pd.Timestamp):
        return words.day(cell.date()) if not pd.isna(cell) else ""
    text = "" if cell is pd.NaT or cell is pd.NA else str(cell)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return _cell(value)
    if isinstance(value, float):
        return f"{value:,.2f}".removesuffix(".00").replace("-", words.MINUS)
    return words.day(value)
