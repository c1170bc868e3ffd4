"""JupyterLab for a client: copies are made and kept, the page opens with its key alone."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pandas as pd
import pytest

from workbench.cli.lab import HOST, copy_notebooks, free_port
from workbench.engagement import Engagement

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """Return a folder with two notebooks, as the workbench has them."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    for name in ("matrix", "points"):
        (folder / f"{name}.ipynb").write_text(f'"{name} 1"', encoding="utf-8")
    return folder


def test_a_changed_notebook_is_never_overwritten(shipped: Path, tmp_path: Path) -> None:
    """A newer workbench updates copies nobody touched; what somebody wrote stays, and is told."""
    mine = tmp_path / "mine"
    assert copy_notebooks(shipped, mine) == ()
    (mine / "matrix.ipynb").write_text('"mine"', encoding="utf-8")
    for notebook in shipped.glob("*.ipynb"):
        notebook.write_text('"newer"', encoding="utf-8")
    assert copy_notebooks(shipped, mine) == ("matrix.ipynb",)
    assert (mine / "matrix.ipynb").read_text(encoding="utf-8") == '"mine"'
    assert (mine / "points.ipynb").read_text(encoding="utf-8") == '"newer"'
    assert copy_notebooks(shipped, mine) == ("matrix.ipynb",)


def test_a_notebook_that_was_there_before_is_not_ours_to_replace(
    shipped: Path, tmp_path: Path
) -> None:
    """Without a record, or with a damaged one, a file that differs counts as changed."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "matrix.ipynb").write_text('"older"', encoding="utf-8")
    (mine / ".copied.json").write_text("[not json", encoding="utf-8")
    assert copy_notebooks(shipped, mine) == ("matrix.ipynb",)


def test_a_busy_port_is_passed_over() -> None:
    """The first port that nobody listens on is taken."""
    with socket.create_server((HOST, 0)) as busy:
        first = busy.getsockname()[1]
        assert first < free_port(first) < first + 50


def test_lab_opens_with_its_key_alone_and_ends_politely(tmp_path: Path) -> None:
    """Loopback, a token, only the copies in sight; a polite end leaves nothing."""
    sales = pd.DataFrame({"customer_id": ["A"], "date": ["2026-01-31"], "amount": [9]})
    file = tmp_path / "sales.csv"
    sales.to_csv(file, index=False)
    folder = tmp_path / "client"
    Engagement.create(folder, [file])[0].store.close()
    port = str(free_port(9400))
    words = [sys.executable, "-m", "workbench", "lab", str(folder), "--no-browser", "--port", port]
    running = subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert running.stdout
    try:
        said = [running.stdout.readline().strip() for _ in range(3)]
        address = next(line for line in said if line.startswith(f"http://{HOST}:"))
        bare, _, key = address.partition("/lab?token=")
        contents = json.loads(_get(f"{bare}/api/contents?token={key}"))["content"]
        shipped_names = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
        assert {item["name"] for item in contents} == shipped_names
        off = _get(f"{bare}/lab?token={key}").partition('"disabledExtensions": [')[2]
        assert "apputils-extension:announcements" in off.partition("]")[0]  # asks for no news
        with pytest.raises(urllib.error.HTTPError, match="403") as refusal:
            _get(f"{bare}/api/contents")
        refusal.value.close()
    finally:
        running.terminate()
        code = running.wait(30)
        running.stdout.close()
    assert code == 0


def _get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - our own loopback
        text: str = answer.read().decode()
    return text
