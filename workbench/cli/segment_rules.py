"""A table of segments typed in a file: one rule a row, in the order in which they are tried."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from workbench.cli.terminal import clean
from workbench.errors import WorkbenchError
from workbench.review.assumptions import SegmentRule
from workbench.sources.dialect import sniff
from workbench.sources.encoding import decode
from workbench.sources.text import Text

ENDS = ("r_min", "r_max", "f_min", "f_max", "m_min", "m_max")
COLUMNS = ("segment", *ENDS)
_LONGEST_NAME = 60
_MOST_RULES = 1000


def read_rules(file: Path, bins: int) -> tuple[SegmentRule, ...]:
    """Read ``--rules``: a CSV with the columns segment, r_min, r_max, f_min, f_max, m_min, m_max.

    Raises
    ------
    WorkbenchError
        When the file can't be read, lacks a column, or a score isn't a whole number from 1 to
        ``bins``; it names the line.
    """
    place = clean(file.name)
    try:
        text = Text(decode(file.read_bytes()))
        sign = sniff(text, text.filled)[0].separator if len(text.filled) else ","
    except OSError as error:
        raise WorkbenchError(
            f"The rules can't be read ({error.strerror})",
            where=f"--rules {place}",
            then="Check the path.",
        ) from None
    except WorkbenchError as error:
        raise _refused(error.what, place) from None
    reader = csv.reader((line.decode() + "\n" for line in text), delimiter=sign)
    try:
        lines = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        raise _refused("It is no CSV", place) from None
    heads = [head.strip().lower() for head in lines[0][1]] if lines else []
    if absent := [name for name in COLUMNS if name not in heads]:
        raise _refused(f"There is no column «{absent[0]}»", place)
    if not 1 < len(lines) <= _MOST_RULES + 1:
        raise _refused("There is no rule in it" if len(lines) < 2 else "Too many rules", place)  # noqa: PLR2004 - a head and a rule
    return tuple(
        _rule(dict(zip(heads, row, strict=False)), f"{place}, line {number}", bins)
        for number, row in lines[1:]
    )


def _rule(cells: Mapping[str, str], where: str, bins: int) -> SegmentRule:
    name = clean(cells.get("segment", "")).strip()
    if not 0 < len(name) <= _LONGEST_NAME:
        raise WorkbenchError(
            "The segment has no name" if not name else "The segment's name is too long",
            where=f"--rules {where}, column segment",
            allowed=f"a name of at most {_LONGEST_NAME} letters",
            then="Correct the line.",
        )
    ends = {end: _score(cells.get(end, ""), f"{where}, column {end}", bins) for end in ENDS}
    for letter in "rfm":
        if ends[f"{letter}_min"] > ends[f"{letter}_max"]:
            raise WorkbenchError(
                f"{letter}_min is above {letter}_max",
                where=f"--rules {where}",
                allowed="the lower score first",
                then="Exchange the two.",
            )
    return SegmentRule(segment=name, **ends)


def _score(text: str, where: str, bins: int) -> int:
    typed = text.strip()
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= bins:
        return int(typed)
    raise WorkbenchError(
        f"«{clean(typed)[:40]}» is no score",
        where=f"--rules {where}",
        allowed=f"a whole number from 1 to {bins}",
        then="Correct the line, or say another number with --bins.",
    )


def _refused(what: str, place: str) -> WorkbenchError:
    return WorkbenchError(
        what,
        where=f"--rules {place}",
        allowed=f"a CSV with the columns {', '.join(COLUMNS)}, one rule a line",
        then="Correct the file; segments are tried from the top and the first match wins.",
    )
