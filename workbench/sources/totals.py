"""Lines of totals among the rows of a report: no sale of anybody, and counted twice if kept."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from workbench.sources.values import text

Bools = npt.NDArray[np.bool_]
REASON = "looks like a line of totals"
_WORDS = (
    "grand total|sub-?total|total|totals|sum|sum total|overall total|"  # English
    "summe|gesamt|gesamtsumme|gesamtbetrag|zwischensumme|endsumme|"  # German
    "i alt|ialt|sum i alt|samlet|delsum|total i alt|"  # Danish
    "yhteensä|summa|välisumma|loppusumma|kaikki yhteensä"  # Finnish
)
_ALONE = rf"^(?i:{_WORDS})[:.]?$"
_WITHIN = r"^(?i:grand total|sub-?total|total|summe|gesamt|zwischensumme|i alt|yhteensä)\b|\b(?i:total|gesamt|i alt|yhteensä)[:.]?$"  # noqa: E501 one pattern
_CENT = 0.005


def worded(columns: list[pa.Array]) -> Bools:
    """Say which rows have a word such as «Total» in a column: within a cell, and as all of it."""
    found = np.zeros((2, len(columns[0])), dtype=bool)
    for column in columns:
        coded = column.dictionary_encode()
        cells = text(coded.dictionary)
        for place, pattern in enumerate((_WITHIN, _ALONE)):
            hit = pc.match_substring_regex(cells, pattern)
            if pc.any(hit).as_py():
                rows = pc.fill_null(hit.take(coded.indices), False)
                found[place] |= np.asarray(rows).astype(bool)
    return found


def totals(labelled: Bools, amounts: pa.Array, complete: Bools) -> Bools:
    """Say which rows are totals of the others.

    A word such as «Total» is not enough, for a customer may be called so. It takes a row that
    lacks what every row needs, or whose amount is the sum of all rows above it or of those since
    the total before.

    Parameters
    ----------
    labelled
        As `worded` gives them.
    amounts
        Float64; missing where there is none.
    complete
        Whether a row has everything that is required of one.

    Examples
    --------
    >>> said = worded([pa.array(["Ada", "Total", "Bo", "Grand total"])])
    >>> totals(said, pa.array([1.0, 5.0, 2.0, 8.0]), np.array([True] * 4)).tolist()
    [False, False, False, True]
    """
    alone, either = labelled[1], labelled.any(axis=0)
    result: Bools = either & ~complete
    values = np.nan_to_num(np.asarray(pc.fill_null(amounts, 0.0), dtype=np.float64))
    whole = block = 0.0
    start = 0
    for row in np.flatnonzero(either).tolist():
        part = float(values[start:row].sum())
        whole, block, start = whole + part, block + part, row + 1
        sums = (whole, block) if row else ()
        if result[row] or (alone[row] and any(abs(values[row] - each) < _CENT for each in sums)):
            result[row], block = True, 0.0
        else:
            whole, block = whole + float(values[row]), block + float(values[row])
    return result
