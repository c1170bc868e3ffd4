"""What is said about customers, on one line or on many → one row each."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from workbench.review.words import count
from workbench.sources import money, values
from workbench.sources.schema import IN_A_LIST, TABLES

_CODES = (
    r"(?:^|_)(?:code|zip|postal|postcode|postnr|postinumero|plz|phone"
    r"|phone|tel|fax|vat|id|no|nr|ssn)(?:_|$)"
)
_LONGEST_NUMBER = 15  # digits; more are a code


def one_row_each(
    table: str, parts: Sequence[pa.Table], places: Sequence[str]
) -> tuple[pa.Table, list[str]]:
    """Merge the lines of each id: the last value that is not empty stands.

    Parameters
    ----------
    table
        ``customers``, ``prospects`` or ``rates``.
    parts
        Tables of text whose first column is the id, in the order of their say.
    places
        What to call each part in a note.

    Returns
    -------
    tuple
        One row for each id in the order they first came, columns of numbers as float64; and a
        note for each column in which an id had different values.
    """
    notes: list[str] = []
    noun = "person" if table == "rates" else table.removesuffix("s")
    merged = []
    for part, place in zip(parts, places, strict=True):
        one, differing = _last(part)
        merged.append(one)
        notes += [
            f"{place}: more than one «{column}» for {count(number, noun)}; the last was taken."
            for column, number in differing.items()
        ]
    whole = pa.concat_tables(merged, promote_options="default")
    if len(merged) > 1:
        whole, differing = _last(whole)
        notes += [
            f"The files have different values of «{column}» for {count(number, noun)}; "
            "the last file's was taken."
            for column, number in differing.items()
            if column != IN_A_LIST
        ]
    known = TABLES[table]
    for at, name in enumerate(whole.column_names):
        if name not in known:
            cells = whole[at].combine_chunks()
            whole = whole.set_column(at, name, read := attribute(name, cells))
            if values.is_number(read.type) and values.unclear(cells):
                notes.append(
                    f"«{name}» of {table}: numbers such as 1.234 or 1,234 could be read either "
                    "way; they were read as English writes them."
                )
    return whole, notes


def attribute(name: str, cells: pa.Array) -> pa.Array:
    """Return an attribute as numbers where every cell is one and it is no code; else as text.

    >>> attribute("employees", pa.array(["12", "1 200", None])).to_pylist()
    [12.0, 1200.0, None]
    >>> attribute("postal_code", pa.array(["77095"])).to_pylist()
    ['77095']
    """
    words = values.text(cells)
    read = values.numbers(words)
    code = (
        pc.any(read.bad).as_py()
        or words.null_count == len(words)
        or pc.any(pc.match_substring_regex(words, r"^0\d")).as_py()
        or (pc.max(pc.utf8_length(words)).as_py() or 0) > _LONGEST_NUMBER
        or pc.match_substring_regex(pa.scalar(name), _CODES).as_py()
        or money.signs(words)
    )
    return words if code else read.values


def _last(part: pa.Table) -> tuple[pa.Table, dict[str, int]]:
    """Return one row for each id, and how many ids have several values, per column."""
    key, *others = part.column_names
    part = part.filter(pc.is_valid(part[key]))
    if pc.count_distinct(part[key]).as_py() == len(part) or not others:
        return (part if others else part.group_by(key, use_threads=False).aggregate([])), {}
    asked = [(name, how) for name in others for how in ("last", "count_distinct")]
    whole = part.group_by(key, use_threads=False).aggregate(asked)
    differing = {
        name: several
        for name in others
        if (several := pc.sum(pc.greater(whole[f"{name}_count_distinct"], 1)).as_py() or 0)
    }
    columns = [whole[key], *(whole[f"{name}_last"] for name in others)]
    return pa.table(columns, names=[key, *others]), differing
