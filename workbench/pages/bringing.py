"""Files on their way to a client: dropped or pasted, read aside, confirmed column by column.

The story: files arrive; a draft of them is read and counted aside; every choice counts it anew;
what is confirmed is taken by the page. What was typed stays until it is used. The start page makes
a client of it, the identify page adds it to one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from workbench.errors import WorkbenchError
from workbench.pages import start_account as account
from workbench.pages import start_draft as drafts
from workbench.pages.background import Background
from workbench.pages.start_confirm import Confirming, meant
from workbench.pages.start_making import apart
from workbench.review import words
from workbench.review.typed import number
from workbench.sources.money import Money
from workbench.sources.remembered import Remembered
from workbench.widgets.file_drop import FileDrop
from workbench.widgets.view import Event, View

_Made = TypeVar("_Made")
_Counted = tuple[drafts.Draft, tuple[str, ...], account.Understood | str]
_PASTED = "pasted rows.csv"
_MOST_PASTED = 20_000_000


class Bringing:
    """Files brought to a page, and what is said of them until they are taken.

    Parameters
    ----------
    paint
        Draws the page; called whenever something changed.
    currency
        The client's; empty: the one the amounts name.
    known
        Tells what columns meant before (None: there is no client yet), and whose names no file may
        have.
    """

    def __init__(
        self,
        paint: Callable[[], None],
        *,
        currency: str = "",
        known: Callable[[], tuple[Remembered | None, Sequence[Path]]] = lambda: (None, ()),
        **zone: str,
    ) -> None:
        self._paint, self._currency, self._known = paint, currency, known
        self.drop = FileDrop(self.bring, self.say, **zone)
        self.view = View()
        self.work = Background(self._failed)
        self.files: tuple[Path, ...] = ()
        self.now: Confirming | None = None
        self.before: tuple[tuple[Path, ...], Confirming | None] = ((), None)
        self.reading, self.sentence, self.pasted = "", "", ""
        self.adding = False
        self.view.on(
            self.refuse,
            means=self.means,
            holds=self.holds,
            rate=self.rate,
            currency=lambda e: self.change(currency=e.text()),
            add=lambda _: self.add(),
            again=lambda _: self.again(),
            cancel=lambda _: self.cancel(),
            aside=lambda _: self.aside(),
        )

    @property
    def beginning(self) -> bool:
        """Whether the zone is what is to be shown."""
        return self.adding or (self.now is None and not self.work.busy)

    def bring(self, files: Sequence[Path]) -> None:
        """Take files in, beside those already here."""
        _, taken = self._known()
        self._bring((*self.files, *apart(files, (*self.files, *taken))))

    def look_again(self, files: Sequence[Path]) -> None:
        """Take in files that are the client's already; they stay where they are."""
        self.files, self.now = (), None
        self._bring(tuple(files))

    def _bring(self, files: tuple[Path, ...]) -> None:
        known, _ = self._known()
        self.before = (self.files, self.now)
        before = self.now.draft if self.now else None
        self.files, self.now, self.adding, self.sentence = files, None, False, ""
        self.reading = f"Reading {words.listed([f'«{path.name}»' for path in files])}"

        def work(stopped: Callable[[], None]) -> drafts.Draft:
            draft = drafts.read_draft(files, stopped, known)
            return drafts.kept(draft, before, stopped) if before else draft

        self.work.run(work, self._read)
        self._paint()

    def paste(self, text: str) -> None:
        """Take rows in as text; the text stays until it was read.

        Raises
        ------
        WorkbenchError
            When there is nothing in it, or too much.
        """
        self.pasted = text
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

    def count(self) -> None:
        """Take the draft in again, aside; what was counted before stays in sight, paler."""
        now = self.now
        if now is None:
            return
        self.now = replace(now, counting=True, problem="")
        draft, money = now.draft, Money(now.currency, now.rates)

        def work(stopped: Callable[[], None]) -> _Counted:
            done = drafts.checked(draft, stopped)
            foreign = account.foreign(done, money)
            if done.missing() or set(foreign) - money.rates.keys():
                return done, foreign, ""
            try:
                return done, foreign, account.understood(done, stopped, money)
            except WorkbenchError as error:
                return done, foreign, str(error)

        self.work.run(work, self._counted)
        self._paint()

    def ready(self) -> Confirming:
        """Return what was confirmed.

        Raises
        ------
        WorkbenchError
            When something is missing yet.
        """
        now = self.now
        if now is None or now.understood is None or now.blocked():
            raise WorkbenchError(now.blocked() if now else "Bring a file first")
        return now

    def take(
        self, work: Callable[[Callable[[], None]], _Made], done: Callable[[_Made], None]
    ) -> None:
        """Do aside what the files were confirmed for, then ``done`` with what came of it."""
        self.now = replace(self.ready(), making=True, problem="")
        self.work.run(work, done)
        self._paint()

    def means(self, event: Event) -> None:
        """Give a column another meaning.

        Raises
        ------
        WorkbenchError
            When it is none of the choices.
        """
        if (now := self.now) is None:
            return
        found = meant(now.draft, event.key, event.text())
        if found is None:
            raise WorkbenchError("That is none of the choices", then="Choose from the list.")
        self.now = replace(now, draft=drafts.chosen(now.draft, *found))
        self.count()

    def holds(self, event: Event) -> None:
        """Say what a table holds."""
        if (now := self.now) is None or not event.key.isdecimal():
            return
        sheets = now.draft.sheets
        if int(event.key) < len(sheets):
            draft = drafts.holds(now.draft, sheets[int(event.key)], event.text())
            self.now = replace(now, draft=draft)
            self.count()

    def change(self, *, currency: str) -> None:
        """Say what currency all money is in."""
        now = self.now
        if now is not None and len(currency) == 3 and currency.isalpha():  # noqa: PLR2004 - ISO 4217
            self.now = replace(now, currency=currency)
            self.count()

    def rate(self, event: Event) -> None:
        """Say what one unit of another currency is worth in the client's.

        Raises
        ------
        WorkbenchError
            When it is no amount above zero.
        """
        now, worth = self.now, number(event.text(), "Rate")
        if now is None or event.key not in now.foreign:
            return
        if worth is None or not worth > 0:
            raise WorkbenchError("That is no rate", allowed="a number above zero, such as 0.92")
        self.now = replace(now, rates={**now.rates, event.key: worth})
        self.count()

    def aside(self) -> None:
        """Keep the rows set aside as a table."""
        if self.now and self.now.understood:
            table = account.aside_csv(self.now.understood.report)
            self.view.download("rows set aside.csv", table)

    def add(self) -> None:
        """Show the zone again, for one more file."""
        self.adding = not (self.now and self.now.making)
        self._paint()

    def back(self) -> None:
        """Return to the files that are here already."""
        self.adding = False
        self._paint()

    def cancel(self) -> None:
        """Stop reading; what was there before is there again."""
        self.work.cancel()
        self.files, self.now = self.before
        self._paint()

    def again(self) -> None:
        """Give up the draft, unless it is being taken."""
        if not (self.now and self.now.making):
            self.clear()
            self._paint()

    def clear(self) -> None:
        """Throw away all that was brought."""
        self.work.cancel()
        self.drop.clear()
        self.before = ((), None)
        self.files, self.now, self.adding, self.sentence = (), None, False, ""

    def refuse(self, sentence: str) -> None:
        """Say why something on the confirming screen can't be taken."""
        if self.now is not None:
            self.now = replace(self.now, problem=sentence)
            self._paint()

    def say(self, sentence: str) -> None:
        """Say something beside the zone."""
        self.sentence = sentence
        self._paint()

    def _read(self, draft: drafts.Draft) -> None:
        """Files are read and guessed: show the screen, then count."""
        self.pasted = ""
        typed, (known, _) = self.before[1], self._known()
        currency = self._currency or account.currency(draft) or "EUR"
        self.now = Confirming(
            draft,
            None,
            (typed and typed.name) or account.client_name(draft.files),
            typed.currency if typed else currency,
            rates=typed.rates if typed else known.rates if known else {},
        )
        self.count()

    def _counted(self, result: _Counted) -> None:
        draft, foreign, came = result
        if self.now is None:
            return
        now = replace(self.now, draft=draft, foreign=foreign, counting=False)
        if isinstance(came, str):
            self.now = replace(now, understood=None, problem=came)
        else:
            self.now = replace(now, understood=came)
        self._paint()

    def _failed(self, sentence: str) -> None:
        """Work went wrong: back to where it was asked for, with the reason."""
        if self.now is not None:
            self.now = replace(self.now, making=False, counting=False, problem=sentence)
            self._paint()
            return
        self.files, self.now = self.before
        self.adding = bool(self.files)
        self.say(sentence)
