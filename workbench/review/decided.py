"""What every decided value is: frozen, checked, and signed where a person stands behind it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value a person decided: it never changes, and an unknown field is refused.

    Values inside one are checked anew, because a copy made with ``model_copy`` was not.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, revalidate_instances="always"
    )


class Decided(Frozen):
    """Who decided it and when (UTC, ISO 8601)."""

    who: str = ""
    when: str = ""
