"""What a start is spared: libraries that others load beside themselves and nobody here uses."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

ADDRESS_GRAMMAR = "rfc3987_syntax"
"""jsonschema builds this grammar of web addresses when it is imported: a second of every start."""


@contextmanager
def spared(module: str) -> Iterator[None]:
    """Let a library be imported without another one that it would only like to have.

    Inside the block ``module`` can't be imported; what is loaded already stays.

    Examples
    --------
    >>> with spared("turtledemo"):
    ...     try:
    ...         import turtledemo
    ...     except ImportError:
    ...         print("isn't here")
    isn't here
    """
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment] # Python's word for «can't be imported»
    try:
        yield
    finally:
        del sys.modules[module]
