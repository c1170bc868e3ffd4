"""A part of a page as a tree of plain values: described in Python, drawn by the browser.

A view's story: a page calls `View.show` with nodes made by `h`; only what differs travels and is
drawn, focus and half-typed text stay; the browser reports clicks and values by the names the
nodes gave them; `View.on` hands each to one function. Nothing in a node is ever read as markup.
"""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import traitlets

from workbench.errors import WorkbenchError
from workbench.widgets.gate import GuardedWidget, Refused, finite, log_fault, whole

Node = dict[str, Any]
_HERE = Path(__file__).parent
STYLE = _HERE / "style.css"
_LAST = 2**53  # beyond it a browser can't count
_log = logging.getLogger(__name__)
_PROPERTIES = frozenset({"value", "checked", "disabled", "selected", "open", "hidden", "readOnly"})


def h(
    tag: str,
    *content: Node | str | None,
    on: Mapping[str, str] | None = None,
    key: str | None = None,
    style: Mapping[str, str] | None = None,
    store: str | None = None,
    **attributes: Any,
) -> Node:
    """Describe an element: ``h("td.wb-number", "17,150 EUR")``.

    Classes follow the tag after dots. One string becomes its text; nodes become children and
    ``None`` is left out. ``on`` maps what happens (click, input, change, submit, key:Enter) to
    the name under which `View` reports it; ``key`` keeps an element the same between drawings;
    ``store`` names where the browser remembers an input. Underscores in attribute names stand
    for hyphens (``aria_label``); what is ``None`` is left
    out, and so is an attribute of ``False``.

    Examples
    --------
    >>> h("p.wb-quiet", "Not placed: 3")
    {'tag': 'p', 'classes': 'wb-quiet', 'text': 'Not placed: 3'}
    """
    name, *classes = tag.split(".")
    node: Node = {"tag": name}
    if classes:
        node["classes"] = " ".join(classes)
    kids = [part for part in content if part is not None]
    if len(kids) == 1 and isinstance(kids[0], str):
        node["text"] = kids[0]
    elif kids:
        node["children"] = kids
    known = {k.rstrip("_").replace("_", "-"): v for k, v in attributes.items()}
    properties = {k: v for k, v in known.items() if k in _PROPERTIES and v is not None}
    plain = {k: v for k, v in known.items() if k not in _PROPERTIES and v is not None}
    plain = {k: v for k, v in plain.items() if v is not False}  # a 0 is no False
    for field, given in (
        ("attributes", plain),
        ("properties", properties),
        ("on", on),
        ("key", key),
        ("style", style),
        ("store", store),
    ):
        if given:
            node[field] = dict(given) if isinstance(given, Mapping) else given
    return node


Patch = dict[str, Any]


def patches(before: list[Any], after: list[Any], at: tuple[int, ...] = ()) -> list[Patch] | None:
    """Return what must be drawn anew so that one list of nodes becomes the other.

    A patch says where (``at``: numbers of children from the top) and what (``node``); one that is
    ``kept`` keeps its children. None where the lists don't match node by node, so that whoever
    holds them is drawn anew as a whole.

    Examples
    --------
    >>> patches([h("p", h("b", "1"), h("i", "a"))], [h("p", h("b", "2"), h("i", "a"))])
    [{'at': [0, 0], 'node': {'tag': 'b', 'text': '2'}}]
    >>> patches([h("p")], [h("p"), h("p")]) is None
    True
    """
    if len(before) != len(after):
        return None
    found: list[Patch] = []
    for place, (old, new) in enumerate(zip(before, after, strict=True)):
        if old is new or old == new:
            continue
        same = isinstance(old, dict) and isinstance(new, dict)
        if not same or any(old.get(part) != new.get(part) for part in ("tag", "key")):
            return None
        here = (*at, place)
        kids, were = new.get("children"), old.get("children")
        inner = patches(were, kids, here) if kids and were else None
        if inner is None:
            found.append({"at": list(here), "node": new})
            continue
        found += inner
        own = {part: given for part, given in new.items() if part != "children"}
        if own != {part: given for part, given in old.items() if part != "children"}:
            found.append({"at": list(here), "node": own, "kept": True})
    return found


@dataclass(frozen=True)
class Event:
    """Something a person did: the name the node gave it, the node's key, the control's value.

    ``moving`` is true while a control is still being moved.
    """

    name: str
    key: str
    value: Any
    moving: bool = False

    def text(self) -> str:
        """Return the value as text; a browser may send anything."""
        return self.value if isinstance(self.value, str) else ""

    def number(self) -> float | None:
        """Return the value as a finite number, or None."""
        try:
            return finite(self.value)
        except Refused:
            return None

    def fields(self) -> dict[str, Any]:
        """Return a form's values by field name."""
        return self.value if isinstance(self.value, dict) else {}

    def field(self, name: str, longest: int = 300) -> str:
        """Return one of a form's texts, trimmed and cut to a length; empty when there is none.

        What was typed into a field for numbers comes as a number, and is a text here all the same.
        """
        given = self.fields().get(name)
        if isinstance(given, (int, float)) and not isinstance(given, bool) and abs(given) < _LAST:
            given = f"{given:.15g}"
        return given.strip()[:longest] if isinstance(given, str) else ""


class View(GuardedWidget):
    """A part of a page; see the module's first lines."""

    _esm = _HERE / "view.js"
    tree: traitlets.List[Any] = traitlets.List().tag(sync=True)
    """The nodes now drawn; a browser that comes later begins with them."""
    turn = traitlets.Int(0).tag(sync=True)
    """How often something was drawn: a browser that missed a patch asks for everything."""
    shortcuts = traitlets.Dict().tag(sync=True)
    """Keys that act anywhere on the page, each with the name reported: ``{"r": "room"}``."""
    moving = traitlets.Dict().tag(sync=True, echo_update=False)
    """The newest event of a control on the move, written by the browser."""
    browser_sets: ClassVar[frozenset[str]] = frozenset({"moving"})

    def __init__(self, *nodes: Node, shortcuts: Mapping[str, str] | None = None) -> None:
        self._patching = False
        super().__init__(tree=list(nodes), shortcuts=dict(shortcuts or {}))
        self._actions: dict[str, Callable[[Event], None]] = {}
        self._refused: Callable[[str], None] = _log.warning
        self._last = 0
        self.observe(self._moved, "moving")

    def show(self, *nodes: Node | None) -> None:
        """Draw these nodes instead of those before; only what differs travels."""
        drawn = [node for node in nodes if node is not None]
        different = patches(self.tree, drawn)
        if different is None:
            with self.hold_sync():
                self.turn += 1
                self.tree = drawn
        elif different:
            self._patching = True
            try:
                self.turn += 1
                self.tree = drawn
            finally:
                self._patching = False
            self.send({"patches": different, "turn": self.turn})

    def send_state(self, key: Any = None) -> None:
        """Send traits to the browser; not those that a patch is about to change there."""
        if not self._patching:
            super().send_state(key)

    def on(self, refused: Callable[[str], None], **actions: Callable[[Event], None]) -> None:
        """Hand each named event to one function; a `WorkbenchError` from it goes to ``refused``."""
        self._actions.update(actions)
        self._refused = refused

    def download(self, name: str, content: str | bytes) -> None:
        """Give the person a file."""
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        given = content.encode() if isinstance(content, str) else content
        self.send({"download": {"name": name, "kind": kind}}, [given])

    def focus_on(self, element_id: str) -> None:
        """Move the keyboard to an element of this view."""
        self.send({"focus": element_id})

    def go(self, address: str) -> None:
        """Open another page of this server in place of this one."""
        self.send({"go": address})

    def mode(self, name: str, *, on: bool) -> None:
        """Switch a way of showing the whole page, such as the room view."""
        self.send({"mode": {"name": name, "on": on}})

    def admitted(self, name: str, value: object) -> object:  # noqa: D102 - see the base
        if not isinstance(value, dict):
            raise Refused(name)
        return value

    def heard(self, content: Mapping[str, Any]) -> None:  # noqa: D102 - see the base
        if content.get("again") is True:
            self.send_state(["tree", "turn"])
            return
        event = content.get("event")
        if not isinstance(event, dict):
            raise Refused("event")
        self._act(event, moving=False)

    def _moved(self, change: Mapping[str, Any]) -> None:
        if change["new"]:
            self._act(change["new"], moving=True)

    def _act(self, event: Mapping[str, Any], *, moving: bool) -> None:
        """Run the action; every error ends here, as a line on the page or in the log."""
        try:
            order = whole(event.get("n"), _LAST)
        except Refused:
            return
        if moving and order <= self._last:
            return  # a move that was overtaken by its own release
        self._last = max(self._last, order)
        action = self._actions.get(str(event.get("name")))
        if action is None:
            return
        heard = Event(str(event.get("name")), str(event.get("key", "")), event.get("value"), moving)
        try:
            action(heard)
        except WorkbenchError as error:
            self._refused(str(error))
        except Exception as error:  # noqa: BLE001 - a callback's traceback would show values
            log_fault(error)
            self._refused("That did not work; nothing was changed. Reload the page and try again.")
