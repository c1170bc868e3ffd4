"""Where marketing money and hours go against where they should, and what each tier hears."""

from __future__ import annotations

import numpy as np

from workbench.pages.tiers_figures import Figures
from workbench.pages.tiers_guesses import stance
from workbench.review import words
from workbench.review.tier_table import (
    Effort,
    bottom_heavy,
    effort,
    serving_everyone,
    why_it_stands,
)
from workbench.review.tier_words import TIERS, TierMeaning
from workbench.review.tiers import TierWords
from workbench.widgets.view import Node, h

WHAT = {"marketing": "marketing money", "hours": "our hours"}


def standing(figures: Figures, *, hide: bool) -> Node:
    """Describe why money and capacity stand as they do, and what serving everyone costs."""
    table, currency = figures.table, figures.currency
    said = [
        why_it_stands(table, currency),
        serving_everyone(table, currency),
    ]
    heavy = bottom_heavy(table)
    return h(
        "div.wb-stack",
        h("h2", "Where money and hours go, and where they should"),
        h("p.wb-flag", f"! {heavy}") if heavy else None,
        *(h("p", text, key=text[:20]) for text in ([] if hide else said) if text),
        stance(figures),
    )


def known(figures: Figures, what: str) -> bool:
    """Whether anything of marketing money or of hours is known."""
    return bool(np.isfinite(figures.table.part(what, 1)))


def effort_title(what: str) -> Node:
    """Name a picture, and say what its marks are."""
    return h(
        "div.wb-row",
        h("h3", f"{WHAT[what][:1].upper()}{WHAT[what][1:]}"),
        h("span.wb-quiet", "bar: where they go · mark: where they should"),
    )


def effort_table(figures: Figures, what: str, tries: int, *, hide: bool) -> list[Node]:
    """Describe the same as figures, where they should go to be typed."""
    if not known(figures, what):
        column = "«marketing spend» in the customers' file"
        need = column if what == "marketing" else "a file of hours, or light, normal, heavy"
        where = "identify.ipynb" if what == "marketing" else "profit.ipynb"
        return [
            h(
                "p.wb-quiet",
                h("span", f"{WHAT[what].capitalize()} are not known: "),
                h("a", f"bring {need}", href=where),
            )
        ]
    lines = effort(figures.table, what, figures.said.words)
    whole = sum(line.should for line in lines)
    rows = [_line(figures, line, what, tries, hide=hide) for line in lines]
    sums = f"They add up to {words.percent(whole)}." if abs(whole - 1) > 0.005 else ""  # noqa: PLR2004 - half a percent
    return [
        h(
            "table.wb-table",
            h("caption.wb-hidden", f"Where {WHAT[what]} go, and where they should"),
            h(
                "thead",
                h(
                    "tr",
                    h("th", "Tier", scope="col"),
                    h("th.wb-number", "Goes there", scope="col"),
                    h("th.wb-number", "Should, %", scope="col"),
                ),
            ),
            h("tbody", *rows),
        ),
        h(
            "p.wb-quiet",
            " ".join(part for part in (sums, "" if hide else _beside(figures, what)) if part),
        ),
    ]


def _beside(figures: Figures, what: str) -> str:
    """Name what goes to nobody in a tier: to prospects, those not placed, those set aside."""
    table = figures.table
    parts = [
        f"{_amount(figures, float(getattr(line, what)), what)} on {who}"
        for line, who in (
            (table.prospects, "prospects"),
            (table.not_placed, "customers in no tier"),
            (table.set_aside, "those set aside"),
        )
        if np.isfinite(getattr(line, what)) and getattr(line, what) > 0
    ]
    return f"Beside these: {words.listed(parts)}." if parts else ""


def _amount(figures: Figures, value: float, what: str) -> str:
    if what == "hours":
        return f"{words.number(round(value))} hours"
    return words.money(value, figures.currency)


def _line(figures: Figures, line: Effort, what: str, tries: int, *, hide: bool) -> Node:
    number = line.meaning.number
    amount = "" if hide else f" · {_amount(figures, line.amount, what)}"
    return h(
        "tr",
        h("td", line.meaning.title),
        h("td.wb-number", f"{words.percent(line.share)}{amount}"),
        h(
            "td.wb-number",
            h(
                "input.wb-input.wb-share",
                type="number",
                min=0,
                max=100,
                step=1,
                value=f"{line.should * 100:g}",
                aria_label=f"Percent of {WHAT[what]} that should go to {line.meaning.title}",
                on={"change": "share"},
                key=f"share|{what}|{number}",
                data_tries=tries,
            ),
        ),
        key=f"{what} {number}",
    )


def messages(figures: Figures) -> Node:
    """Describe what each tier is and hears from us, both to be written in place."""
    said = figures.said.words
    return h(
        "section.wb-stack",
        h("h2", "What each tier is, and hears from us"),
        h(
            "div.wb-tier-messages",
            *(_message(t.with_words(said), said.get(str(t.number)), t) for t in TIERS),
        ),
        key="messages",
    )


def _message(meaning: TierMeaning, own: TierWords | None, method: TierMeaning) -> Node:
    return h(
        f"div.wb-tier-message.wb-tier-{meaning.number}",
        h("h3", meaning.title),
        _written(meaning, "traits", "Who they are", meaning.traits),
        h("p.wb-quiet", f"It feels {method.feeling}. {method.step}."),
        _written(meaning, "message", "What they hear from us", meaning.message),
        h(
            "button.wb-link",
            "Back to the method's words",
            on={"click": "reword"},
            key=f"reword|{meaning.number}",
            type="button",
        )
        if own and (own.traits or own.message)
        else None,
        key=f"message {meaning.number}",
    )


def _written(meaning: TierMeaning, field: str, label: str, text: str) -> Node:
    return h(
        "label.wb-label",
        h("span", label),
        h(
            "textarea.wb-cell",
            value=text,
            rows=2,
            maxlength=300,
            on={"change": "word"},
            key=f"word|{field}|{meaning.number}",
            aria_label=f"{label}: {meaning.title}",
            dir="auto",
        ),
        key=field,
    )
