"""Who adds and who takes back, as finished rows: the profit page's picture of those a report lists.

Drawn of a report's own rows: an anonymised one shows rounded profits and nobody's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from workbench.customers import Column, Customers
from workbench.review.whale import Whale, finding, whale
from workbench.review.whale_picture import Drawn, Look, edges, whale_picture
from workbench.sharing.drawn import view_of
from workbench.sharing.snapshot import Group, Picture, View

TITLE = "Who adds and who takes back"
WIDE = Look(width=975.0, height=430.0, type_size=13.0)
NARROW = Look(width=290.0, height=360.0, type_size=11.0)
SLIDE = Look(width=880.0, height=335.0, type_size=14.0)
"""The picture's sizes, in CSS pixels within its axes."""


def drawn_whale(
    groups: Sequence[Group], currency: str, profit: Column | None = None
) -> Picture | None:
    """Return the picture of everybody whose profit is known; None where that is nobody.

    ``profit`` says what of the profits is no fact; without it the picture is silent: nobody's name
    and no amount in words.
    """
    rows = [row for group in groups for row in group.rows if row.profit is not None]
    if not rows:
        return None
    names = pd.DataFrame({"name": [row.name for row in rows]}, index=[r.customer_id for r in rows])
    customers = Customers(names, {})
    curve = whale(np.array([row.profit for row in rows], dtype=np.float64))

    def view(look: Look) -> View:
        drawn = whale_picture(curve, customers, currency, replace(look, hide=profit is None))
        layers = (
            _silent(drawn) if profit is None else _brief(drawn) if look is NARROW else drawn.rows
        )
        return view_of(look.width, look.height, layers, drawn.signals)

    return Picture(
        title=TITLE,
        finding="" if profit is None else finding(curve, profit, currency),
        whose=() if profit is None else _whose(curve, customers),
        wide=view(WIDE),
        narrow=view(NARROW),
        slide=view(SLIDE),
    )


def _whose(curve: Whale, customers: Customers) -> tuple[str, ...]:
    at = edges(len(curve.order))
    first = customers.ids[curve.order[at[:-1]]]
    return tuple(
        str(key) if several == 1 else ""
        for key, several in zip(first, np.diff(at).tolist(), strict=True)
    )


def _brief(drawn: Drawn) -> dict[str, Any]:
    """Shorten what stands beside the curve: the sentence above the picture has the rest."""
    texts = drawn.rows["texts"]
    return {**drawn.rows, "texts": {**texts, "text": [t.partition(";")[0] for t in texts["text"]]}}


def _silent(drawn: Drawn) -> dict[str, Any]:
    rows = drawn.rows
    said = {"text": ["total", "peak"][: len(rows["texts"]["text"])]}
    return {
        **rows,
        "bars": {**rows["bars"], "said": [""] * len(rows["bars"]["x"])},
        "texts": {**rows["texts"], **said},
        "names": dict.fromkeys(rows["names"], ()),
    }
