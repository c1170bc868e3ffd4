"""Opening the client's folder that a command was given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.engagement import Engagement


def opened(folder: Path) -> Engagement:
    """Open a client's folder; `WorkbenchError` with what to do when there is none."""
    from workbench.engagement import Engagement  # noqa: PLC0415 - a refusal comes at once

    if not folder.is_dir():
        raise WorkbenchError(
            f"There is no folder «{folder}»", then="Make one with: workbench new DIR FILE..."
        )
    return Engagement.open(folder)
