"""Parts of a page as plain values: what is described, what travels, what an event may do."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_clients import HOSTILE

from workbench.errors import WorkbenchError
from workbench.widgets.view import Event, View, h

json_values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just(10**400)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def told() -> tuple[View, list[Event], list[str]]:
    """Return a view that keeps what it heard and what it refused."""
    view, heard, refused = View(), [], []
    view.on(refused.append, save=heard.append)
    return view, heard, refused


def send(view: View, event: object) -> None:
    """Send a message as a browser does."""
    view._handle_custom_msg({"event": event}, [])


def move(view: View, event: object) -> None:
    """Set the trait of moving controls as a browser does."""
    view.set_state({"moving": event})


def test_an_element_is_described_by_tag_classes_text_and_attributes() -> None:
    node = h(
        "td.wb-number.wb-on",
        "17,150 EUR",
        aria_label="Turnover",
        title=None,
        tabindex=0,
        min=0,
        disabled=False,
        hidden=False,
        for_="x",
    )
    assert node["classes"] == "wb-number wb-on"
    assert node["attributes"] == {"aria-label": "Turnover", "tabindex": 0, "min": 0, "for": "x"}
    assert node["properties"] == {"disabled": False, "hidden": False}


def test_nothing_is_left_out_of_the_children_and_texts_among_them_stay() -> None:
    node = h("p", h("b", "1"), None, "of 2")
    assert node["children"] == [{"tag": "b", "text": "1"}, "of 2"]
    assert "text" not in node
    assert h("p") == {"tag": "p"}


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_is_plain_text(name: str) -> None:
    node = h("span", name, title=name)
    assert node == {"tag": "span", "text": name, "attributes": {"title": name}}
    json.dumps(node)


@given(st.one_of(json_values, st.floats(), st.just(10**400)))
def test_a_value_is_asked_for_as_what_it_should_be(value: Any) -> None:
    """A browser may send anything: each reading gives its type, or nothing."""
    event = Event("x", "", value)
    assert isinstance(event.text(), str)
    assert isinstance(event.fields(), dict)
    assert isinstance(event.field("a"), str)
    number = event.number()
    assert number is None or (isinstance(number, float) and abs(number) < float("inf"))


def test_values_by_hand() -> None:
    assert Event("x", "", 3).number() == 3.0
    assert Event("x", "", True).number() is None
    assert Event("x", "", float("nan")).number() is None
    assert Event("x", "", 10**400).number() is None
    assert Event("x", "", "3").number() is None
    assert Event("x", "", {"a": "  b  "}).field("a") == "b"
    assert Event("x", "", {"a": "N" * 999}).field("a", 5) == "NNNNN"
    assert Event("x", "", {"a": 7}).field("a") == "7"


def test_an_event_reaches_the_one_function_it_names() -> None:
    view, heard, refused = told()
    send(view, {"name": "save", "key": "row 1", "value": "x", "n": 1})
    assert heard == [Event("save", "row 1", "x")]
    send(view, {"name": "unheard of", "n": 2})
    assert len(heard) == 1
    assert refused == []


def test_a_move_overtaken_by_its_release_is_dropped() -> None:
    view, heard, _ = told()
    move(view, {"name": "save", "value": 1, "n": 5})
    send(view, {"name": "save", "value": 2, "n": 7})
    move(view, {"name": "save", "value": 1.5, "n": 6})
    assert [(event.value, event.moving) for event in heard] == [(1, True), (2, False)]


@pytest.mark.parametrize(
    "n", [None, True, -1, 1.5, "1", 2**53, 10**400, float("nan"), [1], {"a": 1}]
)
def test_an_event_that_is_not_counted_does_nothing(n: Any) -> None:
    view, heard, refused = told()
    send(view, {"name": "save", "n": n})
    move(view, {"name": "save", "n": n})
    send(view, {"name": "save", "n": 1})
    assert len(heard) == 1, "and it holds up no honest one"
    assert refused == []


@given(json_values)
def test_no_message_raises(message: Any) -> None:
    view, _, _ = told()
    view._handle_custom_msg(message, [])
    send(view, message)
    move(view, message)
    view.set_state({"tree": message, "shortcuts": message, "_esm": message, "moving": message})
    assert view.tree == []
    assert view.shortcuts == {}


def test_a_refusal_is_a_line_on_the_page() -> None:
    view, refused = View(), []

    def refuse(_: Event) -> None:
        raise WorkbenchError("«abc» is no number", then="Correct it.")

    view.on(refused.append, save=refuse)
    send(view, {"name": "save", "n": 1})
    assert refused == ["«abc» is no number. Correct it."]


def test_a_fault_shows_no_values(caplog: pytest.LogCaptureFixture) -> None:
    """Platform: a callback's traceback, with values, would reach the browser."""
    view, refused = View(), []

    def fail(_: Event) -> None:
        raise RuntimeError("secret 17150")

    view.on(refused.append, save=fail)
    with caplog.at_level(logging.ERROR):
        send(view, {"name": "save", "n": 1})
    assert "nothing was changed" in refused[0]
    assert "secret" not in refused[0] + caplog.text
    assert "RuntimeError" in caplog.text


def test_show_draws_what_is_there() -> None:
    view = View()
    view.show(h("p", "a"), None, h("p", "b"))
    assert [node["text"] for node in view.tree] == ["a", "b"]
    view.show()
    assert view.tree == []


@pytest.mark.parametrize(
    ("typed", "text"),
    [(40, "40"), (12.5, "12.5"), (" 40 ", "40"), (None, ""), (True, ""), (10**400, ""), ({}, "")],
)
def test_a_number_typed_into_a_form_is_a_text_too(typed: object, text: str) -> None:
    """A browser gives a field for numbers as a number; nobody has to know which kind it was."""
    assert Event("save", "", {"left": typed}).field("left") == text
