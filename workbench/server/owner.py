"""Serving the owner's page: a snapshot in a process that never learns whose folder it came from.

The command that knows the client takes the snapshot, starts a server of its own for it, hands
over snapshot and key on its standard input, tries its doors, and only then says the address.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from workbench.errors import WorkbenchError
from workbench.server.doors import tried
from workbench.server.handlers import enter, link
from workbench.server.published import PAGE, Published, check_reach
from workbench.server.settings import HOST
from workbench.sharing.snapshot import Snapshot

PATIENCE = 60.0
"""Seconds the server may take to say its address."""

GRACE = 10.0


def serve_owner(
    snapshot: Snapshot,
    *,
    away_from: Path | None = None,
    port: int | None = None,
    host: str = HOST,
    token: str = "",
    proxy: str = "",
    open_browser: bool = True,
    say: Callable[[str], None] = print,
) -> None:
    """Serve a snapshot until Ctrl-C.

    Parameters
    ----------
    snapshot
        What the owner gets to see.
    away_from
        The client's folder: nothing that names it reaches the server.
    port, host
        Where to listen; a busy port is passed over.
    token
        The key; empty: a new one.
    proxy
        The https address of the TLS proxy in front, needed beyond this computer.
    say
        Is told what was tried, and the address.

    Raises
    ------
    WorkbenchError
        When it could be reached from elsewhere without key and proxy, or a door isn't shut.
    """
    ticket = secrets.token_urlsafe(32) if open_browser else ""
    reach = {"host": host, "token": token, "proxy": proxy, "ticket": ticket}
    with shown(snapshot, away_from=away_from, port=port, **reach) as page:
        for line in page.said:
            say(line)
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how it is meant to end
            say(f"The owner's page is open at\n  {page.address}\nStop it with Ctrl-C.")
            if ticket:
                enter(f"{page.here}/enter/{ticket}")
            page.process.wait()


class Shown(NamedTuple):
    """An owner's page that is served: its address, key included, and what its doors said."""

    address: str
    said: tuple[str, ...]
    here: str
    process: subprocess.Popen[str]


@contextmanager
def shown(
    snapshot: Snapshot,
    *,
    away_from: Path | None = None,
    port: int | None = None,
    host: str = HOST,
    token: str = "",
    proxy: str = "",
    ticket: str = "",
) -> Iterator[Shown]:
    """Serve a snapshot until the block ends; what is given and raised is as for `serve_owner`."""
    check_reach(host, token, proxy)
    key = token or secrets.token_urlsafe(32)
    published = Published(
        snapshot=snapshot, token=key, host=host, proxy=proxy.rstrip("/"), ticket=ticket
    )
    with _server(published, port, _environment(away_from)) as (process, here):
        said = tuple(tried(here, published))
        address = link(f"{published.proxy or here}/voila/render/{PAGE}.ipynb", key)
        yield Shown(address, said, here, process)


def _environment(away_from: Path | None) -> dict[str, str]:
    """Return this process's environment without anything that names the client's folder."""
    kept = {k: v for k, v in os.environ.items() if k not in {"PWD", "OLDPWD", "_"}}
    kept = {k: v for k, v in kept.items() if not k.startswith("WORKBENCH_")}
    if away_from is None:
        return kept
    place = str(away_from.resolve())
    return {k: v for k, v in kept.items() if place not in v and str(away_from) != v}


@contextmanager
def _server(
    published: Published, port: int | None, environment: Mapping[str, str]
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the server; yield it and the address at which this computer reaches it."""
    words = [sys.executable, "-m", "workbench.server", "--child", "--published", "--page", PAGE]
    words += ["--port", str(port)] if port else []
    package = Path(__file__).resolve().parents[2]
    path = os.pathsep.join(filter(None, [str(package), environment.get("PYTHONPATH", "")]))
    process = subprocess.Popen(  # noqa: S603 - our own module
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=tempfile.gettempdir(),
        env={**environment, "PYTHONPATH": path},
        start_new_session=True,  # Ctrl-C is for us, who then end it
    )
    late = threading.Timer(PATIENCE, process.kill)
    late.start()
    try:
        assert process.stdin  # noqa: S101 - pipes were asked for
        assert process.stdout  # noqa: S101
        try:
            process.stdin.write(published.model_dump_json() + "\n")
            process.stdin.flush()
            said = urlsplit(json.loads(process.stdout.readline())["address"])
        except (OSError, ValueError, KeyError):
            raise WorkbenchError(
                "The owner's page did not start", then="Look above, then try again."
            ) from None
        late.cancel()
        host = HOST if published.host in {"0.0.0.0", "::"} else published.host  # noqa: S104 - told apart, not bound
        yield process, f"http://{host}:{said.port}"
    finally:
        late.cancel()
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """Close its input, the sign to end; past its grace end it by force."""
    with contextlib.suppress(OSError):
        if process.stdin:
            process.stdin.close()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
