"""What people do on the loyalty page: each deed previews or commits one change, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from workbench.errors import WorkbenchError
from workbench.pages import loyalty_changes as change
from workbench.pages import loyalty_lists as lists
from workbench.pages import matrix_changes
from workbench.pages.loyalty_figures import Figures
from workbench.pages.loyalty_grid import cell_id
from workbench.review import signs, words
from workbench.review.assumptions import SIGNS
from workbench.review.review import Review
from workbench.review.signs import NINE, SAID
from workbench.sources.schema import EVENT_KINDS
from workbench.widgets.view import Event

if TYPE_CHECKING:
    from workbench.pages.loyalty import LoyaltyPage

_VIEWS = ("signs", "buying", "best", "falling")
_PARTS = ("recency", "frequency", "monetary")
_BINNINGS = {"quantile": "equal groups", "r-rfm": "as R's rfm package counts"}


@dataclass(frozen=True)
class State:
    """What is open on this page; nothing of it is saved.

    ``cell`` is the focused customer and sign of the grid (the customer's id), ``cell`` of the
    heat map the scores clicked.
    """

    view: str = "signs"
    hide: bool = False
    customer: str = ""
    sign: int = 0
    cell: tuple[int, int] | None = None


class Deeds:
    """Joins the controls of a loyalty page to its session."""

    def __init__(self, page: LoyaltyPage) -> None:
        self.page, self.session = page, page.session
        self._listen()

    def at(self, figures: Figures) -> tuple[int, int] | None:
        """Return row and sign of the focused cell; None where nobody is asked about."""
        rows = figures.asked.tolist()
        if not rows:
            return None
        state, customers = self.page.state, figures.customers
        row = customers.row(state.customer) if state.customer in customers else rows[0]
        return (row if row in rows else rows[0]), state.sign

    def kinds(self, figures: Figures) -> list[str]:
        """Return every kind of event a rule may speak of: the known ones, then the client's."""
        return list(dict.fromkeys([*EVENT_KINDS, *sorted(figures.facts.events["kind"].unique())]))

    def _listen(self) -> None:
        page, refuse = self.page, self._refuse
        page.head.on(
            refuse,
            view=lambda e: self.turn(view=e.text()) if e.text() in _VIEWS else None,
            hide=lambda _: self.turn(hide=not page.state.hide),
            leave=lambda _: self._leave(),
        )
        answers = {said: partial(self._answer, said) for said in SAID.values()}
        steps = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}
        moves = {name: partial(self._step, *by) for name, by in steps.items()}
        page.grid.on(
            refuse,
            cell=self._cell,
            choose=self._choose,
            withdraw=self._withdraw,
            **answers,
            **moves,
        )
        page.why.on(refuse, keep=self._keep, withdraw=self._withdraw, **answers)
        page.controls.on(
            refuse,
            weight=self._weight,
            least=self._least,
            bins=self._bins,
            binning=self._binning,
            edge=self._edge,
            untype=self._untype,
            csv=lambda _: self._csv(),
            png=lambda _: self._export("png"),
            svg=lambda _: self._export("svg"),
        )
        page.under.on(
            refuse,
            choose=self._choose,
            png=lambda _: self._export("png"),
            svg=lambda _: self._export("svg"),
        )
        page.table.on(
            refuse,
            choose=self._choose,
            add_rule=self._add_rule,
            drop_rule=self._drop_rule,
            usual_rules=lambda _: self._commit(
                lambda r: change.on_loyalty(r, rules=None), "The usual table of events and signs"
            ),
            deed=self._deed,
            name=self._name_segment,
            range=self._range,
            rise=lambda e: self._order(e, -1),
            sink=lambda e: self._order(e, 1),
            drop=self._drop_segment,
            add_segment=lambda _: self._commit(change.added, "A rule of segments added"),
            usual=lambda _: self._commit(
                lambda r: change.on_scores(r, rules=None), "The usual table of segments"
            ),
        )
        page.notes.on(refuse, note=self._note, unnote=self._unnote)
        page.heat.observe(lambda c: self._heat(c["new"]), "event")
        page.bars.observe(lambda c: self._bar(c["new"]), "event")

    def turn(self, **fields: Any) -> None:
        """Open, close or switch something of this page alone."""
        self.page.state = replace(self.page.state, **fields)
        self.page.paint()

    def _refuse(self, sentence: str) -> None:
        """Say why something was refused and put the control back."""
        self.session.cancel()
        self.page.frame.tell(sentence)
        self.page.paint()

    def _commit(self, changed: Callable[[Review], Review], sentence: str) -> None:
        self.session.commit(changed, sentence)
        self.page.paint()  # a release where the preview stood replaces nothing

    def _leave(self) -> None:
        self.session.chosen = ""
        self.turn(cell=None)

    def _choose(self, event: Event) -> None:
        self._show(event.key)

    def _show(self, key: str) -> None:
        if key in self.session.customers:
            self.page.state = replace(self.page.state, customer=key)
            self.page.carded.choose(key)

    def _cell(self, event: Event) -> None:
        row, _, sign = event.key.partition("|")
        figures = self.page.figures
        if (
            row.isdigit()
            and sign.isdigit()
            and int(row) in figures.asked
            and int(sign) < len(SIGNS)
        ):
            self._focus(figures, int(row), int(sign))

    def _focus(self, figures: Figures, row: int, sign: int) -> None:
        key = str(figures.customers.ids[row])
        self.page.state = replace(self.page.state, customer=key, sign=sign)
        if self.session.chosen == key:
            self.page.paint()
        else:
            self.page.carded.choose(key)
        self.page.grid.focus_on(cell_id(row, sign))

    def _step(self, down: int, right: int, _: Event) -> None:
        figures = self.page.figures
        at = self.at(figures)
        if at is None:
            return
        rows = figures.asked.tolist()
        place = min(max(rows.index(at[0]) + down, 0), len(rows) - 1)
        self._focus(figures, rows[place], min(max(at[1] + right, 0), len(SIGNS) - 1))

    def _answer(self, said: str, event: Event) -> None:
        """Answer the focused cell; a key goes on to the next cell, a button stays."""
        figures = self.page.figures
        at = self.at(figures)
        if at is None:
            return
        row, place = at
        key, who, sign = str(figures.customers.ids[row]), self.session.who, SIGNS[place]
        self.session.commit(
            lambda r: change.entered(r, key, sign, said, who=who),
            f"{figures.customers.names[row]}: «{NINE[place].label}» {said}",
        )
        if event.key != "grid":
            self._focus(figures, row, place)
            return
        rows = figures.asked.tolist()
        on, line = place + 1, rows.index(row)
        if on == len(SIGNS):
            on, line = 0, min(line + 1, len(rows) - 1)
        self._focus(figures, rows[line], on)

    def _withdraw(self, _: Event) -> None:
        figures = self.page.figures
        at = self.at(figures)
        if at is None:
            return
        key, sign = str(figures.customers.ids[at[0]]), SIGNS[at[1]]
        if sign in self.session.review.assumptions.loyalty.entries.get(key, {}):
            name = figures.customers.names[at[0]]
            said = f"{name}: «{NINE[at[1]].label}» as the facts say"
            self._commit(lambda r: change.withdrawn(r, key, sign), said)

    def _keep(self, event: Event) -> None:
        """Keep evidence and date of the focused cell, with the answer it has."""
        figures = self.page.figures
        at = self.at(figures)
        if at is None:
            return
        key, sign, who = str(figures.customers.ids[at[0]]), SIGNS[at[1]], self.session.who
        said = SAID[int(figures.signs.states[at])]
        evidence, on = event.field("evidence"), _day(event.field("on", 20))
        if not evidence and on is None:
            raise WorkbenchError("There is nothing to keep", then="Say what shows it, or a date.")
        self._commit(
            lambda r: change.entered(r, key, sign, said, who=who, evidence=evidence, on=on),
            f"{figures.customers.names[at[0]]}: evidence for «{NINE[at[1]].label}»",
        )

    def _weight(self, event: Event) -> None:
        sign = event.key.partition("|")[2]
        weight = _number(event, "a weight")
        if sign not in SIGNS:
            return

        def weighed(review: Review) -> Review:
            return change.weighed(review, sign, weight)

        if event.moving:
            self.session.preview(weighed)
        else:
            self._commit(weighed, f"«{NINE[SIGNS.index(sign)].label}» weighs {weight:g}")

    def _least(self, event: Event) -> None:
        least = round(_number(event, "a sum of scores"))
        self._commit(
            lambda r: change.on_loyalty(r, buys_well_from=least), f"Buys well from {least}"
        )

    def _bins(self, event: Event) -> None:
        number = round(_number(event, "a number of scores"))
        if event.moving:
            self.session.preview(lambda r: change.bins(r, number))
        else:
            self._commit(lambda r: change.bins(r, number), f"Scores from 1 to {number}")

    def _binning(self, event: Event) -> None:
        if event.text() in _BINNINGS:
            how = event.text()
            self._commit(
                lambda r: change.on_scores(r, binning=how), f"Scores divide: {_BINNINGS[how]}"
            )

    def _edge(self, event: Event) -> None:
        _, part, at = (*event.key.split("|"), "", "")[:3]
        if part not in _PARTS or not at.isdigit():
            return
        try:
            value = float(event.text().replace(",", "").replace(words.MINUS, "-"))
        except ValueError:
            raise WorkbenchError(
                f"«{event.text()[:40]}» is no number", where="Threshold", allowed="a number"
            ) from None
        shown = self.page.figures.binned[_PARTS.index(part)].edges.tolist()
        self._commit(
            lambda r: change.edge(r, part, int(at), value, shown),
            f"A threshold of {part}: {value:g}",
        )

    def _untype(self, event: Event) -> None:
        part = event.key.partition("|")[2]
        if part in _PARTS:
            self._commit(
                lambda r: change.without_edges(r, part), f"Thresholds of {part}: equal groups"
            )

    def _add_rule(self, event: Event) -> None:
        kind, sign, value = (event.field(name, 60) for name in ("kind", "sign", "value"))
        if kind not in self.kinds(self.page.figures):
            raise WorkbenchError(f"There is no event «{kind}»")
        self._commit(
            lambda r: change.with_rule(r, kind, sign, value),
            f"{kind.replace('_', ' ').capitalize()} says {value}",
        )

    def _drop_rule(self, event: Event) -> None:
        at = _place(event)
        rules = signs.rules(self.session.review.assumptions.loyalty)
        if at < len(rules):
            said = f"{rules[at].kind.replace('_', ' ').capitalize()} says nothing any more"
            self._commit(lambda r: change.without_rule(r, at), said)

    def _deed(self, event: Event) -> None:
        _, deed, key = (*event.key.split("|", 2), "", "")[:3]
        figures, who = self.page.figures, self.session.who
        if key in figures.customers:
            on = figures.facts.as_of
            name = figures.customers.names[figures.customers.row(key)]
            self._commit(
                lambda r: change.owed(r, key, deed, who=who, on=on), f"{name} {deed}"[:200]
            )

    def _name_segment(self, event: Event) -> None:
        at, name = _place(event), event.text()
        self._commit(lambda r: change.named(r, at, name), f"Segment «{name.strip()[:60]}»")

    def _range(self, event: Event) -> None:
        end, at = event.key.partition("|")[0], _place(event)
        if not event.text().isdigit():
            raise WorkbenchError("That is no score", allowed="a whole number")
        score = int(event.text())
        self._commit(
            lambda r: change.ranged(r, at, end, score), f"Range of rule {at + 1}: {end} {score}"
        )

    def _order(self, event: Event, by: int) -> None:
        at = _place(event)
        way = "up" if by < 0 else "down"
        self._commit(lambda r: change.moved(r, at, by), f"Rule {at + 1} moved {way}")

    def _drop_segment(self, event: Event) -> None:
        at = _place(event)
        self._commit(lambda r: change.removed(r, at), f"Rule {at + 1} removed")

    def _note(self, event: Event) -> None:
        text = event.field("text", 1000)
        if not text:
            raise WorkbenchError("The note is empty")
        about = (self.session.chosen,) if self.session.chosen else ()
        who = self.session.who
        self._commit(lambda r: matrix_changes.noted(r, "loyalty", text, about, who), "A note")

    def _unnote(self, event: Event) -> None:
        self._commit(lambda r: matrix_changes.unnoted(r, event.key), "A note removed")

    def _heat(self, event: dict[str, Any]) -> None:
        if event.get("kind") != "click":
            return
        bins = self.page.figures.bins
        if event.get("dataset") == "cells":
            recency, frequency = divmod(int(event["row"]), bins)
            self.turn(cell=(recency + 1, frequency + 1))
        elif event.get("dataset") == "":
            self.turn(cell=None)

    def _bar(self, event: dict[str, Any]) -> None:
        if event.get("kind") == "click" and event.get("dataset") == "bars":
            rows = lists.rows_of(self.page.figures, self.page.state.view)
            if int(event["row"]) < len(rows):
                self._show(str(self.session.customers.ids[rows[int(event["row"])]]))

    def _csv(self) -> None:
        view = self.page.state.view
        name = "best-customers.csv" if view == "best" else "falling-away.csv"
        self.page.controls.download(name, lists.as_csv(self.page.figures, view))

    def _export(self, kind: str) -> None:
        view = self.page.state.view
        chart = self.page.heat if view == "buying" else self.page.bars
        chart.export(kind, name={"buying": "scores", "best": "best"}.get(view, "falling-away"))


def _number(event: Event, what: str) -> float:
    try:
        number = float(event.value)
    except (TypeError, ValueError):
        raise WorkbenchError(f"That is not {what}", allowed="a number") from None
    if not -1e15 < number < 1e15:  # noqa: PLR2004 - what can still be said
        raise WorkbenchError(f"That is not {what}", allowed="a number")
    return number


def _place(event: Event) -> int:
    at = event.key.partition("|")[2]
    if not at.isdigit():
        raise WorkbenchError("There is no such rule")
    return int(at)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WorkbenchError(f"«{text}» is no date", allowed="a date such as 2026-09-30") from None
