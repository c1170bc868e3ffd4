"""Measures of the verdict: fit and feeling, the tier the rules propose, the tier (domain 9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.customers import Missing
from workbench.measures.facts import Facts
from workbench.measures.workings import Workings
from workbench.review.tier_words import FEELINGS, FITS, LEVELS, feeling_said, fit_said
from workbench.review.tiering import TierFacts, propose
from workbench.review.tiers import Tiers

Words = npt.NDArray[np.object_]

FIT, FEELING = "fit_to_needs", "feeling"
_FIT_GIVEN = (FIT, "fit")
_FEELING_GIVEN = (FEELING,)
_NO_FIT = "Nobody said how well we fit their needs"
_NO_FEELING = "Nobody said how it feels to serve them"
_NAMES: Words = np.array([None, *reversed(LEVELS)], dtype=object)


def add_tiers(work: Workings, facts: Facts, tiers: Tiers) -> None:
    """Put fit, feeling, the proposed tier and the tier on the sheet.

    What a person said of fit and feeling wins over the client's own list; a tier a person chose
    wins over the rules, whatever is computed anew.
    """
    _together(work, facts)
    fit = add_fit(work, facts.attributes, tiers)
    given = {key: FEELINGS[mark.value] for key, mark in tiers.feeling.items()}
    feeling = _said(work, facts.attributes, _FEELING_GIVEN, _feeling, given)
    nobody = Missing(work.everyone, _NO_FEELING)
    work.measure_words(FEELING, feeling, tuple(FEELINGS.values()), nobody)
    known = {FIT: fit, FEELING: feeling}
    made = propose(TierFacts.of(work.__getitem__, known.__getitem__, work.counted), tiers.rules)
    aside = Missing(~work.counted, "Set aside, so in no tier")
    proposed = _NAMES[made.tier]
    work.measure_words("tier_proposed", proposed, LEVELS, aside)
    chosen = {key: _NAMES[override.tier] for key, override in tiers.overrides.items()}
    tier = _with(work, proposed, chosen)
    tier[~work.counted] = None
    work.measure_words("tier", tier, LEVELS, aside)


def add_fit(work: Workings, attributes: pd.DataFrame, tiers: Tiers) -> Words:
    """Put fit to needs on the sheet and return it: of customers, or of prospects."""
    given = {key: mark.value for key, mark in tiers.fit.items()}
    fit = _said(work, attributes, _FIT_GIVEN, fit_said, given)
    work.measure_words(FIT, fit, FITS, Missing(work.everyone, _NO_FIT))
    return fit


def _together(work: Workings, facts: Facts) -> None:
    name, tallies = "co_developments", facts.tallies
    if not facts.covers("events"):
        given = "events" in facts.spans
        why = "No events fall in the window" if given else "No events were given"
        work.measure(name, work.nothing(), Missing(work.everyone, why))
        return
    n = tallies["co_development"].n if "co_development" in tallies else np.zeros(len(facts))
    work.measure(name, n)


def _feeling(text: object) -> str | None:
    kept = feeling_said(text)
    return FEELINGS[kept] if kept else None


def _said(
    work: Workings,
    attributes: pd.DataFrame,
    names: Sequence[str],
    read: Callable[[object], str | None],
    marks: Mapping[str, str],
) -> Words:
    """Return words as the client's list has them, corrected ones and people's marks before it."""
    values: Words = np.full(len(work.names), None, dtype=object)
    source = next((name for name in names if name in attributes), None)
    if source is not None:
        codes, distinct = pd.factorize(attributes[source])
        values = np.array([*(read(text) for text in distinct), None], dtype=object)[codes]
    for name in names:
        for row, value in work.corrections(name):
            values[row] = read(value)
    return _with(work, values, marks)


def _with(work: Workings, values: Words, marks: Mapping[str, object]) -> Words:
    """Return words with those people chose in their place; unknown ids change nothing."""
    chosen = values.copy()
    rows = work.names.index.get_indexer(pd.Index(list(marks), dtype="str"))
    for row, value in zip(rows, marks.values(), strict=True):
        if row >= 0:
            chosen[row] = value
    return chosen
