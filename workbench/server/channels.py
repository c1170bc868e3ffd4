"""What a kernel may say to a page: widgets, state; never a traceback, never its printed text."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

KEPT_BACK = frozenset({"error", "stream"})
"""Kinds of messages that no page of ours shows; a callback's traceback carries a client's data."""


class Channels(VoilaKernelWebsocketHandler):  # type: ignore[misc] # Voilà gives no types
    """The page's connection to its kernel, without errors and printed text.

    The terminal gets them instead: printed text as it is (our own log has no values in it), of a
    traceback only its kind.
    """

    async def open(self, kernel_id: str) -> None:
        """Connect; every message leaves at once.

        By default a small message waits until the one before is acknowledged, which a browser
        does 40 ms late: no picture would move with the hand.
        """
        self.set_nodelay(True)
        await super().open(kernel_id)

    def check_origin(self, origin_to_satisfy_tornado: str = "") -> bool:  # noqa: ARG002 - tornado's
        """Refuse a page of another site, even one that knows the key."""
        origin = urlsplit(self.request.headers.get("Origin", "")).netloc
        here = {self.request.headers.get("Host", ""), self.settings["workbench_proxy"]}
        return not origin or origin in here - {""}

    def write_error(self, status_code: int, **_kwargs: Any) -> None:
        """Refuse without a page: Jupyter's own would need files that aren't served here."""
        self.set_status(status_code)
        self.finish()

    def write_message(self, message: bytes | Mapping[str, Any], binary: bool = False) -> Any:
        """Pass a message on unless it is kept back."""
        kind, content = _opened(message)
        if kind in KEPT_BACK:
            sys.stderr.write(said(kind, content))
            return None
        return super().write_message(message, binary)


def said(kind: str, content: Mapping[str, Any]) -> str:
    r"""Return what the terminal is told of a message that is kept back.

    Examples
    --------
    >>> said("error", {"ename": "KeyError", "evalue": "Birch & Sons", "traceback": []})
    'A page had an unexpected KeyError.\n'
    """
    if kind == "error":
        return f"A page had an unexpected {content.get('ename', 'error')}.\n"
    return str(content.get("text", ""))


def _opened(message: bytes | Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Return a message's kind, and its content where it is kept back."""
    if isinstance(message, bytes):
        _, parts = deserialize_msg_from_ws_v1(message)  # type: ignore[no-untyped-call]
        kind = _json(parts, 0).get("msg_type", "")
        return kind, _json(parts, 3) if kind in KEPT_BACK else {}
    header = message.get("header") or {}
    return header.get("msg_type", ""), message.get("content") or {}


def _json(parts: Sequence[bytes], index: int) -> dict[str, Any]:
    try:
        return dict(json.loads(parts[index]))
    except (ValueError, IndexError, TypeError):
        return {}
