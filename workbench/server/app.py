"""Voilà with the workbench's pages, our own template and safe settings, begun and ended cleanly.

Loopback only, a new key at each start, forged hosts refused, no files served but our own, a
strict content policy, kernels that end with their page, and nothing left behind at the end.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import logging
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import psutil  # type: ignore[import-untyped]
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.netutil import bind_sockets
from voila.app import Voila
from voila.tornado.contentshandler import VoilaContentsHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler
from voila.tornado.treehandler import TornadoVoilaTreeHandler

from workbench.charts.vega import bundle
from workbench.errors import WorkbenchError
from workbench.folder import shipped
from workbench.server.channels import Channels
from workbench.server.children import Children
from workbench.server.handlers import Alive, Enter, Home, Library, Open, Page, enter, link
from workbench.server.published import Published
from workbench.server.runtime import prepare, publish, tell
from workbench.server.settings import HOST, settings
from workbench.server.showing import Publish, Showing

FIRST_PORT = 8866
PORTS_TRIED = 50
GRACE = 5.0
"""Seconds that kernels, then whatever else we began, get to end by themselves."""

_log = logging.getLogger(__name__)


class App(Voila):  # type: ignore[misc] # Voilà gives no types
    """Voilà, listening on a socket that is already ours and ending everything it began."""

    config_file_paths: list[str] = []  # noqa: RUF012 - a user's own Voilà settings aren't ours
    settings_of_ours: dict[str, Any]
    sockets: list[socket.socket]
    announce: Callable[[], None]
    ends_with_input = False
    awaits = False

    def init_settings(self) -> dict[str, Any]:
        """Add what our handlers need, and the change of priority when a warm kernel is taken."""
        settings: dict[str, Any] = super().init_settings()
        take = self.kernel_manager.get_rendered_notebook

        async def taken(*args: Any, **kwargs: Any) -> Any:
            self.kernel_manager.hurry()
            return await take(*args, **kwargs)

        self.kernel_manager.get_rendered_notebook = taken
        return settings | self.settings_of_ours

    def init_handlers(self) -> list[Any]:
        """Put our addresses first; take out the list of files and its contents."""
        ours = [
            (r"/", Home),
            (r"/enter/([\w-]+)", Enter),
            (r"/open/(\w+)", Open),
            (r"/publish/(\w+)", Publish),
            (r"/workbench/kernels/([\w-]+)", Alive),
            (r"/workbench/library/(vega-[\w.]+\.js)", Library, {"path": str(bundle().parent)}),
        ]
        if self.settings_of_ours["workbench_published"]:
            ours = [entry for entry in ours if entry[1] not in {Open, Publish}]
        left_out = (TornadoVoilaTreeHandler, VoilaContentsHandler)
        instead = {TornadoVoilaHandler: Page, VoilaKernelWebsocketHandler: Channels}
        for pattern, handler, *more in super().init_handlers():
            if handler not in left_out:
                ours.append((pattern, instead.get(handler, handler), *more))
        return ours

    def listen(self) -> None:
        """Serve until a signal comes, then end kernels and children before leaving."""
        server = HTTPServer(self.app)
        server.add_sockets(self.sockets)
        self.ioloop = IOLoop.current()
        loop = self.ioloop
        ending = threading.Event()

        async def end() -> None:
            # What is ended half-way through its start complains; that is no news any more.
            asyncio.get_running_loop().set_exception_handler(lambda _loop, _told: None)
            try:
                server.stop()
                await self.settings_of_ours["workbench_children"].close()
                await self.settings_of_ours["workbench_showing"].close()
                await asyncio.wait_for(self.kernel_manager.shutdown_all(now=True), GRACE)
            except Exception as fault:  # noqa: BLE001 - a kernel caught while starting, mostly
                _log.info("ending: %s", type(fault).__name__)
            finally:
                loop.stop()

        def asked(_number: int = 0, _frame: FrameType | None = None) -> None:
            if not ending.is_set():
                ending.set()
                loop.add_callback_from_signal(end)

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, asked)
        if self.ends_with_input:
            threading.Thread(target=self.heed_input, args=(loop, asked), daemon=True).start()
        if not self.awaits:
            loop.add_callback(self.receive)
        try:
            loop.start()
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)  # an impatient second Ctrl-C leaves nothing
            _end_what_is_left()

    def heed_input(self, loop: IOLoop, ended: Callable[[], None]) -> None:
        """Learn from the first line of standard input whose server this is, if it is to be told.

        Then wait for the input's end. Unbuffered: a lock held here would outlive the thread.
        """
        with (
            contextlib.suppress(OSError, ValueError),
            open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as said,
        ):
            line = said.readline()
            if line and self.awaits:
                loop.add_callback(self.serve_for, Path(json.loads(line)))
            while said.read(4096):
                pass
        ended()

    async def serve_for(self, engagement: Path) -> None:
        """Serve this client from now on, as the only one ever; its pages wait already."""
        self.awaits = False
        self.app.settings["workbench_engagement"] = engagement
        tell(Path(self.settings_of_ours["workbench_runtime"]), engagement)
        await self.receive()

    async def receive(self) -> None:
        """Say the address once the warm kernels have begun.

        A page asked for before that would start one more beside them.
        """
        pools = self.kernel_manager._pools.values()  # noqa: SLF001 - Voilà tells nobody otherwise
        await asyncio.gather(*(kernel for pool in pools for kernel in pool), return_exceptions=True)
        self.announce()

    def stop(self) -> None:
        """Do nothing: `listen` has ended everything, and the runtime folder goes as a whole."""


def _end_what_is_left() -> None:
    """End processes of ours that a kernel manager caught half-way forgets."""
    left = psutil.Process().children(recursive=True)
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    for process in psutil.wait_procs(left, timeout=GRACE)[1]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def serve(
    engagement: Path | None = None,
    *,
    port: int | None = None,
    open_browser: bool = True,
    notebooks: Path | None = None,
    page: str | None = None,
    ends_with_input: bool = False,
    awaits: bool = False,
    published: Published | None = None,
    announce: Callable[[str], None] | None = None,
) -> None:
    """Serve the pages for one engagement until Ctrl-C.

    Parameters
    ----------
    engagement
        The client's folder; None: the start page, whose pages use a temporary copy of the demo.
    port
        The port to begin with; a busy one is passed over. None: 8866.
    open_browser
        Whether to open the first page in the user's browser.
    notebooks
        The folder of pages; None: the workbench's own.
    page
        The page to begin with (``matrix``); None: the matrix of the engagement, else the start.
    ends_with_input
        Whether to end when standard input closes: a server started by another one.
    awaits
        Whether the client's folder is named later, by the first line of standard input (as JSON):
        a server kept ready. It says its address only then, and serves no other client ever.
    published
        What the owner's page shows: then no other page is served, and no client is known.
    announce
        Called with the address of the first page, key included; None: it is printed.

    Raises
    ------
    WorkbenchError
        When the folder or the pages aren't there, or no port is free.
    """
    if engagement is not None and not engagement.is_dir():
        raise WorkbenchError(f"«{engagement}» is no folder", then="Name a client's folder.")
    pages = notebooks or pages_folder()
    first = page or ("matrix" if engagement else "index")
    if not (pages / f"{first}.ipynb").is_file():
        raise WorkbenchError(f"the page «{first}» isn't in «{pages}»")
    # Jupyter gives tornado its milliseconds for seconds; tornado would warn at every start, and
    # of everybody who was refused.
    for part in ("general", "access", "application"):
        logging.getLogger(f"tornado.{part}").setLevel(logging.ERROR)
    sockets, port = _free(port or FIRST_PORT, published.host if published else HOST)
    runtime = Path(tempfile.mkdtemp(prefix="workbench-")).resolve()
    try:
        prepare(runtime, pages, engagement, awaits=awaits)
        token = secrets.token_urlsafe(32)
        ticket = secrets.token_urlsafe(32) if open_browser else ""
        if published:
            publish(runtime, published.snapshot.model_dump_json())
            token, ticket = published.token, published.ticket
        entrance = link(f"/voila/render/{first}.ipynb", token)

        def ready() -> None:
            (announce or _print)(f"http://{HOST}:{port}{entrance}")
            if open_browser:
                enter(f"http://{HOST}:{port}/enter/{ticket}")

        app = App(config=settings(runtime, port, token, published))
        app.settings_of_ours = {
            "workbench_entrance": entrance,
            "workbench_ticket": ticket,
            "workbench_first": first,
            "workbench_runtime": str(runtime),
            "workbench_published": published is not None,
            "workbench_proxy": urlsplit(published.proxy).netloc if published else "",
            "workbench_pages": runtime / "notebooks",
            "workbench_engagement": engagement.resolve() if engagement else None,
            "workbench_children": Children(pages),
            "workbench_showing": Showing(),
        }
        app.sockets = sockets
        app.announce = ready
        app.ends_with_input = ends_with_input
        app.awaits = awaits
        app.initialize([])
        app.start()
    finally:
        shutil.rmtree(runtime, ignore_errors=True)


def pages_folder() -> Path:
    """Return the folder of the workbench's pages; `WorkbenchError` where there is none."""
    folder = shipped("notebooks")
    if not (folder / "index.ipynb").is_file():
        raise WorkbenchError("the workbench's pages aren't installed", then="Install it again.")
    return folder


def _free(port: int, host: str) -> tuple[list[socket.socket], int]:
    """Return sockets bound to the port of an address, or to the next free one."""
    for candidate in [*range(port, port + PORTS_TRIED), 0]:
        try:
            sockets = bind_sockets(candidate, host)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            continue
        return sockets, sockets[0].getsockname()[1]
    raise WorkbenchError("no port is free on this computer", then="Close another program.")


def _print(address: str) -> None:
    sys.stdout.write(f"The workbench is open at\n  {address}\nStop it with Ctrl-C.\n")
    sys.stdout.flush()
