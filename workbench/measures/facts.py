"""What was summed out of the ledger: one row per customer, kept as Parquet, made anew at will."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.customers import Floats
from workbench.errors import WorkbenchError
from workbench.measures.assemble import NO_PRODUCTS
from workbench.measures.period import Period
from workbench.review import words
from workbench.tabular import Tabular

_VERSION = 2
_FRAMES = ("frame", "attributes", "prospects", "hours", "rates", "events")
_PRODUCTS = "products.parquet"  # older facts have none
_HEAD = "facts.json"
_TALLIED = ("n", "value", "valued")


@dataclass(frozen=True, eq=False)
class Tally:
    """Events of one kind by customer row: how many, their money, how many carry money."""

    n: Floats
    value: Floats
    valued: Floats


@dataclass(frozen=True, eq=False)
class Entries:
    """Hours with a customer: whose (``rows``), how many, and who of ``people`` spent them."""

    rows: npt.NDArray[np.intp]
    hours: Floats
    person: npt.NDArray[np.intp]
    people: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Facts(Tabular):
    """Sums of one client's ledger as of a date, over a window (domain 3).

    Parameters
    ----------
    as_of, window, currency
        The date (``None`` when no table has one), «12m» or «all», and the code of all money.
    given
        Tables the client gave.
    spans
        First and last date of each table with dates.
    frame
        Indexed by ``customer_id`` (sorted, unique): ``name`` and, where sales were given, raw
        sums of the window. Money in ``currency``; dates as datetime64; counts as float64.
    attributes
        The client's own columns, same index: float64 or text.
    prospects
        Indexed by ``customer_id``: ``name`` and attributes.
    hours
        ``customer_id`` (missing: unallocated), ``person``, ``hours`` in the window.
    rates
        ``person``, ``cost_per_hour``.
    events
        ``customer_id``, ``kind``, ``n``, ``value``, ``valued`` (how many carry a value), ``last``,
        in the window.
    totals
        What came in and where it went, so that every page can reconcile.
    products
        ``product``, ``customer_id`` (missing: unidentified), ``amount`` in the window, of products
        made with a customer alone: all of a large client's would be nearly as many as lines.
    """

    as_of: date | None
    window: str
    currency: str
    given: frozenset[str]
    spans: Mapping[str, tuple[date, date]]
    frame: pd.DataFrame = field(repr=False)
    attributes: pd.DataFrame = field(repr=False)
    prospects: pd.DataFrame = field(repr=False)
    hours: pd.DataFrame = field(repr=False)
    rates: pd.DataFrame = field(repr=False)
    events: pd.DataFrame = field(repr=False)
    totals: Mapping[str, float]
    products: pd.DataFrame = field(default_factory=lambda: NO_PRODUCTS, repr=False)

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def period(self) -> Period | None:
        """The window as dates; ``None`` where no table has a date."""
        return None if self.as_of is None else Period.of(self.as_of, self.window)

    @cached_property
    def listed(self) -> pd.Series[float]:
        """What an hour of each person costs by the client's own list; who has no rate isn't in."""
        return self.rates.set_index("person")["cost_per_hour"].astype(np.float64).dropna()

    @cached_property
    def sums(self) -> Mapping[str, Floats]:
        """Return the raw sums of sales as arrays, dates left out."""
        dates = {"name", "first", "last", "last_line"}
        return {
            str(name): self.frame[name].to_numpy(dtype=np.float64)
            for name in self.frame.columns
            if name not in dates
        }

    @cached_property
    def tallies(self) -> Mapping[str, Tally]:
        """Return events by kind, an array per figure: looked up once, used at every move."""
        events = self.events.dropna(subset="customer_id")
        rows = self.frame.index.get_indexer(pd.Index(events["customer_id"]))
        found = {}
        for kind in events["kind"].unique():
            these = (events["kind"] == kind).to_numpy()
            parts = [events[name].to_numpy(dtype=np.float64)[these] for name in _TALLIED]
            found[str(kind)] = Tally(
                *(_summed(rows[these], np.nan_to_num(part), len(self)) for part in parts)
            )
        return found

    @cached_property
    def entries(self) -> Entries:
        """Return the hours that have a customer as arrays."""
        hours = self.hours.dropna(subset="customer_id")
        rows = self.frame.index.get_indexer(pd.Index(hours["customer_id"]))
        person, people = pd.factorize(hours["person"])
        spent = hours["hours"].to_numpy(dtype=np.float64)
        return Entries(rows, spent, person, tuple(str(one) for one in people))

    def covers(self, table: str) -> bool:
        """Whether a table was given and has anything dated within the window's reach.

        A table whose entries all lie outside the window can say nothing about it: its sums are
        missing, not zero.
        """
        if self.period is None or table not in self.given or table not in self.spans:
            return False
        first, last = self.spans[table]
        start = self.period.start
        return first <= self.period.end and (start is None or last > start)

    @property
    def out_of_reach(self) -> str:
        """One sentence where nothing on record lies in the window; empty where something does."""
        if not self.as_of or not self.spans or any(map(self.covers, self.spans)):
            return ""
        first = min(first for first, _ in self.spans.values())
        if first > self.as_of:
            on, begins = words.day(self.as_of), words.day(first)
            return f"On {on} nothing was on record yet: it begins on {begins}."
        ends = words.day(max(last for _, last in self.spans.values()))
        return f"Nothing on record falls in the window: it ends on {ends}."

    def write(self, folder: Path | str) -> None:
        """Write the facts into a folder; the head comes last, so half a set is never read."""
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        (place / _HEAD).unlink(missing_ok=True)
        for name in _FRAMES:
            _replace(place / f"{name}.parquet", getattr(self, name))
        _replace(place / _PRODUCTS, self.products)
        head = {
            "version": _VERSION,
            "as_of": self.as_of and self.as_of.isoformat(),
            "window": self.window,
            "currency": self.currency,
            "given": sorted(self.given),
            "spans": {k: [day.isoformat() for day in span] for k, span in self.spans.items()},
            "totals": dict(self.totals),
        }
        beside = place / f".{_HEAD}.{os.getpid()}.new"
        beside.write_text(json.dumps(head, indent=1), encoding="utf-8")
        beside.replace(place / _HEAD)

    @classmethod
    def read(cls, folder: Path | str) -> Facts:
        """Read written facts; `WorkbenchError` when they are absent, damaged or of another make."""
        place = Path(folder)
        try:
            head = json.loads((place / _HEAD).read_text(encoding="utf-8"))
            if head["version"] != _VERSION:
                raise ValueError(head["version"])  # noqa: TRY301 - one place says what is wrong
            frames = {name: pd.read_parquet(place / f"{name}.parquet") for name in _FRAMES}
            if (place / _PRODUCTS).is_file():
                frames["products"] = pd.read_parquet(place / _PRODUCTS)
            return cls(
                as_of=date.fromisoformat(head["as_of"]) if head["as_of"] else None,
                window=head["window"],
                currency=head["currency"],
                given=frozenset(head["given"]),
                spans={
                    name: (date.fromisoformat(first), date.fromisoformat(last))
                    for name, (first, last) in head["spans"].items()
                },
                totals={name: float(value) for name, value in head["totals"].items()},
                **frames,
            )
        except (OSError, ValueError, KeyError, TypeError):
            raise WorkbenchError(
                "The kept sums are absent, damaged or from another version",
                where=place.name,
                then="They are made anew from the ledger.",
            ) from None


def _replace(target: Path, frame: pd.DataFrame) -> None:
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        frame.to_parquet(beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _summed(rows: npt.NDArray[np.intp], values: Floats, n: int) -> Floats:
    """Add values up per row; float64 even where there is none."""
    return np.bincount(rows, values, minlength=n).astype(np.float64).round(6)
