"""What a cell about a customer comes to when ways of writing it are put aside."""

from __future__ import annotations

import re
from functools import lru_cache

from cleanco.clean import custom_basename, prepare_default_terms

from workbench.sources.synonyms import plain

_SHORTEST = 7  # digits of a telephone number, from the end
_OPEN_MAILS = """
    gmail hotmail outlook yahoo icloud live msn aol gmx web proton protonmail me mail kolumbus
    elisanet luukku saunalahti
"""
_OPEN_MAIL = frozenset(_OPEN_MAILS.split())


@lru_cache(maxsize=65536)
def core(name: str) -> str:
    """Return a name without its legal form, in plain lower-case words.

    >>> core("Oy Alder & Sons Ab"), core("BIRCH Handel GmbH")
    ('alder sons', 'birch handel')
    """
    bare = custom_basename(name, _terms(), suffix=True, prefix=True, middle=False)
    return _words(bare) or _words(name)


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


@lru_cache(maxsize=1)
def _terms() -> list[tuple[int, list[str]]]:
    terms: list[tuple[int, list[str]]] = prepare_default_terms()
    return terms


def code(cell: str) -> str:
    """Return a number's letters and digits.

    >>> code("FI 1234567-8")
    'FI12345678'
    """
    found = re.sub(r"[\W_]", "", cell).upper()
    return found if sum(map(str.isdigit, found)) > 4 else ""  # noqa: PLR2004 shorter says little


def phone(cell: str) -> str:
    """Return the last digits of a telephone number, whatever stands in front.

    >>> phone("+358 9 123 4567"), phone("09/123-4567")
    ('91234567', '91234567')
    """
    digits = re.sub(r"\D", "", cell)
    return digits[-8:] if len(digits) >= _SHORTEST else ""


def house(street: str) -> str:
    """Return the first number of an address: neighbours share the street.

    >>> house("81 macdougal st between 3rd and bleecker")
    '81'
    """
    found = re.search(r"\d+", street)
    return found[0] if found else ""


def domain(cell: str) -> str:
    """Return a firm's own domain; empty for a provider anybody uses.

    >>> domain("https://www.alder.example/fi"), domain("a@gmail.com")
    ('alder.example', '')
    """
    found = re.search(r"(?:@|//|^)(?:www\.)?([\w-]+(?:\.[\w-]+)+)", cell.strip().lower())
    return found[1] if found and found[1].split(".")[0] not in _OPEN_MAIL else ""


_SHORTENED = """
    street st; avenue ave; av ave; boulevard blvd; blv blvd; road rd; drive dr; place pl; court ct;
    highway hwy; square sq; lane ln; north n; south s; east e; west w; floor fl; between bet;
    katu k; tie t; strasse str; straße str
"""
_SHORT = dict(pair.split() for pair in _SHORTENED.split(";"))


def street(cell: str) -> str:
    """Return an address in plain words, the usual ones shortened.

    >>> street("12224 Ventura Boulevard"), street("12224 ventura blvd.")
    ('12224 ventura blvd', '12224 ventura blvd')
    """
    return " ".join(_SHORT.get(word, word) for word in plain(cell).split())
