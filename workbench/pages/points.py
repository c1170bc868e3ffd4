"""The points page: what makes a good customer, who has it, and what it comes to (domain 5).

The page's story: a handle or a field moves, the session previews, `PointsPage.paint` draws what
follows at once (bars, ranking, distribution); on release the session saves and the rest follows
(the honesty test, the sentence). Nothing here computes a figure.
"""

from __future__ import annotations

from pathlib import Path

import ipywidgets
import numpy as np

from workbench.charts.points import bar_rows as picture_rows
from workbench.charts.points import bars_spec, lines, spread_rows, spread_spec
from workbench.engagement import Engagement
from workbench.pages import points_ranking as ranking
from workbench.pages.background import Background
from workbench.pages.bottom import Bottom
from workbench.pages.frame import Frame
from workbench.pages.points_changes import ranks, swings
from workbench.pages.points_deeds import Deeds
from workbench.pages.points_earning import earning
from workbench.pages.points_figures import (
    Figures,
    Reckoning,
    bar_rows,
    scale_of,
    tested,
    told_by_bar,
)
from workbench.pages.points_ranking import SHOWN, Listing
from workbench.pages.points_weighing import finding, head, weighing
from workbench.pages.points_words import adding, empty, enquiry, sentences, under
from workbench.review.coverage import any_known
from workbench.review.distribution import distribution
from workbench.review.enquiry import say_range
from workbench.review.honesty import Honesty
from workbench.review.leaders import Ranked, found, leaders
from workbench.review.portrait import portrait
from workbench.review.proposal import why_fewer
from workbench.session import Session
from workbench.widgets.live_chart import LiveChart
from workbench.widgets.points_bars import PointsBars
from workbench.widgets.view import View, h

_STYLE = Path(__file__).parent.parent / "widgets" / "points.css"
_ADD_ONE = "No bars yet. Add what makes a good customer."
_AT_ONCE = 50_000
"""Customers up to which the honesty test is over before anybody could wait for it."""


class Head(View):
    """The page's title; it brings the page's own style with it."""

    _css = _STYLE


class PointsPage:
    """The parts of the points page around one session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.frame = Frame(session, "points")
        self.reckoning = Reckoning(session.engagement)
        self.figures: Figures = self.reckoning.figures(session.review)
        self.shown: list[Ranked] = []
        self.test: Honesty | None = None
        self._tested: Figures | None = None
        self._scale = scale_of(self.figures.points)
        self._work = Background(self.frame.tell)
        self.head, self.weigh = Head(shortcuts={"h": "hide", "escape": "leave"}), View()
        self.earn, self.foot, self.ask = View(), View(), View()
        self.rank_head, self.rank, self.spread_head = View(), View(), View()
        self.notes = Bottom(session, "points", self.frame.tell)
        self.bars = PointsBars(empty="")
        self.chart = LiveChart(spread_spec(), description="How everyone scores")
        self.take = LiveChart(bars_spec(), description="The bars as a picture")
        self.deeds = Deeds(self)
        session.observe(lambda _: self.deeds.follow(), "review")
        session.observe(lambda _: self.paint(), "chosen")
        best = leaders(self.figures.scores, self.figures.counted, 1)
        if best:
            session.chosen = str(self.figures.customers.ids[best[0].row])
        self.paint()

    @property
    def box(self) -> ipywidgets.Box:
        """The whole page, for a notebook to show."""
        left = ipywidgets.Box(
            [self.head, self.weigh, self.bars, self.earn, self.foot, self.ask],
            _dom_classes=["wb-panel", "wb-points-left-panel"],
        )
        # Drawn out of sight, so that the bars can be copied as a picture.
        out = ipywidgets.Box([self.take], _dom_classes=["wb-points-take"])
        right = ipywidgets.Box(
            [self.rank_head, self.rank, self.spread_head, self.chart],
            _dom_classes=["wb-panel", "wb-points-side"],
        )
        below = ipywidgets.Box([self.notes], _dom_classes=["wb-panel", "wb-below"])
        return self.frame.fill(left, right, out, below)

    @property
    def row(self) -> int | None:
        """Row of the chosen one, None without."""
        customers, chosen = self.figures.customers, self.session.chosen
        return customers.row(chosen) if chosen in customers else None

    def paint(self, *, moving: bool = False) -> None:
        """Draw what the session shows now; while something moves, only what can't wait."""
        figures = self.figures = self.reckoning.figures(
            self.session.review, hide=self.deeds.state.hide
        )
        if not moving:
            self._scale = scale_of(figures.points)
            self._test(figures)
        self._paint_bars(figures)
        self._paint_ranking(figures)
        self._paint_spread(figures)
        state, points, customers = self.deeds.state, figures.points, figures.customers
        given = swings(points, state.swings) if state.weighing == "swing" else {}
        given = ranks(points, state.ranks) if state.weighing == "rank" else given
        columns = customers.columns
        self.head.show(head(points, state.weighing, finding(self.test, points, columns)))
        self.weigh.show(weighing(state.weighing, points, given, columns, state.tries))
        self._paint_earning(figures)
        self._paint_foot(figures)
        if not moving:
            self._paint_picture(figures)
            self.notes.paint(hide=self.deeds.state.hide)

    def _paint_bars(self, figures: Figures) -> None:
        points, row = figures.points, self.row
        spreads = {c: self.reckoning.spread(figures, c) for c in points.columns}
        told = told_by_bar(self._tested.points, self.test) if self._tested else {}
        with self.bars.hold_sync():
            self.bars.bars = bar_rows(figures, row, self._scale, told, spreads)
            self.bars.chosen = "" if row is None else str(figures.customers.names[row])
            self.bars.heading = self._heading()

    def _heading(self) -> str:
        if self.test is None or self.test.outcome is None:
            return ""
        who = "profitable" if self.test.outcome.name == "profit" else "largest"
        return f"do today's {who} customers have it? ({self.test.total.n:,})"

    def _paint_ranking(self, figures: Figures) -> None:
        customers, scores, state = figures.customers, figures.scores, self.deeds.state
        rows = figures.rows(state.kind)
        row = self.row
        if state.search:
            hits = self.reckoning.hits(customers, state.search)
            self.shown = found(scores, rows, hits, ranking.FOUND)
        else:
            self.shown = leaders(scores, rows, SHOWN, row)
        listing = Listing(state.kind, state.search, int(rows.sum()))
        self.rank_head.show(ranking.head(listing))
        nodes = ranking.ranking(
            customers, figures.points, self.shown, figures.prospect, chosen=row, listing=listing
        )
        self.rank.show(*nodes)

    def _paint_spread(self, figures: Figures) -> None:
        rows = figures.rows(self.deeds.state.kind)
        shown = distribution(figures.scores, rows)
        row, scores = self.row, figures.scores
        chosen = (
            None
            if row is None
            else Ranked(row, 0, float(scores.least[row]), float(scores.most[row]))
        )
        with self.chart.hold():
            layers = spread_rows(shown, figures.average, chosen)
            for name, columns in layers.items():
                self.chart.set(name, columns)
        of = say_range(scores.possible, scores.possible)
        left = f" · {shown.unknown:,} unknown left out" if shown.unknown else ""
        self.spread_head.show(
            h("h2", "How everyone scores"), h("p.wb-quiet", f"of {of} points{left}")
        )
        self.chart.description = f"How many earn how many points, of {of}"

    def _paint_earning(self, figures: Figures) -> None:
        opened = self.deeds.state.opened
        column = figures.customers.columns.get(opened)
        if column is None or opened not in figures.points.columns:
            self.earn.show()
            return
        spread = self.reckoning.spread(figures, opened)
        counts = spread.counts if column.words else ()
        bar = figures.points.bar(opened)
        self.earn.show(earning(column, bar, spread, counts, self.deeds.state.tries))

    def _paint_foot(self, figures: Figures) -> None:
        state, points, row = self.deeds.state, figures.points, self.row
        customers = figures.customers
        add = adding(self.session.customers, points, open_=state.adding, tries=state.tries)
        if not points.bars:
            begun = any_known(customers)
            self.bars.empty = _ADD_ONE if begun else ""
            self.foot.show(add if begun else empty())
            self.ask.show()
            return
        name = "" if row is None else str(customers.names[row])
        fewer = why_fewer(points) if self.session.review.points is None else ""
        self.foot.show(
            h(
                "div.wb-row.wb-points-foot",
                add,
                h("span.wb-fill"),
                under(points, figures.scores, figures.average, row, name),
            ),
            h("p.wb-quiet", fewer) if fewer else None,
            sentences(portrait(customers.columns, points), points),
            h(
                "div.wb-row.wb-points-more",
                h("button", "Try a new enquiry", on={"click": "enquire"}, type="button"),
                h("button", "Copy as picture", on={"click": "copy"}, type="button"),
            ),
        )
        asked = [enquiry(points, customers.columns, state.answers, *self.deeds.answered(figures))]
        self.ask.show(*(asked if state.asking else []))

    def _paint_picture(self, figures: Figures) -> None:
        said = lines(portrait(figures.customers.columns, figures.points).sentence)
        if self.row is not None:
            said.append(
                f"Dark: {figures.customers.names[self.row]}"[:80] + " · mark: average customer"
            )
        with self.take.hold():
            self.take.set("bars", picture_rows(self.bars.bars))
            self.take.signal(title=said)

    def _test(self, figures: Figures) -> None:
        """Compare points with profit: at once where it is quick, else beside the page."""
        if self._tested is not None and _same_test(self._tested, figures):
            return
        if len(figures.customers) <= _AT_ONCE:
            self.test, self._tested = tested(figures), figures
            return

        def done(test: Honesty) -> None:
            self.test, self._tested = test, figures
            self.paint(moving=True)

        self._work.run(lambda _: tested(figures), done)


def _same_test(before: Figures, after: Figures) -> bool:
    same = before.customers is after.customers and before.points.bars == after.points.bars
    return same and np.array_equal(before.counted, after.counted)


def points(engagement: Engagement | None = None) -> PointsPage:
    """Open the points page on an engagement, by default the one this notebook was started for."""
    return PointsPage(Session(engagement or Engagement.current()))
