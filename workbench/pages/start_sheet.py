"""The sheet of opening questions: how it looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from workbench.pages.frame import segments
from workbench.pages.start_opening import (
    AIMS,
    ANSWERS,
    GUT,
    INWARD,
    LONGEST,
    OUTWARD,
    Name,
    lean,
    leg,
    unsorted,
)
from workbench.review import words
from workbench.review.review import Opening
from workbench.widgets.view import Node, h


def questions(opening: Opening, names: Sequence[Name], *, waiting: bool) -> list[Node]:
    """Describe the five questions; ``waiting`` says that names are still to come."""
    return [
        h(
            "header.wb-open-head",
            h("h2", "Before any figure"),
            h(
                "p.wb-quiet",
                "A word from the gut; later pages answer it. Skip whatever you like.",
            ),
        ),
        _question("aim", "Where should the business go?", _aim(opening), done=bool(opening.aim)),
        _question(
            "counts",
            "Last look at the customers, and a guess",
            _counts(opening),
            done=bool(opening.last_review) or opening.good_customers is not None,
        ),
        _question(
            "stance",
            "How do we go about it?",
            _legs(opening),
            done=bool(opening.stance),
            note=f"{len(opening.stance)} of {len(OUTWARD) + len(INWARD)}" if opening.stance else "",
        ),
        _question(
            "gut",
            "Twenty names by gut",
            _gut(opening, names, waiting=waiting),
            done=bool(opening.gut),
            note=f"{len(opening.gut)} sorted" if opening.gut else "",
        ),
    ]


def _question(
    key: str, title: str, body: Sequence[Node | None], *, done: bool, note: str = ""
) -> Node:
    sign = "answered" if done and not note else note
    head = (h("span", title), h("span.wb-quiet.wb-open-note", sign))
    answer = h("div.wb-open-answer", *body)
    if key in _ALWAYS_OPEN:
        return h("section.wb-open-question", h("h3", *head), answer, key=f"question {key}")
    return h("details.wb-open-question", h("summary", *head), answer, key=f"question {key}")


_ALWAYS_OPEN = frozenset({"aim", "gut"})  # one to begin with, and the one that answers to keys


def _aim(opening: Opening) -> list[Node]:
    known = {value for value, _ in AIMS}
    return [
        h(
            "div.wb-chips",
            *(
                h(
                    "button.wb-chip.wb-on" if opening.aim == value else "button.wb-chip",
                    label,
                    on={"click": "aim"},
                    key=value,
                    type="button",
                    aria_pressed="true" if opening.aim == value else "false",
                    value="" if opening.aim == value else value,
                )
                for value, label in AIMS
            ),
            role="group",
            aria_label="Where should the business go?",
        ),
        h(
            "input.wb-input",
            on={"change": "aim"},
            key="aim in words",
            value="" if opening.aim in known else opening.aim,
            placeholder="or in your own words",
            aria_label="Where should the business go, in your own words",
            maxlength=LONGEST,
        ),
    ]


def _counts(opening: Opening) -> list[Node]:
    never = opening.last_review == "never"
    return [
        h("label.wb-label", "When were the customers last reviewed?", for_="wb-last-review"),
        h(
            "div.wb-row",
            h(
                "input.wb-input",
                type="date",
                id="wb-last-review",
                on={"change": "last_review"},
                key="last review",
                max=date.today().isoformat(),  # noqa: DTZ011 - the room's own calendar
                value="" if never else opening.last_review,
            ),
            h(
                "button.wb-chip.wb-on" if never else "button.wb-chip",
                "Never",
                on={"click": "last_review"},
                key="never",
                type="button",
                aria_pressed="true" if never else "false",
                value="" if never else "never",
            ),
        ),
        h("label.wb-label", "How many good customers do you have?", for_="wb-good"),
        h(
            "input.wb-input.wb-short",
            type="number",
            id="wb-good",
            min=0,
            step=1,
            inputmode="numeric",
            on={"change": "good_customers"},
            key="good customers",
            value="" if opening.good_customers is None else str(opening.good_customers),
            placeholder="a guess",
        ),
    ]


def _legs(opening: Opening) -> list[Node]:
    parts: list[Node] = []
    for outward, inward in zip(OUTWARD, INWARD, strict=True):
        for key, statement in (outward, inward):
            chosen = str(opening.stance.get(key, ""))
            row = segments("stance", _SHORT, chosen, label=f"{statement} 1 no, 5 yes", key=key)
            parts.append(h("div.wb-stance", h("p", statement), row, key=f"stance {key}"))
    return [
        h("p.wb-quiet", "1 is no, 5 is yes. Pressed again, an answer is taken back."),
        *parts,
        h(
            "div.wb-legs",
            _bar("Outward: what customers want", leg(opening.stance, OUTWARD)),
            _bar("Inward: where we want to go", leg(opening.stance, INWARD)),
            key="legs",
        ),
        h("p", lean(opening.stance), key="lean", role="status"),
    ]


_SHORT = tuple((value, value) for value, _ in ANSWERS)


def _bar(label: str, share: float | None) -> Node:
    said = "–" if share is None else words.percent(share)
    width = "0" if share is None else f"{share:.0%}"
    return h(
        "div.wb-leg",
        h("span", label),
        h("span.wb-number", said),
        h("div.wb-leg-ground", h("div.wb-leg-bar", style={"width": width}), aria_hidden="true"),
    )


def _gut(opening: Opening, names: Sequence[Name], *, waiting: bool) -> list[Node | None]:
    if not names:
        text = (
            "The largest customers come here as soon as the file is read."
            if waiting
            else "No names to sort: the file has none yet."
        )
        return [h("p.wb-quiet", text, key="none")]
    left = unsorted(opening, names)
    counted = [
        f"{label.lower()} {sum(opening.gut.get(n.id) == value for n in names)}"
        for value, label, _ in GUT
    ]
    back = h(
        "button.wb-link",
        "Back one",
        on={"click": "gut_back"},
        key="back",
        type="button",
        disabled=len(left) == len(names),
    )
    done = len(names) - len(left)
    tally = h(
        "div.wb-row.wb-gut-tally",
        h("span.wb-quiet", f"{done} of {len(names)} · {' · '.join(counted)}"),
        back,
        key="tally",
    )
    if not left:
        return [
            h("p", "All sorted. The picture will show who the gut got right.", key="done"),
            tally,
        ]
    return [
        h("p.wb-gut-name", left[0].name, key="name", dir="auto", aria_live="polite"),
        h(
            "div.wb-gut-buttons",
            *(
                h(
                    "button",
                    h("span", label),
                    h("span.wb-key", key.upper(), aria_hidden="true"),
                    on={"click": f"gut_{value}"},
                    key=value,
                    type="button",
                    title=f"Key {key.upper()} or {n}",
                )
                for n, (value, label, key) in enumerate(GUT, 1)
            ),
            role="group",
            aria_label=f"What does the gut say about {left[0].name}?",
            key="buttons",
        ),
        tally,
    ]
