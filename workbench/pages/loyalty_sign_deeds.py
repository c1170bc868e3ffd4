"""What people do with the signs: answer a cell, weigh, say which event says what (domain 7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.pages import loyalty_changes as change
from workbench.pages.loyalty_figures import Figures
from workbench.pages.loyalty_grid import cell_id
from workbench.pages.loyalty_state import number, place
from workbench.review import signs, words
from workbench.review.assumptions import SIGNS
from workbench.review.review import Review
from workbench.review.signs import NINE, SAID
from workbench.sources.schema import EVENT_KINDS
from workbench.widgets.view import Event

if TYPE_CHECKING:
    from workbench.pages.loyalty_deeds import Deeds


class SignDeeds:
    """Joins the grid, its evidence, the weights and the two tables beneath to the session."""

    def __init__(self, deeds: Deeds) -> None:
        self.deeds, self.page, self.session = deeds, deeds.page, deeds.session
        page, refuse = self.page, deeds.refuse
        answers = {said: partial(self._answer, said) for said in SAID.values()}
        steps = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}
        moves = {name: partial(self._step, *by) for name, by in steps.items()}
        page.grid.on(
            refuse,
            cell=self._cell,
            choose=lambda e: deeds.show(e.key),
            withdraw=self._withdraw,
            **answers,
            **moves,
        )
        page.why.on(
            refuse,
            keep=self._keep,
            withdraw=self._withdraw,
            bought=lambda _: deeds.turn(view="buying"),
            **answers,
        )
        page.controls.on(refuse, weight=self._weight, least=self._least)
        page.table.on(
            refuse,
            add_rule=self._add_rule,
            drop_rule=self._drop_rule,
            usual_rules=lambda _: deeds.commit(
                lambda r: change.on_loyalty(r, rules=None), "The usual table of events and signs"
            ),
            deed=lambda e: self._deed(e, date.today()),  # noqa: DTZ011 - the room's own day
            deed_day=lambda e: self._deed(e, _day(e.text())),
            undeed=lambda e: self._deed(e, None),
        )

    def rows(self, figures: Figures) -> list[int]:
        """Return the rows of the grid: those asked about, and last whoever else was chosen."""
        rows, customers, beside = figures.asked.tolist(), figures.customers, self.page.state.beside
        if beside in customers and figures.counted[customers.row(beside)]:
            rows.append(customers.row(beside))
        return list(dict.fromkeys(rows))

    def at(self, figures: Figures) -> tuple[int, int] | None:
        """Return row and sign of the focused cell; None where nobody is asked about."""
        rows = self.rows(figures)
        if not rows:
            return None
        state, customers = self.page.state, figures.customers
        row = customers.row(state.customer) if state.customer in customers else rows[0]
        return (row if row in rows else rows[0]), state.sign

    def follow(self) -> None:
        """Draw after another customer was chosen: the grid goes to them."""
        state, figures, chosen = self.page.state, self.page.figures, self.session.chosen
        if chosen in figures.customers:
            asked = figures.customers.row(chosen) in figures.asked
            beside = state.beside if asked else chosen
            self.page.state = replace(state, customer=chosen, beside=beside)
        self.page.paint()

    def take_keys(self) -> None:
        """Move the keyboard to the focused cell."""
        if at := self.at(self.page.figures):
            self.page.grid.focus_on(cell_id(*at))

    def _cell(self, event: Event) -> None:
        row, _, sign = event.key.partition("|")
        figures = self.page.figures
        if (
            row.isdigit()
            and sign.isdigit()
            and int(row) in self.rows(figures)
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
        rows = self.rows(figures)
        place = min(max(rows.index(at[0]) + down, 0), len(rows) - 1)
        self._focus(figures, rows[place], min(max(at[1] + right, 0), len(SIGNS) - 1))

    def _answer(self, said: str, event: Event) -> None:
        """Answer the focused cell; a key goes on to the next cell, a button stays."""
        figures = self.page.figures
        at = self.at(figures)
        if at is None:
            return
        row, sign = at
        key, who, name = str(figures.customers.ids[row]), self.session.who, SIGNS[sign]
        if event.key == "grid":
            # where to go is known before the answer is saved, so that everything is drawn once
            rows = self.rows(figures)
            on = rows.index(row) * len(SIGNS) + sign + 1
            line, sign = divmod(min(on, len(rows) * len(SIGNS) - 1), len(SIGNS))
            row = rows[line]
        before = self.page.state
        after = str(figures.customers.ids[row])
        self.page.state = replace(before, customer=after, sign=sign)
        try:
            self.deeds.commit(
                lambda r: change.entered(r, key, name, said, who=who),
                f"{figures.customers.names[at[0]]}: «{NINE[at[1]].label}» {said}",
            )
        except WorkbenchError:
            self.page.state = before
            raise
        self.page.carded.choose(after)
        self.page.grid.focus_on(cell_id(row, sign))

    def _withdraw(self, _: Event) -> None:
        figures = self.page.figures
        at = self.at(figures)
        if at is None:
            return
        key, sign = str(figures.customers.ids[at[0]]), SIGNS[at[1]]
        if sign in self.session.review.assumptions.loyalty.entries.get(key, {}):
            name = figures.customers.names[at[0]]
            said = f"{name}: «{NINE[at[1]].label}» as the facts say"
            self.deeds.commit(lambda r: change.withdrawn(r, key, sign), said)

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
        self.deeds.commit(
            lambda r: change.entered(r, key, sign, said, who=who, evidence=evidence, on=on),
            f"{figures.customers.names[at[0]]}: evidence for «{NINE[at[1]].label}»",
        )

    def _weight(self, event: Event) -> None:
        sign = event.key.partition("|")[2]
        weight = number(event, "a weight")
        if sign not in SIGNS:
            return

        def weighed(review: Review) -> Review:
            return change.weighed(review, sign, weight)

        if event.moving:
            self.session.preview(weighed)
        else:
            self.deeds.commit(weighed, f"«{NINE[SIGNS.index(sign)].label}» weighs {weight:g}")

    def _least(self, event: Event) -> None:
        least = round(number(event, "a sum of scores"))
        self.deeds.commit(
            lambda r: change.on_loyalty(r, buys_well_from=least), f"Buys well from {least}"
        )

    def _add_rule(self, event: Event) -> None:
        kind, sign, value = (event.field(name, 60) for name in ("kind", "sign", "value"))
        if kind not in kinds(self.page.figures):
            raise WorkbenchError(f"There is no event «{kind}»")
        self.deeds.commit(
            lambda r: change.with_rule(r, kind, sign, value),
            f"{signs.event(kind).capitalize()} says {value}",
        )

    def _drop_rule(self, event: Event) -> None:
        at = place(event)
        rules = signs.rules(self.session.review.assumptions.loyalty)
        if at < len(rules):
            said = f"{signs.event(rules[at].kind).capitalize()} says nothing any more"
            self.deeds.commit(lambda r: change.without_rule(r, at), said)

    def _deed(self, event: Event, on: date | None) -> None:
        _, deed, key = (*event.key.split("|", 2), "", "")[:3]
        figures, who = self.page.figures, self.session.who
        if key in figures.customers:
            name = figures.customers.names[figures.customers.row(key)]
            said = f"{name} {deed}, {words.day(on)}" if on else f"{name} not {deed} yet"
            self.deeds.commit(lambda r: change.owed(r, key, deed, who=who, on=on), said[:200])


def kinds(figures: Figures) -> list[str]:
    """Return every kind of event a rule may speak of: the known ones, then the client's."""
    return list(dict.fromkeys([*EVENT_KINDS, *sorted(figures.facts.events["kind"].unique())]))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WorkbenchError(f"«{text}» is no date", allowed="a date such as 2026-09-30") from None
