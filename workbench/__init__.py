"""Customer reviews in notebooks: who are our customers, and which of them do we want?

`Engagement` holds one client, `Session` what is looked at, `measure` defines one more figure;
`place` and `matrix_chart` are the picture as plain values. They are loaded when first asked for,
so that importing the package, or one part of it, stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.charts.matrix import matrix_chart
    from workbench.engagement import Engagement
    from workbench.errors import WorkbenchError
    from workbench.review.axes import Axis, Cut
    from workbench.review.placement import place
    from workbench.review.review import Review
    from workbench.session import Session, measure

__all__ = [
    "Axis",
    "Cut",
    "Engagement",
    "Review",
    "Session",
    "WorkbenchError",
    "matrix_chart",
    "measure",
    "place",
]

_HOMES = {
    "Axis": "workbench.review.axes",
    "Cut": "workbench.review.axes",
    "Engagement": "workbench.engagement",
    "Review": "workbench.review.review",
    "Session": "workbench.session",
    "WorkbenchError": "workbench.errors",
    "matrix_chart": "workbench.charts.matrix",
    "measure": "workbench.session",
    "place": "workbench.review.placement",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for from the module it lives in."""
    if name not in _HOMES:
        raise AttributeError(f"the workbench has no {name}; it has {', '.join(__all__)}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
