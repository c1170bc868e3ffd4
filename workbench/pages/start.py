"""The start page: bring a client's file, confirm its columns, open the picture (issue 1).

The page's story: files arrive or a client is picked; a draft is read and counted aside; while
that goes on the opening questions are asked; «Open the picture» makes the client's folder and
leads to its matrix. What was typed stays until it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import ipywidgets

from workbench.engagement import Engagement
from workbench.folder import named_folder, read_card
from workbench.pages.bringing import Bringing
from workbench.pages.frame import Bar, Frame
from workbench.pages.start_begin import bar, below, heading, here, problem
from workbench.pages.start_clients import clients, home, opening_link
from workbench.pages.start_confirm import client_head, confirm, reading
from workbench.pages.start_deeds import Deeds
from workbench.pages.start_making import make_client
from workbench.pages.start_questions import Questions
from workbench.session import Session
from workbench.store import NOBODY
from workbench.widgets.view import View

_MEANWHILE = "Meanwhile, the questions at the right."


class Styled(View):
    """A view that brings the style of bringing files along."""

    _css = Path(__file__).parent.parent / "widgets" / "start.css"


class StartPage:
    """The parts of the start page; ``session`` is the engagement it runs for, if any."""

    def __init__(self, session: Session | None = None) -> None:
        self.session = session
        self.who = NOBODY
        self.coming = Bringing(
            self.paint,
            hint="CSV, Excel, Parquet, a database or a zip; several at once if you have them",
        )
        self.head, self.problem, self.under = View(), View(), View()
        self.questions = Questions(self.coming.refuse, None)
        self.style = Styled()
        self.all_shown = False
        self.deeds = Deeds(self)
        self.body = ipywidgets.Box()
        if session is None:
            self.bar = Bar()
            self.bar.on(self.coming.say, who=self.deeds.named)
            self.bar.show(bar())
            self.box = ipywidgets.Box(
                [self.bar, self.body, self.style], _dom_classes=["wb", "wb-sheet"]
            )
        else:
            self.frame = Frame(session, "index")
            self.box = self.frame.fill(self.body, self.style)
            session.observe(lambda _: self.paint(), "review")
        self.paint()

    def open(self) -> None:
        """Make the client's folder and lead to its matrix.

        Raises
        ------
        WorkbenchError
            When something is missing yet.
        """
        answers, files = self.questions.answers(), self.coming.files
        who = self.session.who if self.session else self.who
        now = self.coming.ready()

        def work(_: Callable[[], None]) -> Path:
            return make_client(files, now, answers=answers, who=who)

        self.coming.take(work, self.lead_to)

    def paint(self) -> None:
        """Draw the stage the page is in."""
        coming = self.coming
        now, beginning = coming.now, coming.beginning
        if beginning:
            waiting = [path.name for path in coming.files] if coming.adding else []
            session = self.session
            first = here(session) if session and not waiting else []
            self.head.show(*first, *heading(another=session is not None, waiting=waiting))
            self.problem.show(*problem(coming.sentence))
            place = home()
            open_now = session.engagement.folder if session else None
            found = [c for c in clients(place) if c.folder != open_now]
            self.under.show(
                *below(
                    found,
                    place,
                    pasted=coming.pasted,
                    demo_here=session is None,
                    all_shown=self.all_shown,
                )
            )
            parts = [self.head, coming.drop, self.problem, self.under]
        else:
            shown = confirm(now, client_head(now)) if now else reading(coming.reading, _MEANWHILE)
            coming.view.show(*shown)
            parts = [coming.view]
        if now and now.understood:
            self.questions.names = now.understood.names
        self.questions.paint(waiting=now is None)
        self._arrange(parts, "begin" if beginning else "confirm")

    def _arrange(self, parts: Sequence[ipywidgets.Widget], stage: str) -> None:
        """Put the parts into the page, only when others are shown than before."""
        if getattr(self, "_arranged", None) == stage:
            return
        self._arranged = stage
        main = ipywidgets.Box(parts, _dom_classes=["wb-start-main", f"wb-start-{stage}"])
        side = ipywidgets.Box([self.questions.view], _dom_classes=["wb-panel", "wb-open"])
        asked = stage != "begin"
        self.body.children = (main, side) if asked else (main,)
        classes = ["wb-start", "wb-start-two" if asked else "wb-start-one"]
        self.body._dom_classes = classes  # noqa: SLF001 - the one way ipywidgets offers

    def lead_to(self, folder: Path) -> None:
        """Open a client's matrix, or say how where no server of ours runs."""
        link = opening_link(folder)
        if link:
            self.coming.drop.clear()
            self.style.go(link)  # of all views the one that is always there
            return
        self.coming.clear()
        self.questions.names = ()
        self.coming.say(f'«{folder.name}» is ready. Open it with: workbench serve "{folder}"')


def start() -> StartPage:
    """Make the start page for what this notebook was started for."""
    named = named_folder()
    if named is None or read_card(named).demo:
        return StartPage()
    return StartPage(Session(Engagement.open(named)))
