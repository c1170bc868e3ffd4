"""The profit page: who adds and who takes back once our people's time counts (domain 6).

The page's story: a rate, an assumption or a switch moves, the session previews, and the curve and
the bars follow at once out of sales and profit alone; on release the session saves and the rest
follows (account, table, lists, the customer's card). A way out of a loss is drawn beside, not
saved. Nothing here computes a figure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ipywidgets
import numpy as np

from workbench.charts.profit import whale_spec
from workbench.engagement import Engagement
from workbench.measures.by_hand import entered_in
from workbench.measures.explain import Asked, explain
from workbench.measures.facts import Facts
from workbench.measures.lines import products
from workbench.measures.made_with import credited
from workbench.pages.beside import Beside
from workbench.pages.bottom import Bottom
from workbench.pages.card_control import CardControl
from workbench.pages.contradictions import AtOdds
from workbench.pages.frame import Frame
from workbench.pages.profit_controls import controls
from workbench.pages.profit_deeds import Deeds
from workbench.pages.profit_effort import asking
from workbench.pages.profit_figures import HIDDEN, Figures, figures
from workbench.pages.profit_lists import lists
from workbench.pages.profit_side import TOLD, WAY_WORDS, statement, ways_out
from workbench.pages.profit_tables import account_table, customer_table
from workbench.pages.profit_words import finding, first_question, under
from workbench.review.explanation import Explanation
from workbench.review.rescue import Way
from workbench.review.whale import Whale, whale
from workbench.review.whale_picture import TYPE, Drawn, Look, edges, whale_picture
from workbench.session import Session
from workbench.widgets.live_chart import LiveChart
from workbench.widgets.view import View, h

_STYLE = Path(__file__).parent.parent / "widgets" / "profit.css"
_ROOM_TYPE = 22.0
_KEYS = {"h": "hide", "escape": "leave"}


class Left(View):
    """The page's controls; they bring the page's own style with them."""

    _css = _STYLE


@dataclass(frozen=True)
class State:
    """What is open on this page; nothing of it is saved. ``opened`` is row and measure."""

    sort: str = "least"
    opened: tuple[int, str] = (-1, "")
    beside: str = ""
    way: Way | None = None
    tries: int = 0
    hide: bool = False


class ProfitPage:
    """The parts of the profit page around one session."""

    def __init__(self, session: Session) -> None:
        self.session, self.state = session, State()
        self.frame = Frame(session, "profit")
        self.figures: Figures = figures(session.engagement, session.review, moving=False)
        self.base: Figures = self.figures
        self.drawn: Drawn | None = None
        self._products: tuple[Facts, tuple[str, ...]] | None = None
        self._beside = Beside(self._paint_beside)
        self.left, self.effort, self.finding = Left(), View(shortcuts=_KEYS), View()
        self.ask, self.under = View(), View()
        self.side, self.ways = View(), View()
        self.carded = CardControl(session, self.frame.tell, told=TOLD)
        self.at_odds = AtOdds(session)
        self.account, self.table, self.lists = View(), View(), View()
        self.notes = Bottom(session, "profit", self.frame.tell)
        self.chart = LiveChart(whale_spec(), description="Who adds and who takes back")
        self.deeds = Deeds(self)
        self.frame.on_room = self.paint
        session.observe(lambda _: self.deeds.follow(), "review")
        session.observe(lambda _: self.deeds.chose(), "chosen")
        self.choose_first()
        self.paint()

    @property
    def box(self) -> ipywidgets.Box:
        """The whole page, for a notebook to show."""
        left = ipywidgets.Box(
            [self.effort, self.left], _dom_classes=["wb-panel", "wb-controls", "wb-profit-left"]
        )
        slot = ipywidgets.Box([self.ask, self.chart], _dom_classes=["wb-slot"])
        middle = ipywidgets.Box(
            [self.finding, slot, self.under], _dom_classes=["wb-panel", "wb-picture"]
        )
        right = ipywidgets.Box(
            [self.side, self.ways, self.carded.view], _dom_classes=["wb-panel", "wb-side"]
        )
        below = ipywidgets.Box(
            [self.account, self.table, self.lists, self.notes],
            _dom_classes=["wb-panel", "wb-below"],
        )
        return self.frame.fill(left, middle, right, below)

    @property
    def row(self) -> int | None:
        """Row of the chosen customer, None without."""
        customers, chosen = self.figures.customers, self.session.chosen
        return customers.row(chosen) if chosen in customers else None

    def choose_first(self) -> None:
        """Choose who takes back most, else the largest, so that the page opens with a question."""
        shown = self.figures
        turnover = np.where(shown.counted, shown.customers.numbers("turnover"), np.nan)
        falling = shown.whale.order
        if len(falling) and shown.profit[falling[-1]] < 0:
            self.session.chosen = str(shown.customers.ids[falling[-1]])
        elif np.isfinite(turnover).any():
            self.session.chosen = str(shown.customers.ids[int(np.nanargmax(turnover))])

    def paint(self) -> None:
        """Draw what the session shows now; while something moves the picture leaves first."""
        moving = self.session.previewing
        session, hide = self.session, self.state.hide
        self.figures = figures(session.engagement, session.review, moving=moving, hide=hide)
        if not moving:
            self.base = self.figures
        self._paint_picture(moving=moving)
        if moving:
            self._beside.soon()
        else:
            self._paint_rest()

    def fit(self) -> None:
        """Draw the picture for the room it has now; nothing else depends on it."""
        self._paint_picture(moving=self.session.previewing)

    def _sentence(self) -> str:
        way, row = self.state.way, self.row
        tried = (
            f"{WAY_WORDS[way]} for {self.figures.customers.names[row]}"
            if way and row is not None
            else ""
        )
        return finding(self.figures, self._curves()[0], tried)

    def _curves(self) -> tuple[Whale, Whale | None]:
        """Return the curve to show, and the quiet one beside it: what was, or what is."""
        shown, row, way = self.figures, self.row, self.state.way
        if way and row is not None and shown.rescue.possible(row, way):
            after = shown.rescue.after(shown.profit, row, way)
            return whale(after, shown.counted), shown.whale
        return shown.whale, self.base.whale if shown is not self.base else None

    def _paint_picture(self, *, moving: bool) -> None:
        asks = self.figures.asks
        self.chart.layout.display = "none" if asks else None
        if asks:
            self.ask.show(first_question(self.figures.currency))
            return
        self.ask.show()
        curve, beside = self._curves()
        width, height = self.chart.box if min(self.chart.box) else (620, 430)
        look = Look(
            self.row,
            float(width),
            float(height),
            type_size=_ROOM_TYPE if self.frame.room else TYPE,
            # texts for the pointer can wait, unless there are other bars than before
            moving=moving and self.chart.rows("bars") == len(edges(len(curve.order))) - 1,
            hide=self.state.hide,
        )
        customers, currency = self.figures.customers, self.figures.currency
        self.drawn = whale_picture(curve, customers, currency, look, beside)
        with self.chart.hold():
            for name, columns in self.drawn.rows.items():
                self.chart.set(name, columns)
            self.chart.signal(**self.drawn.signals)

    def _paint_beside(self) -> None:
        """Draw what has to follow a move: the finding, the controls' own figures, the account."""
        shown = self.figures
        sentence = self._sentence()
        self.left.show(controls(shown, tries=self.state.tries))
        self.finding.show(h("h1.wb-finding", sentence, aria_live="polite"))
        self.under.show(under(shown))
        self.account.show(account_table(shown))
        self._paint_side()

    def _paint_side(self) -> None:
        row, shown = self.row, self.figures
        if row is None:
            self.side.show()
            self.ways.show()
            return
        name = self.state.beside
        told = self.told(row, name) if name else None
        self.side.show(statement(shown, row, name, told))
        self.ways.show(ways_out(shown, row, self.state.way))

    def _paint_rest(self) -> None:
        shown, state = self.figures, self.state
        self._paint_beside()
        self.chart.description = f"Whale curve of customers. {self._sentence()}"
        asked = asking(shown, self.row)
        self.effort.show(asked.node if asked else None)
        row, name = state.opened
        told = self.told(row, name) if name else None
        self.table.show(customer_table(shown, state.sort, state.opened, told))
        ledger = self.session.engagement.ledger
        if self._products is None or self._products[0] is not shown.facts:
            self._products = (shown.facts, products(ledger, shown.facts))
        made = credited(shown.facts, shown.costs.made_with)
        again = self.carded.again.found()
        self.lists.show(
            lists(shown, made, self._products[1], self.session.chosen, again),
            self.at_odds.line(hide=state.hide),
        )
        self.notes.paint(hide=state.hide)
        self.carded.hide = state.hide
        self.carded.paint()

    def told(self, row: int, measure: str) -> Explanation | None:
        """Return where a figure comes from; None for a customer that is gone."""
        shown = self.figures
        if not 0 <= row < len(shown.customers):
            return None
        if shown.hide:
            return Explanation((), (HIDDEN,))
        key = str(shown.customers.ids[row])
        ledger = self.session.engagement.ledger
        by_hand = tuple(entered_in(shown.review).values())
        made = Asked(ledger, shown.facts, shown.costs, shown.customers, key, measure, by_hand)
        return explain(made)

    def turn(self, **fields: Any) -> None:
        """Open, close or switch something of this page alone."""
        self.state = replace(self.state, **fields)
        self.paint()

    def whose(self, bar: int) -> str:
        """Return the id of the customer a bar stands for."""
        if self.drawn is None or not 0 <= bar < len(self.drawn.whose):
            return ""
        return str(self.figures.customers.ids[int(np.asarray(self.drawn.whose)[bar])])


def profit(engagement: Engagement | None = None) -> ProfitPage:
    """Open the profit page on an engagement, by default the one this notebook was started for."""
    return ProfitPage(Session(engagement or Engagement.current()))
