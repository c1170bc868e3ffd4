"""What is asked of a ledger: Ibis expressions, whose SQL for our own engine is kept once made.

Loading Ibis, saying what is asked and compiling it takes most of a second, an answer a few
milliseconds. So a page asks with SQL that an earlier process kept, whatever the dates and the
customer asked about; what a client's own database holds is asked through Ibis.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import pyarrow as pa

from workbench.made_once import kept, made_of
from workbench.sources.lazily import ibis
from workbench.sources.ledger import Ledger
from workbench.sources.schema import TABLES, Kind

Table = Any  # ibis ships no types
Question = Callable[..., Table]
"""A function of its module: from a function name → table, what shapes it and what is given."""

_PARTS = ("measures", "sources")  # whose code says what is asked
_LIBRARIES = ("ibis-framework", "duckdb")
_IBIS: dict[Kind, str] = {
    "text": "string",
    "number": "float64",
    "date": "date",
    "flag": "boolean",
    "whole": "int64",
}


class Sql(NamedTuple):
    """A question as SQL, the types of its answer's columns, and the values it asks for."""

    text: str
    types: dict[str, str]
    given: tuple[str, ...]

    @property
    def schema(self) -> pa.Schema:
        """What the answer's columns are; DuckDB alone would count in numbers of its own."""
        return pa.schema([(name, pa.type_for_alias(kind)) for name, kind in self.types.items()])


def ask(
    ledger: Ledger, question: Question, *shape: str | bool, **given: date | str | None
) -> pa.Table:
    """Return the answer to a question.

    Parameters
    ----------
    ledger
        What is asked.
    question
        Called with a function name → table, the shape and what is given, as Ibis expressions. It
        has nothing else to go by.
    shape
        Names of columns and choices that make it another question: none of a client's words, for
        they are kept on disk.
    given
        Dates and texts it asks about; ``None`` where there is none, which shapes it too.
    """
    if not ledger.at_hand:
        known = {n: None if v is None else ibis.literal(v) for n, v in given.items()}
        return question(ledger.table, *shape, **known).to_pyarrow()
    said = {name: value for name, value in given.items() if value is not None}
    kinds = tuple((n, "date" if isinstance(v, date) else "string") for n, v in said.items())
    left = tuple(name for name in given if name not in said)
    sql = _sql(question, shape, kinds, left)
    values = {name: given[name] for name in sql.given}
    answer: pa.Table = ledger.connection.execute(sql.text, values).to_arrow_table()
    return answer.cast(sql.schema)


@cache
def _sql(
    question: Question,
    shape: tuple[str | bool, ...],
    kinds: tuple[tuple[str, str], ...],
    left: tuple[str, ...],
) -> Sql:
    without = (f"no-{name}" for name in left)
    given = (name for name, _ in kinds)
    words = map(str, (question.__module__, question.__name__, *shape, *given, *without))
    name = f"{'.'.join(words)}-{made_of(_PARTS, _LIBRARIES)}.json"
    text = kept(name, lambda: json.dumps(compiled(question, shape, dict(kinds), left)))
    return Sql(*json.loads(text.read_text(encoding="utf-8")))


def compiled(
    question: Question,
    shape: tuple[str | bool, ...] = (),
    kinds: dict[str, str] | None = None,
    left: tuple[str, ...] = (),
    dialect: str = "duckdb",
) -> Sql:
    """Return a question as SQL, with ``$name`` for what is given as a date or text."""
    kinds = kinds or {}
    given = {name: ibis.literal(f"${name}").cast(kind) for name, kind in kinds.items()}
    asked = question(stand_in, *shape, **given, **dict.fromkeys(left))
    text = str(ibis.to_sql(asked, dialect=dialect))
    types = {column.name: str(column.type) for column in asked.schema().to_pyarrow()}
    used = tuple(name for name in kinds if f"'${name}'" in text)
    for name in used:
        text = text.replace(f"'${name}'", f"${name}")
    return Sql(text, types, used)


def stand_in(name: str) -> Table:
    """Return a table of the ledger that holds nothing, to say what is asked of it."""
    return ibis.table({column: _IBIS[kind] for column, kind in TABLES[name].items()}, name=name)
