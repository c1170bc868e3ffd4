"""The tiers page: the one verdict on each customer, and what follows from it (domain 9).

The page's story: a threshold moves, the session previews, and cards change their column at once;
on release the session saves. A card dropped on another column asks for the reason in the
customer's card, which is the one place where a person chooses a tier. Nothing here computes a
figure.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import ipywidgets
import numpy as np

from workbench.charts.tiers import effort_rows, effort_spec
from workbench.engagement import Engagement
from workbench.pages.bottom import Bottom
from workbench.pages.card_control import CardControl
from workbench.pages.frame import Frame, segments
from workbench.pages.matrix_search import Search
from workbench.pages.profit_words import first_question
from workbench.pages.tiers_asking import asking
from workbench.pages.tiers_board import board
from workbench.pages.tiers_deeds import VIEWS, Deeds
from workbench.pages.tiers_effort import (
    WHAT,
    effort_table,
    effort_title,
    known,
    messages,
    standing,
)
from workbench.pages.tiers_figures import Figures
from workbench.pages.tiers_guesses import gut
from workbench.pages.tiers_lifting import directory, lifting
from workbench.pages.tiers_parting import leaving, parting
from workbench.pages.tiers_rules import rules
from workbench.pages.tiers_table import sums, table
from workbench.review import words
from workbench.review.parting import parting as reckoned
from workbench.review.tier_table import effort, finding
from workbench.review.tiering import tiered
from workbench.session import Session
from workbench.widgets.live_chart import LiveChart
from workbench.widgets.view import Node, View, h

_STYLE = Path(__file__).parent.parent / "widgets" / "tiers.css"
_KEYS = {**{str(n): f"key{n}" for n in range(1, 5)}, "h": "hide", "escape": "leave"}
_LISTED = 100
_GOOD = (1, 2)


class Left(View):
    """The page's rules; they bring the page's own style with them."""

    _css = _STYLE


class TiersPage:
    """The parts of the tiers page around one session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.frame = Frame(session, "tiers")
        self.sought = Search()
        self.left, self.top, self.main = Left(shortcuts=_KEYS), View(), View()
        self.carded = CardControl(
            session, self.frame.tell, how="Click a card or a name to see the facts behind it."
        )
        self.standing, self.words = View(), View()
        self.notes = Bottom(session, "tiers", self.frame.tell)
        self.lift, self.others, self.part, self.sums = View(), View(), View(), View()
        self.titles = {what: View() for what in WHAT}
        self.shares = {what: View() for what in WHAT}
        self.charts = {
            what: LiveChart(effort_spec(), description=f"Where {said} go, tier by tier")
            for what, said in WHAT.items()
        }
        self.figures = self._figures()
        self.deeds = Deeds(self)
        self.frame.on_room = self.paint
        session.observe(lambda _: self.paint(), "review")
        session.observe(lambda _: self.paint(), "chosen")
        self.choose_first()
        self.paint()

    @property
    def box(self) -> ipywidgets.Box:
        """The whole page, for a notebook to show."""
        left = ipywidgets.Box([self.left], _dom_classes=["wb-panel", "wb-controls"])
        middle = ipywidgets.Box(
            [self.top, self.main], _dom_classes=["wb-panel", "wb-picture", "wb-tiers-main"]
        )
        right = ipywidgets.Box([self.carded.view], _dom_classes=["wb-panel", "wb-side"])
        pictures = [
            ipywidgets.Box(
                [
                    self.titles[what],
                    ipywidgets.Box([self.charts[what]], _dom_classes=["wb-effort-slot"]),
                    self.shares[what],
                ],
                _dom_classes=["wb-effort"],
            )
            for what in WHAT
        ]
        efforts = ipywidgets.Box(
            [self.standing, *pictures], _dom_classes=["wb-panel", "wb-below", "wb-efforts"]
        )
        lift = ipywidgets.Box([self.lift, self.others], _dom_classes=["wb-way"])
        part = ipywidgets.Box([self.part], _dom_classes=["wb-way"])
        ways = ipywidgets.Box([lift, part], _dom_classes=["wb-panel", "wb-below", "wb-ways"])
        below = [self.words, self.sums, self.notes]
        said = ipywidgets.Box(below, _dom_classes=["wb-panel", "wb-below"])
        return self.frame.fill(left, middle, right, efforts, ways, said)

    @property
    def row(self) -> int | None:
        """Row of the chosen customer, None without."""
        customers, chosen = self.figures.customers, self.session.chosen
        return customers.row(chosen) if chosen in customers else None

    def choose_first(self) -> None:
        """Choose who asks for a decision: facts changed under a tier, else the largest loss."""
        figures = self.figures
        open_ = [*np.flatnonzero(figures.flagged), *figures.in_tier(4), *figures.in_tier(1)]
        if open_:
            self.session.chosen = str(figures.customers.ids[int(open_[0])])

    def paint(self) -> None:
        """Draw what the session shows now; while something moves, only what can't wait."""
        self.figures = self._figures()
        figures, state = self.figures, self.deeds.state
        hide = self.carded.hide = state.hide
        self.left.show(*self._controls(), *rules(figures, state.tries))
        self.top.show(*self._head())
        columns = partial(board, most=state.most)
        shown = {"table": table, "ask": asking}.get(state.view, columns)
        ask = [first_question(figures.currency)] if figures.asks else []
        self.main.show(*ask, shown(figures, self.row, hide=hide))
        self._paint_effort()
        if self.session.previewing:
            return
        self.carded.paint()
        kept = state.kept
        made = reckoned(figures.customers, leaving(figures, kept), figures.found.of(*_GOOD))
        self.lift.show(lifting(figures, hide=hide))
        self.others.show(directory(figures, hide=hide))
        self.part.show(parting(figures, made, kept, hide=hide))
        self.words.show(messages(figures))
        self.sums.show(h("h2", "It adds up"), sums(figures, hide=hide))
        self.notes.paint(hide=hide)

    def _figures(self) -> Figures:
        """Return what is shown; while a rule moves the facts stand, so only the tiers are anew."""
        session, review = self.session, self.session.review
        facts = session.engagement.facts(review.as_of, review.window)
        if session.previewing:
            standing_ = self.figures.customers
            return Figures(facts, review, standing_, tiered(standing_, review))
        return Figures(facts, review, session.placement.customers, self.carded.tiering.found())

    def _paint_effort(self) -> None:
        figures, state = self.figures, self.deeds.state
        self.standing.show(standing(figures, hide=state.hide))
        for what, chart in self.charts.items():
            told = known(figures, what)
            lines = effort(figures.table, what, figures.said.words) if told else ()
            self.titles[what].show(effort_title(what))
            self.shares[what].show(*effort_table(figures, what, state.tries, hide=state.hide))
            chart.set("bars", effort_rows(lines))

    def _controls(self) -> list[Node]:
        find = h(
            "input.wb-input",
            type="search",
            value=self.deeds.state.search,
            placeholder="Find a name",
            aria_label="Find a name",
            on={"input": "find", "change": "find"},
            key="find",
            autocomplete="off",
            maxlength=100,
        )
        return [find]

    def _head(self) -> list[Node]:
        figures, state = self.figures, self.deeds.state
        return [
            h("h1.wb-finding", finding(figures.table, figures.currency), aria_live="polite")
            if not state.hide
            else h("h1.wb-finding", "Names and money are hidden"),
            h(
                "div.wb-row.wb-tiers-under",
                h("div.wb-said", *_counts(figures, hide=state.hide)),
                segments("view", VIEWS, state.view, label="How the tiers are shown", key="view"),
            ),
            *gut(figures, hide=state.hide),
        ]


def _counts(figures: Figures, *, hide: bool) -> list[Node]:
    """Count who is in a tier, who isn't and why, who was put there by a person."""
    table = figures.table
    said = [h("span", f"{words.count(table.placed.customers, 'customer')} in a tier", key="placed")]
    if len(figures.out):
        lines = [_why_out(figures, int(row), hide=hide) for row in figures.out[:_LISTED]]
        more = len(figures.out) - len(lines)
        said.append(
            h(
                "details.wb-inline",
                h("summary", f"not placed: {len(figures.out):,}"),
                h(
                    "div",
                    h("ul.wb-plainlist", *lines),
                    h("p.wb-quiet", f"and {more:,} more in the table's file") if more else None,
                ),
                key="out",
            )
        )
    for n, text in (
        (table.set_aside.customers, "set aside"),
        (int(figures.found.chosen.sum()), "by hand"),
        (int(np.count_nonzero(figures.flagged)), "with facts changed under it"),
    ):
        if n:
            said.append(h("span", f"{n:,} {text}", key=text))
    return said


def _why_out(figures: Figures, row: int, *, hide: bool) -> Node:
    why = figures.customers.why_missing("tier", row)
    key = str(figures.customers.ids[row])
    return h(
        "li",
        h(
            "button.wb-link",
            figures.name(row, hide=hide),
            on={"click": "choose"},
            key=key,
            type="button",
            dir="auto",
        ),
        h("span.wb-quiet", f" {why}", dir="auto"),
        key=f"out {key}",
    )


def tiers(engagement: Engagement | None = None) -> TiersPage:
    """Open the tiers page on an engagement, by default the one this notebook was started for."""
    return TiersPage(Session(engagement or Engagement.current()))
