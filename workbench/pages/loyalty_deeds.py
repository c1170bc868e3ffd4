"""What people do on the loyalty page: each deed previews or commits one change, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from workbench.pages import loyalty_lists as lists
from workbench.pages import matrix_changes
from workbench.pages.loyalty_score_deeds import ScoreDeeds
from workbench.pages.loyalty_sign_deeds import SignDeeds
from workbench.review.review import Review
from workbench.widgets.view import Event

if TYPE_CHECKING:
    from workbench.pages.loyalty import LoyaltyPage

_VIEWS = ("signs", "buying", "best", "falling")


class Deeds:
    """Joins the controls of a loyalty page to its session."""

    def __init__(self, page: LoyaltyPage) -> None:
        self.page, self.session = page, page.session
        self.signs, self.scores = SignDeeds(self), ScoreDeeds(self)
        self._listen()

    def _listen(self) -> None:
        page, refuse = self.page, self.refuse
        page.head.on(
            refuse,
            view=lambda e: self.turn(view=e.text()) if e.text() in _VIEWS else None,
            hide=lambda _: self.turn(hide=not page.state.hide),
            leave=lambda _: self._leave(),
        )
        page.controls.on(refuse, csv=lambda _: self._csv(), window=lambda _: self._window())
        page.under.on(
            refuse,
            choose=self._choose,
            png=lambda _: self._export("png"),
            svg=lambda _: self._export("svg"),
        )
        page.table.on(refuse, choose=self._choose)
        page.odd.on(refuse, choose=self._choose)
        page.heat.observe(lambda c: self._heat(c["new"]), "event")
        page.bars.observe(lambda c: self._bar(c["new"]), "event")

    def turn(self, **fields: Any) -> None:
        """Open, close or switch something of this page alone."""
        self.page.state = replace(self.page.state, **fields)
        self.page.paint()

    def refuse(self, sentence: str) -> None:
        """Say why something was refused and put the control back."""
        self.session.cancel()
        self.page.frame.tell(sentence)
        self.page.paint()

    def commit(self, changed: Callable[[Review], Review], sentence: str) -> None:
        """Save one change, with the words that say what it was."""
        self.session.commit(changed, sentence)
        if self.page.settled is not self.session.review:
            self.page.paint()  # a release where the preview stood replaces nothing

    def _leave(self) -> None:
        self.session.chosen = ""
        self.turn(cell=None, beside="")

    def _choose(self, event: Event) -> None:
        self.show(event.key)

    def show(self, key: str) -> None:
        """Show a customer's card; in the grid their row has the keys."""
        if key in self.session.customers:
            self.page.carded.choose(key)
            if self.page.state.view == "signs":
                self.signs.take_keys()

    def _heat(self, event: dict[str, Any]) -> None:
        if event.get("kind") != "click":
            return
        bins = self.page.figures.bins
        if event.get("dataset") == "cells":
            recency, frequency = divmod(int(event["row"]), bins)
            self.turn(cell=(recency + 1, frequency + 1))
        elif event.get("dataset") == "":
            self.turn(cell=None)

    def _bar(self, event: dict[str, Any]) -> None:
        if event.get("kind") == "click" and event.get("dataset") == "bars":
            rows = lists.rows_of(self.page.figures, self.page.state.view)
            if int(event["row"]) < len(rows):
                self.show(str(self.session.customers.ids[rows[int(event["row"])]]))

    def _window(self) -> None:
        """Look back less far, so that there is a window before."""
        window = lists.shorter(self.page.figures)
        if window:
            self.commit(lambda r: matrix_changes.dated(r, r.as_of, window), f"Window {window}")

    def _csv(self) -> None:
        view = self.page.state.view
        name = "best-customers.csv" if view == "best" else "falling-away.csv"
        self.page.controls.download(name, lists.as_csv(self.page.figures, view))

    def _export(self, kind: str) -> None:
        view = self.page.state.view
        chart = self.page.heat if view == "buying" else self.page.bars
        chart.export(kind, name={"buying": "scores", "best": "best"}.get(view, "falling-away"))
