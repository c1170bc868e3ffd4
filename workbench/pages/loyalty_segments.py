"""The table of segments: ordered rules changed in place, with what is to be said about them."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.customers import Bools
from workbench.pages.frame import option
from workbench.pages.loyalty_changes import ENDS
from workbench.pages.loyalty_figures import Figures, share
from workbench.review import segments, words
from workbench.review.assumptions import SegmentRule
from workbench.widgets.view import Node, h


def rules(figures: Figures, currency: str, *, hide: bool) -> Node:
    """Describe the table of segments, tried from the top, and what is to be said about it."""
    table = figures.rules
    heads = ("", "Segment", "How recently", "How often", "How much")
    profit = figures.customers.column("profit")
    numbers = (("Customers", ""), ("Turnover", ""), (profit.label, profit.meaning))
    lines = [_rule(figures, place, rule, currency, hide=hide) for place, rule in enumerate(table)]
    return h(
        "div.wb-stack",
        h(
            "div.wb-row",
            h("h2", "Segments"),
            h("span.wb-quiet", "Tried from the top: the first rule that fits takes the customer."),
        ),
        *(h("p.wb-segments-note", said) for said in pointed_out(figures)),
        h(
            "table.wb-table.wb-segment-rules",
            h("caption.wb-hidden", "Rules of the segments"),
            h(
                "thead",
                h(
                    "tr",
                    *(h("th", text, scope="col") for text in heads),
                    *(
                        h("th.wb-number", text, scope="col", title=meaning or None)
                        for text, meaning in numbers
                    ),
                    h("th", h("span.wb-hidden", "Order"), scope="col"),
                ),
            ),
            h("tbody", *lines),
            h("tfoot", *_in_all(figures, currency, hide=hide)),
        ),
        h(
            "div.wb-row",
            h("button", "Add a rule", on={"click": "add_segment"}, type="button"),
            h("button.wb-link", "Back to the usual table", on={"click": "usual"}, type="button")
            if figures.assumed.rfm.rules is not None
            else None,
        ),
    )


def _rule(figures: Figures, place: int, rule: SegmentRule, currency: str, *, hide: bool) -> Node:
    rows = figures.rule_of == place
    scores = range(1, figures.bins + 1)

    def end(name: str) -> Node:
        value = getattr(rule, name)
        if getattr(rule, f"{name[0]}_min") <= figures.bins:
            value = min(value, figures.bins)
        shown = sorted({*scores, value})
        what = {"r": "How recently", "f": "How often", "m": "How much"}[name[0]]
        return h(
            "select.wb-select.wb-auto",
            *(option(str(score), str(score), score == value) for score in shown),
            on={"change": "range"},
            key=f"{name}|{place}",
            value=str(value),
            aria_label=f"{what}, {'from' if name.endswith('min') else 'to'}, rule {place + 1}",
        )

    ranges = [
        h("td", h("span.wb-row.wb-ends", end(low), h("span", "–"), end(high)))
        for low, high in zip(ENDS[::2], ENDS[1::2], strict=True)
    ]
    steps = [
        h(
            "button.wb-plain",
            sign,
            on={"click": name},
            key=f"{name}|{place}",
            type="button",
            aria_label=f"{words_} rule {place + 1}",
            title=words_,
            disabled=off,
        )
        for sign, name, words_, off in (
            ("↑", "rise", "Move up", place == 0),
            ("↓", "sink", "Move down", place == len(figures.rules) - 1),
            ("✕", "drop", "Remove", len(figures.rules) == 1),
        )
    ]
    return h(
        "tr",
        h("td.wb-number.wb-quiet", str(place + 1)),
        h(
            "td",
            h(
                "input.wb-cell",
                value=rule.segment,
                on={"change": "name"},
                key=f"name|{place}",
                aria_label=f"Name of segment {place + 1}",
                maxlength=60,
            ),
        ),
        *ranges,
        *_sums(figures, rows, currency, hide=hide),
        h("td", h("span.wb-row.wb-steps", *steps)),
        key=f"rule {place}",
    )


def _sums(figures: Figures, rows: Bools, currency: str, *, hide: bool) -> list[Node]:
    total = float(figures.turnover[figures.counted].sum())
    part = float(figures.turnover[rows].sum())
    profit = figures.customers.amounts("profit")
    earned = "–" if profit is None else words.money(float(profit[rows].sum()), currency)
    return [
        h("td.wb-number", f"{int(rows.sum()):,}"),
        h(
            "td.wb-number",
            words.percent(share(part, total)),
            title="" if hide else words.money(part, currency),
        ),
        h("td.wb-number", "hidden" if hide else earned),
    ]


def _in_all(figures: Figures, currency: str, *, hide: bool) -> list[Node]:
    rest = figures.counted & (figures.rule_of < 0)
    return [
        h(
            "tr",
            h("td"),
            h("td", name),
            h("td", why, colspan=3),
            *_sums(figures, rows, currency, hide=hide),
            h("td"),
            key=name,
        )
        for name, why, rows in (
            ("In no segment", "no score, or no rule", rest),
            ("All customers", "but those set aside", figures.counted),
        )
    ]


def pointed_out(figures: Figures) -> list[str]:
    """Say where rules overlap, which scores none covers, and which rules take nobody."""
    checked = segments.check(figures.rules, figures.bins)
    said = []
    if checked.overlaps:
        pairs = [
            f"rules {each.first + 1} and {each.second + 1} ({words.count(each.scores, 'score')})"
            for each in checked.overlaps[:4]
        ]
        more = len(checked.overlaps) - len(pairs)
        and_more = f" and {more} more pairs" if more else ""
        said.append(f"Overlap: {', '.join(pairs)}{and_more}; the upper one wins.")
    if checked.gaps:
        uncovered = int((figures.scored & (figures.rule_of < 0)).sum())
        first = " · ".join(map(str, checked.gaps[0]))
        said.append(
            f"No rule covers {words.count(len(checked.gaps), 'score')}, such as {first}: "
            f"{words.count(uncovered, 'customer')} there."
        )
    if checked.beyond:
        which, verb = _numbered(checked.beyond), "covers" if len(checked.beyond) == 1 else "cover"
        said.append(f"{which.capitalize()} {verb} no score of 1–{figures.bins}.")
    if checked.idle:
        said.append(f"Nothing is left for {_numbered(checked.idle)}: the rules above take it all.")
    return said


def _numbered(places: Sequence[int]) -> str:
    numbers = words.listed([str(place + 1) for place in places])
    return f"rule {numbers}" if len(places) == 1 else f"rules {numbers}"
