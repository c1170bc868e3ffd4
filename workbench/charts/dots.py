"""What pictures of customers as dots share: places from 0 to 1, names, titles, ring, minus sign.

Ticks, labels and titles of both axes are signals (``ticks_x``, ``labels_x``, ``title_x`` …), and
so is the height of the text (``type``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from workbench.charts import theme
from workbench.charts.lazily import alt

EDGE: Any = {"stroke": "#FFFFFF", "strokeWidth": 4, "strokeJoin": "round", "opacity": 0.8}
"""A light edge, drawn first, so that a dot beneath doesn't spoil the words."""
UNTOUCHED = "untouched"
"""Style of marks that a pointer goes through: what lies beneath them is hovered and clicked."""
OUTLINE = 0.8
"""Width of a dot's outline."""
_OUTLINED = 500
PADDING = {"left": 4, "right": 8, "top": 4, "bottom": 4}


def unit(*, down: bool = False) -> alt.Scale:
    """Return the scale from 0 to 1 that places are given in, right and up unless ``down``."""
    return alt.Scale(domain=[1, 0] if down else [0, 1], nice=False, zero=False)


def outline(count: int) -> float:
    """Return the outline's width among so many dots: of many it would be a quarter of a frame."""
    return OUTLINE if count <= _OUTLINED else 0.0


def axis_signals() -> dict[str, Any]:
    """Return the signals both axes need, with nothing on them yet."""
    lists: dict[str, Any] = {f"{name}_{side}": [] for side in "xy" for name in ("ticks", "labels")}
    return {**lists, "title_x": "", "title_y": ""}


def unsaid(signals: Mapping[str, Any], *sides: str) -> dict[str, Any]:
    """Return the signals with no numbers beside these axes; words stay.

    Examples
    --------
    >>> unsaid({"labels_x": ["not known", "10k"], "labels_y": ["5"]}, "x")
    {'labels_x': ['not known', ''], 'labels_y': ['5']}
    """
    labels = {name: signals[name] for name in (f"labels_{side}" for side in sides)}
    silent = {
        name: ["" if any(map(str.isdigit, said)) else said for said in labels[name]]
        for name in labels
    }
    return {**signals, **silent}


def across(**more: Any) -> alt.X:
    """Encode a dot's place from the left."""
    return alt.X("x:Q", scale=unit(), axis=_axis("x"), **more)


def up(**more: Any) -> alt.Y:
    """Encode a dot's place from below."""
    return alt.Y("y:Q", scale=unit(), axis=_axis("y"), **more)


def minus(source: Any) -> Any:
    """Draw the sign that makes a hollow dot a loss."""
    return (
        alt.Chart(source)
        .transform_filter("datum.loss == 1 && datum.quiet == 0")
        .mark_text(text="−", color=theme.LOSS, fontSize=11, fontWeight="bold", baseline="middle")
        .encode(x=across(), y=up())
    )


def ring(source: Any) -> Any:
    """Draw the outline of the chosen customer."""
    return (
        alt.Chart(source)
        .mark_point(filled=False, color=theme.INK, strokeWidth=2.5, opacity=1, style=UNTOUCHED)
        .encode(x=across(), y=up(), size=alt.Size("area:Q", scale=None, legend=None))
    )


def names(source: Any) -> list[Any]:
    """Draw names beside, over or under their dots as the rows say, with a light edge on tiles."""
    return [
        alt.Chart(source)
        .mark_text(
            align=alt.ExprRef("datum.align"),
            baseline="middle",
            dx=alt.ExprRef("datum.dx"),
            dy=alt.ExprRef("datum.dy"),
            fontSize=alt.ExprRef("type"),
            style=UNTOUCHED,
            **edge,
        )
        .encode(x=across(), y=up(), text="text:N")
        for edge in ({**EDGE, "color": "#FFFFFF"}, {"color": theme.INK})
    ]


def titles(one: Any) -> list[Any]:
    """Name the axes: «up» above the picture, «across» beneath it, both to be read level.

    ``one`` is a chart of a single row.
    """

    def title(side: str, align: Literal["left", "right"]) -> Any:
        return one.mark_text(
            text=alt.ExprRef(f"title_{side}"),
            color=theme.QUIET,
            fontSize=alt.ExprRef("type"),
            align=align,
            baseline="middle",
        )

    return [
        title("x", "right").encode(
            x=alt.value(alt.ExprRef("width")), y=alt.value(alt.ExprRef("height + 2.8 * type"))
        ),
        title("y", "left").encode(x=alt.value(0), y=alt.value(alt.ExprRef("-type"))),
    ]


def _axis(side: str) -> alt.Axis:
    return alt.Axis(
        values=alt.ExprRef(f"ticks_{side}"),
        labelExpr=f"labels_{side}[indexof(ticks_{side}, datum.value)]",
        title=None,
        labelLimit=alt.ExprRef("10 * type"),
        labelOverlap=True,
        labelFontSize=alt.ExprRef("type"),
    )
