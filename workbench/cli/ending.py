"""How a command ends: 0, or 2 with one message; never a traceback for what a user can do."""

from __future__ import annotations

import contextlib
import io
import signal
import sys
import threading
from collections.abc import Sequence
from types import FrameType

import typer
from typer.exceptions import TyperException

from workbench.cli.app import app
from workbench.cli.terminal import complain
from workbench.errors import WorkbenchError

REFUSED = 2
"""Exit code of everything a user can mend."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code.

    Parameters
    ----------
    arguments
        As typed after the program's name; None: what the program was started with.
    """
    _take_signals()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter still gets a line
    given = None if arguments is None else list(arguments)
    try:
        message = _stopped(app(given, prog_name="workbench", standalone_mode=False))
    except WorkbenchError as error:
        message = str(error)
    except TyperException as error:
        message = _usage(error)
    except BrokenPipeError:
        message = ""  # whoever reads the output (`| head`) has seen enough
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        message = f"{where}{error.strerror or error}. Check the path and your rights to it."
    except (KeyboardInterrupt, typer.Abort):
        message = "Stopped."
    except SystemExit as end:
        message = "" if end.code == 1 else _stopped(end.code)  # typer's own end of a broken pipe
    if message:
        complain(message)
    return REFUSED if message else 0


def _stopped(code: object) -> str:
    """Return the word for a command that Ctrl-C ended, for which typer gives a code."""
    return "Stopped." if isinstance(code, int) and code else ""


def _usage(error: TyperException) -> str:
    """Say what was wrong with what was typed, and where help is."""
    said = " ".join(error.format_message().split())
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "workbench"
    return str(WorkbenchError(said, where=command, then=f"See: {command} --help"))


def _take_signals() -> None:
    """Let a closed terminal and a polite kill end a command as Ctrl-C does, cleaning up."""
    if threading.current_thread() is not threading.main_thread():
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    with contextlib.suppress(AttributeError):  # there is no such signal on Windows
        # Passed on, so that a server that has taken over SIGTERM ends in its own way.
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
