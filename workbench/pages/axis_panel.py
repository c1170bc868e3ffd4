"""The controls of one axis: which measure, which scale, where the line lies."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.customers import Column, Customers
from workbench.pages.frame import option, segments
from workbench.review import words
from workbench.review.placement import PlacedAxis
from workbench.widgets.view import Node, h

STEPS = 1000
"""How finely the slider divides an axis."""
NEW_JUDGED = "judged:new"
_SCALES = (("linear", "even"), ("log", "doubling"), ("rank", "by rank"))
_CUTS = (("median", "middle"), ("mean", "mean"), ("share", "the few"))


def axis_panel(side: str, axis: PlacedAxis, customers: Customers) -> Node:
    """Describe the controls of the axis «across» (x) or «up» (y)."""
    title = "Across" if side == "x" else "Up"
    column = axis.column
    parts: list[Node | None] = [
        h(
            "label.wb-label",
            h("span", title),
            column_select(
                "column",
                customers,
                column.name,
                label=f"{title}: measure or attribute",
                judged=True,
            ),
        ),
    ]
    parts += _levels(axis) if column.words else _numeric(axis, title)
    return h(
        "section.wb-axis",
        *parts,
        key=side,
        aria_label=f"{title} axis",
        title=column.meaning or None,
    )


def column_select(
    name: str,
    customers: Customers,
    chosen: str,
    *,
    label: str,
    judged: bool = False,
    empty: str = "",
    numbers_only: bool = False,
    field: bool = False,
) -> Node:
    """Describe a list of every measure and attribute, in groups, with units.

    Choosing is an event of this name; as a ``field`` of a form it waits for the form.
    """
    groups: dict[str, list[Column]] = {}
    for column in customers.columns.values():
        if numbers_only and column.words:
            continue
        groups.setdefault(_group(column), []).append(column)
    nodes: list[Node] = [option("", empty, chosen == "")] if empty else []
    for heading, columns in groups.items():
        nodes.append(h("optgroup", *_options(columns, chosen), label=heading))
    if judged:
        nodes.append(
            h(
                "optgroup",
                option(NEW_JUDGED, "New: the room judges 1 to 5 …", False),
                label="Judged",
            )
        )
    told = {"name": name} if field else {"on": {"change": name}}
    return h("select.wb-select", *nodes, **told, key=name, aria_label=label, value=chosen)


def _group(column: Column) -> str:
    if column.name.startswith("judged_"):
        return "Judged by the room"
    if column.words:
        return "In words"
    return "Measures" if column.meaning else "Other numbers"


def _options(columns: Iterable[Column], chosen: str) -> list[Node]:
    return [option(c.name, words.unit(c), c.name == chosen) for c in columns]


def _numeric(axis: PlacedAxis, title: str) -> list[Node | None]:
    cut = axis.settings.cut
    by = cut.by if cut else "median"
    line, column = axis.line.value, axis.column
    typed = words.short(column, line) if by == "value" else "type …"
    options = [*(c for c in _CUTS if c[0] != "share" or axis.column.additive), ("value", typed)]
    return [
        segments(
            "scale", _SCALES, axis.settings.scale or "linear", label=f"{title}: steps", key="scale"
        ),
        segments("cut", options, by, label=f"{title}: dividing line", key="cut"),
        h(
            "input.wb-range",
            type="range",
            min=0,
            max=STEPS,
            step=1,
            value=_step(axis),
            on={"input": "line", "change": "line"},
            key="line",
            aria_label=f"{title}: move the dividing line",
            aria_valuetext=axis.say(line),
        ),
        h(
            "div.wb-row",
            h(
                "button.wb-link",
                "Less is better" if axis.less_is_better else "More is better",
                on={"click": "better"},
                key="better",
                type="button",
                title="Turn the direction round",
            ),
            h("span.wb-quiet", f"line at {axis.say(line)}"),
        ),
        h("p.wb-quiet", axis.line.note) if axis.line.note else None,
    ]


def typed_line(axis: PlacedAxis) -> Node:
    """Describe the field in which a line is typed."""
    share = axis.column.unit == "%"
    value = axis.line.value * (100 if share else 1)
    unit = axis.column.unit or "value"
    return h(
        "form.wb-row",
        h(
            "input.wb-input",
            name="value",
            type="number",
            step="any",
            value=f"{value:.6g}",
            id=f"line-{axis.column.name}",
            aria_label=f"Dividing line, {unit}",
        ),
        h("span.wb-quiet", unit),
        h("button", "Set", type="submit"),
        on={"submit": "typed"},
        key="typed",
    )


def _step(axis: PlacedAxis) -> int:
    at = axis.line_at
    return round(min(max(at, 0.0), 1.0) * STEPS) if at == at else STEPS // 2  # noqa: PLR0124 - NaN


def _levels(axis: PlacedAxis) -> list[Node | None]:
    """Describe the levels of a column of words, best first, and the line between two of them."""
    levels = axis.column.levels
    below = round(axis.line.value + 0.5)
    rows: list[Node] = []
    for place in range(len(levels) - 1, -1, -1):
        level = levels[place]
        rows.append(
            h(
                "li.wb-level",
                h("span.wb-level-name", level, dir="auto"),
                h(
                    "button.wb-plain",
                    "↑",
                    on={"click": "raise"},
                    key=level,
                    disabled=place == len(levels) - 1,
                    aria_label=f"{level}: better",
                    type="button",
                ),
                h(
                    "button.wb-plain",
                    "↓",
                    on={"click": "lower"},
                    key=level,
                    disabled=place == 0,
                    aria_label=f"{level}: worse",
                    type="button",
                ),
                key=f"level {level}",
            )
        )
        if place:
            rows.append(
                h(
                    "li.wb-divider",
                    h(
                        "button.wb-line-on" if place == below else "button.wb-line-off",
                        "dividing line" if place == below else "divide here",
                        on={"click": "divide"},
                        key=str(place),
                        type="button",
                        aria_pressed="true" if place == below else "false",
                    ),
                    key=f"divider {place}",
                )
            )
    return [
        h("p.wb-quiet", "Best on top; the line runs between two levels."),
        h("ol.wb-levels", *rows, aria_label="Levels, best first"),
    ]
