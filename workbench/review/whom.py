"""Whom a decision of the plan concerns: everybody, a part of the base, or one customer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench.customers import Bools, Customers
from workbench.review.placement import Placement, prospects
from workbench.review.plan import Action, Kind
from workbench.review.quadrants import pair_key, quadrants
from workbench.review.same import roots
from workbench.review.tier_words import TIERS, number_of

COLUMNS = {"group": "value_group", "segment": "rfm_segment"}
"""Kinds of parts that are the level of a column."""


def concerned(action: Action, placement: Placement) -> Bools:
    """Return whom a decision concerns, one truth per row.

    Once it was accepted these are the customers it was accepted for, wherever they stand now;
    before that, whoever stands there today. Nobody set aside, no prospect.
    """
    customers = placement.customers
    if action.kind == "customer" or action.members:
        merged = roots(placement.review.same_as)
        named = action.members or (action.about,)
        return _rows(customers, tuple(merged.get(key, key) for key in named))
    return today(placement) & _part(action.kind, action.about, action.pair, placement)


def today(placement: Placement) -> Bools:
    """Return today's customers: nobody set aside, no prospect."""
    customers = placement.customers
    aside = _rows(customers, tuple(placement.review.set_aside))
    return ~prospects(customers) & ~aside


def pair_of(placement: Placement) -> str:
    """Return the key of the two axes shown."""
    return pair_key(placement.x.column.name, placement.y.column.name)


def said(action: Action, placement: Placement) -> str:
    """Say whom a decision concerns, in the words the pages have for them.

    A quadrant of axes that are not shown now is said with its axes.
    """
    customers, review, about = placement.customers, placement.review, action.about
    match action.kind:
        case "customer":
            return str(customers.names[customers.row(about)]) if about in customers else about
        case "quadrant":
            return _quadrant_said(action, placement)
        case "needs":
            return review.needs[about].name if about in review.needs else "A needs group dissolved"
        case "tier":
            return next((f"Tier {t.title}" for t in TIERS if str(t.number) == about), about)
        case _:
            return about or "Everybody"


def choices(placement: Placement) -> Iterator[tuple[Kind, str, str]]:
    """List every part of the base a decision can be made for: kind, about, and how it is said."""
    customers, review = placement.customers, placement.review
    yield "everybody", "", "Everybody"
    for quadrant in placement.quadrants:
        yield "quadrant", str(quadrant.place), f"Quadrant: {quadrant.name}"
    if "tier" in customers.columns:
        for tier in TIERS:
            yield "tier", str(tier.number), f"Tier: {tier.title}"
    kinds: tuple[tuple[Kind, str], ...] = (("group", "Value group"), ("segment", "Segment"))
    for kind, title in kinds:
        column = customers.columns.get(COLUMNS[kind])
        for level in reversed(column.levels if column else ()):
            yield kind, level, f"{title}: {level}"
    for key, group in review.needs.items():
        yield "needs", key, f"Needs: {group.name}"


def parts_of(placement: Placement, row: int) -> frozenset[tuple[str, str]]:
    """Return the kind and about of every part a customer belongs to, themselves included."""
    customers, key = placement.customers, str(placement.customers.ids[row])
    found = {("everybody", ""), ("customer", key)}
    if placement.quadrant[row] >= 0:
        found.add(("quadrant", str(int(placement.quadrant[row]))))
    for kind, name in COLUMNS.items():
        if name in customers.columns and isinstance(at := customers.frame[name].iloc[row], str):
            found.add((kind, at))
    if "tier" in customers.columns and (tier := number_of(customers.frame["tier"].iloc[row])):
        found.add(("tier", str(tier)))
    if key in placement.review.needs_of:
        found.add(("needs", placement.review.needs_of[key]))
    return frozenset(found)


def concerns(action: Action, placement: Placement, row: int) -> bool:
    """Whether a decision concerns one customer; looks at that customer alone."""
    if action.members:
        return str(placement.customers.ids[row]) in action.members
    if action.kind == "quadrant" and action.pair not in ("", pair_of(placement)):
        return False
    return (action.kind, action.about) in parts_of(placement, row)


def _quadrant_said(action: Action, placement: Placement) -> str:
    if not (action.about.isdigit() and int(action.about) < len(placement.quadrants)):
        return action.about
    if action.pair in ("", pair_of(placement)):
        return placement.quadrants[int(action.about)].name
    columns, names = placement.customers.columns, action.pair.split(" × ")
    if len(names) != 2 or not set(names) <= columns.keys():  # noqa: PLR2004 - a pair of axes
        return f"Quadrant {int(action.about) + 1} of {action.pair}"
    x, y = (columns[name] for name in names)
    there = quadrants(x, y, placement.review.matrix)[int(action.about)]
    return f"{there.name} ({x.label} × {y.label.lower()})"


def _part(kind: Kind, about: str, pair: str, placement: Placement) -> Bools:
    customers, review = placement.customers, placement.review
    nobody = np.zeros(len(customers), dtype=np.bool_)
    if kind == "everybody":
        return ~nobody
    if kind == "quadrant":
        shown = pair in ("", pair_of(placement)) and about.isdigit()
        return placement.quadrant == int(about) if shown else nobody
    if kind == "needs":
        return _rows(customers, tuple(k for k, group in review.needs_of.items() if group == about))
    name, level = COLUMNS.get(kind, kind), about
    if kind == "tier":
        level = next((tier.name for tier in TIERS if str(tier.number) == about), "")
    if name not in customers.columns:
        return nobody
    return np.asarray(customers.frame[name].to_numpy(dtype=object) == level, dtype=np.bool_)


def _rows(customers: Customers, keys: tuple[str, ...]) -> Bools:
    rows = np.zeros(len(customers), dtype=np.bool_)
    rows[[customers.row(key) for key in keys if key in customers]] = True
    return rows
