"""Everything people decided about a client's customers, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import Field, ValidationError

from workbench.customers import Better
from workbench.errors import WorkbenchError
from workbench.review.assigned import Assigned
from workbench.review.assumptions import Assumptions
from workbench.review.axes import Matrix
from workbench.review.decided import Decided, Frozen
from workbench.review.needs import LookAgain, Looked, NeedsGroup
from workbench.review.plan import Action, Entered, Newcomer, Profile
from workbench.review.points import Points
from workbench.review.same import Apart, SameAs

_SENTENCE, _PARAGRAPH = 300, 2000
Levels = Annotated[tuple[str, ...], Field(min_length=1)]
Treatment = Annotated[str, Field(max_length=_SENTENCE)]


class Correction(Decided):
    """A fact a person replaced, with the reason."""

    value: float | str
    reason: str = Field(default="", max_length=_SENTENCE)


class SetAside(Decided):
    """A customer left out of the review on purpose."""

    reason: str = Field(max_length=_SENTENCE)


class Judgement(Decided):
    """A judged attribute's value for one customer, 1 (worst) to 5 (best)."""

    value: float = Field(ge=1, le=5)


class Note(Decided):
    """What the room saw on a page, linked to the customers it is about."""

    page: str
    text: str = Field(max_length=_PARAGRAPH)
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
    ``look_again`` brings a customer back on a date, and so does a change of their strategy later
    than the one in ``looked``.
    ``treatments`` says how a value group is treated, by the group's key (domain 8). ``same_as``
    holds customers who are another one, by the id that counts no more for itself, and ``apart``
    those who look like another one and aren't. ``newcomers`` are customers no file names, by id;
    ``assigned`` says whose the lines are that came without a customer.
    """

    as_of: date | None = None
    window: str = Field(default="12m", pattern=r"^([1-9][0-9]{0,2}m|all)$")
    matrix: Matrix = Matrix()
    points: Points | None = None
    levels: dict[str, Levels] = Field(default_factory=dict)
    judged: dict[str, dict[str, Judgement]] = Field(default_factory=dict)
    corrections: dict[str, dict[str, Correction]] = Field(default_factory=dict)
    set_aside: dict[str, SetAside] = Field(default_factory=dict)
    measures: dict[str, OwnMeasure] = Field(default_factory=dict)
    notes: dict[str, Note] = Field(default_factory=dict)
    opening: Opening = Opening()
    assumptions: Assumptions = Assumptions()
    needs: dict[str, NeedsGroup] = Field(default_factory=dict)
    needs_of: dict[str, str] = Field(default_factory=dict)
    look_again: dict[str, LookAgain] = Field(default_factory=dict)
    looked: dict[str, Looked] = Field(default_factory=dict)
    plan: dict[str, Action] = Field(default_factory=dict)
    profiles: dict[str, Profile] = Field(default_factory=dict)
    entered: dict[str, Entered] = Field(default_factory=dict)
    treatments: dict[str, Treatment] = Field(default_factory=dict)
    same_as: dict[str, SameAs] = Field(default_factory=dict)
    apart: dict[str, dict[str, Apart]] = Field(default_factory=dict)
    newcomers: dict[str, Newcomer] = Field(default_factory=dict)
    assigned: dict[str, Assigned] = Field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; `from_json` gives the same review back."""
        return self.model_dump(mode="json")

    @classmethod
    def from_json(cls, state: Mapping[str, Any]) -> Review:
        """Read a saved state; `WorkbenchError` naming the field when one doesn't fit."""
        try:
            return cls.model_validate(state)
        except ValidationError as error:
            then = "«workbench history» lists earlier states to restore."
            raise _misfit("The saved review doesn't fit", error, then) from None

    def changed(self, **fields: Any) -> Review:
        """Return this review with fields replaced; `WorkbenchError` when one doesn't fit."""
        return self.checked(self.model_copy(update=fields))

    @classmethod
    def checked(cls, fields: object) -> Review:
        """Return a review whose every part was checked; `WorkbenchError` when one doesn't fit.

        Copies made with ``model_copy`` are not checked; this is where they pass before they count.
        """
        return fitting(cls, fields)


_Model = TypeVar("_Model", bound=Frozen)


def fitting(model: type[_Model], fields: object) -> _Model:
    """Return a checked value out of fields; `WorkbenchError` naming the one that doesn't fit.

    Examples
    --------
    >>> from workbench.review.axes import Axis
    >>> fitting(Axis, {"column": "turnover", "scale": "log"}).scale
    'log'
    """
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise _misfit("That can't be", error, "Nothing was changed.") from None


def _misfit(what: str, error: ValidationError, then: str) -> WorkbenchError:
    first = error.errors(include_url=False, include_input=False)[0]
    place = " › ".join(str(part)[:60] for part in first["loc"])
    return WorkbenchError(f"{what}: {first['msg']}", where=place, then=then)
