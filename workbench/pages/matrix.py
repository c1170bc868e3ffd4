"""The matrix page: two axes, everybody in their quadrant, one customer's card (domain 4).

The page's story: controls and the picture call the session; the session's review is replaced;
`MatrixPage.paint` draws what differs. Nothing here computes a figure.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, cast

import ipywidgets
import numpy as np
import pandas as pd

from workbench.charts.matrix import matrix_signals, matrix_spec
from workbench.customers import Customers
from workbench.engagement import Engagement
from workbench.errors import WorkbenchError
from workbench.pages import matrix_changes as change
from workbench.pages.axis_control import AxisControl
from workbench.pages.axis_panel import axis_panel, typed_line
from workbench.pages.card import CardState, card
from workbench.pages.frame import Frame
from workbench.pages.matrix_rest import filters, search, under
from workbench.pages.tables import not_placed_csv, notes, quadrant_table
from workbench.review import words
from workbench.review.axes import Axis, Cut, Side
from workbench.review.cuts import few
from workbench.review.picture import TYPE, Ground, Look, ground, picture
from workbench.review.placement import PlacedAxis, Placement
from workbench.review.quadrants import pair_key, ready_pairs
from workbench.review.review import Review
from workbench.review.scoring import SCORES
from workbench.review.summary import Totals, finding
from workbench.session import Session
from workbench.widgets.gate import log_fault
from workbench.widgets.live_chart import LiveChart
from workbench.widgets.view import Event, Node, View, h

_KEYS = {**{str(mark): f"mark{mark}" for mark in range(1, 6)}, "h": "hide", "escape": "leave"}
_MOST_JUDGED = 25
_ROOM_TYPE = 22.0
_BREATH = 0.004
"""Seconds in which the picture leaves before the parts beside it are drawn."""


class MatrixPage:
    """The parts of the matrix page around one session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.frame = Frame(session, "matrix")
        self.hide, self.found, self.typing = False, "", ""
        self.card_state = CardState()
        self._ground: tuple[Any, Ground] | None = None
        self._lowered: tuple[Customers, pd.Series[str]] | None = None
        self._following = False
        self._drawn: dict[View, tuple[tuple[object, ...], object]] = {}
        self.search, self.rest, self.finding = View(shortcuts=_KEYS), View(), View()
        self.panels: dict[Side, View] = {"x": View(), "y": View()}
        self.card, self.under, self.table, self.notes = View(), View(), View(), View()
        self.chart = LiveChart(
            matrix_spec(),
            description="Matrix of customers",
            lines={
                "cut_x": {"scale": "x", "label": "Dividing line across"},
                "cut_y": {"scale": "y", "label": "Dividing line up"},
            },
        )
        self._listen()
        self.frame.on_room = self.paint
        session.observe(lambda _: self.paint(), "review")
        session.observe(lambda _: self._chose(), "chosen")
        self.paint()

    @property
    def box(self) -> ipywidgets.Box:
        """The whole page, for a notebook to show."""
        left = ipywidgets.Box(
            [self.search, self.panels["x"], self.panels["y"], self.rest],
            _dom_classes=["wb-panel", "wb-controls"],
        )
        middle = ipywidgets.Box(
            [self.finding, ipywidgets.Box([self.chart], _dom_classes=["wb-slot"]), self.under],
            _dom_classes=["wb-panel", "wb-picture"],
        )
        right = ipywidgets.Box([self.card], _dom_classes=["wb-panel", "wb-side"])
        below = ipywidgets.Box([self.table, self.notes], _dom_classes=["wb-panel", "wb-below"])
        return self.frame.fill(left, middle, right, below)

    def paint(self) -> None:
        """Draw what the session shows now; while something moves the picture leaves first."""
        self._paint_picture()
        if not self.session.previewing:
            self._paint_beside()
        elif not self._following:
            try:
                loop = asyncio.get_running_loop()
            except RuntimeError:  # a script, a test: nobody waits for the picture
                self._paint_beside()
            else:
                self._following = True
                loop.call_later(_BREATH, self._follow)

    def _follow(self) -> None:
        """Draw beside the picture what the newest move has changed."""
        self._following = False
        try:
            self._paint_beside()
        except Exception as fault:  # noqa: BLE001 - the event loop would print its values
            log_fault(fault)

    def _paint_picture(self) -> None:
        session, placement = self.session, self.session.placement
        sums, row = session.totals, self._row()
        type_size = _ROOM_TYPE if self.frame.room else TYPE
        look = Look(row, self._lit(), self.hide, type_size=type_size)
        if min(self.chart.box):
            look = replace(look, width=self.chart.box[0], height=self.chart.box[1])
        rows = picture(placement, sums, self._grounded(placement), look)
        judged = [a.column.name.startswith("judged_") for a in (placement.x, placement.y)]
        with self.chart.hold():
            for name, columns in rows.items():
                self.chart.set(name, columns)
            self.chart.signal(**matrix_signals(placement, type_size))
            self.chart.movable = "points" if any(judged) else ""

    def _paint_beside(self) -> None:
        session, placement = self.session, self.session.placement
        sums, row = session.totals, self._row()
        sentence = finding(placement, sums)
        if not session.previewing:
            self.chart.description = f"Matrix of customers. {sentence}"
        if session.gone:
            names = words.listed([f"«{name[:60]}»" for name in session.gone])
            sentence = f"{names} is not there any more, so other axes are shown. {sentence}"
        self.finding.show(h("h1.wb-finding", sentence, aria_live="polite"))
        self.card.show(card(placement, row, self.card_state, hide=self.hide))
        currency = session.engagement.currency
        self.table.show(quadrant_table(sums, currency, hide=self.hide))
        self.notes.show(notes(placement, "matrix", hide=self.hide))
        self._paint_rest(placement, sums)

    def _paint_rest(self, placement: Placement, sums: Totals) -> None:
        """Draw the parts that stand still while a line moves, if what they show is another."""
        session, customers, hide = self.session, placement.customers, self.hide
        review, axes = placement.review, self._axes()
        for side, axis in axes.items():
            shows = (axis, customers, self.typing == side)
            self._draw(self.panels[side], shows, partial(self._panel, side))
        names = [axis.column.name for axis in axes.values()]
        unidentified = self._hidden_sales()
        counts = (sums.placed, sums.prospects_placed, sums.shown, sums.customers, unidentified)
        splits = [axis.line.suggestion is not None for axis in axes.values()]
        self._draw(
            self.under,
            (customers, placement.reason, review.set_aside, names, splits, counts, hide),
            lambda: [under(placement, sums, session, unidentified, hide=hide)],
        )
        self._draw(
            self.search,
            (customers, names, self.found, hide),
            lambda: [search(placement, self.found, hide=hide)],
        )
        self._draw(
            self.rest,
            (customers, review.matrix.size, review.matrix.only, review.as_of, review.window, hide),
            lambda: [filters(placement, session, hide=hide)],
        )

    def _panel(self, side: Side) -> list[Node]:
        axis = self._axes()[side]
        nodes = [axis_panel(side, axis, self.session.customers)]
        return [*nodes, typed_line(axis)] if self.typing == side else nodes

    def _draw(
        self, part: View, shows: tuple[object, ...], nodes: Callable[[], Sequence[Node]]
    ) -> None:
        """Draw a part if what it shows isn't what it showed when it was drawn last."""
        kept = self._drawn.get(part)
        if kept is not None and kept[1] is part.tree and _same(kept[0], shows):
            return
        part.show(*nodes())
        self._drawn[part] = (shows, part.tree)

    def _axes(self) -> dict[Side, PlacedAxis]:
        placement = self.session.placement
        return {"x": placement.x, "y": placement.y}

    def _row(self) -> int | None:
        customers, chosen = self.session.customers, self.session.chosen
        return customers.row(chosen) if chosen and chosen in customers else None

    def _lit(self) -> np.ndarray[Any, np.dtype[np.bool_]] | None:
        text = self.found.strip().lower()
        if not text:
            return None
        customers = self.session.customers
        if self._lowered is None or self._lowered[0] is not customers:
            self._lowered = (customers, pd.Series(customers.names, dtype="str").str.lower())
        hits = self._lowered[1].str.contains(text, regex=False)
        return np.asarray(hits.to_numpy(), dtype=np.bool_)

    def _grounded(self, placement: Placement) -> Ground:
        """Return the part of the picture that moving lines leave alone, kept while it stands."""
        key = (placement.x.at, placement.y.at, placement.review.matrix.size, placement.customers)
        kept = self._ground
        if kept is None or any(a is not b for a, b in zip(kept[0], key, strict=True)):
            self._ground = (key, ground(placement))
        return cast("tuple[Any, Ground]", self._ground)[1]

    def _hidden_sales(self) -> float:
        review = self.session.review
        facts = self.session.engagement.facts(review.as_of, review.window)
        return float(facts.totals.get("unidentified_amount", 0.0) or 0.0)

    def _listen(self) -> None:
        tell = self.frame.tell
        for side, panel in self.panels.items():
            panel.on(tell, **self._axis_actions(side))
        marks: dict[str, Callable[[Event], None]] = {
            f"mark{mark}": partial(self._judge_next, mark) for mark in range(1, 6)
        }
        self.search.on(
            tell,
            find=self._find,
            found=lambda e: self._choose(e.text() or e.key),
            hide=lambda _: self._toggle_hide(),
            leave=lambda _: self._leave(),
            pair=self._pair,
            **marks,
        )
        self.rest.on(
            tell,
            size=self._size,
            only=self._only,
            every=lambda _: self._commit(lambda r: change.matrix(r, only={}), "Show everybody"),
            dates=self._dates,
            room=lambda _: self.frame.set_room(not self.frame.room),
            hide=lambda _: self._toggle_hide(),
        )
        self.under.on(
            tell,
            choose=lambda e: self._choose(e.key),
            save_list=lambda _: self.under.download(
                "not-placed.csv", not_placed_csv(self.session.placement)
            ),
            png=lambda _: self.chart.export("png", name="matrix"),
            svg=lambda _: self.chart.export("svg", name="matrix"),
            split=self._split,
        )
        self.card.on(
            tell,
            correct=lambda _: self._form(CardState("correct")),
            correct_column=lambda e: self._form(CardState("correct", e.text())),
            aside=lambda _: self._form(CardState("aside")),
            close_form=lambda _: self._form(CardState()),
            leave=lambda _: self._leave(),
            choose=lambda e: self._choose(e.key),
            save_fact=self._correct,
            uncorrect=self._uncorrect,
            save_aside=self._set_aside,
            back=lambda _: self._commit(
                lambda r: change.brought_back(r, self.session.chosen), f"{self._name()} is back"
            ),
            judge=self._judge,
        )
        style = {"name": "Name", "colour": "Colour", "action": "Action"}
        self.table.on(tell, **{field: self._styler(field, word) for field, word in style.items()})
        self.notes.on(tell, note=self._note, unnote=self._unnote)
        self.chart.observe(lambda c: self._picture_event(c["new"]), "event")
        self.chart.observe(lambda _: self.paint(), "box")

    def _commit(self, changed: Callable[[Review], Review], sentence: str) -> None:
        self.session.commit(changed, sentence)

    def _axis_actions(self, side: Side) -> dict[str, Callable[[Event], None]]:
        return AxisControl(
            self.session,
            side,
            self.panels[side],
            move=self.move,
            ask=self._ask,
            judge=self._judge_it,
        ).actions()

    def move(self, side: Side, position: float, *, moving: bool) -> None:
        """Move a line to a drawn position: shown at once while moving, saved on release."""
        axis = self._axes()[side]
        cut = change.line_at(axis, position)
        shown = self._axes()

        def moved(review: Review) -> Review:
            return change.on_axis(review, side, shown, cut=cut)

        if moving:
            self.session.preview(moved)
        else:
            said = axis.say(cut.value or 0.0) if not axis.column.words else "between two levels"
            self._commit(moved, f"Line of {axis.column.label} at {said}")

    def _picture_event(self, event: dict[str, Any]) -> None:
        """Act on a click or a drag in the picture."""
        try:
            self._in_picture(event)
        except WorkbenchError as error:
            self.frame.tell(str(error))

    def _in_picture(self, event: dict[str, Any]) -> None:
        kind = event.get("kind")
        if kind in {"drag", "release"} and "param" in event:
            side = cast("Side", event["param"][-1])
            self.move(side, float(event["value"]), moving=kind == "drag")
        elif kind in {"drag", "release"}:
            self._drag_dot(event, moving=kind == "drag")
        elif kind == "click":
            if event["dataset"] == "points":
                row = int(self._grounded(self.session.placement).order[event["row"]])
                self._choose(str(self.session.customers.ids[row]))
            elif event["dataset"] == "":
                self._choose("")

    def _drag_dot(self, event: dict[str, Any], *, moving: bool) -> None:
        row = int(self._grounded(self.session.placement).order[event["row"]])
        key = str(self.session.customers.ids[row])
        marks: dict[str, float] = {}
        for side, axis in self._axes().items():
            if axis.column.name.startswith("judged_"):
                value = round(axis.ruler.read(float(event[side])) * 2) / 2
                marks[axis.column.name] = min(max(value, 1.0), 5.0)
        who = self.session.who

        def moved(review: Review) -> Review:
            for column, value in marks.items():
                review = change.judged(review, column, key, value, who)
            return review

        if moving:
            self.session.preview(moved)
        else:
            self._commit(moved, f"{self._name(key)} judged")

    def _ask(self, side: Side | None) -> None:
        """Open the field in which an axis's line is typed, or close it."""
        self.typing = side or ""
        self.paint()

    def _judge_it(self) -> None:
        """Begin with the first customer to judge."""
        self._choose(self._next_to_judge() or "")

    def _open_judgements(self, row: int) -> list[str]:
        return [
            axis.column.name
            for axis in self._axes().values()
            if axis.column.name.startswith("judged_") and np.isnan(axis.raw[row])
        ]

    def _next_to_judge(self) -> str | None:
        """Return the next of the customers that bring 80 % of turnover, at most 25, to judge."""
        customers, placement = self.session.customers, self.session.placement
        turnover = customers.amounts("turnover")
        rows = np.flatnonzero(~placement.prospect)
        if turnover is not None:
            line = few(turnover[rows])
            rows = rows[np.argsort(-turnover[rows], kind="stable")]
            rows = rows[turnover[rows] >= line]
        for row in rows[:_MOST_JUDGED]:
            if (
                self._open_judgements(int(row))
                and str(customers.ids[row]) not in self.session.review.set_aside
            ):
                return str(customers.ids[row])
        return None

    def _judge_next(self, mark: int, _: Event) -> None:
        row = self._row()
        if row is None:
            return
        open_ones = self._open_judgements(row)
        if open_ones:
            self._mark(open_ones[0], mark)

    def _judge(self, event: Event) -> None:
        column, _, mark = event.key.partition("|")
        if column in self.session.review.judged and mark in set("12345"):
            self._mark(column, int(mark))

    def _mark(self, column: str, mark: int) -> None:
        key, who = self.session.chosen, self.session.who
        self._commit(
            lambda r: change.judged(r, column, key, mark, who), f"{self._name()} judged {mark} of 5"
        )
        row = self._row()
        if row is not None and not self._open_judgements(row):
            following = self._next_to_judge()
            if following:
                self._choose(following)

    def _find(self, event: Event) -> None:
        self.found = event.text()[:100]
        self.paint()
        lit = self._lit()
        hits = [] if lit is None else np.flatnonzero(lit).tolist()
        if not event.moving and hits:
            names, turnover = (
                self.session.customers.names,
                self.session.customers.amounts("turnover"),
            )

            def fits(row: int) -> tuple[bool, float]:
                return str(names[row]) == self.found, 0.0 if turnover is None else turnover[row]

            self._choose(str(self.session.customers.ids[max(hits, key=fits)]))

    def _choose(self, key: str) -> None:
        self.card_state = CardState()
        self.session.chosen = key if key in self.session.customers else ""

    def _chose(self) -> None:
        self.paint()

    def _leave(self) -> None:
        self.found, self.typing, self.card_state = "", "", CardState()
        self.session.chosen = ""
        self.paint()

    def _toggle_hide(self) -> None:
        self.hide = not self.hide
        self.paint()

    def _form(self, state: CardState) -> None:
        self.card_state = state
        self.paint()

    def _pair(self, event: Event) -> None:
        pairs = ready_pairs(set(self.session.customers.columns))
        ready = next((p for p in pairs if pair_key(p.x, p.y) == event.text()), None)
        if ready:
            self._commit(
                lambda r: change.axes(r, Axis(column=ready.x), Axis(column=ready.y)), ready.title
            )

    def _only(self, event: Event) -> None:
        column, _, level = event.key.partition("|")
        if not column:
            column, _, level = event.text().partition("|")
        attribute = self.session.customers.column(column)
        if level not in attribute.levels:
            return
        now = set(self.session.review.matrix.only.get(column, ()))
        on = event.value if isinstance(event.value, bool) else level not in now
        now = now | {level} if on else now - {level}
        kept = tuple(v for v in attribute.levels if v in now)
        self._commit(
            lambda r: change.filtered(r, column, kept),
            f"Only {attribute.label}: {', '.join(kept) or 'all'}",
        )

    def _size(self, event: Event) -> None:
        name = event.text()
        said = self.session.customers.column(name).label if name else "all alike"
        self._commit(lambda r: change.matrix(r, size=name), f"Size of the dots: {said}")

    def _dates(self, event: Event) -> None:
        window = event.field("window") or self.session.review.window
        text = event.field("as_of", 20)
        try:
            as_of = date.fromisoformat(text) if text else None
        except ValueError:
            raise WorkbenchError(
                f"«{text}» is no date", where="As of", allowed="a date such as 2026-09-30"
            ) from None
        said = f"As of {words.day(as_of)}" if as_of else "As of the last sale"
        self._commit(lambda r: change.dated(r, as_of, window), f"{said}, window {window}")

    def _split(self, _: Event) -> None:
        """Move the line to the nearest value that divides."""
        shown = self._axes()
        for side, axis in shown.items():
            if axis.line.suggestion is not None:
                cut = Cut(by="value", value=axis.line.suggestion)
                self._commit(
                    partial(change.on_axis, side=side, shown=shown, cut=cut),
                    f"Line of {axis.column.label} moved to where it divides",
                )
                return

    def _correct(self, event: Event) -> None:
        name = self._name()
        column = self.session.customers.column(self.card_state.column)
        if column.name in SCORES or column.name in self.session.review.judged:
            raise WorkbenchError(
                f"{column.label} follows from what was decided",
                then="Correct a fact it is made of, or decide anew.",
            )
        text = event.field("value", 1000)
        value: float | str = text
        if not column.words:
            try:
                value = float(text.replace(",", "").replace(words.MINUS, "-").rstrip("% "))
            except ValueError:
                raise WorkbenchError(
                    f"«{text}» is no number",
                    where=column.label,
                    allowed=f"a number in {column.unit}" if column.unit else "a number",
                ) from None
            if not np.isfinite(value):
                raise WorkbenchError(f"«{text}» is no number", where=column.label)
            value = value / 100 if column.unit == "%" else value
        elif not text:
            raise WorkbenchError("The right value is missing", where=column.label)
        key, who, reason = self.session.chosen, self.session.who, event.field("reason")
        self._commit(
            lambda r: change.corrected(r, key, column.name, value, reason=reason, who=who),
            f"{column.label} of {name} corrected",
        )
        self._form(CardState())

    def _uncorrect(self, event: Event) -> None:
        key = self.session.chosen
        self._commit(
            lambda r: change.uncorrected(r, key, event.key), f"Correction for {self._name()} undone"
        )

    def _set_aside(self, event: Event) -> None:
        key, who = self.session.chosen, self.session.who
        reason = event.field("reason")
        if not reason:
            raise WorkbenchError(
                "A reason is missing", where="Set aside", allowed="own company, closed, one-off …"
            )
        self._commit(lambda r: change.aside(r, key, reason, who), f"{self._name()} set aside")
        self._form(CardState())

    def _styler(self, field: str, word: str) -> Callable[[Event], None]:
        def style(event: Event) -> None:
            place = event.key.partition("|")[2]
            placement = self.session.placement
            pair = (placement.x.column.name, placement.y.column.name)
            if place in set("0123") and isinstance(event.value, str):
                self._commit(
                    lambda r: change.styled(r, pair, place, field, event.text()),
                    f"{word} of a quadrant: {event.text()}",
                )

        return style

    def _note(self, event: Event) -> None:
        text = event.field("text", 1000)
        if not text:
            raise WorkbenchError("The note is empty")
        about = (self.session.chosen,) if self.session.chosen else ()
        who = self.session.who
        self._commit(lambda r: change.noted(r, "matrix", text, about, who), "A note")

    def _unnote(self, event: Event) -> None:
        self._commit(lambda r: change.unnoted(r, event.key), "A note removed")

    def _name(self, key: str = "") -> str:
        customers = self.session.customers
        return str(customers.names[customers.row(key or self.session.chosen)])


def _same(kept: tuple[object, ...], shows: tuple[object, ...]) -> bool:
    """Compare part by part; arrays compare by being the same object."""
    return all(
        a is b or not (isinstance(a, np.ndarray) or a != b)
        for a, b in zip(kept, shows, strict=True)
    )


def matrix(engagement: Engagement | None = None) -> MatrixPage:
    """Open the matrix page on an engagement, by default the one this notebook was started for."""
    return MatrixPage(Session(engagement or Engagement.current()))
