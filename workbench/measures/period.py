"""The window a measure looks at: (as-of − n months, as-of], or everything up to the as-of date."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from workbench.errors import WorkbenchError

DAYS_PER_MONTH = 365.25 / 12
_ALL = "all"
_QUIET = 0.1  # a business need not sell on the first day: a tenth of a window may stay empty
_LATE = 0.09  # who bills monthly may begin a month into a year; later would flatter a trend


@dataclass(frozen=True)
class Period:
    """The window as dates; ``start`` and ``before`` are excluded, ``end`` is included.

    ``start`` is ``None`` when the window is «all»; ``before`` opens the window before this one
    (domain 3, order trend).
    """

    end: date
    start: date | None = None
    before: date | None = None
    months: int | None = None

    @classmethod
    def of(cls, as_of: date, window: str) -> Period:
        """Return the period of a window; `WorkbenchError` when it is neither «12m» nor «all».

        Examples
        --------
        >>> Period.of(date(2024, 2, 29), "12m").start
        datetime.date(2023, 2, 28)
        """
        if window == _ALL:
            return cls(as_of)
        match = re.fullmatch(r"([1-9]\d{0,2})m", window)
        if match is None:
            raise WorkbenchError(f"«{window}» is no window", allowed="12m (any months), or all")
        months = int(match[1])
        return cls(as_of, earlier(as_of, months), earlier(as_of, 2 * months), months)

    @property
    def bounds(self) -> dict[str, date | None]:
        """The three dates by name."""
        return {"end": self.end, "start": self.start, "before": self.before}

    def holds(self, day: date) -> bool:
        """Whether a day lies in the window."""
        return day <= self.end and (self.start is None or day > self.start)

    def reaches(self, first: date, opening: date) -> bool:
        """Whether facts that begin on ``first`` cover the time from ``opening`` on (domain 3).

        The first fact may lie a month of a year, and as much of another window, later.
        """
        return self.start is None or first <= opening + self._part(_LATE)

    def months_covered(self, first: date) -> float:
        """Months of the window that facts beginning on ``first`` cover, at least one.

        The whole window counts where they begin in its first tenth; otherwise the days from
        ``first`` to the end, at 30.4 a month.
        """
        if self.start is not None and self.months and first <= self.start + self._part(_QUIET):
            return float(self.months)
        return max(1.0, ((self.end - first).days + 1) / DAYS_PER_MONTH)

    def _part(self, share: float) -> timedelta:
        """Return a part of the window as whole days; none where it is «all»."""
        return timedelta(int((self.end - (self.start or self.end)).days * share))


def earlier(day: date, months: int) -> date:
    """Return the same day some months before, or that month's last day.

    Examples
    --------
    >>> earlier(date(2024, 5, 31), 3)
    datetime.date(2024, 2, 29)
    """
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    if year < date.min.year:
        return date.min
    return date(year, month, min(day.day, monthrange(year, month)[1]))
