"""Dates and numbers that could be read either way: told by a like file, or asked."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.sources.choice import (
    DECIMALS,
    WAYS,
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
    """Return what has to be asked about dates and decimals; write into ``mapping`` what needn't.

    Where one of several files of the same columns tells how to read them, the others follow.
    """
    told: dict[tuple[bool, tuple[str, ...]], str] = {}
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
            found = [question for role in roles if (question := reader.either_way(role))]
            kinds = {question.ways == DECIMALS: question for question in reversed(found)}
            doubts += [(columns, question) for question in kinds.values()]
            for numeric, way in ((True, reader.decimal), (False, reader.order)):
                if way and numeric not in kinds:
                    told[numeric, columns] = way
    questions = []
    for columns, question in doubts:
        source = SourceColumn(question.file, question.sheet, question.candidates[0])
        said = told.get((question.ways == DECIMALS, columns))
        if said in question.ways:
            target = f"{question.table}.{question.column}"
            way = next(suffix for suffix, way in WAYS.items() if way == said)
            mapping[source] = tuple(target + way if t == target else t for t in mapping[source])
        else:
            questions.append(question)
    return questions
