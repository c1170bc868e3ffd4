"""Whether a warm kernel yields to what a person is waiting for (Linux; elsewhere: no change)."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def yield_to_others(pid: int | None) -> None:
    """Let a process run when nothing else wants to; threads it starts later do likewise."""
    _schedule(pid, "SCHED_IDLE")


def as_others(pid: int | None) -> None:
    """Let a process run like any other again, all its threads included."""
    _schedule(pid, "SCHED_OTHER")


def _schedule(pid: int | None, policy: str) -> None:
    if pid is None or not hasattr(os, policy):
        return
    threads = [int(task.name) for task in Path(f"/proc/{pid}/task").glob("*")] or [pid]
    for thread in threads:
        with contextlib.suppress(OSError):  # ended meanwhile, or the system doesn't allow it
            os.sched_setscheduler(thread, getattr(os, policy), os.sched_param(0))
