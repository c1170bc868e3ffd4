"""What the card says on the loyalty page: how loyal, by which signs, scores and rule."""

from __future__ import annotations

import numpy as np

from workbench.pages.loyalty_figures import Figures
from workbench.pages.loyalty_lists import why as why_falling
from workbench.review import words
from workbench.review.signs import NINE, NO, YES
from workbench.widgets.view import Node, h

_LOOKS = 5


def why(figures: Figures, row: int | None) -> Node | None:
    """Describe what a customer's loyalty rests on; of nobody, who is falling away."""
    if row is None:
        return _falling(figures)
    if row >= len(figures.facts):
        return h("div.wb-why", h("h3", "How loyal"), h("p", "A prospect has bought nothing yet."))
    states = figures.signs.states[row]
    said = []
    for word, state in (("Yes", YES), ("No", NO)):
        labels = [NINE[place].label.lower() for place in np.flatnonzero(states == state)]
        said += [f"{word}: {', '.join(labels)}."] if labels else []
    unknown = int((states == 0).sum())
    said.append(f"Unknown: {unknown} of {len(NINE)} signs.")
    known = float(figures.score.known[row])
    if np.isfinite(known):
        said.append(f"Of what is known, {words.percent(known)} is yes.")
    return h(
        "div.wb-why",
        h("h3", "How loyal"),
        h("p", " ".join(said)),
        h("h3", "How they buy"),
        h("p", _bought(figures, row)),
    )


def _bought(figures: Figures, row: int) -> str:
    each = [float(part[row]) for part in figures.scores]
    if not np.isfinite(each).all():
        return f"{figures.customers.why_missing('recency_score', row)}."
    scores = " · ".join(f"{score:.0f}" for score in each)
    said = f"Recently, often, much: {scores} of {figures.bins}"
    place = int(figures.rule_of[row])
    said += f", so «{figures.rules[place].segment}» by rule {place + 1}." if place >= 0 else "."
    if row in figures.falling:
        said += f" Falling away: {why_falling(figures, row)}."
    return said


def _falling(figures: Figures) -> Node | None:
    rows = figures.falling[:_LOOKS].tolist()
    if not rows:
        return None
    lines = [
        h(
            "li",
            h(
                "button.wb-link",
                str(figures.customers.names[row]),
                on={"click": "choose"},
                key=str(figures.customers.ids[row]),
                type="button",
                dir="auto",
            ),
            h("div.wb-quiet", why_falling(figures, row)),
            key=f"look {figures.customers.ids[row]}",
        )
        for row in rows
    ]
    return h("div.wb-why", h("h3", "Falling away"), h("ul.wb-plainlist.wb-looks", *lines))
