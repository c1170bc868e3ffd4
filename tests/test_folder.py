"""A client's folder: whose it is, and how a process finds the one it runs for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from workbench.engagement import Engagement
from workbench.folder import named_folder, read_card

DEMO = "from workbench.engagement import Engagement; print(Engagement.demo().folder)"


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


@pytest.mark.parametrize("served", [True, False])
def test_the_demo_goes_with_its_process(tmp_path: Path, served: bool) -> None:
    """Its temporary folder is away when the process has ended; under a server it is the run's."""
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary")}
    (tmp_path / "temporary").mkdir()
    (tmp_path / "runtime").mkdir()
    if served:
        environment["WORKBENCH_RUNTIME"] = str(tmp_path / "runtime")
    done = subprocess.run(
        [sys.executable, "-c", DEMO], env=environment, capture_output=True, check=True, text=True
    )
    place = Path(done.stdout.strip())
    assert place.is_relative_to(tmp_path / ("runtime" if served else "temporary"))
    assert not list((tmp_path / "runtime").iterdir())
    assert not list((tmp_path / "temporary").iterdir())


def test_the_demo_says_that_it_is_the_demo(tmp_path: Path) -> None:
    """In a named folder, which stays, and in a passing one: on the card as on the object."""
    for engagement in (Engagement.demo(tmp_path / "demo"), Engagement.demo()):
        assert engagement.folder
        assert engagement.card.demo
        assert read_card(engagement.folder) == engagement.card
        engagement.store.close()
