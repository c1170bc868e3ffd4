"""What a start is spared: libraries nobody here uses, and those not needed until later."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ADDRESS_GRAMMAR = "rfc3987_syntax"
"""jsonschema builds this grammar of web addresses when it is imported: a second of every start."""


@contextmanager
def spared(module: str) -> Iterator[None]:
    """Let a library be imported without another one that it would only like to have.

    Inside the block ``module`` can't be imported; what is loaded already stays. An empty name
    spares nothing.

    Examples
    --------
    >>> with spared("turtledemo"):
    ...     try:
    ...         import turtledemo
    ...     except ImportError:
    ...         print("isn't here")
    isn't here
    """
    if not module or module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment] # Python's word for «can't be imported»
    try:
        yield
    finally:
        del sys.modules[module]


class Lazily:
    """A module that is loaded by the first look at anything in it, in whichever thread.

    Parameters
    ----------
    name
        The module's.
    without
        What it is loaded without; see `spared`.

    Examples
    --------
    >>> Lazily("colorsys").rgb_to_hls(0.0, 0.0, 0.0)
    (0.0, 0.0, 0.0)
    """

    def __init__(self, name: str, without: str = "") -> None:
        self._name, self._without = name, without

    def __getattr__(self, attribute: str) -> Any:
        with spared(self._without):  # waits where another thread is loading it
            return getattr(importlib.import_module(self._name), attribute)
