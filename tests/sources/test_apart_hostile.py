"""Hostile and mangled files are refused in time or reconcile, and harm nobody."""

from __future__ import annotations

import os
import random
import re
import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile_files import (
    HOSTILE,
)

from workbench.errors import WorkbenchError
from workbench.sources.files import read
from workbench.sources.together import take


@pytest.mark.parametrize(("name", "content", "sentence"), HOSTILE, ids=[h[0] for h in HOSTILE])
def test_hostile_files_are_refused_within_five_seconds(
    tmp_path: Path, name: str, content: Callable[[Path], object] | bytes, sentence: str
) -> None:
    """One sentence, less than five seconds of work, whatever else this machine does."""
    path = tmp_path / name
    path.write_bytes(content) if isinstance(content, bytes) else content(path)
    before = _worked()
    with pytest.raises(WorkbenchError, match=sentence):
        read(path)
    assert _worked() - before < 5


def _worked() -> float:
    """Return the seconds of work this process and its children have done."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def test_mangled_files_never_lose_a_row_or_raise_anything_else(tmp_path: Path) -> None:
    """Bytes flipped, cut, doubled: a sentence, or rows that reconcile; never a traceback.

    Each row has a mark of its own: every mark that survived the mangling is found again in a row
    or in one set aside. A second by default; WORKBENCH_FUZZ_SECONDS=60 runs the minute.
    """
    chance = random.Random(20261122)  # noqa: S311 - no secret, the same each time
    text = "Customer;Date;Amount;Note\n" + "".join(
        f'Firm {n % 7};{n % 28 + 1}.{n % 12 + 1}.2024;{n},{n % 100:02};"a ""b"" #{n:03}#"\n'
        for n in range(60)
    )
    path = tmp_path / "mangled.csv"
    end = time.monotonic() + float(os.environ.get("WORKBENCH_FUZZ_SECONDS", "1"))
    tried = 0
    while time.monotonic() < end or tried < 5:
        tried += 1
        encoding = chance.choice(["utf-8", "cp1252", "utf-16"])
        data = bytearray(text.encode(encoding))
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    del data[at : at + chance.randint(1, 40)]
                case 2:
                    data[at:at] = data[at : at + chance.randint(1, 40)]
                case _:
                    data[at:at] = chance.choice([b'"', b";", b"\n", b"\r", b",", b"\t", b"\xff"])
        path.write_bytes(data)
        try:
            _, report = take([path])
        except WorkbenchError:
            continue
        if encoding != "utf-16":  # a byte less, and no mark is left in what it reads as
            marks = set(re.findall(r"#\d{3}#", data.decode("latin-1")))
            assert marks <= _marks(path), bytes(data)
        for counts in report.tables.values():
            assert counts.rows_read == counts.rows_kept + counts.rows_set_aside, bytes(data)
        assert len(report.set_aside) == sum(c.rows_set_aside for c in report.tables.values())


def _marks(path: Path) -> set[str]:
    """Return the marks in all rows read, and in all set aside while reading."""
    found = ""
    for sheet in read(path):
        found += sheet.frame.to_csv() + " ".join(
            cell for row in sheet.set_aside for cell in row.cells
        )
    return set(re.findall(r"#\d{3}#", found))
