"""What a server for the owner is given: a snapshot, a key, and how it may be reached."""

from __future__ import annotations

import ipaddress
from typing import Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from workbench.errors import WorkbenchError
from workbench.sharing.snapshot import Snapshot

PAGE = "owner"
LEAST_KEY = 20
"""Letters a key that somebody chose has to have at least."""


class Published(BaseModel):
    """A snapshot to be served, and nothing that leads back to where it came from.

    ``host`` is the address to listen on; beyond this computer ``proxy`` names the https address
    under which a TLS proxy in front of it is reached. ``ticket`` opens the page once without its
    key: it stands in a command line, where the key must not.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    snapshot: Snapshot
    token: str
    host: str
    proxy: str = ""
    ticket: str = ""

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what another process hands over; `WorkbenchError` when it is none of ours."""
        try:
            return cls.model_validate_json(text)
        except ValidationError:
            raise WorkbenchError("What is to be published can't be read") from None

    @property
    def names(self) -> list[str]:
        """Names under which a browser may ask for the page, beside this computer's own."""
        named = urlsplit(self.proxy).hostname if self.proxy else None
        return [named] if named else []


def is_loopback(host: str) -> bool:
    """Whether only this computer can reach an address.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_reach(host: str, token: str, proxy: str) -> None:
    """Refuse to be reached from elsewhere without a key and a stated TLS proxy.

    Raises
    ------
    WorkbenchError
        When the key is too short, the proxy is no https address, or the page would be open.
    """
    if token and (len(token) < LEAST_KEY or not token.isascii() or not token.isalnum()):
        raise WorkbenchError(
            "The key can be guessed or can't be typed",
            where="--token",
            allowed=f"at least {LEAST_KEY} letters and digits",
            then="Leave it out to get a new one at every start.",
        )
    parts = urlsplit(proxy)
    if proxy and (parts.scheme != "https" or not parts.hostname or parts.path not in {"", "/"}):
        raise WorkbenchError(
            f"«{proxy}» is no address of a TLS proxy",
            where="--proxy",
            allowed="https:// and a name, such as https://review.example.org",
        )
    if is_loopback(host):
        return
    try:
        ipaddress.ip_address(host)
    except ValueError:
        raise WorkbenchError(
            f"«{host}» is no address to listen on", where="--host", allowed="127.0.0.1 or 0.0.0.0"
        ) from None
    if not token or not proxy:
        raise WorkbenchError(
            f"On {host} other computers could read the page",
            where="--host",
            allowed="a key of your own with --token, and behind a TLS proxy named with --proxy",
            then="Leave --host out to stay on this computer.",
        )
