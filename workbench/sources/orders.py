"""Dates whose day and month could be either way round: told by a like file, or asked."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.sources.choice import (
    DATES,
    DAY_FIRST,
    MONTH_FIRST,
    Question,
    SourceColumn,
    bare,
    order_of,
)
from workbench.sources.files import Sheet
from workbench.sources.reading import Reader


def either_way(
    sheets: Sequence[Sheet], mapping: dict[SourceColumn, tuple[str, ...]]
) -> list[Question]:
    """Return what has to be asked about day and month; write into ``mapping`` what needn't.

    Where one of several files of the same columns tells which comes first, the others follow.
    """
    told: dict[tuple[str, ...], str] = {}
    doubts: list[tuple[tuple[str, ...], Question]] = []
    for sheet in sheets:
        named: dict[str, dict[str, str]] = {}
        orders: dict[str, str] = {}
        columns = tuple(map(str, sheet.frame))
        for column, targets in mapping.items():
            if (column.file, column.sheet) == (sheet.file, sheet.sheet):
                for target in targets:
                    table, _, role = bare(target).partition(".")
                    orders |= order_of(column.column, target)
                    named.setdefault(table, {})[role] = column.column
        for table, roles in named.items():
            reader = Reader(sheet, roles, orders, table)
            found = [q for role in DATES if role in roles and (q := reader.either_way(role))]
            doubts += [(columns, question) for question in found[:1]]
            if reader.order and not found:
                told[columns] = reader.order
    questions = []
    for columns, question in doubts:
        source = SourceColumn(question.file, question.sheet, question.candidates[0])
        if order := told.get(columns):
            target = f"{question.table}.{question.column}"
            said = target + (DAY_FIRST if order == "dmy" else MONTH_FIRST)
            mapping[source] = tuple(said if t == target else t for t in mapping[source])
        else:
            questions.append(question)
    return questions
