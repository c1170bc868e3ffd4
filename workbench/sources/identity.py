"""The same customer twice? Pairs that might be one, each with its evidence; a person decides.

Nothing is merged here. Rows are compared only where they share something (a number, a word of the
name, a postcode), so that thousands of customers take seconds. Legal forms are dropped by cleanco,
spellings compared by rapidfuzz.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process

from workbench.sources.spelling import code, core, domain, house, phone, street
from workbench.sources.synonyms import plain

Kind = Literal["number", "phone", "mail", "legal form", "spelling", "address"]
_Rows = npt.NDArray[np.intp]
_Floats = npt.NDArray[np.float64]

_COLUMNS: Mapping[str, str] = {  # what a column of customers is called → what it tells
    "number": r"\b(vat|tax|y tunnus|ytunnus|business id|org(anisation)? (no|nr|number)|orgnr|cvr|"
    r"ust id|ustid|ssn|soc sec|social security|registration (no|number)|ean|gln|duns)\b",
    "phone": r"\b(phone|telephone|tel|mobile|puhelin|puhelinnumero|telefon|tlf|handy)\b",
    "mail": r"\b(e ?mail|mail|sähköposti|website|domain|web|homepage|url)\b",
    "address": r"\b(addr|address|address 1|street|street address|street number|osoite|katuosoite|"
    r"adresse|vej|gade|strasse|straße)\b",
    "place": r"\b(postcode|postal code|zip|zip code|plz|postnr|postinumero|city|town|suburb|"
    r"location|paikkakunta|by|ort|stadt)\b",
    "born": r"\b(date of birth|birthday|born|syntymäaika|fødselsdato|geburtsdatum)\b",
    "first": r"\b(given name|first name|etunimi|fornavn|vorname)\b",
    "last": r"\b(surname|last name|family name|sukunimi|efternavn|nachname)\b",
}
_CROWD = 40  # rows that share a key: more say nothing about two of them
_ALIKE, _CLOSE, _LOOSE = 90.0, 80.0, 55.0  # of 100, as rapidfuzz counts
_SHORT = {"vat", "id"}  # words that are written large


@dataclass(frozen=True)
class Evidence:
    """One reason to think that two customers are one, in words."""

    kind: Kind
    words: str


@dataclass(frozen=True)
class Candidate:
    """Two customers that might be one, why, and how much alike they are, up to 1.

    ``first`` when one of them is among the customers that bring most of the turnover: these pairs
    are looked at first, the rest later.
    """

    one: str
    other: str
    evidence: tuple[Evidence, ...]
    likeness: float
    first: bool = True


def candidates(
    customers: pd.DataFrame,
    *,
    leaders: Sequence[str] | None = None,
    decided: Sequence[tuple[str, str]] = (),
) -> tuple[Candidate, ...]:
    """Find pairs of customers that might be one.

    Parameters
    ----------
    customers
        Indexed by id: ``name`` and any attributes; columns are known by what they are called.
    leaders
        Ids of the customers that bring the chosen share; None: all pairs come first.
    decided
        Pairs a person confirmed or refused already; they are left out.

    Returns
    -------
    tuple of Candidate
        Those of the leaders first, then the most alike.
    """
    told = _Told.of(customers)
    pairs = told.pairs()
    if not len(pairs):
        return ()
    ids = [str(i) for i in customers.index]
    known = {frozenset(pair) for pair in decided}
    top = None if leaders is None else set(leaders)
    found = []
    for (one, other), evidence, likeness in told.weighed(pairs):
        if evidence and frozenset((ids[one], ids[other])) not in known:
            first = top is None or ids[one] in top or ids[other] in top
            found.append(Candidate(ids[one], ids[other], evidence, likeness, first))
    return tuple(sorted(found, key=lambda c: (not c.first, -c.likeness, c.one, c.other)))


class _Alike(NamedTuple):
    """How much names, parts of names, streets and places of a pair are alike, up to 100."""

    name: float
    part: float
    street: float
    place: float


@dataclass(frozen=True, eq=False)
class _Told:
    """What is known of each customer, brought to one form; empty where nothing is."""

    shown: list[str]
    names: list[str]
    numbers: dict[str, list[str]]
    phones: list[str]
    mails: list[str]
    streets: list[str]
    places: list[str]
    born: list[str]

    @classmethod
    def of(cls, customers: pd.DataFrame) -> _Told:
        cells = {str(c): customers[c].fillna("").astype("str").tolist() for c in customers}
        by_kind: dict[str, list[str]] = {kind: [] for kind in _COLUMNS}
        for column in cells:
            kind = next((k for k, p in _COLUMNS.items() if re.search(p, plain(column))), "")
            if kind and column != "name":
                by_kind[kind].append(column)
        n = len(customers)
        shown = cells.get("name", [""] * n)
        people = _joined([cells[c] for c in (*by_kind["first"], *by_kind["last"])], n)
        if not any(shown) or (any(people) and shown == [str(i) for i in customers.index]):
            shown = people
        return cls(
            shown=shown,
            names=[core(name) for name in shown],
            numbers={c: [code(v) for v in cells[c]] for c in by_kind["number"]},
            phones=_first([[phone(v) for v in cells[c]] for c in by_kind["phone"]], n),
            mails=_first([[domain(v) for v in cells[c]] for c in by_kind["mail"]], n),
            streets=[street(v) for v in _joined([cells[c] for c in by_kind["address"]], n)],
            places=[plain(v) for v in _joined([cells[c] for c in by_kind["place"]], n)],
            born=_first([[code(v) for v in cells[c]] for c in by_kind["born"]], n),
        )

    def pairs(self) -> npt.NDArray[np.intp]:
        """Return rows that share a number, an address, a word of the name with a place …, once."""
        n = len(self.names)
        words = [(row, word) for row in range(n) for word in self.names[row].split()]
        keys = [list(enumerate(each)) for each in (*self.numbers.values(), self.phones)]
        keys += [list(enumerate(self.mails)), list(enumerate(self.streets))]
        keys += [[(row, "".join(sorted(self.names[row].split()))) for row in range(n)]]
        keys += [[(row, word) for row, word in words if len(word) > 3]]  # noqa: PLR2004 «and», «the»
        keys += [[(row, f"{word[:3]} {self.streets[row][:6]}") for row, word in words]]
        keys += [[(row, f"{word[:3]} {self.places[row][:5]}") for row, word in words]]
        keys += [
            [(row, f"{born} {self.names[row][:1]}") for row, born in enumerate(self.born) if born]
        ]
        found = [_sharing(each) for each in keys]
        whole = np.concatenate(found) if found else np.empty((0, 2), dtype=np.intp)
        return np.unique(whole, axis=0)

    def weighed(
        self, pairs: npt.NDArray[np.intp]
    ) -> list[tuple[tuple[int, int], tuple[Evidence, ...], float]]:
        """Return each pair with its evidence; none where too little speaks for it."""
        one, other = pairs[:, 0], pairs[:, 1]
        name = _ratio(self.names, one, other, fuzz.token_sort_ratio)
        part = _ratio(self.names, one, other, fuzz.token_set_ratio)
        street = _ratio(self.streets, one, other, fuzz.token_sort_ratio)
        place = _ratio(self.places, one, other, fuzz.token_set_ratio)
        found = []
        for at, (a, b) in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
            alike = _Alike(name[at], part[at], street[at], place[at])
            evidence = self._evidence(a, b, alike)
            strength = 0.5 * name[at] / 100 + 0.12 * len(evidence)
            found.append(((a, b), evidence, round(min(1.0, strength), 3)))
        return found

    def _evidence(self, a: int, b: int, alike: _Alike) -> tuple[Evidence, ...]:
        name, part, street, place = alike
        said: list[Evidence] = []
        for column, codes in self.numbers.items():
            if codes[a] and codes[a] == codes[b]:
                said.append(Evidence("number", f"the same {_called(column)}: {codes[a]}"))
        if self.phones[a] and self.phones[a] == self.phones[b]:
            said.append(Evidence("phone", f"the same telephone number, ending in {self.phones[a]}"))
        if self.mails[a] and self.mails[a] == self.mails[b]:
            said.append(Evidence("mail", f"the same address on the web: {self.mails[a]}"))
        near = street >= _ALIKE or (street >= _CLOSE and place >= _ALIKE)
        if near and house(self.streets[a]) == house(self.streets[b]):
            said.append(Evidence("address", f"the same address: {self.streets[a]}"))
        sure = bool({each.kind for each in said} & {"number", "phone"})
        if self.names[a] and self.names[a] == self.names[b]:
            known = self.shown[a].casefold() == self.shown[b].casefold()
            words = "the same name" if known else "the same name but for its legal form"
            said.append(Evidence("legal form", f"{words}: {self.names[a]}"))
        elif name >= _ALIKE or (said and max(name, part) >= _CLOSE):
            words = f"names spelled alike: «{self.shown[a]}» and «{self.shown[b]}»"
            said.append(Evidence("spelling", words))
        names = {"legal form", "spelling"} & {each.kind for each in said}
        born = bool(self.born[a]) and self.born[a] == self.born[b]
        enough = sure or len(said) > 1 or (said and max(name, part) >= _LOOSE)
        if names and len(said) == 1:  # a name alone: a place or a birthday must not contradict it
            elsewhere = self.places[a] and self.places[b] and place < _CLOSE
            enough = born or not elsewhere
        return tuple(said) if enough else ()


def _called(column: str) -> str:
    """Say what a column of numbers is called.

    >>> _called("vat_number"), _called("Business id")
    ('VAT number', 'business ID')
    """
    return " ".join(w.upper() if w in _SHORT else w for w in plain(column).split())


def _sharing(keys: Sequence[tuple[int, str]]) -> npt.NDArray[np.intp]:
    """Return all pairs of rows that share a key, unless a crowd does."""
    frame = pd.DataFrame(keys, columns=["row", "key"])
    frame = frame[frame["key"].str.strip().str.len() > 2].drop_duplicates()  # noqa: PLR2004 too short
    size = frame.groupby("key")["row"].transform("size")
    frame = frame[(size > 1) & (size <= _CROWD)]
    both = frame.merge(frame, on="key")
    both = both[both["row_x"] < both["row_y"]]
    return both[["row_x", "row_y"]].drop_duplicates().to_numpy(dtype=np.intp)


def _ratio(texts: Sequence[str], one: _Rows, other: _Rows, scorer: Any) -> _Floats:
    """Compare texts pair by pair; 0 where either is empty."""
    first, second = [texts[i] for i in one], [texts[i] for i in other]
    alike = process.cpdist(first, second, scorer=scorer, dtype=np.float64)
    empty = np.array([not a or not b for a, b in zip(first, second, strict=True)], dtype=bool)
    return np.where(empty, 0.0, np.asarray(alike, dtype=np.float64))


def _joined(columns: Sequence[Sequence[str]], n: int) -> list[str]:
    return [" ".join(column[row] for column in columns).strip() for row in range(n)]


def _first(columns: Sequence[Sequence[str]], n: int) -> list[str]:
    return [next((column[row] for column in columns if column[row]), "") for row in range(n)]
