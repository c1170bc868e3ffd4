"""What is planned for one customer, alone or with others."""

from __future__ import annotations

from workbench.pages.entering import dated, field
from workbench.pages.plan_customer import Shown
from workbench.pages.plan_lines import Line
from workbench.review import words
from workbench.review.effect import say
from workbench.widgets.view import Node, h


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
            field("action", "What is done for them"),
            field("owner", "Owner"),
            dated("due", "Due"),
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
