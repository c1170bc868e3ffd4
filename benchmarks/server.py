"""Our server as a process of its own, with the pages measured: the shipped one and a floor.

Two notebooks are kept warm by the server under their names, ``matrix`` and ``points``; a page to
compare with takes the second name, so that both come from the same warm pool.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import psutil

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("matrix", "profit", "value", "loyalty")
COLLECTED = "collected-{pid}"
_PATIENCE = 120
_REST = 0.08
"""Seconds of the processor that a resting kernel uses in a second: it looks for news."""
_RESTED = 3
"""Seconds after which a kernel at rest is believed."""
_BEGUN = 0.25
"""Seconds of the processor without which no kernel can have come to rest."""
_COLLECT = """
import gc, os, signal
from pathlib import Path

def _collect(*_):
    gc.collect()
    (Path({folder!r}) / f"collected-{{os.getpid()}}").touch()

signal.signal(signal.SIGUSR1, _collect)
"""


@dataclass
class Served:
    """A running server: its first page's address, key included, and its process."""

    address: str
    process: psutil.Process
    folder: Path

    def page(self, name: str) -> str:
        """Return the address of a page, key included."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}/voila/render/{name}.ipynb?{parts.query}"

    def kernels(self) -> list[psutil.Process]:
        """Return the kernels that run, oldest first."""
        found = []
        for process in self.process.children(recursive=True):
            try:
                if "ipykernel_launcher" in process.cmdline():
                    found.append(process)
            except (psutil.NoSuchProcess, psutil.ZombieProcess):
                continue
        return sorted(found, key=lambda kernel: kernel.create_time())

    def kernel(self, kernel_id: str) -> psutil.Process:
        """Return the process of a kernel."""
        return next(k for k in self.kernels() if kernel_id in " ".join(k.cmdline()))

    def begun(self, known: set[int]) -> psutil.Process:
        """Wait for a kernel that wasn't there before, and return it."""
        for _ in range(_PATIENCE * 20):
            for kernel in self.kernels():
                if kernel.pid not in known:
                    return kernel
            time.sleep(0.05)
        raise SystemExit("no warm kernel was started")

    def settle(self, idle: int, of: list[psutil.Process] | None = None) -> None:
        """Wait until that many kernels, or these, have rested for a while: the pool is warm."""
        before: dict[int, float] = {}
        rested = 0
        for _ in range(_PATIENCE):
            now = {k.pid: sum(k.cpu_times()[:2]) for k in of or self.kernels()}
            resting = [
                pid
                for pid, spent in now.items()
                if spent > _BEGUN and spent - before.get(pid, -1) < _REST
            ]
            rested = rested + 1 if len(resting) >= idle and len(resting) == len(now) else 0
            if rested == _RESTED:
                return
            before = now
            time.sleep(1)
        raise SystemExit("the warm kernels never came to rest")

    def collect(self, kernel: psutil.Process) -> float:
        """Have a kernel collect its garbage; return what it holds then, in MB."""
        done = self.folder / COLLECTED.format(pid=kernel.pid)
        done.unlink(missing_ok=True)
        kernel.send_signal(signal.SIGUSR1)
        while not done.exists():
            time.sleep(0.05)
        return float(kernel.memory_info().rss) / 2**20


def pages(folder: Path, second: str) -> Path:
    """Make a folder with the shipped pages, but as ``points`` a page of one cell."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in SHIPPED:
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", folder)
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    notebook.cells = [nbformat.v4.new_code_cell(second)]
    nbformat.write(notebook, folder / "points.ipynb")
    return folder


@contextmanager
def served(client: Path, notebooks: Path, folder: Path) -> Iterator[Served]:
    """Serve the pages for a client until the block ends; nothing stays behind."""
    startup = folder / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True, exist_ok=True)
    (startup / "collect.py").write_text(_COLLECT.format(folder=str(folder)), encoding="utf-8")
    words = [sys.executable, "-m", "workbench.server", str(client), "--child", "--page", "matrix"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [*words, "--notebooks", str(notebooks)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=ROOT,
            env={**os.environ, "IPYTHONDIR": str(folder / "ipython")},
        )
    try:
        said = process.stdout.readline() if process.stdout else b""
        if not said:
            raise SystemExit(f"the server didn't start: {(folder / 'server.log').read_text()}")
        yield Served(json.loads(said)["address"], psutil.Process(process.pid), folder)
    finally:
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()
        process.wait(30)
