"""What is entered by hand: a customer no file names, hours, events; and what was entered."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.measures.by_hand import entered_in
from workbench.review import words
from workbench.review.plan import Entered
from workbench.review.review import Review
from workbench.sources.schema import EVENT_KINDS
from workbench.widgets.view import Node, h


def by_hand(
    review: Review, customer: str, people: Sequence[str], currency: str, *, hide: bool
) -> Node:
    """Describe a customer's hours and events entered by hand, and the forms to enter more."""
    rows = [
        _entry(key, row, currency, hide=hide)
        for key, row in entered_in(review).items()
        if row.customer_id == customer
    ]
    kinds = [("", "what happened …"), *((kind, kind.replace("_", " ")) for kind in EVENT_KINDS)]
    return h(
        "section.wb-plan-part",
        h("h3", "Hours and events added by hand"),
        h("ul.wb-plainlist", *rows)
        if rows
        else h("p.wb-quiet", "None. What is added counts at once, as if a file had had it."),
        h(
            "form.wb-plan-entry",
            dated("on", "Day", required=""),
            field("hours", "Hours", mode="decimal"),
            field("person", "Whose (else an average hour)", known="wb-plan-people"),
            h("datalist", *(h("option", value=name) for name in people), id="wb-plan-people"),
            h("button.wb-plan-last", "Add hours", type="submit"),
            on={"submit": "hours"},
            key=f"hours {customer} {len(rows)}",
        ),
        h(
            "form.wb-plan-entry",
            dated("on", "Day", required=""),
            h(
                "select.wb-select",
                *(h("option", label, value=value) for value, label in kinds),
                name="kind",
                aria_label="What happened",
            ),
            field("value", f"Money, {currency}", mode="decimal"),
            field("evidence", "What shows it"),
            h("button.wb-plan-last", "Add event", type="submit"),
            on={"submit": "event"},
            key=f"event {customer} {len(rows)}",
        ),
        aria_label="Added by hand",
    )


def dated(name: str, label: str, *, required: str | None = None) -> Node:
    """Describe a field for a day, its label before it: an empty one says only how days look."""
    day = h("input.wb-input", name=name, type="date", required=required)
    return h("label.wb-dated", h("span", label), day)


def field(name: str, label: str, *, mode: str | None = None, known: str | None = None) -> Node:
    """Describe a field of a form; ``known`` names a list of what may be meant."""
    return h(
        "input.wb-input",
        name=name,
        placeholder=label,
        aria_label=label,
        inputmode=mode,
        list=known,
        maxlength=300,
        autocomplete="off",
    )


def _entry(key: str, row: Entered, currency: str, *, hide: bool) -> Node:
    if row.hours:
        what = "1 hour" if row.hours == 1 else f"{row.hours:g} hours"
        what += f" of {row.person}" if row.person else ""
    else:
        what = row.kind.replace("_", " ")
        if row.value is not None:
            money = words.money(row.value, currency)
            what += f", {'hidden' if hide else money}"
        what += f": {row.evidence}" if row.evidence else ""
    return h(
        "li",
        h("span", f"{words.day(row.on)}: {what}", dir="auto"),
        h("small.wb-quiet", f" entered by hand, {row.who or 'nobody named'}, {row.when[:10]} "),
        h("button.wb-link", "Remove", on={"click": "unenter"}, key=key, type="button"),
        key=f"entry {key}",
    )
