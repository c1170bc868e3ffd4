"""How recently, how often, how much: by hand, with ties, with 20 customers, as R has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.engagement import Engagement
from workbench.measures.collect import collect
from workbench.measures.derive import derive
from workbench.measures.rfm import Basis, placed, quantiles, score
from workbench.review.assumptions import Assumptions, Rfm, SegmentRule
from workbench.sources.ledger import Ledger

# The first ten rows that the package rfm of R publishes for its orders (analysis date 2006-12-31):
# recency_days, transaction_count, amount, and the three scores.
PUBLISHED = """
205 6 472 3 4 3
140 3 340 4 1 2
194 4 405 3 2 3
132 5 448 4 3 3
90 9 843 5 5 5
84 9 763 5 5 5
281 8 699 3 5 5
246 4 157 3 2 1
349 3 363 2 1 2
619 4 196 1 2 1
"""
# … and the interior edges that its documentation gives for them.
EDGES = ((115, 181, 297, 482), (4, 5, 6, 8), (256, 382, 506, 666))


def _basis(recency: list[float], frequency: list[float], monetary: list[float]) -> Basis:
    parts = [np.array(part, dtype=np.float64) for part in (recency, frequency, monetary)]
    return Basis(*parts, scored=np.ones(len(recency), dtype=np.bool_))  # type: ignore[misc]


def test_r_s_published_scores() -> None:
    """Half-open bins: an edge belongs to the bin above it, and recency is turned round."""
    table = np.array([row.split() for row in PUBLISHED.strip().splitlines()], dtype=np.float64)
    for part, edges in enumerate(EDGES):
        found = placed(table[:, part], np.array(edges, dtype=np.float64), on_edge_above=True)
        if part == 0:
            found = 6 - found
        assert found.tolist() == table[:, 3 + part].tolist()


def test_r_s_edges_are_the_quantiles_and_one() -> None:
    """Six counts 1…6 in five bins: type 7 gives 2, 3, 4, 5; R's edges are 3, 4, 5, 6."""
    base = _basis([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6], [10, 20, 30, 40, 50, 60])
    _, often, much = score(base, Rfm(binning="r-rfm"))
    assert often.edges.tolist() == [3, 4, 5, 6]
    assert often.scores.tolist() == [1, 1, 2, 3, 4, 5]
    assert much.edges.tolist() == [21, 31, 41, 51]
    assert much.scores.tolist() == [1, 1, 2, 3, 4, 5]


def test_by_hand_with_ties() -> None:
    """Type 7 over ten counts (h = 9 · i/5): 1.8 → 1, 3.6 → 1.6, 5.4 → 2.4, 7.2 → 5.6.

    No edge is below 1: score 1. The twos are above 1 and 1.6: 3. 3 and 5 score 4, 8 and 20 5;
    nobody scores 2.
    """
    counts = [1, 1, 1, 1, 2, 2, 3, 5, 8, 20]
    recent, often, _ = score(_basis(counts, counts, counts), Rfm())
    assert often.edges.tolist() == pytest.approx([1, 1.6, 2.4, 5.6])
    assert often.scores.tolist() == [1, 1, 1, 1, 3, 3, 4, 4, 5, 5]
    assert often.counts == (4, 0, 2, 2, 2)
    assert often.on_edge == (4, 0, 0, 0)
    assert recent.scores.tolist() == [5, 5, 5, 5, 3, 3, 2, 2, 1, 1]


def test_by_hand_with_20_customers() -> None:
    """Values 1…20: h = 3.8, 7.6, 11.4, 15.2 → 4.8, 8.6, 12.4, 16.2: four in each bin."""
    values = [float(v) for v in range(1, 21)]
    recent, often, _ = score(_basis(values, values, values), Rfm())
    assert often.edges.tolist() == pytest.approx([4.8, 8.6, 12.4, 16.2])
    assert often.counts == (4, 4, 4, 4, 4)
    assert recent.counts == (4, 4, 4, 4, 4)
    assert recent.scores[0] == 5
    assert recent.scores[19] == 1


def test_typed_thresholds_have_their_edge_on_the_better_side() -> None:
    """«Bought within 30 days», «10 orders or more»: who stands on the line is in (domain 4, 7)."""
    rfm = Rfm(bins=2, thresholds={"recency": (30.0,), "frequency": (10.0,)})
    recent, often, much = score(_basis([30, 31], [10, 9], [5, 7]), rfm)
    assert [part.typed.tolist() for part in (recent, often, much)] == [[True], [True], [False]]
    assert recent.scores.tolist() == [2, 1]
    assert often.scores.tolist() == [2, 1]
    assert much.edges.tolist() == [6]


def test_a_typed_threshold_leaves_tied_quantiles_where_they_were() -> None:
    """1, 1, 1, 2, 3, 4, 9, 9 orders: quantiles tie at 1; «from 7» for the best moves only them.

    Type 7, h = 1.4, 2.8, 4.2, 5.6: edges 1, 1.8, 3.2, 6.4; the last is typed instead.
    """
    often = score(_basis([1.0] * 8, [1, 1, 1, 2, 3, 4, 9, 9], [1.0] * 8), Rfm())[1]
    typed = Rfm(thresholds={"frequency": (None, None, None, 9.0)})
    moved = score(_basis([1.0] * 8, [1, 1, 1, 2, 3, 4, 9, 9], [1.0] * 8), typed)[1]
    assert moved.edges[:3].tolist() == often.edges[:3].tolist()
    assert moved.edges[3] == 9
    assert moved.scores.tolist() == often.scores.tolist() == [1, 1, 1, 3, 3, 4, 5, 5]


def test_quantiles_give_way_to_what_was_typed() -> None:
    """With 6 typed as the lowest edge, the quantiles 2 and 4 stand there too."""
    rfm = Rfm(bins=4, thresholds={"frequency": (6.0, None, None)})
    often = score(_basis([1] * 5, [1, 2, 3, 5, 6], [1] * 5), rfm)[1]
    assert often.edges.tolist() == [6, 6, 6]
    assert often.scores.tolist() == [1, 1, 1, 1, 4]


def test_thresholds_that_make_other_scores_are_left_alone() -> None:
    rfm = Rfm(bins=5, thresholds={"recency": (30.0,)})
    assert not score(_basis([1, 2], [1, 2], [1, 2]), rfm)[0].typed.any()


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=40), st.integers(2, 10))
def test_quantiles_are_numpy_s_and_scores_keep_the_order(values: list[int], bins: int) -> None:
    given_ = np.array(values, dtype=np.float64)
    edges = quantiles(given_, bins)
    inner = np.linspace(0, 1, bins + 1)[1:-1]
    np.testing.assert_allclose(edges, np.quantile(given_, inner), atol=1e-9)
    order = np.argsort(given_, kind="stable")
    found = placed(given_, edges, on_edge_above=False)[order]
    assert (np.diff(found) >= 0).all()
    assert found.min() >= 1
    assert found.max() <= bins


SALES = """[sales]
customer_id, date, amount, invoice_id
A, 2024-06-01, 100, 1
A, 2024-06-01, 50, 1
A, 2024-06-20, -30, 2
B, 2024-05-01, 40, 3
B, 2024-05-01, 40, 4
C, 2022-05-01, 40, 5
D, 2024-05-09, -5, 6
"""


def test_purchases_are_scored_and_who_bought_nothing_in_the_window_is_not(
    ledger_of: Callable[[str], Ledger],
) -> None:
    """A purchase is an invoice above zero: A has one of two, B two of one day, C none, D none."""
    customers = derive(collect(ledger_of(SALES)), assumptions=Assumptions(rfm=Rfm(bins=2)))
    assert customers.numbers("frequency_score").tolist()[:2] == [1, 2]
    assert customers.numbers("recency_score").tolist()[:2] == [2, 1]
    assert np.isnan(customers.numbers("monetary_score")[2:]).all()
    why = customers.why_missing("rfm_segment", customers.row("C"))
    assert why == "Nothing bought in the window, so there is no score"
    assert customers.column("recency_score").unit == "of 2"


def test_r_counts_rows_up_to_the_last_one(ledger_of: Callable[[str], Ledger]) -> None:
    """Three rows of A, the last on 20 June with a return; two of B; one of D, a return."""
    assumed = Assumptions(rfm=Rfm(bins=2, binning="r-rfm"))
    customers = derive(collect(ledger_of(SALES)), assumptions=assumed)
    # rows 3, 2, 1: median 2, edge 3; turnover 120, 80, −5: median 80, edge 81
    assert customers.numbers("frequency_score")[[0, 1, 3]].tolist() == [2, 1, 1]
    assert customers.numbers("monetary_score")[[0, 1, 3]].tolist() == [2, 1, 1]
    assert np.isnan(customers.numbers("frequency_score")[2])


def test_nobody_is_scored_against_those_set_aside(ledger_of: Callable[[str], Ledger]) -> None:
    text = "[sales]\ncustomer_id, date, amount\nA, 2024-01-01, 1\nB, 2024-01-01, 2\n"
    facts = collect(ledger_of(text + "C, 2024-01-01, 1000\n"))
    two = Assumptions(rfm=Rfm(bins=2))
    everyone = derive(facts, assumptions=two).numbers("monetary_score")
    without = derive(facts, assumptions=two, aside=["C"]).numbers("monetary_score")
    assert everyone.tolist() == [1, 1, 2]
    assert without.tolist() == [1, 2, 2]


def test_levels_of_the_segment_follow_the_rules_or_the_room(
    ledger_of: Callable[[str], Ledger],
) -> None:
    rules = (SegmentRule(segment="Good", r_min=2), SegmentRule(segment="Rest", r_max=1, f_max=1))
    assumed = Assumptions(rfm=Rfm(bins=2, rules=rules))
    facts = collect(ledger_of(SALES))
    assert derive(facts, assumptions=assumed).column("rfm_segment").levels == ("Rest", "Good")
    turned = derive(facts, assumptions=assumed, orders={"rfm_segment": ("Good", "Rest")})
    assert turned.column("rfm_segment").levels == ("Good", "Rest")
    assert turned.frame["rfm_segment"].tolist() == ["Good", None, None, None]
    assert turned.why_missing("rfm_segment", 1) == "No rule of the segments covers these scores"


@pytest.mark.parametrize("binning", ["quantile", "r-rfm"])
def test_cdnow_goes_through(shared: Path, binning: str) -> None:
    """The public sample of 2,357 customers: everybody who bought is scored and in one segment."""
    file = shared / "cdnow" / "CDNOW_sample.txt"
    names = ["customer_id", "sample", "date", "units", "amount"]
    table = pd.read_csv(file, sep=r"\s+", header=None, names=names, dtype={"customer_id": "str"})
    dates = pd.to_datetime(table["date"].astype("str"), format="%Y%m%d")
    sales = table[["customer_id", "amount"]].assign(date=dates)
    engagement = Engagement.from_frames(sales=sales, as_of=date(1998, 6, 30), window="all")
    assumed = Assumptions.model_validate({"rfm": {"binning": binning}})
    customers = engagement.customers(engagement.review.changed(assumptions=assumed))
    scored = np.isfinite(customers.numbers("recency_score"))
    # zero-value rows are rows, but no purchases
    bought = (
        table["customer_id"] if binning == "r-rfm" else table[table["amount"] > 0]["customer_id"]
    )
    assert scored.sum() == bought.nunique()
    assert customers.frame["rfm_segment"].notna().to_numpy().tolist() == scored.tolist()
