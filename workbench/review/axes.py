"""What an axis of the matrix is: a column, its direction, its scale and its dividing line."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from workbench.customers import Better
from workbench.errors import WorkbenchError
from workbench.review.decided import Frozen

Scale = Literal["linear", "log", "rank"]
Side = Literal["x", "y"]


class Cut(Frozen):
    """The dividing line: where it comes from and, for a typed or dragged one, its value.

    ``median``, ``mean`` and ``share`` are computed on the raw values of the placed customers
    (domain 4); ``share`` is «the few that bring 80 %» with ``value`` as the share, 0.8 by default.
    For a column of words ``value`` is the number of levels on the worse side.
    """

    by: Literal["median", "mean", "share", "value"] = "median"
    value: float | None = None

    @model_validator(mode="after")
    def _share_is_a_part(self) -> Self:
        if self.by == "share" and not 0 < self.share <= 1:
            raise WorkbenchError(
                f"The few can't bring {self.share:g} of a whole", allowed="more than 0, at most 1"
            )
        return self

    @property
    def share(self) -> float:
        """Part of the positive amount that the few have to bring, 0 to 1."""
        return 0.8 if self.value is None else self.value


class Axis(Frozen):
    """One axis of the matrix. ``None`` leaves direction, scale or line to what suits the facts."""

    column: str
    better: Better | None = None
    scale: Scale | None = None
    cut: Cut | None = None


class QuadrantStyle(Frozen):
    """What a person changed about a quadrant; ``None`` keeps the proposal."""

    name: str | None = Field(default=None, max_length=60)
    colour: str | None = Field(default=None, pattern=r"^#[0-9a-fA-F]{6}$")
    action: str | None = Field(default=None, max_length=200)


class Matrix(Frozen):
    """Method 1 as the room has set it. ``x`` and ``y`` are ``None`` until somebody chooses."""

    x: Axis | None = None
    y: Axis | None = None
    size: str | None = None
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    quadrants: dict[str, dict[str, QuadrantStyle]] = Field(default_factory=dict)
