"""What a column of a client's file may mean, in the client's words: said here, once."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.sources.choice import bare

Targets = tuple[str, ...]
"""What a column becomes: ``"table.column"``, once or several times."""
OUT: Targets = ()
"""A column left out."""
ID = "customers.customer_id"
"""Follows by itself where lines of sales say something about customers."""

HOLDS: Mapping[str, str] = {
    "sales": "sales",
    "customers": "a list of customers",
    "time": "hours worked",
    "rates": "cost per hour of people",
    "events": "what happened with customers",
    "prospects": "prospects, not customers yet",
}
SALES = {
    "customer_id": "customer's number",
    "customer_id+name": "customer, by name",
    "date": "date",
    "amount": "amount (net)",
    "gross_amount": "amount with VAT",
    "vat": "VAT in that amount",
    "unit_price": "price of one",
    "discount": "discount in percent",
    "quantity": "quantity",
    "direct_cost": "direct cost",
    "line_profit": "profit of the line",
    "product": "product",
    "higher_margin": "higher-margin product, yes or no",
    "region": "region of the sale",
    "invoice_id": "invoice number",
    "currency": "currency",
    "document": "kind of document",
    "status": "status (paid, void …)",
    "due_on": "due date",
    "paid_on": "paid on",
}
ABOUT = {
    "customer_id": "customer's number",
    "name": "customer's name",
    "potential": "potential per year",
    "marketing_spend": "marketing spend",
}
MEANINGS: Mapping[str, Mapping[str, str]] = {
    "sales": SALES,
    "customers": ABOUT,
    "prospects": ABOUT,
    "time": {
        "person": "who worked",
        "date": "date",
        "hours": "hours",
        "customer_id": "for which customer",
        "activity": "what was done",
    },
    "rates": {"person": "person", "cost_per_hour": "cost per hour"},
    "events": {
        "customer_id": "customer's number",
        "date": "date",
        "kind": "kind of event",
        "value": "value in money",
        "evidence": "evidence",
        "by": "written down by",
    },
}


def label(targets: Targets) -> str:
    """Say what a column becomes.

    Examples
    --------
    >>> label(("sales.amount",)), label(("customers.segment",)), label(())
    ('amount (net)', 'kept as «segment»', 'leave out')
    >>> label(("sales.date:month-first",))
    'date, month first'
    """
    own = [t for t in targets if t != ID] or list(targets)
    said = []
    for target in own:
        table, _, column = bare(target).partition(".")
        known = MEANINGS[table].get(column)
        order = target.removeprefix(bare(target)).replace(":", ", ").replace("-", " ")
        said.append((known or f"kept as «{column.replace('_', ' ')}»") + order)
    if own == ["sales.customer_id", "customers.name"]:
        return SALES["customer_id+name"]
    return " + ".join(dict.fromkeys(said)) or "leave out"


def becoming(table: str, role: str) -> Targets:
    """Return what a column becomes that has a role of `MEANINGS` in a table."""
    if role == "customer_id+name":
        return ("sales.customer_id", "customers.name")
    return (f"{table}.{role}",)
