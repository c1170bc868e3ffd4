"""The panel of opening questions: which are asked, and where their answers go."""

from __future__ import annotations

from collections.abc import Callable

from workbench.customers import Customers
from workbench.pages.start_opening import (
    GUT,
    KEYS,
    MOST_NAMES,
    Name,
    answered,
    sorted_by_gut,
    taken_back,
    unsorted,
)
from workbench.pages.start_sheet import questions
from workbench.review.placement import prospects
from workbench.review.review import Opening
from workbench.session import Session
from workbench.widgets.view import Event, View

Change = Callable[[Opening], tuple[Opening, str]]


class Questions:
    """The panel; its answers go to a session, or are kept here until a client is made.

    Parameters
    ----------
    refused
        Called with a sentence when an answer can't be taken.
    session
        The engagement the page runs for, if any.
    """

    def __init__(self, refused: Callable[[str], None], session: Session | None) -> None:
        self.view = View()
        self.opening = Opening()
        self.names: tuple[Name, ...] = ()
        self.session = session

        def gut(verdict: str) -> Callable[[Event], None]:
            return lambda _: self._answer(lambda o: sorted_by_gut(o, self.names, verdict))

        self.view.on(
            refused,
            gut_back=lambda _: self._answer(lambda o: taken_back(o, self.names)),
            **{f"gut_{verdict}": gut(verdict) for verdict, _, _ in GUT},
            **dict.fromkeys(
                ("aim", "last_review", "good_customers", "stance"),
                lambda e: self._answer(lambda o: answered(o, e)),
            ),
        )

    def paint(self, *, waiting: bool = False) -> None:
        """Draw the questions; ``waiting`` for a file says that names are still to come."""
        if self.session is not None:
            self.opening, self.names = self.session.review.opening, largest(self.session.customers)
        self.view.show(*questions(self.opening, self.names, waiting=waiting))
        self.view.shortcuts = KEYS if unsorted(self.opening, self.names) else {}

    def answers(self) -> Opening:
        """Return what was answered for the client to come, about customers it has."""
        known = {name.id for name in self.names}
        gut = {key: verdict for key, verdict in self.opening.gut.items() if key in known}
        return self.opening.model_copy(update={"gut": gut})

    def _answer(self, change: Change) -> None:
        after, said = change(self.opening)
        if after == self.opening:
            return
        if self.session is None:
            self.opening = after
        else:
            self.session.commit(
                lambda review: review.model_copy(update={"opening": change(review.opening)[0]}),
                said,
            )
        self.paint()


def largest(customers: Customers) -> tuple[Name, ...]:
    """Return the customers to be sorted by gut: the largest by turnover, else the first."""
    own = customers.only(~prospects(customers))
    frame = own.frame
    if "turnover" in own.columns:
        frame = frame.nlargest(MOST_NAMES, "turnover")
    return tuple(
        Name(str(key), name if isinstance(name, str) else str(key))
        for key, name in frame["name"].head(MOST_NAMES).items()
    )
