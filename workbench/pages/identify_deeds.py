"""What people do on the identify page: each deed commits one change, said in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.pages import identify_changes as change
from workbench.pages import plan_changes
from workbench.pages.entering_deeds import Entering, chosen, name_of
from workbench.pages.identify_called import called, joined
from workbench.pages.identify_twice import kept_of
from workbench.pages.matrix_changes import now
from workbench.review import joining
from workbench.review.assigned import SAYING
from workbench.review.decided import Decided
from workbench.review.placement import prospects
from workbench.review.review import Review
from workbench.widgets.view import Event

if TYPE_CHECKING:
    from workbench.pages.identify import IdentifyPage


class Deeds:
    """Joins the controls of an identify page to its session."""

    def __init__(self, page: IdentifyPage) -> None:
        self.page, self.session = page, page.session
        entering = Entering(self.session, self._commit)
        choose = {"choose": lambda e: page.carded.choose(e.key)}
        page.head.on(
            page.frame.tell,
            view=lambda e: page.open(e.text()),
            hide=lambda _: self._hide(),
            leave=lambda _: self._leave(),
            same=lambda _: self.same(),
            apart=lambda _: self.apart(),
            skip=lambda _: self.skip(),
            **page.sought.deeds(self.session, page.carded.choose, page.paint),
        )
        page.carded.view.on(page.frame.tell, view=lambda e: page.open(e.text()))
        page.main.on(
            page.frame.tell,
            view=lambda e: page.open(e.text()),
            consent=self.consent,
            by=self._by,
            give=self.give,
            ungive=lambda e: self._commit(
                lambda r: change.taken_back(r, e.key), "Lines are nobody's again"
            ),
            newcomer=self.newcomer,
            no_newcomer=lambda e: self._commit(
                lambda r: change.no_newcomer(r, e.key), "A customer by hand taken back"
            ),
            hours=entering.hours,
            event=entering.event,
            unenter=entering.unenter,
            all_same=lambda _: self.all_same(),
            same=lambda _: self.same(),
            apart=lambda _: self.apart(),
            skip=lambda _: self.skip(),
            swap=lambda _: self._swap(),
            compare=lambda _: page.compare(anew=True),
            cancel=lambda _: page.compare(anew=False),
            separate=lambda e: self._commit(
                lambda r: joining.separate(r, e.key),
                f"{page.pairs.name(e.key)} counts for itself again",
            ),
            reopen=self._reopen,
            **choose,
        )

    def consent(self, event: Event) -> None:
        """Record whether a customer may be contacted."""
        _, _, key = event.key.partition("|")
        said, who = event.text(), self.session.who
        if key in self.session.customers:
            self._commit(
                lambda r: plan_changes.profiled(r, key, "consent", said, who),
                f"Consent of {name_of(self.session, key)}",
            )

    def give(self, event: Event) -> None:
        """Say that lines without a customer are the chosen one's.

        Raises
        ------
        WorkbenchError
            When no customer is chosen, or there are no such lines.
        """
        table, _, rest = event.key.partition("|")
        column, _, value = rest.partition("|")
        if (table, column) not in {(t, c) for t, columns in SAYING.items() for c in columns}:
            raise WorkbenchError("There are no such lines")
        key, who, customers = chosen(self.session), self.session.who, self.session.customers
        if prospects(customers)[customers.row(key)]:
            raise WorkbenchError("A prospect has bought nothing yet", then="Choose a customer.")
        self._commit(
            lambda r: change.given(r, (table, column, value), key, who),
            f"«{value}» is {name_of(self.session, key)}'s",
        )

    def newcomer(self, event: Event) -> None:
        """Enter a customer no file names, and show their card.

        Raises
        ------
        WorkbenchError
            When the name is missing, or the number is somebody's.
        """
        name = event.field("name", 200)
        key, who = event.field("number", 60) or name, self.session.who
        if not name:
            raise WorkbenchError("The name is missing", where="Enter by hand")
        if key in self.session.customers or key in self.session.review.same_as:
            raise WorkbenchError(
                f"«{key}» is a customer already", then="Give the new one a number of their own."
            )
        self._commit(lambda r: change.newcomer(r, key, name, who), f"{name} entered by hand")
        self.page.carded.choose(key)

    def same(self) -> None:
        """Say that the pair shown is one customer."""
        pair = self.page.pair()
        kept, other = kept_of(pair, self.page.figures, swapped=self.page.swapped)
        evidence, who = "; ".join(one.words for one in pair.evidence), self.session.who
        name = self.page.pairs.name
        self.page.swapped = False
        self._commit(
            lambda r: joining.confirm(r, kept, other, evidence=evidence, who=who, when=now()),
            f"{name(other)} ({other}) is {name(kept)} ({kept}); both are kept",
        )

    def all_same(self) -> None:
        """Say that everybody whom one file calls by another file's name is the same customer."""
        all_, by = called(self.page.pairs), Decided(who=self.session.who, when=now())
        if all_:
            self._commit(
                lambda r: joined(r, all_, by),
                f"{len(all_):,} customers called by name are those with a number; both are kept",
            )

    def apart(self) -> None:
        """Say that the pair shown is two customers."""
        pair, who = self.page.pair(), self.session.who
        evidence = "; ".join(one.words for one in pair.evidence)
        self.page.swapped = False
        self._commit(
            lambda r: joining.refuse(
                r, pair.one, pair.other, evidence=evidence, who=who, when=now()
            ),
            f"{self.page.pairs.name(pair.one)} and {self.page.pairs.name(pair.other)} are two",
        )

    def skip(self) -> None:
        """Leave the pair for later."""
        pair = self.page.pair()
        ids = frozenset((pair.one, pair.other))
        self.page.skipped = [*(one for one in self.page.skipped if one != ids), ids]
        self.page.swapped = False
        self.page.paint()

    def _reopen(self, event: Event) -> None:
        one, _, other = event.key.partition("\n")
        self._commit(
            lambda r: joining.reopen(r, one, other),
            f"{self.page.pairs.name(one)} and {self.page.pairs.name(other)}: open again",
        )

    def _swap(self) -> None:
        self.page.swapped = not self.page.swapped
        self.page.paint()

    def _by(self, event: Event) -> None:
        for table in SAYING:
            if event.key == f"by|{table}":
                self.page.known.told_by[table] = event.text()
        self.page.paint()

    def _hide(self) -> None:
        self.page.hide = not self.page.hide
        self.page.paint()

    def _leave(self) -> None:
        self.page.sought.ask("")
        self.page.carded.choose("")

    def _commit(self, changed: Callable[[Review], Review], sentence: str) -> None:
        self.page.frame.commit(changed, sentence)
