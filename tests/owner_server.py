"""The command that serves the owner's page, begun as a person would and ended with Ctrl-C."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil  # type: ignore[import-untyped]


@dataclass
class Owner:
    """A running command and the address it told."""

    process: subprocess.Popen[str]
    address: str
    said: str

    @property
    def token(self) -> str:
        """The key in the address."""
        return self.address.partition("token=")[2]

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
        """Send one request, following nothing; return status and all that came."""
        parts = urlsplit(self.address)
        link = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        link.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = link.getresponse()
        told = f"{answer.getheaders()} {answer.read().decode('utf-8', 'replace')}"
        link.close()
        return answer.status, told

    def others(self) -> list[psutil.Process]:
        """Return the server and its kernels, without the command that began them."""
        found: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return found

    def end(self) -> int:
        """Press Ctrl-C and return the code; nothing may stay behind."""
        begun = self.others()
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(30)
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe:
                pipe.close()
        assert not psutil.wait_procs(begun, timeout=10)[1]
        return code


def begin(folder: Path, environment: dict[str, str], *, browser: bool = False) -> Owner:
    """Start the command as a person would, from within the client's folder."""
    words = [sys.executable, "-m", "workbench", "serve", str(folder), "--page", "owner"]
    process = subprocess.Popen(
        [*words, *([] if browser else ["--no-browser"])],
        cwd=folder,
        env={**os.environ, **environment, "WORKBENCH_ENGAGEMENT": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    found = re.search(r"http://127\.0\.0\.1:\S+", "".join(lines))
    assert found, process.stderr.read() if process.stderr else ""
    return Owner(process, found[0], "".join(lines))
