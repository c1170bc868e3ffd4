"""The value page: what customers will be worth, who deserves the most, who drains (domain 8).

The page's story: a slider moves, the session previews, `ValuePage.paint` draws what follows at
once (picture, finding, table); on release the session saves and the rest follows (needs groups,
contradictions, the card). Nothing here computes a figure.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import ipywidgets

from workbench.charts.dots import outline, unsaid
from workbench.charts.value import value_spec
from workbench.engagement import Engagement
from workbench.pages.beside import Beside
from workbench.pages.bottom import Bottom
from workbench.pages.card_control import CardControl
from workbench.pages.contradictions import AtOdds, contradiction_list, first_of_all
from workbench.pages.frame import Frame
from workbench.pages.matrix_search import Search
from workbench.pages.profit_words import first_question
from workbench.pages.value_deeds import Deeds
from workbench.pages.value_figures import Figures, Reckoning
from workbench.pages.value_needs import needs_choice, needs_groups
from workbench.pages.value_parts import (
    formula,
    legend,
    rules,
    search,
    under,
)
from workbench.pages.value_table import group_table
from workbench.review.picture import TYPE, Look
from workbench.review.scales import Ruler
from workbench.review.value_picture import (
    ValueGround,
    value_ground,
    value_picture,
    value_ruler,
    value_signals,
    value_tips,
)
from workbench.review.value_table import finding, why_group
from workbench.session import Session
from workbench.widgets.live_chart import LiveChart
from workbench.widgets.view import Node, View, h

_STYLE = Path(__file__).parent.parent / "widgets" / "value.css"
_KEYS = {"h": "hide", "escape": "leave"}
_ROOM_TYPE = 22.0


class Head(View):
    """The page's search; it brings the page's own style with it."""

    _css = _STYLE


class ValuePage:
    """The parts of the value page around one session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.frame = Frame(session, "value")
        self.hide, self.sought, self.tries = False, Search(), 0
        self.reckoning = Reckoning(session)
        self.figures: Figures = self.reckoning.figures()
        self.ground: ValueGround = value_ground(self.figures.customers, self.figures.made)
        self.at_odds = AtOdds(session)
        self._up: Ruler | None = None
        self._beside = Beside(self._paint_beside)
        self.head, self.formula, self.rules = Head(shortcuts=_KEYS), View(), View()
        self.finding, self.ask, self.legend, self.under = View(), View(), View(), View()
        self.table, self.needs, self.odd = View(), View(), View()
        self.notes = Bottom(session, "value", self.frame.tell)
        self.carded = CardControl(session, self.frame.tell, self._why)
        self.chart = LiveChart(value_spec(), description="Value against room to grow")
        self.deeds = Deeds(self)
        self.frame.on_room = self.paint
        session.observe(lambda _: self.deeds.follow(), "review")
        session.observe(lambda _: self.paint(), "chosen")
        self.paint()

    @property
    def box(self) -> ipywidgets.Box:
        """The whole page, for a notebook to show."""
        stay, later, ahead, share = self.deeds.sliders.values()
        left = ipywidgets.Box(
            [self.head, stay, later, ahead, self.formula, share, self.rules],
            _dom_classes=["wb-panel", "wb-controls"],
        )
        slot = ipywidgets.Box([self.ask, self.chart], _dom_classes=["wb-slot"])
        middle = ipywidgets.Box(
            [self.finding, slot, self.legend, self.under], _dom_classes=["wb-panel", "wb-picture"]
        )
        right = ipywidgets.Box([self.carded.view], _dom_classes=["wb-panel", "wb-side"])
        below = ipywidgets.Box(
            [self.table, self.needs, self.odd, self.notes], _dom_classes=["wb-panel", "wb-below"]
        )
        return self.frame.fill(left, middle, right, below)

    def paint(self, *, moving: bool = False) -> None:
        """Draw what the session shows now; while something moves, only what can't wait."""
        figures = self.figures = self.reckoning.figures()
        if not moving:
            self.ground = value_ground(figures.customers, figures.made, self._look())
            self.deeds.set_sliders(figures.assume)
        self._paint_picture(figures, moving=moving)
        if moving:
            self._beside.soon()
        else:
            self._paint_rest()

    def fit(self) -> None:
        """Draw the picture for the room it has now; nothing else depends on it."""
        self._paint_picture(self.figures, moving=self.session.previewing)

    def _paint_beside(self) -> str:
        """Draw what follows a moving assumption; return the finding."""
        figures, currency = self.figures, self.session.engagement.currency
        sentence = finding(figures.table, figures.assume, currency, hide=self.hide)
        self.finding.show(h("h1.wb-finding", sentence, aria_live="polite"))
        self.formula.show(formula(figures))
        self.rules.show(rules(figures, self.tries, hide=self.hide))
        self.legend.show(legend(figures))
        self.table.show(group_table(figures, hide=self.hide))
        return sentence

    def _paint_rest(self) -> None:
        """Draw all that stands beside the picture."""
        figures, sentence = self.figures, self._paint_beside()
        currency, review = self.session.engagement.currency, self.session.review
        asks = figures.asks
        self.chart.layout.display = "none" if asks else None
        self.ask.show(first_question(currency) if asks else None)
        self.chart.description = f"Value against room to grow. {sentence}"
        self.head.show(search(figures.customers, self.sought.text, hide=self.hide))
        crowd = len(self.ground.crowd)
        self.under.show(under(figures, review, self._nameless(), crowd=crowd, hide=self.hide))
        self.needs.show(needs_groups(review, figures, hide=self.hide, tries=self.tries))
        odd = self.at_odds.found()
        self.odd.show(contradiction_list(figures.customers, odd, hide=self.hide))
        self.notes.paint(hide=self.hide)
        self.carded.hide = self.hide
        self.carded.paint()

    def _paint_picture(self, figures: Figures, *, moving: bool) -> None:
        customers, made, look = figures.customers, figures.made, self._look()
        up = self._up = value_ruler(made, self._up)
        rows = value_picture(customers, made, self.ground, up, look)
        with self.chart.hold():
            if not moving:
                tips = value_tips(customers, made, self.ground, hide=self.hide)
                rows = {**rows, "points": {**rows["points"], **tips}}
            for name, columns in rows.items():
                self.chart.set(name, columns)
            self.chart.set("strip", {"one": ("",)})
            value = customers.columns["long_term_value"]
            signals = value_signals(self.ground, up, value)
            signals = unsaid(signals, "x", "y") if self.hide else signals
            edge = outline(len(self.ground.order))
            self.chart.signal(**signals, type=look.type_size, outline=edge)

    def _look(self) -> Look:
        customers, chosen = self.figures.customers, self.session.chosen
        row = customers.row(chosen) if chosen in customers else None
        type_size = _ROOM_TYPE if self.frame.room else TYPE
        look = Look(row, self.sought.lit(customers), self.hide, type_size=type_size)
        if min(self.chart.box):
            look = replace(look, width=self.chart.box[0], height=self.chart.box[1])
        return look

    def _why(self, row: int | None) -> Node | None:
        """Describe the chosen customer's group, why they are in it, and their needs group."""
        figures, review = self.figures, self.session.review
        if row is None:
            return first_of_all(figures.customers, self.at_odds.found())
        if not figures.real[row]:
            return None
        currency = self.session.engagement.currency
        code = int(figures.made.group[row])
        key = str(figures.customers.ids[row])
        title, why = "In no value group", figures.customers.why_missing("value_group", row)
        if code >= 0:
            title = figures.made.groups[code].name
            known, notes = figures.known, figures.table.notes
            why = why_group(known, figures.made, figures.assume, row, currency, notes=notes)
        odd = [h("p", one.sentence, key=one.kind) for one in self.at_odds.found().of(key)]
        return h("div.wb-why", h("h3", title), h("p", why), *odd, needs_choice(review, key))

    def _nameless(self) -> tuple[float, float]:
        """Return sales, in money, and hours of the window that have no customer."""
        review = self.session.review
        totals = self.session.engagement.facts(review.as_of, review.window).totals
        return totals.get("unidentified_amount", 0.0), totals.get("unallocated_hours", 0.0)


def value(engagement: Engagement | None = None) -> ValuePage:
    """Open the value page on an engagement, by default the one this notebook was started for."""
    return ValuePage(Session(engagement or Engagement.current()))
