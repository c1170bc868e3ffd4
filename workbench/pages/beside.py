"""What stands beside a picture is drawn after it: first the picture moves with the hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from workbench.widgets.gate import log_fault

_BREATH = 0.012
"""Seconds in which the picture reaches the screen before the browser has other work."""


class Beside:
    """Draws parts of a page a moment later, once for all that moved meanwhile.

    Without an event loop (a script, a test) nobody waits for the picture: they are drawn at once.
    """

    def __init__(self, draw: Callable[[], object]) -> None:
        self._draw, self._waiting = draw, False

    def soon(self) -> None:
        """Draw what the newest move has changed, once the picture has left."""
        if self._waiting:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._draw()
        else:
            self._waiting = True
            loop.call_later(_BREATH, self._late)

    def _late(self) -> None:
        self._waiting = False
        try:
            self._draw()
        except Exception as fault:  # noqa: BLE001 - the event loop would print its values
            log_fault(fault)
