"""A client's folder: whose it is, and how a process finds the one it runs for."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from workbench.folder import named_folder


@pytest.fixture(autouse=True)
def for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins without a client in its environment."""
    for variable in ("WORKBENCH_ENGAGEMENT", "WORKBENCH_AWAITS", "WORKBENCH_RUNTIME"):
        monkeypatch.delenv(variable, raising=False)


def test_a_process_knows_its_client_or_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None without one; at once where it is named; later where it is going to be."""
    assert named_folder() is None
    monkeypatch.setenv("WORKBENCH_ENGAGEMENT", str(tmp_path))
    assert named_folder() == tmp_path
    monkeypatch.delenv("WORKBENCH_ENGAGEMENT")
    awaited = tmp_path / "whose.json"
    monkeypatch.setenv("WORKBENCH_AWAITS", str(awaited))
    found: list[Path | None] = []
    waiting = threading.Thread(target=lambda: found.append(named_folder()))
    waiting.start()
    assert found == []
    (tmp_path / "new").write_text(json.dumps(str(tmp_path / "Birch")), encoding="utf-8")
    (tmp_path / "new").replace(awaited)
    waiting.join(10)
    assert found == [tmp_path / "Birch"]
