"""The plan as a table: actions by whom they concern, every cell edited in place."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

import numpy as np

from workbench.pages.frame import choice
from workbench.pages.plan_lines import Line, Lines, titled
from workbench.review import words
from workbench.review.effect import say
from workbench.review.parting import change
from workbench.review.placement import Placement
from workbench.review.plan import Status
from workbench.review.treatments import treatments
from workbench.review.whom import choices
from workbench.widgets.view import Node, h

STATUSES: tuple[tuple[Status, str], ...] = (
    ("proposed", "proposed"),
    ("accepted", "accepted"),
    ("doing", "under way"),
    ("done", "done"),
    ("dropped", "dropped"),
)


def table(lines: Lines, managers: Mapping[str, str], currency: str, *, hide: bool) -> Node:
    """Describe the table; ``managers`` are those of needs groups, by key."""
    heads = (
        ("Status", False),
        ("What is done", False),
        ("Owner", False),
        ("Due", False),
        (f"Cost, {currency}", True),
        ("Hours", True),
        (f"A year, {currency}", True),
        ("So far", False),
    )
    bodies = []
    for (kind, about), part in groupby(
        lines.lines, lambda one: (one.action.kind, one.action.about)
    ):
        ones = list(part)
        first = ones[0]
        manager = managers.get(about, "") if kind == "needs" else ""
        bodies.append(
            h(
                "tbody",
                _heading(first, manager, len(heads), hide=hide),
                *(_line(one, currency, hide=hide) for one in ones),
                key=f"whom {kind} {about}",
            )
        )
    head = h(
        "thead",
        h("tr", *(_head(text, numeric) for text, numeric in heads)),
    )
    return h(
        "table.wb-table.wb-plan-table",
        h("caption.wb-hidden", "The plan"),
        head,
        *bodies,
        h("tfoot", _sums(lines, currency, hide=hide)),
    )


def _head(text: str, numeric: bool) -> Node:
    told = {"A year": "Expected to bring a year", "So far": "Brought so far"}
    title = told.get(text.partition(",")[0])
    return h("th.wb-number" if numeric else "th", text, scope="col", key=text, title=title)


def _heading(line: Line, manager: str, width: int, *, hide: bool) -> Node:
    title = h("span", titled(line.action.kind, line.whom, line.concerned))
    if line.action.kind == "customer":
        title = h(
            "button.wb-link",
            "A customer" if hide else line.whom,
            on={"click": "choose"},
            key=line.action.about,
            type="button",
            dir="auto",
        )
    by = h("span.wb-quiet", f" · manager: {manager}") if manager else None
    return h("tr.wb-plan-head", h("th", title, by, scope="rowgroup", colspan=width))


def _line(line: Line, currency: str, *, hide: bool) -> Node:
    action, key = line.action, line.key
    brought = "hidden" if hide and line.effect else say(line.effect, action, currency)
    own = "" if action.measured is None else f"{action.measured:g}"
    return h(
        "tr.wb-plan-late" if line.late else "tr",
        h(
            "td",
            choice(
                "status",
                STATUSES,
                action.status,
                label="Status" if hide else f"Status: {action.action[:60]}",
                key=f"status|{key}",
            ),
            h("div.wb-plan-overdue", "! overdue") if line.late else None,
        ),
        h("td.wb-quiet", "hidden") if hide and action.kind == "customer" else _what(line),
        h("td", _cell("owner", line, action.owner, "Owner", 60)),
        h("td", _cell("due", line, action.due.isoformat() if action.due else "", "Due", 10)),
        h("td", _amount("cost", line, action.cost, f"Cost, {currency}", hide=hide)),
        h("td", _amount("hours", line, action.hours, "Hours", hide=False)),
        h("td", _amount("expected", line, action.expected, "Expected a year", hide=hide)),
        h(
            "td.wb-plan-brought",
            h("span", brought),
            _cell("measured", line, own, "Brought a year, entered by hand", 20, short="by hand")
            if action.status in {"doing", "done"} and not hide
            else None,
        ),
        key=f"line {key}",
    )


def _what(line: Line) -> Node:
    action = line.action
    return h(
        "td",
        _cell("action", line, action.action, "What is done", 300, text=True),
        *(
            h("div.wb-plan-gives", h("span", short), _cell(field, line, given, label, 300))
            for field, given, short, label in (
                ("gives_us", action.gives_us, "us:", "What it gives us"),
                ("gives_them", action.gives_them, "them:", "What it gives them"),
            )
        ),
    )


def _cell(
    field: str,
    line: Line,
    value: str,
    label: str,
    longest: int,
    *,
    text: bool = False,
    short: str = "",
) -> Node:
    tag = "textarea.wb-cell" if text else "input.wb-cell"
    return h(
        tag,
        value=value,
        type=None if text else "date" if field == "due" else "text",
        rows=2 if text else None,
        placeholder=short or None,
        on={"change": "edit"},
        key=f"{field}|{line.key}",
        aria_label=f"{label}: {line.action.action[:60]}",
        title=label if short else None,
        maxlength=None if field == "due" else longest,
        autocomplete="off",
        dir="auto",
    )


def _amount(field: str, line: Line, value: float | None, label: str, *, hide: bool) -> Node:
    if hide:
        return h("span.wb-quiet", "hidden" if value is not None else "")
    return h(
        "input.wb-cell.wb-number",
        value="" if value is None else f"{value:,.0f}" if abs(value) >= 1 else f"{value:g}",
        inputmode="decimal",
        on={"change": "edit"},
        key=f"{field}|{line.key}",
        aria_label=f"{label}: {line.action.action[:60]}",
        maxlength=20,
        autocomplete="off",
    )


def _sums(lines: Lines, currency: str, *, hide: bool) -> Node:
    def money(value: float) -> str:
        return "hidden" if hide else words.number(round(value)) if value else ""

    known = np.isfinite(lines.brought)
    brought = "hidden" if hide else f"{change(lines.brought, currency)} after cost"
    return h(
        "tr",
        h("td", "In all", colspan=4),
        h("td.wb-number", money(lines.cost)),
        h("td.wb-number", words.number(lines.hours) if lines.hours else ""),
        h("td.wb-number", money(lines.expected)),
        h("td", brought if known else ""),
    )


def dropped(lines: Lines, *, hide: bool) -> Node | None:
    """Describe what was dropped; it is not proposed again unless it is brought back."""
    if not lines.dropped:
        return None
    items = [
        h(
            "li",
            h("span", "hidden" if hide else f"{one.whom}: {one.action.action}", dir="auto"),
            h("small.wb-quiet", f" {one.action.who}, {one.action.when[:10]} "),
            h("button.wb-link", "Bring back", on={"click": "undecide"}, key=one.key, type="button"),
            key=f"dropped {one.key}",
        )
        for one in lines.dropped
    ]
    count = words.count(len(items), "decision")
    return h(
        "details.wb-fold",
        h("summary", f"Dropped: {count}"),
        h("ul.wb-plainlist", *items),
        key="dropped",
    )


def adding(placement: Placement, chosen: str, whom: str, tries: int, *, hide: bool) -> Node:
    """Describe the form for a new decision: for whom, and what, from the library or free."""
    customers = placement.customers
    options = [(f"{kind}|{about}", label) for kind, about, label in choices(placement)]
    if chosen in customers:
        row = customers.row(chosen)
        name = f"Customer {row + 1}" if hide else str(customers.names[row])
        options.insert(0, (f"customer|{chosen}", f"Chosen: {name}"))
    known = whom if whom in dict(options) else options[0][0]
    kind, _, about = known.partition("|")
    library = treatments(kind, about, placement)
    return h(
        "form.wb-row.wb-plan-add",
        h("h2", "Add a decision"),
        choice("whom", options, known, label="For whom"),
        h(
            "input.wb-input",
            name="action",
            list="wb-plan-library",
            placeholder="What is done: from the list, or in your own words",
            aria_label="What is done",
            maxlength=300,
            autocomplete="off",
        ),
        h("datalist", *(h("option", value=t.action) for t in library), id="wb-plan-library"),
        h("button.wb-main", "Add", type="submit"),
        on={"submit": "add"},
        key=f"add {len(placement.review.plan)}",
        data_tries=tries,
    )
