"""Which table a sheet holds, told by what its columns are called and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.sources import synonyms
from workbench.sources.content import Look
from workbench.sources.files import Sheet

SURE, LIKELY = 0.6, 0.25
"""Strength of a whole name, and of a word within a longer one."""
_APART = 0.9  # of the rows of a list of customers have one of their own

Strength = Mapping[str, Mapping[str, float]]
"""Column → role → how surely its name says so, as in `synonyms.roles`."""


def best(strength: Strength, role: str, least: float = LIKELY) -> str:
    """Return the column that is most likely in a role, empty if none is.

    >>> best({"Net": {"amount": 0.9}, "Sum": {"amount": 0.8}}, "amount")
    'Net'
    """
    rated = [
        (roles[role], -place, name)
        for place, (name, roles) in enumerate(strength.items())
        if roles.get(role, 0) >= least
    ]
    return max(rated)[2] if rated else ""


def who(strength: Strength) -> str:
    """Return the column that surely is the customer's, empty if none is."""
    return best(strength, "customer_id", SURE) or best(strength, "name", SURE)


def likely(sheet: Sheet, looks: Mapping[str, Look], strength: Strength) -> str:
    """Return the table a sheet looks like, ``customers`` where nothing else fits."""
    called = synonyms.table_of(sheet.sheet) or synonyms.table_of(sheet.file)
    sure = {role for role in synonyms.NAMES if best(strength, role, SURE)}
    dated = "date" in sure or any(each.dates for each in looks.values())
    money = bool({"amount", "unit_price"} & sure) or bool(best(strength, "amount"))
    money = money or {"gross_amount", "vat"} <= sure
    whose = bool({"customer_id", "name"} & sure)
    counted = any(each.numbers and not each.dates for each in looks.values())
    rules = (
        ("prospects", called == "prospects" and not (dated and money)),
        ("time", "hours" in sure and ("person" in sure or (dated and not money))),
        ("rates", {"person", "cost_per_hour"} <= sure and not dated),
        ("events", "kind" in sure and dated and whose and (called == "events" or not money)),
        ("sales", dated and money and called != "customers"),
        (called, bool(called)),
        ("sales", dated and counted and (money or not whose)),
    )
    return next((table for table, holds in rules if holds), "customers")


def sold(sheet: Sheet, looks: Mapping[str, Look], strength: Strength) -> bool:
    """Whether what looks like a list of customers may be sales whose amount isn't seen.

    Its rows are dated, and have customers that come again or a column that is called an amount
    and holds none that can be read.
    """
    called = {synonyms.table_of(name) for name in (sheet.sheet, sheet.file)}
    if "customers" in called or not any(each.dates for each in looks.values()):
        return False
    for name, each in looks.items():
        meant = synonyms.roles(name).get("amount", 0) >= SURE
        if meant and each.filled and not each.dates:
            return True
    if not (name := who(strength)):
        return False
    ids = sheet.cells[name].drop_null()
    return bool(len(ids.unique()) < _APART * len(ids))
