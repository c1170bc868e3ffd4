"""Files added to a client or understood anew: what the identify page's «Files» does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import ipywidgets

from workbench.errors import WorkbenchError
from workbench.folder import add, read_again
from workbench.pages.bringing import Bringing
from workbench.pages.identify_files import confirming, listing, said
from workbench.pages.start_begin import problem
from workbench.pages.start_confirm import reading
from workbench.review.review import Review
from workbench.session import Session
from workbench.sources.again import Compared
from workbench.sources.delivered import SOURCES, deliveries, remembered, waiting
from workbench.sources.remembered import Remembered
from workbench.sources.report import Report
from workbench.widgets.view import Event, View

_Made = TypeVar("_Made")


class Filing:
    """Adds files to a session's client, or reads them again; `parts` is what is shown now."""

    def __init__(
        self, session: Session, tell: Callable[[str], None], paint: Callable[[], None]
    ) -> None:
        self.session, self._paint = session, paint
        self.changing, self._told = "", ""
        self.coming = Bringing(
            paint,
            currency=session.engagement.currency,
            known=self._known,
            label="Drop next quarter's file here, or choose one",
            hint="Columns mean what they meant before; what is there already is not counted twice",
        )
        self.problem, self.list = View(), View()
        self.coming.view.on(
            self.coming.refuse,
            open=lambda _: self.take(),
            leave_it=lambda _: self.leave(),
        )
        self.list.on(tell, columns=self.columns, download=self._download)

    @property
    def folder(self) -> Path:
        """The client's folder; `WorkbenchError` where there is none."""
        folder = self.session.engagement.folder
        if folder is None:
            raise WorkbenchError("This client was made of tables in a notebook; it has no files")
        return folder

    def parts(self) -> list[ipywidgets.Widget]:
        """Draw what is to be shown, and return it."""
        coming, client = self.coming, self.session.engagement
        if client.folder is None:
            self.list.show(*problem("This client was made of tables in a notebook: no files."))
            return [self.list]
        if not coming.beginning:
            shown = reading(coming.reading)
            if coming.now:
                shown = confirming(coming.now, client.name, self.changing)
            coming.view.show(*shown)
            return [coming.view]
        self.problem.show(*problem(coming.sentence))
        self.list.show(
            *listing(deliveries(self.folder), waiting(self.folder), self._told, client.currency)
        )
        return [coming.drop, self.problem, self.list]

    def columns(self, event: Event) -> None:
        """Show what the columns of a file that is here mean, to change it.

        Raises
        ------
        WorkbenchError
            When there is no such file.
        """
        if event.key not in {name for one in deliveries(self.folder) for name in one.files}:
            raise WorkbenchError("There is no such file")
        self.changing = event.key
        self.coming.look_again([self.folder / SOURCES / event.key])

    def leave(self) -> None:
        """Leave a file understood as it was."""
        self.changing = ""
        self.coming.again()

    def take(self) -> None:
        """Add what was confirmed, or read everything again as it says."""
        now, files, folder = self.coming.ready(), self.coming.files, self.folder
        came, review = now.understood, self.session.review
        if came is None:
            return
        if self.changing:
            known = remembered(folder).with_report(came.report, now.rates)
            self.coming.take(
                lambda stopped: self._summed(read_again(folder, known, stopped), review),
                lambda _: self._done("All files were read again; the figures follow."),
            )
        else:
            taken = (came.ledger, came.report)
            self.coming.take(
                lambda _: self._summed(
                    (add(folder, files, rates=now.rates, taken=taken), files), review
                ),
                self._added,
            )

    def _summed(self, made: _Made, review: Review) -> _Made:
        """Sum millions of lines up while still aside, so that no page stands still for it."""
        if work := self.session.engagement.lengthy(review):
            work()
        return made

    def _added(self, came: tuple[tuple[Report, dict[str, Compared]], Sequence[Path]]) -> None:
        (_, compared), files = came
        self._done(said(compared, files))

    def _done(self, sentence: str) -> None:
        self.changing, self._told = "", sentence
        self.coming.clear()
        if not self.session.refresh():
            self._paint()

    def _known(self) -> tuple[Remembered, Sequence[Path]]:
        return remembered(self.folder), tuple((self.folder / SOURCES).iterdir())

    def _download(self, event: Event) -> None:
        for file in waiting(self.folder):
            if file.name == event.key:
                self.list.download(file.name, file.read_text(encoding="utf-8-sig"))
