"""The card of the chosen customer on any page, and what its buttons do."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.pages import matrix_changes as change
from workbench.pages.card import HOW, CardState, card
from workbench.pages.card_tier import TierDecision, verdict
from workbench.pages.judging import Judging
from workbench.pages.look_again import LookAgain
from workbench.review import typed, words
from workbench.review.review import Review
from workbench.review.scoring import SCORES
from workbench.review.tier_words import DECIDED
from workbench.session import Session
from workbench.widgets.view import Event, Node, View


class CardView(View):
    """The card; it brings the style of the verdict with it."""

    _css = Path(__file__).parent.parent / "widgets" / "verdict.css"


class CardControl:
    """Shows the card of ``session.chosen`` in `view`; a page calls `paint` when it draws.

    Parameters
    ----------
    tell
        Shows a refusal to the person; `Frame.tell`.
    why
        What a page says of the customer in that row, instead of why they are in their quadrant;
        of None, whom to look at first.
    told
        Measures the page tells of that customer itself; the card doesn't repeat them.
    how
        How to choose a customer on that page, while nobody is chosen.
    """

    def __init__(
        self,
        session: Session,
        tell: Callable[[str], None],
        why: Callable[[int | None], Node | None] = lambda _: None,
        told: Collection[str] = (),
        how: str = HOW,
    ) -> None:
        self.session, self._why, self._told, self._how = session, why, told, how
        self.view, self.hide = CardView(), False
        self.judging, self.tiering = Judging(session), TierDecision(session)
        self.again = LookAgain(session)
        self._state = CardState()
        self.view.on(
            tell,
            correct=lambda _: self._form(CardState("correct")),
            correct_column=lambda e: self._form(CardState("correct", e.text())),
            aside=lambda _: self._form(CardState("aside")),
            close_form=lambda _: self._form(CardState()),
            leave=lambda _: self.choose(""),
            choose=lambda e: self.choose(e.key),
            save_fact=self._correct,
            uncorrect=self._uncorrect,
            save_aside=self._set_aside,
            back=lambda _: self._commit(
                lambda r: change.brought_back(r, session.chosen), f"{self._name()} is back"
            ),
            judge=self._judge,
            pick=lambda e: self.ask_tier(session.chosen, e.text()),
            save_tier=self._save_tier,
            keep_tier=lambda _: self.tiering.keep(),
            untier=lambda _: self.tiering.release(),
        )

    @property
    def row(self) -> int | None:
        """Row of the chosen customer, None without."""
        customers, chosen = self.session.customers, self.session.chosen
        return customers.row(chosen) if chosen and chosen in customers else None

    def paint(self) -> None:
        """Draw the card as the session shows the customer now."""
        row = self.row
        placement, why, state = self.session.placement, self._why(row), self._state
        tier = None
        if row is not None and not placement.prospect[row]:
            picking = state.column if state.form == "tier" else ""
            found = self.tiering.found()
            tier = verdict(placement, found, row, picking=picking, hide=self.hide)
        shown = card(
            placement,
            row,
            state,
            hide=self.hide,
            why=why,
            verdict=tier,
            due=self.again.due(self.session.chosen),
            told=self._told,
            how=self._how,
        )
        self.view.show(shown)

    def choose(self, key: str) -> None:
        """Show another customer's card; an empty or unknown id lets go of the customer."""
        self._state = CardState()
        self.session.chosen = key if key in self.session.customers else ""

    def ask_tier(self, key: str, picked: str) -> None:
        """Ask why a customer is in the tier of that number; without one, in which."""
        self.choose(key)
        if self.session.chosen:
            self._form(CardState("tier", picked if picked in set("1234") else "?"))
            self.view.focus_on("wb-tier-reason")

    def _save_tier(self, event: Event) -> None:
        self.tiering.save(self._state.column, event)
        self._form(CardState())

    def _form(self, state: CardState) -> None:
        self._state = state
        self.paint()

    def _correct(self, event: Event) -> None:
        name = self._name()
        column = self.session.customers.column(self._state.column)
        if column.name in {*SCORES, *DECIDED, *self.session.review.judged}:
            raise WorkbenchError(
                f"{column.label} follows from what was decided",
                then="Correct a fact it is made of, or decide anew.",
            )
        value = typed.fact(column, event.field("value", 1000))
        if value is None:
            raise WorkbenchError("The right value is missing", where=column.label)
        said = value if isinstance(value, str) else words.value(column, value)
        key, who, reason = self.session.chosen, self.session.who, event.field("reason")
        self._commit(
            lambda r: change.corrected(r, key, column.name, value, reason=reason, who=who),
            f"{column.label} of {name} corrected to {said}",
        )
        self._form(CardState())

    def _uncorrect(self, event: Event) -> None:
        key = self.session.chosen
        self._commit(
            lambda r: change.uncorrected(r, key, event.key), f"Correction for {self._name()} undone"
        )

    def _set_aside(self, event: Event) -> None:
        key, who = self.session.chosen, self.session.who
        reason = event.field("reason")
        if not reason:
            raise WorkbenchError(
                "A reason is missing", where="Set aside", allowed="own company, closed, one-off …"
            )
        self._commit(lambda r: change.aside(r, key, reason, who), f"{self._name()} set aside")
        self._form(CardState())

    def _judge(self, event: Event) -> None:
        column, _, mark = event.key.partition("|")
        if mark in set("12345"):
            self.judging.mark(column, int(mark))

    def _commit(self, changed: Callable[[Review], Review], sentence: str) -> None:
        self.session.commit(changed, sentence)

    def _name(self) -> str:
        customers = self.session.customers
        return str(customers.names[customers.row(self.session.chosen)])
