"""What is added to a customer by hand: hours, events, and lines of their plan."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.measures.by_hand import entered_in
from workbench.pages.plan_customer import Shown
from workbench.pages.plan_lines import Line
from workbench.review import words
from workbench.review.effect import say
from workbench.review.plan import Entered
from workbench.widgets.view import Node, h

EVENTS = (
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
"""Kinds of events (domain 2)."""


def by_hand(shown: Shown, people: Sequence[str]) -> Node:
    """Describe hours and events entered by hand, and the forms to enter more."""
    rows = [
        _entry(key, row, shown)
        for key, row in entered_in(shown.placement.review).items()
        if row.customer_id == shown.key
    ]
    kinds = [("", "what happened …"), *((kind, kind.replace("_", " ")) for kind in EVENTS)]
    return h(
        "section.wb-plan-part",
        h("h3", "Hours and events added by hand"),
        h("ul.wb-plainlist", *rows)
        if rows
        else h("p.wb-quiet", "None. What is added counts at once, as if a file had had it."),
        h(
            "form.wb-plan-entry",
            _date("Day"),
            _field("hours", "Hours", mode="decimal"),
            _field("person", "Whose (else an average hour)", known="wb-plan-people"),
            h("datalist", *(h("option", value=name) for name in people), id="wb-plan-people"),
            h("button.wb-plan-last", "Add hours", type="submit"),
            on={"submit": "hours"},
            key=f"hours {shown.key} {len(rows)}",
        ),
        h(
            "form.wb-plan-entry",
            _date("Day"),
            h(
                "select.wb-select",
                *(h("option", label, value=value) for value, label in kinds),
                name="kind",
                aria_label="What happened",
            ),
            _field("value", f"Money, {shown.currency}", mode="decimal"),
            _field("evidence", "What shows it"),
            h("button.wb-plan-last", "Add event", type="submit"),
            on={"submit": "event"},
            key=f"event {shown.key} {len(rows)}",
        ),
        aria_label="Added by hand",
    )


def _date(label: str) -> Node:
    return h("input.wb-input", name="on", type="date", aria_label=label, required="")


def _field(name: str, label: str, *, mode: str | None = None, known: str | None = None) -> Node:
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


def _entry(key: str, row: Entered, shown: Shown) -> Node:
    if row.hours:
        what = "1 hour" if row.hours == 1 else f"{row.hours:g} hours"
        what += f" of {row.person}" if row.person else ""
    else:
        what = row.kind.replace("_", " ")
        if row.value is not None:
            money = words.money(row.value, shown.currency)
            what += f", {'hidden' if shown.hide else money}"
        what += f": {row.evidence}" if row.evidence else ""
    return h(
        "li",
        h("span", f"{words.day(row.on)}: {what}", dir="auto"),
        h("small.wb-quiet", f" entered by hand, {row.who or 'nobody named'}, {row.when[:10]} "),
        h("button.wb-link", "Remove", on={"click": "unenter"}, key=key, type="button"),
        key=f"entry {key}",
    )


def plan(shown: Shown) -> Node:
    """Describe what is planned for them, alone or with others, and the form to add to it."""
    items = [
        h(
            "li",
            h("strong", "hidden" if shown.hide else line.action.action, dir="auto"),
            h("div.wb-quiet", _told(line, shown)),
            key=f"theirs {line.key}",
        )
        for line in shown.lines
    ]
    return h(
        "section.wb-plan-part",
        h("h3", "Their plan"),
        h("ul.wb-plainlist.wb-looks", *items) if items else h("p.wb-quiet", "Nothing yet."),
        h(
            "form.wb-plan-entry",
            _field("action", "What is done for them"),
            _field("owner", "Owner"),
            h("input.wb-input", name="due", type="date", aria_label="Due"),
            h("button.wb-plan-last", "Add to their plan", type="submit"),
            on={"submit": "for_them"},
            key=f"theirs {shown.key} {len(items)}",
        ),
        aria_label="Their plan",
    )


def _told(line: Line, shown: Shown) -> str:
    action = line.action
    parts = [
        action.status,
        "" if action.kind == "customer" else f"with all of «{line.whom}»",
        action.owner,
        f"due {words.day(action.due)}" if action.due else "",
        "overdue" if line.late else "",
        "" if shown.hide or action.kind != "customer" else say(line.effect, action, shown.currency),
    ]
    return " · ".join(part for part in parts if part)
