"""The ranking beside the bars: customers and prospects by points, the chosen one always in view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.customers import Bools, Customers
from workbench.pages.frame import segments
from workbench.review import words
from workbench.review.enquiry import say_range
from workbench.review.leaders import Ranked
from workbench.review.points import Points
from workbench.widgets.view import Node, h

KINDS = (("all", "all"), ("customers", "customers"), ("prospects", "prospects"))
SHOWN = 50
"""Lines of the ranking; the rest is found by searching."""
FOUND = 20
"""Lines a search shows."""


@dataclass(frozen=True)
class Listing:
    """What the ranking shows: which kind, which search, how many there are in all."""

    kind: str = "all"
    search: str = ""
    everybody: int = 0


def line_id(row: int) -> str:
    """Return the id of a line's element."""
    return f"wb-rank-{row}"


def head(listing: Listing) -> Node:
    """Describe what stands above the list: the kind and the search."""
    return h(
        "div.wb-stack",
        h("h2", "Ranking"),
        segments("kind", KINDS, listing.kind, label="Who is ranked", key="kind"),
        h(
            "input.wb-input",
            type="search",
            value=listing.search,
            placeholder="Find a name",
            aria_label="Find a name in the ranking",
            on={"input": "search", "change": "search"},
            key="search",
            autocomplete="off",
            maxlength=100,
        ),
    )


def ranking(
    customers: Customers,
    points: Points,
    lines: Sequence[Ranked],
    prospect: Bools,
    *,
    chosen: int | None,
    listing: Listing,
) -> list[Node]:
    """Describe the list; arrow keys move the choice along it."""
    if not lines:
        return [h("p.wb-quiet.wb-rank-none", _nobody(listing))]
    open_bars = _open_bars(customers, points, [line.row for line in lines])
    first = chosen if any(line.row == chosen for line in lines) else lines[0].row
    items = [
        _line(
            customers,
            line,
            kind="prospect" if prospect[line.row] else "customer",
            on=line.row == chosen,
            stop=line.row == first,
            missing=open_bars[i],
        )
        for i, line in enumerate(lines)
    ]
    more = listing.everybody - len(lines)
    rest = f"and {more:,} more: search to find them" if more > 0 and not listing.search else ""
    return [
        h(
            "ul.wb-rank",
            *items,
            role="listbox",
            aria_label="Ranking by points",
            on={"key:ArrowDown": "next", "key:ArrowUp": "previous"},
            key="list",
        ),
        h("p.wb-quiet.wb-rank-rest", rest),
    ]


def _line(
    customers: Customers, line: Ranked, *, kind: str, on: bool, stop: bool, missing: int
) -> Node:
    name = str(customers.names[line.row])
    facts = f" · {words.count(missing, 'fact')} missing" if missing else ""
    return h(
        "li.wb-rank-line.wb-on" if on else "li.wb-rank-line",
        h("span.wb-rank-place", f"{line.place:,}"),
        h(
            "span.wb-rank-who",
            h("span.wb-rank-name", name, dir="auto", title=name),
            h("small.wb-quiet", f"{kind}{facts}"),
        ),
        h("span.wb-rank-points", _points(line)),
        role="option",
        aria_selected="true" if on else "false",
        tabindex="0" if stop else "-1",
        id=line_id(line.row),
        on={"click": "choose", "key:Enter": "choose"},
        key=str(customers.ids[line.row]),
    )


def _points(line: Ranked) -> str:
    """Say points so that a column of them stands even: 27.0, 26.8, 24–31."""
    said = say_range(line.least, line.most)
    return said if "–" in said else f"{line.least:.1f}"


def _open_bars(customers: Customers, points: Points, rows: list[int]) -> list[int]:
    """Count per line on how many bars the fact is missing."""
    missing = np.zeros(len(rows), dtype=int)
    for bar in points.bars:
        column = customers.columns.get(bar.column)
        if bar.points == 0:
            continue
        if column is None:
            missing += 1
            continue
        cells = customers.frame[bar.column].iloc[rows]
        known = cells.isin(column.levels) if column.words else cells.notna()
        missing += ~known.to_numpy(dtype=bool)
    return missing.tolist()


def _nobody(listing: Listing) -> str:
    if listing.search:
        return f"Nobody here is called «{listing.search}»."
    if listing.kind == "prospects":
        return "No prospects yet: a file with prospects puts them here."
    return "Nobody to rank yet."
