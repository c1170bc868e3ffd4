"""Every result has a frame and shows itself as it; whatever a file holds is harmless text."""

from __future__ import annotations

import pandas as pd
import pytest
from small_clients import HOSTILE

from workbench import Engagement, Session
from workbench.review.distribution import distribution, spread_over
from workbench.review.enquiry import enquire
from workbench.review.honesty import honesty
from workbench.review.placement import prospects
from workbench.review.portrait import portrait
from workbench.sources.files import read_text
from workbench.sources.intake import take_in
from workbench.sources.mapping import guess
from workbench.tabular import Tabular

NAME = HOSTILE[0]


@pytest.fixture(scope="module")
def results() -> dict[str, Tabular]:
    """Return one of each result of a client whose every word is hostile."""
    days = pd.date_range("2025-01-31", periods=6, freq="MS").strftime("%Y-%m-%d")
    sales = pd.DataFrame(
        {"customer_id": [f"{NAME}{i}" for i in range(6)], "date": days, "amount": range(1, 7)}
    )
    listed = pd.DataFrame({"customer_id": sales["customer_id"], "name": NAME, "segment": NAME})
    session = Session(Engagement.from_frames(sales=sales, customers=listed))
    review, customers = session.review, session.customers
    points, earned = session.engagement.points(review), session.engagement.earned(review)
    scores, rows = earned.score(points), ~prospects(customers)
    sheets = [read_text(f"Customer\tDate\tAmount\n{NAME}\t2026-01-31\t9", NAME)]
    return {
        "customers": customers,
        "facts": session.engagement.facts(),
        "placement": session.placement,
        "totals": session.totals,
        "scores": scores,
        "honesty": honesty(customers, points, earned),
        "distribution": distribution(scores, rows),
        "spread": spread_over(customers, "turnover", rows),
        "answer": enquire(customers.columns, points, {}, scores, rows),
        "portrait": portrait(customers.columns, points.say(sentence=NAME)),
        "report": take_in(sheets, guess(sheets).settled())[1],
    }


KINDS = (
    *("customers", "facts", "placement", "totals", "scores", "honesty", "distribution"),
    *("spread", "answer", "portrait", "report"),
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_result_is_a_frame_and_shows_itself_escaped(
    results: dict[str, Tabular], kind: str
) -> None:
    """Issue, «For analysts»: every result has ``.frame`` (pandas) and displays itself."""
    result = results[kind]
    assert isinstance(result.frame, pd.DataFrame)  # type: ignore[attr-defined]
    shown = result._repr_html_()
    assert "<table" in shown
    assert "<img" not in shown


def test_scores_say_whose_they_are(results: dict[str, Tabular]) -> None:
    frame = results["scores"].frame  # type: ignore[attr-defined]
    assert list(frame.index) == list(results["customers"].frame.index)  # type: ignore[attr-defined]
    assert frame["place"].min() == 1


def test_the_honesty_test_names_its_bars(results: dict[str, Tabular]) -> None:
    frame = results["honesty"].frame  # type: ignore[attr-defined]
    assert "total" in frame.index
    assert frame["rho"].dtype == "float64"


def test_a_distribution_s_steps_add_up(results: dict[str, Tabular]) -> None:
    for kind in ("distribution", "spread"):
        frame = results[kind].frame  # type: ignore[attr-defined]
        assert frame["customers"].sum() == 6
        assert frame["from"].tolist()[1:] == frame["to"].tolist()[:-1]


def test_the_report_has_a_row_for_each_table(results: dict[str, Tabular]) -> None:
    frame = results["report"].frame  # type: ignore[attr-defined]
    assert frame.loc["sales", ["rows_read", "amount_kept"]].tolist() == [1, 9]
