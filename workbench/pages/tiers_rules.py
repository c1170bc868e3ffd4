"""The rules that propose a tier, said as sentences, each threshold to be moved (domain 9)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.pages.tiers_figures import Figures
from workbench.review import words
from workbench.review.tiering import HOURS, LOSS, NEW_WORK, THIN
from workbench.review.tiers import TierRules
from workbench.widgets.view import Node, h


@dataclass(frozen=True)
class Threshold:
    """One movable figure of the rules; its control counts in steps of ``unit``."""

    name: str
    label: str
    low: float
    high: float
    unit: float

    def said(self, value: float) -> str:
        """Say a value of this threshold."""
        if self.name == "growth":
            return words.times(value)
        if self.name == "referrals":
            return words.count(int(value), "referral")
        if self.name == "hours_over":
            return f"{value:g} ×"
        return words.percent(value)


THRESHOLDS = {
    "loss_margin": Threshold("loss_margin", "Profit margin below", -0.3, 0.1, 0.01),
    "thin_margin": Threshold("thin_margin", "Profit margin below", -0.1, 0.3, 0.01),
    "hours_over": Threshold("hours_over", "Or hours, against their turnover, above", 1.0, 4.0, 0.1),
    "referrals": Threshold("referrals", "Referrals, from", 1, 5, 1),
    "growth": Threshold("growth", "More orders, from", 1.0, 2.0, 0.05),
}


def rules(figures: Figures, tries: int) -> list[Node]:
    """Describe the rules in the order they are asked, and whom each one matched."""
    stated, made = figures.said.rules, figures.found.made
    matched = {code: int((made.because == code).sum()) for code in (LOSS, THIN, HOURS, NEW_WORK)}
    typical = made.typical
    least = f"{words.percent(typical)}, " if np.isfinite(typical) else ""
    ideal = f"Profit margin at least {least}the median of the profitable, and new work:"
    lowered = int(made.lowered.sum())
    nodes = [
        h("h2", "Rules: first match wins"),
        _rule(
            "4 Loses money",
            _by_figures(matched[LOSS]),
            _slider(stated, "loss_margin", tries, "Loses money"),
        ),
        _rule(
            "3 Break-even",
            _by_figures(matched[THIN] + matched[HOURS]),
            _slider(stated, "thin_margin", tries, "Break-even"),
            _slider(stated, "hours_over", tries, "Break-even"),
        ),
        _rule(
            "1 Ideal",
            _by_figures(matched[NEW_WORK]),
            h("p.wb-quiet", f"{ideal} something developed together, or"),
            _slider(stated, "referrals", tries, "New work"),
            _slider(stated, "growth", tries, "New work"),
        ),
        _rule(
            "2 Good income",
            _by_figures(int(made.placed.sum()) - sum(matched.values())),
            h("p.wb-quiet", "Everybody else with a profit."),
        ),
        _rule(
            "One tier lower",
            f"{lowered:,} of them",
            h("p.wb-quiet", "Frustrated, painful, or they ‹will not› fit."),
        ),
    ]
    if chosen := int(figures.found.chosen.sum()):
        why = "Where a person put them, whatever the rules say."
        nodes.append(_rule("By hand", f"{chosen:,} of them", h("p.wb-quiet", why)))
    if stated != TierRules():
        nodes.append(
            h("button", "Back to the method's figures", on={"click": "method"}, type="button")
        )
    return nodes


def _by_figures(matched: int) -> str:
    """Say whom the figures alone put there, before anybody is lowered or moved by hand."""
    return f"{matched:,} by figures"


def _rule(title: str, matched: str, *content: Node) -> Node:
    return h(
        "div.wb-tier-rule",
        h("div.wb-tier-rule-head", h("h3", title), h("span.wb-quiet", matched)),
        *content,
        key=title,
    )


def _slider(stated: TierRules, name: str, tries: int, title: str) -> Node:
    threshold, value = THRESHOLDS[name], float(getattr(stated, name))
    said = threshold.said(value)
    return h(
        "label.wb-tier-threshold",
        h("span", threshold.label),
        h("strong", said),
        h(
            "input.wb-range",
            type="range",
            min=threshold.low,
            max=threshold.high,
            step=threshold.unit,
            value=str(round(value, 4)),
            aria_label=f"{title}: {threshold.label.lower()}",
            aria_valuetext=said,
            on={"input": "rule", "change": "rule"},
            key=f"rule|{name}",
            data_tries=tries,
        ),
        key=f"threshold {name}",
    )
