"""In which currency each amount is, and what it is in the client's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from workbench.errors import WorkbenchError
from workbench.sources import values

_CROWNS = frozenset({"DKK", "SEK", "NOK", "ISK"})


@dataclass(frozen=True)
class Money:
    """The client's currency and what one unit of each other is worth in it.

    ``currency`` is empty where neither a person nor a file names one.
    """

    currency: str = ""
    rates: Mapping[str, float] = field(default_factory=dict)

    def factors(self, codes: pa.Array) -> pa.Array | None:
        """Return what to multiply each amount by; None where all are in the client's currency."""
        known = pc.unique(codes).drop_null().to_pylist()
        worth = {code: self._rate(code) for code in known}
        if all(rate == 1.0 for rate in worth.values()):
            return None
        coded = codes.dictionary_encode()
        each = pa.array([worth[code] for code in coded.dictionary.to_pylist()], pa.float64())
        return pc.fill_null(each.take(coded.indices), 1.0)

    def _rate(self, code: str) -> float:
        return 1.0 if _same(code, self.currency) else self.rates[code]


def codes(named: pa.Array | None, amounts: Sequence[pa.Array]) -> pa.Array:
    """Return each row's currency: what its own column says, else the sign at an amount.

    >>> codes(None, [pa.array(["1 €", "$2", "3"])]).to_pylist()
    ['EUR', 'USD', None]
    """
    found = pa.nulls(len(amounts[0]), pa.string()) if named is None else _coded(named)
    for cells in amounts:
        if values.currencies(cells):
            found = pc.coalesce(found, values.currency_of(cells))
    return found


def settle(seen: Mapping[str, str], currency: str, rates: Mapping[str, float]) -> Money:
    """Settle on one currency, or refuse several for which there is no rate.

    Parameters
    ----------
    seen
        Each currency the files name, and where it stands first.
    currency
        The client's; empty: the one the files name.
    rates
        What one unit of another currency is worth in the client's.

    Raises
    ------
    WorkbenchError
        When amounts are in a currency that is not the client's and has no rate.
    """
    unknown = [code for code in seen if code not in rates]
    target = currency or next(iter(unknown), "")
    if target == "KR":
        target = next((code for code in unknown if code in _CROWNS), target)
    others = foreign(unknown, target)
    if not others:
        return Money(target, rates)
    named = ", ".join(f"--rate {code}=…" for code in others)
    if currency:
        raise WorkbenchError(
            f"Amounts are in {', '.join(others)}, the client's currency is {currency}",
            where=", ".join(dict.fromkeys(seen[code] for code in others)),
            allowed="one currency, or a rate for each other",
            then=f"Say what one of it is worth in {currency}: {named}; or name the client's with "
            f"--currency {others[0]}.",
        )
    raise WorkbenchError(
        f"The amounts are in more than one currency: {', '.join(seen)}",
        where=", ".join(dict.fromkeys(seen.values())),
        allowed="one currency, or a rate for each other",
        then=f"Say what one of it is worth in {target}: --currency {target} {named}; or convert "
        "them, or give a file for each.",
    )


def foreign(seen: Iterable[str], currency: str) -> tuple[str, ...]:
    """Return the currencies that are another than the client's.

    >>> foreign(["EUR", "KR", "USD"], "DKK")
    ('EUR', 'USD')
    """
    return tuple(code for code in seen if not _same(code, currency))


def _coded(named: pa.Array) -> pa.Array:
    return values.distinct(
        named, lambda words: pa.array([values.code(w) for w in words.to_pylist()], pa.string())
    ).values


def _same(code: str, target: str) -> bool:
    return code == target or (code == "KR" and target in _CROWNS)
