"""The few addresses of our own beside Voilà's: enter, home, open a client, how the kernel is."""

from __future__ import annotations

import hmac
import json
import re
import threading
import webbrowser
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any, cast

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import IdentityProvider
from jupyter_server.base.handlers import JupyterHandler
from tornado import web
from tornado.httputil import url_concat
from voila.tornado.handler import TornadoVoilaHandler

from workbench.errors import WorkbenchError
from workbench.server.children import Children

HANDLE = re.compile(r"[0-9a-f]{32,128}")
START = "index.ipynb"
"""The page on which a client is picked: once it is drawn, a server is kept ready."""

_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><style>
body{{font:16px/1.5 system-ui,sans-serif;color:#20242a;background:#f6f7f9;margin:15vh auto;
max-width:40rem;padding:0 1rem}}h1{{font-size:20px}}.quiet{{color:#5b616b;font-size:14px}}
label{{display:block}}input{{box-sizing:border-box;width:100%;font:14px ui-monospace,monospace;
padding:8px;border:1px solid #8a8f98;border-radius:6px;color:inherit;background:#fff}}
button,.button{{display:inline-block;font:inherit;padding:6px 14px;border:1px solid #8a8f98;
border-radius:6px;color:inherit;background:#fff;text-decoration:none;cursor:pointer}}
a.button{{color:#fff;background:#20242a;border-color:#20242a}}
:focus-visible{{outline:2px solid #20242a;outline-offset:2px}}</style></head>
<body><main><h1>{title}</h1>{body}</main></body></html>"""


class Page(TornadoVoilaHandler):  # type: ignore[misc] # Voilà gives no types
    """A notebook as a page.

    The XSRF cookie is set with the page itself: without it the call that ends the kernel when
    the page is left would be refused and the kernel would stay for ever (voila #1458).
    """

    async def get(self, path: str | None = None) -> None:
        """Draw the page; a notebook that isn't there is told plainly."""
        _ = self.xsrf_token
        if self.current_user and not _is_notebook(self.settings["workbench_pages"], path):
            _say(self, 404, "No such page", "Go back, or open the address the workbench printed.")
            return
        await super().get(path)
        if self.current_user and path == START:
            cast("Children", self.settings["workbench_children"]).prepare()


class Refusal(JupyterHandler):
    """What stands where Jupyter has its login form: an address without its key."""

    @allow_unauthenticated
    def get(self) -> None:
        """Say what is missing."""
        _say(
            self,
            403,
            "This address needs its key",
            "Open the whole address that the workbench printed when it started, with «token=» "
            "and what follows. A new start has a new key.",
        )


class KeyProvider(IdentityProvider):
    """The token and the cookie it leaves; no password, no login form."""

    def get_handlers(self) -> list[tuple[str, Any]]:
        """Return the one page that refuses."""
        return [(r"/login", Refusal)]


class Enter(web.RequestHandler):
    """A ticket good for one visit: the browser is opened without the token in a command line."""

    def get(self, ticket: str) -> None:
        """Redirect to the first page, once."""
        waiting = self.settings.pop("workbench_ticket", "")
        if not waiting or not hmac.compare_digest(waiting, ticket):
            raise web.HTTPError(403)
        self.set_header("Referrer-Policy", "no-referrer")
        self.redirect(self.settings["workbench_entrance"])


class Home(JupyterHandler):
    """The bare address leads to the first page."""

    @web.authenticated
    def get(self) -> None:
        """Redirect."""
        self.redirect(f"/voila/render/{self.settings['workbench_first']}.ipynb")


class Open(JupyterHandler):
    """A client picked on the start page opens on a server of its own.

    One client's data never meets another's: each engagement has its own process, port and key.
    The start page's kernel writes the path into the runtime folder; only its handle travels.
    """

    @web.authenticated
    async def get(self, handle: str) -> None:
        """Start (or find) the client's server and lead there."""
        if not HANDLE.fullmatch(handle):
            raise web.HTTPError(404)
        note = Path(self.settings["workbench_runtime"]) / "opens" / f"{handle}.json"
        children = cast("Children", self.settings["workbench_children"])
        engagement = _named(note)
        if engagement is None:
            text = "Go back to the start page and choose the client again."
            _say(self, 404, "This client isn't waiting to be opened", text)
            return
        if engagement == self.settings["workbench_engagement"]:
            self.redirect("/voila/render/matrix.ipynb")
            return
        try:
            self.redirect(await children.address(engagement))
        except WorkbenchError as error:
            _say(self, 503, "The client could not be opened", str(error))


class Alive(JupyterHandler):
    """How the kernel behind a page is: the page asks every second and tells what it hears."""

    @web.authenticated
    async def get(self, kernel_id: str) -> None:
        """Answer {"kernel": "idle"|"busy"|"dead", "still": seconds without a sign of life}."""
        manager = self.kernel_manager
        answer: dict[str, object] = {"kernel": "dead", "still": 0}
        if kernel_id in manager:
            kernel = manager.get_kernel(kernel_id)
            if await ensure_async(kernel.is_alive()):
                state = getattr(kernel, "execution_state", "idle")
                last = getattr(kernel, "last_activity", None)
                still = (datetime.now(UTC) - last).total_seconds() if last else 0
                answer = {"kernel": "busy" if state == "busy" else "idle", "still": round(still, 1)}
        self.set_header("Cache-Control", "no-store")
        self.finish(answer)


class Library(web.StaticFileHandler):
    """The Vega library, under a name that changes with its version: kept by the browser."""

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 - tornado's signature
        """Let the browser keep it."""
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")


def enter(address: str) -> None:
    """Open an address with a ticket in the user's browser, which may take its time."""
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def link(address: str, token: str) -> str:
    """Return an address with its key."""
    return url_concat(address, {"token": token})


def _named(note: Path) -> Path | None:
    """Return the folder a note of the start page names, or None where there is no such note."""
    try:
        return Path(json.loads(note.read_text(encoding="utf-8"))["engagement"]).resolve()
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_notebook(folder: Path, name: str | None) -> bool:
    return bool(name) and name in {path.name for path in folder.glob("*.ipynb")}


def page_of(title: str, body: str) -> str:
    """Return a plain page of the server's own; the title is text, the body is HTML."""
    return _PAGE.format(title=escape(title), body=body)


def _say(handler: JupyterHandler, status: int, title: str, text: str) -> None:
    handler.set_status(status)
    handler.set_header("Content-Type", "text/html; charset=utf-8")
    handler.finish(page_of(title, f"<p>{escape(text)}</p>"))
