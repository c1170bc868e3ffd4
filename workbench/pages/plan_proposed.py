"""What the plan opens with: at most five proposed decisions to accept, change or drop."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.pages.plan_lines import titled
from workbench.review import words
from workbench.review.parting import change
from workbench.review.placement import Placement
from workbench.review.proposed import Proposal
from workbench.review.whom import concerned, said
from workbench.widgets.view import Node, h


def proposed(
    proposals: Sequence[Proposal],
    placement: Placement,
    currency: str,
    *,
    changing: str,
    hide: bool,
) -> Node | None:
    """Describe the proposed decisions; the one being changed is a form."""
    if not proposals:
        return None
    cards = [
        _form(one, placement, currency)
        if one.key == changing
        else _card(one, placement, currency, hide=hide)
        for one in proposals
    ]
    count = words.count(len(proposals), "decision")
    return h(
        "section.wb-plan-proposed",
        h("h2", f"Proposed: {count}"),
        h("ol.wb-plainlist.wb-plan-cards", *cards),
        aria_label="Proposed decisions",
    )


def _card(one: Proposal, placement: Placement, currency: str, *, hide: bool) -> Node:
    whom = _whom(one, placement, hide=hide)
    return h(
        "li.wb-plan-card",
        h("div.wb-plan-whom", *whom),
        h("strong", "hidden" if hide and _tells(one) else one.action),
        None if hide else h("p.wb-quiet", one.why, dir="auto"),
        h(
            "p.wb-plan-brings",
            h("strong", "hidden" if hide else _brings(one, currency)),
            None if hide or not one.how else h("span.wb-quiet", f" {one.how}"),
        ),
        h(
            "div.wb-row",
            *(
                h(
                    f"button{'.wb-main' if name == 'accept' else ''}",
                    label,
                    on={"click": name},
                    key=one.key,
                    type="button",
                    aria_label=label if hide else f"{label}: {one.action[:80]}",
                )
                for name, label in (("accept", "Accept"), ("change", "Change"), ("drop", "Drop"))
            ),
        ),
        key=f"card {one.key}",
    )


def _tells(one: Proposal) -> bool:
    """Whether a proposal's words hold a customer's money."""
    return one.key.startswith("rescue")


def _whom(one: Proposal, placement: Placement, *, hide: bool) -> list[Node]:
    action = one.as_action()
    named = said(action, placement)
    if one.kind != "customer":
        people = int(concerned(action, placement).sum())
        return [h("span", titled(one.kind, named, people))]
    row = placement.customers.row(one.about)
    name = f"Customer {row + 1}" if hide else named
    return [
        h("button.wb-link", name, on={"click": "choose"}, key=one.about, type="button", dir="auto")
    ]


def _brings(one: Proposal, currency: str) -> str:
    if not np.isfinite(one.expected):
        return "What it brings is not known."
    return f"{change(one.expected, currency)} a year."


def _form(one: Proposal, placement: Placement, currency: str) -> Node:
    expected = f"{one.expected:.0f}" if np.isfinite(one.expected) else ""
    return h(
        "li.wb-plan-card",
        h(
            "form.wb-form",
            h("div.wb-plan-whom", *_whom(one, placement, hide=False)),
            _labelled(
                "What is done",
                h(
                    "textarea.wb-input",
                    name="action",
                    value=one.action,
                    rows=2,
                    maxlength=300,
                    id="wb-plan-changing",
                ),
            ),
            h(
                "div.wb-plan-fields",
                _labelled("Owner", h("input.wb-input", name="owner", maxlength=60)),
                _labelled("Due", h("input.wb-input", name="due", type="date")),
                _labelled(f"Cost, {currency}", _number("cost", "")),
                _labelled("Hours", _number("hours", "")),
                _labelled(f"Expected a year, {currency}", _number("expected", expected)),
            ),
            h(
                "div.wb-row",
                h("button.wb-main", "Accept", type="submit"),
                h("button", "Cancel", on={"click": "keep"}, type="button"),
            ),
            on={"submit": "changed"},
            key=one.key,
        ),
        key=f"card {one.key}",
    )


def _number(name: str, value: str) -> Node:
    return h("input.wb-input", name=name, value=value, inputmode="decimal", autocomplete="off")


def _labelled(label: str, field: Node) -> Node:
    return h("label.wb-label", h("span", label), field)
