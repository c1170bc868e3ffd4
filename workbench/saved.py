"""What a page says about saving, in words."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workbench.review.changes import REMOVED, Conflict


@dataclass(frozen=True)
class Saved:
    """What the page says about saving: the newest revision and a notice, if one is due."""

    number: int
    when: str
    who: str
    can_undo: bool
    can_redo: bool
    notice: str = ""
    grave: bool = False
    """Whether the notice must be read: two values met, something is damaged."""

    def clock(self) -> str:
        """Say when, as a clock on this machine shows it: «14:02»."""
        with contextlib.suppress(ValueError):
            return f"{datetime.fromisoformat(self.when).astimezone():%H:%M}"
        return ""


def conflict_words(conflict: Conflict) -> str:
    """Say what two pages changed at once, which value holds and whose stands in the history."""
    field = " › ".join(conflict.path)
    whose = f" by {conflict.whose}" if conflict.whose else ""
    return (
        f"Two changes to «{field}»: {_plain(conflict.mine)} is kept, "
        f"{_plain(conflict.theirs)}{whose} stands in the history."
    )


def _plain(value: Any) -> str:
    """Say a value of a review in a sentence."""
    if value is REMOVED or value is None:
        return "nothing"
    if isinstance(value, dict):
        parts = [_plain(part) for name, part in value.items() if name not in {"who", "when"}]
        return ", ".join(part for part in parts if part not in {"", "nothing"}) or "nothing"
    if isinstance(value, list):
        return ", ".join(map(_plain, value)) or "nothing"
    return f"{value:g}" if isinstance(value, float) else str(value)[:80]
