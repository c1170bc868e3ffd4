"""The card of a chosen customer: the facts, why they are where they are, and what can be done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.customers import Customers
from workbench.pages.card_forms import aside_form, correct_form
from workbench.review import words
from workbench.review.placement import Placement
from workbench.review.summary import why_here
from workbench.widgets.view import Node, h

_FACTS = (
    "turnover",
    "gross_margin",
    "cost_to_serve",
    "profit",
    "points",
    "days_late",
    "frequency",
    "order_trend",
    "loyalty",
    "recency",
    "tenure",
    "potential",
)
EVIDENCE = ("points", "rfm_segment", "value_group", "fit_to_needs", "feeling")
"""What stands beneath the verdict, and is not said twice."""
_LOOKS = 5
HOW = "Click a dot or a name to see the facts behind it."


@dataclass(frozen=True)
class CardState:
    """Which form of the card is open and what it is about."""

    form: str = ""
    column: str = ""


def card(
    placement: Placement,
    row: int | None,
    state: CardState,
    *,
    hide: bool = False,
    why: Node | None = None,
    verdict: Node | None = None,
    due: str = "",
    told: Collection[str] = (),
    how: str = HOW,
) -> Node:
    """Describe the card; without a chosen customer it says how to choose one.

    ``verdict`` is their tier with its evidence, shown before anything else; ``due`` says why they
    are to be looked at again.
    ``told`` are measures the page tells beside the card, which are not said twice.
    ``why`` stands first, instead of why they are in their quadrant, on pages about something else;
    without a customer, instead of those worth a look. ``how`` says how to choose one.
    """
    if row is None:
        return h(
            "div.wb-card",
            h("h2", "Nobody chosen"),
            h("p.wb-quiet", how),
            None if hide else why or _worth_a_look(placement),
            h("h3", "Keys"),
            h(
                "dl.wb-facts",
                *_pair("Show for the room", "R"),
                *_pair("Hide names and money", "H"),
                *_pair("Undo, redo", "Ctrl+Z, Ctrl+Shift+Z"),
                *_pair("Let go, leave", "Esc"),
            ),
        )
    customers, review = placement.customers, placement.review
    key = str(customers.ids[row])
    name = f"Customer {row + 1}" if hide else str(customers.names[row])
    kind = "Prospect" if placement.prospect[row] else "Customer"
    quadrant = int(placement.quadrant[row])
    where = placement.quadrants[quadrant].name if quadrant >= 0 else "not placed"
    parts: list[Node | None] = [
        h("h2", name, dir="auto"),
        h("p.wb-quiet", f"{kind} · {where}"),
        h("p", h("strong", "Look again: "), h("span", due, dir="auto"))
        if due and not hide
        else None,
        None if hide else why,
        verdict,
        None if hide else _facts(placement, row, said=(*told, *(EVIDENCE if verdict else ()))),
        None if hide or why else _why(placement, row),
        _corrected(placement, key),
        _judging(placement, row),
    ]
    if state.form == "correct":
        known = state.column in customers.columns
        now = say(customers, state.column, row) if known else "–"
        parts.append(correct_form(customers, state.column, now))
    elif state.form == "aside":
        parts.append(aside_form())
    else:
        aside = key in review.set_aside
        parts.append(
            h(
                "div.wb-row",
                h("button", "Correct a fact", on={"click": "correct"}, type="button"),
                h("button", "Bring back", on={"click": "back"}, type="button")
                if aside
                else h("button", "Set aside", on={"click": "aside"}, type="button"),
                h("button.wb-link", "Let go", on={"click": "leave"}, type="button"),
            )
        )
    return h("div.wb-card", *parts)


def _why(placement: Placement, row: int) -> Node:
    return h("div.wb-why", h("h3", "Why here"), h("p", why_here(placement, row)))


def _worth_a_look(placement: Placement) -> Node | None:
    """List the largest customers that lose money or lie on the worse side."""
    customers, up = placement.customers, placement.y
    turnover = customers.amounts("turnover")
    if turnover is None:
        return None
    open_question = customers.losing | (placement.quadrant == 2)  # noqa: PLR2004 - large, worse up
    rows = np.flatnonzero(open_question & placement.placed & ~placement.prospect)
    if len(rows) > _LOOKS:  # only the head is sorted: there may be a million
        rows = rows[turnover[rows] >= np.partition(turnover[rows], -_LOOKS)[-_LOOKS]]
    rows = rows[np.argsort(-turnover[rows], kind="stable")][:_LOOKS]
    if not len(rows):
        return None
    lines = []
    for row in rows:
        why = (
            f"loses {words.value(customers.columns['profit'], -customers.numbers('profit')[row])}"
            if customers.losing[row]
            else f"{up.column.label.lower()}: {up.say(float(up.raw[row]))}"
        )
        lines.append(
            h(
                "li",
                h(
                    "button.wb-link",
                    str(customers.names[row]),
                    on={"click": "choose"},
                    key=str(customers.ids[row]),
                    type="button",
                    dir="auto",
                ),
                h("div.wb-quiet", why),
                key=f"look {customers.ids[row]}",
            )
        )
    return h("div.wb-why", h("h3", "Worth a look"), h("ul.wb-plainlist.wb-looks", *lines))


def _pair(term: str, said: str) -> tuple[Node, Node]:
    return h("dt", term), h("dd", said)


def _facts(placement: Placement, row: int, said: Sequence[str]) -> Node:
    customers = placement.customers
    on_axes = (placement.x.column.name, placement.y.column.name)
    names = [*on_axes, *(n for n in _FACTS if n not in on_axes and n in customers.columns)]
    pairs: list[Node] = []
    for name in dict.fromkeys(name for name in names if name not in said):
        column = customers.columns[name]
        term = h("dt", column.label, title=column.meaning or column.term or None)
        told = say(customers, name, row)
        if told == "–":
            shown = h("dd.wb-quiet", "not known", title=customers.why_missing(name, row))
        else:
            loss = not column.words and name == "profit" and told.startswith(words.MINUS)
            shown = h("dd.wb-loss" if loss else "dd", told)
        pairs += [term, shown]
    return h("dl.wb-facts", *pairs)


def say(customers: Customers, name: str, row: int) -> str:
    """Say a customer's value of any column with its unit; «–» when it is missing."""
    column = customers.columns[name]
    if column.words:
        given = customers.frame[name].iloc[row]
        return str(given) if isinstance(given, str) and given else "–"
    low, high = customers.range_of(name)
    if low[row] != high[row] and np.isfinite(low[row]):
        end = words.value(column, float(high[row]))
        if column.unit == "%":
            return f"{words.percent(float(low[row])).removesuffix(' %')} to {end}"
        return f"{words.number(low[row])} to {end}"
    return words.value(column, float(customers.numbers(name)[row]))


def _corrected(placement: Placement, key: str) -> Node | None:
    fixes = placement.review.corrections.get(key, {})
    if not fixes:
        return None
    lines = []
    for name, fix in fixes.items():
        column = placement.customers.columns.get(name)
        label = column.label if column else name
        value = (
            words.value(column, fix.value) if column and isinstance(fix.value, float) else fix.value
        )
        by = f", {fix.who}" if fix.who else ""
        lines.append(
            h(
                "li",
                h("span", f"{label}: {value}{by}. {fix.reason}", dir="auto"),
                h(
                    "button.wb-link",
                    "Take back",
                    on={"click": "uncorrect"},
                    key=name,
                    type="button",
                ),
                key=f"fix {name}",
            )
        )
    return h("div.wb-why", h("h3", "Corrected by hand"), h("ul.wb-plainlist", *lines))


def _judging(placement: Placement, row: int) -> Node | None:
    judged = [a for a in (placement.x, placement.y) if a.column.name.startswith("judged_")]
    if not judged:
        return None
    rows = []
    for axis in judged:
        value = axis.raw[row]
        rows.append(
            h(
                "div.wb-row",
                h("span.wb-quiet", axis.column.label),
                h(
                    "div.wb-segments",
                    *(
                        h(
                            "button.wb-on" if value == mark else "button",
                            str(mark),
                            on={"click": "judge"},
                            key=f"{axis.column.name}|{mark}",
                            aria_pressed="true" if value == mark else "false",
                            type="button",
                        )
                        for mark in range(1, 6)
                    ),
                    role="group",
                    aria_label=f"{axis.column.label}, 1 to 5",
                ),
                key=f"judge {axis.column.name}",
            )
        )
    hint = "Keys 1 to 5 judge the first axis that is open, then the next customer comes."
    return h("div.wb-why", h("h3", "The room judges"), *rows, h("p.wb-quiet", hint))
