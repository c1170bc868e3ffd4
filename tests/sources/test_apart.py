"""A reading apart ends in time or when a person stops it; small text is read here."""

from __future__ import annotations

import gzip
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hostile_files import (
    SALES,
)

from workbench.errors import WorkbenchError
from workbench.sources import apart
from workbench.sources.files import read
from workbench.sources.intake import take_in
from workbench.sources.mapping import guess


class Stopped(Exception):  # noqa: N818 - no error: a person thought better of it
    """The reading was given up."""


def test_time_and_a_person_s_stop_end_a_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child is gone either way."""
    path = tmp_path / "sales.csv.gz"
    path.write_bytes(gzip.compress(SALES.encode()))

    def stopped() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(path, stopped=stopped)
    monkeypatch.setattr(apart, "SECONDS", 0.0)
    with pytest.raises(WorkbenchError, match="takes too long"):
        read(path)


def test_a_person_s_stop_ends_the_reading_of_wide_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """30 MB of 2,000 columns: the child that reads it is gone, and nothing is returned."""
    path = tmp_path / "wide.csv"
    names = ",".join(f"column {n}" for n in range(2000))
    path.write_text(names + ("\n" + "1234567," * 1999 + "1") * 1900, encoding="utf-8")
    children: list[subprocess.Popen[bytes]] = []
    begin = subprocess.Popen

    def begun(*args: Any, **kwargs: Any) -> subprocess.Popen[bytes]:
        children.append(begin(*args, **kwargs))
        return children[-1]

    def stopped() -> None:
        if children:
            assert children[0].poll() is None  # in the midst of reading
            raise Stopped

    monkeypatch.setattr(subprocess, "Popen", begun)
    found = None
    with pytest.raises(Stopped):
        found = read(path, stopped=stopped)
    assert [child.returncode for child in children] == [-signal.SIGKILL]
    assert found is None


def test_small_text_is_read_here_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process of its own would take longer than the reading."""
    monkeypatch.setattr(apart, "sheets", lambda *_: pytest.fail("read apart"))
    path = tmp_path / "small.csv"
    path.write_text(SALES, encoding="utf-8")
    assert len(read(path, stopped=lambda: None)[0].frame) == 1


def test_guessing_and_taking_in_look_whether_they_are_given_up(tmp_path: Path) -> None:
    """Between columns, and between sheets."""
    path = tmp_path / "sales.csv"
    path.write_text(SALES, encoding="utf-8")
    sheets = read(path)
    asked: list[int] = []

    def stopped() -> None:
        asked.append(1)
        if len(asked) == 2:
            raise Stopped

    with pytest.raises(Stopped):
        guess(sheets, {}, stopped)
    mapping = guess(sheets).mapping
    asked[:] = [1]
    with pytest.raises(Stopped):
        take_in(sheets, mapping, stopped=stopped)
