"""The owner's page begun from a client's pages: by a link, ended with them or before.

Its story: the plan page leaves a snapshot as a note for this server and shows a link with the
note's handle. Whoever follows it has a server of its own started for that snapshot, exactly as
``workbench serve DIR --page owner`` does, and gets its address. One at a time: newer facts end the
one before, and so its key.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import ExitStack
from html import escape
from pathlib import Path
from typing import cast

from jupyter_server.base.handlers import JupyterHandler
from pydantic import ValidationError
from tornado import web

from workbench.errors import WorkbenchError
from workbench.server.handlers import HANDLE, page_of
from workbench.server.owner import Shown, shown
from workbench.sharing.snapshot import Snapshot

_WAIT = "<p class='wait' role='status'>Starting it and trying its doors …</p>"
_READY = """<style>.wait{{display:none}}</style>
<p><label for="address">Its address, with a key of its own:</label>
<input id="address" readonly size="60" value="{address}"></p>
<p><a class="button" href="{address}" target="_blank" rel="noopener">Open it</a></p>
<p>It shows the review as it is now and stays so: follow the link on the plan page again to show
a newer one. It ends when the workbench does, or here.</p>
{said}
<form method="post">{xsrf}<button>Close the owner's page</button></form>"""
_ENDED = """<p>Its address and its key are worth nothing any more.</p>
<p><a class="button" href="">Show it again</a></p>"""


class Showing:
    """At most one owner's page beside a client's pages."""

    def __init__(self) -> None:
        self._text = ""
        self._shown: Shown | None = None
        self._running = ExitStack()
        self._turn = asyncio.Lock()

    async def begin(self, text: str, away_from: Path | None) -> Shown:
        """Serve a snapshot, given as JSON; the same one again is not started twice.

        Nothing that names ``away_from``, the client's folder, reaches the owner's server.

        Raises
        ------
        WorkbenchError
            When it can't be read, does not start, or a door of it isn't shut.
        """
        async with self._turn:
            if self._shown is None or text != self._text or self._shown.process.poll() is not None:
                await self._end()
                try:
                    snapshot = Snapshot.model_validate_json(text)
                except ValidationError:
                    raise WorkbenchError("What is to be shown can't be read") from None
                page = shown(snapshot, away_from=away_from)
                self._shown = await asyncio.to_thread(self._running.enter_context, page)
                self._text = text
            return self._shown

    async def close(self) -> None:
        """End what is shown and wait for it."""
        async with self._turn:
            await self._end()

    async def _end(self) -> None:
        self._shown, self._text = None, ""
        await asyncio.to_thread(self._running.close)


class Publish(JupyterHandler):
    """Where the plan page's link leads: the owner's page is started, its address told."""

    @web.authenticated
    async def get(self, handle: str) -> None:
        """Start it, or find it running; the browser is told meanwhile that it is awaited."""
        text = self._noted(handle)
        _ = self.xsrf_token  # its cookie goes with the headers
        self.set_header("Referrer-Policy", "same-origin")  # without it the form has no origin
        before, after = page_of("The owner's page", _WAIT + "{rest}").split("{rest}")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.write(before)
        await self.flush()
        try:
            page = await self._showing.begin(text, self.settings["workbench_engagement"])
        except WorkbenchError as error:
            self.finish(f"<style>.wait{{display:none}}</style><p>{escape(str(error))}</p>{after}")
            return
        said = "".join(f"<p class='quiet'>{escape(line)}</p>" for line in page.said)
        told = {"address": escape(page.address), "said": said, "xsrf": self.xsrf_form_html()}
        self.finish(_READY.format(**told) + after)

    @web.authenticated
    async def post(self, handle: str) -> None:
        """End it."""
        self._noted(handle)
        await self._showing.close()
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(page_of("The owner's page is closed", _ENDED))

    @property
    def _showing(self) -> Showing:
        return cast("Showing", self.settings["workbench_showing"])

    def _noted(self, handle: str) -> str:
        """Return the snapshot that a note of this run's pages holds."""
        if not HANDLE.fullmatch(handle):
            raise web.HTTPError(404)
        note = Path(self.settings["workbench_runtime"]) / "opens" / f"{handle}.json"
        try:
            return str(json.loads(note.read_text(encoding="utf-8"))["snapshot"])
        except (OSError, ValueError, KeyError, TypeError):
            raise web.HTTPError(404) from None
