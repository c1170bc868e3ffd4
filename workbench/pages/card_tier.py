"""The one verdict on a customer's card, its evidence beneath, and how a person changes it."""

from __future__ import annotations

from collections.abc import Callable

from workbench.errors import WorkbenchError
from workbench.pages import tiers_changes as change
from workbench.pages.card import EVIDENCE, say
from workbench.review.placement import Placement
from workbench.review.review import Review
from workbench.review.tier_override import changed, moved_rules
from workbench.review.tier_reasons import why_tier
from workbench.review.tier_words import TIERS
from workbench.review.tiering import Tiered, tiered
from workbench.review.tiers import Override
from workbench.session import Session
from workbench.widgets.view import Event, Node, h

_SHORT = {"rfm_segment": "Segment", "feeling": "It feels"}


def verdict(
    placement: Placement, found: Tiered, row: int, *, picking: str = "", hide: bool = False
) -> Node:
    """Describe a customer's tier, who decided it and why; beneath it what it rests on.

    ``picking`` is the tier a person is about to choose, empty while nobody does; what is hidden
    leaves the tier alone.
    """
    customers, stated = placement.customers, placement.review.assumptions.tiers
    key = str(customers.ids[row])
    override = stated.overrides.get(key) if found.chosen[row] else None
    number = int(found.tier[row])
    name = TIERS[number - 1].title if number else "In no tier"
    by = "by the rules"
    if override:
        by = f"chosen by {override.who or 'a person'}, {override.when[:10]}"
    why = why_tier(customers, found, stated.rules, row)
    head = h("div.wb-verdict-head", h("strong", name), h("span.wb-quiet", by if number else ""))
    if hide:
        return h(f"div.wb-verdict.wb-tier-{number}", head)
    parts: list[Node | None] = [
        head,
        _chosen(placement, found, row, override) if override else None,
        h("p.wb-quiet", f"The rules: {why}" if override else why, dir="auto"),
    ]
    if picking:
        parts.append(_form(picking))
    elif found.counted[row]:
        parts.append(_buttons(override))
    return h(f"div.wb-verdict.wb-tier-{number}", *parts, _evidence(placement, row))


def _chosen(placement: Placement, found: Tiered, row: int, override: Override) -> Node:
    facts = [str(fact) for fact in changed(placement.customers, row, override)]
    rules = moved_rules(override, int(found.made.tier[row]))
    said = [h("p", f"«{override.reason}»", dir="auto")]
    if facts or rules:
        flags = [*facts, *([rules] if rules else [])]
        title = "The facts under it have changed" if facts else "The rules have moved"
        keep = h(
            "button",
            "Still so",
            on={"click": "keep_tier"},
            type="button",
            title="Keep this tier on today's facts",
        )
        said.append(
            h(
                "div.wb-flag",
                h("strong", f"! {title}"),
                h("ul.wb-plainlist", *(h("li", flag, key=flag) for flag in flags)),
                keep,
            )
        )
    return h("div.wb-stack", *said)


def _buttons(override: Override | None) -> Node:
    choose = h("button", "Choose the tier", on={"click": "pick"}, type="button", key="pick")
    back = h("button", "Back to the rules", on={"click": "untier"}, type="button", key="untier")
    return h("div.wb-row", choose, back if override else None, key="tier buttons")


def _form(picking: str) -> Node:
    name = tier_name(picking)
    return h(
        "form.wb-form",
        h(
            "div.wb-segments",
            *(
                h(
                    "button.wb-on" if picking == str(meaning.number) else "button",
                    meaning.title,
                    on={"click": "pick"},
                    key=f"pick|{meaning.number}",
                    value=str(meaning.number),
                    type="button",
                    aria_pressed="true" if picking == str(meaning.number) else "false",
                )
                for meaning in TIERS
            ),
            role="group",
            aria_label="Tier",
        ),
        h(
            "input.wb-input",
            name="reason",
            id="wb-tier-reason",
            placeholder=f"Why ‹{name}›?" if name else "Pick a tier first",
            aria_label=f"Why {name}" if name else "Why this tier",
            autocomplete="off",
            maxlength=300,
        ),
        h(
            "div.wb-row",
            h("button.wb-main", "Save", type="submit"),
            h("button", "Cancel", on={"click": "close_form"}, type="button"),
        ),
        on={"submit": "save_tier"},
        key="tier form",
    )


def tier_name(number: str) -> str:
    """Return the name of a tier by its number as a browser sends it; empty where it is none."""
    return next((t.name for t in TIERS if str(t.number) == number), "")


def _evidence(placement: Placement, row: int) -> Node:
    customers = placement.customers
    quadrant = int(placement.quadrant[row])
    where = placement.quadrants[quadrant].name if quadrant >= 0 else "not placed"
    pairs = [h("dt", "Quadrant"), h("dd", where, dir="auto")]
    for name in EVIDENCE:
        if name not in customers.columns or (said := say(customers, name, row)) == "–":
            continue
        column = customers.columns[name]
        label = _SHORT.get(name, column.label)
        pairs += [h("dt", label, title=column.meaning or None), h("dd", said, dir="auto")]
    return h("dl.wb-facts", *pairs)


class TierDecision:
    """Chooses the tier of ``session.chosen``; the card shows it and calls it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._kept: tuple[tuple[object, ...], Tiered] | None = None

    def found(self) -> Tiered:
        """Return everybody's tier, computed anew only when facts or rules are others."""
        customers, review = self.session.placement.customers, self.session.review
        key = (customers, review.assumptions.tiers, review.set_aside)
        kept = self._kept
        if kept is None or any(a is not b for a, b in zip(kept[0], key, strict=True)):
            kept = self._kept = (key, tiered(customers, review))
        return kept[1]

    def save(self, picked: str, event: Event) -> None:
        """Keep the picked tier with the reason that was typed."""
        reason = event.field("reason")
        if not reason:
            raise WorkbenchError(
                "A reason is missing",
                where="Choose the tier",
                allowed="why, in a few words",
            )
        if picked not in set("1234"):
            raise WorkbenchError("No tier is picked", allowed="1 to 4")
        self._choose(int(picked), reason)

    def keep(self) -> None:
        """Choose the same tier again, on the facts of today."""
        kept = self.session.review.assumptions.tiers.overrides.get(self.session.chosen)
        if kept is not None:
            self._choose(kept.tier, kept.reason)

    def release(self) -> None:
        """Leave the tier to the rules again."""
        key = self.session.chosen
        self._commit(lambda r: change.by_rules(r, key), "tier by the rules again")

    def _choose(self, number: int, reason: str) -> None:
        session, customers = self.session, self.session.customers
        key, who = session.chosen, session.who
        if key not in customers or not self.found().counted[customers.row(key)]:
            raise WorkbenchError("Only today's customers have a tier")
        self._commit(
            lambda r: change.overridden(r, customers, key, number, reason=reason, who=who),
            f"tier {TIERS[number - 1].title}, chosen",
        )

    def _commit(self, changed_: Callable[[Review], Review], what: str) -> None:
        customers = self.session.customers
        name = str(customers.names[customers.row(self.session.chosen)])
        self.session.commit(changed_, f"{name}: {what}")
