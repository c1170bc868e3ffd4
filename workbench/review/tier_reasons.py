"""Why somebody is in their tier: which facts, against which threshold (domain 9, 10)."""

from __future__ import annotations

import numpy as np

from workbench.customers import Customers
from workbench.review import words
from workbench.review.tier_words import TIERS
from workbench.review.tiering import HOURS, LOSS, NEW_WORK, NO_TIER, THIN, Tiered
from workbench.review.tiers import TierRules


def why_tier(customers: Customers, found: Tiered, rules: TierRules, row: int) -> str:
    """Say why the rules propose a customer's tier; why they can't where they don't."""
    made = found.made
    if made.tier[row] == NO_TIER:
        return f"{customers.why_missing('tier_proposed', row)}: no tier is proposed."
    said = f"{_figures(customers, found, rules, row)}."
    if made.lowered[row]:
        facts = found.facts
        why = [str(facts.feeling[row])] if facts.feeling[row] in {"painful", "frustrated"} else []
        why += ["a fit that they will not have"] if facts.fit[row] == "will not" else []
        before = TIERS[int(made.by_figures[row]) - 1].name
        said += f" That alone is ‹{before}›; one lower: {words.listed(why)}."
    return said


def _figures(customers: Customers, found: Tiered, rules: TierRules, row: int) -> str:
    made, facts = found.made, found.facts
    because = int(made.because[row])
    margin = float(facts.margin[row])
    has = f"Profit margin {words.percent(margin)}"
    if not np.isfinite(margin):
        lost = words.value(customers.columns["profit"], -float(facts.profit[row]))
        return f"Costs {lost} and brings no turnover"
    if because == LOSS:
        return f"{has}, below {words.percent(rules.loss_margin)}"
    if because == THIN:
        return f"{has}, below {words.percent(rules.thin_margin)}"
    if because == HOURS:
        return (
            f"{has}, but {words.percent(float(made.hours_share[row]))} of the hours for"
            f" {words.percent(float(made.turnover_share[row]))} of the turnover: over"
            f" {words.number(rules.hours_over)} times as much"
        )
    return _earning(has, found, rules, row)


def _earning(has: str, found: Tiered, rules: TierRules, row: int) -> str:
    made, margin = found.made, float(found.facts.margin[row])
    against = f"the median of the profitable, {words.percent(made.typical)}"
    if made.because[row] == NEW_WORK:
        return f"{has}, at least {against}, and it brought new work: {_new_work(found, rules, row)}"
    if margin >= made.typical:
        return f"{has}, at least {against}, but it brought no new work"
    brought = _new_work(found, rules, row)
    return f"{has}, below {against}" + (f", though it brought {brought}" if brought else "")


def _new_work(found: Tiered, rules: TierRules, row: int) -> str:
    facts, said = found.facts, []
    if facts.referrals[row] >= rules.referrals:
        said.append(words.count(int(facts.referrals[row]), "referral"))
    if facts.together[row] >= 1:
        said.append(f"{words.count(int(facts.together[row]), 'thing')} developed together")
    if facts.trend[row] >= rules.growth:
        said.append(f"{words.times(float(facts.trend[row]))} orders")
    return words.listed(said) if said else ""
