"""The matrix page's filters: some levels of an attribute in words, a number from – to."""

from __future__ import annotations

from workbench.customers import Column, Customers
from workbench.pages.axis_panel import column_select
from workbench.review import filters
from workbench.review.placement import Placement
from workbench.widgets.view import Node, h

_LISTED = 15


def only_some(placement: Placement) -> Node:
    """Describe the filters. A list too long to look through is searched by typing."""
    customers, only = placement.customers, placement.review.matrix.only
    active = sum(bool(v) for v in only.values())
    attributes = [c for c in customers.columns.values() if c.words and len(c.levels) > 1]
    return h(
        "details.wb-fold",
        h("summary", f"Only some customers ({active} on)" if active else "Only some customers"),
        *(_levels(attribute, only.get(attribute.name, ())) for attribute in attributes),
        _between(customers),
        *(
            _bounded(column, only[name])
            for name in only
            if (column := customers.columns.get(name)) and not column.words
        ),
        h("button", "Show everybody", on={"click": "every"}, type="button") if active else None,
    )


def _levels(attribute: Column, on: tuple[str, ...]) -> Node:
    name, many = attribute.name, len(attribute.levels) > _LISTED
    listed = [level for level in attribute.levels if level in on] if many else attribute.levels
    return h(
        "fieldset.wb-levels-of",
        h("legend", attribute.label),
        *(_box(f"{name}|{level}", level, checked=level in on) for level in listed),
        *(_search(attribute, len(listed)) if many else ()),
        key=f"filter {name}",
    )


def _search(attribute: Column, on: int) -> list[Node]:
    known = f"wb-levels-{attribute.name}"
    return [
        h(
            "input.wb-input",
            type="search",
            value="",
            # another text at each choice, so that the field is emptied for the next one
            placeholder=f"{'Add' if on else 'Find'} one of {len(attribute.levels) - on}",
            aria_label=f"{attribute.label}: show only",
            list=known,
            on={"change": "only"},
            key=f"{attribute.name}|",
            autocomplete="off",
        ),
        h("datalist", *(h("option", value=level) for level in attribute.levels), id=known),
    ]


def _between(customers: Customers) -> Node:
    """Describe the form in which a number is bounded: its measure, from, to."""
    ends = (
        h(
            "input.wb-input",
            type="text",
            inputmode="decimal",
            name=end,
            aria_label=end.capitalize(),
            placeholder=end,
        )
        for end in ("from", "to")
    )
    return h(
        "form.wb-form",
        column_select(
            "column",
            customers,
            "",
            label="Number to show a part of",
            empty="A number …",
            numbers_only=True,
            field=True,
        ),
        h("div.wb-row", *ends, h("button", "Show", type="submit")),
        on={"submit": "only"},
        key="between",
    )


def _bounded(column: Column, allowed: tuple[str, ...]) -> Node:
    text = f"{column.label}: {filters.said(column, allowed)}"
    return _box(f"{column.name}|", text, checked=True)


def _box(key: str, text: str, *, checked: bool) -> Node:
    return h(
        "label.wb-check",
        h("input", type="checkbox", checked=checked, on={"change": "only"}, key=key),
        h("span", text, dir="auto"),
    )
