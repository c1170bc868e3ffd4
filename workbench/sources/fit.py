"""Whether what stands in a column fits what it is said, or might be taken, to be."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.sources import standing
from workbench.sources.content import Look

ROLES: Mapping[str, tuple[str, ...]] = {
    "customers": ("customer_id", "name"),
    "prospects": ("customer_id", "name"),
    "sales": (
        *("customer_id", "date", "amount", "unit_price", "quantity", "direct_cost", "line_profit"),
        *("currency", "product", "higher_margin", "region", "invoice_id", "due_on", "paid_on"),
        *("name", "document", "status", "gross_amount", "vat", "discount"),
    ),
    "time": ("person", "date", "hours", "customer_id", "activity"),
    "rates": ("person", "cost_per_hour"),
    "events": ("customer_id", "date", "kind", "value", "evidence", "by"),
}
ATTRIBUTES = (
    *("potential", "marketing_spend", "payment_method", "segment", "region"),
    *("account_manager", "contract", "location", "industry"),
)
_DATES = frozenset({"date", "due_on", "paid_on"})
_NUMBERS = frozenset(
    (
        *("amount", "gross_amount", "vat", "unit_price", "quantity", "direct_cost", "line_profit"),
        *("cost_per_hour", "value", "potential", "marketing_spend"),
    )
)
_SOME = 0.25  # of the cells: the name speaks too, and bad cells are set aside later
CONTENT: Mapping[str, str] = {  # what a required column is made of, in words
    "customer_id": "values that come again like ids",
    "person": "values that come again like names",
    "date": "dates",
    "amount": "amounts",
    "hours": "numbers",
    "cost_per_hour": "numbers",
    "kind": "words",
}


def fits(role: str, each: Look) -> bool:
    """Whether what stands in a column can be what its name says."""
    if role in _DATES:
        return each.date_share >= _SOME
    if role in _NUMBERS:
        return each.number_share >= _SOME and not each.dates
    if role in {"currency", *standing.ROLES}:
        return each.filled and not each.dates and not each.numbers
    if role == "hours":
        return each.number_share >= _SOME or each.times
    if role == "person":
        return not each.dates and not each.numbers
    return not each.dates or role in {"customer_id", "invoice_id"}


def could(column: str, each: Look) -> bool:
    """Whether a column of any name could be this required one."""
    if column == "date":
        return each.dates
    if column in {"amount", "cost_per_hour"}:
        return each.numbers and not each.dates and not each.ids
    if column == "hours":
        return (each.numbers and not each.ids) or each.times
    return each.filled and not each.dates and not each.decimals and each.repeated


def rank(column: str, each: Look) -> tuple[bool, bool]:
    """Put the likelier candidates for a question first."""
    if column == "customer_id":
        return not each.repeated, not each.ids
    return not each.decimals, each.ids
