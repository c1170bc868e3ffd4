"""What the matrix page's controls decide: each event becomes one change of the review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from workbench.errors import WorkbenchError
from workbench.pages import matrix_changes as change
from workbench.review import words
from workbench.review.axes import Axis, Cut, Side
from workbench.review.placement import PlacedAxis
from workbench.review.quadrants import pair_key, ready_pairs
from workbench.review.review import Review
from workbench.session import Session
from workbench.widgets.view import Event


class Decisions:
    """The matrix page's changes of the review; none of them needs the page."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def axes(self) -> dict[Side, PlacedAxis]:
        """Both axes as they are shown now."""
        placement = self.session.placement
        return {"x": placement.x, "y": placement.y}

    def move(self, side: Side, position: float, *, moving: bool) -> None:
        """Move a line to a drawn position: shown at once while moving, saved on release."""
        axis = self.axes[side]
        cut = change.line_at(axis, position)
        shown = self.axes

        def moved(review: Review) -> Review:
            return change.on_axis(review, side, shown, cut=cut)

        if moving:
            self.session.preview(moved)
        else:
            said = axis.say(cut.value or 0.0) if not axis.column.words else "between two levels"
            self.session.commit(moved, f"Line of {axis.column.label} at {said}")

    def pair(self, event: Event) -> None:
        """Choose a ready-made pair of axes."""
        placement = self.session.placement
        pairs = ready_pairs(placement.customers, ~placement.prospect)
        ready = next((p for p in pairs if pair_key(p.x, p.y) == event.text()), None)
        if ready:
            self.session.commit(
                lambda r: change.axes(r, Axis(column=ready.x), Axis(column=ready.y)), ready.title
            )

    def only(self, event: Event) -> None:
        """Show only customers with this level of an attribute, or with it too."""
        column, _, level = event.key.partition("|")
        if not column:
            column, _, level = event.text().partition("|")
        attribute = self.session.customers.column(column)
        if level not in attribute.levels:
            return
        now = set(self.session.review.matrix.only.get(column, ()))
        on = event.value if isinstance(event.value, bool) else level not in now
        now = now | {level} if on else now - {level}
        kept = tuple(v for v in attribute.levels if v in now)
        self.session.commit(
            lambda r: change.filtered(r, column, kept),
            f"Only {attribute.label}: {', '.join(kept) or 'all'}",
        )

    def everybody(self) -> None:
        """Show everybody again."""
        self.session.commit(lambda r: change.matrix(r, only={}), "Show everybody")

    def size(self, event: Event) -> None:
        """Let the dots be as large as another measure."""
        name = event.text()
        said = self.session.customers.column(name).label if name else "all alike"
        self.session.commit(lambda r: change.matrix(r, size=name), f"Size of the dots: {said}")

    def dates(self, event: Event) -> None:
        """Move the as-of date or the window."""
        window = event.field("window") or self.session.review.window
        text = event.field("as_of", 20)
        try:
            as_of = date.fromisoformat(text) if text else None
        except ValueError:
            raise WorkbenchError(
                f"«{text}» is no date", where="As of", allowed="a date such as 2026-09-30"
            ) from None
        said = f"As of {words.day(as_of)}" if as_of else "As of the last sale"
        self.session.commit(lambda r: change.dated(r, as_of, window), f"{said}, window {window}")

    def split(self, _: Event) -> None:
        """Move the line to the nearest value that divides."""
        shown = self.axes
        for side, axis in shown.items():
            if axis.line.suggestion is not None:
                cut = Cut(by="value", value=axis.line.suggestion)
                self.session.commit(
                    partial(change.on_axis, side=side, shown=shown, cut=cut),
                    f"Line of {axis.column.label} moved to where it divides",
                )
                return

    def stylers(self) -> dict[str, Callable[[Event], None]]:
        """Return what changes each field of a quadrant."""
        fields = {"name": "Name", "colour": "Colour", "action": "Action"}
        return {field: partial(self._style, field, said) for field, said in fields.items()}

    def _style(self, field: str, said: str, event: Event) -> None:
        place = event.key.partition("|")[2]
        pair = (self.axes["x"].column.name, self.axes["y"].column.name)
        if place in set("0123") and isinstance(event.value, str):
            self.session.commit(
                lambda r: change.styled(r, pair, place, field, event.text()),
                f"{said} of a quadrant: {event.text()}",
            )
