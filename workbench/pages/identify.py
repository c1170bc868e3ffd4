"""The identify page: who are our customers, where do we know them from, is one there twice?

The page's story: a button, a key or a form calls a deed; the deed commits one change of the review;
`IdentifyPage.paint` draws the view that is open. Files go through `Filing`, the opening questions
through `Questions`; pairs that look alike are searched for aside, once for what the ledger holds.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ipywidgets
import pandas as pd

from workbench.engagement import Engagement
from workbench.errors import WorkbenchError
from workbench.measures.known import everybody_named
from workbench.pages import identify_nobodys as nobodys
from workbench.pages import identify_twice as twice
from workbench.pages import identify_who as who
from workbench.pages.background import Background
from workbench.pages.card_control import CardControl
from workbench.pages.frame import Frame, segments
from workbench.pages.identify_called import called, offer
from workbench.pages.identify_deeds import Deeds
from workbench.pages.identify_figures import Figures, Identifying
from workbench.pages.identify_filing import Filing
from workbench.pages.identify_twice import Pairs
from workbench.pages.matrix_search import Search
from workbench.pages.start import Styled
from workbench.pages.start_confirm import reading
from workbench.pages.start_questions import Questions
from workbench.review.same import roots
from workbench.session import Session
from workbench.sources.identity import Candidate, candidates
from workbench.widgets.view import Node, View, h

_WIDGETS = Path(__file__).parent.parent / "widgets"
_KEYS = {"h": "hide", "escape": "leave"}
VIEWS = {
    "who": "Who they are",
    "twice": "There twice?",
    "files": "Files",
    "before": "Before any figure",
}


class Head(View):
    """The page's views and search; it brings the page's own style with it."""

    _css = _WIDGETS / "identify.css"


class Main(View):
    """What is looked at; it brings the style of what is entered by hand."""

    _css = _WIDGETS / "plan.css"


class IdentifyPage:
    """The parts of the identify page around one session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.frame = Frame(session, "identify")
        self.view, self.hide, self.sought = "who", False, Search()
        self.known = Identifying(session)
        self.figures: Figures = self.known.figures()
        self.found: tuple[Candidate, ...] = ()
        self.rows = pd.DataFrame({"name": []}, dtype="str")
        self.skipped: list[frozenset[str]] = []
        self.swapped = False
        self._searched: tuple[object, ...] = ()
        self.compared = False
        self.search = Background(self.frame.tell)
        self.head, self.main, self.style = Head(), Main(), Styled()
        self.carded = CardControl(session, self.frame.tell, self._why)
        self.filing = Filing(session, self.frame.tell, self.paint)
        self.questions = Questions(self.frame.tell, session)
        self.slot = ipywidgets.Box(_dom_classes=["wb-start", "wb-who-slot"])
        self.deeds = Deeds(self)
        self.frame.on_room = self.paint
        session.observe(lambda _: self.paint(), "review")
        session.observe(lambda _: self.paint(), "chosen")
        self.paint()

    @property
    def box(self) -> ipywidgets.Box:
        """The whole page, for a notebook to show."""
        main = ipywidgets.Box(
            [self.head, self.slot, self.style], _dom_classes=["wb-panel", "wb-who-main"]
        )
        side = ipywidgets.Box([self.carded.view], _dom_classes=["wb-panel", "wb-side"])
        return self.frame.fill(main, side)

    @property
    def pairs(self) -> Pairs:
        """Pairs that might be one customer and are not decided yet."""
        return twice.undecided(self.found, self.session.review, self.skipped, self.rows)

    def pair(self) -> Candidate:
        """Return the pair shown; `WorkbenchError` where none is."""
        now = self.pairs.now
        if now is None or self.view != "twice":
            raise WorkbenchError("There is no pair to decide")
        return now

    def open(self, view: str) -> None:
        """Look at something else."""
        if view in VIEWS:
            self.view = view
            self.paint()

    def paint(self) -> None:
        """Draw the view that is open."""
        self.figures = self.known.figures()
        self._search()
        draw: dict[str, Callable[[], list[ipywidgets.Widget]]] = {
            "who": self._who,
            "twice": self._twice,
            "files": self.filing.parts,
            "before": self._before,
        }
        answering = self.view == "twice" and not self.hide and self.pairs.now is not None
        self.head.shortcuts = _KEYS | (twice.KEYS if answering else {})
        if self.view != "before" or self.hide:
            self.questions.view.shortcuts = {}
        naming = self.hide and self.view in {"twice", "before"}
        parts = self._hidden() if naming else draw[self.view]()
        if list(self.slot.children) != parts:
            self.slot.children = parts
        self._paint_head()
        self.carded.hide = self.hide
        self.carded.paint()

    def _paint_head(self) -> None:
        labels = dict(VIEWS)
        if left := len(self.pairs.first) + len(self.pairs.later):
            labels["twice"] += f" {left:,}"
        sentence = self.figures.finding(hide=self.hide)
        if self.view == "twice":
            sentence = "Is anybody there twice?"
            if self.compared:
                sentence = twice.finding(self.pairs)
        self.head.show(
            h("h1.wb-finding", sentence, aria_live="polite"),
            who.counts(self.figures, self.session.review),
            h(
                "div.wb-row.wb-who-views",
                segments("view", tuple(labels.items()), self.view, label="What to look at"),
                self.sought.field(self.figures.customers, hide=self.hide)
                if self.view == "who"
                else None,
                h("span.wb-fill"),
                h("a.wb-link", "Another client", href="index.ipynb"),
            ),
        )

    def _who(self) -> list[ipywidgets.Widget]:
        figures, review, hide = self.figures, self.session.review, self.hide
        chosen = self.session.chosen
        facts = self.session.engagement.facts(review.as_of, review.window)
        people = sorted({str(name) for name in facts.rates["person"].dropna()})
        self.main.show(
            h(
                "div.wb-who-columns",
                h(
                    "div.wb-who-column",
                    who.leaders(figures, review, chosen, hide=hide),
                    who.aside(figures, review, hide=hide),
                ),
                h(
                    "div.wb-who-column",
                    nobodys.without(figures, review, chosen, hide=hide),
                    who.absent(figures, hide=hide),
                    who.consent(figures, review),
                    nobodys.entering(figures, review, chosen, people, hide=hide),
                ),
            )
        )
        return [self.main]

    def _twice(self) -> list[ipywidgets.Widget]:
        if self.search.busy:
            self.main.show(*reading("Comparing names, addresses and numbers"))
        elif not self.compared:
            self.main.show(twice.not_compared())
        else:
            pairs = self.pairs
            self.main.show(
                offer(called(pairs)),
                twice.deciding(pairs, self.figures, swapped=self.swapped),
                *twice.waiting(pairs),
                twice.decided(self.session.review, pairs),
            )
        return [self.main]

    def _hidden(self) -> list[ipywidgets.Widget]:
        self.main.show(h("p", "Names are hidden; H shows them again."))
        return [self.main]

    def _before(self) -> list[ipywidgets.Widget]:
        self.questions.paint()
        return [self.questions.view]

    def _search(self) -> None:
        """Look for customers that are there twice, once for what the ledger's files hold."""
        engagement, review = self.session.engagement, self.session.review
        question = (engagement.stamp, tuple(review.newcomers))
        if question == self._searched:
            return
        self._searched, self.compared, ledger = question, False, engagement.ledger
        ids, merged = self.figures.customers.ids, roots(review.same_as)
        top = {str(ids[row]) for row in self.figures.leaders}

        def work(stopped: Callable[[], None]) -> tuple[tuple[Candidate, ...], pd.DataFrame]:
            stopped()
            known = everybody_named(ledger)
            new = {key: one.name for key, one in review.newcomers.items() if key not in known.index}
            known = pd.concat([known, pd.DataFrame({"name": pd.Series(new, dtype="str")})])
            leaders = [str(key) for key in known.index if merged.get(str(key), key) in top]
            return candidates(known, leaders=leaders), known

        self.search.run(work, self._compared)

    def _compared(self, came: tuple[tuple[Candidate, ...], pd.DataFrame]) -> None:
        (self.found, self.rows), self.compared = came, True
        self.paint()

    def compare(self, *, anew: bool) -> None:
        """Begin anew to look for customers that are there twice, or give it up."""
        self.search.cancel()
        if anew:
            self._searched = ()
        self.paint()

    def _why(self, row: int | None) -> Node | None:
        """Tell on the card which sources know the customer; without one, what is left to do."""
        if row is None or self.hide:
            n = len(self.pairs.first) + len(self.pairs.later)
            return None if self.hide else who.left_to_do(self.figures, self.session.review, n)
        return who.known_by(self.session, self.figures, row)


def identify(engagement: Engagement | None = None) -> IdentifyPage:
    """Open the identify page on an engagement, by default the one this notebook is for."""
    return IdentifyPage(Session(engagement or Engagement.current()))
