"""Layers: a module imports only from its left, and what lies outside is known in one place."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "workbench"
ORDER = (
    ("errors", "cells", "kept", "made_once", "tabular", "starting"),
    ("customers",),
    ("review",),
    ("sources", "database"),
    ("store",),
    ("measures", "folder", "saved"),
    ("frozen", "summed"),
    ("engagement",),
    ("session", "charts", "forget"),
    ("widgets", "sharing"),
    ("pages",),
    ("server",),
    ("cli",),
    ("__init__", "__main__"),
)
RANK = {layer: rank for rank, group in enumerate(ORDER) for layer in group}
LAZILY = {"workbench.charts.lazily": "altair", "workbench.sources.lazily": "ibis"}
ALONE = {  # library → the only places that know it
    "altair": ("charts/",),
    "ipywidgets": ("widgets/", "pages/"),
    "anywidget": ("widgets/", "pages/"),
    "sqlite3": ("database.py", "sources/databases.py"),
    "ibis": (
        *("sources/connections.py", "sources/warehouse.py", "sources/expressions.py"),
        *("sources/lazily.py", "sources/questions.py"),
        "measures/",
    ),
    "duckdb": ("sources/connections.py",),
    "voila": ("server/",),
    "jupyter_server": ("server/",),
    "typer": ("cli/",),
}
OUTSIDE = {"io", "os", "pathlib", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "urllib"}
MODULES = sorted(str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py"))


def imported(code: str) -> set[str]:
    """Return the full names of all modules a piece of code imports, at the top or inside."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def layer_of(module: str) -> str:
    """Return the layer of a file of the package: ``review/axes.py`` is of ``review``."""
    return Path(module).parts[0].removesuffix(".py")


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_its_left(module: str) -> None:
    """The layers stand in one order; a module knows its own layer and those to its left."""
    own = layer_of(module)
    assert own in RANK, f"{own} has no place in the order of layers"
    ours = imported((PACKAGE / module).read_text())
    layers = {name.split(".")[1] for name in ours if name.startswith("workbench.")}
    unknown = layers - set(RANK)
    assert not unknown, f"no layers: {unknown}"
    wrong = {layer for layer in layers if layer != own and RANK[layer] >= RANK[own]}
    assert not wrong, f"{module} imports from its right: {wrong}"


@pytest.mark.parametrize("module", MODULES)
def test_a_library_is_known_in_one_place(module: str) -> None:
    """Altair, SQL, Ibis and widgets can be exchanged by changing the one layer that knows them."""
    names = imported((PACKAGE / module).read_text())
    libraries = {LAZILY.get(name.rpartition(".")[0], name.split(".")[0]) for name in names}
    strays = {
        library
        for library in libraries & set(ALONE)
        if not any(module == place or module.startswith(place) for place in ALONE[library])
    }
    assert not strays, f"{module} knows {strays}"


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("review/")])
def test_review_does_no_input_or_output(module: str) -> None:
    """What people decided is plain values: no file, no network, nothing printed."""
    code = (PACKAGE / module).read_text()
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not {name.split(".")[0] for name in imported(code)} & OUTSIDE
    assert not calls & {"open", "print", "input"}


@pytest.mark.parametrize(
    "notebook", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.name
)
def test_notebooks_import_the_workbench_alone(notebook: Path) -> None:
    """A notebook teaches with our own words, in at most ten lines a cell."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            code = "".join(cell["source"])
            assert {name.split(".")[0] for name in imported(code)} <= {"workbench"}
            assert len(code.splitlines()) <= 10
