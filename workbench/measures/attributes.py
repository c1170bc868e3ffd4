"""The client's own columns: numbers as they are, words as ordered levels, the rest kept aside."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.customers import Column, Missing
from workbench.measures.catalogue import ATTRIBUTES, MEASURES
from workbench.measures.facts import Facts
from workbench.measures.workings import Workings

MOST_LEVELS = 30
"""More different words than this may be names or phone numbers instead of levels."""

_OWN = 0.8  # they are, where this many of the customers have a word of their own
_ENDLESS = 1_000  # and nobody looks through a longer list

NATURAL = (
    ("cannot", "will not", "meet", "exceed"),
    ("very low", "low", "medium", "high", "very high"),
    ("low", "normal", "high"),
    ("light", "normal", "heavy"),
    ("small", "medium", "large"),
    ("poor", "fair", "good", "very good", "excellent"),
    ("never", "rarely", "sometimes", "often", "always"),
    ("bronze", "silver", "gold", "platinum"),
    ("painful", "frustrated", "content", "excited"),
    ("no", "partly", "yes"),
    ("per order", "month-to-month", "monthly", "one year", "two year", "two years", "three years"),
    ("false", "true"),
)
"""Sets of words with an order everybody knows, from worst to best."""

_TAKEN = frozenset({"customer_id", "name", "kind"})


def add_attributes(
    work: Workings,
    facts: Facts,
    *,
    orders: Mapping[str, Sequence[str]],
    reserved: Collection[str],
    prospects: bool = False,
) -> None:
    """Add every attribute of the customers, or of the prospects, to the sheet.

    Both share one kind and one set of levels per attribute, so that the same bars score both;
    where they disagree, the customers' list says whether it holds numbers. A name that a measure
    or an own measure (``reserved``) has gets «_given» behind it, «(as given)» for people;
    ``potential`` is a measure.
    """
    listed, hoped = facts.attributes, facts.prospects.drop(columns="name")
    own, whose = (hoped, "prospects") if prospects else (listed, "customers")
    taken = _TAKEN | set(reserved) | set(MEASURES)
    for source in dict.fromkeys([*listed.columns, *hoped.columns]):
        if source == "potential":
            continue
        name = free_name(str(source), taken)
        taken |= {name}
        values = own[source] if source in own else pd.Series(np.nan, index=own.index)
        why = "is not filled in" if source in own else f"was not given for {whose}"
        gone = Missing(work.everyone, f"«{label(str(source))}» {why}")
        if pd.api.types.is_numeric_dtype((listed if source in listed else hoped)[source]):
            work.put(_numbers(name, str(source), facts.currency), _floats(values), gone)
        else:
            elsewhere = [part[source] for part in (listed, hoped) if source in part]
            column = _levels(work, name, str(source), elsewhere, orders.get(name))
            if column is None:
                work.keep(name, _objects(values))
            else:
                work.put_words(column, _objects(values), gone)


def _levels(
    work: Workings,
    name: str,
    source: str,
    parts: Sequence[pd.Series[Any]],
    order: Sequence[str] | None,
) -> Column | None:
    """Return the column of words with its levels, or nothing when it holds no levels."""
    found = {str(value) for part in parts for value in part.dropna().unique()}
    found |= {str(value) for _, value in work.corrections(name)}
    filled = sum(int(part.notna().sum()) for part in parts)
    most = max(MOST_LEVELS, min(_OWN * filled, _ENDLESS))
    if order is None and not 0 < len(found) <= most:
        return None
    natural = natural_order(found) if order is None else tuple(order)
    stand = "ordered from worst to best" if natural else "by the alphabet until you order them"
    return Column(
        name=name,
        label=_said(name, source),
        levels=natural or tuple(sorted(found, key=lambda word: (_plain(word), word))),
        ordered=natural is not None,
        meaning=f"From the client's own list, {stand}.",
        term="ordinal attribute" if natural else "nominal attribute",
    )


def _objects(values: pd.Series[Any]) -> npt.NDArray[np.object_]:
    """Return words as shared Python objects, ``None`` where there is none."""
    codes, distinct = pd.factorize(values)
    return np.array([*map(str, distinct), None], dtype=object)[codes]


def natural_order(words: Collection[str]) -> tuple[str, ...] | None:
    """Order words as everybody would: low, medium, high; 5-9, 10-49, 50+. None if nobody could.

    Examples
    --------
    >>> natural_order({"Meet", "cannot", "exceed"}), natural_order({"North", "East"})
    (('cannot', 'Meet', 'exceed'), None)
    >>> natural_order({"10-49", "50+", "5-9", "under 5"})
    ('under 5', '5-9', '10-49', '50+')
    """
    plain = {word: _plain(word) for word in words}
    for known in NATURAL:
        if set(plain.values()) <= set(known):
            return tuple(sorted(words, key=lambda word: (known.index(plain[word]), word)))
    numbers = {word: re.search(r"[0-9]+", text) for word, text in plain.items()}
    if not all(numbers.values()):
        return None
    first = {word: int(found[0]) for word, found in numbers.items() if found}
    below = {word: not re.match(r"under|below|up to|<", plain[word]) for word in words}
    return tuple(sorted(words, key=lambda word: (first[word], below[word], plain[word], word)))


def _plain(word: str) -> str:
    return word.strip().lower().replace("_", " ")


def free_name(source: str, taken: Collection[str]) -> str:
    """Return a column name nobody has: «_given» is put behind one that is taken.

    Examples
    --------
    >>> free_name("segment", {"hours"}), free_name("hours", {"hours"})
    ('segment', 'hours_given')
    """
    name = source
    while name in taken:
        name += "_given"
    return name


def label(name: str) -> str:
    """Return a column's name as words.

    Examples
    --------
    >>> label("payment_method")
    'Payment method'
    """
    words = " ".join(name.replace("_", " ").split())
    return words[:1].upper() + words[1:]


def _said(name: str, source: str) -> str:
    """Say a column's name; one that a measure has too says that this is not the measure."""
    return label(source) if name == source else f"{label(source)} (as given)"


def _numbers(name: str, source: str, currency: str) -> Column:
    if name in ATTRIBUTES:
        return ATTRIBUTES[name].column(currency)
    return Column(name=name, label=_said(name, source), meaning="From the client's own list.")


def _floats(values: pd.Series[Any]) -> npt.NDArray[np.float64]:
    numbers = pd.to_numeric(values, errors="coerce")
    return np.asarray(numbers.to_numpy(dtype=np.float64, na_value=np.nan))
