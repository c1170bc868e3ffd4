"""What is done about tier 3: the path up to good income, or another provider (domain 9)."""

from __future__ import annotations

from workbench.pages.tiers_board import money
from workbench.pages.tiers_figures import Figures
from workbench.review import words
from workbench.review.tiers import Provider
from workbench.widgets.view import Node, h

SHOWN = 40
_LIFTED = 3


def lifting(figures: Figures, *, hide: bool) -> Node:
    """Describe tier 3: the path up to good income, or another provider."""
    rows = [int(row) for row in figures.in_tier(_LIFTED)]
    providers = figures.said.providers
    head = h("h2", "Tier 3: lift to good income, or refer")
    if not rows:
        return h("section.wb-stack", head, h("p.wb-quiet", "Nobody is in tier 3."), key="lift")
    more = len(rows) - SHOWN
    return h(
        "section.wb-stack",
        head,
        h(
            "p.wb-quiet",
            "Each way alone is enough, if they buy as much as before."
            + " Add another provider beneath to refer them." * (not providers),
        ),
        h(
            "table.wb-table",
            h("caption.wb-hidden", "The path up from tier 3"),
            h(
                "thead",
                h(
                    "tr",
                    h("th", "Customer", scope="col"),
                    h("th", figures.customers.column("profit").label, scope="col"),
                    h("th", "To good income with", scope="col"),
                    h("th", "Or refer to", scope="col") if providers else None,
                ),
            ),
            h("tbody", *(_lift_line(figures, row, providers, hide=hide) for row in rows[:SHOWN])),
        ),
        h("p.wb-quiet", f"and {more:,} more") if more > 0 else None,
        key="lift",
    )


def _lift_line(figures: Figures, row: int, providers: dict[str, Provider], *, hide: bool) -> Node:
    key = str(figures.customers.ids[row])
    sent = [r.provider for r in figures.said.referrals.values() if r.customer == key]
    return h(
        "tr",
        h("td", _name(figures, row, hide=hide)),
        h("td", h("small", *money(figures, row, hide=hide))),
        h("td", _way(figures, row)),
        h("td", _refer(key, figures.name(row, hide=hide), providers, sent)) if providers else None,
        key=f"lift {key}",
    )


def _way(figures: Figures, row: int) -> str:
    found = figures.found
    ways = figures.lift.ways(row)
    if ways:
        return ways
    if found.made.lowered[row]:
        return "The figures are good enough: it is the fit, or how it feels, that must change"
    if found.chosen[row] and found.made.tier[row] in {1, 2}:
        return "The figures are good enough: a person put them here"
    return "Neither price nor hours alone get them there"


def _refer(key: str, name: str, providers: dict[str, Provider], sent: list[str]) -> Node:
    if sent:
        return h("span", f"sent to {words.listed(sent)}", dir="auto")
    return h(
        "select.wb-select",
        h("option", "choose …", value=""),
        *(
            h("option", p.name, value=made, key=made, title=p.good_at)
            for made, p in providers.items()
        ),
        on={"change": "refer"},
        key=f"refer|{key}",
        aria_label=f"Refer {name} to",
        value="",
    )


def _name(figures: Figures, row: int, *, hide: bool) -> Node:
    return h(
        "button.wb-link",
        figures.name(row, hide=hide),
        on={"click": "choose"},
        key=str(figures.customers.ids[row]),
        type="button",
        dir="auto",
    )


def directory(figures: Figures, *, hide: bool) -> Node:
    """Describe the other providers and the log of who was sent to whom."""
    stated = figures.said
    people = [
        h(
            "li",
            h("strong", provider.name, dir="auto"),
            h("span.wb-quiet", f" {provider.good_at} ", dir="auto"),
            h("button.wb-link", "Remove", on={"click": "no_provider"}, key=key, type="button"),
            key=f"provider {key}",
        )
        for key, provider in stated.providers.items()
    ]
    log = []
    for key, sent in stated.referrals.items():
        known = sent.customer in figures.customers
        row = figures.customers.row(sent.customer) if known else 0
        who = figures.name(row, hide=hide) if known else sent.customer
        said_ = f"{who} → {sent.provider}"
        by = " · ".join(part for part in (sent.note, sent.who, sent.when[:10]) if part)
        log.append(
            h(
                "li",
                h("span", said_, dir="auto"),
                h("small.wb-quiet", f" {by} ", dir="auto"),
                h("button.wb-link", "Remove", on={"click": "unrefer"}, key=key, type="button"),
                key=f"sent {key}",
            )
        )
    return h(
        "section.wb-stack",
        h("h2", "Other providers"),
        h("ul.wb-plainlist", *people)
        if people
        else h("p.wb-quiet", "Nobody yet: who serves well what we do not?"),
        h(
            "form.wb-row.wb-provider",
            h(
                "input.wb-input",
                name="name",
                placeholder="Name",
                aria_label="Name of a provider",
                maxlength=100,
                autocomplete="off",
            ),
            h(
                "input.wb-input",
                name="good_at",
                placeholder="What they are good at",
                aria_label="What they are good at",
                maxlength=300,
                autocomplete="off",
            ),
            h("button", "Add", type="submit"),
            on={"submit": "provider"},
            key="provider form",
        ),
        h("h3", "Sent to others"),
        h("ul.wb-plainlist", *log) if log else h("p.wb-quiet", "Nobody was sent to others yet."),
        key="directory",
    )
