"""The nine signs out of events, scores and people's entries; and who is falling away (domain 7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.customers import Bools, Floats, Missing
from workbench.measures.facts import Facts
from workbench.measures.rfm import PARTS
from workbench.measures.workings import Workings
from workbench.review import signs
from workbench.review.assumptions import SIGNS, Assumptions, Loyalty
from workbench.review.cuts import few
from workbench.review.signs import NO, UNKNOWN, YES, States

NOTHING, EVENT, SCORES, PERSON = 0, 1, 2, 3
"""What a sign rests on."""

FALLING = "falling_away"
SILENT_GAPS = 2.0
FEWEST_DAYS = 4
FALLING_TREND = 0.75
"""Silent longer than twice the own gap, from four purchase days; or a trend below this."""

_SAID = {"yes": YES, "no": NO, "unknown": UNKNOWN}
Rows = npt.NDArray[np.int64]
_NEVER = np.iinfo(np.int64).min


@dataclass(frozen=True, eq=False)
class Signs:
    """Customer × sign: what it says and what that rests on, one row per customer of the facts."""

    states: States
    rests_on: npt.NDArray[np.int8]


def add_loyalty(work: Workings, facts: Facts, assumed: Assumptions) -> None:
    """Put loyalty and who is falling away on the sheet; the scores stand there already."""
    loyalty = assumed.loyalty
    found = signs_of(facts, loyalty, sum_of_scores(work.__getitem__), assumed.rfm.bins)
    weighed = signs.weights(loyalty)
    told = signs.score(found.states, weighed)
    no_weight = Missing(work.everyone, "No sign has any weight")
    unknown = Missing(work.everyone, "None of the nine signs is known")
    reason = unknown if weighed.sum() > 0 else no_weight
    nothing = np.isnan(told.known)
    middle = np.where(nothing, np.nan, told.middle)
    work.measure("loyalty", middle, reason, ends=(told.least, told.most))
    work.measure("loyalty_known", told.known, reason)
    values, rules = falling(work, facts)
    work.measure_words(FALLING, values, ("yes", "no"), *rules)


def sum_of_scores(read: Callable[[str], Floats]) -> Floats:
    """Return the sum of the three scores, NaN where somebody isn't scored."""
    return np.asarray(sum(read(f"{part}_score") for part in PARTS), dtype=np.float64)


def signs_of(facts: Facts, loyalty: Loyalty, scores: Floats, bins: int) -> Signs:
    """Return what each sign says of each customer.

    Parameters
    ----------
    facts
        Their events in the window set signs by the table of rules; where two disagree the later
        one counts, on one day the no.
    loyalty
        Rules, and what people entered: it wins over everything else.
    scores
        Sum of the three scores per customer; NaN where somebody isn't scored. Who bought before
        but not in the window doesn't buy well; who never bought is unknown.
    bins
        How many scores there are.
    """
    shape = (len(facts), len(SIGNS))
    states, rests_on = np.zeros(shape, dtype=np.int8), np.zeros(shape, dtype=np.int8)
    _by_events(facts, loyalty, states)
    rests_on[states != UNKNOWN] = EVENT
    _by_scores(facts, scores, signs.least_sum(loyalty, bins), states[:, _SEVENTH])
    rests_on[states[:, _SEVENTH] != UNKNOWN, _SEVENTH] = SCORES
    rows = facts.frame.index.get_indexer(pd.Index(list(loyalty.entries), dtype="str"))
    for row, entered in zip(rows, loyalty.entries.values(), strict=True):
        for name, entry in entered.items():
            if row >= 0 and name in SIGNS:
                states[row, SIGNS.index(name)] = _SAID[entry.value]
                rests_on[row, SIGNS.index(name)] = PERSON
    return Signs(states, rests_on)


_SEVENTH = SIGNS.index(signs.BUYS_WELL)


def _by_events(facts: Facts, loyalty: Loyalty, states: States) -> None:
    newest = np.full(states.shape, _NEVER, dtype=np.int64)
    by_kind = _newest_by_kind(facts)
    for rule in signs.rules(loyalty):
        if rule.kind not in by_kind or rule.sign not in SIGNS:
            continue
        sign, value = SIGNS.index(rule.sign), _SAID[rule.value]
        rows, days = by_kind[rule.kind]
        before = newest[rows, sign]
        wins = (days > before) | ((days == before) & (value == NO))
        states[rows[wins], sign] = value
        newest[rows[wins], sign] = days[wins]


@lru_cache(maxsize=2)  # the same for every weight and rule that is tried on the same facts
def _newest_by_kind(facts: Facts) -> Mapping[str, tuple[Rows, Rows]]:
    """Return per kind of event whose it was, as rows, and the newest day of each."""
    events = facts.events.dropna(subset="customer_id")
    rows = facts.frame.index.get_indexer(pd.Index(events["customer_id"]))
    days = events["last"].to_numpy().astype("datetime64[D]").astype(np.int64)
    kinds, names = pd.factorize(events["kind"])
    return {str(name): (rows[kinds == at], days[kinds == at]) for at, name in enumerate(names)}


def _by_scores(facts: Facts, scores: Floats, least: int, states: States) -> None:
    if not facts.covers("sales"):
        return
    silent = np.isnan(scores) & facts.frame["last"].notna().to_numpy()
    states[scores >= least] = YES
    states[(scores < least) | silent] = NO


def falling(work: Workings, facts: Facts) -> tuple[npt.NDArray[np.object_], tuple[Missing, ...]]:
    """Return «yes» for those falling away, with the reasons where nothing can be said.

    Asked of the few that brought 80 % of turnover in the window before; of nobody else is it true.
    """
    answers = np.full(len(facts), None, dtype=object)
    if not facts.covers("sales"):
        return answers, (Missing(work.everyone, "No sales fall in the window"),)
    if facts.period is None or facts.period.before is None:
        why = "There is no window before: the window is all sales"
        return answers, (Missing(work.everyone, why),)
    first = facts.spans["sales"][0]
    if not facts.period.reaches(first, facts.period.before):
        why = f"The sales begin on {first}, too late for the window before"
        return answers, (Missing(work.everyone, why),)
    before = facts.frame["turnover_before"].to_numpy(dtype=np.float64)
    line = few(before[work.counted])
    if np.isnan(line):
        return answers, (Missing(work.everyone, "Nothing was sold in the window before"),)
    mattered = before >= line
    silent, fewer, asked = tests(work, facts)
    answers[~mattered | asked] = "no"
    answers[mattered & (silent | fewer)] = "yes"
    why = f"Fewer than {FEWEST_DAYS} days with an order, and too few orders before for a trend"
    return answers, (Missing(work.everyone, why),)


def tests(work: Workings, facts: Facts) -> tuple[Bools, Bools, Bools]:
    """Return who is silent too long, who orders much less, and of whom either can be told."""
    rhythm = facts.frame["gaps"].to_numpy(dtype=np.float64) >= FEWEST_DAYS - 1
    gap, trend = np.where(rhythm, work["typical_gap"], np.nan), work["order_trend"]
    silent, fewer = work["recency"] > SILENT_GAPS * gap, trend < FALLING_TREND
    return silent, fewer, np.isfinite(gap) | np.isfinite(trend)
