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
from workbench.pages.start_confirm import Confirming, confirm, meant, reading
from workbench.pages.start_making import apart, make_client, make_demo
from workbench.pages.start_questions import Questions
from workbench.review import words
from workbench.session import Session
from workbench.store import NOBODY
from workbench.widgets.file_drop import FileDrop
from workbench.widgets.view import Event, View

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
            self._say,
            hint="CSV, Excel or Parquet; several at once if you have them",
        )
        self.head, self.problem, self.under = View(), View(), View()
        self.confirm = View()
        self.questions = Questions(self._refuse, session)
        self.style = _Styled()
        self.work = Background(self._failed)
        self.files: tuple[Path, ...] = ()
        self.now: Confirming | None = None
        self._before: tuple[tuple[Path, ...], Confirming | None] = ((), None)
        self._reading = ""
        self._pasted, self._sentence, self._all, self._adding = "", "", False, False
        self._listen()
        self.body = ipywidgets.Box()
        if session is None:
            self.bar = Bar()
            self.bar.on(self._say, who=self._named)
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
        self._before = (self.files, self.now)
        files = (*self.files, *apart(files, self.files))
        before = self.now.draft if self.now else None
        self.files, self.now, self._adding, self._sentence = files, None, False, ""
        self._reading = f"Reading {words.listed([f'«{path.name}»' for path in files])}"
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
        self.work.run(work, self._lead_to)
        self.paint()

    def paint(self) -> None:
        """Draw the stage the page is in."""
        beginning = self._adding or (self.now is None and not self.work.busy)
        asked = self.session is not None or not beginning
        if beginning:
            waiting = [path.name for path in self.files] if self._adding else []
            session = self.session
            first = here(session) if session and not waiting else []
            self.head.show(*first, *heading(another=session is not None, waiting=waiting))
            self.problem.show(*problem(self._sentence))
            place = home()
            open_now = session.engagement.folder if session else None
            found = [c for c in clients(place) if c.folder != open_now]
            self.under.show(
                *below(
                    found,
                    place,
                    pasted=self._pasted,
                    demo_here=session is None,
                    all_shown=self._all,
                )
            )
            parts = [self.head, self.drop, self.problem, self.under]
        else:
            self.confirm.show(*(confirm(self.now) if self.now else reading(self._reading)))
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

    def _listen(self) -> None:
        self.head.on(self._say, back=lambda _: self._back())
        self.under.on(
            self._say,
            paste=lambda e: self.paste(str(e.fields().get("rows") or "")),
            all=lambda _: self._show_all(),
            demo=lambda _: self._demo(),
            **{"continue": self._continue},
        )
        self.confirm.on(
            self._refuse,
            name=self._client,
            currency=lambda e: self._change(currency=e.text()),
            means=self._means,
            holds=self._holds,
            open=lambda _: self.open(),
            add=lambda _: self._add(),
            again=lambda _: self._again(),
            cancel=lambda _: self._cancel(),
            aside=lambda _: self._aside(),
        )

    def _read(self, draft: drafts.Draft) -> None:
        """Files are read and guessed: show the screen, then count."""
        self._pasted = ""
        typed = self._before[1]
        self.now = Confirming(
            draft,
            None,
            (typed and typed.name) or account.client_name(draft.files),
            typed.currency if typed else account.currency(draft) or "EUR",
        )
        self._count()

    def _count(self) -> None:
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

    def _means(self, event: Event) -> None:
        if self.now is None:
            return
        found = meant(self.now.draft, event.key, event.text())
        if found is None:
            raise WorkbenchError("That is none of the choices", then="Choose from the list.")
        self.now = replace(self.now, draft=drafts.chosen(self.now.draft, *found))
        self._count()

    def _holds(self, event: Event) -> None:
        if self.now is None or not event.key.isdecimal():
            return
        sheets = self.now.draft.sheets
        if int(event.key) < len(sheets):
            sheet = sheets[int(event.key)]
            self.now = replace(self.now, draft=drafts.holds(self.now.draft, sheet, event.text()))
            self._count()

    def _client(self, event: Event) -> None:
        if self.now is not None:
            self.now = replace(self.now, name=event.text()[:80])
            self.paint()

    def _change(self, *, currency: str) -> None:
        if self.now is not None and len(currency) == 3 and currency.isalpha():  # noqa: PLR2004 - ISO 4217
            self.now = replace(self.now, currency=currency)
            self.paint()

    def _aside(self) -> None:
        if self.now and self.now.understood:
            report = self.now.understood.report
            self.confirm.download("rows set aside.csv", account.aside_csv(report))

    def _add(self) -> None:
        self._adding = not (self.now and self.now.making)
        self.paint()

    def _back(self) -> None:
        self._adding = False
        self.paint()

    def _cancel(self) -> None:
        """Stop reading; what was there before is there again."""
        self.work.cancel()
        self.files, self.now = self._before
        self.paint()

    def _again(self) -> None:
        """Give up the draft; the answers to the questions stay."""
        if self.now and self.now.making:
            return
        self.work.cancel()
        self._before = ((), None)
        self.drop.clear()
        self.files, self.now, self._adding, self.questions.names = (), None, False, ()
        self._sentence = ""
        self.paint()

    def _show_all(self) -> None:
        self._all = True
        self.paint()

    def _continue(self, event: Event) -> None:
        found = [c for c in clients(home()) if c.folder.name == event.key and not c.problem]
        if not found:
            raise WorkbenchError("This client's folder isn't there any more")
        self._lead_to(found[0].folder)

    def _demo(self) -> None:
        self._reading = "Opening the demo"
        self.work.run(lambda _: make_demo(), self._lead_to)
        self.paint()

    def _lead_to(self, folder: Path) -> None:
        """Open a client's matrix, or say how where no server of ours runs."""
        link = opening_link(folder)
        self.drop.clear()
        if link:
            self.style.go(link)  # of all views the one that is always there
            return
        self.files, self.now, self.questions.names = (), None, ()
        self._say(f'«{folder.name}» is ready. Open it with: workbench serve "{folder}"')

    def _failed(self, sentence: str) -> None:
        """Work went wrong: back to where it was asked for, with the reason."""
        if self.now is not None:
            self.now = replace(self.now, making=False, counting=False, problem=sentence)
            self.paint()
            return
        self.files, self.now = self._before
        self._adding = bool(self.files)
        self._say(sentence)

    def _refuse(self, sentence: str) -> None:
        if self.session is not None and not self.files:
            self.frame.tell(sentence)
        elif self.now is not None:
            self.now = replace(self.now, problem=sentence)
            self.paint()

    def _say(self, sentence: str) -> None:
        self._sentence = sentence
        self.paint()

    def _named(self, event: Event) -> None:
        self.who = event.text().strip()[:40] or NOBODY


def start() -> StartPage:
    """Make the start page for what this notebook was started for."""
    named = named_folder()
    if named is None or read_card(named).demo:
        return StartPage()
    return StartPage(Session(Engagement.open(named)))
