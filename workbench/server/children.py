"""Servers started for clients picked on the start page; each ends with the one that began it.

A child's story: it starts as a spare, for nobody, imports everything and waits; it is told one
client's folder, serves that one and no other, and ends when its input closes.
"""

from __future__ import annotations

import asyncio
import contextlib
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
        self._spare: asyncio.Task[asyncio.subprocess.Process] | None = None

    def prepare(self) -> None:
        """Keep a server ready for the client that is picked next."""
        if self._spare is None or (self._spare.done() and not _waits(self._spare)):
            self._spare = asyncio.create_task(self._begin())

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

    async def _begin(self) -> asyncio.subprocess.Process:
        """Start a server for nobody yet."""
        words = ["-m", "workbench.server", "--child", "--awaits", "--page", "matrix"]
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *words,
            "--notebooks",
            str(self._notebooks),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, **self._environment},
            start_new_session=True,  # Ctrl-C in the terminal is for the parent, who then ends it
        )

    async def _start(self, folder: Path) -> Child:
        spare, self._spare = self._spare, None  # taken at once: no other client gets it
        process = await (spare or self._begin())
        if process.returncode is not None:
            process = await self._begin()
        try:
            line = await asyncio.wait_for(_told(process, folder), PATIENCE)
            return Child(process, json.loads(line)["address"])
        except asyncio.CancelledError:
            await _end(process)
            raise
        except (OSError, TimeoutError, ValueError, KeyError) as fault:
            await _end(process)
            raise WorkbenchError(
                "its server did not start", then="Look at the terminal, then try again."
            ) from fault

    async def close(self) -> None:
        """End every child and wait for it."""
        tasks, self._running = list(self._running.values()), {}
        spare, self._spare = self._spare, None
        for task in tasks:
            if not task.done():
                task.cancel()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        ours = [child.process for child in done if isinstance(child, Child)]
        if spare is not None:
            with contextlib.suppress(OSError):
                ours.append(await spare)
        await asyncio.gather(*map(_end, ours))


def _existing(engagement: Path) -> Path:
    folder = engagement.resolve()
    if not folder.is_dir():
        raise WorkbenchError(
            f"the folder «{folder.name}» isn't there", then="Choose the client again."
        )
    return folder


async def _told(process: asyncio.subprocess.Process, folder: Path) -> bytes:
    """Tell a waiting server whose it is; return the line it answers."""
    assert process.stdin  # noqa: S101 - pipes were asked for
    assert process.stdout  # noqa: S101
    process.stdin.write(json.dumps(str(folder)).encode() + b"\n")
    await process.stdin.drain()
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


def _waits(spare: asyncio.Task[asyncio.subprocess.Process]) -> bool:
    if spare.cancelled() or spare.exception():
        return False
    return spare.result().returncode is None
