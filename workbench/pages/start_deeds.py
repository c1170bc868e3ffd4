"""What people do on the start page beside bringing files: name a client, open one, begin again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.pages.start_clients import clients, home
from workbench.pages.start_making import make_demo
from workbench.store import NOBODY
from workbench.widgets.view import Event

if TYPE_CHECKING:
    from workbench.pages.start import StartPage


class Deeds:
    """Joins the controls of a start page to what is being brought."""

    def __init__(self, page: StartPage) -> None:
        self.page, coming = page, page.coming
        page.head.on(coming.say, back=lambda _: coming.back())
        page.under.on(
            coming.say,
            paste=lambda e: coming.paste(str(e.fields().get("rows") or "")),
            all=lambda _: self.show_all(),
            demo=lambda _: self.demo(),
            **{"continue": self.go_on},
        )
        coming.view.on(
            coming.refuse,
            name=self.client,
            open=lambda _: page.open(),
            again=lambda _: self.again(),
        )

    def client(self, event: Event) -> None:
        """Name the client."""
        if now := self.page.coming.now:
            self.page.coming.now = replace(now, name=event.text()[:80], problem="")
            self.page.paint()

    def again(self) -> None:
        """Give up the draft; the answers to the questions stay."""
        self.page.questions.names = ()
        self.page.coming.again()

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
        self.page.coming.reading = "Opening the demo"
        self.page.coming.work.run(lambda _: make_demo(), self.page.lead_to)
        self.page.paint()

    def named(self, event: Event) -> None:
        """Take the name of who sits here."""
        self.page.who = event.text().strip()[:40] or NOBODY
