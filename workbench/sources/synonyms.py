"""What columns are called: the one table of words, in English, Finnish, Danish and German."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

# role → the names it goes by, the surest first; a name may stand for several roles
NAMES: Mapping[str, str] = {
    "customer_id": """
        customer id; customer no; customer number; customer code; client id; client no; account id;
        account no; account number; company id; contact id; household id; cust id; customerid;
        custid; user id; member id; asiakasnumero; asiakasnro; asiakas nro; asiakas id;
        asiakastunnus; kundenr; kunde nr; kundenummer; kunde id; debitornr; debitor nr; debitor;
        debitornummer; kundennummer; kundennr; kunden nr; kunden id; kontonummer; customer; client;
        cust; kunde; asiakas; id""",
    "name": """
        customer name; client name; company name; account name; display name; customer; client;
        company; organisation; organization; name; nimi; asiakas; asiakkaan nimi; asiakasnimi;
        yritys; yrityksen nimi; kunde; kundenavn; firmanavn; firma; virksomhed; navn; kundenname;
        firmenname; unternehmen; property name""",
    "date": """
        invoice date; order date; sales date; sale date; transaction date; posting date; date;
        purchase date; booking date; invoicedate; orderdate; start date; day; laskun päivä; pvm;
        laskun pvm; laskupäivä; laskupvm; päivämäärä; päiväys; myyntipäivä; tilauspäivä;
        tapahtumapäivä; fakturadato; ordredato; bogføringsdato; salgsdato; dato; rechnungsdatum;
        auftragsdatum; bestelldatum; buchungsdatum; belegdatum; datum""",
    "amount": """
        net amount; amount net; line amount; line total; amount; sales amount; net sales; sales;
        revenue; turnover; net total; net; total amount; total; invoice amount; sales value; value;
        price total; subtotal; summa; myynti; veroton summa; veroton; nettosumma; netto;
        liikevaihto; laskun summa; rivisumma; beløb; nettobeløb; omsætning; salg; linjebeløb;
        beløb ekskl moms; betrag; nettobetrag; umsatz; summe; gesamtbetrag; erlös""",
    "unit_price": """
        unit price; price per unit; price each; unitprice; item price; price; yksikköhinta; à hinta;
        a hinta; hinta; kpl hinta; enhedspris; stykpris; stk pris; pris; einzelpreis; stückpreis;
        preis""",
    "gross_amount": """
        gross amount; gross; gross sales; brutto; bruttosumma; bruttobeløb; bruttobetrag""",
    "vat": """
        vat; vat amount; tax; tax amount; taxes; sales tax; total tax; total vat; order tax; gst;
        gst amount; moms; momsbeløb; moms beløb; alv; alv määrä; alv summa; alv osuus; vero;
        veron määrä; arvonlisävero; mwst; mwst betrag; ust; ust betrag; steuer; steuerbetrag;
        umsatzsteuer; mehrwertsteuer""",
    "discount": """
        discount; discount rate; discount percent; discount pct; line discount; rabat; rabatt;
        rabatsats; rabat procent; rabatt prozent; alennus; alennus prosentti; alennusprosentti;
        ale""",
    "quantity": """
        quantity; qty; units; pieces; count; number of units; määrä; kpl; lukumäärä; antal; mængde;
        stk; menge; anzahl; stückzahl""",
    "currency": "currency; currency code; currency id; ccy; valuutta; valuta; währung",
    "direct_cost": """
        direct cost; cost; costs; cost of goods; cogs; cost of sales; line cost; unit cost total;
        purchase cost; suora kustannus; kustannus; kustannukset; hankintahinta; ostohinta;
        vareforbrug; direkte omkostninger; omkostning; omkostninger; kostpris; einstandspreis;
        wareneinsatz; direkte kosten; kosten""",
    "line_profit": """
        profit; line profit; margin amount; contribution; kate;
        myyntikate; katetuotto; dækningsbidrag; fortjeneste; avance; bruttofortjeneste;
        deckungsbeitrag; gewinn; rohertrag""",
    "product": """
        product name; product; item; item name; description; article; service; product id;
        stock code; stockcode; sku; tuote; tuotenimi; tuotteen nimi; nimike; palvelu; kuvaus; vare;
        varenavn; produkt; ydelse; artikel; bezeichnung; leistung; artikelbezeichnung""",
    "higher_margin": """
        higher margin; high margin; higher margin product; premium; parempi kate; korkea kate;
        høj avance; højere avance; hohe marge; höhere marge""",
    "region": """
        region; sales region; territory; area; country; country region; market; alue; maa; område;
        landsdel; land; gebiet; vertriebsgebiet""",
    "invoice_id": """
        invoice id; invoice no; invoice number; invoice; invoiceno; invoiceid; order id; order no;
        order number; order; transaction id; receipt no; basket id; document no; voucher;
        laskunumero; laskun numero; laskunro; lasku; tilausnumero; fakturanr; faktura nr;
        fakturanummer; faktura;
        ordrenr; ordrenummer; bilagsnr; rechnungsnummer; rechnungsnr; rechnung nr; rechnung;
        auftragsnummer; belegnummer; belegnr; bestellnummer""",
    "due_on": """
        due on; due date; due; payment due; eräpäivä; erääntyy; eräpvm; forfaldsdato; forfald;
        betalingsfrist; fällig am; fälligkeit; fälligkeitsdatum""",
    "paid_on": """
        paid on; paid date; date paid; payment date; paid; maksupäivä; maksettu; maksettu pvm;
        maksupvm; betalingsdato; betalt; betalt den; bezahlt am; zahlungsdatum; zahldatum;
        zahlungseingang""",
    "document": """
        document type; transaction type; invoice type; document kind; doc type; voucher type; type;
        laskutyyppi; laskun tyyppi; tositelaji; tositetyyppi; tyyppi; dokumenttype; bilagstype;
        fakturatype; belegart; dokumentart; belegtyp; rechnungsart; art; typ""",
    "status": """
        status; invoice status; document status; order status; payment status; sales status; state;
        cancelled; canceled; voided; void; deleted; is cancelled; is canceled; is void; is deleted;
        tila; laskun tila; tilauksen tila; maksun tila; mitätöity; peruttu; peruutettu; poistettu;
        fakturastatus; ordrestatus; betalingsstatus; annulleret; slettet; rechnungsstatus;
        auftragsstatus; bestellstatus; zahlungsstatus; storniert; storno; gelöscht""",
    "person": """
        person; employee; employee name; consultant; team member; staff; user; member; worker;
        resource; email; e mail; full name; henkilö; työntekijä; tekijä; konsultti; käyttäjä;
        medarbejder; konsulent; ansat; bruger; mitarbeiter; mitarbeiterin; berater; bearbeiter""",
    "hours": """
        hours; duration; hours worked; time spent; duration decimal; duration h; billable hours;
        tracked hours; rounded hours; time h; tunnit; tuntia; kesto; työtunnit; timer; varighed;
        tid; antal timer; stunden; dauer; std; arbeitszeit; zeit; minutes; mins; duration minutes;
        duration min; duration in minutes; time min; time spent minutes; time spent min; seconds;
        duration seconds; duration sec; time spent seconds; time spent sec; minuutit; minuutteja;
        kesto min; minutter; antal minutter; varighed min; tid min; minuten; dauer min;
        dauer minuten; dauer in minuten; dauer sekunden""",
    "activity": """
        activity; task; task name; project; work type; description; notes; tehtävä; työlaji;
        projekti; aktivitet; opgave; projekt; tätigkeit; aufgabe; leistungsart""",
    "cost_per_hour": """
        cost per hour; hourly cost; cost rate; hourly rate; rate; rate per hour; tuntihinta;
        tuntikustannus; kustannus tunti; timepris; timesats; timekost; kostpris pr time;
        stundensatz; kostensatz; kosten pro stunde; stundenkosten""",
    "kind": """
        kind; event kind; event type; event; type of event; laji; tapahtuma; tapahtumatyyppi;
        hændelse; hændelsestype; art; ereignis; ereignisart; vorgang; type; tyyppi; typ""",
    "value": "value; event value; worth; arvo; værdi; wert",
    "evidence": """
        evidence; note; notes; comment; source; link; proof; todiste; näyttö; huomio; lähde;
        bevis; kilde; bemærkning; nachweis; beleg; quelle; bemerkung""",
    "by": "by; recorded by; owner; entered by; kirjaaja; tekijä; af; registreret af; von",
    "potential": """
        potential; potential per year; yearly potential; annual potential; potentiaali;
        vuosipotentiaali; potentiale; årligt potentiale; jahrespotenzial; potenzial""",
    "marketing_spend": """
        marketing spend; marketing cost; marketing; markkinointi; markkinointikulut;
        markedsføring; markedsføringsudgift; marketingkosten; marketingausgaben; werbekosten""",
    "payment_method": """
        payment method; payment type; maksutapa; betalingsmåde; betalingsmetode; zahlungsart;
        zahlungsweise; zahlungsmethode""",
    "segment": "segment; customer segment; segmentti; asiakasryhmä; kundegruppe; kundengruppe",
    "account_manager": """
        account manager; sales rep; salesperson; asiakasvastaava; myyjä; kundeansvarlig; sælger;
        kundenbetreuer; betreuer; verkäufer""",
    "contract": "contract; contract type; sopimus; sopimustyyppi; kontrakt; aftale; vertrag",
    "location": "location; city; town; sijainti; paikkakunta; kaupunki; by; sted; ort; stadt",
    "industry": "industry; sector; toimiala; branche; wirtschaftszweig",
}

# what a file or sheet is called → which table it holds
FILES: Mapping[str, str] = {
    "prospects": """
        prospect; prospects; lead; leads; enquiries; inquiries; prospekti; prospektit; liidit;
        kundeemner; emner; interessenten; pipeline""",
    "customers": """
        customer; customers; client; clients; account; accounts; company; companies; crm; kunder;
        kundeliste; kunden; kundenliste; asiakas; asiakkaat; asiakasluettelo; debitorer""",
    "time": """
        time; hours; timesheet; timesheets; time entries; timelog; toggl; tunnit; tuntikirjaukset;
        timer; tidsregistrering; timesedler; stunden; zeiten; zeiterfassung""",
    "rates": "rates; rate; cost rates; tuntihinnat; timesatser; timepriser; stundensätze",
    "events": "events; event; log; tapahtumat; hændelser; ereignisse; loyalty; complaints",
    "sales": """
        sales; invoices; invoice; orders; transactions; retail; myynti; myynnit; laskut; salg;
        fakturaer; faktura; ordrer; umsatz; umsätze; rechnungen; verkäufe""",
}

# a name with one of these words means something else than the rest of it says
_WORDS_APART = (
    "tax vat moms alv mwst ust discount rabat rabatt alennus balance saldo shipping freight fragt "
    "created updated modified deleted synced birth born syntymäaika fødselsdato geburtsdatum "
    "incl inkl sis brutto gross exchange ship shipped row rivi"
)
_OTHER = frozenset(_WORDS_APART.split())
_TAX = r"(?:sales tax|tax(?:es)?|vat|gst|moms|alv|mw ?st|mehrwertsteuer|u ?st|umsatzsteuer|steuer)"
_WITHOUT = (
    r"(?:excl|exclusive|excluding|exc|ex|without|before|net of|ekskl|eksklusive|eks|uden|før"
    r"|exkl|exklusive|ohne|zzgl|vor|ilman|ei sis)"
)
_NET = re.compile(rf"\b(?:{_WITHOUT}(?: of)? {_TAX}(?: a)?|veroton)\b")  # «ilman ALV:a»
_UNTAXED = re.compile(rf"(?<=\w )(?:{_TAX} 0|0 {_TAX})\b")  # «summa (alv 0 %)»; not «VAT 0 %» alone
_WITH = r"(?:incl|inclusive|including|inc|with|inkl|inklusive|med|mit|sis|sisältää)"
_GROSS = re.compile(rf"\b(?:{_WITH}(?: of)? {_TAX}|gross|brutto|verollinen)\b")
_NETS = ("amount", "unit_price", "direct_cost", "line_profit")
_WHOLE = 0.5  # strength above which a name is a synonym, and not one word of a longer one
_SHORTEST = 4  # letters of a word that may stand for a role within a longer name


def plain(name: str) -> str:
    """Return a name in lower case, words apart, without signs.

    >>> plain("InvoiceNo."), plain("Country/Region"), plain("beløb_ekskl._moms")
    ('invoice no', 'country region', 'beløb ekskl moms')
    """
    apart = re.sub(r"(?<=[a-zæøåäöü])(?=[A-ZÆØÅÄÖÜ])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return " ".join(re.findall(r"[^\W_]+", apart.lower()))


def roles(name: str) -> dict[str, float]:
    """Return the roles a column of this name may have, each with a strength up to 1.

    >>> list(roles("Fakturadato")), list(roles("Tax amount"))
    (['date'], ['vat'])

    An amount said to be without tax is one, surer than any other; one with tax is none by itself.

    >>> roles("Amount excl. VAT"), roles("Summa (alv 0 %)")
    ({'amount': 1.0}, {'amount': 1.0})
    >>> roles("Total incl. VAT")
    {'gross_amount': 1.0}
    """
    words = plain(name)
    rest = " ".join(_UNTAXED.sub(" ", _NET.sub(" ", words)).split())
    found = dict(_roles(rest or "net"))
    if rest != words and (net := {r: 1.0 for r in _NETS if found.get(r, 0) > _WHOLE}):
        found = net
    exact = any(strength > _WHOLE for _, strength in _roles(words))
    if not exact and _GROSS.search(words):
        bare = " ".join(_GROSS.sub(" ", words).split())
        return {"gross_amount": 1.0} if not bare or roles(bare).get("amount", 0) > _WHOLE else {}
    if _OTHER & set(rest.split()):  # «Tax amount» is no amount, if it is a tax
        return {role: strength for role, strength in found.items() if exact and strength > _WHOLE}
    return found


_MINUTES = frozenset(
    ("min", "mins", "minute", "minutes", "minuutit", "minuutteja", "minutter", "minuten")
)
_SECONDS = frozenset(("sec", "secs", "seconds", "sekuntia", "sekunder", "sekunden"))


def hours_in(name: str) -> float:
    """Return how many hours one is in a column of this name.

    >>> hours_in("Duration (min)") * 60, hours_in("Hours")
    (1.0, 1.0)
    """
    words = set(plain(name).split())
    return 1 / 60 if words & _MINUTES else 1 / 3600 if words & _SECONDS else 1.0


def table_of(name: str) -> str:
    """Return the table a file or sheet of this name is likely to hold; empty if it does not say.

    >>> table_of("Kundeliste 2024.xlsx"), table_of("export.csv")
    ('customers', '')
    """
    words = f" {plain(name.rsplit('.', 1)[0])} "
    for table, names in _split(FILES).items():
        if any(f" {word} " in words for word in names):
            return table
    return ""


@cache
def _roles(words: str) -> tuple[tuple[str, float], ...]:
    found = {}
    for role, names in _split(NAMES).items():
        for place, name in enumerate(names):
            if words == name or words.replace(" ", "") == name.replace(" ", ""):
                found[role] = 1.0 - place / 200
                break
        else:
            within = [n for n in names if len(n) >= _SHORTEST and f" {n} " in f" {words} "]
            longest = max(map(len, within), default=0)
            if longest:
                found[role] = 0.5 * longest / len(words)
    return tuple(sorted(found.items(), key=lambda pair: -pair[1]))


def _split(table: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(" ".join(n.split()) for n in text.split(";")) for key, text in table.items()}
