"""Long work beside a page: off the main thread, so that the page stays alive; can be given up.

A piece of work's story: it runs in a thread of its own; its result, or what went wrong, is handed
back on the page's event loop; what was given up meanwhile is thrown away there. Without an event
loop (a script, a test) it runs at once.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from workbench.errors import WorkbenchError
from workbench.widgets.gate import log_fault

_T = TypeVar("_T")


class Stopped(Exception):  # noqa: N818 - no error: a person thought better of it
    """The work was given up."""


class Background:
    """One piece of work at a time; the newest asked for is the one whose result counts.

    Parameters
    ----------
    failed
        Called with a sentence when the newest work went wrong.

    Examples
    --------
    >>> work = Background(print)
    >>> work.run(lambda stopped: 6 * 7, print)
    42
    """

    def __init__(self, failed: Callable[[str], None]) -> None:
        self._failed = failed
        self._newest = 0
        self._running = False
        self._waiting: Callable[[], None] | None = None

    @property
    def busy(self) -> bool:
        """Whether a result is still awaited."""
        return self._running

    def run(self, work: Callable[[Callable[[], None]], _T], done: Callable[[_T], None]) -> None:
        """Do ``work`` aside, then call ``done`` with its result on this thread.

        ``work`` gets a function to call now and then; it raises `Stopped` once the work was given
        up. While something runs, only the newest of what is asked for meanwhile follows it.
        """
        self._newest += 1
        mine = self._newest
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._settle(mine, *self._attempt(mine, work), done)
            return

        def aside() -> None:
            result = self._attempt(mine, work)
            loop.call_soon_threadsafe(self._settle, mine, *result, done)

        def begin() -> None:
            threading.Thread(target=aside, daemon=True).start()

        if self._running:
            self._waiting = begin
        else:
            self._running = True
            begin()

    def cancel(self) -> None:
        """Give up what runs and what waits; nothing of it will be heard of."""
        self._newest += 1
        self._running, self._waiting = False, None

    def _attempt(self, mine: int, work: Callable[[Callable[[], None]], Any]) -> tuple[Any, str]:
        """Return the result, or the sentence that says why there is none."""

        def stopped() -> None:
            if mine != self._newest:
                raise Stopped

        try:
            return work(stopped), ""
        except Stopped:
            return None, ""
        except WorkbenchError as error:
            return None, str(error)
        except MemoryError:
            return None, "The file is too large for this computer's memory. Export fewer years."
        except Exception as fault:  # noqa: BLE001 - a thread's fault would vanish unseen
            log_fault(fault)
            return None, "That did not work; nothing was changed. Try again."

    def _settle(self, mine: int, result: Any, sentence: str, done: Callable[[Any], None]) -> None:
        if mine != self._newest and self._waiting is None:
            return
        begin, self._waiting = self._waiting, None
        if begin is not None:
            begin()
            return
        self._running = False
        try:
            if sentence:
                self._failed(sentence)
            else:
                done(result)
        except WorkbenchError as error:
            self._failed(str(error))
        except Exception as fault:  # noqa: BLE001 - nobody above would tell the person
            log_fault(fault)
            self._failed("That did not work; nothing was changed. Try again.")
