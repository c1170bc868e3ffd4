"""Kernels kept warm: behind what somebody waits for, and no longer once they are waited for."""

from __future__ import annotations

import asyncio

import pytest

from workbench.server import kernels
from workbench.server.kernels import NativeKernels, QuietKernels


def test_kernels_of_the_pool_yield_until_somebody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a page may get a kernel that is still starting: it must not yield then."""
    said: list[tuple[str, int | None]] = []
    monkeypatch.setattr(kernels, "yield_to_others", lambda pid: said.append(("yield", pid)))
    monkeypatch.setattr(kernels, "as_others", lambda pid: said.append(("others", pid)))

    async def story() -> None:
        manager = QuietKernels(kernel_spec_manager=NativeKernels())
        try:
            await manager.start_kernel(env={})
            pooled = await manager.start_kernel(env={"VOILA_PREHEAT": "True"})
            pid = kernels.pid_of(manager.get_kernel(pooled))
            assert said == [("yield", pid)]
            manager.hurry()
            manager.hurry()
            assert said == [("yield", pid), ("others", pid)]
        finally:
            await manager.shutdown_all(now=True)

    asyncio.run(story())
