"""Fit and feeling, asked for the few that bring 80 %: one key each (domain, opening and 9)."""

from __future__ import annotations

from workbench.pages.tiers_board import money
from workbench.pages.tiers_figures import Figures
from workbench.review import words
from workbench.review.tier_words import FEELINGS, FITS
from workbench.widgets.view import Node, h

FIT, FEELING = "fit_to_needs", "feeling"
QUESTIONS = {FIT: "How do we fit their needs?", FEELING: "How does it feel to serve them?"}
CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    FIT: tuple((fit, fit) for fit in FITS),
    FEELING: tuple(FEELINGS.items()),
}
"""Answers to each question, worst first: as kept, as said; their place is their key, 1 to 4."""


def open_question(figures: Figures, row: int) -> str:
    """Return what is not known yet of a customer: fit first, then feeling; empty when all is."""
    for name in QUESTIONS:
        if not isinstance(figures.customers.frame[name].iloc[row], str):
            return name
    return ""


def following(figures: Figures) -> str:
    """Return the id of the next customer to ask about; empty when all have been answered for."""
    ids = figures.customers.ids
    return next((str(ids[row]) for row in figures.asked if open_question(figures, int(row))), "")


def asking(figures: Figures, chosen: int | None, *, hide: bool) -> Node:
    """Describe the list of those asked about, with one row of answers per question."""
    rows = [int(row) for row in figures.asked]
    if not rows:
        return h("p.wb-quiet", "There are no customers to ask about yet.")
    if chosen is not None and chosen not in rows and figures.found.counted[chosen]:
        rows = [chosen, *rows]
    done = sum(not open_question(figures, row) for row in rows)
    current = chosen if chosen in rows else None
    question = open_question(figures, current) if current is not None else ""
    hint = "Choose a customer; keys 1 to 4 answer the first open question, then the next one comes."
    if question:
        keys = " · ".join(f"{i} {said}" for i, (_, said) in enumerate(CHOICES[question], start=1))
        hint = f"{QUESTIONS[question]} {keys}"
    return h(
        "div.wb-asking",
        h(
            "div.wb-row",
            h("strong", hint, aria_live="polite"),
            h("span.wb-fill"),
            h("span.wb-quiet", f"{done} of {words.count(len(rows), 'customer')} answered"),
        ),
        h(
            "table.wb-table",
            h("caption.wb-hidden", "Fit and feeling of the customers that bring 80 % of turnover"),
            h(
                "thead",
                h(
                    "tr",
                    h("th", "Customer", scope="col"),
                    *(h("th", text, scope="col", key=text) for text in QUESTIONS.values()),
                ),
            ),
            h("tbody", *(_line(figures, row, on=row == chosen, hide=hide) for row in rows)),
        ),
    )


def _line(figures: Figures, row: int, *, on: bool, hide: bool) -> Node:
    key, name = str(figures.customers.ids[row]), figures.name(row, hide=hide)
    return h(
        "tr.wb-on" if on else "tr",
        h(
            "td",
            h(
                "button.wb-link",
                name,
                on={"click": "choose"},
                key=key,
                type="button",
                dir="auto",
                aria_pressed="true" if on else "false",
            ),
            h("small", *money(figures, row, hide=hide)),
        ),
        *(h("td", _answers(figures, row, question, name), key=question) for question in QUESTIONS),
        key=f"ask {key}",
    )


def _answers(figures: Figures, row: int, question: str, name: str) -> Node:
    key = str(figures.customers.ids[row])
    marks = figures.said.fit if question == FIT else figures.said.feeling
    given = figures.customers.frame[question].iloc[row]
    mark = marks.get(key)
    by = f"{mark.who or 'a person'}, {mark.when[:10]}" if mark else "from the client's list"
    return h(
        "div.wb-segments",
        *(
            h(
                "button.wb-on" if said == given else "button",
                said,
                on={"click": "answer"},
                key=f"{question}|{kept}|{key}",
                type="button",
                aria_pressed="true" if said == given else "false",
                title=by if said == given else None,
            )
            for kept, said in CHOICES[question]
        ),
        role="group",
        aria_label=f"{QUESTIONS[question]} {name}",
    )
