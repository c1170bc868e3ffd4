"""What travels when a part is drawn again: only what differs, and never too little."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from workbench.widgets.view import Node, View, h, patches

leaves = st.builds(
    lambda tag, text, key, title: h(tag, text, key=key, title=title),
    st.sampled_from(["p", "b"]),
    st.sampled_from(["1", "2"]),
    st.sampled_from([None, "a", "b"]),
    st.sampled_from([None, "x"]),
)
nodes = st.recursive(
    leaves,
    lambda inner: st.builds(
        lambda tag, kids, key, title: h(tag, *kids, key=key, title=title),
        st.sampled_from(["div", "ul"]),
        st.lists(inner, max_size=3),
        st.sampled_from([None, "a"]),
        st.sampled_from([None, "x"]),
    ),
    max_leaves=8,
)


def patched(tree: list[Any], changes: list[dict[str, Any]]) -> list[Any]:
    """Apply patches as the browser does."""
    tree = copy.deepcopy(tree)
    for change in changes:
        *above, last = change["at"]
        held = tree
        for place in above:
            held = held[place]["children"]
        kept = {"children": held[last]["children"]} if change.get("kept") else {}
        held[last] = {**change["node"], **kept}
    return tree


@given(st.lists(nodes, max_size=3), st.lists(nodes, max_size=3))
def test_patches_lead_from_one_tree_to_the_other(before: list[Node], after: list[Node]) -> None:
    """Applied to the nodes before, patches give the nodes after; without a match there are none."""
    changes = patches(before, after)
    if changes is None:
        assert before != after
    else:
        assert patched(before, changes) == after


def sent(view: View) -> list[dict[str, Any]]:
    """Collect what a view sends."""
    messages: list[dict[str, Any]] = []
    view.send = messages.append  # type: ignore[method-assign, assignment] # instead of a browser
    return messages


def test_a_changed_figure_travels_alone() -> None:
    """Of a table only the changed cell travels, with the turn it was drawn at."""
    view = View(h("table", h("td", "1"), h("td", "2")))
    messages = sent(view)
    view.show(h("table", h("td", "1"), h("td", "3")))
    assert messages == [
        {"patches": [{"at": [0, 1], "node": {"tag": "td", "text": "3"}}], "turn": 1}
    ]
    assert view.tree == [h("table", h("td", "1"), h("td", "3"))]


def test_the_same_again_sends_nothing() -> None:
    """Drawing what is drawn already sends nothing and counts no turn."""
    view = View(h("p", "1"))
    messages = sent(view)
    view.show(h("p", "1"), None)
    assert (messages, view.turn) == ([], 0)


def test_a_browser_that_missed_something_gets_everything() -> None:
    """Asked again, a view sends its whole tree and the turn it stands at."""
    view = View(h("p", "1"))
    keys: list[object] = []
    view.send_state = keys.append  # type: ignore[method-assign] # instead of a browser
    view.heard({"again": True})
    assert keys == [["tree", "turn"]]
