"""What people do on the plan page: each deed commits one change, said in words."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from workbench.cells import tame
from workbench.errors import WorkbenchError
from workbench.frozen import Standing, freeze, frozen
from workbench.pages import matrix_changes, plan_changes
from workbench.pages.entering_deeds import Entering
from workbench.pages.plan_customer_deeds import CustomerDeeds
from workbench.review.compare import GRADINGS, way_said
from workbench.review.plan import Action
from workbench.review.proposed import Proposal
from workbench.review.review import Review, fitting
from workbench.review.treatments import known
from workbench.review.typed import day, number
from workbench.review.whom import choices, pair_of
from workbench.widgets.view import Event

if TYPE_CHECKING:
    from workbench.pages.plan import PlanPage

_NUMBERS = ("cost", "hours", "expected", "measured")
_TEXTS = ("action", "owner", "gives_us", "gives_them")
_STATUS = {"accepted": "Accepted", "doing": "Under way", "done": "Done", "dropped": "Dropped"}


class Deeds:
    """Joins the controls of a plan page to its session."""

    def __init__(self, page: PlanPage) -> None:
        self.page, self.session = page, page.session
        theirs = CustomerDeeds(self.session, self._commit, self._new)
        entering = Entering(self.session, self._commit)
        choose = {"choose": lambda e: page.carded.choose(e.key)}
        page.head.on(
            self.refuse,
            view=lambda e: self._view(e.text()),
            hide=lambda _: self._hide(),
            leave=lambda _: self._leave(),
            **page.sought.deeds(self.session, page.carded.choose, page.paint),
        )
        page.main.on(
            self.refuse,
            accept=lambda e: self._decide(e.key, "accepted"),
            drop=lambda e: self._decide(e.key, "dropped"),
            change=lambda e: self._change(e.key),
            keep=lambda _: self._change(""),
            changed=self._changed,
            status=self._status,
            edit=self._edit,
            undecide=self._undecide,
            whom=self._whom,
            add=self._add,
            profile=theirs.profile,
            fit=theirs.fit,
            hours=entering.hours,
            event=entering.event,
            unenter=entering.unenter,
            for_them=theirs.for_them,
            freeze=self._freeze,
            looked=lambda e: self._commit(page.carded.again.done(e.key), "Looked again"),
            give=lambda e: page.giving.make(e.key),
            stop=lambda _: page.giving.stop(),
            nameless=lambda e: page.giving.name(nameless=e.value is True),
            before=lambda e: self._compare(before=e.text()),
            after=lambda e: self._compare(after=e.text()),
            grading=lambda e: self._compare(grading=e.text()),
            **choose,
        )
        page.foot.on(
            self.refuse,
            save_moves=lambda _: self._save_moves(),
            **choose,
        )
        page.carded.view.on(page.frame.tell, open=lambda _: self._view("customer"))

    def refuse(self, sentence: str) -> None:
        """Say why something was refused and put the control back."""
        self.page.frame.tell(sentence)
        self.page.state.tries += 1
        self.page.paint()

    def chosen(self) -> None:
        """Draw after another customer was chosen, who becomes the one to add a decision for."""
        self.page.state.whom = ""
        self.page.paint()

    def _commit(self, change: Callable[[Review], Review], sentence: str) -> None:
        self.page.state.tries += 1
        number = self.session.saved.number
        if self.session.commit(change, sentence) == number:
            self.page.paint()

    @property
    def _kept(self) -> dict[str, Any]:
        page = self.page
        return {
            "placement": self.session.placement,
            "as_of": page.as_of,
            "who": self.session.who,
        }

    def _proposal(self, key: str) -> Proposal:
        found = next((one for one in self.page.proposed if one.key == key), None)
        if found is None:
            raise WorkbenchError("This is not proposed any more", then="See what is now.")
        return found

    def _decide(self, key: str, status: str, **fields: Any) -> None:
        one = self._proposal(key)
        self.page.state.changing = ""
        self._commit(
            lambda r: plan_changes.decided(r, one, status, **self._kept, **fields),
            f"{_STATUS[status]}: {fields.get('action', one.action)}",
        )

    def _change(self, key: str) -> None:
        self.page.state.changing = key
        self.page.paint()
        if key:
            self.page.main.focus_on("wb-plan-changing")

    def _changed(self, event: Event) -> None:
        fields: dict[str, Any] = {
            "action": event.field("action"),
            "owner": event.field("owner", 60),
        }
        if not fields["action"]:
            raise WorkbenchError("It isn't said what is done", allowed="a sentence")
        fields["due"] = day(event.field("due"), "Due")
        for name in ("cost", "hours", "expected"):
            fields[name] = number(event.field(name), name.capitalize())
        self._decide(event.key, "accepted", **fields)

    def _line(self, event: Event) -> tuple[str, str, Action]:
        field, _, key = event.key.partition("|")
        action = self.session.review.plan.get(key)
        if action is None:
            raise WorkbenchError("This line is not in the plan any more", then="See what is now.")
        return field, key, action

    def _put(self, key: str, action: Action, sentence: str) -> None:
        self._commit(lambda r: plan_changes.put(r, key, action, **self._kept), sentence)

    def _status(self, event: Event) -> None:
        _, key, action = self._line(event)
        changed = fitting(Action, {**action.model_dump(), "status": event.text()})
        said = _STATUS.get(changed.status, "Proposed")
        self._put(key, changed, f"{said}: {action.action}")

    def _edit(self, event: Event) -> None:
        field, key, action = self._line(event)
        text = event.text().strip()
        value: Any = text
        if field == "due":
            value = day(text, "Due")
        elif field in _NUMBERS:
            value = number(text, field.capitalize())
        elif field not in _TEXTS:
            return
        if field == "action" and not text:
            raise WorkbenchError("It isn't said what is done", then="«Dropped» takes it away.")
        changed = fitting(Action, {**action.model_dump(), field: value})
        self._put(key, changed, f"{field.replace('_', ' ').capitalize()} of «{action.action}»")

    def _undecide(self, event: Event) -> None:
        action = self.session.review.plan.get(event.key)
        if action is not None:
            self._commit(
                lambda r: plan_changes.undecided(r, event.key), f"Brought back: {action.action}"
            )

    def _whom(self, event: Event) -> None:
        self.page.state.whom = event.text()
        self.page.paint()

    def _add(self, event: Event) -> None:
        action = event.field("action")
        if not action:
            raise WorkbenchError("It isn't said what is done", allowed="a treatment, or your words")
        kind, _, about = self._whom_now().partition("|")
        self._new(kind, about, action)

    def _whom_now(self) -> str:
        """Return for whom the form stands: as chosen, else the chosen customer, else everybody."""
        whom, chosen = self.page.state.whom, self.session.chosen
        options = {f"{kind}|{about}" for kind, about, _ in choices(self.session.placement)}
        first = "everybody|"
        if chosen in self.session.customers:
            first = f"customer|{chosen}"
            options.add(first)
        return whom if whom in options else first

    def _new(self, kind: str, about: str, action: str, **fields: Any) -> None:
        treatment = known(kind, about, self.session.placement, action)
        said = {
            "kind": kind,
            "about": about,
            "pair": pair_of(self.session.placement) if kind == "quadrant" else "",
            "action": action,
            "gives_us": treatment.gives_us,
            "gives_them": treatment.gives_them,
            "status": "accepted",
            **fields,
        }
        made = fitting(Action, said)
        self._put(plan_changes.made_id(), made, f"Planned: {action}")

    def _freeze(self, event: Event) -> None:
        page, engagement, review = self.page, self.session.engagement, self.session.review
        if engagement.folder is None:
            return
        now = Standing(review, engagement.facts(review.as_of, review.window))
        on = day(event.field("on"), "Date") or page.today
        stamp = matrix_changes.now()
        who = self.session.who
        kept = freeze(engagement.folder, now, name=event.field("name"), on=on, who=who, when=stamp)
        page.kept = frozen(engagement.folder)
        page.state.before, page.state.after = kept.key, "now"
        page.state.tries += 1
        page.paint()
        page.frame.tell(f"«{kept.name}» is frozen, with its facts.", passing=True)

    def _compare(self, **fields: str) -> None:
        state = self.page.state
        for name, value in fields.items():
            if name != "grading" or value in GRADINGS:
                setattr(state, name, value)
        self.page.paint()

    def _save_moves(self) -> None:
        made = self.page.compared
        if made is None:
            return
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["customer_id", "name", "kind", "way"])
        for way in made.ways:
            cells = (way.customer, made.called(way.customer), way.kind, way_said(made, way))
            writer.writerow([tame(cell) for cell in cells])
        self.page.foot.download("who-moved.csv", out.getvalue())

    def _view(self, view: str) -> None:
        views = {"decisions", "customer", "time", "give"}
        self.page.state.view = view if view in views else "decisions"
        self.page.paint()

    def _hide(self) -> None:
        self.page.state.hide = not self.page.state.hide
        self.page.paint()

    def _leave(self) -> None:
        self.page.state.changing = ""
        self.page.sought.ask("")
        self.page.carded.choose("")
        self.page.paint()
