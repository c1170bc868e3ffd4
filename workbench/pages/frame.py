"""What every page has: client and date, the steps, «saved 14:02», undo, redo, and a notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets

from workbench.errors import WorkbenchError
from workbench.pages.background import Background
from workbench.review import words
from workbench.session import Change, Session
from workbench.widgets.view import STYLE, Event, Node, View, h

STEPS = (
    ("1 Who", "identify.ipynb", "Who are our customers, and is one there twice?"),
    ("2 Picture", "matrix.ipynb", "Where does each customer fall?"),
    ("3 Wanted", "points.ipynb", "What makes a good customer?"),
    ("4 Earns", "profit.ipynb", "Who adds and who takes back?"),
    ("5 Decide", "tiers.ipynb", "What do we do about each customer?"),
    ("Plan", "plan.ipynb", "Who does what by when, and what came of it?"),
)
SIDES = (
    ("Loyalty", "loyalty.ipynb", "Who is loyal, by evidence, and who is falling away?"),
    ("Value", "value.ipynb", "What will each customer be worth, and who deserves the most?"),
)
"""Side doors: pages beside the steps, open at any time."""
_KEYS = {
    "ctrl+z": "undo",
    "ctrl+shift+z": "redo",
    "ctrl+shift+Z": "redo",
    "ctrl+y": "redo",
    "r": "room",
    "escape": "leave",
}


class Bar(View):
    """The top bar; it brings the style of the whole page with it, into JupyterLab too."""

    _css = STYLE


class Frame:
    """The top bar of a page and the box that holds the page's parts.

    A page fills `body`, calls `tell` with whatever a person must know, and gives `View.on` the
    function `tell` for refusals.
    """

    def __init__(self, session: Session, page: str) -> None:
        self.session, self.page = session, page
        self.room = False
        self.on_room: Callable[[], None] = lambda: None
        self.bar = Bar(shortcuts=_KEYS)
        self.notice = View()
        self._said, self._passing, self._told = "", False, 0
        self._waiting, self._work = "", Background(self._failed)
        self.bar.on(
            self.tell,
            undo=lambda _: self._step(back=True),
            redo=lambda _: self._step(back=False),
            room=lambda _: self.set_room(not self.room),
            leave=lambda _: self._leave(),
            who=self._who,
        )
        self.notice.on(self.tell, close=lambda _: self.tell(""), stop=lambda _: self._stop())
        self.body = ipywidgets.Box(_dom_classes=["wb-parts", f"wb-parts-{page}"])
        self.box = ipywidgets.Box(
            [self.bar, self.notice, self.body], _dom_classes=["wb", "wb-sheet"]
        )
        session.observe(lambda _: self._saved(), "saved")
        session.observe(lambda _: self._draw(), "review")
        self._saved()
        session.watch()

    def fill(self, *parts: ipywidgets.Widget) -> ipywidgets.Box:
        """Put the parts into the page and return what a notebook shows."""
        self.body.children = parts
        return self.box

    def tell(self, sentence: str, *, passing: bool = False) -> None:
        """Show a sentence beneath the bar until the next one; an empty one clears it.

        A ``passing`` one asks for nothing, so it goes by itself after a while.
        """
        self._said, self._passing = sentence, passing
        self._told += 1
        self._draw_notice()

    def commit(self, change: Change, said: str) -> None:
        """Save a change; where millions of lines are summed up for it, aside and first.

        Meanwhile the page shows what it showed, and a way to stop.

        Raises
        ------
        WorkbenchError
            When lines are still summed up for another change: it would be lost.
        """
        work = self.session.engagement.lengthy(change(self.session.review))
        if work is None:
            self.session.commit(change, said)
            return
        if self._waiting:
            raise WorkbenchError(
                "Lines are still summed up for the change before", then="Wait for it, or stop it."
            )
        lines = self.session.engagement.ledger.rows("sales")
        self._wait(f"Summing up {lines:,} lines")
        self._work.run(lambda _: work(), lambda _: self._summed(change, said))

    def _summed(self, change: Change, said: str) -> None:
        try:  # the picture of many customers takes a moment yet
            self.session.commit(change, said)
        finally:
            self._wait("")

    def _wait(self, for_: str) -> None:
        self._waiting = for_
        self._draw_notice()

    def _stop(self) -> None:
        self._work.cancel()
        self._waiting = ""
        self.tell("Stopped; nothing was changed.", passing=True)

    def _failed(self, sentence: str) -> None:
        self._waiting = ""
        self.tell(sentence)

    def set_room(self, on: bool) -> None:
        """Switch the view for a room: large type, picture and finding only."""
        self.room = on
        self.bar.mode("wb-room", on=on)
        self.on_room()

    def _leave(self) -> None:
        self.set_room(False)
        self.tell("")
        self.session.cancel()

    def _who(self, event: Event) -> None:
        self.session.who = event.text().strip()[:40] or "this computer"

    def _step(self, *, back: bool) -> None:
        done = self.session.undo() if back else self.session.redo()
        if done is None:
            raise WorkbenchError(f"There is nothing to {'undo' if back else 'do again'}")

    def _draw(self) -> None:
        self.bar.show(_bar(self.session, self.page))

    def _saved(self) -> None:
        self._draw()
        saved = self.session.saved
        self.tell(saved.notice, passing=not saved.grave)

    def _draw_notice(self) -> None:
        line: list[Node] = []
        if self._waiting:
            line = [
                h("span", self._waiting),
                h("progress", aria_label=self._waiting),
                h("button", "Stop", on={"click": "stop"}, type="button"),
            ]
        if self._said:
            line += [
                h("span.wb-sign", "i", aria_hidden="true"),
                h("span", self._said),
                h("button.wb-plain", "Close", on={"click": "close"}, type="button"),
            ]
        kind = "div.wb-tell" if line else "div.wb-tell.wb-none"
        passing = self._passing and not self._waiting
        box = h(kind + ".wb-passing" * passing, *line, key=f"told {self._told}")
        self.notice.show(h("div", box, role="status"))


def option(value: str, label: str, chosen: bool) -> Node:
    """Describe one line of a list to choose from."""
    return h("option", label, value=value, selected=chosen)


def choice(
    name: str, options: Sequence[tuple[str, str]], chosen: str, *, label: str, key: str = ""
) -> Node:
    """Describe a list to choose one from; its event carries the chosen value."""
    return h(
        "select.wb-select",
        *(option(value, text, value == chosen) for value, text in options),
        on={"change": name},
        key=key or name,
        aria_label=label,
        value=chosen,
    )


def segments(
    name: str, options: Sequence[tuple[str, str]], chosen: str, *, label: str, key: str = ""
) -> Node:
    """Describe a row of buttons of which one is on; its event carries the value pressed."""
    return h(
        "div.wb-segments",
        *(
            h(
                "button.wb-on" if value == chosen else "button",
                text,
                on={"click": name},
                key=f"{key}|{value}",
                type="button",
                aria_pressed="true" if value == chosen else "false",
                value=value,
            )
            for value, text in options
        ),
        role="group",
        aria_label=label,
    )


def _bar(session: Session, page: str) -> Node:
    facts = session.engagement.facts(session.review.as_of, session.review.window)
    name = session.engagement.name
    as_of = f"as of {words.day(facts.as_of)}" if facts.as_of else ""
    saved = session.saved

    def links(pages: Sequence[tuple[str, str, str]]) -> list[Node]:
        return [
            h(
                "a.wb-step.wb-on" if address == f"{page}.ipynb" else "a.wb-step",
                label,
                href=address,
                title=title,
                aria_current="page" if address == f"{page}.ipynb" else None,
            )
            for label, address, title in pages
        ]

    return h(
        "header.wb-bar",
        h("strong.wb-brand", "Customer review"),
        h("span.wb-client", name, title=name, dir="auto"),
        h("span.wb-quiet.wb-as-of", as_of) if as_of else None,
        h("nav", *links(STEPS), aria_label="Steps of the review"),
        h("nav.wb-sides", *links(SIDES), aria_label="Beside the steps"),
        h("span.wb-fill"),
        h(
            "input.wb-who",
            on={"change": "who"},
            store="workbench-who",
            placeholder="your name",
            aria_label="Your name, shown beside what you change",
            title="Shown in the history beside what you change",
            maxlength=40,
        ),
        h(
            "span.wb-quiet.wb-saved",
            f"saved {saved.clock()}" if saved.number else "not saved yet",
            title=f"Revision {saved.number}, by {saved.who}",
        ),
        h(
            "button",
            "Undo",
            on={"click": "undo"},
            disabled=not saved.can_undo,
            title="Ctrl+Z",
            type="button",
        ),
        h(
            "button",
            "Redo",
            on={"click": "redo"},
            disabled=not saved.can_redo,
            title="Ctrl+Shift+Z",
            type="button",
        ),
    )
