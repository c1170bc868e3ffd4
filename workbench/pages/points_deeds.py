"""What people do on the points page: each deed previews or commits one change, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.errors import WorkbenchError
from workbench.pages import points_changes as change
from workbench.pages.points_changes import Change
from workbench.pages.points_figures import Figures
from workbench.pages.points_opened import OpenedDeeds
from workbench.pages.points_ranking import line_id
from workbench.review import typed
from workbench.review.enquiry import Answer, enquire, say_range
from workbench.review.points import Mode, Points
from workbench.widgets.view import Event

if TYPE_CHECKING:
    from workbench.pages.points import PointsPage

_MODES: dict[str, Mode] = {"ten": "ten", "budget": "budget"}
_MODE_WORDS = {"ten": "Ten points each at most", "budget": "100 points to share"}


@dataclass(frozen=True)
class State:
    """What is open on this page; nothing of it is saved."""

    weighing: str = ""
    ranks: dict[str, float] = field(default_factory=dict)
    swings: dict[str, float] = field(default_factory=dict)
    opened: str = ""
    adding: bool = False
    asking: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    kind: str = "all"
    search: str = ""
    tries: int = 0
    hide: bool = False


class Deeds:
    """Joins the controls of a points page to its session."""

    def __init__(self, page: PointsPage) -> None:
        self.page, self.session, self.state = page, page.session, State()
        self._moving = self._owed = False
        self._proposal = page.figures.points
        self._listen()

    def follow(self) -> None:
        """Draw after the review was replaced."""
        self._owed = False
        self.page.paint(moving=self._moving)
        if not self._moving:
            self._proposal = self.page.figures.points

    def answered(self, figures: Figures) -> tuple[Answer | None, str]:
        """Return what the typed enquiry earns, or the sentence that says what can't be read."""
        columns = figures.customers.columns
        try:
            answers = {
                name: typed.fact(columns[name], text)
                for name, text in self.state.answers.items()
                if name in columns
            }
        except WorkbenchError as error:
            return None, str(error)
        scores, counted = figures.scores, figures.counted
        tiers = figures.customers.frame["tier"].to_numpy(object) if "tier" in columns else None
        return enquire(columns, figures.points, answers, scores, counted, tiers=tiers), ""

    def _listen(self) -> None:
        page, refuse = self.page, self.refuse
        page.head.on(
            refuse,
            way=self._way,
            leave=lambda _: self._leave(),
            hide=lambda _: self.turn(hide=not self.state.hide),
        )
        page.weigh.on(
            refuse,
            rank=self._rank,
            swing=self._swing,
            as_ordered=lambda _: self._as_ordered(),
            weighed=lambda _: self.turn(weighing=""),
        )
        self.opened = OpenedDeeds(self)
        page.foot.on(
            refuse,
            add=lambda _: self._begin_adding(),
            no_add=lambda _: self.turn(adding=False),
            added=self._add,
            picture=lambda _: self._picture(),
            sentence=lambda e: self._say("sentence", e.text()),
            message=lambda e: self._say("message", e.text()),
            proposal=lambda e: self._say(e.key.partition("|")[2], ""),
            enquire=lambda _: self.turn(asking=not self.state.asking),
            copy=lambda _: page.take.export("png", name="good-customer"),
        )
        page.ask.on(
            refuse,
            answer=self._answer,
            clear=lambda _: self.turn(answers={}),
            enquired=lambda _: self.turn(asking=False),
        )
        page.rank_head.on(refuse, kind=lambda e: self.turn(kind=e.text()), search=self._search)
        page.rank.on(
            refuse,
            choose=lambda e: self._choose(e.key),
            next=lambda _: self._step(1),
            previous=lambda _: self._step(-1),
        )
        for name, act in (
            ("moving", partial(self._give, moving=True)),
            ("released", partial(self._give, moving=False)),
            ("action", self._wish),
        ):
            page.bars.observe(partial(self._guarded, act), name)

    def _guarded(self, act: Callable[[dict[str, Any]], None], heard: Any) -> None:
        """Act on what the bars report; a refusal becomes a line on the page."""
        try:
            act(heard["new"])
        except WorkbenchError as error:
            self.refuse(str(error))

    def refuse(self, sentence: str) -> None:
        """Say why something was refused and put the control back."""
        self.session.cancel()
        self.page.frame.tell(sentence)
        self.turn(tries=self.state.tries + 1)

    def turn(self, **fields: Any) -> None:
        """Open, close or switch something of this page alone."""
        self.state = replace(self.state, **fields)
        self.page.paint()

    def _leave(self) -> None:
        self.turn(weighing="", opened="", adding=False, asking=False)

    def change(self, changed: Change, words: str, *, moving: bool = False) -> None:
        """Preview a change of the points, or save it with the words that say what it was."""
        on_review = change.on_points(changed, self._proposal)
        if moving:
            self._moving = True
            try:
                self.session.preview(on_review)
            finally:
                self._moving = False
            return
        self._owed = True  # a release where the preview stood replaces nothing
        self.session.commit(on_review, words)
        if self._owed:
            self.follow()

    def _points(self) -> Points:
        return self.page.figures.points

    def _label(self, column: str) -> str:
        columns = self.page.figures.customers.columns
        return columns[column].label if column in columns else column

    def _give(self, move: dict[str, Any], *, moving: bool) -> None:
        column, worth = move["key"], float(move["points"])
        said = f"{self._label(column)}: {say_range(worth, worth)} points"
        self.change(lambda p: p.give(column, worth), said, moving=moving)

    def _wish(self, wish: dict[str, Any]) -> None:
        column, kind = wish["key"], wish["kind"]
        label = self._label(column)
        if kind == "open":
            self.turn(opened="" if self.state.opened == column else column)
            if self.state.opened:
                self.page.earn.focus_on("wb-earning-done")
        elif kind == "remove":
            self.state = replace(self.state, opened="")
            self.change(lambda p: p.remove(column), f"{label} no longer counts")
        else:
            by = -1 if kind == "up" else 1
            self.change(lambda p: change.moved(p, column, by), f"{label} moved {kind}")

    def _way(self, event: Event) -> None:
        way = event.text()
        if way in _MODES:
            self.state = replace(self.state, weighing="")
            if self._points().mode == way:
                self.page.paint()
            else:
                self.change(lambda p: p.switch(_MODES[way]), _MODE_WORDS[way])
        elif way in {"rank", "swing"}:
            self.turn(weighing="" if self.state.weighing == way else way)

    def _rank(self, event: Event) -> None:
        column = event.key.partition("|")[2]
        rank = event.number()
        if rank is None or rank < 1:
            raise WorkbenchError(
                "A rank is missing", where=self._label(column), allowed="1 for the most important"
            )
        given = {**change.ranks(self._points(), self.state.ranks), column: rank}
        self.state = replace(self.state, ranks=given)
        self.change(lambda p: p.by_rank(given), f"{self._label(column)} ranked {rank:g}")

    def _as_ordered(self) -> None:
        given = {column: float(i + 1) for i, column in enumerate(self._points().columns)}
        self.state = replace(self.state, ranks=given)
        self.change(lambda p: p.by_rank(given), "Ranked as the bars stand")

    def _swing(self, event: Event) -> None:
        column = event.key.partition("|")[2]
        try:
            swing = float(event.value)
        except (TypeError, ValueError):
            raise WorkbenchError("A swing needs a number", allowed="0 to 100") from None
        given = {**change.swings(self._points(), self.state.swings), column: swing}
        self.state = replace(self.state, swings=given)
        said = f"{self._label(column)}: swing {swing:.0f} of 100"
        self.change(lambda p: p.by_swing(given), said, moving=event.moving)

    def _begin_adding(self) -> None:
        self.turn(adding=True)
        self.page.foot.focus_on("wb-new")

    def _add(self, event: Event) -> None:
        column = str(event.fields().get("column") or "")
        customers = self.session.customers
        label = customers.column(column).label
        full = self._points().mode == "budget" and self._points().left == 0
        self.change(lambda p: change.added(p, customers, column), f"{label} counts too")
        self.turn(adding=False)
        self.page.foot.focus_on("wb-add")
        if full:
            self.page.frame.tell(f"All 100 points are given: take some for «{label}».")

    def _say(self, what: str, text: str) -> None:
        if what not in {"sentence", "message"}:
            return
        self.change(lambda p: change.said(p, **{what: text}), f"The {what}, in the room's words")

    def _picture(self) -> None:
        """Put the score on the picture and go there."""
        across = "turnover"
        columns = self.session.customers.columns
        if across not in columns:
            across = next((c.name for c in columns.values() if c.name != "points"), "points")
        label = columns[across].label
        self.session.commit(
            lambda r: change.to_picture(r, across), f"The picture: {label} × points"
        )
        self.page.foot.go("matrix.ipynb")

    def _answer(self, event: Event) -> None:
        column = event.key.partition("|")[2]
        self.turn(answers={**self.state.answers, column: event.text()[:100]})

    def _search(self, event: Event) -> None:
        self.turn(search=event.text()[:100])
        if not event.moving and self.page.shown and event.text().strip():
            self._choose(str(self.page.figures.customers.ids[self.page.shown[0].row]))

    def _choose(self, key: str) -> None:
        if key in self.page.figures.customers:
            self.session.chosen = key

    def _step(self, by: int) -> None:
        """Move the choice along the ranking and keep the keyboard on it."""
        rows = [line.row for line in self.page.shown]
        if not rows:
            return
        here = rows.index(self.page.row) if self.page.row in rows else -by
        row = rows[int(np.clip(here + by, 0, len(rows) - 1))]
        self._choose(str(self.page.figures.customers.ids[row]))
        self.page.rank.focus_on(line_id(row))
