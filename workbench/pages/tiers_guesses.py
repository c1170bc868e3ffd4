"""What was guessed at the start, answered by the tiers: names by gut, and the stance."""

from __future__ import annotations

import numpy as np

from workbench.pages.start_opening import INWARD, OUTWARD, lean, leg
from workbench.pages.tiers_figures import Figures
from workbench.review import words
from workbench.review.tiering import NO_TIER
from workbench.widgets.view import Node, h

_EXPECTED = (
    ("good", (1, 2), "ideal or good income", (3, 4), "tier 3 or 4"),
    ("poor", (3, 4), "break-even or losing money", (1, 2), "tier 1 or 2"),
)


def gut(figures: Figures, *, hide: bool) -> list[Node]:
    """Answer the names sorted by gut: how many stand where they were put, and who doesn't."""
    customers, tier = figures.customers, figures.found.tier
    told = []
    for verdict, right, where, wrong, elsewhere in _EXPECTED:
        rows = [
            customers.row(key)
            for key, said in figures.review.opening.gut.items()
            if said == verdict and key in customers
        ]
        if not rows:
            continue
        placed = tier[rows]
        hits, none = int(np.isin(placed, right).sum()), int((placed == NO_TIER).sum())
        off = [row for row in rows if tier[row] in wrong]
        said = f"Gut said {verdict}: {words.count(len(rows), 'name')}, {hits:,} of them {where}"
        said += f"; {none:,} in no tier" if none else ""
        verb = "stands" if len(off) == 1 else "stand"
        said += f"; {len(off):,} {verb} in {elsewhere}: " if off else "."
        told.append(h("p.wb-quiet", said, *(_link(figures, row, hide=hide) for row in off)))
    return told


def _link(figures: Figures, row: int, *, hide: bool) -> Node:
    key, name = str(figures.customers.ids[row]), figures.name(row, hide=hide)
    said = h("button.wb-link", name, on={"click": "choose"}, key=key, type="button", dir="auto")
    return h("span", said, f" ({int(figures.found.tier[row])}) ", key=f"gut {key}")


def stance(figures: Figures) -> Node | None:
    """Hold what was said of both legs against where our hours go, else marketing money."""
    given = figures.review.opening.stance
    if leg(given, OUTWARD) is None or leg(given, INWARD) is None:
        return None
    goes = [
        f"{words.percent(part)} of our {said} {verb} to tiers 3 and 4"
        for name, said, verb in (("hours", "hours", "go"), ("marketing", "marketing money", "goes"))
        if np.isfinite(part := figures.table.part(name, 3, 4))
    ]
    found = f" Today {words.listed(goes)}." if goes else ""
    return h("p", f"Said at the start: {lean(given)}{found}", key="stance")
