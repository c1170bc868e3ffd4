"""One client's folder: the sources as they came, the ledger, the facts and the decisions.

Layout of a folder: ``engagement.json`` (name, currency, format), ``sources/`` (untouched copies),
``ledger/`` and ``facts/`` (Parquet, can be rebuilt), ``decisions.sqlite`` (revisions, precious).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd

from workbench.customers import Customers
from workbench.errors import WorkbenchError
from workbench.folder import (
    DEMO_TABLES,
    Card,
    build,
    demo_data,
    named_folder,
    passing_folder,
    read_card,
    refuse_taken,
    title_of,
    write_card,
)
from workbench.kept import Kept
from workbench.measures.added import Joined, joinable
from workbench.measures.catalogue import MEASURES
from workbench.measures.collect import Facts
from workbench.measures.everybody import RESERVED, everybody, formulas
from workbench.measures.expression import arranged, check
from workbench.measures.period import Period
from workbench.review.placement import Placement, place, prospects
from workbench.review.points import Points
from workbench.review.proposal import default_points
from workbench.review.review import Review
from workbench.review.scoring import Earned, with_points
from workbench.sources.ledger import Ledger
from workbench.sources.report import Report
from workbench.sources.together import take
from workbench.store import Store
from workbench.summed import Summed

__all__ = ["DEMO_TABLES", "Card", "Engagement", "demo_data", "read_card"]


class Engagement:
    """One client: facts that can be rebuilt and decisions that can't.

    Make one with `create` (files), `open` (a folder), `from_frames` (a notebook cell) or
    `current` (what this notebook was started for).
    """

    latest: ClassVar[Engagement | None] = None
    """The client this notebook opened last, or last began a session on."""

    def __init__(self, card: Card, ledger: Ledger, store: Store, folder: Path | None) -> None:
        self.card, self.store, self.folder = card, store, folder
        self._summed = Summed(ledger, folder, card.currency)
        self._joined: dict[str, Joined] = {}
        self._kept = Kept()
        begun = _first(card).to_json()
        store.begin(begun, who="the workbench", words="The review begins")
        Engagement.latest = self

    @classmethod
    def create(
        cls,
        folder: Path | str,
        files: Sequence[Path | str],
        *,
        name: str = "",
        currency: str = "",
        as_of: date | None = None,
        window: str = "12m",
        maps: Sequence[str] = (),
        rates: Mapping[str, float] | None = None,
        taken: tuple[Ledger, Report] | None = None,
    ) -> tuple[Engagement, Report]:
        """Make an engagement folder from a client's files; on any error no folder remains.

        ``currency`` is the one the amounts name unless given, else EUR; ``rates`` say what one unit
        of another is worth in it. ``taken`` is what `take_in` made of these files already, so that
        they aren't read twice.

        Raises
        ------
        WorkbenchError
            When the folder exists and isn't empty, a file can't be read, a required column can't
            be guessed, or currency or window are none.
        """
        folder, paths = Path(folder), [Path(file) for file in files]
        refuse_taken(folder)
        for file in paths:
            if not file.is_file():
                raise WorkbenchError(f"There is no file «{file}»", then="Check the path.")
        ledger, report = taken or take(paths, maps, currency=currency, rates=rates)
        if not ledger.given & {"customers", "sales", "prospects"}:
            raise WorkbenchError(
                "The files hold neither customers nor sales",
                where=", ".join(file.name for file in paths),
                then='Name a column with --map "FILE:COLUMN=sales.amount".',
            )
        card = Card(
            name or title_of(folder.name),
            currency or report.currency or "EUR",
            as_of.isoformat() if as_of else None,
            window,
        )
        _first(card)
        return build(folder, paths, card, (ledger, report), cls.open, rates=rates), report

    @classmethod
    def open(cls, folder: Path | str) -> Engagement:
        """Open an engagement's folder; one from a newer version is refused and left as it is."""
        folder = Path(folder)
        card = read_card(folder)
        ledger = Ledger.open(folder / "ledger")
        store = Store(folder / "decisions.sqlite", check=_sound)
        return cls(card, ledger, store, folder)

    def asked_elsewhere(self, ledger: Ledger) -> Engagement:
        """Return this client with its figures asked of another ledger; nothing of them is kept."""
        return Engagement(self.card, ledger, self.store, None)

    @classmethod
    def from_frames(
        cls,
        *,
        name: str = "Client",
        currency: str = "EUR",
        as_of: date | None = None,
        window: str = "12m",
        **tables: pd.DataFrame,
    ) -> Engagement:
        """Make an engagement from data frames; nothing is written anywhere.

        ``tables`` are ``customers``, ``sales``, ``time``, ``rates``, ``events``, ``prospects``,
        with the columns of domain 2.

        Examples
        --------
        >>> sales = pd.DataFrame(
        ...     {"customer_id": ["A", "B"], "date": ["2026-01-31", "2026-02-01"], "amount": [9, 5]}
        ... )
        >>> engagement = Engagement.from_frames(sales=sales)
        >>> engagement.customers(engagement.review).numbers("turnover").tolist()
        [9.0, 5.0]
        """
        card = Card(name, currency, as_of.isoformat() if as_of else None, window)
        _first(card)
        return cls(card, Ledger.from_frames(**tables), Store(None, check=_sound), None)

    @classmethod
    def current(cls) -> Engagement:
        """Open what this notebook was started for; without a name, a copy of the demo client."""
        named = named_folder()
        return cls.open(named) if named else cls.demo()

    @classmethod
    def demo(cls, folder: Path | str | None = None) -> Engagement:
        """Make a copy of the demo client; unless a folder is named, it goes with the process."""
        place = Path(folder) if folder else passing_folder() / "demo"
        files = [demo_data() / f"{table}.csv" for table in DEMO_TABLES]
        engagement, _ = cls.create(place, files, name="Northgate Services (demo)")
        engagement.card = replace(engagement.card, demo=True)
        write_card(place, engagement.card)
        return engagement

    @property
    def name(self) -> str:
        """The client's name."""
        return self.card.name

    @property
    def currency(self) -> str:
        """Currency of all money, an ISO 4217 code."""
        return self.card.currency

    @property
    def review(self) -> Review:
        """The review as it was last saved."""
        return Review.from_json(self.store.head().revision.state)

    @property
    def ledger(self) -> Ledger:
        """The client's tables, as the review last asked about reads them."""
        return self._summed.ledger

    @property
    def stamp(self) -> int:
        """A number that changes when files come into the folder."""
        return self._summed.stamp

    def refresh(self) -> bool:
        """Take in what came into the folder since, from whichever page; tell whether any did."""
        return self._summed.refresh()

    def facts(self, as_of: date | None = None, window: str = "12m") -> Facts:
        """Return the per-customer sums as of a date over a window."""
        if not self._summed.followed:
            self._summed.follow(self.review)
        return self._summed.facts(as_of, window)

    def facts_of(self, review: Review) -> Facts:
        """Return the facts a review looks at, with what was entered by hand."""
        return self._summed.facts_of(review)

    def lengthy(self, review: Review) -> Callable[[], None] | None:
        """Return what takes long before a review can be shown; see `Summed.lengthy`."""
        return self._summed.lengthy(review)

    def customers(self, review: Review) -> Customers:
        """Return one row per customer and prospect with every measure and attribute.

        What a person decided flows through: corrections before what depends on them, judged
        attributes, own measures, and last the points.
        """
        measured = self._measured(review)
        points = self.points(review)
        return self._kept.answer(
            "points", (measured, points), lambda: self._scored(measured, points)
        )

    def points(self, review: Review) -> Points:
        """Return the points as decided, or six bars from facts that exist."""
        if review.points is not None:
            return review.points
        measured = self._measured(review)
        return self._kept.answer(
            "proposed points",
            (measured,),
            lambda: default_points(measured.only(~prospects(measured))),
        )

    def earned(self, review: Review) -> Earned:
        """Return the shares earned per bar, kept as long as the facts stand."""
        measured = self._measured(review)
        return self._kept.answer("earned", (measured,), lambda: Earned(measured))

    def place(self, review: Review, before: Placement | None = None) -> Placement:
        """Place everybody on the axes of a review."""
        return place(self.customers(review), review, before)

    def join(self, frame: pd.DataFrame) -> None:
        """Add columns to this engagement's customers, joined by the index ``customer_id``.

        Numbers become measures, anything else attributes in words. A column joined again replaces
        the one before. They last as long as this object; `Session.measure` defines one that is
        saved with the client.

        Parameters
        ----------
        frame
            Its index, or its column ``customer_id``, says whose values they are. Customers it
            doesn't name have none; ids that are no customers' are passed over.

        Raises
        ------
        WorkbenchError
            When a customer stands in it twice, or a column has the name of a measure.
        """
        review = self.review
        taken = RESERVED | {*MEASURES, *review.measures, *review.judged}
        joined = joinable(frame)
        if clash := sorted(taken & joined.keys()):
            raise WorkbenchError(
                f"There is a column «{clash[0]}» already", then="Give the joined one another name."
            )
        self._joined |= joined
        self._kept.pop("measured", None)

    def check_measures(self, review: Review) -> None:
        """Refuse own measures that need a column which is no fact, nor judged, nor joined here.

        Raises
        ------
        WorkbenchError
            Naming the measure, the column and, where there is one, the name that was meant.
        """
        if clash := sorted(self._joined.keys() & review.measures):
            raise WorkbenchError(
                f"There is a column «{clash[0]}» already", then="Choose another name."
            )
        check(formulas(review), self._measured(self.review).columns)

    def _measured(self, review: Review) -> Customers:
        """Everything but the points."""
        self._summed.follow(review)
        facts = self._summed.facts(review.as_of, review.window)
        key = (
            facts,
            review.corrections,
            review.measures,
            review.levels,
            review.judged,
            review.assumptions,
            review.entered,
            review.newcomers,
            tuple(review.set_aside),
            tuple(self._joined),
        )
        return self._kept.answer("measured", key, lambda: everybody(facts, review, self._joined))

    def _scored(self, measured: Customers, points: Points) -> Customers:
        if not points.bars:
            return measured
        earned = self._kept.answer("earned", (measured,), lambda: Earned(measured))
        return with_points(measured, points, earned.score(points))


def _first(card: Card) -> Review:
    """Return the review a client begins with; refuse a card that can't be one."""
    if not re.fullmatch(r"[A-Z]{3}", card.currency):
        raise WorkbenchError(
            f"«{card.currency}» is no currency", allowed="three capital letters, such as EUR"
        )
    if card.window != "all":
        Period.of(date.min, card.window)
    return Review.from_json({"window": card.window, "as_of": card.as_of})


def _sound(state: dict[str, Any]) -> None:
    """Refuse a state whose parts don't fit together, whoever put them together."""
    arranged(formulas(Review.from_json(state)))
