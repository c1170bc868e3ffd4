"""One customer's purchases and events, straight from the ledger."""

from __future__ import annotations

from datetime import date

import numpy as np

from workbench.measures.collect import collect
from workbench.measures.period import Period
from workbench.measures.timeline import happenings, purchases
from workbench.sources.ledger import Ledger

AS_OF = date(2024, 12, 31)


def test_purchases_are_invoices_above_zero_oldest_first(worked: Ledger) -> None:
    """Customer A of the worked ledger: invoice 5 has two lines, invoice 7 is a return."""
    line = purchases(worked, "A", AS_OF)
    assert line.days[4:] == (date(2024, 2, 1), date(2024, 5, 1), AS_OF)
    assert line.amounts.tolist() == [100, 100, 100, 100, 250, 150, 100]
    assert line.silent == 0


def test_the_typical_gap_is_the_measure_s(worked: Ledger) -> None:
    facts = collect(worked, AS_OF)
    assert purchases(worked, "A", AS_OF).typical_gap == facts.frame.loc["A", "typical_gap"]


def test_who_never_bought_has_an_empty_line(worked: Ledger) -> None:
    line = purchases(worked, "C", AS_OF)
    assert line.days == ()
    assert np.isnan(line.typical_gap)
    assert np.isnan(line.silent)


def test_what_comes_after_the_date_is_not_known_yet(worked: Ledger) -> None:
    assert len(purchases(worked, "A", date(2023, 4, 1)).days) == 2


def test_events_of_the_window_newest_first(worked: Ledger) -> None:
    found = happenings(worked, "A", Period.of(AS_OF, "12m"))
    assert [(each.kind, each.value) for each in found] == [
        ("referral", 100),
        ("support", 15),
        ("complaint", 25),
    ]
    assert len(happenings(worked, "A", Period(AS_OF))) == 4


def test_tables_that_were_not_given() -> None:
    nothing = Ledger.from_frames()
    assert purchases(nothing, "A", AS_OF).days == ()
    assert happenings(nothing, "A", Period(AS_OF)) == ()
