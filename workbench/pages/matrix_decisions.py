"""What the matrix page's controls decide: each event becomes one change of the review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from workbench.customers import Column
from workbench.errors import WorkbenchError
from workbench.pages import matrix_changes as change
from workbench.review import filters, typed, words
from workbench.review.axes import Axis, Cut, Side
from workbench.review.placement import PlacedAxis
from workbench.review.quadrants import pair_key, ready_pairs
from workbench.review.review import Review
from workbench.session import Change, Session
from workbench.widgets.view import Event


class Decisions:
    """The matrix page's changes of the review; none of them needs the page."""

    def __init__(self, session: Session, commit: Callable[[Change, str], None]) -> None:
        self.session, self._commit = session, commit

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
        """Show only customers with this level of an attribute, or with it too, or from – to."""
        if event.fields():
            self._between(event)
            return
        name, _, level = event.key.partition("|")
        attribute = self.session.customers.column(name)
        if not attribute.words:
            self._filter(attribute, ())  # its box says from where to where: it only goes
            return
        sought = event.text().strip().casefold()
        if not (level or sought):
            return
        chosen = {v for v in attribute.levels if v == level or v.casefold() == sought}
        if not chosen:
            raise WorkbenchError(f"There is no «{sought[:40]}»", where=attribute.label)
        now = set(self.session.review.matrix.only.get(name, ()))
        now = now - chosen if event.value is False else now | chosen
        self._filter(attribute, tuple(v for v in attribute.levels if v in now))

    def _between(self, event: Event) -> None:
        """Show only customers with a number from – to; an end left empty is open."""
        if not event.field("column"):
            raise WorkbenchError("No number is chosen", then="Choose one, then from and to.")
        column = self.session.customers.column(event.field("column"))
        low, high = (typed.fact(column, event.field(end)) for end in ("from", "to"))
        if isinstance(low, str) or isinstance(high, str):
            return  # words have levels instead
        if low is not None and high is not None and low > high:
            raise WorkbenchError(f"{low:g} is more than {high:g}", then="Exchange the two.")
        self._filter(column, filters.span(low, high))

    def _filter(self, column: Column, allowed: tuple[str, ...]) -> None:
        self.session.commit(
            lambda r: change.filtered(r, column.name, allowed),
            f"Only {column.label}: {filters.said(column, allowed)}",
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
        self._commit(lambda r: change.dated(r, as_of, window), f"{said}, window {window}")

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
