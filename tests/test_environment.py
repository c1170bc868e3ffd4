"""Three lists of what is needed say the same: pyproject.toml, constraints.txt, environment.yml."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
NEEDED = [Requirement(text) for text in PROJECT["dependencies"]]
TESTS = [Requirement(text) for text in PROJECT["optional-dependencies"]["test"]]
SPARK = [Requirement(text) for text in PROJECT["optional-dependencies"]["spark"]]
CONSTRAINTS = (ROOT / "constraints.txt").read_text().splitlines()
PINS = dict(line.split("==") for line in CONSTRAINTS if "==" in line)
ENVIRONMENT = (ROOT / "environment.yml").read_text()
CONDA = {  # conda-forge's names, where they differ
    "duckdb": "python-duckdb",
    "ibis-framework": "ibis-duckdb",
    "jupyter-client": "jupyter_client",
    "jupyter-core": "jupyter_core",
    "jupyter-server": "jupyter_server",
    "playwright": "playwright-python",
}
BUILDING = {"editables", "hatchling", "tomlkit", "trove-classifiers"}
"""What pip needs for a moment to install the workbench itself, pinned as well."""


def closure(wanted: list[Requirement]) -> set[str]:
    """Return the names of what is wanted and all of what that needs, as installed here."""
    seen: set[tuple[str, frozenset[str]]] = set()
    open_ends = list(wanted)
    while open_ends:
        needed = open_ends.pop()
        key = canonicalize_name(needed.name), frozenset(needed.extras)
        if key in seen:
            continue
        seen.add(key)
        for text in distribution(needed.name).requires or ():
            further = Requirement(text)
            marker = further.marker
            extras = {"", *needed.extras}
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras):
                open_ends.append(further)
    return {name for name, _ in seen}


def test_constraints_are_names_and_exact_versions_only() -> None:
    """No address, no path, no range: any package index can serve the list."""
    assert [line for line in CONSTRAINTS if not re.fullmatch(r"[a-z0-9.-]+==[\w.]+", line)] == []
    assert len(PINS) == len(CONSTRAINTS)
    assert sorted(PINS) == sorted(map(canonicalize_name, PINS))


@pytest.mark.parametrize("requirement", NEEDED + TESTS, ids=lambda each: each.name)
def test_pins_lie_within_the_ranges(requirement: Requirement) -> None:
    """What constraints.txt installs is what pyproject.toml allows."""
    pin = PINS[canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(pin), f"{requirement} does not allow {pin}"


def test_everything_that_gets_installed_is_pinned() -> None:
    """The same versions arrive tomorrow: the whole closure is pinned, and nothing else."""
    assert set(PINS) - BUILDING == closure(NEEDED + TESTS) - BUILDING


def test_what_may_be_added_is_tested() -> None:
    """Whoever installs the extra for Spark gets what the tests ran with."""
    assert set(map(str, SPARK)) <= set(map(str, TESTS))


def test_conda_names_the_same_packages_and_ranges() -> None:
    """environment.yml asks of conda-forge what pyproject.toml asks of pip."""
    lines = re.findall(r"^ +- ([\w-]+) ?([<>=][^\s#]*)$", ENVIRONMENT, re.MULTILINE)
    stated = {name: frozenset(ranges.split(",")) for name, ranges in lines}
    wanted = {
        CONDA.get(each.name, each.name): frozenset(map(str, each.specifier))
        for each in NEEDED + TESTS
    }
    python = frozenset(PROJECT["requires-python"].split(","))
    assert stated == {**wanted, "python": python}
    assert "name: customer-workbench\n" in ENVIRONMENT
    assert "- -e ." in ENVIRONMENT


def test_what_is_imported_is_asked_for() -> None:
    """No module leans on a library that happens to come with another one."""
    owners = packages_distributions()
    asked = {canonicalize_name(each.name) for each in NEEDED}
    found: dict[str, str] = {}
    for path in (ROOT / "workbench").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found |= {name.split(".")[0]: path.name for name in names}
    foreign = set(found) - set(sys.stdlib_module_names) - {"workbench"}
    strays = {
        name: found[name]
        for name in foreign
        if not {canonicalize_name(owner) for owner in owners.get(name, [])} & asked
    }
    assert not strays
