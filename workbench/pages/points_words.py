"""Beneath the bars: an attribute to add, what the chosen one earns, the sentence, an enquiry."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from workbench.customers import Column, Customers
from workbench.pages.points_changes import LONGEST
from workbench.review import words
from workbench.review.enquiry import Answer, say_range
from workbench.review.points import ByLevel, Points
from workbench.review.portrait import Portrait
from workbench.review.scoring import SCORES, Scores, feeds
from workbench.widgets.view import Node, h


def under(points: Points, scores: Scores, average: float, row: int | None, name: str) -> Node:
    """Describe the line beneath the bars: what the chosen one earns, the average, the picture."""
    said: list[Node | str] = []
    of = say_range(points.possible, points.possible)
    if row is not None:
        earned = say_range(float(scores.least[row]), float(scores.most[row]))
        said.append(
            h(
                "span.wb-earns",
                h("span", name, dir="auto"),
                h("span", " earns "),
                h("strong", f"{earned} of {of}"),
            )
        )
    if np.isfinite(average):
        said.append(h("span", f"average {say_range(average, average)}"))
    said.append(
        h(
            "span",
            h("span", "the score is an axis of the "),
            h("a", "picture", href="matrix.ipynb", on={"click": "picture"}),
        )
    )
    return h("div.wb-said.wb-points-said", *said)


def _known(customers: Customers, name: str) -> bool:
    return bool(customers.frame[name].notna().any())


def empty() -> Node:
    """Say what to do first where nothing is known of anybody."""
    return h(
        "div.wb-points-empty-page",
        h("h2", "No facts yet"),
        h("p", "Points are earned by facts: what a customer buys, how they pay, what they need."),
        h(
            "p",
            h("a", "Bring the client's file", href="identify.ipynb"),
            h("span", ", and six bars stand here to begin with."),
        ),
    )


def adding(customers: Customers, points: Points, *, open_: bool, tries: int) -> Node:
    """Describe how an attribute is added: every measure and attribute not yet used."""
    if not open_:
        return h(
            "button",
            "+ Add an attribute",
            on={"click": "add"},
            type="button",
            id="wb-add",
        )
    groups: dict[str, list[Node]] = {}
    for column in customers.columns.values():
        if column.name in points.columns or not _known(customers, column.name):
            continue
        if ({column.name} | feeds(customers.columns, column.name)) & SCORES:
            line = h("option", f"{column.label}: depends on points", value="", disabled=True)
            groups.setdefault("Can't earn points", []).append(line)
            continue
        group = "In words" if column.words else "Measures" if column.meaning else "Other numbers"
        if column.name.startswith("judged_"):
            group = "Judged by the room"
        groups.setdefault(group, []).append(
            h("option", words.unit(column), value=column.name, key=column.name)
        )
    lists = [h("optgroup", *lines, label=title, key=title) for title, lines in groups.items()]
    return h(
        "form.wb-row.wb-adding",
        h("select.wb-select", *lists, name="column", aria_label="Attribute to add", id="wb-new"),
        h("button.wb-main", "Add", type="submit"),
        h("button", "Cancel", on={"click": "no_add"}, type="button"),
        on={"submit": "added"},
        key="adding",
        data_tries=tries,
    )


def sentences(portrait: Portrait, points: Points) -> Node:
    """Describe the sentence and the message, each to be rewritten in place."""
    return h(
        "div.wb-portrait",
        _editable("sentence", "Our good customer, in one sentence", portrait.sentence),
        _again("sentence") if points.sentence else None,
        h("span.wb-quiet.wb-portrait-label", "What would attract one"),
        _editable("message", "The message that would attract a good customer", portrait.message),
        _again("message") if points.message else None,
    )


def _editable(name: str, label: str, text: str) -> Node:
    return h(
        f"textarea.wb-portrait-{name}",
        value=text,
        rows=1,
        maxlength=LONGEST,
        aria_label=label,
        title="Click to put it in your own words",
        on={"change": name},
        key=name,
        dir="auto",
    )


def _again(name: str) -> Node:
    return h(
        "button.wb-link",
        "Back to the proposal",
        on={"click": "proposal"},
        key=f"again|{name}",
        type="button",
        aria_label=f"Back to the proposed {name}",
    )


def enquiry(
    points: Points,
    columns: Mapping[str, Column],
    typed: Mapping[str, str],
    answer: Answer | None,
    problem: str = "",
) -> Node:
    """Describe the form of a new enquiry and what it would earn; nothing of it is saved."""
    fields = [
        _question(columns[b.column], b.how, typed) for b in points.bars if b.column in columns
    ]
    said: list[Node | None] = []
    if problem:
        said.append(h("p", problem))
    elif answer is not None:
        of = say_range(answer.possible, answer.possible)
        said += [
            h("p.wb-enquiry-points", h("strong", f"{answer.points} of {of} points")),
            h("p", f"{answer.likely}."),
            h("p", f"Likely tier: {answer.tier}.") if answer.tier else None,
            h("p.wb-quiet", _stands(answer)) if answer.among else None,
            h("p.wb-quiet", f"Ask next: {answer.ask}") if answer.ask else None,
        ]
    return h(
        "section.wb-enquiry",
        h(
            "div.wb-row",
            h("h2", "A new enquiry"),
            h("span.wb-quiet", "Fill in what is known; nothing here is saved."),
            h("span.wb-fill"),
            h("button.wb-plain", "Clear", on={"click": "clear"}, type="button"),
            h("button.wb-plain", "Done", on={"click": "enquired"}, type="button"),
        ),
        h(
            "div.wb-enquiry-body",
            h("div.wb-enquiry-fields", *fields),
            h("div", *said, role="status"),
        ),
        key="enquiry",
        aria_label="A new enquiry",
    )


def _stands(answer: Answer) -> str:
    last = max(answer.among + 1, 1)
    place = (
        f"{answer.best:,}"
        if answer.best == answer.worst
        else f"{answer.best:,} to {answer.worst:,}"
    )
    return f"Would stand at place {place} of {last:,}"


def _asked(column: Column) -> str:
    """Name a field with its unit, once: «Days late», «Turnover, EUR»."""
    told = not column.unit or column.unit == "×" or column.unit in column.label.lower().split()
    return column.label if told else words.unit(column)


def _question(column: Column, how: object, typed: Mapping[str, str]) -> Node:
    label = _asked(column)
    text = typed.get(column.name, "")
    if column.words:
        levels = list(how.shares) if isinstance(how, ByLevel) else list(column.levels)
        options = [h("option", "not known", value="", key="none", selected=not text)]
        options += [
            h("option", level, value=level, key=f"level {level}", selected=text == level)
            for level in levels
        ]
        control = h(
            "select.wb-select",
            *options,
            on={"change": "answer"},
            key=f"answer|{column.name}",
            aria_label=label,
            value=text,
        )
    else:
        control = h(
            "input.wb-input",
            type="text",
            inputmode="decimal",
            value=text,
            placeholder="1.2 is 20 % more" if column.unit == "×" else "not known",
            on={"input": "answer", "change": "answer"},
            key=f"answer|{column.name}",
            aria_label=label,
            autocomplete="off",
            maxlength=40,
        )
    return h("label.wb-label", h("span", label, title=column.meaning or None), control, key=label)
