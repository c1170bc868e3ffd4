"""What is shown in a terminal: a client's text made harmless, one message, a sign of life."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

PATIENCE = 1.0
"""Seconds after which a person wants to see that something is going on."""

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def clean(text: str) -> str:
    r"""Return text on one line, without what a terminal would obey instead of show.

    Control and formatting characters (escape sequences, right-to-left overrides) come out; tabs
    and line ends become spaces.

    >>> clean("Alder\x1b[2J\nBirch")
    'Alder[2J Birch'
    """
    if text.isascii() and text.isprintable():
        return text
    spaced = (" " if character in "\t\r\n" else character for character in text)
    return "".join(c for c in spaced if unicodedata.category(c) not in _HIDDEN)


def say(*lines: str) -> None:
    """Print lines on standard output, each cleaned."""
    for line in lines:
        sys.stdout.write(clean(line) + "\n")
    sys.stdout.flush()


def complain(message: str) -> None:
    """Print the one message a command ends with on standard error."""
    sys.stderr.write(clean(message) + "\n")
    sys.stderr.flush()


@contextmanager
def waiting(words: str) -> Iterator[None]:
    """Show on standard error, to a person and after a second, what is being done for how long."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    progress = Progress(*columns, console=console, transient=True)
    progress.add_task(escape(clean(words)), total=None)
    timer = Timer(PATIENCE, progress.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        progress.stop()
