"""What people do on the tiers page: each deed previews or commits one change, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.errors import WorkbenchError
from workbench.pages import tiers_changes as change
from workbench.pages.profit_changes import costs, left_of_sales
from workbench.pages.tiers_asking import CHOICES, FIT, following, open_question
from workbench.pages.tiers_board import SHOWN, card_id, shown
from workbench.pages.tiers_effort import WHAT
from workbench.pages.tiers_parting import STEPS, leaving
from workbench.pages.tiers_rules import THRESHOLDS
from workbench.pages.tiers_table import tiers_csv
from workbench.review import words
from workbench.review.review import Review
from workbench.review.tier_words import TIERS
from workbench.widgets.view import Event

if TYPE_CHECKING:
    from workbench.pages.tiers import TiersPage

VIEWS = (("columns", "Columns"), ("table", "Table"), ("ask", "Fit and feeling"))
_NUMBERS = frozenset("1234")
_TEXT = 300


@dataclass(frozen=True)
class State:
    """What is open on this page; nothing of it is saved.

    ``kept`` are not to be parted with; ``most`` says how many cards a column shows, by tier.
    """

    view: str = "columns"
    search: str = ""
    kept: frozenset[str] = frozenset()
    most: Mapping[int, int] = field(default_factory=dict)
    tries: int = 0
    hide: bool = False


class Deeds:
    """Joins the controls of a tiers page to its session."""

    def __init__(self, page: TiersPage) -> None:
        self.page, self.session, self.state = page, page.session, State()
        self._listen()

    def refuse(self, sentence: str) -> None:
        """Say why something was refused and put the control back."""
        self.session.cancel()
        self.page.frame.tell(sentence)
        self.turn(tries=self.state.tries + 1)

    def turn(self, **fields: Any) -> None:
        """Open, close or switch something of this page alone."""
        self.state = replace(self.state, **fields)
        self.page.paint()

    def _listen(self) -> None:
        page, refuse = self.page, self.refuse
        keys: dict[str, Callable[[Event], None]] = {
            f"key{number}": partial(self._key, number) for number in range(1, 5)
        }
        page.left.on(
            refuse,
            find=self._find,
            rule=self._rule,
            method=lambda _: self.commit(change.method_rules, "The method's own rules"),
            room=lambda _: page.frame.set_room(not page.frame.room),
            hide=lambda _: self.turn(hide=not self.state.hide),
            leave=lambda _: self._leave(),
            **keys,
        )
        page.top.on(refuse, view=self._view, choose=lambda e: page.carded.choose(e.key))
        page.main.on(
            refuse,
            choose=lambda e: page.carded.choose(e.key),
            next=partial(self._step, 1),
            previous=partial(self._step, -1),
            drop=self._drop,
            rest=self._rest,
            answer=self._answered,
            assume=lambda e: self._assume(e.key.partition("|")[2], percent=False),
            assumed=lambda e: self._assume(e.fields().get("left"), percent=True),
            save_list=lambda _: page.main.download("tiers.csv", tiers_csv(page.figures)),
        )
        for part in page.shares.values():
            part.on(refuse, share=self._share)
        page.words.on(refuse, word=self._word, reword=self._reword)
        page.lift.on(refuse, choose=lambda e: page.carded.choose(e.key), refer=self._refer)
        page.others.on(
            refuse,
            provider=self._provider,
            no_provider=lambda e: self.commit(
                lambda r: change.no_provider(r, e.key), "A provider removed"
            ),
            unrefer=lambda e: self.commit(
                lambda r: change.unreferred(r, e.key), "A referral taken out of the log"
            ),
        )
        page.part.on(refuse, part=self._part, plan=self._plan)

    def commit(self, changed: Callable[[Review], Review], sentence: str) -> None:
        """Save a change and show it, also where a preview showed it already."""
        self.session.commit(changed, sentence)
        self.page.paint()

    def _leave(self) -> None:
        self.page.carded.choose("")
        self.turn(search="")

    def _view(self, event: Event) -> None:
        if event.text() not in dict(VIEWS):
            return
        self.state = replace(self.state, view=event.text())
        figures, row = self.page.figures, self.page.row
        if event.text() == "ask" and (row is None or not open_question(figures, row)):
            self.page.carded.choose(following(figures) or self.session.chosen)
        self.page.paint()

    def _find(self, event: Event) -> None:
        self.page.sought.ask(event.text())
        hit = "" if event.moving else self.page.sought.best(self.page.figures.customers)
        if hit:
            self.page.carded.choose(hit)
        self.turn(search=self.page.sought.text)

    def _assume(self, left: Any, *, percent: bool) -> None:
        share = left_of_sales(str(left), percent=percent)
        said = f"Left of sales without a cost: {words.percent(share)}"
        self.commit(lambda r: costs(r, margin=share), said)

    def _rule(self, event: Event) -> None:
        name, value = event.key.partition("|")[2], event.number()
        if name not in THRESHOLDS or value is None:
            return
        threshold = THRESHOLDS[name]
        value = round(float(np.clip(value, threshold.low, threshold.high)), 4)
        value = int(value) if name == "referrals" else value
        if event.moving:
            self.session.preview(lambda r: change.ruled(r, name, value))
        else:
            said = f"Tiers: {threshold.label.lower()} {threshold.said(value)}"
            self.commit(lambda r: change.ruled(r, name, value), said)

    def _drop(self, event: Event) -> None:
        number, key = event.key.partition("|")[2], event.text()
        figures = self.page.figures
        if number not in _NUMBERS or key not in figures.customers:
            return
        if int(figures.found.tier[figures.customers.row(key)]) == int(number):
            self.page.carded.choose(key)
        else:
            self.page.carded.ask_tier(key, number)

    def _rest(self, event: Event) -> None:
        """Show more cards of a column, and lead the keyboard to the first of them."""
        tier = event.key.partition("|")[2]
        if tier not in _NUMBERS:
            return
        number = int(tier)
        before = self.state.most.get(number, SHOWN)
        self.turn(most={**self.state.most, number: before + SHOWN})
        rows = self._shown(number)
        if before < len(rows):
            self.page.main.focus_on(card_id(rows[before]))

    def _shown(self, number: int) -> list[int]:
        page, most = self.page, self.state.most
        return shown(page.figures, number, page.row, most.get(number, SHOWN))

    def _key(self, number: int, _: Event) -> None:
        """Answer the open question where fit and feeling are asked, else pick a tier."""
        page, row = self.page, self.page.row
        if row is None:
            return
        if self.state.view != "ask":
            if page.figures.found.counted[row]:
                page.carded.ask_tier(self.session.chosen, str(number))
            return
        question = open_question(page.figures, row)
        if question:
            self._say(question, CHOICES[question][number - 1][0], self.session.chosen)

    def _answered(self, event: Event) -> None:
        question, _, rest = event.key.partition("|")
        kept, _, key = rest.partition("|")
        known = key in self.page.figures.customers
        if known and question in CHOICES and kept in dict(CHOICES[question]):
            self.page.carded.choose(key)
            self._say(question, kept, key)

    def _say(self, question: str, kept: str, key: str) -> None:
        who, customers = self.session.who, self.page.figures.customers
        changed = change.fit if question == FIT else change.feeling
        label = "fit" if question == FIT else "feeling"
        row = customers.row(key)
        self.commit(
            lambda r: changed(r, key, kept, who),
            f"{customers.names[row]}: {label}, {dict(CHOICES[question])[kept]}",
        )
        if not open_question(self.page.figures, row):
            self.page.carded.choose(following(self.page.figures) or key)

    def _share(self, event: Event) -> None:
        _, what, number = [*event.key.split("|"), "", ""][:3]
        share = event.number()
        if what not in WHAT or number not in _NUMBERS:
            return
        if share is None:
            raise WorkbenchError("A share is missing", allowed="0 to 100 %")
        title = TIERS[int(number) - 1].title
        self.commit(
            lambda r: change.worded(r, number, what, share / 100),
            f"{title} should get {share:g} % of {WHAT[what]}",
        )

    def _word(self, event: Event) -> None:
        _, field, number = [*event.key.split("|"), "", ""][:3]
        if field not in {"traits", "message"} or number not in _NUMBERS:
            return
        text = event.text().strip()[:_TEXT]
        own = None if text in {"", getattr(TIERS[int(number) - 1], field)} else text
        self.commit(
            lambda r: change.worded(r, number, field, own),
            f"What is said of {TIERS[int(number) - 1].title}",
        )

    def _reword(self, event: Event) -> None:
        number = event.key.partition("|")[2]
        if number in _NUMBERS:
            self.commit(
                lambda r: change.worded(
                    change.worded(r, number, "traits", None), number, "message", None
                ),
                f"{TIERS[int(number) - 1].title} in the method's words",
            )

    def _provider(self, event: Event) -> None:
        name, good_at = event.field("name", 100), event.field("good_at")
        if not name:
            raise WorkbenchError("The name of the provider is missing")
        self.commit(lambda r: change.provider(r, name, good_at), f"Another provider: {name}")

    def _refer(self, event: Event) -> None:
        key, made = event.key.partition("|")[2], event.text()
        figures = self.page.figures
        if key not in figures.customers or made not in figures.said.providers:
            return
        to, who = figures.said.providers[made].name, self.session.who
        name = figures.customers.names[figures.customers.row(key)]
        self.commit(lambda r: change.referred(r, key, to, "", who), f"{name} sent to {to}")

    def _part(self, event: Event) -> None:
        key, kept = event.key.partition("|")[2], self.state.kept
        if key in self.page.figures.customers:
            self.turn(kept=kept - {key} if event.value is True else kept | {key})

    def _plan(self, event: Event) -> None:
        text, figures = event.field("due", 20), self.page.figures
        try:
            due = date.fromisoformat(text) if text else None
        except ValueError:
            raise WorkbenchError(
                f"«{text}» is no date", allowed="a date such as 2026-09-30"
            ) from None
        rows = np.flatnonzero(leaving(figures, self.state.kept))
        if not len(rows):
            raise WorkbenchError("Nobody is chosen to part with", then="Tick somebody first.")
        actions = [self._parting_with(int(row)) for row in rows]
        said = "Parting put into the plan"
        self.commit(lambda r: change.planned(r, actions, self.session.who, due), said)
        self.page.frame.tell(f"{len(rows):,} in the plan: {STEPS[0].lower()}.", passing=True)

    def _parting_with(self, row: int) -> dict[str, Any]:
        facts, ids = self.page.figures.found.facts, self.page.figures.customers.ids
        profit = float(facts.profit[row])
        return {
            "about": str(ids[row]),
            "action": f"Part kindly and fast. {STEPS[1]}",
            "expected": -profit if np.isfinite(profit) else None,
            "gives_us": "hours for tiers 1 and 2",
            "gives_them": "a provider who fits, help with the move",
        }

    def _step(self, by: int, event: Event) -> None:
        """Move the choice along a column and keep the keyboard on it."""
        number = event.key.partition("|")[2]
        if number not in _NUMBERS:
            return
        figures, row = self.page.figures, self.page.row
        rows = self._shown(int(number))
        here = rows.index(row) if row in rows else -by
        if rows:
            following_ = rows[int(np.clip(here + by, 0, len(rows) - 1))]
            self.page.carded.choose(str(figures.customers.ids[following_]))
            self.page.main.focus_on(card_id(following_))
