"""What the ledger's tables are: their columns, types and required columns (domain section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.errors import WorkbenchError
from workbench.review.words import count
from workbench.sources.values import identifiers, is_text, text

Kind = Literal["text", "number", "date", "flag", "whole"]

ARROW: Mapping[Kind, pa.DataType] = {
    "text": pa.string(),
    "number": pa.float64(),
    "date": pa.date32(),
    "flag": pa.bool_(),
    "whole": pa.int64(),
}

IN_A_LIST = "in_a_list"
"""Whether a list names the customer; not those known from lines of sales alone. No attribute."""
_PROFILE: dict[str, Kind] = {
    "customer_id": "text",
    "name": "text",
    "potential": "number",
    "marketing_spend": "number",
    IN_A_LIST: "flag",
}

TABLES: Mapping[str, Mapping[str, Kind]] = {
    "customers": _PROFILE,
    "sales": {
        "customer_id": "text",
        "date": "date",
        "amount": "number",
        "direct_cost": "number",
        "product": "text",
        "higher_margin": "flag",
        "quantity": "number",
        "region": "text",
        "invoice_id": "text",
        "due_on": "date",
        "paid_on": "date",
        "source_file": "text",
        "source_line": "whole",
    },
    "time": {
        "person": "text",
        "date": "date",
        "hours": "number",
        "customer_id": "text",
        "activity": "text",
    },
    "rates": {"person": "text", "cost_per_hour": "number"},
    "events": {
        "customer_id": "text",
        "date": "date",
        "kind": "text",
        "value": "number",
        "evidence": "text",
        "by": "text",
    },
    "prospects": _PROFILE,
}

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "customers": ("customer_id",),
    "sales": ("customer_id", "date", "amount"),
    "time": ("person", "date", "hours"),
    "rates": ("person", "cost_per_hour"),
    "events": ("customer_id", "date", "kind"),
    "prospects": ("customer_id",),
}

ANONYMOUS = frozenset({"sales"})  # a sale without a customer stays, as unidentified
UNIQUE = frozenset({"customers", "rates", "prospects"})  # one row for each id

EVENT_KINDS = (
    "referral",
    "testimonial",
    "case_study",
    "advocacy",
    "event_invitation",
    "price_challenge",
    "feedback",
    "complaint",
    "support",
    "outreach",
    "response",
    "gift",
    "co_development",
    "renewal",
    "strategy_change",
)


def empty(name: str) -> pa.Table:
    """Return a table without rows but with its columns and types."""
    return pa.schema([(c, ARROW[kind]) for c, kind in TABLES[name].items()]).empty_table()


def damaged(name: str) -> WorkbenchError:
    """Return what is said of a file of the ledger that can't be read."""
    return WorkbenchError(
        "The ledger's file is damaged or gone",
        where=f"{name}.parquet",
        then="Make the ledger again from the client's files.",
    )


def conform(name: str, frame: pd.DataFrame | pa.Table, *, settled: bool = False) -> pa.Table:
    """Bring one frame to its table's columns and types.

    ``settled`` says that its text is trimmed and its ids are what they shall be.

    Raises
    ------
    WorkbenchError
        When a required column is absent or empty, or a value is not of its column's type.
    """
    given = frame if isinstance(frame, pa.Table) else _to_arrow(name, frame)
    columns = {str(c): _flat(given.column(i)) for i, c in enumerate(given.column_names)}
    known, required = TABLES[name], REQUIRED[name]
    if "customer_id" in known and "customer_id" not in columns and "name" in columns:
        columns = {"customer_id": columns["name"], **columns}
    absent = [column for column in required if column not in columns]
    if absent:
        raise WorkbenchError(
            f"The table {name} has no column {' and none '.join(f'«{c}»' for c in absent)}",
            allowed=f"required are {', '.join(required)}; given were {', '.join(columns)}",
        )
    typed = {
        column: values
        if settled and known.get(column, "text") == "text" and values.type == pa.string()
        else _typed(f"{name}.{column}", values, known.get(column))
        for column, values in columns.items()
    }
    for column in required:
        if column == "customer_id" and name in ANONYMOUS:
            continue
        if empty := typed[column].null_count:
            raise WorkbenchError(
                f"{count(empty, 'row')} with no {column}",
                where=f"{name}.{column}",
                then="Fill it in.",
            )
    if name in UNIQUE:
        _refuse_twins(name, typed[required[0]])
    for column, kind in known.items():
        typed.setdefault(column, pa.nulls(given.num_rows, ARROW[kind]))
    order = [*known, *(column for column in typed if column not in known)]
    return pa.table({column: typed[column] for column in order})


def _to_arrow(name: str, frame: pd.DataFrame) -> pa.Table:
    arrays: dict[str, pa.Array] = {}
    for label, values in frame.items():
        column = str(label)
        if column in arrays:
            raise WorkbenchError(f"Two columns are called «{column}»", where=name)
        try:
            arrays[column] = pa.array(values, from_pandas=True)
        except (pa.ArrowInvalid, pa.ArrowTypeError):  # numbers and words mixed in one column
            arrays[column] = pa.array(
                [None if pd.isna(value) else str(value) for value in values], pa.string()
            )
        except TypeError:
            raise WorkbenchError(
                "The column's values are neither text, numbers nor dates",
                where=f"{name}.{column}",
            ) from None
    return pa.table(arrays)


def _flat(values: pa.ChunkedArray) -> pa.Array:
    flat = values.combine_chunks()
    return flat.cast(flat.type.value_type) if pa.types.is_dictionary(flat.type) else flat


def _typed(where: str, values: pa.Array, kind: Kind | None) -> pa.Array:
    if kind is None:
        kind = "number" if _numeric(values.type) else "text"
    if not len(values):  # an empty frame of pandas says of no column what it holds
        return pa.array([], ARROW[kind])
    try:
        if kind == "text":
            return identifiers(values)
        if kind == "number":
            numbers = values.cast(pa.float64()) if _numeric(values.type) else _parsed(values)
            return _finite(where, numbers)
        if kind == "date" and is_text(values.type):
            values = pc.utf8_slice_codeunits(text(values), 0, 10)
        if kind == "date" and pa.types.is_timestamp(values.type):
            clock = values if values.type.tz is None else pc.local_timestamp(values)
            return clock.cast(pa.date32(), safe=False)
        return values.cast(ARROW[kind])
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise WorkbenchError(
            f"The column holds something that is no {kind}",
            where=where,
            allowed=_ALLOWED[kind],
        ) from None


_ALLOWED: dict[Kind, str] = {
    "text": "words or numbers",
    "number": "numbers such as 1234.5",
    "date": "dates, or text like 2024-01-31",
    "flag": "true and false",
    "whole": "whole numbers",
}


def _numeric(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    )


def _parsed(values: pa.Array) -> pa.Array:
    return text(values).cast(pa.float64())


def _finite(where: str, numbers: pa.Array) -> pa.Array:
    numbers = pc.if_else(pc.is_nan(numbers), pa.scalar(None, pa.float64()), numbers)
    if pc.any(pc.is_inf(numbers)).as_py():
        raise WorkbenchError("A number is infinite", where=where, allowed=_ALLOWED["number"])
    return numbers


def _refuse_twins(name: str, ids: pa.Array) -> None:
    counts = pc.value_counts(ids)
    twins = counts.filter(pc.greater(counts.field(1), 1)).field(0).to_pylist()
    if twins:
        shown = ", ".join(f"«{twin}»" for twin in twins[:3])
        raise WorkbenchError(
            f"{len(twins)} ids stand in more than one row, among them {shown}",
            where=name,
            allowed="one row for each",
            then="Keep one row of each.",
        )
