"""LiveChart: what travels, what doesn't, and what a forged message can do (nothing)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from workbench.widgets.live_chart import LiveChart

SPEC: dict[str, Any] = {
    "params": [{"name": "cut", "value": 0}, {"name": "names", "value": []}],
    "layer": [
        {"data": {"name": "points"}, "mark": "point", "encoding": {}},
        {"data": {"name": "labels"}, "mark": "text", "encoding": {}},
    ],
}


class Recorded(LiveChart):
    """A chart that keeps what it would send."""

    def __init__(self, **traits: Any) -> None:
        self.sent: list[tuple[dict[str, Any], list[bytes]]] = []
        super().__init__(SPEC, **traits)

    def send(self, content: Any, buffers: Any = None) -> None:
        """Keep a message."""
        self.sent.append((content, list(buffers or [])))


@pytest.fixture
def chart() -> Iterator[Recorded]:
    made = Recorded(lines={"cut": "x"}, movable="points", listens=["1", "2"])
    made.set("points", {"x": np.array([1.0, np.nan, 3.0]), "side": np.array([True, False, True])})
    yield made
    made.close()


def names(content: dict[str, Any]) -> dict[str, list[str]]:
    return {part["name"]: [c["name"] for c in part["columns"]] for part in content["sets"]}


def test_numbers_travel_as_bytes_and_flags_as_one_byte_each(chart: Recorded) -> None:
    """float64 → float32 with NaN kept as the missing value; booleans → uint8."""
    content, buffers = chart.sent[-1]
    side, x = content["sets"][0]["columns"]
    assert (side["code"], x["code"]) == ("u1", "f4")
    np.testing.assert_array_equal(np.frombuffer(buffers[0], np.uint8), [1, 0, 1])
    np.testing.assert_array_equal(np.frombuffer(buffers[1], np.float32), [1, np.nan, 3])


def test_only_a_column_that_changed_travels(chart: Recorded) -> None:
    """The same values again send nothing; one changed value sends its column."""
    before = len(chart.sent)
    chart.set("points", {"x": np.array([1.0, np.nan, 3.0])})
    assert len(chart.sent) == before
    chart.set("points", {"x": np.array([1.0, 2.0, 3.0]), "side": np.array([True, False, True])})
    assert names(chart.sent[-1][0]) == {"points": ["x"]}


def test_what_is_held_is_one_message_in_order(chart: Recorded) -> None:
    """Everything set inside `hold`, nested or not, is one message with the next number."""
    before, seq = len(chart.sent), chart.seq
    with chart.hold():
        chart.set("points", {"x": np.array([9.0, 9.0, 9.0])})
        with chart.hold():
            chart.signal(cut=np.float64(4.5))
        chart.set("labels", {"text": ["a", None]})
    assert len(chart.sent) == before + 1
    content = chart.sent[-1][0]
    assert content["seq"] == seq + 1
    assert names(content) == {"points": ["x"], "labels": ["text"]}
    assert content["signals"] == {"cut": 4.5}
    assert content["sets"][1]["columns"][0]["text"] == ("a", None)


def test_a_caller_may_reuse_its_array(chart: Recorded) -> None:
    """A change in place after `set` is seen by the next `set`."""
    values = np.array([1, 2, 3], dtype=np.float32)
    chart.set("points", {"x": values})
    values[0] = 7
    chart.set("points", {"x": values})
    assert np.frombuffer(chart.sent[-1][1][0], np.float32)[0] == 7


def test_a_browser_that_is_ready_gets_everything(chart: Recorded) -> None:
    """A reload or a preheated kernel: the complete state, whatever was sent before."""
    chart.signal(cut=2, names=["Birch"])
    chart._handle_custom_msg({"kind": "ready"}, [])
    content = chart.sent[-1][0]
    assert content["kind"] == "state"
    assert names(content) == {"points": ["side", "x"]}
    assert content["signals"] == {"cut": 2, "names": ["Birch"]}


def test_other_rows_need_every_column(chart: Recorded) -> None:
    """A new number of rows replaces the dataset whole, so a forgotten column is named."""
    with pytest.raises(ValueError, match="side"):
        chart.set("points", {"x": np.zeros(2)})
    chart.set("points", {"x": np.zeros(0), "side": np.zeros(0, dtype=bool)})
    assert chart.rows("points") == 0
    assert chart.sent[-1][0]["sets"][0]["fresh"] is True


def test_unequal_columns_and_unknown_names_are_refused(chart: Recorded) -> None:
    """Spelling mistakes of code are told where they happen, with the nearest name."""
    with pytest.raises(ValueError, match="differ"):
        chart.set("labels", {"a": np.zeros(2), "b": np.zeros(3)})
    with pytest.raises(ValueError, match="did you mean «points»"):
        chart.set("pointz", {"x": np.zeros(2)})
    with pytest.raises(ValueError, match="did you mean «cut»"):
        chart.signal(cuts=1)


def test_a_number_that_is_not_finite_becomes_null(chart: Recorded) -> None:
    """JSON knows no NaN; the browser would fail to read the message."""
    chart.signal(cut=float("nan"))
    assert chart.sent[-1][0]["signals"] == {"cut": None}


def test_a_dragged_line_arrives_and_its_refusal_goes_back(chart: Recorded) -> None:
    """The browser shows the dragged value already: the same isn't sent, another one is."""
    chart.signal(cut=1.0)
    chart.set_state({"_moving": {"kind": "drag", "n": 5, "param": "cut", "value": 2}})
    assert chart.event == {"kind": "drag", "n": 5, "param": "cut", "value": 2.0}
    before = len(chart.sent)
    chart.signal(cut=2.0)
    assert len(chart.sent) == before
    chart.signal(cut=1.0)
    assert chart.sent[-1][0]["signals"] == {"cut": 1.0}


def test_a_move_that_a_release_has_overtaken_is_dropped(chart: Recorded) -> None:
    """The last buffered move may arrive after the release (ipywidgets throttles)."""
    chart._handle_custom_msg({"kind": "release", "n": 9, "param": "cut", "value": 3}, [])
    chart.set_state({"_moving": {"kind": "drag", "n": 8, "param": "cut", "value": 2}})
    assert chart.event["kind"] == "release"


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "click", "n": 1, "dataset": "points", "row": 2, "more": False},
        {"kind": "click", "n": 1, "dataset": "", "row": -1, "more": True},
        {"kind": "double", "n": 1, "dataset": "points", "row": 0},
        {"kind": "key", "n": 1, "key": "2", "dataset": "points", "row": 0},
        {"kind": "release", "n": 1, "dataset": "points", "row": 0, "x": 1.0, "y": 2.0},
        {"kind": "exported", "n": 1, "how": "file"},
    ],
)
def test_honest_events_arrive(chart: Recorded, told: dict[str, Any]) -> None:
    """Each kind of event keeps its fields, and no others."""
    chart._handle_custom_msg(told | {"more_than_asked": "x"}, [])
    assert chart.event == told


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "click", "n": 1, "dataset": "points", "row": 3},
        {"kind": "click", "n": 1, "dataset": "points", "row": -1},
        {"kind": "click", "n": 1, "dataset": "points", "row": True},
        {"kind": "click", "n": 1, "dataset": "secret", "row": 0},
        {"kind": "click", "dataset": "points", "row": 0},
        {"kind": "release", "n": 1, "param": "names", "value": 1},
        {"kind": "release", "n": 1, "param": "cut", "value": "1"},
        {"kind": "release", "n": 1, "param": "cut", "value": float("inf")},
        {"kind": "release", "n": 1, "param": "cut", "value": 10**400},
        {"kind": "release", "n": 1, "dataset": "labels", "row": 0, "x": 1, "y": 1},
        {"kind": "key", "n": 1, "key": "9", "dataset": "points", "row": 0},
        {"kind": "drag", "n": 1, "param": "cut", "value": 1},
        {"kind": "box", "width": 1e9, "height": 2},
        {"kind": ["click"]},
        "click",
        None,
    ],
)
def test_forged_events_change_nothing(chart: Recorded, told: object) -> None:
    """Rows, names, types and ranges are checked in Python; nothing is raised."""
    chart._handle_custom_msg(told, [])
    assert chart.event == {}
    assert chart.box == (0, 0)


def test_a_browser_cannot_set_other_traits(chart: Recorded) -> None:
    """The specification, the lines and the description are Python's."""
    chart.set_state({"spec": {}, "lines": {"names": {}}, "description": "<b>", "event": {"n": 1}})
    assert chart.spec == SPEC
    assert chart.lines == {"cut": {"scale": "x"}}
    assert chart.description == "Chart"
    assert chart.event == {}


def test_a_fault_in_a_callback_tells_no_values(
    chart: Recorded, caplog: pytest.LogCaptureFixture
) -> None:
    """An observer that raises doesn't reach the browser; the log has no client's data."""

    def fail(_change: Any) -> None:
        raise KeyError("Birch & Sons")

    chart.observe(fail, "event")
    chart._handle_custom_msg({"kind": "double", "n": 1, "dataset": "points", "row": 0}, [])
    chart.set_state({"_moving": {"kind": "drag", "n": 7, "param": "cut", "value": 2}})
    assert caplog.text.count("unexpected KeyError") == 2
    assert "Birch" not in caplog.text
