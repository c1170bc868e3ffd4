"""What people do to an opened bar: how its attribute earns points."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.customers import Column
from workbench.errors import WorkbenchError
from workbench.pages import points_changes as change
from workbench.review.points import Points
from workbench.review.proposal import default_how
from workbench.widgets.view import Event

if TYPE_CHECKING:
    from workbench.pages.points_deeds import Deeds


class OpenedDeeds:
    """Joins the controls of an opened bar to the session."""

    def __init__(self, deeds: Deeds) -> None:
        self.deeds = deeds
        deeds.page.earn.on(
            deeds.refuse,
            figure=self._figure,
            level=self._level,
            way=self._earn_way,
            turn=lambda _: self._on_opened(change.turned, "turned round"),
            more=lambda _: self._on_opened(change.more_bands, "one band more"),
            fewer=lambda _: self._on_opened(change.fewer_bands, "one band less"),
            propose=lambda _: self._propose(),
            close=lambda _: deeds.turn(opened=""),
        )

    def _opened(self) -> Column:
        columns = self.deeds.page.figures.customers.columns
        if self.deeds.state.opened not in columns:
            raise WorkbenchError("This attribute is not among the facts any more")
        return columns[self.deeds.state.opened]

    def _on_opened(self, changed: Callable[[Points, str], Points], words: str) -> None:
        column = self._opened()
        self.deeds.change(lambda p: changed(p, column.name), f"{column.label}: {words}")

    def _figure(self, event: Event) -> None:
        """Take an end, an edge or a band's share as it is typed."""
        column, shown = self._opened(), event.number()
        if shown is None:
            if event.moving:
                return  # half typed
            raise WorkbenchError("A number is missing", where=column.label)
        value = change.as_value(column, shown)
        what, _, at = event.key.partition("|")
        deeds: dict[str, change.Change] = {
            "end": lambda p: change.ends(
                p,
                column.name,
                worst=value if at == "worst" else None,
                best=value if at == "best" else None,
            ),
            "edge": lambda p: change.band_edge(p, column.name, int(at), value),
            "band": lambda p: change.band_share(p, column.name, int(at), shown / 100),
        }
        try:
            self.deeds.change(deeds[what], f"{column.label} earns differently", moving=event.moving)
        except WorkbenchError:
            if not event.moving:
                raise

    def _level(self, event: Event) -> None:
        column, level = self._opened(), event.key.partition("|")[2]
        share = (event.number() or 0.0) / 100
        self.deeds.change(
            lambda p: change.level_share(p, column.name, level, share),
            f"{column.label}: «{level}» earns {share:.0%} of the points",
            moving=event.moving,
        )

    def _earn_way(self, event: Event) -> None:
        if event.text() == "bands":
            self._on_opened(change.banded, "earns by bands")
        else:
            self._on_opened(change.evened, "earns in even steps")

    def _propose(self) -> None:
        column = self._opened()
        how = default_how(self.deeds.page.figures.customers, column.name)
        self.deeds.change(lambda p: p.earn(column.name, how), f"{column.label} earns as proposed")
