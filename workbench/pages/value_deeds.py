"""What people do on the value page: each deed previews or commits one change, in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from workbench.errors import WorkbenchError
from workbench.pages import profit_changes, value_changes
from workbench.review import typed, words
from workbench.review.assumptions import LongTerm
from workbench.review.needs import PARTS
from workbench.review.review import Review
from workbench.widgets.slider import Slider
from workbench.widgets.view import Event

if TYPE_CHECKING:
    from workbench.pages.value import ValuePage

_HUNDRED = 100.0
_SHARES = ("retention", "discount", "share")
_LABELS = {
    "retention": "Stay from year to year",
    "discount": "Money loses each year",
    "years": "Years looked ahead",
    "share": "The few that bring",
}
_NUMBERS = {
    "growth_years": "For years",
    "growth_most": "At most, times today",
    "higher_margin": "Higher-margin share, from %",
}


class Deeds:
    """Joins the controls of a value page to its session."""

    def __init__(self, page: ValuePage) -> None:
        self.page, self.session = page, page.session
        self._setting = self._moving = self._owed = False
        ends = {
            "retention": (0.0, _HUNDRED),
            "discount": (0.0, 50.0),
            "years": (1.0, 30.0),
            "share": (10.0, _HUNDRED),
        }
        self.sliders = {
            name: Slider(label=_LABELS[name], min=low, max=high, step=1.0, value=low)
            for name, (low, high) in ends.items()
        }
        for name, slider in self.sliders.items():
            slider.observe(partial(self._moved, name), "value")
            slider.observe(partial(self._released, name), "released")
        self._listen()

    def follow(self) -> None:
        """Draw after the review was replaced."""
        self._owed = False
        self.page.paint(moving=self._moving)

    def set_sliders(self, assume: LongTerm) -> None:
        """Put the sliders where the shown review has them."""
        self._setting = True
        try:
            for name, slider in self.sliders.items():
                slider.value = _shown(name, float(getattr(assume, name)))
                slider.readout = _said(name, slider.value)
        finally:
            self._setting = False

    def refuse(self, sentence: str) -> None:
        """Say why something was refused and put the control back."""
        self.session.cancel()
        self.page.frame.tell(sentence)
        self.page.tries += 1
        self.page.paint()

    def _listen(self) -> None:
        page, refuse = self.page, self.refuse
        choose = {"choose": lambda e: page.carded.choose(e.key)}
        page.head.on(
            refuse,
            find=self._find,
            hide=lambda _: self._hide(),
            leave=lambda _: self._leave(),
        )
        page.rules.on(refuse, rule=self._rule, between=self._between)
        page.legend.on(
            refuse,
            png=lambda _: page.chart.export("png", name="value-groups"),
            svg=lambda _: page.chart.export("svg", name="value-groups"),
        )
        page.under.on(refuse, **choose)
        page.ask.on(
            refuse,
            assume=lambda e: self._assume(e.key.partition("|")[2], percent=False),
            assumed=lambda e: self._assume(e.field("left", 20), percent=True),
        )
        page.table.on(refuse, treatment=self._treat)
        page.needs.on(
            refuse,
            group=self._group,
            describe=self._describe,
            dissolve=self._dissolve,
            take_out=lambda e: self._put(e.key.partition("|")[2], ""),
            **choose,
        )
        page.odd.on(refuse, **choose)
        page.carded.view.on(
            page.frame.tell, put_in=lambda e: self._put(e.key.partition("|")[2], e.text())
        )
        page.chart.observe(lambda c: self._clicked(c["new"]), "event")
        page.chart.observe(lambda _: page.fit(), "box")

    def _commit(self, change: Callable[[Review], Review], sentence: str) -> None:
        self._owed = True  # a release where the preview stood replaces nothing
        self.session.commit(change, sentence)
        if self._owed:
            self.follow()

    def _moved(self, name: str, _: Any) -> None:
        slider = self.sliders[name]
        if self._setting:
            return
        slider.readout = _said(name, slider.value)
        self._moving = True
        try:
            self.session.preview(partial(_assumed, name, slider.value))
        finally:
            self._moving = False

    def _released(self, name: str, _: Any) -> None:
        at = self.sliders[name].value
        try:
            self._commit(partial(_assumed, name, at), f"{_LABELS[name]}: {_said(name, at)}")
        except WorkbenchError as error:
            self.refuse(str(error))

    def _rule(self, event: Event) -> None:
        name = event.key
        if name not in _NUMBERS:
            return
        value = typed.number(event.text().rstrip("% "), _NUMBERS[name])
        if value is None and name != "higher_margin":
            value = float(getattr(LongTerm(), name))
        said = "as many as the typical customer" if value is None else words.number(value)
        if value is not None and name == "higher_margin":
            value /= _HUNDRED
        self._commit(
            lambda r: value_changes.assumed(r, **{name: value}),
            f"Growth, {_NUMBERS[name].lower()}: {said}",
        )

    def _between(self, event: Event) -> None:
        number = event.text()
        if number in set("12345"):
            self._commit(
                lambda r: value_changes.assumed(r, between=int(number)),
                f"{words.count(int(number), 'group')} in between",
            )

    def _assume(self, text: str, *, percent: bool) -> None:
        share = profit_changes.left_of_sales(text, percent=percent)
        self._commit(
            lambda r: profit_changes.costs(r, margin=share),
            f"{words.percent(share)} assumed to be left of sales",
        )

    def _treat(self, event: Event) -> None:
        key = event.key.partition("|")[2]
        group = next((g for g in self.page.figures.made.groups if g.key == key), None)
        if group is not None:
            self._commit(
                lambda r: value_changes.treated(r, key, event.text()[:300], group.treatment),
                f"Treatment of «{group.name}»",
            )

    def _group(self, event: Event) -> None:
        name = event.field("name", 60)
        if not name:
            raise WorkbenchError("The needs group has no name", allowed="what they need, in words")
        self._commit(lambda r: value_changes.grouped(r, name), f"Needs group «{name}»")

    def _describe(self, event: Event) -> None:
        field, _, key = event.key.partition("|")
        known = self.session.review.needs.get(key)
        if known is None or field not in {"name", "manager", *PARTS}:
            return
        text = event.text().strip()
        if field == "name" and not text:
            raise WorkbenchError("The needs group has no name", allowed="what they need, in words")
        self._commit(
            lambda r: value_changes.described(r, key, field, text),
            f"{field.capitalize()} of the needs group «{known.name}»",
        )

    def _dissolve(self, event: Event) -> None:
        key = event.key.partition("|")[2]
        known = self.session.review.needs.get(key)
        if known is not None:
            self._commit(
                lambda r: value_changes.dissolved(r, key), f"Needs group «{known.name}» dissolved"
            )

    def _put(self, customer: str, key: str) -> None:
        customers, groups = self.session.customers, self.session.review.needs
        if customer not in customers or (key and key not in groups):
            return
        name = str(customers.names[customers.row(customer)])
        where = f"in the needs group «{groups[key].name}»" if key else "in no needs group"
        self._commit(lambda r: value_changes.put_in(r, customer, key), f"{name} {where}")

    def _find(self, event: Event) -> None:
        self.page.sought.ask(event.text())
        if not event.moving and (best := self.page.sought.best(self.session.customers)):
            self.page.carded.choose(best)
        self.page.paint()

    def _hide(self) -> None:
        self.page.hide = not self.page.hide
        self.page.paint()

    def _leave(self) -> None:
        self.page.sought.ask("")
        self.page.carded.choose("")
        self.page.paint()

    def _clicked(self, event: dict[str, Any]) -> None:
        if event.get("kind") != "click":
            return
        if event["dataset"] == "points":
            row = int(self.page.ground.order[event["row"]])
            self.page.carded.choose(str(self.page.figures.customers.ids[row]))
        elif event["dataset"] == "":
            self.page.carded.choose("")


def _shown(name: str, value: float) -> float:
    return round(value * _HUNDRED, 6) if name in _SHARES else value


def _said(name: str, at: float) -> str:
    if name == "years":
        return words.count(int(at), "year")
    return words.percent(at / _HUNDRED)


def _assumed(name: str, at: float, review: Review) -> Review:
    value = round(at / _HUNDRED, 6) if name in _SHARES else round(at)
    return value_changes.assumed(review, **{name: value})
