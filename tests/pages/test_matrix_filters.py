"""Who and what the matrix page shows: search, filters, date, window and size."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest
from matrix_page import (
    act,
    check,
    client,
    faultless,
    find,
    texts,
    told,
)

from workbench.engagement import Engagement
from workbench.pages.matrix import MatrixPage, matrix


@pytest.fixture
def page(caplog: pytest.LogCaptureFixture) -> Iterator[MatrixPage]:
    """Return the page; the test fails where a callback failed unseen."""
    yield from faultless(caplog)


def test_a_search_lights_up_and_chooses(page: MatrixPage) -> None:
    act(page.search, "find", "dog", moving=True)
    assert page.session.chosen == ""
    quiet = page.chart._held["points"]["quiet"]
    assert quiet.sum() == page.chart.rows("points") - 1  # type: ignore[union-attr]
    act(page.search, "find", "dog")
    assert page.session.chosen == "D"
    act(page.search, "find", "nobody of this name")
    assert page.chart._held["points"]["quiet"].sum() == 5  # type: ignore[union-attr]
    check(page)


def test_a_filter_shows_some_and_changes_no_grand_total(page: MatrixPage) -> None:
    """Issue: «31 of 138 shown»."""
    before = page.session.totals
    act(page.rest, "only", value=True, key="segment|low")
    assert "2 of 6 shown" in texts(page.under)
    assert page.session.totals.turnover == before.turnover
    assert page.session.totals.placed == before.placed
    act(page.rest, "only", value=True, key="segment|low")
    assert "2 of 6 shown" in texts(page.under), "a replayed click turns nothing round"
    act(page.rest, "only", value=False, key="segment|low")
    assert "shown" not in texts(page.under)
    act(page.rest, "only", value=True, key="segment|high")
    act(page.rest, "every")
    assert page.session.review.matrix.only == {}
    check(page)


def test_a_number_filters_from_here_to_there(page: MatrixPage) -> None:
    """Turnover 1000, 500, 100, 60, 30, 10: both ends belong to what is shown."""
    act(page.rest, "only", {"column": "turnover", "from": "30", "to": "500"}, "between")
    assert "4 of 6 shown" in texts(page.under)
    assert page.session.review.matrix.only == {"turnover": ("30", "500")}
    assert "Turnover: from 30 EUR to 500 EUR" in texts(page.rest)
    act(page.rest, "only", {"column": "turnover", "from": "", "to": "99.5"}, "between")
    assert "3 of 6 shown" in texts(page.under)
    for wrong in ({"from": "9", "to": "1"}, {"from": "many", "to": ""}):
        act(page.rest, "only", {"column": "turnover", **wrong}, "between")
        assert told(page)
    act(page.rest, "only", value=False, key="turnover|")
    assert page.session.review.matrix.only == {}
    check(page)


def test_an_attribute_of_many_words_is_an_axis_and_is_filtered_by_typing() -> None:
    """37 countries among 74 customers."""
    about = pd.DataFrame(
        {"customer_id": range(74), "country": [f"Land {i % 37:02}" for i in range(74)]}
    )
    page = matrix(Engagement.from_frames(customers=about))
    act(page.panels["x"], "column", "country")
    assert page.session.placement.x.column.name == "country"
    assert find(page.rest, key="country|")["attributes"]["placeholder"] == "Find one of 37"
    act(page.rest, "only", "land 07", "country|")
    act(page.rest, "only", "Land 08", "country|")
    assert page.session.review.matrix.only == {"country": ("Land 07", "Land 08")}
    assert "4 of 74 shown" in texts(page.under)
    act(page.rest, "only", "Atlantis", "country|")
    assert "no «atlantis»" in told(page)
    act(page.rest, "only", value=False, key="country|Land 07")
    assert page.session.totals.shown == 2
    check(page)


def test_date_and_window_are_moved(page: MatrixPage) -> None:
    act(page.rest, "dates", {"as_of": "2026-06-30", "window": "6m"})
    assert (page.session.review.as_of, page.session.review.window) == (date(2026, 6, 30), "6m")
    assert "30 Jun 2026" in texts(page.frame.bar)
    act(page.rest, "dates", {"as_of": "", "window": "all"})
    assert page.session.review.as_of is None
    check(page)


@pytest.mark.parametrize(
    "given_",
    [
        {"as_of": "soon"},
        {"window": "banana"},
        {"window": "../../x"},
        {"as_of": "2026-13-45", "window": "12m"},
    ],
)
def test_what_is_no_date_is_refused(page: MatrixPage, given_: dict[str, str]) -> None:
    act(page.rest, "dates", given_)
    assert told(page).strip("i ") != ""
    assert page.session.saved.number == 1
    check(page)


@pytest.mark.parametrize("as_of", ["0001-01-01", "1969-12-31", "9999-12-31"])
def test_a_date_without_sales_is_a_page_too(page: MatrixPage, as_of: str) -> None:
    act(page.rest, "dates", {"as_of": as_of, "window": "12m"})
    assert texts(page.finding)
    check(page)


def test_size_follows_a_measure_or_nothing(page: MatrixPage) -> None:
    act(page.rest, "size", "profit")
    assert page.session.review.matrix.size == "profit"
    act(page.rest, "size", "")
    assert len(set(page.chart._held["points"]["area"].tolist())) == 1  # type: ignore[union-attr]
    act(page.rest, "size", "unheard_of")
    assert page.session.review.matrix.size == ""
    assert "unheard_of" in told(page)


def test_a_date_before_everything_on_record_is_said() -> None:
    page = matrix(client())
    act(page.rest, "dates", {"as_of": "2020-01-01", "window": "12m"})
    said = "On 1 Jan 2020 nothing was on record yet: it begins on 31 Jan 2026."
    assert said in texts(page.finding)
    assert page.session.placement.placed.any(), "potential and segment are known all the same"
