"""The one mutable thing a page has: what is being looked at, and how it is saved.

A session's story: a control calls `preview` while it moves and `commit` on release; both replace
``review`` whole, once; whoever shows something observes ``review`` and reads `placement`. What
another page saves arrives through `poll`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import pandas as pd
import traitlets

from workbench.customers import Better, Customers
from workbench.engagement import Engagement
from workbench.errors import WorkbenchError
from workbench.review.placement import Placement, place, standing
from workbench.review.review import OwnMeasure, Review, fitting
from workbench.review.summary import Totals, totals
from workbench.saved import Saved, conflict_words
from workbench.store import Revision

Change = Callable[[Review], Review]
_POLL_SECONDS = 0.25
_log = logging.getLogger(__name__)


class Session(traitlets.HasTraits):
    """A page's view of one engagement.

    Examples
    --------
    >>> sales = pd.DataFrame({"customer_id": ["A"], "date": ["2026-01-31"], "amount": [9]})
    >>> session = Session(Engagement.from_frames(sales=sales))
    >>> number = session.commit(lambda r: r.model_copy(update={"window": "all"}), "All years")
    >>> session.review.window, session.undo().words
    ('all', 'Undone: All years, by this computer')
    """

    review = traitlets.Instance(Review)
    """What is shown: the saved review, or the one being previewed."""
    saved = traitlets.Instance(Saved)
    """The newest revision this page knows."""
    chosen = traitlets.Unicode("")
    """Id of the customer chosen on this page; not saved."""
    _latest: ClassVar[Session | None] = None

    def __init__(self, engagement: Engagement, who: str = "this computer") -> None:
        self.engagement, self.who = engagement, who
        self._placement: tuple[Review, Placement] | None = None
        self._totals: tuple[Placement, Totals] | None = None
        self._version = engagement.store.data_version()
        self._previewing = False
        head = engagement.store.head()
        self._base = Review.from_json(head.revision.state)
        super().__init__(
            review=self._base, saved=self._said(head.revision, head.notice, grave=bool(head.notice))
        )
        Session._latest, Engagement.latest = self, engagement

    @classmethod
    def at_hand(cls) -> Session:
        """Return the session this notebook made last, on the client it opened last.

        Without one it is a new session on that client; without a client, on the one this notebook
        was started for (`Engagement.current`).
        """
        client = Engagement.latest or Engagement.current()
        last = cls._latest
        return last if last is not None and last.engagement is client else cls(client)

    @property
    def customers(self) -> Customers:
        """One row per customer and prospect, as the shown review has them."""
        return self.engagement.customers(self.review)

    @property
    def placement(self) -> Placement:
        """Everybody placed on the shown review's axes."""
        # The same review has other customers once a column was joined.
        now, kept = (self.review, self.customers), self._placement
        if kept is None or kept[0] is not now[0] or kept[1].customers is not now[1]:
            review, customers = standing(now[1], now[0]), now[1]
            kept = (now[0], place(customers, review, kept[1] if kept else None))
            self._placement = kept
        return kept[1]

    @property
    def gone(self) -> tuple[str, ...]:
        """Columns that the shown review has on its axes, but that are not there any more."""
        axes = (self.review.matrix.x, self.review.matrix.y)
        known = self.customers.columns
        return tuple(axis.column for axis in axes if axis and axis.column not in known)

    @property
    def totals(self) -> Totals:
        """Counts and sums of the shown placement."""
        shown = self.placement
        if self._totals is None or self._totals[0] is not shown:
            self._totals = (shown, totals(shown))
        return self._totals[1]

    @property
    def previewing(self) -> bool:
        """Whether a control is on the move: what is shown isn't saved."""
        return self._previewing

    def preview(self, change: Change) -> None:
        """Show a change without saving it."""
        changed = change(self._base)
        self._previewing = True
        self.review = changed

    def cancel(self) -> None:
        """Show the saved review again."""
        self._previewing = False
        self.review = self._base

    def commit(self, change: Change, words: str) -> int:
        """Save a change and show it; return the number of the newest revision.

        The change is applied to the last review this page knows, checked in every part, and
        computed with once, so that nothing is saved that could not be shown. What other pages
        saved in between is merged; where both changed the same field, this page's value is kept,
        the notice names both, and both stand in the history.

        Raises
        ------
        WorkbenchError
            When the change is refused or can't be saved; the saved review is shown again.
        """
        try:
            changed = Review.checked(change(self._base))
            self.engagement.customers(changed)
            done = self.engagement.store.commit(
                changed.to_json(), base=self.saved.number, who=self.who, words=words
            )
        except Exception:
            self.cancel()
            raise
        notice = " ".join(map(conflict_words, done.conflicts))
        if done.merged_with and not notice:
            notice = f"Merged with what {done.merged_with} saved meanwhile."
        self._show(done.revision, notice, grave=bool(done.conflicts))
        return self.saved.number

    def undo(self) -> Revision | None:
        """Take the newest change back, whoever made it; None when there is nothing to undo."""
        return self._step(self.engagement.store.undo(self.who))

    def redo(self) -> Revision | None:
        """Do again what was undone last; None when there is nothing."""
        return self._step(self.engagement.store.redo(self.who))

    def measure(
        self,
        name: str,
        expression: str,
        *,
        label: str = "",
        unit: str = "",
        better: Better = "more",
    ) -> pd.Series[Any]:
        """Define a measure by an expression over other columns, save it, return its values.

        The same again changes nothing; another expression under the same name replaces it.

        Raises
        ------
        WorkbenchError
            When the name is taken or the expression can't be read or names no column of numbers.
        """
        fields = {"expression": expression, "label": label, "unit": unit, "better": better}
        own = fitting(OwnMeasure, fields)

        def change(review: Review) -> Review:
            changed = review.model_copy(update={"measures": {**review.measures, name: own}})
            self.engagement.check_measures(changed)
            return changed

        self.commit(change, f"Measure «{name}» = {expression}")
        return self.customers.frame[name]

    def refresh(self) -> bool:
        """Look whether files came into the client's folder; show what they changed."""
        if not self.engagement.refresh():
            return False
        came = {"name": "review", "old": self.review, "new": self.review, "owner": self}
        self.notify_change(traitlets.Bunch(came, type="change"))
        return True

    def poll(self) -> bool:
        """Look whether another page saved something, or added files; show it and say so."""
        if not self._previewing and self.refresh():
            self._tell("Files were added or read again; the figures follow.")
        version = self.engagement.store.data_version()
        if version == self._version or self._previewing:
            return False
        self._version = version
        head = self.engagement.store.head()
        if head.revision.number == self.saved.number:
            return False
        new = head.revision
        said = head.notice or f"{new.who} changed: {new.words}"
        self._show(new, said, grave=bool(head.notice))
        return True

    def watch(self) -> None:
        """Poll in the background, four times a second, where an event loop runs."""
        with contextlib.suppress(RuntimeError):
            self._watching = asyncio.get_running_loop().create_task(self._watch())

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_POLL_SECONDS)
            try:
                self.poll()
            except WorkbenchError as error:
                self._tell(str(error))
            except Exception as fault:  # noqa: BLE001 - one fault must not end the watch for good
                _log.error("unexpected %s while watching", type(fault).__name__)
                self._tell("What another page saved can't be shown. Reload the page.")

    def _tell(self, sentence: str) -> None:
        """Say something beside what is saved, without asking the store anew."""
        if self.saved.notice != sentence:
            self.saved = replace(self.saved, notice=sentence, grave=True)

    def _step(self, revision: Revision | None) -> Revision | None:
        if revision is None:
            self.cancel()
        else:
            self._show(revision, revision.words)
        return revision

    def _show(self, revision: Revision, notice: str = "", *, grave: bool = False) -> None:
        self._previewing = False
        # The version seen is left as it was: what others saved since is found by the next poll.
        state = Review.from_json(revision.state)
        # An unchanged review stays the same object, so that nothing is drawn twice.
        self._base = self._base if state == self._base else state
        self.saved = self._said(revision, notice, grave=grave)
        self.review = self.review if self.review == self._base else self._base
        self._base = self.review

    def _said(self, revision: Revision, notice: str, *, grave: bool) -> Saved:
        store = self.engagement.store
        return Saved(
            revision.number,
            revision.when,
            revision.who,
            can_undo=store.can_undo,
            can_redo=store.can_redo,
            notice=notice,
            grave=grave,
        )


def measure(
    name: str, expression: str, *, label: str = "", unit: str = "", better: Better = "more"
) -> pd.Series[Any]:
    """Define a measure on the client at hand, as `Session.measure` does.

    At hand is the client opened last in this notebook; with several of them, say
    ``session.measure(...)``.

    Examples
    --------
    >>> sales = pd.DataFrame({"customer_id": ["A"], "date": ["2026-01-31"], "amount": [9]})
    >>> engagement = Engagement.from_frames(sales=sales)
    >>> measure("half", "turnover / 2", unit="EUR").tolist()
    [4.5]
    """
    session = Session.at_hand()
    return session.measure(name, expression, label=label, unit=unit, better=better)
