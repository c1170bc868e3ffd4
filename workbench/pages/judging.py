"""What the room judges, one key a customer: the judged axes of the matrix (domain 4)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from workbench.pages import matrix_changes as change
from workbench.review.asked import asked
from workbench.review.axes import Side
from workbench.review.placement import PlacedAxis
from workbench.review.review import Review
from workbench.session import Session

MARKS = range(1, 6)


class Judging:
    """Marks from 1 to 5 for the chosen customer, then for the next of those worth asking about."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def axes(self) -> dict[Side, PlacedAxis]:
        """The axes of the matrix that the room judges."""
        placement = self.session.placement
        both: dict[Side, PlacedAxis] = {"x": placement.x, "y": placement.y}
        return {s: axis for s, axis in both.items() if axis.column.name.startswith("judged_")}

    @property
    def worth_beginning(self) -> Side | None:
        """The first axis of which nothing is known and which the room doesn't judge yet."""
        placement = self.session.placement
        unknown: dict[Side, bool] = {
            "x": bool(np.isnan(placement.x.low).all()),
            "y": bool(np.isnan(placement.y.low).all()),
        }
        return next((side for side in unknown if unknown[side] and side not in self.axes), None)

    def following(self) -> str:
        """Return the id of the next customer to judge; empty when all have been."""
        ids, review = self.session.customers.ids, self.session.review
        for row in asked(self.session.customers, review.set_aside):
            if self._open(int(row)):
                return str(ids[row])
        return ""

    def mark_next(self, mark: int) -> None:
        """Judge the chosen customer on the first axis that is open."""
        customers, chosen = self.session.customers, self.session.chosen
        columns = self._open(customers.row(chosen)) if chosen in customers else []
        if columns:
            self.mark(columns[0], mark)

    def mark(self, column: str, mark: int) -> None:
        """Judge the chosen customer; once both axes have a mark the next customer comes."""
        session, customers = self.session, self.session.customers
        key, who = session.chosen, session.who
        if column not in session.review.judged or mark not in MARKS or key not in customers:
            return
        row = customers.row(key)
        session.commit(
            lambda r: change.judged(r, column, key, mark, who),
            f"{customers.names[row]} judged {mark} of 5",
        )
        if not self._open(row):
            session.chosen = self.following() or session.chosen

    def drag(self, row: int, at: Mapping[Side, float], *, moving: bool) -> None:
        """Judge a customer by where the dot was dragged to, in halves of a mark."""
        session, customers = self.session, self.session.customers
        key, who = str(customers.ids[row]), session.who
        marks = {
            axis.column.name: min(max(round(axis.ruler.read(at[side]) * 2) / 2, 1.0), 5.0)
            for side, axis in self.axes.items()
        }

        def moved(review: Review) -> Review:
            for column, value in marks.items():
                review = change.judged(review, column, key, value, who)
            return review

        if moving:
            session.preview(moved)
        else:
            session.commit(moved, f"{customers.names[row]} judged")

    def _open(self, row: int) -> list[str]:
        return [axis.column.name for axis in self.axes.values() if np.isnan(axis.raw[row])]
