"""How a result shows itself in a notebook: as the table of its ``frame``."""

from __future__ import annotations

from typing import Protocol

import pandas as pd

_MOST_ROWS = 20


class _Framed(Protocol):
    @property
    def frame(self) -> pd.DataFrame: ...


class Tabular:
    """A result that has a ``frame`` (pandas) and shows itself as that table, its text escaped.

    Examples
    --------
    >>> class Greeting(Tabular):
    ...     frame = pd.DataFrame({"said": ["<b>hello</b>"]})
    >>> "&lt;b&gt;hello" in Greeting()._repr_html_()
    True
    """

    def _repr_html_(self: _Framed) -> str:
        return str(self.frame.to_html(max_rows=_MOST_ROWS, escape=True, na_rep="–"))
