"""The grid of signs: customer × sign, one key a cell, and what a cell rests on (domain 7)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from workbench.measures.loyalty import EVENT, PERSON, SCORES
from workbench.measures.timeline import Happening
from workbench.pages.loyalty_figures import LOYAL, Figures
from workbench.review import signs, words
from workbench.review.assumptions import SIGNS, SignEntry
from workbench.review.signs import NINE, SAID
from workbench.widgets.view import Node, h

_GLYPHS = {"yes": "✓", "no": "✕", "unknown": "?"}
_RESTS = {0: "nothing recorded", EVENT: "from events", SCORES: "from the scores"}
_EVENTS_SHOWN = 3
_KEYS = {
    "key:ArrowUp": "up",
    "key:ArrowDown": "down",
    "key:ArrowLeft": "left",
    "key:ArrowRight": "right",
    "key:y": "yes",
    "key:1": "yes",
    "key:n": "no",
    "key:2": "no",
    "key:u": "unknown",
    "key:3": "unknown",
    "key:Delete": "withdraw",
    "key:Backspace": "withdraw",
}


def cell_id(row: int, sign: int) -> str:
    """Return the id of a cell's element."""
    return f"wb-sign-{row}-{sign}"


def finding(figures: Figures) -> str:
    """Say in one sentence how loyal those are who matter most."""
    rows = figures.asked
    if not len(rows):
        return "Nobody to judge yet: bring the client's file first."
    known = figures.score.known[rows]
    loyal = int((known >= LOYAL).sum())
    still = int((figures.signs.states[rows] == 0).sum())
    who = (
        "the one customer that brings 80 %"
        if len(rows) == 1
        else f"the {len(rows)} customers that bring most"
    )
    answers = words.count(len(rows) * len(SIGNS), "answer")
    look = "looks" if loyal == 1 else "look"
    return f"Of {who}, {loyal} {look} loyal by what is known; {still} of {answers} are still open."


def grid(
    figures: Figures, rows: Sequence[int], at: tuple[int, int], chosen: int | None, *, hide: bool
) -> Node:
    """Describe the grid; arrows move, y, n and u (or 1, 2, 3) answer and go on."""
    heads = [
        h(
            "th",
            sign.label,
            scope="col",
            title=f"{sign.asks} ({sign.term})",
            role="columnheader",
        )
        for sign in NINE
    ]
    return h(
        "table.wb-signs",
        h("caption.wb-hidden", "Nine signs of loyalty per customer"),
        h(
            "thead",
            h(
                "tr",
                h("th.wb-signs-who", "Customer", scope="col", role="columnheader"),
                *heads,
                h(
                    "th.wb-signs-score",
                    "Loyalty",
                    scope="col",
                    role="columnheader",
                    title="Weight of the yes over all weight; the light part is still unknown",
                ),
                role="row",
            ),
        ),
        h(
            "tbody",
            *(_line(figures, row, at, hide=hide, on=row == chosen) for row in rows),
        ),
        role="grid",
        on=_KEYS,
        key="grid",
        aria_label="Signs of loyalty: arrows move, y yes, n no, u unknown",
    )


def _line(figures: Figures, row: int, at: tuple[int, int], *, hide: bool, on: bool) -> Node:
    name = f"Customer {row + 1}" if hide else str(figures.customers.names[row])
    beyond = row not in figures.asked
    said, rests_on = figures.signs.states[row].tolist(), figures.signs.rests_on[row].tolist()
    cells = [
        _cell(row, place, name, said[place], rests_on[place], here=at == (row, place))
        for place in range(len(NINE))
    ]
    return h(
        "tr.wb-on" if on else "tr",
        h(
            "th.wb-signs-who",
            h("span.wb-quiet", "not asked: ") if beyond else None,
            h("bdi", name) if beyond else name,
            scope="row",
            role="rowheader",
            dir="auto",
            title=name,
            on={"click": "choose"},
            key=str(figures.customers.ids[row]),
        ),
        *cells,
        h("td.wb-signs-score", *_range(figures, row), role="gridcell"),
        key=f"row {figures.customers.ids[row]}",
        role="row",
    )


@lru_cache(maxsize=4096)  # while a weight moves, no cell changes
def _cell(row: int, place: int, name: str, state: int, rests: int, *, here: bool) -> Node:
    said, sign = SAID[state], NINE[place]
    why = "entered" if rests == PERSON else _RESTS[rests]
    classes = ["td.wb-sign-cell", f"wb-sign-{said}", *(["wb-sign-typed"] * (rests == PERSON))]
    return h(
        ".".join(classes),
        _GLYPHS[said],
        on={"click": "cell"},
        key=f"{row}|{place}",
        id=cell_id(row, place),
        role="gridcell",
        tabindex="0" if here else "-1",
        aria_selected="true" if here else "false",
        aria_label=f"{name}, {sign.label}: {said}, {why}",
        title=f"{sign.label}: {said}, {why}",
    )


def _range(figures: Figures, row: int) -> list[Node]:
    least, most = float(figures.score.least[row]), float(figures.score.most[row])
    if not np.isfinite(least):
        return [h("span.wb-quiet", "–")]
    low, high = words.percent(least), words.percent(most)
    said = low if most - least < 1e-9 else f"{low.removesuffix(' %')}–{high}"  # noqa: PLR2004 - rounding
    track = h(
        "span.wb-signs-track",
        h(
            "span.wb-signs-open",
            style={"left": f"{least:.1%}", "width": f"{most - least:.1%}"},
        ),
        h("span.wb-signs-yes", style={"width": f"{least:.1%}"}),
        aria_hidden="true",
    )
    return [track, h("span", said)]


def evidence(
    figures: Figures, at: tuple[int, int], happened: Sequence[Happening], *, hide: bool
) -> Node:
    """Describe what the focused cell rests on, and the fields to answer with evidence and date."""
    row, place = at
    sign = NINE[place]
    name = f"Customer {row + 1}" if hide else str(figures.customers.names[row])
    said = SAID[int(figures.signs.states[row, place])]
    key = str(figures.customers.ids[row])
    entry = figures.assumed.loyalty.entries.get(key, {}).get(sign.name)
    buttons = [
        h(
            "button.wb-on" if said == value else "button",
            f"{label} ({letter})",
            on={"click": value},
            type="button",
            key=value,
            aria_pressed="true" if said == value else "false",
        )
        for value, label, letter in (("yes", "Yes", "Y"), ("no", "No", "N"), ("unknown", "?", "U"))
    ]
    return h(
        "div.wb-sign-why",
        h(
            "div.wb-row",
            h("strong", name, dir="auto"),
            h("span", f"{sign.asks} "),
            h("span.wb-fill"),
            h("div.wb-segments.wb-sign-answer", *buttons, role="group", aria_label=sign.asks),
            h("button.wb-link", "As the facts say", on={"click": "withdraw"}, type="button")
            if entry
            else None,
        ),
        h(
            "p",
            *_reasons(figures, row, place, entry, happened, hide=hide),
            h("button.wb-link", "Purchases over time", on={"click": "bought"}, type="button"),
        ),
        h(
            "form.wb-row.wb-sign-form",
            h(
                "input.wb-input",
                name="evidence",
                value=entry.evidence if entry else "",
                placeholder="What shows it? Who said it, what happened",
                aria_label="Evidence",
                maxlength=300,
                autocomplete="off",
                dir="auto",
            ),
            h(
                "input.wb-input.wb-date",
                type="date",
                name="on",
                value=entry.on.isoformat() if entry and entry.on else "",
                aria_label="Date of the evidence",
            ),
            h("button", "Keep", type="submit"),
            on={"submit": "keep"},
            key=f"form {key} {sign.name}",
        )
        if not hide
        else None,
    )


def _reasons(
    figures: Figures,
    row: int,
    place: int,
    entry: SignEntry | None,
    happened: Sequence[Happening],
    *,
    hide: bool,
) -> list[Node]:
    """Say what a cell rests on, a person's entry first."""
    sign, loyalty = NINE[place], figures.assumed.loyalty
    kinds = {rule.kind: rule.value for rule in signs.rules(loyalty) if rule.sign == sign.name}
    found = [each for each in happened if each.kind in kinds]
    said: list[Node] = []
    if entry:
        when = f" on {entry.when[:10]}" if entry.when else ""
        by = f" by {entry.who}" if entry.who else ""
        dated = f", {words.day(entry.on)}" if entry.on else ""
        told = f": «{entry.evidence}»{dated}" if entry.evidence and not hide else dated
        said.append(h("span", f"«{entry.value}» entered{by}{when}{told}. ", dir="auto"))
    for each in found[:_EVENTS_SHOWN]:
        told = f": «{each.evidence}»" if each.evidence and not hide else ""
        kind = signs.event(each.kind).capitalize()
        line = f"{kind} says {kinds[each.kind]}, {words.day(each.day)}{told}. "
        said.append(h("span", line, dir="auto"))
    if len(found) > _EVENTS_SHOWN:
        said.append(h("span", f"And {len(found) - _EVENTS_SHOWN} more. "))
    if sign.name == signs.BUYS_WELL:
        said.append(h("span", _scores_say(figures, row)))
    if said:
        return said
    kind = words.listed([signs.event(kind) for kind in kinds]) if kinds else ""
    from_ = f" An event would answer it ({kind})." if kind else " No event shows it: ask."
    return [h("span", f"Nothing recorded, so it is unknown, neither yes nor no.{from_}")]


def _scores_say(figures: Figures, row: int) -> str:
    least, most = signs.least_sum(figures.assumed.loyalty, figures.bins), 3 * figures.bins
    each = [float(part[row]) for part in figures.scores]
    if not np.isfinite(each).all():
        return f"{figures.customers.why_missing('recency_score', row)}."
    parts = " + ".join(f"{value:.0f}" for value in each)
    verb = "buys" if sum(each) >= least else "doesn't buy"
    return (
        f"How recently, often, much: {parts} = {sum(each):.0f} of {most}; "
        f"from {least} on somebody buys well, so this one {verb} well."
    )
