"""A customer's own page: the verdict and what it rests on, what is known of them, their plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.measures.loyalty import EVENT, PERSON, SCORES
from workbench.pages.card import say as fact
from workbench.pages.frame import choice
from workbench.pages.loyalty_figures import Figures
from workbench.pages.plan_lines import Line
from workbench.pages.value_figures import Figures as Worth
from workbench.review import words
from workbench.review.contradictions import Contradiction
from workbench.review.placement import Placement
from workbench.review.plan import Profile
from workbench.review.signs import NINE, SAID, UNKNOWN
from workbench.review.summary import why_here
from workbench.review.tier_words import FITS
from workbench.review.value_table import why_group
from workbench.widgets.view import Node, h

_RESTS = {EVENT: "by events", SCORES: "by the scores", PERSON: "said by a person"}
PROFILE = (
    ("wants", "What they want"),
    ("expects", "What they expect"),
    ("understands", "How well they understand the offer"),
    ("needs", "What they need"),
    ("strategy", "Their own strategy"),
)
CONSENT = (("", "consent: not known"), ("yes", "may be contacted"), ("no", "not to be contacted"))


@dataclass(frozen=True, eq=False)
class Shown:
    """What is shown of one customer."""

    placement: Placement
    row: int
    loyal: Figures
    worth: Worth
    at_odds: Sequence[Contradiction]
    lines: Sequence[Line]
    currency: str
    hide: bool

    @property
    def key(self) -> str:
        """The customer's id."""
        return str(self.placement.customers.ids[self.row])


def nobody() -> Node:
    """Say how to choose a customer."""
    return h(
        "div.wb-notes",
        h("h2", "No customer is chosen"),
        h("p", "Find one by name above, or click a name in the plan or in a list."),
    )


def finding(shown: Shown) -> str:
    """Say in one sentence who this is, what they bring, and what is done for them."""
    customers, row = shown.placement.customers, shown.row
    name = f"Customer {row + 1}" if shown.hide else str(customers.names[row])
    profit = fact(customers, "profit", row) if "profit" in customers.columns else "–"
    parts = [] if shown.hide or profit == "–" else [f"{profit} profit in the window"]
    parts = [*filter(None, [_given(shown, "tier")]), *parts]
    parts.append(words.count(len(shown.lines), "decision"))
    if late := sum(line.late for line in shown.lines):
        parts.append(f"{late:,} overdue")
    return f"{name}: {'; '.join(parts)}."


def standing(shown: Shown) -> Node:
    """Describe why they are where they are: the picture, the value group, what is at odds."""
    placement, row = shown.placement, shown.row
    at = int(placement.quadrant[row])
    where = placement.quadrants[at].name if at >= 0 else "Not placed"
    made = shown.worth.made
    code = int(made.group[row])
    if shown.hide:
        return h("section.wb-plan-part", h("h3", "Why they are where they are: hidden"))
    group = made.groups[code].name if code >= 0 else "In no value group"
    why = placement.customers.why_missing("value_group", row)
    if code >= 0:
        worth = shown.worth
        why = why_group(
            worth.known, made, worth.assume, row, shown.currency, notes=worth.table.notes
        )
    return h(
        "section.wb-plan-part",
        h("h3", f"In the picture: {where}"),
        h("p", why_here(placement, row)),
        h("h3", f"By value: {group}"),
        h("p", why),
        *_odd(shown),
        aria_label="Why they are where they are",
    )


def _odd(shown: Shown) -> list[Node]:
    if not shown.at_odds:
        return []
    items = (h("li", one.sentence, key=one.kind) for one in shown.at_odds)
    return [h("h3", "What doesn't fit together"), h("ul.wb-plainlist", *items)]


def loyalty(shown: Shown) -> Node:
    """Describe the nine signs and what each rests on."""
    figures, row = shown.loyal, shown.row
    if row >= len(figures.facts):
        return h(
            "section.wb-plan-part", h("h3", "Loyalty"), h("p.wb-quiet", "A prospect: none yet.")
        )
    entries = figures.assumed.loyalty.entries.get(shown.key, {})
    known, open_ = [], []
    for place, sign in enumerate(NINE):
        state = int(figures.signs.states[row, place])
        if state == UNKNOWN:
            open_.append(sign.label)
            continue
        entry = entries.get(sign.name)
        rests = _RESTS.get(int(figures.signs.rests_on[row, place]), "")
        if entry is not None:
            told = f": {entry.evidence}" if entry.evidence else ""
            rests = f"{entry.who or 'a person'}, {(entry.on or entry.when[:10]) or 'undated'}{told}"
        known += [
            h("dt", sign.label, title=sign.asks),
            h("dd", f"{SAID[state]}, {rests}", dir="auto"),
        ]
    return h(
        "section.wb-plan-part",
        h("h3", "Loyalty, by evidence"),
        h("dl.wb-facts", *known) if known else h("p.wb-quiet", "No sign is known."),
        h("p.wb-quiet", f"Unknown: {', '.join(open_)}.") if known and open_ else None,
        aria_label="Loyalty",
    )


def _given(shown: Shown, column: str) -> str:
    """Return what is known of them in a column of words; empty where nothing is."""
    customers = shown.placement.customers
    known = customers.frame[column].iloc[shown.row] if column in customers.columns else ""
    return known if isinstance(known, str) else ""


def profile(shown: Shown, tries: int) -> Node:
    """Describe what is known of them beside the facts, edited in place."""
    review = shown.placement.review
    known = review.profiles.get(shown.key, Profile())
    mark, given = review.assumptions.tiers.fit.get(shown.key), _given(shown, "fit_to_needs")
    fit = mark.value if mark else ""
    unsaid = f"{given}, as their list says" if given and not fit else "not said"
    fits = [("", f"fit to needs: {unsaid}"), *((f, f"fit to needs: {f}") for f in FITS)]
    by = f"{known.who}, {known.when[:10]}" if known.when else ""
    return h(
        "section.wb-plan-part",
        h("h3", "What we know of them"),
        *(
            h(
                "label.wb-label",
                h("span", label),
                h(
                    "textarea.wb-input",
                    value=getattr(known, field),
                    rows=2,
                    maxlength=300,
                    on={"change": "profile"},
                    key=f"{field}|{shown.key}",
                    dir="auto",
                ),
                key=f"label {field} {shown.key}",
            )
            for field, label in PROFILE
        ),
        h(
            "div.wb-stack",
            choice("fit", fits, fit, label="Fit to needs", key=f"fit|{shown.key}"),
            choice(
                "profile",
                CONSENT,
                known.consent,
                label="Consent to be contacted",
                key=f"consent|{shown.key}",
            ),
        ),
        h("p.wb-quiet", f"Written by {by}") if by else None,
        aria_label="What we know of them",
        data_tries=tries,
    )
