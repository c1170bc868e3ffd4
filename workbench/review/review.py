"""Everything people decided about a client's customers, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field, ValidationError

from workbench.customers import Better
from workbench.errors import WorkbenchError
from workbench.review.axes import Frozen, Matrix
from workbench.review.points import Points


class Decided(Frozen):
    """Who decided it and when (UTC, ISO 8601)."""

    who: str = ""
    when: str = ""


class Correction(Decided):
    """A fact a person replaced, with the reason."""

    value: float | str
    reason: str = ""


class SetAside(Decided):
    """A customer left out of the review on purpose."""

    reason: str


class Judgement(Decided):
    """A judged attribute's value for one customer, 1 (worst) to 5 (best)."""

    value: float = Field(ge=1, le=5)


class Note(Decided):
    """What the room saw on a page, linked to the customers it is about."""

    page: str
    text: str
    customers: tuple[str, ...] = ()


class OwnMeasure(Frozen):
    """A measure somebody defined: a whitelisted expression over the other columns."""

    expression: str
    label: str = ""
    unit: str = ""
    better: Better = "more"


class Opening(Frozen):
    """Answers to the opening questions; all of them may be skipped."""

    aim: str = ""
    last_review: str = ""
    good_customers: int | None = Field(default=None, ge=0)
    stance: dict[str, int] = Field(default_factory=dict)
    gut: dict[str, str] = Field(default_factory=dict)


class Review(Frozen):
    """The review of one client: what is looked at, what counts, what was said.

    Dictionaries keyed by an id merge entry by entry when two pages change them at once.
    """

    as_of: date | None = None
    window: str = Field(default="12m", pattern=r"^([1-9][0-9]{0,2}m|all)$")
    matrix: Matrix = Matrix()
    points: Points | None = None
    levels: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    judged: dict[str, dict[str, Judgement]] = Field(default_factory=dict)
    corrections: dict[str, dict[str, Correction]] = Field(default_factory=dict)
    set_aside: dict[str, SetAside] = Field(default_factory=dict)
    measures: dict[str, OwnMeasure] = Field(default_factory=dict)
    notes: dict[str, Note] = Field(default_factory=dict)
    opening: Opening = Opening()

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; `from_json` gives the same review back."""
        return self.model_dump(mode="json")

    @classmethod
    def from_json(cls, state: Mapping[str, Any]) -> Review:
        """Read a saved state; `WorkbenchError` naming the field when one doesn't fit."""
        try:
            return cls.model_validate(state)
        except ValidationError as error:
            first = error.errors()[0]
            raise WorkbenchError(
                f"The saved review doesn't fit: {first['msg']}",
                where=" › ".join(str(part) for part in first["loc"]),
                then="«workbench history» lists earlier states to restore.",
            ) from None

    def changed(self, **fields: Any) -> Review:
        """Return this review with fields replaced, checked as if it were typed in anew."""
        return type(self).from_json({**self.to_json(), **_plain(fields)})


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.model_dump(mode="json") if isinstance(value, Frozen) else value
        for name, value in fields.items()
    }
