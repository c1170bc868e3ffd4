"""Bytes → text in UTF-8 with plain line ends, whatever a client's program wrote."""

from __future__ import annotations

from workbench.errors import WorkbenchError

AGAIN = "Save it as CSV or Excel again and try that."
_CONTROLS = [bytes([code]) for code in range(32) if code not in b"\t\n\r\f"]
_WINDOWS = bytes.maketrans(b"\x81\x8d\x8f\x90\x9d", b"\x1a\x1a\x1a\x1a\x1a")  # have no meaning


def decode(data: bytes) -> bytes:
    """Return any of UTF-8, UTF-16 and Windows-1252 as UTF-8 with plain line ends.

    Raises
    ------
    WorkbenchError
        When the bytes are no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = _recode(data, "utf-16")
    elif b"\x00" in data[:4096] and (wide := _wide(data[:4096])):
        data = _recode(data, wide)
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\x00" in data:
        raise WorkbenchError("The file holds NUL bytes, so it is damaged or no text", then=AGAIN)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        data = data.translate(_WINDOWS).decode("cp1252").encode()
    head = data[:65536]
    odd = sum(head.count(byte) for byte in _CONTROLS) + 2 * head.count("\ufffd".encode())
    if odd * 100 > len(head):
        raise WorkbenchError("The file is no text", then=AGAIN)
    if b"\r" not in data:
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _recode(data: bytes, encoding: str) -> bytes:
    try:
        return data.decode(encoding).encode()
    except UnicodeError:
        raise WorkbenchError("The file breaks off inside a letter", then=AGAIN) from None


def _wide(head: bytes) -> str:
    """Return the UTF-16 that a text without a mark is in, judged by where its NUL bytes stand."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 4 < len(head):
        return ""
    return "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else ""
