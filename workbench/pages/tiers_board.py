"""The tiers as four columns of cards, to be dragged or picked by key."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from workbench.pages.tiers_figures import Figures
from workbench.review import words
from workbench.review.tier_reasons import why_tier
from workbench.review.tier_words import TierMeaning, tier
from workbench.review.tiers import Tier
from workbench.widgets.view import Node, h

SHOWN = 60
"""Cards a column shows at first, and how many more each time somebody asks for the rest."""

_NUMBERS: tuple[Tier, ...] = (1, 2, 3, 4)


def card_id(row: int) -> str:
    """Return the id of a card's element."""
    return f"wb-tier-card-{row}"


def shown(figures: Figures, number: int, chosen: int | None, most: int = SHOWN) -> list[int]:
    """Return the rows of the cards in a column; the chosen one is always among them."""
    rows = [int(row) for row in figures.in_tier(number)]
    head = rows[:most]
    if chosen in rows and chosen not in head:
        head = [int(chosen), *head[:-1]]
    return head


def board(figures: Figures, chosen: int | None, most: Mapping[int, int], *, hide: bool) -> Node:
    """Describe the four columns; a card dropped on another one asks for the reason.

    ``most`` says how many cards a column shows where it isn't `SHOWN`.
    """
    columns = [
        _column(figures, number, chosen, most.get(number, SHOWN), hide=hide) for number in _NUMBERS
    ]
    return h("div.wb-board", *columns, key="board")


def _column(figures: Figures, number: Tier, chosen: int | None, most: int, *, hide: bool) -> Node:
    meaning, line = tier(number, figures.said.words), figures.table.lines[number - 1]
    rows = shown(figures, number, chosen, most)
    stop = chosen if chosen in rows else (rows[0] if rows else None)
    cards = [_card(figures, row, on=row == chosen, stop=row == stop, hide=hide) for row in rows]
    more = line.customers - len(rows)
    return h(
        f"section.wb-tier.wb-tier-{number}",
        h(
            "header.wb-tier-head",
            h("h2", meaning.title, title=f"{meaning.traits}. {meaning.step}."),
            h("strong.wb-tier-count", f"{line.customers:,}"),
            *_shares(figures, number, hide=hide),
        ),
        h(
            "ul.wb-tier-cards",
            *cards,
            role="listbox",
            aria_label=f"Tier {meaning.title}",
            on={"key:ArrowDown": "next", "key:ArrowUp": "previous"},
            key=f"cards|{number}",
        )
        if cards
        else h("p.wb-quiet.wb-tier-none", _nobody(meaning)),
        _rest(number, more) if more > 0 else None,
        on={"drop": "drop"},
        key=f"tier|{number}",
        aria_label=f"Tier {meaning.title}",
    )


def _rest(number: int, more: int) -> Node:
    said = f"Show the rest: {more:,}" if more <= SHOWN else f"Show {SHOWN} of {more:,} more"
    return h("button", said, on={"click": "rest"}, key=f"rest|{number}", type="button")


def _nobody(meaning: TierMeaning) -> str:
    return f"Nobody yet: {meaning.traits.lower()}. Drop a card here."


def _shares(figures: Figures, number: int, *, hide: bool) -> list[Node]:
    table, title = figures.table, _sums(figures, number, hide=hide)
    return [
        h("small", f"{words.percent(part)} of {what}", title=title, key=what)
        for name, what in (("turnover", "turnover"), ("hours", "our hours"))
        if np.isfinite(part := table.part(name, number))
    ]


def _sums(figures: Figures, number: int, *, hide: bool) -> str | None:
    line, currency = figures.table.lines[number - 1], figures.currency
    if hide:
        return None
    return (
        f"Turnover {words.money(line.turnover, currency)}, profit"
        f" {words.money(line.profit, currency)}, {words.number(round(line.hours))} hours"
        if np.isfinite(line.hours)
        else f"Turnover {words.money(line.turnover, currency)}, profit"
        f" {words.money(line.profit, currency)}"
    )


def _card(figures: Figures, row: int, *, on: bool, stop: bool, hide: bool) -> Node:
    found = figures.found
    name = figures.name(row, hide=hide)
    marks = []
    if found.chosen[row]:
        marks.append(h("span.wb-chip", "by hand", key="chosen"))
    if figures.flagged[row]:
        marks.append(h("span.wb-chip.wb-chip-flag", "! facts changed", key="flag"))
    if found.made.lowered[row] and not found.chosen[row]:
        marks.append(h("span.wb-chip", _lowered(figures, row), key="lowered"))
    why = why_tier(figures.customers, found, figures.said.rules, row)
    return h(
        "li.wb-tier-card.wb-on" if on else "li.wb-tier-card",
        h("span.wb-tier-name", name, dir="auto"),
        h("small", *money(figures, row, hide=hide)),
        h("span.wb-chips", *marks) if marks else None,
        role="option",
        aria_selected="true" if on else "false",
        tabindex="0" if stop else "-1",
        id=card_id(row),
        draggable="true",
        title=None if hide else why,
        on={"click": "choose", "key:Enter": "choose"},
        key=str(figures.customers.ids[row]),
    )


def money(figures: Figures, row: int, *, hide: bool) -> list[Node]:
    """Describe a customer's profit and margin."""
    profit, margin = float(_at(figures, "profit", row)), float(figures.found.facts.margin[row])
    said = words.money(profit, figures.currency)
    parts = []
    if not hide:
        parts.append(h("span.wb-loss" if profit < 0 else "span", said))
    if np.isfinite(margin):
        parts.append(h("span.wb-quiet", f"{'' if hide else ' · '}{words.percent(margin)}"))
    return parts or [h("span.wb-quiet", "profit not known")]


def _lowered(figures: Figures, row: int) -> str:
    facts = figures.found.facts
    bad = {"painful", "frustrated"}
    return str(facts.feeling[row]) if facts.feeling[row] in bad else "will not fit"


def _at(figures: Figures, name: str, row: int) -> float:
    customers = figures.customers
    return float(customers.numbers(name)[row]) if name in customers.columns else float("nan")
