"""The kernels behind the pages: of this very environment, the warm ones behind the wanted ones."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

import traitlets
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager


class NativeKernels(KernelSpecManager):
    """The kernel of this very environment, whatever else is installed for the user."""

    kernel_dirs: list[str] = []  # noqa: RUF012 - a trait's default

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the kernel, told to keep its remarks on transport out of the user's terminal."""
        spec: KernelSpec = super().get_kernel_spec(kernel_name)
        spec.argv = [*spec.argv, "--IPKernelApp.log_level=ERROR"]
        return spec


class QuietKernels(AsyncMappingKernelManager):
    """Kernels kept warm start behind what a person is waiting for."""

    _quiet = traitlets.Set(traitlets.Unicode())
    """Ids of kernels that yield to others."""

    async def start_kernel(self, **kwargs: Any) -> str:  # type: ignore[override]
        """Start a kernel; one for the pool yields to others until it is taken."""
        kernel_id: str = await super().start_kernel(**kwargs)
        if kwargs.get("env", {}).get("VOILA_PREHEAT") == "True":
            self._quiet.add(kernel_id)
            yield_to_others(pid_of(self.get_kernel(kernel_id)))
        return kernel_id

    def hurry(self) -> None:
        """Let all that yield be like any other: a person may be waiting for one still starting."""
        for kernel_id in self._quiet & set(self.list_kernel_ids()):
            as_others(pid_of(self.get_kernel(kernel_id)))
        self._quiet = set()


def pid_of(kernel: Any) -> int | None:
    """Return the process id of a running kernel, where it is one of this computer."""
    return getattr(getattr(kernel, "provisioner", None), "pid", None)


def yield_to_others(pid: int | None) -> None:
    """Let a process run when nothing else wants to; threads it starts later do likewise."""
    _schedule(pid, "SCHED_IDLE")
    _weigh(pid, 10)  # a tenth of the share: it starts on a busy computer too


def as_others(pid: int | None) -> None:
    """Let a process run like any other again, all its threads included."""
    _schedule(pid, "SCHED_OTHER")
    _weigh(pid, 0)


def _weigh(pid: int | None, nice: int) -> None:
    """Weigh a process's session against other sessions.

    Linux desktops share the processor among sessions first, and a kernel is a session of its
    own: inside it no priority counts against the page's.
    """
    group = Path(f"/proc/{pid}/autogroup")
    with contextlib.suppress(OSError):  # another system, or one that doesn't share like this
        if pid is not None and group.exists():
            group.write_text(str(nice))


def _schedule(pid: int | None, policy: str) -> None:
    if pid is None or not hasattr(os, policy):
        return
    threads = [int(task.name) for task in Path(f"/proc/{pid}/task").glob("*")] or [pid]
    for thread in threads:
        with contextlib.suppress(OSError):  # ended meanwhile, or the system doesn't allow it
            os.sched_setscheduler(thread, getattr(os, policy), os.sched_param(0))
