"""The start page: bring a client's file, confirm its columns, open the picture (issue 1).

The page's story: files arrive or a client is picked; a draft is read and counted aside; while
that goes on the opening questions are asked; «Open the picture» makes the client's folder and
leads to its matrix. What was typed stays until it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import ipywidgets

from workbench.engagement import Engagement
from workbench.errors import WorkbenchError
from workbench.folder import named_folder, read_card
from workbench.pages import start_account as account
from workbench.pages import start_draft as drafts
from workbench.pages.background import Background
from workbench.pages.frame import Bar, Frame
from workbench.pages.start_begin import bar, below, heading, here, problem
from workbench.pages.start_clients import clients, home, opening_link
from workbench.pages.start_confirm import Confirming, confirm, reading
from workbench.pages.start_deeds import Deeds
from workbench.pages.start_making import apart, make_client
from workbench.pages.start_questions import Questions
from workbench.review import words
from workbench.session import Session
from workbench.store import NOBODY
from workbench.widgets.file_drop import FileDrop
from workbench.widgets.view import View

_PASTED = "pasted rows.csv"
_MOST_PASTED = 20_000_000


class _Styled(View):
    """A view that brings this page's style along."""

    _css = Path(__file__).parent.parent / "widgets" / "start.css"


class StartPage:
    """The parts of the start page; ``session`` is the engagement it runs for, if any."""

    def __init__(self, session: Session | None = None) -> None:
        self.session = session
        self.who = NOBODY
        self.drop = FileDrop(
            self.bring,
            self.say,
            hint="CSV, Excel, Parquet, a database or a zip; several at once if you have them",
        )
        self.head, self.problem, self.under = View(), View(), View()
        self.confirm = View()
        self.questions = Questions(self.refuse, session)
        self.style = _Styled()
        self.work = Background(self._failed)
        self.files: tuple[Path, ...] = ()
        self.now: Confirming | None = None
        self.before: tuple[tuple[Path, ...], Confirming | None] = ((), None)
        self.reading = ""
        self._pasted, self.sentence, self.all_shown, self.adding = "", "", False, False
        self.deeds = Deeds(self)
        self.body = ipywidgets.Box()
        if session is None:
            self.bar = Bar()
            self.bar.on(self.say, who=self.deeds.named)
            self.bar.show(bar())
            self.box = ipywidgets.Box(
                [self.bar, self.body, self.style], _dom_classes=["wb", "wb-sheet"]
            )
        else:
            self.frame = Frame(session, "index")
            self.box = self.frame.fill(self.body, self.style)
            session.observe(lambda _: self.paint(), "review")
        self.paint()

    def bring(self, files: Sequence[Path]) -> None:
        """Take files in, beside those already here."""
        self.before = (self.files, self.now)
        files = (*self.files, *apart(files, self.files))
        before = self.now.draft if self.now else None
        self.files, self.now, self.adding, self.sentence = files, None, False, ""
        self.reading = f"Reading {words.listed([f'«{path.name}»' for path in files])}"
        if self.session is not None:
            self.frame.tell("")

        def work(stopped: Callable[[], None]) -> drafts.Draft:
            draft = drafts.read_draft(files, stopped)
            return drafts.kept(draft, before) if before else draft

        self.work.run(work, self._read)
        self.paint()

    def paste(self, text: str) -> None:
        """Take rows in as text; the text stays until it was read.

        Raises
        ------
        WorkbenchError
            When there is nothing in it, or too much.
        """
        self._pasted = text
        if not text.strip():
            raise WorkbenchError(
                "There are no rows yet", then="Copy them in the spreadsheet, headings too."
            )
        if len(text) > _MOST_PASTED:
            raise WorkbenchError(
                "That is too much to paste", then="Save it as a file and drop that."
            )
        path = self.drop.place() / _PASTED
        path.write_text(text, encoding="utf-8", newline="")
        self.bring([path])

    def open(self) -> None:
        """Make the client's folder and lead to its matrix.

        Raises
        ------
        WorkbenchError
            When something is missing yet.
        """
        now = self.now
        if now is None or now.understood is None or now.blocked():
            raise WorkbenchError(now.blocked() if now else "Bring a file first")
        came, answers = now.understood, self.questions.answers()
        who = self.session.who if self.session else self.who
        files, name, currency = self.files, now.name.strip(), now.currency

        def work(_: Callable[[], None]) -> Path:
            return make_client(files, came, name=name, currency=currency, answers=answers, who=who)

        self.now = replace(now, making=True, problem="")
        self.work.run(work, self.lead_to)
        self.paint()

    def paint(self) -> None:
        """Draw the stage the page is in."""
        beginning = self.adding or (self.now is None and not self.work.busy)
        asked = self.session is not None or not beginning
        if beginning:
            waiting = [path.name for path in self.files] if self.adding else []
            session = self.session
            first = here(session) if session and not waiting else []
            self.head.show(*first, *heading(another=session is not None, waiting=waiting))
            self.problem.show(*problem(self.sentence))
            place = home()
            open_now = session.engagement.folder if session else None
            found = [c for c in clients(place) if c.folder != open_now]
            self.under.show(
                *below(
                    found,
                    place,
                    pasted=self._pasted,
                    demo_here=session is None,
                    all_shown=self.all_shown,
                )
            )
            parts = [self.head, self.drop, self.problem, self.under]
        else:
            self.confirm.show(*(confirm(self.now) if self.now else reading(self.reading)))
            parts = [self.confirm]
        self.questions.paint(new=bool(self.files), waiting=self.now is None)
        stage = "begin" if beginning else "confirm"
        self._arrange(parts, stage, asked=asked)

    def _arrange(self, parts: Sequence[ipywidgets.Widget], stage: str, *, asked: bool) -> None:
        """Put the parts into the page, only when others are shown than before."""
        key = (stage, asked)
        if getattr(self, "_arranged", None) == key:
            return
        self._arranged = key
        main = ipywidgets.Box(parts, _dom_classes=["wb-start-main", f"wb-start-{stage}"])
        side = ipywidgets.Box([self.questions.view], _dom_classes=["wb-panel", "wb-open"])
        self.body.children = (main, side) if asked else (main,)
        classes = ["wb-start", "wb-start-two" if asked else "wb-start-one"]
        self.body._dom_classes = classes  # noqa: SLF001 - the one way ipywidgets offers

    def _read(self, draft: drafts.Draft) -> None:
        """Files are read and guessed: show the screen, then count."""
        self._pasted = ""
        typed = self.before[1]
        self.now = Confirming(
            draft,
            None,
            (typed and typed.name) or account.client_name(draft.files),
            typed.currency if typed else account.currency(draft) or "EUR",
        )
        self.count()

    def count(self) -> None:
        """Take the draft in again, aside; what was counted before stays in sight, paler."""
        now = self.now
        if now is None:
            return
        self.now = replace(now, counting=True, problem="")
        draft = now.draft

        def work(stopped: Callable[[], None]) -> tuple[drafts.Draft, account.Understood | str]:
            stopped()
            done = drafts.checked(draft)
            if done.missing():
                return done, ""
            try:
                return done, account.understood(done, stopped)
            except WorkbenchError as error:
                return done, str(error)

        self.work.run(work, self._counted)
        self.paint()

    def _counted(self, result: tuple[drafts.Draft, account.Understood | str]) -> None:
        draft, came = result
        if self.now is None:
            return
        if isinstance(came, str):
            self.now = replace(self.now, draft=draft, understood=None, counting=False, problem=came)
        else:
            self.questions.names = came.names
            self.now = replace(self.now, draft=draft, understood=came, counting=False)
        self.paint()

    def lead_to(self, folder: Path) -> None:
        """Open a client's matrix, or say how where no server of ours runs."""
        link = opening_link(folder)
        self.drop.clear()
        if link:
            self.style.go(link)  # of all views the one that is always there
            return
        self.files, self.now, self.questions.names = (), None, ()
        self.say(f'«{folder.name}» is ready. Open it with: workbench serve "{folder}"')

    def _failed(self, sentence: str) -> None:
        """Work went wrong: back to where it was asked for, with the reason."""
        if self.now is not None:
            self.now = replace(self.now, making=False, counting=False, problem=sentence)
            self.paint()
            return
        self.files, self.now = self.before
        self.adding = bool(self.files)
        self.say(sentence)

    def refuse(self, sentence: str) -> None:
        """Say why something on the confirming screen, or an answer, can't be taken."""
        if self.session is not None and not self.files:
            self.frame.tell(sentence)
        elif self.now is not None:
            self.now = replace(self.now, problem=sentence)
            self.paint()

    def say(self, sentence: str) -> None:
        """Say something beside the zone."""
        self.sentence = sentence
        self.paint()


def start() -> StartPage:
    """Make the start page for what this notebook was started for."""
    named = named_folder()
    if named is None or read_card(named).demo:
        return StartPage()
    return StartPage(Session(Engagement.open(named)))
