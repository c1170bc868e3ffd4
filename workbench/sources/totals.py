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
    "grand total|sub-?total|total|totals|sum|sum total|overall total|in total|total sum|"  # English
    "summe|gesamt|gesamtsumme|gesamtbetrag|zwischensumme|endsumme|insgesamt|"  # German
    "i alt|ialt|sum i alt|samlet|delsum|total i alt|"  # Danish
    "yhteensä|summa|välisumma|loppusumma|kokonaissumma|kaikki yhteensä|"  # Finnish
    "Σ|∑"
)
_ALONE = rf"^(?i:{_WORDS})[:.]?$"
_BEFORE = r"^(?i:grand total|sub-?total|total|summe|gesamt|zwischensumme|i alt|yhteensä)\b"
_BEHIND = r"\b(?i:total|gesamt|i alt|yhteensä)[:.]?$"
_SEVERAL = 2  # rows; one alone may have the amount of the next by chance
_CENT = 0.005


def worded(columns: list[pa.Array]) -> Bools:
    """Say which rows have a word such as «Total» before, behind and as all of what a column says.

    >>> worded([pa.array(["Total Energies", "Ada total", "Total", "Ada"])]).tolist()
    [[True, False, True, False], [False, True, True, False], [False, False, True, False]]
    """
    found = np.zeros((3, len(columns[0])), dtype=bool)
    for column in columns:
        coded = column.dictionary_encode()
        cells = text(coded.dictionary)
        for place, pattern in enumerate((_BEFORE, _BEHIND, _ALONE)):
            hit = pc.match_substring_regex(cells, pattern)
            if pc.any(hit).as_py():
                rows = pc.fill_null(hit.take(coded.indices), False)
                found[place] |= np.asarray(rows).astype(bool)
    return found


def totals(labelled: Bools, amounts: pa.Array, complete: Bools, bare: Bools) -> Bools:
    """Say which rows are totals of the others.

    A word such as «Total» is not enough, for a customer may be called so. It takes a row that says
    neither when nor of whom, or whose amount is the sum of all rows above it or of those since the
    total before: of several rows, where the word only begins a name and nothing is missing.

    Parameters
    ----------
    labelled
        As `worded` gives them.
    amounts
        The column of amounts, or of hours.
    complete
        Which rows have all that every row needs.
    bare
        Which rows have neither a date nor a customer or person, such a word apart.

    Examples
    --------
    >>> words = worded([pa.array(["Ada", "Bo total", "Total"])])
    >>> totals(words, pa.array([5.0, 2.0, 7.0]), *np.array([[True] * 3, [False] * 3])).tolist()
    [False, False, True]
    """
    either: Bools = labelled[0] | labelled[1] | labelled[2]
    plain: Bools = labelled[1] | labelled[2]
    result: Bools = either & bare
    values = np.nan_to_num(np.asarray(pc.fill_null(amounts, 0.0), dtype=np.float64))
    whole = block = 0.0
    start = above = 0
    for row in np.flatnonzero(either).tolist():
        part = float(values[start:row].sum())
        whole, block, above, start = whole + part, block + part, above + row - start, row + 1
        enough = above >= (1 if plain[row] or not complete[row] else _SEVERAL)
        if result[row] or (
            enough and min(abs(values[row] - each) for each in (whole, block)) < _CENT
        ):
            result[row], block = True, 0.0
        else:
            whole, block, above = whole + float(values[row]), block + float(values[row]), above + 1
    return result


def alone(cells: pa.Array) -> pa.Array:
    """Return a column of text without such words where they are all of a cell.

    >>> alone(pa.array(["Ada", "Total"])).to_pylist()
    ['Ada', None]
    """
    return pc.if_else(pc.match_substring_regex(cells, _ALONE), pa.scalar(None, pa.string()), cells)
