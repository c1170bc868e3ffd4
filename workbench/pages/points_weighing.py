"""Above the bars: the two modes, the two ways of weighing, what is left, the finding."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.customers import Column
from workbench.pages.frame import segments
from workbench.review import words
from workbench.review.enquiry import say_range
from workbench.review.honesty import Honesty
from workbench.review.points import BUDGET, Points
from workbench.widgets.view import Node, h

WAYS = (("ten", "ten each"), ("budget", "100 to share"), ("rank", "rank"), ("swing", "swing"))
_EXPLAINED = {
    "rank": "1 matters most; equal numbers matter equally. The ranks become",
    "swing": "How much does the step from worst to best matter, 0 to 100? It becomes",
}


def head(points: Points, weighing: str, found: str) -> Node:
    """Describe the title, the four ways to give points, what is left of a budget, the finding."""
    ways = segments("way", WAYS, weighing or points.mode, label="How points are given", key="way")
    return h(
        "div.wb-points-head",
        h(
            "div.wb-row",
            h("h1", "What makes a good customer?"),
            h("span.wb-fill"),
            _left(points) if points.bars else None,
            ways if points.bars else None,
        ),
        h("p.wb-points-finding", found, aria_live="polite"),
    )


def _left(points: Points) -> Node:
    if points.mode == "ten":
        return h("span.wb-quiet", f"{say_range(points.possible, points.possible)} points in all")
    return h(
        "span.wb-points-left",
        f"{say_range(points.left, points.left)} of {BUDGET:.0f} left",
        aria_live="polite",
        title="To give a bar more than is left, take from another one first",
    )


def finding(honesty: Honesty | None, points: Points, columns: Mapping[str, Column]) -> str:
    """Say whether today's profitable customers have what earns points."""
    if not points.bars:
        return ""
    if honesty is None:
        return "Comparing with profit …"
    if honesty.outcome is None:
        return "Neither profit nor turnover is known, so points can't be compared with either."
    name = honesty.outcome.label.lower()
    instead = "" if name == "profit" else " (profit is not known)"
    total = honesty.total
    if total.rho is None:
        return f"{total.sentence}{instead}."
    sentence = f"Earning points {total.sentence}{instead}"
    parts = [
        columns[bar.column].label
        for bar, told in zip(points.bars, honesty.bars, strict=True)
        if told.words.startswith("part of") and bar.column in columns
    ]
    apart = honesty.apart
    if apart is None or not parts:
        return f"{sentence}."
    rest = "can't tell" if apart.rho is None else f"{apart.words} (ρ {words.number(apart.rho)})"
    return f"{sentence}; without {words.listed(parts)}, part of {name}: {rest}."


def weighing(
    way: str, points: Points, given: Mapping[str, float], columns: Mapping[str, Column], tries: int
) -> Node | None:
    """Describe the ranks or swings, one field per bar; None while neither is asked for."""
    if way not in _EXPLAINED or not points.bars:
        return None
    becomes = "ten points each at most" if points.mode == "ten" else "100 points, shared"
    fields = []
    for bar in points.bars:
        label = columns[bar.column].label if bar.column in columns else bar.column
        value = given.get(bar.column, 0.0)
        swing = way == "swing"
        said = f"{'Swing' if swing else 'Rank'} of {label}"
        fields.append(
            h(
                "label.wb-weigh",
                h("span.wb-weigh-name", label, title=label),
                h(
                    "input.wb-range" if swing else "input.wb-input",
                    type="range" if swing else "number",
                    min="0" if swing else "1",
                    max=100 if swing else len(points.bars),
                    step=5 if swing else "any",
                    value=f"{value:g}",
                    on={"input": way, "change": way} if swing else {"change": way},
                    key=f"{way}|{bar.column}",
                    aria_label=said,
                ),
                h("span.wb-number", f"{value:.0f}") if swing else None,
                key=f"field {bar.column}",
            )
        )
    return h(
        "section.wb-weighing",
        h(
            "div.wb-row",
            h("p.wb-quiet", f"{_EXPLAINED[way]} {becomes}."),
            h("span.wb-fill"),
            h("button.wb-plain", "Rank as they stand", on={"click": "as_ordered"}, type="button")
            if way == "rank"
            else None,
            h("button.wb-plain", "Done", on={"click": "weighed"}, type="button"),
        ),
        h("div.wb-weighs", *fields),
        key=f"weighing {way}",
        aria_label="Rank the bars" if way == "rank" else "Swing of the bars",
        data_tries=tries,
    )
