"""Small clients on purpose: built by hand, awkward ones, and any that Hypothesis thinks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from workbench.customers import Column, Customers, Missing
from workbench.review.axes import Axis, Cut, Matrix
from workbench.review.review import Review

LEVELS = ("low", "medium", "high")
COLUMNS = (
    Column("turnover", "Turnover", "EUR", additive=True),
    Column("profit", "Profit", "EUR", additive=True, needs=("turnover",)),
    Column("days_late", "Days late", "days", better="less"),
    Column("order_trend", "Orders against a year ago", "×"),
    Column("frequency", "How often they buy", "orders", additive=True),
    Column("segment", "Segment", levels=LEVELS),
)
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "=1+1",
    "\u202egnp.exe\u202c \u200f",
    "N" * 300,
    '"; DROP TABLE customers; --',
    "{{7*7}}",
    "a\nb\tc",
    "\\u0041 ' \" & ;",
    " ",
    "𝔘𝔫𝔦 🦊",
)
"""Names a client's file may hold; all of them are text and nothing else."""


def client(
    given: Mapping[str, Sequence[Any]],
    *,
    ids: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
    columns: Sequence[Column] = COLUMNS,
    ranges: Mapping[str, tuple[Sequence[float], Sequence[float]]] | None = None,
) -> Customers:
    """Return customers with the columns given; None is a missing value."""
    n = max((len(values) for values in given.values()), default=0)
    index = pd.Index(ids or [f"C{i}" for i in range(n)], name="customer_id", dtype=object)
    frame = pd.DataFrame({"name": list(names or index)}, index=index, dtype=object)
    known = {c.name: c for c in columns if c.name in given}
    missing = {}
    for name, values in given.items():
        if name == "kind" or known[name].words:
            frame[name] = pd.Series(list(values), index=index, dtype=object)
            continue
        numbers = np.array([np.nan if v is None else v for v in values], dtype=np.float64)
        frame[name] = numbers
        missing[name] = (Missing(np.isnan(numbers), f"No record of {name}"),)
    ends = {
        name: (np.array(low, dtype=np.float64), np.array(high, dtype=np.float64))
        for name, (low, high) in (ranges or {}).items()
    }
    return Customers(frame, known, missing, ends)


def reviewed(
    x: str | Axis | None, y: str | Axis | None, *, x_cut: Cut | None = None, **fields: Any
) -> Review:
    """Return a review with these axes."""
    first = Axis(column=x, cut=x_cut) if isinstance(x, str) else x
    second = Axis(column=y) if isinstance(y, str) else y
    matrix = {name: fields.pop(name) for name in ("size", "only", "quadrants") if name in fields}
    return Review(matrix=Matrix(x=first, y=second, **matrix), **fields)


AWKWARD: dict[str, dict[str, list[Any]]] = {
    "negative": {"turnover": [-5, -3, -1, -9], "days_late": [-4, -2, -30, -1]},
    "zero": {"turnover": [0, 0, 0, 0], "days_late": [0, 0, 0, 0]},
    "on both sides of zero": {"turnover": [-100, 0, 0.5, 2000], "days_late": [-3, 0, 3, 90]},
    "skewed": {"turnover": [1, 2, 2, 3, 5, 9, 40, 1e6], "days_late": [0, 0, 0, 0, 0, 0, 0, 400]},
    "constant": {"turnover": [7, 7, 7], "days_late": [3, 3, 3]},
    "equal but for rounding": {"turnover": [0.3, 0.1 + 0.2, 0.3], "days_late": [1, 1, 1]},
    "all missing": {"turnover": [None, None], "days_late": [None, None]},
    "one axis missing": {"turnover": [1, 2, 3], "days_late": [None, None, None]},
    "never both": {"turnover": [1, None], "days_late": [None, 2]},
    "one customer": {"turnover": [12.5], "days_late": [3]},
    "one customer, nothing known": {"turnover": [None], "days_late": [None]},
    "no customer": {"turnover": [], "days_late": []},
    "tiny": {"turnover": [1e-300, 2e-300, 5e-324], "days_late": [1e-9, 2e-9, 3e-9]},
    "huge": {"turnover": [1e15, 1e15 + 1, 9e15], "days_late": [1e12, -1e12, 0]},
    "two": {"turnover": [1, 2], "days_late": [1, 2]},
    "prospects alone": {
        "turnover": [None, None],
        "days_late": [None, None],
        "kind": ["prospect", "prospect"],
    },
    "prospects too": {
        "turnover": [5, 1, None],
        "days_late": [5, 1, 9],
        "kind": ["customer", "customer", "prospect"],
    },
    "with words": {"turnover": [5, 1, 3], "segment": ["low", None, "high"]},
    "one level used": {"turnover": [5, 1, 3], "segment": ["low", "low", "low"]},
    "an unknown level": {"turnover": [5, 1], "segment": ["huge", "tiny"]},
}
"""Clients that nobody would think up and everybody has (issue, «The matrix page»)."""

amounts = st.one_of(
    st.none(),
    st.sampled_from([0.0, 1.0, -1.0, 100.0]),  # so that values stand on lines and on each other
    st.integers(-50, 50).map(float),
    st.floats(-1e9, 1e9, allow_nan=False, allow_subnormal=False),
)


@st.composite
def clients(draw: st.DrawFn, most: int = 12) -> Customers:
    """Any small client: amounts, days, trends and words, some missing; perhaps prospects."""
    n = draw(st.integers(0, most))

    def column(values: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(values, min_size=n, max_size=n))

    given: dict[str, list[Any]] = {
        "turnover": column(amounts),
        "profit": column(amounts),
        "days_late": column(amounts),
        "frequency": column(st.one_of(st.none(), st.integers(0, 9).map(float))),
        "segment": column(st.sampled_from([None, *LEVELS])),
    }
    if draw(st.booleans()):
        given["kind"] = column(st.sampled_from(["customer", "customer", "prospect"]))
    ends = {}
    if draw(st.booleans()):
        wide = column(st.sampled_from([0.0, 0.0, 1.0, 30.0]))
        middle = [v if v is not None else np.nan for v in given["frequency"]]
        ends["frequency"] = (
            [m - w for m, w in zip(middle, wide, strict=True)],
            [m + w for m, w in zip(middle, wide, strict=True)],
        )
    return client(given, ranges=ends)


cuts = st.one_of(
    st.none(),
    st.just(Cut(by="median")),
    st.just(Cut(by="mean")),
    st.sampled_from([0.2, 0.8, 1.0]).map(lambda share: Cut(by="share", value=share)),
    st.floats(-120, 120).map(lambda value: Cut(by="value", value=round(value, 1))),
)
scales = st.sampled_from([None, "linear", "log", "rank"])
directions = st.sampled_from([None, "more", "less"])
names_of_columns = st.sampled_from(["turnover", "profit", "days_late", "frequency", "segment"])
axes = st.builds(Axis, column=names_of_columns, better=directions, scale=scales, cut=cuts)
