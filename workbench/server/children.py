"""Servers started for clients picked on the start page; each ends with the one that began it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import WorkbenchError

PATIENCE = 60.0
"""Seconds a server may take to say its address."""


@dataclass(frozen=True)
class Child:
    """A running server and the address of its first page, key included."""

    process: asyncio.subprocess.Process
    address: str


class Children:
    """One server per engagement, reused while it runs.

    Parameters
    ----------
    notebooks
        The folder of pages each child serves.
    environment
        What is set beside this process's own environment.
    """

    def __init__(self, notebooks: Path, environment: Mapping[str, str] | None = None) -> None:
        self._notebooks = notebooks
        self._environment = dict(environment or {})
        self._running: dict[Path, asyncio.Task[Child]] = {}

    async def address(self, engagement: Path) -> str:
        """Return the address of the engagement's server, started if it isn't running.

        Raises
        ------
        WorkbenchError
            When the folder isn't there or its server doesn't start.
        """
        folder = _existing(engagement)
        task = self._running.get(folder)
        if task is None or (task.done() and not _is_well(task)):
            task = self._running[folder] = asyncio.create_task(self._start(folder))
        return (await asyncio.shield(task)).address

    async def _start(self, folder: Path) -> Child:
        words = ["-m", "workbench.server", str(folder), "--child", "--page", "matrix"]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *words,
            "--notebooks",
            str(self._notebooks),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, **self._environment},
            start_new_session=True,  # Ctrl-C in the terminal is for the parent, who then ends it
        )
        try:
            line = await asyncio.wait_for(_first_line(process), PATIENCE)
            return Child(process, json.loads(line)["address"])
        except asyncio.CancelledError:
            await _end(process)
            raise
        except (TimeoutError, ValueError, KeyError) as fault:
            await _end(process)
            raise WorkbenchError(
                "its server did not start", then="Look at the terminal, then try again."
            ) from fault

    async def close(self) -> None:
        """End every child and wait for it."""
        tasks, self._running = list(self._running.values()), {}
        for task in tasks:
            if not task.done():
                task.cancel()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(_end(child.process) for child in done if isinstance(child, Child)))


def _existing(engagement: Path) -> Path:
    folder = engagement.resolve()
    if not folder.is_dir():
        raise WorkbenchError(
            f"the folder «{folder.name}» isn't there", then="Choose the client again."
        )
    return folder


async def _first_line(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout  # noqa: S101 - a pipe was asked for
    return await process.stdout.readline()


async def _end(process: asyncio.subprocess.Process) -> None:
    """Close its input, the sign to end; past ten seconds end it by force."""
    if process.stdin:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), 10)
    except TimeoutError:
        process.kill()
        await process.wait()


def _is_well(task: asyncio.Task[Child]) -> bool:
    if task.cancelled() or task.exception():
        return False
    return task.result().process.returncode is None
