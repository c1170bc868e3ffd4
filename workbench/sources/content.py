"""What stands in a column: dates, numbers, durations, ids that come again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from workbench.sources.dates import dates
from workbench.sources.values import hours, identifiers, is_number, is_text, numbers

_SAMPLE = 2000  # rows looked at, spread over the whole column
_MOST = 0.6  # of the filled cells
_STEADY = 0.98  # of the customers with several purchases have one value only
_OWN = 0.9  # of the names belong to one customer alone


@dataclass(frozen=True)
class Look:
    """What most filled cells of a column are.

    ``date_share`` and ``number_share`` are of the filled cells; ``decimals`` are numbers with a
    fraction, ``times`` such as ``1:30``, ``ids`` whole numbers of one length or with leading
    zeros; ``repeated`` says that values come more than once.
    """

    filled: bool
    date_share: float
    number_share: float
    decimals: bool
    times: bool
    ids: bool
    repeated: bool

    @property
    def dates(self) -> bool:
        """Whether most filled cells are dates."""
        return self.date_share >= _MOST

    @property
    def numbers(self) -> bool:
        """Whether most filled cells are numbers."""
        return self.number_share >= _MOST


def arrow(column: pd.Series[str]) -> pa.Array:
    """Return a frame's column as one Arrow array."""
    values = pa.array(column, from_pandas=True)
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values


def look(column: pd.Series[str]) -> Look:
    """Look at a sample of a column."""
    step = max(1, len(column) // _SAMPLE)
    sample = arrow(column.iloc[::step]).drop_null()
    words = identifiers(sample).drop_null()
    if not len(words):
        return Look(False, 0.0, 0.0, False, False, False, False)
    plain = is_text(sample.type) or is_number(sample.type)
    clocks = bool(pc.any(pc.match_substring(words, ":")).as_py())
    digits = bool(pc.any(pc.match_substring_regex(words, r"\d")).as_py())
    share = {  # asked only where anything can come of it: a table may have thousands of columns
        "dates": _share(dates(sample).values) if digits else 0.0,
        "numbers": _share(numbers(sample).values) if plain and digits else 0.0,
        "times": _share(hours(sample).values) if clocks else 0.0,
    }
    compact = is_number(sample.type) or share["numbers"] >= _MOST
    repeated = pc.count_distinct(words).as_py() < len(words)
    whole = pc.all(pc.match_substring_regex(words, r"^-?\d+$")).as_py()
    lengths = pc.unique(pc.utf8_length(words))
    zeros = pc.any(pc.match_substring_regex(words, r"^0\d")).as_py()
    coded = len(lengths) == 1 and lengths[0].as_py() > 3  # noqa: PLR2004 «12» is hardly an id
    return Look(
        filled=True,
        date_share=share["dates"],
        number_share=share["numbers"],
        decimals=compact and not whole,
        times=share["times"] >= _MOST,
        ids=bool(whole and (zeros or coded)),
        repeated=repeated,
    )


def steady(
    cells: Mapping[str, pa.Array], ids: str, again: str, columns: Sequence[str]
) -> list[str]:
    """Return the columns that say one thing per customer, judged by those who bought repeatedly.

    Parameters
    ----------
    cells
        The columns of a sheet.
    ids, again
        The column of customer ids, and one (invoice or date) whose values tell purchases apart.
    columns
        The columns in question.
    """
    keys, customers = _coded(cells[ids])
    if customers < 2:  # noqa: PLR2004 one customer shows nothing
        return []
    several = _different(keys, _coded(cells[again])[0], customers) > 1
    if several.sum() < 2:  # noqa: PLR2004 nor does one who came again
        return []
    found = []
    for name in columns:
        codes, values = _coded(cells[name])
        if values > 1:
            one = _different(keys, codes, customers)[several] <= 1
            if one.mean() >= _STEADY:
                found.append(name)
    return found


def named_by(cells: Mapping[str, pa.Array], ids: str, names: str) -> bool:
    """Whether a column names what another one holds: one name each, and hardly one for two."""
    keys, known = _coded(cells[ids])
    codes, values = _coded(cells[names])
    if not known or values < _OWN * known:
        return False
    several = _different(keys, codes, known)
    return bool((several[several > 0] == 1).mean() >= _STEADY)


def _coded(cells: pa.Array) -> tuple[np.ndarray, int]:
    """Return the number of each cell's value, −1 where empty, and how many values there are."""
    coded = cells.dictionary_encode()
    return np.asarray(pc.fill_null(coded.indices, -1)).astype(np.int64), len(coded.dictionary)


def _different(keys: np.ndarray, codes: np.ndarray, customers: int) -> np.ndarray:
    """Count the different values each customer has, empty cells apart."""
    known = (keys >= 0) & (codes >= 0)
    pairs = pd.unique(keys[known] * (int(codes.max(initial=0)) + 1) + codes[known])
    return np.bincount(pairs // (int(codes.max(initial=0)) + 1), minlength=customers)


def _share(values: pa.Array) -> float:
    return 1 - values.null_count / len(values) if len(values) else 0.0
