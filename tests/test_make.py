"""`make env` installs once, again when what decides has changed, and never leaves half of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYTHON = """#!/bin/sh
case "$*" in
    -VV) echo "Python 3.11.0 for the test" ;;
    "-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    *"pip install"*) echo "$*" >>installs; [ ! -e broken ] ;;
esac
"""
"""Stands for Python: makes an environment out of itself and writes down what is installed."""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a folder with what decides an installation, and the stand-in."""
    for name in ("Makefile", "constraints.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "python").write_text(PYTHON, encoding="utf-8")
    (tmp_path / "python").chmod(0o755)
    return tmp_path


def make(house: Path, target: str) -> tuple[int, int]:
    """Run make; return its exit code and how often pip has installed by now."""
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        ["make", target, "PYTHON=./python"],
        cwd=house,
        env=quiet,
        capture_output=True,
        check=False,
        timeout=60,
    )
    log = house / "installs"
    return done.returncode, len(log.read_text().splitlines()) if log.exists() else 0


def test_the_second_start_reinstalls_nothing(house: Path) -> None:
    """Neither does one after the files were merely touched, as a fresh checkout does."""
    assert make(house, "env") == (0, 1)
    assert make(house, "env") == (0, 1)
    (house / "constraints.txt").touch()
    assert make(house, "env") == (0, 1)
    assert (
        house / "installs"
    ).read_text().strip() == "-m pip install --quiet -c constraints.txt -e ."


def test_make_docs_writes_every_page_made_from_code(house: Path) -> None:
    """Pages compared with the code by tests are all written by the one command they name."""
    log = house / ".venv" / "bin" / "python"
    assert make(house, "env")[0] == 0
    log.write_text('#!/bin/sh\necho "$*" >>written\n', encoding="utf-8")
    assert make(house, "docs")[0] == 0
    pages = [line.split()[-1] for line in (house / "written").read_text().splitlines()]
    assert {"docs/command-line.md", "docs/measures.md"} <= set(pages)


def test_a_changed_list_is_installed(house: Path) -> None:
    """A new pin reaches an environment that exists already."""
    make(house, "env")
    with (house / "constraints.txt").open("a", encoding="utf-8") as pins:
        pins.write("another==1.0\n")
    assert make(house, "env") == (0, 2)


def test_tests_need_more_and_that_is_enough_for_the_demo(house: Path) -> None:
    """After `make test` a `make demo` installs nothing; the other way round the rest is added."""
    assert make(house, "env") == (0, 1)
    assert make(house, "test-env") == (0, 2)
    assert make(house, "env") == (0, 2)


def test_an_installation_that_broke_off_is_taken_up_again(house: Path) -> None:
    """A failed download leaves no sign of success."""
    (house / "broken").touch()
    assert make(house, "env")[0] != 0
    (house / "broken").unlink()
    assert make(house, "env") == (0, 2)


def test_an_old_python_is_told_in_one_line(house: Path) -> None:
    """Without a Python that is new enough nothing is made."""
    done = subprocess.run(
        ["make", "env", "PYTHON="], cwd=house, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed" in done.stderr
    assert not (house / ".venv").exists()
