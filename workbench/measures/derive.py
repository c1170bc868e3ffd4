"""Facts → customers: every measure that can be computed, attributes, own measures (domain 3, 6).

Nothing here reads a file or asks a database: it runs again whenever a fact is corrected or an
assumption moves. Each measure is put on the sheet with the reasons why it may be missing, and
what is computed from it takes those reasons over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from workbench.customers import Customers, Missing
from workbench.measures import loyalty, profit, rfm, sales, tiers, value
from workbench.measures.attributes import add_attributes
from workbench.measures.catalogue import MEASURES
from workbench.measures.expression import Formula, add_formulas
from workbench.measures.facts import Facts
from workbench.measures.workings import Value, Workings
from workbench.review.assumptions import Assumptions
from workbench.review.tiers import Tiers

Corrections = Mapping[str, Mapping[str, Value]]
Orders = Mapping[str, Sequence[str]]


def derive(
    facts: Facts,
    corrections: Corrections | None = None,
    formulas: Sequence[Formula] = (),
    orders: Orders | None = None,
    assumptions: Assumptions | None = None,
    *,
    aside: Collection[str] = (),
) -> Customers:
    """Compute one row per customer out of the collected sums.

    Parameters
    ----------
    facts
        What `collect` summed up.
    corrections
        Column → customer id → value. It stands where the column is computed, so what is computed
        from the column follows; what the column is computed from stays.
    formulas
        The client's own measures, in any order.
    orders
        Levels of a column of words, from worst to best; others are ordered by what everybody
        knows (low, medium, high), else by the alphabet.
    assumptions
        What stands where the facts are silent, and the rules people moved.
    aside
        Ids of customers set aside: nobody else is measured against them.

    Returns
    -------
    Customers
        Every measure of `workbench.measures.catalogue.MEASURES` (missing with a reason where it
        can't be computed), every attribute, every own measure.

    Raises
    ------
    WorkbenchError
        When own measures need each other in a circle, or share a name with a measure.
    """
    work = Workings(facts.frame["name"], facts.currency, corrections or {}, aside)
    sales.add_sales(work, facts, (assumptions or Assumptions()).costs.made_with)
    profit.add_profit(work, facts, (assumptions or Assumptions()).costs)
    profit.add_ways_out(work, facts, (assumptions or Assumptions()).costs)
    value.add_value(work, facts, (assumptions or Assumptions()).long_term)
    rfm.add_scores(work, facts, (assumptions or Assumptions()).rfm, orders)
    loyalty.add_loyalty(work, facts, assumptions or Assumptions())
    tiers.add_tiers(work, facts, (assumptions or Assumptions()).tiers)
    add_attributes(work, facts, orders=orders or {}, reserved=[f.name for f in formulas])
    add_formulas(work, formulas)
    return work.customers()


def derive_prospects(
    facts: Facts,
    corrections: Corrections | None = None,
    formulas: Sequence[Formula] = (),
    orders: Orders | None = None,
) -> Customers:
    """Return the prospects with the customers' columns: attributes and what follows from them.

    A measure of sales, time or events is missing: a prospect has none yet. A text column
    ``kind`` says «prospect».
    """
    work = Workings(facts.prospects["name"], facts.currency, corrections or {})
    none_yet = Missing(work.everyone, "A prospect has bought nothing yet")
    for name, measure in MEASURES.items():
        if measure.words:
            continue  # it has no levels without values
        column, values, rule = measure.column(facts.currency), work.nothing(), none_yet
        if name == "potential":
            column, values, rule = profit.potential(work, facts.prospects)
        work.put(column, values, rule)
    tiers.add_fit(work, facts.prospects, Tiers())
    add_attributes(
        work, facts, orders=orders or {}, reserved=[f.name for f in formulas], prospects=True
    )
    add_formulas(work, formulas)
    work.keep("kind", np.full(len(facts.prospects), "prospect", dtype=object))
    return work.customers()
