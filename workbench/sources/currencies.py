"""What currencies are called: their signs, codes and names, in the one table of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workbench.sources.synonyms import plain

NAMES: Mapping[str, str] = {
    # «¤» is what the euro sign of ISO 8859-15 looks like when read as Windows-1252
    "EUR": "€; ¤; euro; euros; euroa; euroja",
    "USD": "$; us$; $us; us dollar; us dollars; u.s. dollar; american dollar; dollar; dollars",
    "GBP": "£; pound sterling; pounds sterling; sterling; british pound; pound; pounds",
    "JPY": "¥; ￥; jp¥; yen; japanese yen; 円",
    "CNY": "cn¥; rmb; yuan; renminbi; yuan renminbi; chinese yuan; 元",
    "AUD": "a$; au$; australian dollar; australian dollars",
    "CAD": "c$; ca$; canadian dollar; canadian dollars",
    "NZD": "nz$; new zealand dollar; new zealand dollars",
    "HKD": "hk$; hong kong dollar; hong kong dollars",
    "SGD": "s$; sg$; singapore dollar; singapore dollars",
    "MXN": "mx$; mex$; mexican peso; mexican pesos",
    "BRL": "r$; real; reais; brazilian real",
    "INR": "₹; rs.; rupee; rupees; indian rupee; indian rupees",
    "CHF": "sfr; sfr.; swiss franc; swiss francs; schweizer franken; franken",
    "DKK": "danish krone; danish kroner; danske kroner; dansk krone; tanskan kruunu",
    "SEK": "swedish krona; swedish kronor; svenska kronor; ruotsin kruunu",
    "NOK": "norwegian krone; norwegian kroner; norske kroner; norjan kruunu",
    "ISK": "icelandic króna; icelandic krona",
    "KR": "kr; kr.; krone; kroner; krona; kronor",  # which crown, something else has to say
    "PLN": "zł; zloty; złoty; polish zloty",
    "CZK": "kč; czech koruna",
    "HUF": "forint; hungarian forint",
    "ZAR": "rand; south african rand",
    "KRW": "₩; won; south korean won",
    "TRY": "₺; turkish lira",
    "RUB": "₽; rouble; ruble; russian rouble; russian ruble",
    "UAH": "₴; hryvnia",
    "ILS": "₪; shekel; new shekel",
    "THB": "฿; baht; thai baht",
    "VND": "₫; dong",
    "PHP": "₱; philippine peso",
    "NGN": "₦; naira",
}
FAMILIES: Mapping[str, frozenset[str]] = {
    "USD": frozenset({"AUD", "CAD", "NZD", "HKD", "SGD", "MXN", "TWD", "CLP", "COP", "ARS"}),
    "JPY": frozenset({"CNY"}),
    "KR": frozenset({"DKK", "SEK", "NOK", "ISK"}),
}
"""What a bare sign («$», «¥», «kr») is as well, where a header or another column says so."""
LOOSE = r"(?i:^[^\pL\pS]*(?:\$|¥|￥|kr\.?)[^\pL\pS]*$)"
"""A cell whose currency is a bare sign."""

_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP "
    "BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
    "GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR "
    "KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK "
    "MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR "
    "SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH "
    "UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
_ISO = frozenset(_CODES.split())
_BY_NAME = {name: code for code, text in NAMES.items() for name in text.split("; ")}
# «ALL 5» and «TOP 5» are hardly money: beside a number a code is one that the table knows
_BESIDE = {**_BY_NAME, **{code.lower(): code for code in NAMES}}
_SIGNS = {name: code for name, code in _BY_NAME.items() if not name.replace(" ", "").isalpha()}
_IN_HEADERS = frozenset({*(code.lower() for code in NAMES), "euro", "euroa", "kroner", "kronor"})


def _any(names: Mapping[str, str]) -> str:
    longest = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", " ?") for name in longest)


SIGN = f"(?i:{_any(_BESIDE)})"
"""The pattern of a currency beside a number."""
_SYMBOL = re.compile(_any({s: c for s, c in _SIGNS.items() if not s[-1].isalpha()}), re.IGNORECASE)


def code(said: str | None) -> str | None:
    """Return the code of a currency by its sign, code or name; None where it is none of them.

    >>> code("€"), code("usd"), code("US Dollar"), code("Euro (EUR)"), code("yes")
    ('EUR', 'USD', 'USD', 'EUR', None)
    """
    given = " ".join((said or "").split())
    if given.upper() in _ISO or given.lower() in _BESIDE:
        return _BESIDE.get(given.lower(), given.upper())
    within = {word for word in re.findall(r"\b[A-Z]{3}\b", given) if word in _ISO}
    return within.pop() if len(within) == 1 else None


def named(word: str) -> str | None:
    """Return what a column of currencies says: a code, or the word as it is; None where nothing.

    >>> named("Pound sterling"), named("Thalers"), named("n/a")
    ('GBP', 'THALERS', None)
    """
    return code(word) or (word.upper() if word.casefold() not in _NOTHING else None)


_NOTHING = frozenset({"-", "–", "—", "n/a", "na", "none", "null", "nan", "#n/a", "(blank)", "?"})


def of_header(name: str) -> str:
    """Return the currency that a column's name says its numbers are in; empty where none does.

    >>> of_header("Amount (EUR)"), of_header("Beløb kr."), of_header("Price A$"), of_header("Sum")
    ('EUR', 'KR', 'AUD', '')
    >>> of_header("Umsatz TEUR")
    'EUR'
    """
    words = plain(name).split()
    words += [word[1:] for word in words if _SCALED.fullmatch(word)]
    found = {_BESIDE[word] for word in words if word in _IN_HEADERS}
    found |= {_SIGNS[sign.lower()] for sign in _SYMBOL.findall(name)}
    return found.pop() if len(found) == 1 else ""


def scale(name: str) -> float:
    """Return how many units one stands for in a column of this name.

    >>> scale("Amount (kEUR)"), scale("Umsatz in T€"), scale("Sales, 1000 EUR"), scale("MEUR")
    (1000.0, 1000.0, 1000.0, 1000000.0)
    >>> scale("Amount"), scale("Kate"), scale("Total (EUR)")
    (1.0, 1.0, 1.0)
    """
    letter = _LETTER.search(name)
    words = {*re.findall(r"[^\W\d_]+", name.lower())}
    sign = letter["scale"].lower() if letter else ""
    if sign == "m" or _MILLIONS & words:
        return 1e6
    return 1e3 if sign or _THOUSANDS & words or _ROUND.search(name) else 1.0


_MAJOR = "eur|usd|gbp|chf|dkk|sek|nok|isk|pln|czk"
_SCALED = re.compile(rf"[ktm](?:{_MAJOR})")
_LETTER = re.compile(rf"(?i)(?<![^\W_])(?P<scale>[ktm]) ?(?:(?:{_MAJOR})(?![^\W_])|[€$£])")
_ROUND = re.compile(rf"(?i)(?<!\d)1[ .,]?000 ?(?:{_MAJOR}|euroa?|kr|[€$£])")
_THOUSANDS = frozenset(
    (
        *("thousand", "thousands", "thsd", "tuhat", "tuhatta", "tuhansina"),
        *("tusind", "tusinde", "tusinder", "tkr", "tausend", "tsd"),
    )
)
_MILLIONS = frozenset(
    (
        *("million", "millions", "miljoona", "miljoonaa", "milj"),
        *("millioner", "mkr", "millionen", "mio"),
    )
)


def known(said: str) -> bool:
    """Whether this is the code of a currency.

    >>> known("USD"), known("THALERS")
    (True, False)
    """
    return said in _ISO or said in NAMES
