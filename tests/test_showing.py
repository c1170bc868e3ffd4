"""The owner's page begun from the plan page: one at a time, gone when it is closed."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from workbench.engagement import Engagement
from workbench.errors import WorkbenchError
from workbench.folder import leave_note
from workbench.server.showing import Showing
from workbench.sharing.taking import snapshot


def test_the_same_snapshot_is_served_once_a_newer_one_instead_and_closing_ends_all(
    tmp_path: Path,
) -> None:
    """Each has a key of its own, and none of the processes knows the client's folder."""
    engagement = Engagement.demo(tmp_path / "client")
    first = snapshot(engagement, engagement.review).model_dump_json()
    second = first.replace("Northgate", "Southgate")

    async def story() -> None:
        showing, client = Showing(), tmp_path / "client"
        try:
            shown = await showing.begin(first, client)
            again = await showing.begin(first, client)
            assert again == shown
            (server,) = [p for p in psutil.Process().children() if p.pid == shown.process.pid]
            assert str(tmp_path) not in " ".join([*server.cmdline(), *server.environ().values()])
            newer = await showing.begin(second, client)
            assert newer.address.partition("token=")[2] != shown.address.partition("token=")[2]
            assert shown.process.poll() is not None
            with pytest.raises(WorkbenchError, match="can't be read"):
                await showing.begin("{}", client)
            assert newer.process.poll() is not None
        finally:
            await showing.close()
        with pytest.raises(WorkbenchError, match="can't be read"):
            await showing.begin("no JSON", client)

    asyncio.run(story())


def test_a_note_is_private_replaced_under_its_handle_and_none_without_a_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WORKBENCH_RUNTIME", raising=False)
    assert leave_note({"snapshot": "one"}) == ""
    monkeypatch.setenv("WORKBENCH_RUNTIME", str(tmp_path))
    handle = leave_note({"snapshot": "one"})
    assert leave_note({"snapshot": "two"}, handle) == handle
    (note,) = (tmp_path / "opens").iterdir()
    assert note.read_text(encoding="utf-8") == '{"snapshot": "two"}'
    assert oct((tmp_path / "opens").stat().st_mode)[-3:] == "700"
    assert os.sep not in handle
