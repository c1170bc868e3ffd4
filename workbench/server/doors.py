"""Trying the doors of a server for the owner before its address is told to anybody."""

from __future__ import annotations

import http.client
import secrets
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from workbench.errors import WorkbenchError
from workbench.server.published import PAGE, Published

_PATIENCE = 20.0
_REFUSED = range(400, 500)
_KERNEL = "00000000-0000-0000-0000-000000000000"


class Door(NamedTuple):
    """A request that has to be refused, and what it would be."""

    what: str
    path: str
    method: str = "GET"
    key: str | None = None
    host: str = "localhost"


def tried(address: str, published: Published) -> Iterator[str]:
    """Knock where nobody may get in; yield what was found, in one sentence each.

    Raises
    ------
    WorkbenchError
        When one of them opens: then the page must not be served.
    """
    key = published.token
    page = f"/voila/render/{PAGE}.ipynb"
    socket = f"/api/kernels/{_KERNEL}/channels"
    doors = (
        Door("without its key", page),
        Door("with another key", page, key=secrets.token_urlsafe(32)),
        Door("a kernel's socket without the key", socket),
        Door("another page", "/voila/render/matrix.ipynb", key=key),
        Door("a client to open", "/open/0123456789abcdef0123456789abcdef", key=key),
        Door("the snapshot as a file", "/voila/files/snapshot.json", key=key),
        Door("the page's source", f"/voila/files/{PAGE}.ipynb", key=key),
        Door("the list of files", "/voila/api/contents/", key=key),
        Door("a kernel of one's own", "/api/kernels", method="POST", key=key),
        Door("under another name", page, key=key, host="elsewhere.example"),
    )
    open_ones = [door.what for door in doors if not _shut(address, door)]
    if open_ones:
        raise WorkbenchError(
            f"The owner's page is not safe to serve: open is {', '.join(open_ones)}",
            then="Nothing is served. Update the workbench and its libraries.",
        )
    yield f"Tried and refused: {', '.join(door.what for door in doors)}."
    if not _policy(address, key):
        raise WorkbenchError("The owner's page has no policy against foreign content")
    where = f"behind {published.proxy}" if published.proxy else "on this computer alone"
    yield f"It holds a snapshot, no client's folder; it is reached {where}."


def _shut(address: str, door: Door) -> bool:
    """Whether a request is refused, or led to where it is refused."""
    status, headers = _ask(address, door)
    if status in {301, 302}:
        return urlsplit(headers.get("Location", "")).path == "/login"
    return status in _REFUSED


def _policy(address: str, key: str) -> bool:
    _, headers = _ask(address, Door("", "/", key=key))
    return "default-src 'self'" in headers.get("Content-Security-Policy", "")


def _ask(address: str, door: Door) -> tuple[int, dict[str, str]]:
    parts = urlsplit(address)
    link = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_PATIENCE)
    headers = {"Host": f"{door.host}:{parts.port}"}
    headers |= {"Authorization": f"token {door.key}"} if door.key else {}
    if door.path.endswith("/channels"):
        headers |= {"Connection": "Upgrade", "Upgrade": "websocket"}
        headers |= {"Sec-WebSocket-Key": "d29ya2JlbmNoIQ==", "Sec-WebSocket-Version": "13"}
    try:
        link.request(door.method, door.path, headers=headers)
        answer = link.getresponse()
        return answer.status, dict(answer.getheaders())
    except (OSError, http.client.HTTPException):
        return 500, {}  # neither in nor refused: no answer is no door that was shut
    finally:
        link.close()
