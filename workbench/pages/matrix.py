"""The matrix page: two axes, everybody in their quadrant, one customer's card (domain 4).

The page's story: controls and the picture call the session; the session's review is replaced;
`MatrixPage.paint` draws what differs. Nothing here computes a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, cast

import ipywidgets
import numpy as np

from workbench.charts.matrix import matrix_signals, matrix_spec
from workbench.engagement import Engagement
from workbench.errors import WorkbenchError
from workbench.pages.axis_control import AxisControl
from workbench.pages.axis_panel import axis_panel, typed_line
from workbench.pages.beside import Beside
from workbench.pages.bottom import Bottom
from workbench.pages.card_control import CardControl
from workbench.pages.contradictions import AtOdds
from workbench.pages.frame import Frame
from workbench.pages.judging import MARKS
from workbench.pages.matrix_decisions import Decisions
from workbench.pages.matrix_rest import filters, search, under
from workbench.pages.matrix_search import Search
from workbench.pages.tables import not_placed_csv, quadrant_table
from workbench.review import words
from workbench.review.axes import Side
from workbench.review.picture import TYPE, Ground, Look, ground, picture
from workbench.review.placement import Placement
from workbench.review.summary import Totals, finding
from workbench.session import Session
from workbench.widgets.live_chart import LiveChart
from workbench.widgets.view import Event, Node, View, h

_KEYS = {**{str(mark): f"mark{mark}" for mark in range(1, 6)}, "h": "hide", "escape": "leave"}
_ROOM_TYPE = 22.0


class MatrixPage:
    """The parts of the matrix page around one session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.frame = Frame(session, "matrix")
        self.hide, self.typing = False, ""
        self.decide, self.sought = Decisions(session, self.frame.commit), Search()
        self._ground: tuple[Any, Ground] | None = None
        self._beside = Beside(self._paint_beside)
        self._drawn: dict[View, tuple[tuple[object, ...], object]] = {}
        self.search, self.rest, self.finding = View(shortcuts=_KEYS), View(), View()
        self.panels: dict[Side, View] = {"x": View(), "y": View()}
        self.carded = CardControl(session, self.frame.tell)
        self.card, self.judging = self.carded.view, self.carded.judging
        self.under, self.table = View(), View()
        self.notes = Bottom(session, "matrix", self.frame.tell)
        self.odd, self.at_odds = View(), AtOdds(session)
        self.chart = LiveChart(
            matrix_spec(),
            description="Matrix of customers",
            lines={
                "cut_x": {"scale": "x", "label": "Dividing line across"},
                "cut_y": {"scale": "y", "label": "Dividing line up"},
            },
        )
        self._listen()
        self.frame.on_room = self.paint
        session.observe(lambda _: self.paint(), "review")
        session.observe(lambda _: self.paint(), "chosen")
        self.paint()

    @property
    def box(self) -> ipywidgets.Box:
        """The whole page, for a notebook to show."""
        left = ipywidgets.Box(
            [self.search, self.panels["x"], self.panels["y"], self.rest],
            _dom_classes=["wb-panel", "wb-controls"],
        )
        middle = ipywidgets.Box(
            [self.finding, ipywidgets.Box([self.chart], _dom_classes=["wb-slot"]), self.under],
            _dom_classes=["wb-panel", "wb-picture"],
        )
        right = ipywidgets.Box([self.card, self.odd], _dom_classes=["wb-panel", "wb-side"])
        below = ipywidgets.Box([self.table, self.notes], _dom_classes=["wb-panel", "wb-below"])
        return self.frame.fill(left, middle, right, below)

    def paint(self) -> None:
        """Draw what the session shows now; while something moves the picture leaves first."""
        self._paint_picture()
        if not self.session.previewing:
            self._paint_beside()
        else:
            self._beside.soon()

    def _paint_picture(self) -> None:
        session, placement = self.session, self.session.placement
        sums = session.totals
        type_size = _ROOM_TYPE if self.frame.room else TYPE
        look = Look(
            self.carded.row, self.sought.lit(session.customers), self.hide, type_size=type_size
        )
        if min(self.chart.box):
            look = replace(look, width=self.chart.box[0], height=self.chart.box[1])
        rows = picture(placement, sums, self._grounded(placement), look)
        with self.chart.hold():
            for name, columns in rows.items():
                self.chart.set(name, columns)
            self.chart.signal(**matrix_signals(placement, type_size, hide=self.hide))
            self.chart.movable = "points" if self.judging.axes else ""

    def _paint_beside(self) -> None:
        session, placement = self.session, self.session.placement
        sums = session.totals
        sentence = finding(placement, sums)
        if not session.previewing:
            self.chart.description = f"Matrix of customers. {sentence}"
        if session.gone:
            names = words.listed([f"«{name[:60]}»" for name in session.gone])
            sentence = f"{names} is not there any more, so other axes are shown. {sentence}"
        said = session.engagement.facts(session.review.as_of, session.review.window).out_of_reach
        sentence = f"{said} {sentence}".lstrip()
        self.finding.show(h("h1.wb-finding", sentence, aria_live="polite"))
        self.carded.hide = self.hide
        self.carded.paint()
        profit = placement.customers.column("profit").label
        currency = session.engagement.currency
        self.table.show(quadrant_table(sums, profit, currency, hide=self.hide))
        self.notes.paint(hide=self.hide)
        self._paint_rest(placement, sums)

    def _paint_rest(self, placement: Placement, sums: Totals) -> None:
        """Draw the parts that stand still while a line moves, if what they show is another."""
        session, customers, hide = self.session, placement.customers, self.hide
        review, axes = placement.review, self.decide.axes
        for side, axis in axes.items():
            shows = (axis, customers, self.typing == side)
            self._draw(self.panels[side], shows, partial(self._panel, side))
        names = [axis.column.name for axis in axes.values()]
        unidentified = self._hidden_sales()
        counts = (sums.placed, sums.prospects_placed, sums.shown, sums.customers, unidentified)
        judge = not sums.placed and self.judging.worth_beginning is not None
        splits = [axis.line.suggestion is not None for axis in axes.values()]
        self._draw(
            self.under,
            (customers, placement.reason, review.set_aside, names, splits, counts, hide, judge),
            lambda: [under(placement, sums, session, unidentified, hide=hide, judge=judge)],
        )
        if not session.previewing:
            at_odds = (customers, review.set_aside, hide)
            self._draw(self.odd, at_odds, lambda: [self.at_odds.line(hide=hide)])
        self._draw(
            self.search,
            (customers, names, self.sought.text, hide),
            lambda: [search(placement, self.sought.text, hide=hide)],
        )
        self._draw(
            self.rest,
            (customers, review.matrix.size, review.matrix.only, review.as_of, review.window, hide),
            lambda: [filters(placement, session, hide=hide)],
        )

    def _panel(self, side: Side) -> list[Node]:
        axis = self.decide.axes[side]
        nodes = [axis_panel(side, axis, self.session.customers)]
        return [*nodes, typed_line(axis)] if self.typing == side else nodes

    def _draw(
        self, part: View, shows: tuple[object, ...], nodes: Callable[[], Sequence[Node | None]]
    ) -> None:
        """Draw a part if what it shows isn't what it showed when it was drawn last."""
        kept = self._drawn.get(part)
        if kept is not None and kept[1] is part.tree and _same(kept[0], shows):
            return
        part.show(*nodes())
        self._drawn[part] = (shows, part.tree)

    def _grounded(self, placement: Placement) -> Ground:
        """Return the part of the picture that moving lines leave alone, kept while it stands."""
        key = (placement.x.at, placement.y.at, placement.review.matrix.size, placement.customers)
        kept = self._ground
        if kept is None or any(a is not b for a, b in zip(kept[0], key, strict=True)):
            self._ground = (key, ground(placement))
        return cast("tuple[Any, Ground]", self._ground)[1]

    def _hidden_sales(self) -> float:
        facts = self.session.engagement.facts_of(self.session.review)
        return float(facts.totals.get("unidentified_amount", 0.0) or 0.0)

    def _listen(self) -> None:
        tell = self.frame.tell
        begin: dict[Side, Callable[[], None]] = {}
        for side, panel in self.panels.items():
            axis = AxisControl(
                self.session,
                side,
                panel,
                move=self.decide.move,
                ask=self._ask,
                judge=lambda: self.carded.choose(self.judging.following()),
            )
            begin[side] = axis.ask_what_to_judge
            panel.on(tell, **axis.actions())
        marks = {f"mark{mark}": partial(self._mark, mark) for mark in MARKS}
        self.search.on(
            tell,
            find=self._find,
            found=lambda e: self.carded.choose(e.text() or e.key),
            hide=lambda _: self._toggle_hide(),
            leave=lambda _: self._leave(),
            pair=self.decide.pair,
            **marks,
        )
        self.rest.on(
            tell,
            size=self.decide.size,
            only=self.decide.only,
            every=lambda _: self.decide.everybody(),
            dates=self.decide.dates,
            room=lambda _: self.frame.set_room(not self.frame.room),
            hide=lambda _: self._toggle_hide(),
        )
        self.odd.on(tell, choose=lambda e: self.carded.choose(e.key))
        self.under.on(
            tell,
            choose=lambda e: self.carded.choose(e.key),
            save_list=lambda _: self.under.download(
                "not-placed.csv", not_placed_csv(self.session.placement)
            ),
            png=lambda _: self.chart.export("png", name="matrix"),
            svg=lambda _: self.chart.export("svg", name="matrix"),
            split=self.decide.split,
            judge=lambda _: begin[self.judging.worth_beginning or "x"](),
        )
        self.table.on(tell, **self.decide.stylers())
        self.chart.observe(lambda c: self._picture_event(c["new"]), "event")
        self.chart.observe(lambda _: self.paint(), "box")

    def _picture_event(self, event: dict[str, Any]) -> None:
        """Act on a click or a drag in the picture."""
        try:
            self._in_picture(event)
        except WorkbenchError as error:
            self.frame.tell(str(error))

    def _in_picture(self, event: dict[str, Any]) -> None:
        kind = event.get("kind")
        if kind in {"drag", "release"} and "param" in event:
            side = cast("Side", event["param"][-1])
            self.decide.move(side, float(event["value"]), moving=kind == "drag")
        elif kind in {"drag", "release"}:
            row = int(self._grounded(self.session.placement).order[event["row"]])
            at: dict[Side, float] = {"x": float(event["x"]), "y": float(event["y"])}
            self.judging.drag(row, at, moving=kind == "drag")
        elif kind == "click":
            if event["dataset"] == "points":
                row = int(self._grounded(self.session.placement).order[event["row"]])
                self.carded.choose(str(self.session.customers.ids[row]))
            elif event["dataset"] == "":
                self.carded.choose("")

    def _ask(self, side: Side | None) -> None:
        """Open the field in which an axis's line is typed, or close it."""
        self.typing = side or ""
        self.paint()

    def _mark(self, mark: int, _: Event) -> None:
        self.judging.mark_next(mark)

    def _find(self, event: Event) -> None:
        self.sought.ask(event.text())
        self.paint()
        hit = "" if event.moving else self.sought.best(self.session.customers)
        if hit:
            self.carded.choose(hit)

    def _leave(self) -> None:
        self.sought.ask("")
        self.typing = ""
        self.carded.choose("")
        self.paint()

    def _toggle_hide(self) -> None:
        self.hide = not self.hide
        self.paint()


def _same(kept: tuple[object, ...], shows: tuple[object, ...]) -> bool:
    """Compare part by part; arrays compare by being the same object."""
    return all(
        a is b or not (isinstance(a, np.ndarray) or a != b)
        for a, b in zip(kept, shows, strict=True)
    )


def matrix(engagement: Engagement | None = None) -> MatrixPage:
    """Open the matrix page on an engagement, by default the one this notebook was started for."""
    return MatrixPage(Session(engagement or Engagement.current()))
