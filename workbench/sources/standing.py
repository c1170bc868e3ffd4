"""Which lines of sales are none, or money given back, by what a column says of each document.

A quote, a draft, a cancelled order are no sales, and a credit note takes a sale back: programs say
so in a column beside the amount. Only a column whose words are nearly all known is taken to say it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from workbench.sources.synonyms import plain
from workbench.sources.values import NO, YES

Standing = Literal["sale", "credit", "none", ""]
ROLES = ("document", "status")
"""What a document is (invoice, credit note, quote), and what became of it (paid, draft, void)."""
_KNOWN = 0.8  # of the filled cells


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(word) for word in text.split(";"))


_SALES = _words("""
    invoice; invoices; sales invoice; tax invoice; ar invoice; customer invoice; inv; sale; sales;
    sales receipt; cash sale; debit note; accrec; lasku; myyntilasku; käteismyynti; faktura;
    salgsfaktura; rechnung; ausgangsrechnung; verkauf; bareinkauf; kassensalg; salg; myynti""")
_CREDITS = _words("""
    credit; credit note; credit memo; credit invoice; sales credit note; ar credit memo; cn; crn;
    refund; return; sales return; returned; accreccredit; hyvityslasku; hyvitys; palautus;
    kreditnota; kreditfaktura; kredit; retur; refundering; gutschrift; rechnungskorrektur;
    rückerstattung; retoure; rückgabe; stornorechnung""")
_NO_SALES = _words("""
    quote; quotation; estimate; offer; proposal; proforma; pro forma; proforma invoice;
    pro forma invoice; order; sales order; order confirmation; delivery note; payment;
    customer payment; deposit; reminder; tarjous; tilaus; tilausvahvistus; lähete; maksu;
    maksusuoritus; maksumuistutus; tilbud; ordre; ordrebekræftelse; følgeseddel; betaling;
    indbetaling; rykker; angebot; kostenvoranschlag; auftrag; auftragsbestätigung; lieferschein;
    zahlung; zahlungseingang; mahnung""")
_LIVE = _words("""
    paid; unpaid; part paid; partly paid; partially paid; open; sent; due; overdue; outstanding;
    issued; posted; booked; approved; authorised; authorized; awaiting payment; complete;
    completed; closed; settled; delivered; shipped; invoiced; viewed; final; active; ok; valid;
    refunded; partially refunded; succeeded; maksettu; maksamatta; osittain maksettu; avoin;
    lähetetty; erääntynyt; laskutettu; toimitettu; hyväksytty; valmis; betalt; ubetalt; delvist
    betalt; åben; sendt; forfalden; bogført; godkendt; faktureret; leveret; afsluttet; bezahlt;
    unbezahlt; teilbezahlt; teilweise bezahlt; offen; gesendet; versendet; versandt; fällig;
    überfällig; gebucht; genehmigt; fakturiert; geliefert; abgeschlossen; erledigt""")
_DEAD = _words("""
    void; voided; cancelled; canceled; cancelled by customer; deleted; draft; declined; rejected;
    failed; expired; abandoned; mitätöity; peruttu; peruutettu; poistettu; luonnos; hylätty;
    annulleret; annulleret af kunde; slettet; kladde; afvist; udkast; fejlet; storniert; annulliert;
    gelöscht; entwurf; abgelehnt; abgebrochen; fehlgeschlagen""")
_FLAGS = _words("""
    void; voided; cancelled; canceled; is cancelled; is canceled; is void; deleted; is deleted;
    mitätöity; peruttu; peruutettu; poistettu; annulleret; slettet; storniert; storno; gelöscht""")
"""Names of columns that say yes where a document is void."""


def standing(role: str, name: str, word: str) -> Standing:
    """Return what a word in a column of this role and name says; empty where it isn't known.

    >>> standing("document", "Type", "Credit Note"), standing("status", "Status", "VOIDED")
    ('credit', 'none')
    >>> standing("status", "Cancelled", "no"), standing("status", "Status", "on its way")
    ('sale', '')
    """
    if role == "status" and plain(name) in _FLAGS:
        low = word.strip().lower()
        return "none" if low in YES else "sale" if low in NO else ""
    said = plain(word)
    if role == "status":
        return "none" if said in _DEAD else "sale" if said in _LIVE else ""
    if said in _CREDITS:
        return "credit"
    return "none" if said in _NO_SALES else "sale" if said in _SALES else ""


def telling(role: str, name: str, words: Iterable[str | None]) -> bool:
    """Whether a column says of its rows what they are: nearly all its words are known ones.

    Some row has to be a sale: a shop whose export knows nothing but orders means its sales.

    >>> telling("status", "Status", ["Paid", "Draft", None]), telling("status", "Status", ["Gold"])
    (True, False)
    """
    cells = list(words)
    said = [standing(role, name, word) for word in cells if word]
    if not said:
        return False
    some = "sale" in said or (plain(name) in _FLAGS and None in cells)
    return some and sum(map(bool, said)) >= _KNOWN * len(said)
