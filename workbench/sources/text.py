"""A text by its lines: where they are, which are empty, which have quotes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import overload

import numpy as np
import numpy.typing as npt

Lines = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]
_NEWLINE, _QUOTE, _BLANK = b'\n" '


class Text(Sequence[bytes]):
    """A text by its lines, which are cut out when asked for: half a million cost two arrays."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._bytes = np.frombuffer(data, np.uint8)
        ends = np.flatnonzero(self._bytes == _NEWLINE)
        self.starts = np.concatenate([[0], ends + 1])
        self.ends = np.concatenate([ends, [len(data)]])

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, line: int) -> bytes: ...
    @overload
    def __getitem__(self, line: slice) -> list[bytes]: ...
    def __getitem__(self, line: int | slice) -> bytes | list[bytes]:
        if isinstance(line, slice):
            return [self[n] for n in range(*line.indices(len(self)))]
        return self.data[self.starts[line] : self.ends[line]]

    @cached_property
    def filled(self) -> Lines:
        """Which lines hold more than white space."""
        some = self.ends > self.starts
        first = self._bytes[np.where(some, self.starts, 0)] if len(self.data) else some
        doubtful = np.flatnonzero(some & (first <= _BLANK))
        some[[n for n in doubtful.tolist() if not self[n].strip()]] = False
        return np.flatnonzero(some)

    @cached_property
    def odd(self) -> Truths:
        """Which lines have an odd number of quotes."""
        odd: Truths = self._of_quotes(np.add) % 2 == 1
        return odd

    @cached_property
    def quoted(self) -> Truths:
        """Which lines have any quote."""
        some: Truths = self._of_quotes(np.maximum) > 0
        return some

    def _of_quotes(self, together: np.ufunc) -> npt.NDArray[np.uint8]:
        """Return each line's quotes put together, in a byte that runs over at 256."""
        found = np.zeros(len(self), np.uint8)
        starts = self.starts[self.starts < len(self.data)]  # nothing follows the last line's end
        if len(starts):
            quotes = (self._bytes == _QUOTE).view(np.uint8)
            found[: len(starts)] = together.reduceat(quotes, starts, dtype=np.uint8)
        return found

    def of(self, lines: Lines) -> bytes | memoryview:
        """Return some lines as a text of their own; without copying where they stand together."""
        if not len(lines):
            return b""
        after = np.flatnonzero(np.diff(lines) != 1)
        starts = self.starts[lines[np.concatenate([[0], after + 1])]].tolist()
        ends = self.ends[lines[np.concatenate([after, [len(lines) - 1]])]].tolist()
        if len(starts) == 1:
            return memoryview(self.data)[starts[0] : ends[0]]
        return b"\n".join([self.data[s:e] for s, e in zip(starts, ends, strict=True)])
