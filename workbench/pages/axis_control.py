"""What the controls of one axis do: each event becomes one change of the review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from workbench.errors import WorkbenchError
from workbench.pages import matrix_changes as change
from workbench.pages.axis_panel import NEW_JUDGED, STEPS
from workbench.review import words
from workbench.review.axes import Cut, Side
from workbench.review.placement import PlacedAxis
from workbench.review.review import Review, fitting
from workbench.session import Session
from workbench.widgets.view import Event, View, h


class Mover(Protocol):
    """Moves a dividing line to a drawn position, 0 to 1."""

    def __call__(self, side: Side, position: float, *, moving: bool) -> None:
        """Show the line there while it moves, save it on release."""


class AxisControl:
    """The actions of one axis's panel on a session.

    ``move`` moves the line, ``ask`` opens (or, with None, closes) the field to type a line,
    ``judge`` begins judging.
    """

    def __init__(
        self,
        session: Session,
        side: Side,
        panel: View,
        *,
        move: Mover,
        ask: Callable[[Side | None], None],
        judge: Callable[[], None],
    ) -> None:
        self.session, self.side, self.panel = session, side, panel
        self._move, self._ask, self._judge = move, ask, judge
        self._title = "Across" if side == "x" else "Up"

    def actions(self) -> dict[str, Callable[[Event], None]]:
        """Return a function for each event of the panel."""
        return {
            "column": self.choose_column,
            "line": self.move_line,
            "cut": self.choose_cut,
            "typed": self.type_line,
            "better": self.turn,
            "scale": self.choose_scale,
            "divide": self.divide,
            "raise": lambda event: self.shift(event.key, 1),
            "lower": lambda event: self.shift(event.key, -1),
            "judged_name": self.begin_judging,
        }

    @property
    def axis(self) -> PlacedAxis:
        """The axis as it is shown now."""
        return self._shown()[self.side]

    def choose_column(self, event: Event) -> None:
        """Put another measure or attribute on the axis."""
        if event.text() == NEW_JUDGED:
            self.ask_what_to_judge()
            return
        column = self.session.customers.column(event.text())
        self._ask(None)
        self._commit(
            f"{self._title}: {words.unit(column)}",
            column=column.name,
            better=None,
            scale=None,
            cut=None,
        )

    def move_line(self, event: Event) -> None:
        """Follow the slider."""
        at = event.number()
        if at is not None:
            self._move(self.side, at / STEPS, moving=event.moving)

    def choose_cut(self, event: Event) -> None:
        """Compute the line another way, or open the field to type it."""
        by, axis = event.text(), self.axis
        if axis.column.words:
            return  # divided between two levels
        if by == "value":
            self._ask(self.side)
            self.panel.focus_on(f"line-{axis.column.name}")
            return
        self._ask(None)
        self._commit(f"Line of {axis.column.label}: {by[:20]}", cut=fitting(Cut, {"by": by}))

    def type_line(self, event: Event) -> None:
        """Put the line at a typed value."""
        axis = self.axis
        if axis.column.words:
            return
        value = replace(event, value=event.fields().get("value")).number()
        if value is None:
            raise WorkbenchError(
                "The line needs a number", where=axis.column.label, allowed=axis.column.unit
            )
        value = value / 100 if axis.column.unit == "%" else value
        self._ask(None)
        said = f"Line of {axis.column.label} at {axis.say(value)}"
        self._commit(said, cut=Cut(by="value", value=value))

    def turn(self, _: Event) -> None:
        """Turn the direction round."""
        axis = self.axis
        if axis.column.words:
            return  # its levels are ordered instead
        turned = "more" if axis.less_is_better else "less"
        self._commit(f"{axis.column.label}: {turned} is better", better=turned)

    def choose_scale(self, event: Event) -> None:
        """Draw the axis in other steps."""
        if not self.axis.column.words:
            self._commit(f"Steps of {self.axis.column.label}", scale=event.text())

    def divide(self, event: Event) -> None:
        """Put the line between two levels of words; the key counts the levels below it."""
        levels = len(self.axis.column.levels)
        if event.key not in {str(below) for below in range(1, levels)}:
            return
        self._commit("Line between two levels", cut=Cut(by="value", value=float(event.key)))

    def shift(self, level: str, by: int) -> None:
        """Move a level one place up or down."""
        column, turned = self.axis.column, self.axis.settings.better == "less"
        levels = list(column.levels)
        if level not in levels:
            return
        place = levels.index(level)
        other = min(max(place + by, 0), len(levels) - 1)
        levels[place], levels[other] = levels[other], levels[place]
        worst_first = tuple(reversed(levels)) if turned else tuple(levels)
        self.session.commit(
            lambda r: change.ordered(r, column.name, worst_first),
            f"{column.label}: «{level}» moved",
        )

    def begin_judging(self, event: Event) -> None:
        """Begin an attribute the room judges, and put it on this axis."""
        label = event.field("label", 40)
        if not label:
            raise WorkbenchError("The judged attribute needs a name")
        shown = self._shown()

        def begin(review: Review) -> Review:
            begun, name = change.to_judge(review, label)
            return change.on_axis(
                begun, self.side, shown, column=name, cut=None, better=None, scale=None
            )

        self.session.commit(begin, f"The room judges «{label}»")
        self._judge()

    def ask_what_to_judge(self) -> None:
        """Ask for the name of an attribute the room judges."""
        self.panel.show(
            h(
                "form.wb-form",
                h("h3", "What shall the room judge?"),
                h(
                    "input.wb-input",
                    name="label",
                    placeholder="for example: trust",
                    aria_label="Name of the judged attribute",
                    id="judged-name",
                    maxlength=40,
                    autocomplete="off",
                ),
                h("p.wb-quiet", "Drag the dots, or choose a customer and press 1 to 5."),
                h("button.wb-main", "Judge it", type="submit"),
                on={"submit": "judged_name"},
                key="judged",
            )
        )
        self.panel.focus_on("judged-name")

    def _shown(self) -> dict[Side, PlacedAxis]:
        placement = self.session.placement
        return {"x": placement.x, "y": placement.y}

    def _commit(self, sentence: str, **fields: Any) -> None:
        shown = self._shown()
        self.session.commit(lambda r: change.on_axis(r, self.side, shown, **fields), sentence)
