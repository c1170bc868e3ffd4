"""Cells as they came → ids, numbers, hours, yes or no: whole columns at a time.

Every reader works on the distinct values of a column, so that half a million lines cost what
their few thousand different cells cost. Dates have their own module.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.sources.currencies import SIGN

Array = Any  # pyarrow ships no types
_EXACT = 2.0**53  # whole numbers above it can't be told apart as float64
_SPACE = r"[\s\x{A0}\x{2009}\x{202F}'’]"
PLAIN = r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?$"
_DATED = r"\d[-/]\d|\d\.\d{1,2}\.\d"  # so dates are written, and no number is
YES = ("yes", "y", "true", "t", "1", "1.0", "x", "ja", "j", "kyllä", "kylla", "k", "on", "sand")
NO = ("no", "n", "false", "f", "0", "0.0", "nej", "nein", "ei", "e", "off", "-", "falsk")
"""Words for yes and no in English, Finnish, Danish and German, in lower case."""
_NOBODY = (
    "NULL Null null NaN NAN nan N/A n/a #N/A NA <NA> None NONE none nil undefined - -- – — ? "
    "(blank) (empty) (null) (none) #REF! #VALUE! #NAME? #DIV/0! #NULL!"
)
NOBODY = frozenset(_NOBODY.split())
"""What programs write where there is no name or id; «Nan» and «Na» may be somebody."""


@dataclass(frozen=True, eq=False)
class Column:
    """A column as read: values (missing where empty or unreadable) and which were unreadable."""

    values: Array
    bad: Array


def is_text(kind: Any) -> bool:
    """Whether an Arrow type holds text, be it as a dictionary."""
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


def is_number(kind: Any) -> bool:
    """Whether an Arrow type holds numbers."""
    return bool(
        pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    )


def text(values: Array) -> Array:
    """Return a column as trimmed text; empty becomes missing, true and false become yes and no.

    >>> text(pa.array([" a ", " "])).to_pylist(), text(pa.array([True])).to_pylist()
    (['a', None], ['yes'])
    """
    if pa.types.is_boolean(values.type):
        return pc.if_else(values, "yes", "no")
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    words = pc.utf8_trim_whitespace(values.cast(pa.string()))
    return pc.if_else(pc.equal(words, ""), pa.scalar(None, pa.string()), words)


def identifiers(values: Array) -> Array:
    """Return ids as trimmed text: ``00123`` stays, ``17850.0`` is ``17850`` only when all agree.

    >>> identifiers(pa.array(["17850.0", " 12.0 ", ""])).to_pylist()
    ['17850', '12', None]
    >>> identifiers(pa.array(["17850.0", "A-1"])).to_pylist()
    ['17850.0', 'A-1']
    """
    if pa.types.is_floating(values.type):
        values = pc.if_else(pc.is_nan(values), pa.scalar(None, values.type), values)
        whole = pc.and_(pc.equal(values, pc.floor(values)), pc.less(pc.abs(values), _EXACT))
        if pc.all(whole).as_py():
            return values.cast(pa.int64()).cast(pa.string())
    return distinct(values, _identifiers).values


def different(values: Array) -> Array:
    """Return the cells of a column, each once."""
    return values.dictionary if pa.types.is_dictionary(values.type) else pc.unique(values)


def words(values: Array) -> Array:
    """Return the distinct cells of a column as trimmed text, without empty ones.

    >>> words(pa.array(["a ", "a", "", None])).to_pylist()
    ['a']
    """
    return pc.unique(text(different(values))).drop_null()


def decimal_sign(values: Array) -> str:
    """Say what a column of numbers in text uses as decimal sign: ``.`` or ``,``; empty if unclear.

    Unclear is a column in which nothing but ``1.234`` or ``1,234`` occurs: it may mean either.

    >>> decimal_sign(pa.array(["1.234,50", "7"])), decimal_sign(pa.array(["1,234"]))
    (',', '')
    """
    if not is_text(values.type):
        return ""
    cells = words(values)
    if _dated(cells):
        return ""
    bare = _bare(cells)
    groups = {sign: rf"^-?[1-9]\d{{0,2}}(?:\{sign}\d{{3}})+$" for sign in ",."}
    votes = {}
    for sign, other in ((",", "."), (".", ",")):
        decimal = pc.and_(
            pc.match_substring_regex(bare, rf"^-?[\d\{other}]*\{sign}\d*$"),
            pc.invert(pc.match_substring_regex(bare, groups[sign])),
        )
        grouped = pc.match_substring_regex(bare, rf"^-?\d{{1,3}}(?:\{other}\d{{3}}){{2,}}$")
        round_sum = pc.match_substring_regex(cells, rf"\d\{sign}[-–]+$")  # «100,-»
        signs = (decimal, grouped, round_sum)
        votes[sign] = sum(pc.sum(pc.cast(v, pa.int64())).as_py() or 0 for v in signs)
    if votes[","] == votes["."]:
        return ""
    return "," if votes[","] > votes["."] else "."


def unclear(values: Array) -> bool:
    """Whether a column holds numbers such as ``1.234`` whose sign could mean either."""
    if not is_text(values.type) or decimal_sign(values):
        return False
    return bool(pc.any(_either(words(values))).as_py())


def differing(values: Array, most: int) -> list[int]:
    """Return the first rows that hold numbers such as ``1.234``.

    >>> differing(pa.array(["7", "1.234"]), 2)
    [1]
    """
    rows = np.flatnonzero(np.asarray(pc.fill_null(_either(text(values)), False)))
    return [int(row) for row in rows[:most]]


def _either(cells: Array) -> Array:
    return pc.match_substring_regex(_bare(cells), r"^[-+]?\d{1,3}[.,]\d{3}$")


def numbers(values: Array, decimal: str = "") -> Column:
    """Read numbers; ``decimal`` decides where the column itself leaves it open.

    Understood are thousands separators, currency signs, ``(1,234.50)`` and ``1 234,50-`` as
    negatives, and ``100,-``. Where nothing decides, ``1.234`` and ``1,234`` are read as English
    writes them.

    >>> numbers(pa.array(["1.234,50 €", "(3,00)", "2 000,-", "many", ""])).values.to_pylist()
    [1234.5, -3.0, 2000.0, None, None]
    """
    if is_number(values.type):
        floats = values.cast(pa.float64())
        finite = pc.is_finite(floats)
        return Column(
            pc.if_else(finite, floats, pa.scalar(None, pa.float64())),
            pc.fill_null(pc.is_inf(floats), False),
        )
    if pa.types.is_null(values.type):
        return Column(pa.nulls(len(values), pa.float64()), _nothing(len(values)))
    if not is_text(values.type):
        return Column(pa.nulls(len(values), pa.float64()), pc.is_valid(values))
    return distinct(values, lambda cells: _numbers(cells, decimal_sign(cells) or decimal or "."))


def hours(values: Array, decimal: str = "") -> Column:
    """Read hours: plain numbers, ``1:30`` and ``01:30:00`` as one and a half, ``1h 30m``.

    >>> hours(pa.array(["01:30:00", "0:45", "2,5", "1h 15m"])).values.to_pylist()
    [1.5, 0.75, 2.5, 1.25]
    """
    if pa.types.is_duration(values.type):
        seconds = values.cast(pa.duration("ms")).cast(pa.int64()).cast(pa.float64())
        return Column(pc.divide(seconds, 3.6e6), _nothing(len(values)))
    if pa.types.is_time(values.type):
        values = values.cast(pa.time64("us")).cast(pa.string())
    if not is_text(values.type):
        return numbers(values)
    return distinct(values, lambda cells: _hours(cells, decimal_sign(cells) or decimal or "."))


def flags(values: Array) -> Column:
    """Read yes and no in English, Finnish, Danish and German; also true, x, 1 and their likes.

    >>> flags(pa.array(["Ja", "ei", "?"])).values.to_pylist()
    [True, False, None]
    """
    if pa.types.is_boolean(values.type):
        return Column(values, _nothing(len(values)))
    if is_number(values.type):
        values = identifiers(values)

    def read(words: Array) -> Array:
        low = pc.utf8_lower(words)
        no = pc.if_else(pc.is_in(low, pa.array(NO)), False, pa.scalar(None, pa.bool_()))
        return pc.if_else(pc.is_in(low, pa.array(YES)), True, no)

    return distinct(values, read)


def _identifiers(words: Array) -> Array:
    if pc.all(pc.ends_with(words, ".0")).as_py() and (
        pc.all(pc.match_substring_regex(words, r"^-?\d+\.0$")).as_py()
    ):
        return pc.utf8_replace_slice(words, -2, 1 << 30, "")
    return words


def distinct(values: Array, read: Callable[[Array], Array]) -> Column:
    """Apply a reader of trimmed text to the distinct cells of a column, and lay the results out.

    What is empty is missing and never asked about.
    """
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    coded = values.dictionary_encode()
    cells, at = text(coded.dictionary), coded.indices
    if cells.null_count:
        filled = np.asarray(pc.is_valid(cells)).astype(bool)
        cells, at = cells.drop_null(), pa.array(np.cumsum(filled) - 1, mask=~filled).take(at)
    result = read(cells)
    bad = pc.is_null(result)
    unread = bad.take(at) if pc.any(bad).as_py() else _nothing(len(values))
    return Column(result.take(at), pc.fill_null(unread, False))


def _nothing(rows: int) -> Array:
    return pa.array(np.zeros(rows, dtype=bool))


def _bare(words: Array) -> Array:
    """Take away spaces, currency and ways of writing a minus, leaving digits and separators."""
    if pc.all(pc.match_substring_regex(words, r"^[+-]?[\d.,]+$")).as_py():
        return words
    torn = pc.match_substring_regex(words, rf"\d{_SPACE}(?:\d{{1,2}}|\d{{4,}})(?:\D|$)")
    words = pc.replace_substring_regex(words, _SPACE, "")
    words = pc.replace_substring_regex(words, "[−–]", "-")
    words = pc.replace_substring_regex(words, rf"^([-+(]?){SIGN}([-+]?)", r"\1\2")
    words = pc.replace_substring_regex(words, rf"{SIGN}([-)]?)$", r"\1")
    words = pc.replace_substring_regex(words, r"[.,]-+$", "")
    words = pc.replace_substring_regex(words, r"^\(([^-()]+)\)$", r"-\1")
    words = pc.replace_substring_regex(words, r"^([^-]+)-$", r"-\1")
    return pc.if_else(torn, pa.scalar(None, pa.string()), words)


def _dated(words: Array) -> bool:
    """Whether all cells are written as dates are: a sheet may have thousands of such columns."""
    first = words[0].as_py() if len(words) else ""
    if not re.search(_DATED, first):
        return False
    return bool(pc.all(pc.match_substring_regex(words, _DATED)).as_py())


def _numbers(words: Array, sign: str) -> Array:
    if _dated(words):
        return pa.nulls(len(words), pa.float64())
    other = "." if sign == "," else ","
    bare = _bare(words)
    fits = pc.match_substring_regex(
        bare, rf"^[+-]?(?:\d{{1,3}}(?:\{other}\d{{3}})+|\d*)(?:\{sign}\d*)?(?:[eE][+-]?\d{{1,2}})?$"
    )
    bare = pc.replace_substring(pc.replace_substring(bare, other, ""), sign, ".")
    good = pc.and_(fits, pc.match_substring_regex(bare, PLAIN))
    bare = pc.if_else(good, bare, pa.scalar(None, pa.string()))
    return pc.replace_substring_regex(bare, r"^\+", "").cast(pa.float64())


def _hours(words: Array, sign: str) -> Array:
    clock = pc.extract_regex(
        words, r"^(?P<minus>-?)(?P<h>\d{1,5}):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d(?:\.\d+)?))?$"
    )
    spoken = pc.extract_regex(
        words,
        r"^(?P<minus>-?)(?:(?P<h>\d{1,5}) ?(?:h|t|std)\.?)? ?(?:(?P<m>\d{1,4}) ?m(?:in)?\.?)?$",
    )
    result = _numbers(words, sign)
    for parts in (clock, spoken):
        total = pa.scalar(0.0)
        for name, unit in (("h", 1.0), ("m", 60.0), ("s", 3600.0)):
            if name in {field.name for field in parts.type}:
                part = pc.struct_field(parts, name)
                part = pc.if_else(pc.equal(part, ""), "0", part).cast(pa.float64())
                total = pc.add(total, pc.divide(part, unit))
        minus = pc.equal(pc.struct_field(parts, "minus"), "-")
        total = pc.if_else(
            pc.match_substring_regex(words, r"\d"), total, pa.scalar(None, pa.float64())
        )
        result = pc.coalesce(pc.if_else(minus, pc.negate(total), total), result)
    return result
