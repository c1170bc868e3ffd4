"""Measures of what a customer will be worth: long-term value, growth, value group (domain 8)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.customers import Bools, Floats, Missing
from workbench.measures.catalogue import MEASURES
from workbench.measures.facts import Facts
from workbench.measures.profit import as_profit
from workbench.measures.time_cost import ESTIMATED
from workbench.measures.workings import Workings
from workbench.review.assumptions import LongTerm
from workbench.review.value_groups import (
    Grouping,
    Known,
    grouping,
    long_term_value,
    said,
    years_worth,
)

_YEAR = 12


def add_value(work: Workings, facts: Facts, assume: LongTerm) -> None:
    """Put gifts, profit a year, long-term value, estimated growth and value group on the sheet.

    A year's profit is taken from the window as a year's turnover is. What a person entered for
    the profit a year, or for anything it is made of, stands in all that follows.
    """
    _gifts(work, facts)
    period, months = facts.period, float("nan")
    if period is not None and facts.covers("sales"):
        months = period.months_covered(facts.spans["sales"][0])
    _earning(work, "profit_per_year", work["profit"] / months * _YEAR)
    value = long_term_value(work["profit_per_year"], assume)
    meaning = f"A year's profit times {years_worth(assume):.3g}: {said(assume)}."
    _earning(work, "long_term_value", value, meaning)
    made = grouping(Known.of(work.__getitem__, work.counted), assume)
    _growth(work, made.estimated, made.gap)
    _at_potential(work, made)
    levels = tuple(group.name for group in made.groups)
    words = np.array([*levels, None], dtype=object)[made.group]
    aside = Missing(~work.counted, "Set aside, so in no value group")
    work.measure_words("value_group", words, levels, aside)


def _earning(work: Workings, name: str, values: Floats, meaning: str = "") -> None:
    column = MEASURES[name].column(work.currency)
    work.put(as_profit(work, replace(column, meaning=meaning or column.meaning)), values)


def _growth(work: Workings, estimated: Bools, gap: Floats) -> None:
    work.measure(
        "growth_estimate",
        np.where(estimated, gap, np.nan),
        Missing(np.isfinite(work["potential"]), "Their potential is known: see the room to grow"),
        Missing(~work.counted, "Set aside"),
        Missing(np.isfinite(work["order_trend"]), "Orders don't grow on higher-margin products"),
    )


def _at_potential(work: Workings, made: Grouping) -> None:
    column = MEASURES["value_at_potential"].column(work.currency)
    marks = (ESTIMATED,) if (made.estimated & np.isfinite(made.at_potential)).any() else ()
    none = Missing(np.isnan(made.potential), "No potential is known, and growth proposes none")
    work.put(replace(as_profit(work, column), marks=marks), made.at_potential, none)


def _gifts(work: Workings, facts: Facts) -> None:
    if not facts.covers("events"):
        given = "events" in facts.spans
        why = "No events fall in the window" if given else "No events were given"
        work.measure("gifts", work.nothing(), Missing(work.everyone, why))
        return
    given_to = facts.events[facts.events["kind"] == "gift"].dropna(subset="customer_id")
    rows = facts.frame.index.get_indexer(pd.Index(given_to["customer_id"]))
    money, priced = (
        np.bincount(rows, np.nan_to_num(given_to[name].to_numpy(dtype=np.float64)), len(facts))
        for name in ("value", "valued")
    )
    free = np.bincount(rows, minlength=len(facts)) > 0
    free &= priced == 0
    values = np.where(free, np.nan, money.astype(np.float64)).round(6)
    work.measure("gifts", values, Missing(free, "No money was put on the gifts they got"))
