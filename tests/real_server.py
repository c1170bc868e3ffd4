"""A real server as a process of its own, ended by its id and held to its word."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psutil  # type: ignore[import-untyped]
import pytest

START_SECONDS = 60
END_SECONDS = 20


@dataclass
class Served:
    """A running server: its first page's address (key included), and what it began."""

    address: str
    process: subprocess.Popen[bytes]
    errors: Path
    ended: bool = field(default=False)

    @property
    def base(self) -> str:
        """The address without path."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def key(self) -> str:
        """The query with the token."""
        return urlsplit(self.address).query

    def page(self, name: str) -> str:
        """Return the address of a page, key included."""
        return f"{self.base}/voila/render/{name}.ipynb?{self.key}"

    def kernels(self) -> list[psutil.Process]:
        """Return the running kernels of this server."""
        found = []
        for process in psutil.Process(self.process.pid).children(recursive=True):
            try:
                if "ipykernel_launcher" in process.cmdline() and process.status() != "zombie":
                    found.append(process)
            except psutil.NoSuchProcess:
                continue
        return found

    def end(self, number: int = signal.SIGTERM) -> None:
        """End the server by its process id and hold it to its word: nothing stays behind."""
        if self.ended:
            return
        self.ended = True
        begun: list[psutil.Process] = []
        if self.process.poll() is None:
            begun = psutil.Process(self.process.pid).children(recursive=True)
            self.process.send_signal(number)
        try:
            self.process.wait(END_SECONDS)
        finally:
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe:
                    pipe.close()
            _, alive = psutil.wait_procs(begun, timeout=5)
            for process in alive:
                process.kill()
        assert not alive, f"left behind: {alive}"


def start(
    notebooks: Path,
    engagement: Path | None,
    errors: Path,
    environment: dict[str, str],
    page: str | None = None,
    *,
    code: Sequence[str] = ("-m", "workbench.server"),
) -> Served:
    """Start the real server on a free port and wait for the address it prints.

    ``code`` is what Python runs: a test may shorten the server's patience before it starts.
    """
    first = page or min(path.stem for path in notebooks.glob("*.ipynb"))
    words = [sys.executable, *code, "--child", "--page", first]
    words += ["--notebooks", str(notebooks)] + ([str(engagement)] if engagement else [])
    with errors.open("wb") as log:
        process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env={**os.environ, **environment},
        )
    lines: queue.Queue[bytes] = queue.Queue()
    stdout = process.stdout
    assert stdout
    threading.Thread(target=lambda: lines.put(stdout.readline()), daemon=True).start()
    served = Served("", process, errors)
    try:
        served.address = json.loads(lines.get(timeout=START_SECONDS))["address"]
    except (queue.Empty, ValueError) as fault:
        served.end()
        pytest.fail(f"the server didn't start: {fault!r}\n{errors.read_text(errors='replace')}")
    return served


Serve = Callable[..., Served]
"""``serve(folder_of_notebooks, engagement=None, page=None)``, the fixture's type."""
