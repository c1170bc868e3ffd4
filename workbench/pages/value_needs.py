"""Needs groups on the value page: who is in them, who manages them, what is made to fit them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from workbench.pages.value_figures import Figures
from workbench.review import words
from workbench.review.needs import PARTS, NeedsGroup, degree
from workbench.review.review import Review
from workbench.widgets.view import Node, h

_NAMED = 6
_HINTS = {
    "name": "what they need",
    "manager": "who may change things",
    "message": "what we tell them",
    "product": "what we make for them",
    "service": "how we serve them",
}


def members(review: Review, figures: Figures) -> Mapping[str, list[str]]:
    """Return who is in each needs group, as far as they are customers still."""
    inside: dict[str, list[str]] = {key: [] for key in review.needs}
    for customer, key in review.needs_of.items():
        if key in inside and customer in figures.customers:
            inside[key].append(customer)
    return inside


def needs_groups(review: Review, figures: Figures, *, hide: bool, tries: int) -> Node:
    """Describe the table of needs groups and the form for another one."""
    inside = members(review, figures)
    rows = [
        _row(key, group, inside[key], figures, hide=hide) for key, group in review.needs.items()
    ]
    heads = ("Needs group", "Manager", *(part.capitalize() for part in PARTS), "Customers", "", "")
    table = h(
        "table.wb-table.wb-needs",
        h("caption.wb-hidden", "Needs groups"),
        h("thead", h("tr", *(h("th", text, scope="col") for text in heads))),
        h("tbody", *rows),
    )
    return h(
        "div.wb-notes",
        h("h2", "Needs groups"),
        h("p.wb-quiet", _waiting(review, figures)),
        table if rows else None,
        h(
            "form.wb-row",
            h(
                "input.wb-input",
                name="name",
                placeholder="What do they need? A name for the group",
                aria_label="Name of a new needs group",
                maxlength=60,
                autocomplete="off",
            ),
            h("button", "Make the group", type="submit"),
            on={"submit": "group"},
            key=f"group form {len(review.needs)}",
        ),
        data_tries=tries,
    )


def _waiting(review: Review, figures: Figures) -> str:
    made, ids = figures.made, figures.customers.ids
    best = np.flatnonzero(made.group == made.best)
    inside = sum(review.needs_of.get(str(ids[row]), "") in review.needs for row in best)
    told = f"{inside:,} of {words.count(len(best), 'most valuable customer')} are in one."
    how = "Choose a customer in the picture or by name, then the group on their card."
    return f"{told} {how}" if review.needs else f"{told} Make one first."


def _row(key: str, group: NeedsGroup, inside: list[str], figures: Figures, *, hide: bool) -> Node:
    fits, sentence = degree(group, figures.best_of(inside))
    fields = [
        h(
            "td",
            h(
                "textarea.wb-cell",
                value=getattr(group, name),
                placeholder=_HINTS[name],
                on={"change": "describe"},
                key=f"{name}|{key}",
                aria_label=f"{name.capitalize()} of «{group.name}»",
                maxlength=60 if name in {"name", "manager"} else 300,
                rows=2,
                dir="auto",
            ),
        )
        for name in ("name", "manager", *PARTS)
    ]
    return h(
        "tr",
        *fields,
        h("td", _inside(inside, figures, hide=hide)),
        h(
            "td.wb-degree",
            None if fits else h("span.wb-sign", "!", aria_hidden="true"),
            h("span", sentence),
        ),
        h(
            "td",
            h(
                "button.wb-link",
                "Dissolve",
                on={"click": "dissolve"},
                key=f"dissolve|{key}",
                type="button",
                aria_label=f"Dissolve «{group.name}»",
            ),
        ),
        key=f"needs {key}",
    )


def _inside(inside: list[str], figures: Figures, *, hide: bool) -> Node:
    customers, made = figures.customers, figures.made
    turnover = customers.amounts("turnover")
    rows = [customers.row(key) for key in inside]
    sold = float(turnover[rows].sum()) if turnover is not None and rows else 0.0
    unit = customers.columns["long_term_value"].unit
    said = words.count(len(rows), "customer")
    if rows and not hide:
        said += f", {words.money(sold, unit)}"
    lines = [
        h(
            "li",
            h(
                "button.wb-link",
                f"Customer {row + 1}" if hide else str(customers.names[row]),
                on={"click": "choose"},
                key=key,
                type="button",
                dir="auto",
            ),
            h(
                "span.wb-quiet",
                f" {made.groups[made.group[row]].name if made.group[row] >= 0 else 'in no group'} ",
            ),
            h(
                "button.wb-link",
                "Take out",
                on={"click": "take_out"},
                key=f"out|{key}",
                type="button",
            ),
            key=f"member {key}",
        )
        for key, row in zip(inside, rows, strict=True)
    ]
    if not lines:
        return h("span.wb-quiet", "nobody yet")
    if len(lines) <= _NAMED:
        return h("div", h("span", said), h("ul.wb-plainlist", *lines))
    return h("details.wb-fold", h("summary", said), h("ul.wb-plainlist", *lines))


def needs_choice(review: Review, customer: str) -> Node | None:
    """Describe the choice of a customer's needs group, for their card; None without any group."""
    if not review.needs:
        return None
    now = review.needs_of.get(customer, "")
    now = now if now in review.needs else ""
    options = [("", "none yet"), *((key, group.name) for key, group in review.needs.items())]
    return h(
        "label.wb-label",
        h("span", "Needs group"),
        h(
            "select.wb-select",
            *(h("option", text, value=key, selected=key == now) for key, text in options),
            on={"change": "put_in"},
            key=f"put_in|{customer}",
            value=now,
            dir="auto",
        ),
    )
