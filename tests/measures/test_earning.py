"""What can't wait while an assumption moves is what is there afterwards."""

from __future__ import annotations

import numpy as np

from workbench.measures.collect import collect
from workbench.measures.earning import earning
from workbench.measures.everybody import everybody
from workbench.review.review import Correction, Review
from workbench.sources.ledger import Ledger


def test_the_quick_figures_are_the_whole_ones(worked: Ledger) -> None:
    """Row by row and measure by measure, corrections and missing values included."""
    fix = {"A": {"hours": Correction(value=2.0)}}
    review = Review(corrections=fix)
    facts = collect(worked)
    quick, whole = earning(facts, review), everybody(facts, review, {})
    n = len(quick)
    assert quick.ids.tolist() == whole.ids[:n].tolist()
    for name in ("turnover", "cost_to_serve", "profit", "hours_over"):
        np.testing.assert_allclose(quick.numbers(name), whole.numbers(name)[:n])
        assert quick.column(name) == whole.column(name)
