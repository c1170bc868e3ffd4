"""What people do with the scores: bins, thresholds, the table of segments (domain 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.pages import loyalty_changes as change
from workbench.pages.loyalty_state import number, place
from workbench.review import typed, words
from workbench.widgets.view import Event

if TYPE_CHECKING:
    from workbench.pages.loyalty_deeds import Deeds

_PARTS = ("recency", "frequency", "monetary")
_FOLLOWED = "The ranges of the segments cover the same part of 1–{} as before."
_BINNINGS = {"quantile": "equal groups", "r-rfm": "as R's rfm package counts"}


class ScoreDeeds:
    """Joins bins, thresholds and the table of segments to the session."""

    def __init__(self, deeds: Deeds) -> None:
        self.deeds, self.page, self.session = deeds, deeds.page, deeds.session
        self.page.controls.on(
            deeds.refuse,
            bins=self._bins,
            binning=self._binning,
            edge=self._edge,
            untype=self._untype,
        )
        self.page.table.on(
            deeds.refuse,
            name=self._name_segment,
            range=self._range,
            rise=lambda e: self._order(e, -1),
            sink=lambda e: self._order(e, 1),
            drop=self._drop_segment,
            add_segment=lambda _: deeds.commit(change.added, "A rule of segments added"),
            usual=lambda _: deeds.commit(
                lambda r: change.on_scores(r, rules=None), "The usual table of segments"
            ),
        )

    def _bins(self, event: Event) -> None:
        many = round(number(event, "a number of scores"))
        if event.moving:
            self.session.preview(lambda r: change.bins(r, many))
        else:
            own = self.session.review.assumptions.rfm.rules is not None
            said = f"Scores from 1 to {many}" + ", the segments' ranges with them" * own
            self.deeds.commit(lambda r: change.bins(r, many), said)
            if own:
                self.page.frame.tell(_FOLLOWED.format(many), passing=True)

    def _binning(self, event: Event) -> None:
        if event.text() in _BINNINGS:
            how = event.text()
            self.deeds.commit(
                lambda r: change.on_scores(r, binning=how), f"Scores divide: {_BINNINGS[how]}"
            )

    def _edge(self, event: Event) -> None:
        _, part, at = (*event.key.split("|"), "", "")[:3]
        if part not in _PARTS or not at.isdigit():
            return
        value = typed.number(event.text(), "Threshold")
        if value is None:
            raise WorkbenchError("The threshold is missing", then="«Back to equal groups» ends it.")
        self.deeds.commit(
            lambda r: change.edge(r, part, int(at), value),
            f"A threshold of {part}: {words.number(value)}",
        )

    def _untype(self, event: Event) -> None:
        part = event.key.partition("|")[2]
        if part in _PARTS:
            self.deeds.commit(
                lambda r: change.without_edges(r, part), f"Thresholds of {part}: equal groups"
            )

    def _name_segment(self, event: Event) -> None:
        at, name = place(event), event.text()
        self.deeds.commit(lambda r: change.named(r, at, name), f"Segment «{name.strip()[:60]}»")

    def _range(self, event: Event) -> None:
        end, at = event.key.partition("|")[0], place(event)
        if not event.text().isdigit():
            raise WorkbenchError("That is no score", allowed="a whole number")
        score = int(event.text())
        self.deeds.commit(
            lambda r: change.ranged(r, at, end, score), f"Range of rule {at + 1}: {end} {score}"
        )

    def _order(self, event: Event, by: int) -> None:
        at = place(event)
        way = "up" if by < 0 else "down"
        self.deeds.commit(lambda r: change.moved(r, at, by), f"Rule {at + 1} moved {way}")

    def _drop_segment(self, event: Event) -> None:
        at = place(event)
        self.deeds.commit(lambda r: change.removed(r, at), f"Rule {at + 1} removed")
