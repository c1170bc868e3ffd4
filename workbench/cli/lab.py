"""JupyterLab for one client, on copies of the notebooks in the client's own folder."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import secrets
import socket
import warnings
from pathlib import Path

from workbench.cli.terminal import say
from workbench.errors import WorkbenchError

HOST = "127.0.0.1"
FIRST_PORT = 8888
_TRIED = 50
_PAUSE = 0.05  # seconds between two looks whether JupyterLab listens yet
_COPIED = ".copied.json"
_SETTINGS = Path(__file__).parent / "jupyter"


def copy_notebooks(shipped: Path, into: Path) -> tuple[str, ...]:
    """Copy notebooks; return the names of those left alone because somebody changed them.

    A copy that is as it was made is brought up to date; a changed one is never overwritten.
    """
    into.mkdir(exist_ok=True)
    made: dict[str, str] = _record(into)
    kept = []
    for notebook in sorted(shipped.glob("*.ipynb")):
        new, copy = notebook.read_bytes(), into / notebook.name
        old = copy.read_bytes() if copy.exists() else None
        if old is not None and old != new and _sum(old) != made.get(notebook.name):
            kept.append(notebook.name)
            continue
        if old != new:
            copy.write_bytes(new)
        made[notebook.name] = _sum(new)
    (into / _COPIED).write_text(json.dumps(made, indent=1), encoding="utf-8")
    return tuple(kept)


def free_port(first: int) -> int:
    """Return the first port from ``first`` on that nobody listens on."""
    for port in range(first, min(first + _TRIED, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise WorkbenchError(
        f"The ports {first} to {first + _TRIED - 1} are busy",
        where="--port",
        then="Name another one.",
    )


def launch(folder: Path, notebooks: Path, port: int, *, browser: bool) -> None:
    """Run JupyterLab until Ctrl-C: loopback, a token, nothing asked of the internet.

    Parameters
    ----------
    folder
        The client's folder, which the notebooks' kernels find in ``WORKBENCH_ENGAGEMENT``.
    notebooks
        The folder of copies, the only one that JupyterLab shows.
    port
        The port to begin with; a busy one is passed over.
    """
    # slow, and no other command needs them
    from jupyterlab.labapp import LabApp  # noqa: PLC0415
    from tornado.ioloop import IOLoop  # noqa: PLC0415

    port, key = free_port(port), secrets.token_urlsafe(32)
    address = f"http://{HOST}:{port}/lab?token={key}"
    IOLoop.current().add_callback(_announce, port, address)
    os.environ["WORKBENCH_ENGAGEMENT"] = str(folder.resolve())
    # What JupyterLab itself must not do: it would ask whether to fetch news from its makers.
    paths = [str(_SETTINGS), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(paths)
    # In this process, so that the token stands in no list of processes.
    arguments = {
        "ServerApp.ip": HOST,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.answer_yes": True,
        "ServerApp.root_dir": str(notebooks.resolve()),
        "ServerApp.open_browser": browser,
        "ServerApp.allow_remote_access": False,
        "ServerApp.allow_origin": "",
        "ServerApp.disable_check_xsrf": False,
        "ServerApp.log_level": "ERROR",
        "LabApp.log_level": "ERROR",
        "IdentityProvider.token": key,
        "PasswordIdentityProvider.hashed_password": "",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.news_url": None,
        "LabApp.extension_manager": "readonly",
    }
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments["ServerApp.allow_root"] = True  # where root is all there is, as in a container
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # Jupyter's, about itself
            LabApp.launch_instance([f"--{name}={value}" for name, value in arguments.items()])
    except SystemExit as end:
        if end.code:
            raise WorkbenchError(
                "JupyterLab could not start", then="Its own message stands above."
            ) from None


async def _announce(port: int, address: str) -> None:
    """Say the address once somebody listens there, so that nobody's first click is refused."""
    while True:
        try:
            _, writer = await asyncio.open_connection(HOST, port)
        except OSError:
            await asyncio.sleep(_PAUSE)
            continue
        writer.close()
        break
    say("JupyterLab is open at", f"  {address}", "Stop it with Ctrl-C.")


def _record(folder: Path) -> dict[str, str]:
    """Return name → sum of each notebook as it was copied."""
    try:
        read = json.loads((folder / _COPIED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in read.items()} if isinstance(read, dict) else {}


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
