"""A client's ledger summed up, as reviews look at it: kept in memory and in the client's folder.

Sums can always be made anew: a cache that is damaged, or a folder that can't be written, only costs
the time to collect.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from workbench.kept import Kept
from workbench.measures.by_hand import entered_in, newcomers_in, with_entered, with_newcomers
from workbench.measures.collect import Facts, collected, with_products
from workbench.measures.period import Period
from workbench.review.assigned import Assigned
from workbench.review.review import Review
from workbench.review.same import fingerprint, roots
from workbench.sources.delivered import stamp
from workbench.sources.ledger import Ledger

Whose = tuple[Mapping[str, str], tuple[Assigned, ...]]
MANY_LINES = 2_000_000
"""Lines of sales that take about a second to sum up."""


class Summed:
    """The facts of one client.

    Parameters
    ----------
    ledger
        The client's tables.
    folder
        The client's; ``None`` where nothing is written.
    currency
        Code of the one currency all money is in.
    """

    def __init__(self, ledger: Ledger, folder: Path | None, currency: str) -> None:
        self.ledger, self.folder, self.currency = ledger, folder, currency
        self.stamp = stamp(folder) if folder else 0
        self.followed, self._made = False, frozenset[str]()
        self._kept = Kept()

    def refresh(self) -> bool:
        """Take in what came into the folder since, from whichever page; tell whether any did."""
        if self.folder is None or (now := stamp(self.folder)) == self.stamp:
            return False
        self.stamp, self.followed = now, False
        self.ledger = Ledger.open(self.folder / "ledger")
        self._kept.clear()
        return True

    def follow(self, review: Review) -> None:
        """Read as a review says: who is one, whose lines are, which products were made together."""
        self.followed, self._made = True, frozenset(review.assumptions.costs.made_with)
        whose = _whose(review)
        if whose != (self.ledger.merged, self.ledger.assigned):
            self.ledger = self.ledger.as_one(*whose)

    def facts(self, as_of: date | None, window: str) -> Facts:
        """Return the per-customer sums as of a date over a window."""
        Period.of(date.min, window)  # a window is part of the cache's name, so it is checked first
        whose = (self.ledger.merged, self.ledger.assigned)
        cache = self._cache(as_of, window, whose)
        sums = self._kept.answer(
            "sums",
            (as_of, window, *whose),
            lambda: collected(cache, self.ledger, as_of, window, self.currency),
        )
        return self._kept.answer(
            "facts", (sums, self._made), lambda: with_products(sums, self.ledger, self._made)
        )

    def facts_of(self, review: Review) -> Facts:
        """Return the facts a review looks at, with what was entered by hand."""
        self.follow(review)
        facts = self.facts(review.as_of, review.window)
        newcomers, entered = newcomers_in(review), entered_in(review)
        return self._kept.answer(
            "entered",
            (facts, newcomers, entered),
            lambda: with_entered(with_newcomers(facts, newcomers), entered),
        )

    def lengthy(self, review: Review) -> Callable[[], None] | None:
        """Return what takes long before a review can be shown; None where nothing does.

        It is the summing up of many lines. It may be done in another thread: it shares nothing with
        this object, and leaves what it finds in the folder, where `facts` looks first.
        """
        whose = _whose(review)
        cache = self._cache(review.as_of, review.window, whose)
        if self.folder is None or cache is None or cache.is_dir():
            return None
        if self.ledger.rows("sales") < MANY_LINES:
            return None
        place, currency = self.folder / "ledger", self.currency

        def sum_up() -> None:
            ledger = Ledger.open(place).as_one(*whose)
            collected(cache, ledger, review.as_of, review.window, currency)

        return sum_up

    def _cache(self, as_of: date | None, window: str, whose: Whose) -> Path | None:
        """Return the folder in which sums are kept; None where nothing is."""
        if self.folder is None:
            return None
        name = f"{as_of or 'last'}-{window}"
        return self.folder / "facts" / (f"{name}-{fingerprint(*whose)}" if any(whose) else name)


def _whose(review: Review) -> Whose:
    """Return who counts under which id, and whose the lines without a customer are."""
    return roots(review.same_as), tuple(review.assigned.values())
