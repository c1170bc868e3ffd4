"""What people do on the start page: each deed changes what is being brought, then draws it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.pages import start_account as account
from workbench.pages import start_draft as drafts
from workbench.pages.start_clients import clients, home
from workbench.pages.start_confirm import meant
from workbench.pages.start_making import make_demo
from workbench.store import NOBODY
from workbench.widgets.view import Event

if TYPE_CHECKING:
    from workbench.pages.start import StartPage


class Deeds:
    """Joins the controls of a start page to what is being brought."""

    def __init__(self, page: StartPage) -> None:
        self.page = page
        self._listen()

    def _listen(self) -> None:
        page = self.page
        page.head.on(page.say, back=lambda _: self.back())
        page.under.on(
            page.say,
            paste=lambda e: page.paste(str(e.fields().get("rows") or "")),
            all=lambda _: self.show_all(),
            demo=lambda _: self.demo(),
            **{"continue": self.go_on},
        )
        page.confirm.on(
            page.refuse,
            name=self.client,
            currency=lambda e: self.change(currency=e.text()),
            means=self.means,
            holds=self.holds,
            open=lambda _: page.open(),
            add=lambda _: self.add(),
            again=lambda _: self.again(),
            cancel=lambda _: self.cancel(),
            aside=lambda _: self.aside(),
        )

    def means(self, event: Event) -> None:
        """Give a column another meaning.

        Raises
        ------
        WorkbenchError
            When it is none of the choices.
        """
        if (now := self.page.now) is None:
            return
        found = meant(now.draft, event.key, event.text())
        if found is None:
            raise WorkbenchError("That is none of the choices", then="Choose from the list.")
        self.page.now = replace(now, draft=drafts.chosen(now.draft, *found))
        self.page.count()

    def holds(self, event: Event) -> None:
        """Say what a table holds."""
        if (now := self.page.now) is None or not event.key.isdecimal():
            return
        sheets = now.draft.sheets
        if int(event.key) < len(sheets):
            draft = drafts.holds(now.draft, sheets[int(event.key)], event.text())
            self.page.now = replace(now, draft=draft)
            self.page.count()

    def client(self, event: Event) -> None:
        """Name the client."""
        if now := self.page.now:
            self.page.now = replace(now, name=event.text()[:80])
            self.page.paint()

    def change(self, *, currency: str) -> None:
        """Say what currency all money is in."""
        now = self.page.now
        if now is not None and len(currency) == 3 and currency.isalpha():  # noqa: PLR2004 - ISO 4217
            self.page.now = replace(now, currency=currency)
            self.page.paint()

    def aside(self) -> None:
        """Keep the rows set aside as a table."""
        if (now := self.page.now) and now.understood:
            table = account.aside_csv(now.understood.report)
            self.page.confirm.download("rows set aside.csv", table)

    def add(self) -> None:
        """Show the zone again, for one more file."""
        self.page.adding = not (self.page.now and self.page.now.making)
        self.page.paint()

    def back(self) -> None:
        """Return to the files that are here already."""
        self.page.adding = False
        self.page.paint()

    def cancel(self) -> None:
        """Stop reading; what was there before is there again."""
        self.page.work.cancel()
        self.page.files, self.page.now = self.page.before
        self.page.paint()

    def again(self) -> None:
        """Give up the draft; the answers to the questions stay."""
        page = self.page
        if page.now and page.now.making:
            return
        page.work.cancel()
        page.before = ((), None)
        page.drop.clear()
        page.files, page.now, page.adding, page.questions.names = (), None, False, ()
        page.sentence = ""
        page.paint()

    def show_all(self) -> None:
        """List every client."""
        self.page.all_shown = True
        self.page.paint()

    def go_on(self, event: Event) -> None:
        """Open a client that is there already.

        Raises
        ------
        WorkbenchError
            When it isn't any more.
        """
        found = [c for c in clients(home()) if c.folder.name == event.key and not c.problem]
        if not found:
            raise WorkbenchError("This client's folder isn't there any more")
        self.page.lead_to(found[0].folder)

    def demo(self) -> None:
        """Open a copy of the demo."""
        self.page.reading = "Opening the demo"
        self.page.work.run(lambda _: make_demo(), self.page.lead_to)
        self.page.paint()

    def named(self, event: Event) -> None:
        """Take the name of who sits here."""
        self.page.who = event.text().strip()[:40] or NOBODY
