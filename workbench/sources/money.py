"""In which currency each amount is, and what it is in the client's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from workbench.errors import WorkbenchError
from workbench.sources import currencies, values

_CROWNS = currencies.FAMILIES["KR"]
_BESIDE_NUMBER = (
    rf"^[-+−–(\s]*(?P<first>{currencies.SIGN})[-+−–(\s]*[.,]?\d"
    rf"|\d[\s.,–-]*(?P<last>{currencies.SIGN})[-–)\s]*$"
)


@dataclass(frozen=True)
class Money:
    """The client's currency and what one unit of each other is worth in it.

    ``currency`` is empty where neither a person nor a file names one.
    """

    currency: str = ""
    rates: Mapping[str, float] = field(default_factory=dict)

    def factors(self, codes: pa.Array) -> pa.Array | None:
        """Return what to multiply each amount by; None where all are in the client's currency.

        It is missing where a rate is.
        """
        known = pc.unique(codes).drop_null().to_pylist()
        worth = {code: self._rate(code) for code in known}
        if all(rate == 1.0 for rate in worth.values()):
            return None
        coded = codes.dictionary_encode()
        each = pa.array([worth[code] for code in coded.dictionary.to_pylist()], pa.float64())
        return pc.if_else(pc.is_null(codes), 1.0, each.take(coded.indices))

    def _rate(self, code: str) -> float | None:
        return 1.0 if _same(code, self.currency) else self.rates.get(code)


def codes(cells: pa.Array, header: str = "", named: pa.Array | None = None) -> pa.Array:
    """Return the currency of each cell of money; missing where nothing says one.

    A sign in the cell says it, else the column's name, else the row's own cell of currencies
    (``named``). Where the sign is a bare «$» or «kr», those say which dollar or crown it is.

    >>> codes(pa.array(["1 €", "$2", "3"]), "Sum", pa.array(["", "CAD", "Euro"])).to_pylist()
    ['EUR', 'CAD', 'EUR']
    """
    said = pa.nulls(len(cells), pa.string()) if named is None else _coded(named)
    if told := currencies.of_header(header):
        said = pa.repeat(pa.scalar(told), len(cells))
    if not signs(cells):
        return said
    own = currency_of(cells)
    found = pc.coalesce(own, said)
    loose = values.distinct(cells, _loose).values
    for bare, others in currencies.FAMILIES.items():
        finer = pc.and_(pc.equal(loose, bare), pc.is_in(said, pa.array(sorted(others))))
        found = pc.if_else(pc.fill_null(finer, False), said, found)
    return found


def signs(cells: pa.Array) -> tuple[str, ...]:
    """Return the currencies whose sign, code or name stands beside numbers, each once.

    >>> signs(pa.array(["1 €", "$2", "3 EUR", "US$ 10.00", "5 kr", "eurocent"]))
    ('EUR', 'KR', 'USD')
    """
    if not values.is_text(cells.type):
        return ()
    return tuple(sorted(pc.unique(_signs(values.words(cells))).drop_null().to_pylist()))


def currency_of(cells: pa.Array) -> pa.Array:
    """Return the currency whose sign or code stands in each cell; missing where none does.

    >>> currency_of(pa.array(["1 €", "2", "R$20", "(5.00 A$)", "-¥3"])).to_pylist()
    ['EUR', None, 'BRL', 'AUD', 'JPY']
    """
    return values.distinct(cells, _signs).values


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
    if odd := [code for code in others if not currencies.known(code)]:
        raise WorkbenchError(
            f"«{odd[0]}» is no currency known here",
            where=seen[odd[0]],
            allowed="a code of ISO 4217 such as EUR, a sign such as €, or a common name",
            then="Write the code in the file; or choose what the column means instead.",
        )
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
        named,
        lambda words: pa.array([currencies.named(w) for w in words.to_pylist()], pa.string()),
    ).values


def _signs(words: pa.Array) -> pa.Array:
    """Return the code of the sign that stands before or behind each number."""
    named = pc.extract_regex(words, _BESIDE_NUMBER)
    both = [pc.fill_null(pc.struct_field(named, end), "") for end in ("first", "last")]
    joined = pc.binary_join_element_wise(*both, "")
    return pa.array([currencies.code(sign) for sign in joined.to_pylist()], pa.string())


def _loose(words: pa.Array) -> pa.Array:
    bare = pc.match_substring_regex(words, currencies.LOOSE)
    return pc.if_else(bare, _signs(words), pa.scalar(None, pa.string()))


def _same(code: str, target: str) -> bool:
    return code == target or (code == "KR" and target in _CROWNS)
