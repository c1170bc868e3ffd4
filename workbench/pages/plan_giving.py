"""Giving the review to its owner: read once as finished rows, then made into one file at a time.

Both happen beside the page, which stays alive; a file is kept where the browser saves it alone.
"""

from __future__ import annotations

from collections.abc import Callable

from workbench.errors import WorkbenchError
from workbench.folder import leave_note
from workbench.pages.background import Background
from workbench.pages.plan_gifts import ENDINGS, Gift
from workbench.review.review import Review
from workbench.session import Session
from workbench.sharing.anonymise import anonymised, key_of
from workbench.sharing.pdf import chromium
from workbench.sharing.snapshot import Snapshot
from workbench.sharing.taking import snapshot
from workbench.widgets.file_drop import safe_name


class Giving:
    """What the owner is to get, and the file that is being made of it.

    Parameters
    ----------
    changed
        Called when there is something else to show.
    give
        Called with the name and the bytes of a file that is ready.
    tell
        Called with a sentence when a file can't be made.
    """

    def __init__(
        self,
        session: Session,
        changed: Callable[[], None],
        give: Callable[[str, bytes], None],
        tell: Callable[[str], None],
    ) -> None:
        self.session, self._changed, self._give, self._tell = session, changed, give, tell
        self._work = Background(self._failed)
        self._read: tuple[Review, bool] | None = None
        self._told: Snapshot | None = None
        self._nameless, self._making, self._problem, self._note = False, "", "", ""

    def gift(self) -> Gift:
        """Return what can be given now; a review that changed is read again."""
        review, nameless = self.session.review, self._nameless
        if self._read != (review, nameless):
            self._read, self._told, self._making, self._problem = (review, nameless), None, "", ""
            self._work.run(lambda _: self._taken(review, nameless=nameless), self._ready)
        prints = chromium() is not None
        link = f"../../publish/{self._note}" if self._note and self._told else ""
        return Gift(self._told, nameless, self._making, self._problem, prints=prints, link=link)

    def name(self, *, nameless: bool) -> None:
        """Say whether customers go by codes."""
        self._nameless = nameless
        self._changed()

    def make(self, ending: str) -> None:
        """Make a file of the review as it was read."""
        told = self._told
        if ending not in ENDINGS:
            return
        if told is None or self._making:
            raise WorkbenchError("Something is being made already", then="Wait, or stop it.")
        self._making = ending
        self._changed()
        self._work.run(lambda _: _made(told, ending), lambda content: self._done(told, content))

    def stop(self) -> None:
        """Give up the file that is being made."""
        if self._making:
            self._work.cancel()
            self._making = ""
            self._changed()

    def _taken(self, review: Review, *, nameless: bool) -> Snapshot:
        engagement = self.session.engagement
        taken = snapshot(engagement, review)
        return anonymised(taken, key_of(engagement.folder)) if nameless else taken

    def _ready(self, told: Snapshot) -> None:
        self._told = told
        self._note = leave_note({"snapshot": told.model_dump_json()}, self._note)
        self._changed()

    def _done(self, told: Snapshot, content: bytes) -> None:
        ending, self._making = self._making, ""
        self._give(safe_name(f"{told.client}, {told.as_of or 'undated'}{ending}"), content)
        self._changed()

    def _failed(self, sentence: str) -> None:
        self._making = ""
        if self._told is None:
            self._problem = sentence
        else:
            self._tell(sentence)
        self._changed()


def _made(told: Snapshot, ending: str) -> bytes:
    from workbench.sharing.formats import made  # noqa: PLC0415 - a second that only who gives pays

    return made(told, ending)
