"""Beside the grid of signs: what each weighs, which event says what, recommendations (domain 7)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.pages.frame import option
from workbench.pages.loyalty_figures import Figures
from workbench.review import signs, words
from workbench.review.assumptions import SIGNS
from workbench.review.signs import NINE, YES
from workbench.widgets.view import Node, h

_HEAVIEST = 5


def weights(figures: Figures) -> Node:
    """Describe what each sign weighs, and the rule for the seventh."""
    given = signs.weights(figures.assumed.loyalty)
    least = signs.least_sum(figures.assumed.loyalty, figures.bins)
    lines = [
        h(
            "label.wb-weigh",
            h("span.wb-weigh-name", sign.label, title=f"{sign.asks} ({sign.term})"),
            h(
                "input.wb-range",
                type="range",
                min=0,
                max=_HEAVIEST,
                step=0.5,
                value=float(min(weight, _HEAVIEST)),
                on={"input": "weight", "change": "weight"},
                key=f"weight|{sign.name}",
                aria_label=f"Weight of {sign.label}",
            ),
            h("span", f"{weight:g}"),
        )
        for sign, weight in zip(NINE, given, strict=True)
    ]
    return h(
        "div.wb-stack",
        h("h2", "What each sign weighs"),
        h("div.wb-sign-weights", *lines),
        h(
            "label.wb-field",
            h("span", "Buys well from"),
            h(
                "input.wb-input.wb-short",
                type="number",
                min=3,
                max=3 * figures.bins,
                value=least,
                on={"change": "least"},
                key="least",
                title="Sum of the three scores: how recently, how often, how much",
            ),
            h("span.wb-quiet", f"of {3 * figures.bins}"),
        ),
    )


def keys() -> Node:
    """Describe the keys of the grid."""
    pairs = (("Yes, no, unknown", "Y, N, U"), ("Move", "arrows"), ("As the facts say", "Delete"))
    lines = [part for what, key in pairs for part in (h("dt", what), h("dd", key))]
    return h("dl.wb-facts.wb-quiet.wb-sign-keys", *lines)


def rules(figures: Figures, kinds: Sequence[str]) -> Node:
    """Describe the table event → sign, changed in place."""
    table = signs.rules(figures.assumed.loyalty)
    events = figures.facts.events
    labels = {sign.name: sign.label for sign in NINE}
    lines = [
        h(
            "tr",
            h("td", signs.event(rule.kind).capitalize()),
            h("td", labels.get(rule.sign, rule.sign)),
            h("td", rule.value),
            h("td.wb-number", f"{events.loc[events['kind'] == rule.kind, 'n'].sum():,.0f}"),
            h(
                "td",
                h(
                    "button.wb-link",
                    "Remove",
                    on={"click": "drop_rule"},
                    key=f"rule|{place}",
                    type="button",
                    aria_label=f"Remove: {signs.event(rule.kind)} says {rule.value}",
                ),
            ),
            key=f"{rule.kind} {rule.sign}",
        )
        for place, rule in enumerate(table)
    ]
    heads = (
        ("An event", ""),
        ("says of the sign", ""),
        ("", ""),
        ("Events", ".wb-number"),
        ("", ""),
    )
    return h(
        "div.wb-stack",
        h("h2", "Which event says what"),
        h("p.wb-quiet", "An event that isn't there says nothing. What a person enters wins."),
        h(
            "table.wb-table",
            h("caption.wb-hidden", "Which event sets which sign"),
            h("thead", h("tr", *(h(f"th{cls}", text, scope="col") for text, cls in heads))),
            h("tbody", *lines),
        ),
        h(
            "form.wb-row",
            _select("kind", [(k, signs.event(k)) for k in kinds], "Kind of event"),
            h("span", "says"),
            _select("value", [("yes", "yes"), ("no", "no")], "Says"),
            h("span", "to"),
            _select("sign", [(s.name, s.label) for s in NINE], "Sign"),
            h("button", "Add", type="submit"),
            on={"submit": "add_rule"},
            key="new rule",
        ),
        h("button.wb-link", "Back to the usual table", on={"click": "usual_rules"}, type="button")
        if figures.assumed.loyalty.rules is not None
        else None,
    )


def _select(name: str, options: Sequence[tuple[str, str]], label: str) -> Node:
    lines = [option(value, text, chosen=False) for value, text in options]
    return h("select.wb-select.wb-auto", *lines, name=name, aria_label=label)


def recommending(figures: Figures, *, hide: bool) -> Node:
    """Describe whom we asked for a recommendation, thanked and answered (sign 3)."""
    third = SIGNS.index(signs.RECOMMENDS)
    done = figures.assumed.loyalty.courtesies
    shown = [int(r) for r in np.flatnonzero(figures.signs.states[:, third] == YES)]
    shown = [row for row in shown if figures.counted[row]]
    shown += [
        figures.customers.row(key)
        for key in done
        if key in figures.customers and figures.customers.row(key) not in shown
    ]
    shown += [int(row) for row in figures.asked if row not in shown]
    counts = figures.events_of
    lines = []
    for row in shown[:_RECOMMENDING]:
        key = str(figures.customers.ids[row])
        deeds = [
            h("td.wb-deed", _deed(key, deed, done.get(key, {}).get(deed)))
            for deed in ("asked", "thanked", "answered")
        ]
        brought = [
            words.count(int(n), kind)
            for kind in ("referral", "testimonial")
            if (n := counts.get((key, kind), 0))
        ]
        reached = counts.get((key, "outreach"), 0), counts.get((key, "response"), 0)
        lines.append(
            h(
                "tr",
                h("td", _name_button(figures, row, hide=hide)),
                h("td", ", ".join(brought) or "–"),
                h("td.wb-number", f"{reached[0]:.0f} · {reached[1]:.0f}"),
                *deeds,
                key=f"deeds {key}",
            )
        )
    heads = ("Customer", "Brought us", "Contacted · answered us", "Asked", "Thanked", "Answered")
    more = len(shown) - len(lines)
    return h(
        "div.wb-stack",
        h("h2", "Recommendations: ask, thank, answer"),
        h(
            "table.wb-table",
            h("caption.wb-hidden", "Who was asked for a recommendation, thanked and answered"),
            h(
                "thead",
                h(
                    "tr",
                    *(
                        h("th.wb-number" if "·" in text else "th", text, scope="col")
                        for text in heads
                    ),
                ),
            ),
            h("tbody", *lines),
        ),
        h("p.wb-quiet", f"and {more:,} more who haven't recommended us yet") if more > 0 else None,
    )


_RECOMMENDING = 15


def _deed(key: str, deed: str, done: object) -> Node:
    text = "not yet"
    title = f"Click once they were {deed}"
    if done is not None:
        on, who = getattr(done, "on", None), getattr(done, "who", "")
        text = words.day(on) if on else "yes"
        title = f"{deed.capitalize()}, entered{f' by {who}' if who else ''}. Click to take it back"
    return h(
        "button.wb-plain" if done is not None else "button.wb-link",
        text,
        on={"click": "deed"},
        key=f"deed|{deed}|{key}",
        type="button",
        title=title,
        aria_label=f"{deed.capitalize()}: {text}",
    )


def _name_button(figures: Figures, row: int, *, hide: bool) -> Node:
    return h(
        "button.wb-link",
        f"Customer {row + 1}" if hide else str(figures.customers.names[row]),
        on={"click": "choose"},
        key=str(figures.customers.ids[row]),
        type="button",
        dir="auto",
    )
