"""The start page in folders of its own, and what tests bring and read there without a browser."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from workbench.pages.start import StartPage
from workbench.widgets.view import View

ROWS = "Customer;Date;Amount;City\nBirch;31.1.2026;1 250,00;Oulu\nAalto;28.2.2026;80,50;Turku\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def words(view: View) -> str:
    """Return all the text a view shows."""

    def inside(node: Any) -> Iterator[str]:
        if isinstance(node, str):
            yield node
            return
        yield node.get("text", "")
        for child in node.get("children", []):
            yield from inside(child)

    return " ".join(text for node in view.tree for text in inside(node) if text)


def opened(gone: list[str]) -> Path:
    """Return the folder that the newest link stands for."""
    handle = gone[-1].removeprefix("../../open/")
    note = Path(os.environ["WORKBENCH_RUNTIME"]) / "opens" / f"{handle}.json"
    return Path(json.loads(note.read_text())["engagement"])


def set_apart(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a test a clients' folder and a server's folder of its own."""
    monkeypatch.setenv("WORKBENCH_HOME", str(folder / "clients"))
    monkeypatch.setenv("WORKBENCH_RUNTIME", str(folder / "runtime"))
    monkeypatch.delenv("WORKBENCH_ENGAGEMENT", raising=False)
    (folder / "runtime").mkdir()


def dropping() -> Iterator[StartPage]:
    """Give a page whose dropped files are cleared away at the end."""
    made = StartPage()
    yield made
    made.coming.drop.clear()


def addresses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the addresses the page goes to."""
    gone: list[str] = []
    monkeypatch.setattr(View, "go", lambda _, address: gone.append(address))
    return gone
