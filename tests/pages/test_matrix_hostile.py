"""Hostile names and forged events do no harm on the matrix page."""

from __future__ import annotations

import csv
import io
import json
import logging
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matrix_page import (
    N,
    act,
    check,
    client,
    nodes,
    views,
)
from small_clients import HOSTILE

from workbench.cells import tame
from workbench.engagement import Engagement
from workbench.pages.axis_panel import NEW_JUDGED
from workbench.pages.matrix import MatrixPage, matrix
from workbench.pages.tables import not_placed_csv
from workbench.review.review import Judgement


def hostile_page() -> MatrixPage:
    """Return a page on a client whose every word is hostile."""
    n = len(HOSTILE)
    ids = [f"{i}{name.strip()[:60]}" for i, name in enumerate(HOSTILE)]
    about = pd.DataFrame(
        {
            "customer_id": ids,
            "name": HOSTILE,
            "segment": HOSTILE,
            "late": [float(i) for i in range(n)],
        }
    )
    amounts = [float(2**i) for i in range(n)]
    sales = pd.DataFrame({"customer_id": ids, "date": ["2026-01-31"] * n, "amount": amounts})
    sales.loc[0, "customer_id"] = None
    return matrix(Engagement.from_frames(customers=about, sales=sales))


def test_hostile_names_are_plain_text_everywhere() -> None:
    """Issue, «Shown by»: names such as `<img src=x onerror=…>` and `=1+1` are harmless.

    A tree holds them as whole texts and attribute values only; no tag, class, attribute name,
    event name, style or link is made of them.
    """
    page = hostile_page()
    act(page.panels["x"], "column", "late")
    act(page.panels["y"], "column", "segment")
    for key in page.session.customers.ids:
        act(page.under, "choose", key=str(key))
        act(page.notes, "note", {"text": str(key)})
        act(page.card, "correct")
        act(page.card, "correct_column", "segment")
    check(page)
    for view in views(page).values():
        for node in nodes(view.tree):
            assert node["tag"].isalnum()
            marks = json.dumps([node.get("classes"), node.get("on"), node.get("style")])
            names = [*node.get("attributes", {}), *node.get("properties", {})]
            assert "<" not in marks + "".join(names)
            assert "href" not in names or node["attributes"]["href"].endswith(".ipynb")


def test_the_list_for_a_spreadsheet_is_tamed() -> None:
    """Platform: `= + - @`, tab, CR first in a cell would be run."""
    page = hostile_page()
    act(page.panels["y"], "column", "segment")
    for key in page.session.customers.ids:
        act(page.under, "choose", key=str(key))
        act(page.card, "save_aside", {"reason": "=HYPERLINK()"})
    rows = list(csv.reader(io.StringIO(not_placed_csv(page.session.placement))))
    assert len(rows) == len(HOSTILE) + 1
    assert {len(row) for row in rows} == {4}
    assert "'=1+1" in [row[1] for row in rows]
    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row
    )


@given(st.text(max_size=5))
def test_any_cell_can_be_read_back(text: str) -> None:
    assert tame(text).removeprefix("'") == text.removeprefix("'") or tame(text) == text
    assert not tame(text).startswith(("=", "+", "-", "@", "\t", "\r"))


KEYS = st.one_of(
    st.sampled_from(
        [
            "",
            "|",
            "A",
            "B",
            "gone",
            "segment|low",
            "segment|gone",
            "turnover|x",
            "name|0",
            "colour|3",
            "action|9",
            "judged_trust|3",
            "judged_trust|9",
            "cut|share",
            "scale|log",
            "low",
            "1",
            "99",
            "nan",
            "inf",
            "1e400",
            "²",
        ]
    ),
    st.text(max_size=6),
)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.just(10**400),
    st.floats(),
    st.sampled_from(
        [
            "turnover",
            "segment",
            "points",
            "judged_trust",
            "name",
            "kind",
            "median",
            "mean",
            "share",
            "value",
            "log",
            "rank",
            "banana",
            "less",
            "12m",
            "all",
            NEW_JUDGED,
            "turnover × days_late",
            "turnover × points",
            "#12345",
            "<b>",
            "x" * 2000,
            "A",
            "5",
        ]
    ),
    st.text(max_size=6),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(
        st.sampled_from(["value", "reason", "text", "label", "as_of", "window", "x"]),
        st.one_of(
            st.none(),
            st.floats(),
            st.booleans(),
            st.text(max_size=5),
            st.lists(st.none()),
            st.sampled_from(["2026-01-01", "6m", "banana", "5", "-1e308", "x" * 5000, "Trust"]),
        ),
        max_size=3,
    ),
)


ACTIONS = sorted(
    (part, action) for part, view in views(matrix(client())).items() for action in view._actions
)


forged = st.tuples(st.sampled_from(ACTIONS), VALUES, KEYS, st.booleans())


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.lists(forged, min_size=1, max_size=12))
def test_no_forged_event_raises_or_saves_what_cannot_be_shown(steps: list[Any]) -> None:
    """Platform: a viewer can forge any synced trait and click a disabled button.

    Any value of any action either does what an honest one does, or is refused in a sentence: no
    fault reaches the log, and whatever is saved opens again.
    """
    page = SHARED.page()
    for (part, action), value, key, moving in steps:
        act(views(page)[part], action, value, key, moving=moving)
    check(page)
    assert SHARED.faults() == []


class Shared:
    """One page for many examples, so that each starts from what the last one left."""

    def __init__(self) -> None:
        self._page: MatrixPage | None = None
        self._records: list[str] = []

    def page(self) -> MatrixPage:
        """Return the page, begun anew when somebody set half of everything aside."""
        if self._page is None:
            self._page = matrix(client())
            judged = {"judged_trust": {"A": Judgement(value=3)}}
            self._page.session.commit(lambda r: r.changed(judged=judged), "Judged")
            handler = logging.Handler(logging.ERROR)
            handler.emit = lambda record: self._records.append(record.getMessage())  # type: ignore[method-assign]
            logging.getLogger("workbench").addHandler(handler)
        return self._page

    def faults(self) -> list[str]:
        """Return what went wrong unexpectedly since the last look."""
        found, self._records = self._records, []
        return found


SHARED = Shared()


@given(st.dictionaries(st.text(max_size=6), VALUES, max_size=5))
def test_no_forged_message_of_the_picture_raises(event: dict[str, Any]) -> None:
    page = SHARED.page()
    for kind in ("click", "drag", "release", "hover", "key", "exported"):
        for more in ({}, {"param": "cut_x"}, {"dataset": "points", "row": 0}):
            message = {"kind": kind, "n": next(N), **more, **event}
            page.chart.set_state({"_moving": message})
            page.chart._handle_custom_msg(message, [])
    page.chart.set_state({"spec": event, "lines": event, "event": event, "box": event})
    assert SHARED.faults() == []
