"""Every sentence a user may be told when something is wrong has one shape, defined here."""

from __future__ import annotations


class WorkbenchError(Exception):
    """Something a user did or gave can't be used; says what, where, what is allowed, what next.

    Parameters
    ----------
    what
        The problem in one plain sentence, without a final full stop being required.
    where
        File, sheet, line and column, or the control on the page.
    allowed
        What would have been accepted.
    then
        What to do next.

    Examples
    --------
    >>> str(WorkbenchError("«abc» is no number", where="sales.csv, line 7", then="Correct it."))
    'sales.csv, line 7: «abc» is no number. Correct it.'
    """

    def __init__(self, what: str, *, where: str = "", allowed: str = "", then: str = "") -> None:
        self.what, self.where, self.allowed, self.then = what, where, allowed, then
        head = f"{where}: {what}" if where else what
        sentences = [head, f"Allowed: {allowed}" if allowed else "", then]
        super().__init__(" ".join(s if s[-1] in ".?!" else f"{s}." for s in sentences if s))
