"""Beside the grid of signs: what each weighs, and which event says what (domain 7)."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.pages.frame import option
from workbench.pages.loyalty_figures import Figures
from workbench.review import signs
from workbench.review.signs import NINE
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
