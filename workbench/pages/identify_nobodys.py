"""Lines without a customer, in groups that can be given to one; and customers entered by hand."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.customers import Customers
from workbench.measures.known import Group, Nobodys
from workbench.pages.entering import by_hand, field
from workbench.pages.frame import choice
from workbench.pages.identify_figures import Figures, one_of
from workbench.review import words
from workbench.review.assigned import Assigned
from workbench.review.review import Review
from workbench.widgets.view import Node, h

_BY = {
    "invoice_id": "invoice",
    "product": "product",
    "region": "region",
    "source_file": "file",
    "activity": "what was done",
    "person": "who worked",
}


def without(figures: Figures, review: Review, chosen: str, *, hide: bool) -> Node | None:
    """Describe what has no customer yet, and what was given to one."""
    customers = figures.customers
    given = [(key, one) for key, one in review.assigned.items() if one.customer in customers]
    if not figures.nobodys and not given:
        return None
    whom = _name(customers, chosen, hide=hide)
    hint = f"They go to {whom}, who is chosen." if whom else "Find above whose they are."
    return h(
        "section.wb-who-part",
        h("h2", "Without a customer"),
        h("p.wb-quiet", hint) if figures.nobodys else None,
        *(_groups(each, figures.currency, whom, hide=hide) for each in figures.nobodys),
        _given(given, figures, hide=hide) if given else None,
        key="without",
    )


def _groups(nobody: Nobodys, currency: str, whom: str, *, hide: bool) -> Node:
    amount = "Hours" if nobody.table == "time" else f"Money, {currency}"
    what = "hidden" if hide else one_of(nobody, currency)
    return h(
        "div.wb-who-without",
        h(
            "div.wb-row",
            h("h3", f"{what[:1].upper()}{what[1:]}, {words.count(nobody.lines, 'line')}"),
            h("span.wb-fill"),
            choice(
                "by",
                [(name, f"by {_BY[name]}") for name in nobody.columns],
                nobody.column,
                label=f"Tell {nobody.table} apart by",
                key=f"by|{nobody.table}",
            )
            if len(nobody.columns) > 1
            else None,
        ),
        h(
            "table.wb-table",
            h("caption.wb-hidden", f"Lines of {nobody.table} without a customer"),
            h(
                "thead",
                h(
                    "tr",
                    h("th", _BY[nobody.column].capitalize(), scope="col"),
                    h("th.wb-number", "Lines", scope="col"),
                    h("th.wb-number", amount, scope="col"),
                    h("th", h("span.wb-hidden", "Whose"), scope="col"),
                ),
            ),
            h("tbody", *(_group(nobody, one, whom, hide=hide) for one in nobody.groups)),
        ),
        h("p.wb-quiet", f"and {words.count(nobody.others, 'more group')}")
        if nobody.others
        else None,
        key=f"without {nobody.table}",
    )


def _group(nobody: Nobodys, one: Group, whom: str, *, hide: bool) -> Node:
    said = one.value or "(nothing said)"
    when = words.day(one.first)
    if one.last != one.first:
        when += f" to {words.day(one.last)}"
    return h(
        "tr",
        h("td", "hidden" if hide else said, title=when, dir="auto"),
        h("td.wb-number", f"{one.lines:,}"),
        h("td.wb-number", "hidden" if hide else words.number(round(one.amount, 1))),
        h(
            "td",
            h(
                "button.wb-plain",
                "Theirs",
                on={"click": "give"},
                key=f"{nobody.table}|{nobody.column}|{one.value}",
                type="button",
                disabled=not whom,
                title=f"These lines are {whom}'s" if whom else "Choose a customer first",
                aria_label=f"«{said}» is theirs",
            ),
        ),
        key=f"{nobody.table} {one.value}",
    )


def _given(given: Sequence[tuple[str, Assigned]], figures: Figures, *, hide: bool) -> Node:
    items = [
        h(
            "li",
            h(
                "span",
                f"{_BY[one.column].capitalize()} «{one.value or '(nothing said)'}» is "
                f"{_name(figures.customers, one.customer, hide=hide)}'s",
                dir="auto",
            )
            if not hide
            else h("span", "hidden"),
            h("small.wb-quiet", f" {one.who or 'nobody named'}, {one.when[:10]} "),
            h("button.wb-link", "Take back", on={"click": "ungive"}, key=key, type="button"),
            key=f"given {key}",
        )
        for key, one in given
    ]
    return h("div", h("h3", "Given to a customer"), h("ul.wb-plainlist", *items), key="given")


def entering(
    figures: Figures, review: Review, chosen: str, people: Sequence[str], *, hide: bool
) -> Node:
    """Describe the forms for a new customer, and for hours and events of the one chosen."""
    name = _name(figures.customers, chosen, hide=hide)
    return h(
        "section.wb-who-part",
        h("h2", "Enter by hand"),
        h(
            "form.wb-plan-entry",
            field("name", "New customer"),
            field("number", "Number, if any"),
            h("button.wb-plan-last", "Add customer", type="submit"),
            on={"submit": "newcomer"},
            key=f"newcomer {len(review.newcomers)}",
        ),
        h("p.wb-quiet", "Choose a customer to add hours or an event of theirs.")
        if not name
        else None,
        h("h3", f"For {name}", dir="auto") if name else None,
        h(
            "p.wb-quiet",
            "Entered by hand. ",
            h("button.wb-link", "Remove", on={"click": "no_newcomer"}, key=chosen, type="button"),
        )
        if name and chosen in review.newcomers
        else None,
        by_hand(review, chosen, people, figures.currency, hide=hide) if name else None,
        key="entering",
    )


def _name(customers: Customers, key: str, *, hide: bool) -> str:
    if key not in customers:
        return ""
    row = customers.row(key)
    return f"Customer {row + 1}" if hide else str(customers.names[row])
