"""Bytes → text in UTF-8 with plain line ends, whatever a client's program wrote."""

from __future__ import annotations

import codecs
import re
from collections import Counter

import numpy as np

from workbench.errors import WorkbenchError

AGAIN = "Save it as CSV or Excel again and try that."
_CONTROLS = [bytes([code]) for code in range(32) if code not in b"\t\n\r\f"]
_WINDOWS = bytes.maketrans(b"\x81\x8d\x8f\x90\x9d", b"\x1a\x1a\x1a\x1a\x1a")  # have no meaning
_MARKS = {  # the longer ones first
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_HIGH = bytes(range(128, 256))
_ESCAPED = re.compile("[\udc80-\udcff]")  # how Python keeps a byte that is no UTF-8
_BY_BYTE = {0xDC00 + byte: bytes([byte]).translate(_WINDOWS).decode("cp1252") for byte in _HIGH}
_HALF = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")
_OLDER = {"cp850": "MS-DOS (code page 850)", "mac_roman": "an old Mac (Mac Roman)"}
_COMMON = frozenset("äöüåæøßéñçÄÖÜÅÆØÉ")
_ENOUGH = 2000  # letters looked at to tell what wrote them


def decode(data: bytes) -> bytes:
    """Return any of UTF-8, UTF-16, UTF-32 and older encodings as UTF-8 with plain line ends.

    Raises
    ------
    WorkbenchError
        When the bytes are no text.
    """
    return decoded(data)[0]


def decoded(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return what `decode` does, and a note for what was assumed on the way."""
    note = ""
    wide = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    if wide or (b"\x00" in data[:4096] and (wide := _wide(data[:4096]))):
        data = _recode(data, wide)
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\x00" in data:
        raise WorkbenchError("The file holds NUL bytes, so it is damaged or no text", then=AGAIN)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        data, note = _nearly_utf8(data) or _by_byte(data)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    head = data[:65536]
    odd = sum(head.count(byte) for byte in _CONTROLS) + 2 * head.count("\ufffd".encode())
    if odd * 100 > max(len(head), 300):
        raise WorkbenchError("The file is no text", then=AGAIN)
    return data, (note,) if note else ()


def _nearly_utf8(data: bytes) -> tuple[bytes, str] | None:
    """Read UTF-8 with a few bytes that are none, those as Windows-1252; None if it is not UTF-8.

    A letter of several bytes hardly comes about by chance: where they are more than the bytes that
    fit none, it is.
    """
    half = _HALF.search(data[-3:])
    body = data[: len(data) - len(half[0])] if half else data
    good = body.decode("utf-8", "ignore")
    kept = good.encode()
    letters = len(good) - len(kept.translate(None, _HIGH))
    if letters <= len(body) - len(kept):
        return None
    said = []
    text = body.decode("utf-8", "surrogateescape")
    if first := _ESCAPED.search(text):
        line = len(re.findall(r"\r\n?|\n", text[: first.start()])) + 1
        said.append(
            f"letters that are not in UTF-8 like the others: {len(body) - len(kept):,}, the first "
            f"on line {line}; read as Windows writes them"
        )
    if half:
        text += "\ufffd"
        said.append("it breaks off inside a letter, so the end may be missing")
    return text.translate(_BY_BYTE).encode(), "; ".join(said) + "."


def _by_byte(data: bytes) -> tuple[bytes, str]:
    """Read text with one byte a letter, as the program wrote it under which its words look best."""
    array = np.frombuffer(data, np.uint8)
    places = np.flatnonzero(array >= 128)[:_ENOUGH].tolist()  # noqa: PLR2004 all below is ASCII
    seen = Counter(
        b" " * (not at) + data[max(at - 1, 0) : at + 2].ljust(2 + bool(at)) for at in places
    )

    def looks(encoding: str) -> int:
        return sum(
            times
            * _looks(*word.translate(_WINDOWS if encoding == "cp1252" else None).decode(encoding))
            for word, times in seen.items()
        )

    encoding = max(("cp1252", *_OLDER), key=looks)
    if encoding == "cp1252":
        return data.translate(_WINDOWS).decode(encoding).encode(), ""
    note = f"its letters are read as {_OLDER[encoding]} wrote them; look at a name or two."
    return data.decode(encoding).encode(), note


def _looks(before: str, sign: str, after: str) -> int:
    """Say how likely a sign is between two others, from 2 (ø in a word) to −2 (a box in it)."""
    inside = before.isalpha() and after.isalpha()
    if not sign.isalpha():
        return (2 if sign == "’" else -2) if inside else 0
    if not (before.isalpha() or after.isalpha()) or sign in "ªº":
        return -1
    if sign.isupper() and (before.islower() or (before.isalpha() and after.islower())):
        return -2
    return 2 if sign in _COMMON else 1


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
