"""What people do on the profit page: each deed previews or commits one change, in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from workbench.errors import WorkbenchError
from workbench.measures.events_value import BEYOND_SALES
from workbench.pages import profit_changes as change
from workbench.pages.profit_controls import CAPACITY
from workbench.pages.profit_effort import asking
from workbench.pages.profit_tables import SORTS, customers_csv
from workbench.review import typed, words
from workbench.review.effort import LEVELS
from workbench.review.rescue import WAYS
from workbench.review.review import Review
from workbench.widgets.view import Event

if TYPE_CHECKING:
    from workbench.pages.profit import ProfitPage

_MONEY = {
    "default_rate": "An hour of everybody without a rate",
    "capacity_cost": CAPACITY,
    "practical_hours": "Practical hours a year",
}
_AIMS = {
    "margin": ("margin", 0.01),
    "free_hours": ("free_hours", 1),
    "fill_hours": ("free_hours", -1),
    "market_size": ("market_size", 1),
}
"""What is typed for an aim: the aim's field, and by what it is multiplied there."""
_SHARES = {"margin": "Left of sales without a cost", "target_margin": "A customer should leave"}
_SWITCHES = {
    "value_in_profit": "Value beyond sales in profit",
    "hours_complete": "All hours written",
}


class Deeds:
    """Joins the controls of a profit page to its session."""

    def __init__(self, page: ProfitPage) -> None:
        self.page, self.session = page, page.session
        self._listen()

    def follow(self) -> None:
        """Draw after the review was replaced."""
        self.page.paint()

    def chose(self) -> None:
        """Draw another customer; what was tried for the one before is dropped."""
        self.page.turn(way=None, beside="")

    def _listen(self) -> None:
        page, refuse = self.page, self.refuse
        page.left.on(
            refuse,
            way=self._way,
            rate=self._rate,
            worth=self._worth,
            margin=partial(self._share, "margin"),
            target=partial(self._share, "target_margin"),
            no_margin=lambda _: self._change({"margin": None}, "No margin is assumed"),
            value=partial(self._switch, "value_in_profit"),
            complete=partial(self._switch, "hours_complete"),
            **{name: partial(self._money, name) for name in _MONEY},
        )
        page.effort.on(
            refuse,
            practical_hours=partial(self._money, "practical_hours"),
            effort=lambda e: self._judge(e.text()),
            typed=self._typed,
            weight=self._weight,
            hide=lambda _: page.turn(hide=not page.state.hide),
            leave=lambda _: page.turn(way=None, beside="", opened=(-1, "")),
            **{level: partial(self._key, level) for level in LEVELS},
        )
        page.ask.on(
            refuse,
            assume=lambda e: self._assume(e.key.partition("|")[2]),
            assumed=lambda e: self._assume(e.field("left", 20), percent=True),
        )
        page.under.on(
            refuse,
            choose=lambda e: self._choose(e.key),
            png=lambda _: page.chart.export("png", name="profit"),
            svg=lambda _: page.chart.export("svg", name="profit"),
        )
        page.side.on(refuse, explain=self._explain_beside)
        page.ways.on(refuse, drop=lambda _: page.turn(way=None), **{"try": self._try})
        page.table.on(
            refuse,
            sort=self._sort,
            choose=lambda e: self._choose(e.key),
            explain=self._explain,
            save=lambda _: page.table.download(
                "profit.csv", customers_csv(page.figures, page.state.sort)
            ),
        )
        page.lists.on(
            refuse,
            choose=lambda e: self._choose(e.key),
            again=self._again,
            looked=lambda e: self._commit(page.carded.again.done(e.key), "Looked again"),
            aim=self._aim,
            made=self._made,
            unmade=lambda e: self._commit(
                partial(change.made_with, product=e.key, customer=None), "A credit removed"
            ),
        )
        page.chart.observe(lambda c: self._in_picture(c["new"]), "event")
        page.chart.observe(lambda _: page.fit(), "box")

    def refuse(self, sentence: str) -> None:
        """Say why something was refused and put the control back."""
        self.session.cancel()
        self.page.frame.tell(sentence)
        self.page.turn(tries=self.page.state.tries + 1)

    def _commit(self, changed: Callable[[Review], Review], said: str) -> None:
        """Save a change and draw it, also where the preview showed it already."""
        before = self.session.review
        self.session.commit(changed, said)
        if self.session.review is before:
            self.page.paint()

    def _do(self, changed: Callable[[Review], Review], said: str, *, moving: bool) -> None:
        if moving:
            self.session.preview(changed)
        else:
            self._commit(changed, said)

    def _change(self, fields: dict[str, Any], said: str, *, moving: bool = False) -> None:
        self._do(lambda review: change.costs(review, **fields), said, moving=moving)

    def _way(self, event: Event) -> None:
        if event.text() in {"rate", "capacity"}:
            said = {"rate": "Hours cost a rate each", "capacity": "Hours cost their capacity"}
            self._change({"by_capacity": event.text() == "capacity"}, said[event.text()])

    def _rate(self, event: Event) -> None:
        person, rate = event.key.partition("|")[2][:200], _typed(event)
        said = f"An hour of {person} costs {_said(rate)}"
        self._do(lambda r: change.rated(r, person, rate), said, moving=event.moving)

    def _worth(self, event: Event) -> None:
        kind, worth = event.key.partition("|")[2], _typed(event)
        if kind not in BEYOND_SALES:
            return
        said = f"A {kind.replace('_', ' ')} without money is worth {_said(worth)}"
        self._do(lambda r: change.valued(r, kind, worth), said, moving=event.moving)

    def _money(self, name: str, event: Event) -> None:
        value = _typed(event)
        self._change({name: value}, f"{_MONEY[name]}: {_said(value)}", moving=event.moving)

    def _share(self, name: str, event: Event) -> None:
        value = _typed(event)
        if value is None:
            raise WorkbenchError("A percentage is missing", where=_SHARES[name], allowed="0 to 100")
        said = f"{_SHARES[name]}: {words.percent(value / 100)}"
        self._change({name: value / 100}, said, moving=event.moving)

    def _switch(self, name: str, event: Event) -> None:
        on = event.value is True
        self._change({name: on}, f"{_SWITCHES[name]}: {'yes' if on else 'no'}")

    def _assume(self, text: str, *, percent: bool = False) -> None:
        share = change.left_of_sales(text, percent=percent)
        said = f"{words.percent(share)} assumed to be left of sales"
        self._change({"margin": share}, said)

    def _judge(self, level: str) -> None:
        """Set the chosen customer's effort and go on to the next large one."""
        if level not in LEVELS or not self.session.chosen:
            return
        key, shown = self.session.chosen, self.page.figures
        effort = next(one for one in LEVELS if one == level)
        asked = asking(shown, self.page.row)
        name = self.session.customers.names[shown.customers.row(key)]
        self._commit(lambda r: change.judged(r, key, effort), f"{name} takes {level} time")
        if asked is not None and asked.next:
            self._choose(asked.next)

    def _key(self, level: str, _: Event) -> None:
        if asking(self.page.figures, self.page.row) is not None:
            self._judge(level)

    def _typed(self, event: Event) -> None:
        key, hours = self.session.chosen, _typed(event)
        if key:
            said = f"Hours a month typed: {_said(hours)}"
            self._commit(lambda r: change.timed(r, key, hours), said)

    def _weight(self, event: Event) -> None:
        level, parts = event.key.partition("|")[2], _typed(event)
        if level in LEVELS:
            self._commit(
                lambda r: change.weighed(r, level, parts), f"Parts of a {level} one: {_said(parts)}"
            )

    def _try(self, event: Event) -> None:
        wanted = event.key.partition("|")[2]
        way = next((one for one in WAYS if one == wanted), None)
        self.page.turn(way=None if way == self.page.state.way else way)

    def _explain_beside(self, event: Event) -> None:
        name = event.key.partition("|")[2]
        if name in self.page.figures.customers.columns:
            self.page.turn(beside="" if name == self.page.state.beside else name)

    def _explain(self, event: Event) -> None:
        key, _, name = event.key.rpartition("|")
        customers = self.page.figures.customers
        if key in customers and name in customers.columns:
            opened = (customers.row(key), name)
            self.page.turn(opened=(-1, "") if opened == self.page.state.opened else opened)

    def _sort(self, event: Event) -> None:
        if event.text() in dict(SORTS):
            self.page.turn(sort=event.text(), opened=(-1, ""))

    def _choose(self, key: str) -> None:
        self.page.carded.choose(key)

    def _in_picture(self, event: dict[str, Any]) -> None:
        if event.get("kind") == "click" and event["dataset"] == "bars":
            self._choose(self.page.whose(int(event["row"])))

    def _again(self, event: Event) -> None:
        key = self.session.chosen
        if not key:
            raise WorkbenchError("Nobody is chosen", then="Click a bar or a name first.")
        on = typed.day(event.field("on", 20), "Look again on")
        if on is None:
            raise WorkbenchError("The day is missing", where="Look again on", allowed="a date")
        why, who = event.field("why"), self.session.who
        said = f"Look again on {words.day(on)}"
        self._commit(lambda r: change.to_look_again(r, key, on, why, who), said)

    def _made(self, event: Event) -> None:
        product, key = event.field("product"), self.session.chosen
        if product and key:
            said = f"«{product}» was made together"
            self._commit(lambda r: change.made_with(r, product, key), said)

    def _aim(self, event: Event) -> None:
        name, value = event.key.partition("|")[2], _typed(event)
        if name not in _AIMS:
            return
        field, times = _AIMS[name]
        if value is not None and value < 0:
            raise WorkbenchError("An aim can't be below zero", allowed="0 or more")
        aim = None if value is None else value * times
        said = f"Aim changed: {name.replace('_', ' ')}"
        self._commit(lambda r: change.aimed(r, **{field: aim}), said)


def _typed(event: Event) -> float | None:
    """Return a typed number; an emptied field is None, anything else is refused."""
    if event.value in {"", None}:
        return None
    try:
        return float(event.value)
    except (TypeError, ValueError):
        raise WorkbenchError("That is no number", allowed="a number such as 65") from None


def _said(value: float | None) -> str:
    return "not set" if value is None else words.number(value)
