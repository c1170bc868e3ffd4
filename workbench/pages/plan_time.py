"""Reviews over time: freeze one with a date, compare two, and list who moved and by what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from workbench.charts.movement import SHADES
from workbench.customers import Customers
from workbench.frozen import Frozen
from workbench.pages.frame import choice, segments
from workbench.review import words
from workbench.review.compare import (
    GRADINGS,
    SAID,
    STEPS,
    Comparison,
    PlaceTotal,
    Way,
    way_said,
)
from workbench.review.movement_picture import CAUSES
from workbench.review.review import Opening
from workbench.widgets.view import Node, h

NOW = "now"
_LISTED, _MOST = 20, 500
_A_MONTH = 365.25 / 12
_LEGEND = ("stayed", *(f"moved by {said}" for said in SAID.values()), "new or gone")


def freezing(kept: Sequence[Frozen], today: date, *, folder: bool) -> Node:
    """Describe the form that freezes the review, and the frozen ones."""
    if not folder:
        return h(
            "p.wb-quiet",
            "This client is not kept in a folder, so no review of it can be frozen."
            " Make a folder on page 1.",
        )
    items = [
        h(
            "li",
            h("strong", f"{one.name}, {words.day(one.on)}", dir="auto"),
            h("small.wb-quiet", f" by {one.who or 'nobody named'}, kept with its facts"),
            key=f"frozen {one.key}",
        )
        for one in kept
    ]
    return h(
        "div.wb-stack",
        h("h2", "Freeze this review"),
        h(
            "form.wb-row.wb-plan-freeze",
            h(
                "input.wb-input",
                name="name",
                placeholder="A name: «Spring review»",
                aria_label="Name of the frozen review",
                maxlength=100,
                autocomplete="off",
            ),
            h(
                "label.wb-row",
                h("span", "of"),
                h(
                    "input.wb-input",
                    name="on",
                    type="date",
                    value=today.isoformat(),
                    aria_label="Date",
                ),
            ),
            h("button.wb-main", "Freeze", type="submit"),
            on={"submit": "freeze"},
            key=f"freeze {len(items)}",
        ),
        h("p.wb-quiet", "It keeps every decision and every figure as they are now, for good."),
        h("h3", f"Frozen: {words.count(len(items), 'review')}"),
        h("ul.wb-plainlist.wb-looks", *items) if items else None,
    )


def since(opening: Opening, customers: Customers, as_of: date | None) -> Node | None:
    """Answer when the base was reviewed last: how long before these facts, and who is new since."""
    if opening.last_review == "never":
        return h("p", "Said at the start: never reviewed before. This is the first look.")
    if not opening.last_review:
        return None
    on = date.fromisoformat(opening.last_review)
    said = f"Said at the start: reviewed last on {words.day(on)}."
    if as_of is not None and as_of > on:
        days = (as_of - on).days
        said += f" That is {words.count(round(days / _A_MONTH), 'month')} before these facts."
        if customers.amounts("tenure") is not None:
            new = int((customers.numbers("tenure") < days).sum())
            said += f" {words.count(new, 'customer')} bought for the first time since."
    return h("p", said)


def comparing(kept: Sequence[Frozen], chosen: tuple[str, str], grading: str) -> Node | None:
    """Describe what is compared with what, and by which places."""
    if not kept:
        return None
    known = [(one.key, f"{one.name}, {words.day(one.on)}") for one in kept]
    return h(
        "div.wb-stack",
        h("h2", "Compare"),
        h(
            "div.wb-row.wb-plan-pair",
            choice("before", known, chosen[0], label="The review before"),
            h("span.wb-quiet", "with"),
            choice(
                "after", [(NOW, "the review as it is now"), *known], chosen[1], label="With which"
            ),
        ),
        segments("grading", list(GRADINGS.items()), grading, label="By which places"),
    )


def legend() -> Node:
    """Describe what the bands' colours say."""
    return h(
        "ul.wb-plainlist.wb-legend",
        *(
            h(
                "li",
                h("span.wb-plan-swatch", style={"background": shade}, aria_hidden="true"),
                h("span", said),
                key=cause,
            )
            for cause, shade, said in zip(CAUSES, SHADES, _LEGEND, strict=True)
        ),
    )


def totals(made: Comparison) -> Node:
    """Describe the places: how many before, what brought and took how many, how many after."""
    heads = ("Before", "New", "Gone", *(f"By {SAID[step]}" for step in STEPS), "After")
    lines = [_total(line) for line in made.totals if line.before or line.after]
    return h(
        "table.wb-table",
        h("caption.wb-hidden", "Places before and after"),
        h(
            "thead",
            h(
                "tr",
                h("th", GRADINGS[made.grading], scope="col"),
                *(h("th.wb-number", text, scope="col") for text in heads),
            ),
        ),
        h("tbody", *lines),
        h("tfoot", _all(made)),
    )


def _total(line: PlaceTotal) -> Node:
    by = [getattr(line, step) for step in STEPS]
    cells = (f"{line.before:,}", *map(_signed, (line.new, -line.gone, *by)), f"{line.after:,}")
    return h(
        "tr",
        h("td", line.place.name),
        *(h("td.wb-number", cell) for cell in cells),
        key=f"place {line.place.key}",
    )


def _all(made: Comparison) -> Node:
    counts = made.counts
    before = len(made.ways) - counts["new"]
    after = len(made.ways) - counts["gone"]
    cells = (f"{before:,}", _signed(counts["new"]), _signed(-counts["gone"]), *("" for _ in STEPS))
    numbers = [h("td.wb-number", cell) for cell in (*cells, f"{after:,}")]
    return h("tr", h("td", "Everybody"), *numbers)


def _signed(n: int) -> str:
    if not n:
        return ""
    return f"+{n:,}" if n > 0 else f"{words.MINUS}{-n:,}"


def moved(made: Comparison, customers: Customers, *, hide: bool) -> Node:
    """Describe who moved, is new or gone, each with what moved them."""
    ways = [way for way in made.ways if way.kind != "stayed"]
    if not ways:
        return h("p.wb-quiet", "Nobody moved, nobody came, nobody left.")
    items = [_way(made, way, customers, hide=hide) for way in ways[:_MOST]]
    rest = f"and {len(ways) - _LISTED:,} more" if len(ways) > _LISTED else ""
    return h(
        "div.wb-stack",
        h("div.wb-row", h("h2", "Who moved"), h("span.wb-fill"), _save()),
        _ways(items[:_LISTED]),
        h("details.wb-fold", h("summary", rest), _ways(items[_LISTED:]), key="rest")
        if rest
        else None,
        h("p.wb-quiet", f"The file lists all {len(ways):,}.") if len(ways) > _MOST else None,
    )


def _save() -> Node:
    return h("button", "Save this list as a file", on={"click": "save_moves"}, type="button")


def _ways(items: Sequence[Node]) -> Node:
    head = h(
        "tr", h("th", "Who", scope="col"), h("th", "From where to where, and why", scope="col")
    )
    return h(
        "table.wb-table",
        h("caption.wb-hidden", "Who moved, and why"),
        h("thead", head),
        h("tbody", *items),
    )


def _way(made: Comparison, way: Way, customers: Customers, *, hide: bool) -> Node:
    who = h("span", "A customer" if hide else made.called(way.customer), dir="auto")
    if way.customer in customers:
        row = customers.row(way.customer)
        who = h(
            "button.wb-link",
            f"Customer {row + 1}" if hide else str(customers.names[row]),
            on={"click": "choose"},
            key=way.customer,
            type="button",
            dir="auto",
        )
    return h("tr", h("td", who), h("td", way_said(made, way)), key=f"moved {way.customer}")
