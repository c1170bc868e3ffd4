"""The forms of a customer's card: a fact corrected, a customer set aside."""

from __future__ import annotations

from workbench.customers import Customers
from workbench.pages.axis_panel import column_select
from workbench.widgets.view import Node, h

_MANY_LEVELS = 12


def correct_form(customers: Customers, chosen: str, now: str) -> Node:
    """Ask which fact is wrong and what is right; ``now`` is what the chosen one says."""
    column = customers.columns.get(chosen)
    field: Node
    if column and column.words and len(column.levels) <= _MANY_LEVELS:
        field = h(
            "select.wb-select",
            *(h("option", level, value=level) for level in column.levels),
            name="value",
            aria_label="The right value",
        )
    else:
        unit = f", {column.unit}" if column and column.unit else ""
        field = h(
            "input.wb-input",
            name="value",
            placeholder=f"the right value{unit}",
            aria_label=f"The right value{unit}",
            autocomplete="off",
        )
    return h(
        "form.wb-form",
        h("h3", "Correct a fact"),
        column_select(
            "correct_column", customers, chosen, label="Which fact", empty="Which fact …"
        ),
        h("p.wb-quiet", f"Now: {now}") if column else None,
        field,
        h("input.wb-input", name="reason", placeholder="Why (shown beside it)", aria_label="Why"),
        h(
            "div.wb-row",
            h("button.wb-main", "Save", type="submit", disabled=column is None),
            h("button", "Cancel", on={"click": "close_form"}, type="button"),
        ),
        on={"submit": "save_fact"},
        key="correct form",
    )


def aside_form() -> Node:
    """Ask why a customer is set aside."""
    return h(
        "form.wb-form",
        h("h3", "Set aside"),
        h(
            "p.wb-quiet",
            "Own company, closed, one-off: kept in the totals, left out of the picture.",
        ),
        h("input.wb-input", name="reason", placeholder="Reason", aria_label="Reason"),
        h(
            "div.wb-row",
            h("button.wb-main", "Set aside", type="submit"),
            h("button", "Cancel", on={"click": "close_form"}, type="button"),
        ),
        on={"submit": "save_aside"},
        key="aside form",
    )
