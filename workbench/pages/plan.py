"""The plan page: decisions proposed and made, each customer's own page, reviews over time.

The page's story: a button, a cell or a form calls a deed; the deed commits one change of the
review; `PlanPage.paint` draws the view that is open. Nothing here computes a figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ipywidgets

from workbench.charts.movement import movement_spec
from workbench.engagement import Engagement
from workbench.frozen import Frozen, Standing, between, frozen
from workbench.pages import plan_customer as own
from workbench.pages import plan_entries as entries
from workbench.pages import plan_gifts as gifts
from workbench.pages import plan_proposed as proposing
from workbench.pages import plan_table as table
from workbench.pages import plan_time as time
from workbench.pages.bottom import Bottom
from workbench.pages.card_control import CardControl
from workbench.pages.contradictions import AtOdds
from workbench.pages.entering import by_hand
from workbench.pages.frame import Frame, segments
from workbench.pages.look_again import looks
from workbench.pages.loyalty_figures import figures
from workbench.pages.matrix_search import Search
from workbench.pages.plan_deeds import Deeds
from workbench.pages.plan_giving import Giving
from workbench.pages.plan_lines import Lines, due_soon, finding, lines_of
from workbench.pages.value_figures import Reckoning
from workbench.review import words
from workbench.review.compare import Comparison
from workbench.review.compare import finding as moved
from workbench.review.movement_picture import movement
from workbench.review.proposals import proposals
from workbench.review.proposed import Proposal
from workbench.review.whom import concerns
from workbench.session import Session
from workbench.widgets.live_chart import LiveChart
from workbench.widgets.view import Node, View, h

_STYLE = Path(__file__).parent.parent / "widgets" / "plan.css"
_KEYS = {"h": "hide", "escape": "leave"}
_TYPE, _ROOM_TYPE = 12.0, 22.0
_HOW = "Click a name, or find one under «A customer», to see the facts behind it."
VIEWS = (
    ("decisions", "Decisions"),
    ("customer", "A customer"),
    ("time", "Over time"),
    ("give", "Give to the owner"),
)


@dataclass
class State:
    """What is open on the page; none of it is saved."""

    view: str = "decisions"
    changing: str = ""
    whom: str = ""
    hide: bool = False
    before: str = ""
    after: str = time.NOW
    grading: str = "quadrant"
    tries: int = 0


class Head(View):
    """The page's views and search; it brings the page's own style with it."""

    _css = _STYLE


class PlanPage:
    """The parts of the plan page around one session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.frame = Frame(session, "plan")
        self.state, self.sought, self.today = State(), Search(), date.today()  # noqa: DTZ011 - the room's own day
        self.proposed: tuple[Proposal, ...] = ()
        self.lines: Lines = self._lines()
        self.kept: tuple[Frozen, ...] = frozen(session.engagement.folder)
        self.at_odds = AtOdds(session)
        self.compared: Comparison | None = None
        self._compared: tuple[object, ...] = ()
        self.head, self.main, self.foot = Head(shortcuts=_KEYS), View(), View()
        self.notes = Bottom(session, "plan", self.frame.tell)
        self.chart = LiveChart(movement_spec(), description="Who moved where")
        self.carded = CardControl(session, self.frame.tell, self._why, how=_HOW)
        self.giving = Giving(session, self.paint, self.main.download, self.frame.tell)
        self._slot = ipywidgets.Box([self.chart], _dom_classes=["wb-slot", "wb-plan-slot"])
        self.deeds = Deeds(self)
        self.frame.on_room = self.paint
        session.observe(lambda _: self.paint(), "review")
        session.observe(lambda _: self.deeds.chosen(), "chosen")
        self.paint()

    @property
    def box(self) -> ipywidgets.Box:
        """The whole page, for a notebook to show."""
        main = ipywidgets.Box(
            [self.head, self.main, self._slot, self.foot, self.notes],
            _dom_classes=["wb-panel", "wb-plan-main"],
        )
        side = ipywidgets.Box([self.carded.view], _dom_classes=["wb-panel", "wb-side"])
        return self.frame.fill(main, side)

    @property
    def as_of(self) -> date | None:
        """Date of the facts."""
        review = self.session.review
        return self.session.engagement.facts(review.as_of, review.window).as_of

    def paint(self) -> None:
        """Draw the view that is open."""
        session, state = self.session, self.state
        currency, placed = session.engagement.currency, session.placement
        self.proposed = proposals(placed, currency, session.review.plan)
        self.lines = self._lines()
        (self._slot.add_class, self._slot.remove_class)[state.view == "time"]("wb-plan-off")
        if state.view == "time":
            self._paint_time()
        elif state.view == "customer":
            self._paint_customer()
        elif state.view == "give":
            self._paint_gifts()
        else:
            self._paint_decisions()
        self.notes.paint(hide=state.hide)
        self.carded.hide = state.hide
        self.carded.paint()

    def _lines(self) -> Lines:
        return lines_of(self.session.placement, self.as_of, self.today)

    def _say(self, sentence: str, *more: Node | None) -> None:
        views = segments("view", VIEWS, self.state.view, label="What to look at", key="view")
        top = h("div.wb-plan-top", h("h1.wb-finding", sentence, aria_live="polite"), views)
        self.head.show(top, *more)

    def _paint_decisions(self) -> None:
        session, state = self.session, self.state
        currency, review, hide = session.engagement.currency, session.review, state.hide
        lines = self.lines
        managers = {key: group.manager for key, group in review.needs.items()}
        due = [one for one in self.carded.again.found() if one.due]
        soon = [due_soon(lines, self.today)]
        soon += [f"{words.count(len(due), 'customer')} to look at again"] if due else []
        self._say(
            finding(len(self.proposed), lines, currency, hide=hide),
            h("p.wb-quiet", " · ".join(said for said in soon if said)),
        )
        placed = session.placement
        shown = table.table(lines, managers, currency, hide=hide) if lines.lines else None
        again = looks(due, placed.customers, hide=hide)
        self.main.show(
            proposing.proposed(self.proposed, placed, currency, changing=state.changing, hide=hide),
            h("h2", "The plan") if shown else None,
            shown,
            table.adding(placed, session.chosen, state.whom, state.tries, hide=hide),
            table.dropped(lines, hide=hide),
            h("h2", "Look at again") if again else None,
            again,
        )
        self.foot.show()

    def _paint_customer(self) -> None:
        session, hide, tries = self.session, self.state.hide, self.state.tries
        row, placed = self.carded.row, session.placement
        self.foot.show()
        if row is None:
            self._say(
                "What we know of a customer, and what is done for them.",
                self.sought.field(placed.customers, hide=hide),
            )
            self.main.show(own.nobody())
            return
        key = str(placed.customers.ids[row])
        shown = own.Shown(
            placed,
            row,
            figures(session.engagement, session.review, placed.customers),
            Reckoning(session).figures(),
            self.at_odds.found().of(key),
            [one for one in self.lines.lines if concerns(one.action, placed, row)],
            session.engagement.currency,
            hide,
        )
        self._say(own.finding(shown), self.sought.field(placed.customers, hide=hide))
        review = session.review
        hours = session.engagement.facts(review.as_of, review.window).rates["person"]
        people = sorted({str(name) for name in hours.dropna()})
        self.main.show(
            h(
                "div.wb-plan-columns",
                h("div.wb-plan-column", own.standing(shown), own.loyalty(shown)),
                h("div.wb-plan-column", own.profile(shown, tries)),
                h(
                    "div.wb-plan-column",
                    entries.plan(shown),
                    by_hand(review, key, people, shown.currency, hide=hide),
                ),
            )
        )

    def _paint_time(self) -> None:
        session, state = self.session, self.state
        folder = session.engagement.folder is not None
        made = self.compared = self._compare()
        sentence = "Freeze this review: the next one will say who moved, and why."
        if made is not None:
            sentence = moved(made)
        self._say(sentence)
        chosen = (state.before, state.after)
        self.main.show(
            h(
                "div.wb-plan-time",
                h(
                    "div.wb-stack",
                    time.since(session.review.opening, session.customers, self.as_of),
                    time.freezing(self.kept, self.today, folder=folder),
                ),
                time.comparing(self.kept, chosen, state.grading),
            )
        )
        if made is None:
            self._slot.add_class("wb-plan-off")
            self.foot.show()
            return
        with self.chart.hold():
            for name, columns in movement(made).items():
                self.chart.set(name, columns)
            self.chart.signal(type=_ROOM_TYPE if self.frame.room else _TYPE)
        self.chart.description = f"Who moved where. {sentence}"
        self.foot.show(
            time.legend(),
            time.totals(made),
            time.moved(made, session.customers, hide=state.hide),
        )

    def _paint_gifts(self) -> None:
        gift, folder = self.giving.gift(), self.session.engagement.folder
        self._say(gifts.sentence(gift))
        self.main.show(gifts.gifts(gift))
        self.foot.show(*gifts.contents(gift, folder.name if folder else "", hide=self.state.hide))

    def _compare(self) -> Comparison | None:
        """Compare the two chosen; kept as long as neither changes."""
        state, review, engagement = self.state, self.session.review, self.session.engagement
        known = {one.key: one for one in self.kept}
        if not known:
            return None
        if state.before not in known:
            state.before = self.kept[0].key
        if state.after != time.NOW and state.after not in known:
            state.after = time.NOW
        question = (state.before, state.after, state.grading, review)
        if self.compared is None or self._compared != question:
            now = Standing(review, engagement.facts(review.as_of, review.window))
            after = now if state.after == time.NOW else known[state.after].standing
            self.compared = between(known[state.before].standing, after, state.grading)
            self._compared = question
        return self.compared

    def _why(self, row: int | None) -> Node | None:
        """Lead from a card to the customer's own page."""
        if row is None or self.state.hide or self.state.view == "customer":
            return None
        theirs = [
            one for one in self.lines.lines if concerns(one.action, self.session.placement, row)
        ]
        return h(
            "div.wb-why",
            h("h3", "Planned"),
            h("ul.wb-plainlist", *(h("li", one.action.action, key=one.key) for one in theirs))
            if theirs
            else h("p.wb-quiet", "Nothing yet."),
            h("button", "Open their page", on={"click": "open"}, type="button"),
        )


def plan(engagement: Engagement | None = None) -> PlanPage:
    """Open the plan page on an engagement, by default the one this notebook was started for."""
    return PlanPage(Session(engagement or Engagement.current()))
