"""The loyalty page: nine signs by evidence, and how recently, how often, how much (domain 7).

The page's story: a key or a control calls a deed; the deed previews or commits one change of the
review; `LoyaltyPage.paint` draws the view that is open. Nothing here computes a figure.
"""

from __future__ import annotations

from pathlib import Path

import ipywidgets
import numpy as np

from workbench.charts import loyalty as pictures
from workbench.customers import Customers
from workbench.engagement import Engagement
from workbench.measures.timeline import Happening, Timeline, happenings, purchases
from workbench.pages import loyalty_card
from workbench.pages import loyalty_grid as grid
from workbench.pages import loyalty_lists as lists
from workbench.pages import loyalty_scores as scores
from workbench.pages import loyalty_segments as table
from workbench.pages import loyalty_signs as signs_view
from workbench.pages import loyalty_thanks as thanks
from workbench.pages.bottom import Bottom
from workbench.pages.card_control import CardControl
from workbench.pages.contradictions import AtOdds
from workbench.pages.frame import Frame, segments
from workbench.pages.loyalty_deeds import Deeds
from workbench.pages.loyalty_figures import Figures, figures
from workbench.pages.loyalty_picture import heat, listed, named_in, over_time, said_of
from workbench.pages.loyalty_sign_deeds import kinds
from workbench.pages.loyalty_state import State
from workbench.review.review import Review
from workbench.session import Session
from workbench.widgets.live_chart import LiveChart
from workbench.widgets.view import Node, View, h

_STYLE = Path(__file__).parent.parent / "widgets" / "loyalty.css"
_ROOM_TYPE, _TYPE = 22.0, 12.0
VIEWS = (
    ("signs", "Signs"),
    ("buying", "How they buy"),
    ("best", "The best"),
    ("falling", "Falling away"),
)
_SHOWN_IN = {
    "signs": {"signs"},
    "heat": {"buying"},
    "bars": {"best", "falling"},
    "timeline": {"buying", "best", "falling"},
}
_KEYS = {"h": "hide", "escape": "leave"}


class Head(View):
    """The page's views; it brings the page's own style with it."""

    _css = _STYLE


class LoyaltyPage:
    """The parts of the loyalty page around one session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.frame = Frame(session, "loyalty")
        self.state = State()
        self.settled: Review | None = None
        self._still: Customers | None = None
        self.head, self.controls = Head(shortcuts=_KEYS), View()
        self.finding, self.grid, self.why, self.under = View(), View(), View(), View()
        self.line, self.table = View(), View()
        self.odd, self.at_odds = View(), AtOdds(session)
        self.notes = Bottom(session, "loyalty", self.frame.tell)
        self.heat = LiveChart(pictures.heat_spec(), description="Scores as a heat map")
        self.bars = LiveChart(pictures.bars_spec(), description="A list of customers")
        self.timeline = LiveChart(pictures.timeline_spec(), description="Purchases over time")
        self.carded = CardControl(
            session,
            self.frame.tell,
            lambda row: loyalty_card.why(self.figures, row),
            how="Click a name or a cell to see the facts behind it.",
        )
        self._bought: tuple[tuple[object, ...], Timeline] | None = None
        self._happened: tuple[tuple[object, ...], tuple[Happening, ...]] | None = None
        self._slots = {
            name: ipywidgets.Box([part], _dom_classes=["wb-slot", f"wb-slot-{name}"])
            for name, part in (
                ("signs", self.grid),
                ("heat", self.heat),
                ("bars", self.bars),
                ("timeline", self.timeline),
            )
        }
        self.deeds = Deeds(self)
        self.frame.on_room = self.paint
        session.observe(lambda _: self.paint(), "review")
        session.observe(lambda _: self.deeds.signs.follow(), "chosen")
        self.paint()

    @property
    def box(self) -> ipywidgets.Box:
        """The whole page, for a notebook to show."""
        left = ipywidgets.Box([self.head, self.controls], _dom_classes=["wb-panel", "wb-controls"])
        right = ipywidgets.Box([self.carded.view], _dom_classes=["wb-panel", "wb-side"])
        below = ipywidgets.Box(
            [self.table, self.odd, self.notes], _dom_classes=["wb-panel", "wb-below"]
        )
        pictures = [self._slots[name] for name in ("signs", "heat", "bars")]
        middle = ipywidgets.Box(
            [self.finding, *pictures, self.why, self.under, self.line, self._slots["timeline"]],
            _dom_classes=["wb-panel", "wb-picture"],
        )
        return self.frame.fill(left, middle, right, below)

    @property
    def figures(self) -> Figures:
        """What the page shows now.

        While something moves, everybody's facts stand still: they are not derived anew.
        """
        session = self.session
        if self._still is None or not session.previewing:
            self._still = session.customers
        return figures(session.engagement, session.review, self._still, moving=session.previewing)

    def paint(self) -> None:
        """Draw the view that is open; while something moves, only what can't wait."""
        shown, view = self.figures, self.state.view
        moving = self.session.previewing
        self.settled = None if moving else self.session.review
        self._arrange(view)
        if not moving:
            self.carded.hide = self.state.hide
            self.carded.paint()
            self.head.show(
                segments("view", VIEWS[:2], view, label="What to look at", key="view"),
                segments("view", VIEWS[2:], view, label="On demand", key="list"),
            )
            self.odd.show(self.at_odds.line(hide=self.state.hide))
            self.notes.paint(hide=self.state.hide)
        if view == "signs":
            self._paint_signs(shown, moving=moving)
        elif view == "buying":
            self._paint_buying(shown, moving=moving)
        else:
            self._paint_list(shown, view)
        if view != "signs" and not moving:
            self._paint_timeline(shown)

    def _arrange(self, view: str) -> None:
        """Show the slots of a view; the others stay in place, out of sight."""
        for name, slot in self._slots.items():
            shown = view in _SHOWN_IN[name]
            if shown and name == "timeline":
                continue  # who is chosen decides, and an empty picture would flash first
            (slot.remove_class if shown else slot.add_class)("wb-loyal-off")
        if view == "signs":
            self.line.show()
        else:
            self.why.show()

    def _row(self, shown: Figures) -> int | None:
        """Return the row of the chosen customer; None without."""
        chosen = self.session.chosen
        return shown.customers.row(chosen) if chosen in shown.customers else None

    def _say(self, sentence: str) -> None:
        self.finding.show(h("h1.wb-finding", sentence, aria_live="polite"))

    def _paint_signs(self, shown: Figures, *, moving: bool) -> None:
        state, row = self.state, self._row(shown)
        at = self.deeds.signs.at(shown)
        self._say(grid.finding(shown))
        self.grid.show(
            grid.grid(shown, self.deeds.signs.rows(shown), at, row, hide=state.hide)
            if at
            else h("p.wb-quiet", "There are no customers yet: bring the client's file on page 1.")
        )
        self.controls.show(signs_view.weights(shown), signs_view.keys())
        if moving:
            return
        self.why.show(
            grid.evidence(shown, at, self._events(shown, at[0]), hide=state.hide) if at else None
        )
        rest = int(shown.counted.sum()) - len(shown.asked)
        self.under.show(
            h(
                "div.wb-under",
                h(
                    "div.wb-said",
                    h(
                        "span",
                        f"{len(shown.asked):,} asked about",
                        title="The customers that bring 80 % of turnover, at most 25",
                    ),
                    h(
                        "span",
                        f"{rest:,} not asked",
                        title="They keep what follows from facts; choose one, to judge them too",
                    ),
                    *scores.left_out(shown, hide=state.hide),
                ),
            )
        )
        self.table.show(
            h(
                "div.wb-loyal-two",
                signs_view.rules(shown, kinds(shown)),
                thanks.recommending(shown, hide=state.hide),
            )
        )

    def _paint_buying(self, shown: Figures, *, moving: bool) -> None:
        hide = self.state.hide
        currency = self.session.engagement.currency
        sentence = scores.finding(shown)
        self._say(sentence)
        row = self._row(shown)
        at = [float(part[row]) for part in shown.scores[:2]] if row is not None else [np.nan] * 2
        with self.heat.hold():
            self.heat.set("cells", heat(shown, currency, hide=hide))
            self.heat.set("chosen", pictures.heat_chosen(*at))
            self.heat.signal(type=_ROOM_TYPE if self.frame.room else _TYPE)
        self.controls.show(scores.controls(shown, hide=hide))
        if moving:
            return
        self.table.show(table.rules(shown, currency, hide=hide))
        self.heat.description = f"Scores as a heat map. {sentence}"
        here = named_in(shown, self.state.cell, hide=hide)
        self.under.show(_under([*scores.under(shown, hide=hide), _darker()]), here)

    def _paint_list(self, shown: Figures, view: str) -> None:
        hide, currency = self.state.hide, self.session.engagement.currency
        sentence = lists.finding(shown, view, currency, hide=hide)
        self._say(sentence)
        with self.bars.hold():
            self.bars.set("bars", listed(shown, lists.rows_of(shown, view), currency, hide=hide))
            unit = "the largest = 100" if hide else currency
            self.bars.signal(title=f"Turnover, {unit}" if lists.rows_of(shown, view) else "")
        self.bars.description = sentence
        self.controls.show(lists.explained(shown, view))
        self.under.show(_under(scores.under(shown, hide=hide)))
        self.table.show(lists.table(shown, view, currency, hide=hide))

    def _paint_timeline(self, shown: Figures) -> None:
        row, as_of, slot = self._row(shown), shown.facts.as_of, self._slots["timeline"]
        if row is None or row >= len(shown.facts) or as_of is None:
            first = "a square, then a name" if self.state.view == "buying" else "a name"
            said = f"Click {first}, to see when they bought and how long they usually wait."
            self.line.show(h("p.wb-loyal-line", said))
            slot.add_class("wb-loyal-off")
            return
        slot.remove_class("wb-loyal-off")
        bought = self._purchases(shown, row)
        said = said_of(shown, row, bought, hide=self.state.hide)
        self.line.show(h("p.wb-loyal-line", said, dir="auto"))
        currency = self.session.engagement.currency
        with self.timeline.hold():
            for name, columns in over_time(bought, as_of, currency, hide=self.state.hide).items():
                self.timeline.set(name, columns)
        self.timeline.description = f"Purchases over time. {said}"

    def _purchases(self, shown: Figures, row: int) -> Timeline:
        """Ask the ledger for one customer's purchases, once per customer and date."""
        customer, as_of = str(shown.customers.ids[row]), shown.facts.as_of
        key = (customer, as_of)
        if self._bought is None or self._bought[0] != key:
            assert as_of is not None  # noqa: S101 - nothing is bought without a date
            self._bought = (key, purchases(self.session.engagement.ledger, customer, as_of))
        return self._bought[1]

    def _events(self, shown: Figures, row: int) -> tuple[Happening, ...]:
        """Ask the ledger for one customer's events in the window, once per customer and date."""
        customer, period = str(shown.customers.ids[row]), shown.facts.period
        if period is None:
            return ()
        key = (customer, period)
        if self._happened is None or self._happened[0] != key:
            self._happened = (key, happenings(self.session.engagement.ledger, customer, period))
        return self._happened[1]


def _darker() -> Node:
    return h("span", "darker: they buy more", title="Mean score of how much, per cell")


def _under(said: list[Node]) -> Node:
    return h(
        "div.wb-under",
        h("div.wb-said", *said),
        h(
            "div.wb-row",
            h("span.wb-quiet", "Copy the picture:"),
            h("button.wb-link", "PNG", on={"click": "png"}, type="button"),
            h("button.wb-link", "SVG", on={"click": "svg"}, type="button"),
        ),
    )


def loyalty(engagement: Engagement | None = None) -> LoyaltyPage:
    """Open the loyalty page on an engagement, by default the one this notebook was started for."""
    return LoyaltyPage(Session(engagement or Engagement.current()))
