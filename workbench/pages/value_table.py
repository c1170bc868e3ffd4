"""The table of value groups: what each comes to, and how it is treated, written in place."""

from __future__ import annotations

import numpy as np

from workbench.pages.value_figures import Figures
from workbench.review import words
from workbench.review.value_groups import said
from workbench.review.value_table import GroupTotal
from workbench.widgets.view import Node, h


def group_table(figures: Figures, *, hide: bool) -> Node:
    """Describe the table of groups; the treatment is written in place."""
    table, columns = figures.table, figures.customers.columns
    profit, value, hours_ = (columns[name] for name in ("profit", "long_term_value", "hours"))
    currency = value.unit

    def cells(line: GroupTotal) -> list[Node]:
        sums = [words.money(v, currency) for v in (line.turnover, line.profit, line.value)]
        hours = words.number(round(line.hours)) if np.isfinite(line.hours) else "–"
        return [
            h("td.wb-number", f"{line.customers:,}"),
            *(h("td.wb-number", "hidden" if hide else said_) for said_ in sums),
            h("td.wb-number", hours),
        ]

    rows = [
        h(
            "tr",
            h("td", h("span", line.name, title=line.term)),
            *cells(line),
            h(
                "td.wb-wide",
                h(
                    "textarea.wb-cell",
                    value=line.treatment,
                    rows=2,
                    on={"change": "treatment"},
                    key=f"treatment|{line.key}",
                    aria_label=f"Treatment of «{line.name}»",
                    title="Empty it to have the proposal again",
                    maxlength=300,
                ),
            ),
            key=f"row {line.key}",
        )
        for line in table.lines
    ]
    beside = [line for line in (table.not_placed, table.set_aside) if line.customers]
    rest = [
        h("tr", h("td", line.name), *cells(line), h("td"), key=line.name)
        for line in [*beside, table.total]
    ]
    marks = f" ({', '.join(hours_.marks)})" if hours_.marks else ""
    heads = (
        ("Group", ""),
        ("Customers", ""),
        ("Turnover", ""),
        (profit.label, profit.meaning),
        (value.label, said(figures.assume)),
        (f"Our hours{marks}", hours_.meaning),
        ("Treatment", ""),
    )
    return h(
        "table.wb-table",
        h("caption.wb-hidden", "The value groups, best first"),
        h(
            "thead",
            h(
                "tr",
                *(
                    h(
                        "th.wb-number" if 0 < i < len(heads) - 1 else "th",
                        text,
                        scope="col",
                        title=meaning or None,
                    )
                    for i, (text, meaning) in enumerate(heads)
                ),
            ),
        ),
        h("tbody", *rows),
        h("tfoot", *rest),
    )
