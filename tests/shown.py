"""What a page's part shows, and what a browser reports of it, without a browser."""

from __future__ import annotations

import itertools
from typing import Any

from workbench.widgets.view import View

_counter = itertools.count(1)


def act(view: View, name: str, value: Any = None, key: str = "") -> None:
    """Do what a browser reports for a click, a key, a change, a drop or a submitted form."""
    view.heard({"event": {"name": name, "key": key, "value": value, "n": next(_counter)}})


def text_of(view: View) -> str:
    """Return all text and all values a view shows, a space between two."""

    def walk(node: Any) -> str:
        if isinstance(node, str):
            return node
        kids = " ".join(walk(kid) for kid in node.get("children", []))
        value = node.get("properties", {}).get("value", "")
        return f"{node.get('text', '')} {value} {kids}"

    return " ".join(" ".join(walk(node) for node in view.tree).split())
