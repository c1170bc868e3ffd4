"""Two years of invoice lines: what was bought, what it cost, when it was due and paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from northgate.firms import REGIONS, Firm
from northgate.period import DAYS, FIRST, LAST, YEAR, day

SECOND_NAME_SHARE = 0.35
CREDIT_SHARE = 0.03
ALLOWANCE_SHARE = 0.012
DISPUTED_SHARE = 0.03
BRANCH_SHARE = 0.06
COUNTER_SALES = 72
CHEAP = 100.0


@dataclass(frozen=True)
class Product:
    """What is sold: its price per unit in EUR and the share of it that direct cost takes."""

    name: str
    price: float
    cost: float
    weight: float
    higher_margin: bool = False


PRODUCTS = (
    Product("Maintenance visit", 320.0, 0.70, 0.27),
    Product("Spare parts", 85.0, 0.78, 0.18),
    Product("Installation", 1450.0, 0.74, 0.16),
    Product("Call-out", 240.0, 0.68, 0.10),
    Product("Inspection", 410.0, 0.62, 0.12),
    Product("Remote monitoring", 145.0, 0.42, 0.09, higher_margin=True),
    Product("Training", 980.0, 0.48, 0.04, higher_margin=True),
    Product("Energy advice", 760.0, 0.50, 0.04, higher_margin=True),
)
CHEAPEST = min(PRODUCTS, key=lambda product: product.price)
MEAN_COST = sum(p.weight * p.cost for p in PRODUCTS)


@dataclass(frozen=True)
class Line:
    """One invoice line, named as the ledger names its columns; ``due_on`` is empty on credits."""

    invoice_id: str
    customer_id: str
    date: dt.date
    product: str
    higher_margin: bool
    quantity: int
    amount: float
    direct_cost: float
    region: str
    due_on: dt.date | None
    paid_on: dt.date | None


Invoice = tuple[Line, ...]


def make_sales(rng: np.random.Generator, firms: list[Firm]) -> list[Line]:
    """Every line in the order of its date, its invoice numbered in that order."""
    invoices = [invoice for firm in firms for invoice in _invoices(rng, firm)]
    invoices += _counter_sales(rng.spawn(1)[0])
    invoices.sort(key=lambda invoice: (invoice[0].date, invoice[0].customer_id))
    return [
        replace(line, invoice_id=f"{line.invoice_id}{20_000 + number}")
        for number, invoice in enumerate(invoices, start=1)
        for line in invoice
    ]


def _invoices(rng: np.random.Generator, firm: Firm) -> Iterator[Invoice]:
    for on, amount in _purchases(rng, firm):
        second = firm.second_id and rng.random() < SECOND_NAME_SHARE
        due, paid = _payment(rng, firm, on)
        region = str(rng.choice(REGIONS)) if rng.random() < BRANCH_SHARE else firm.region
        buyer = firm.second_id if second else firm.customer_id
        invoice = tuple(
            Line("N", buyer, on, product.name, product.higher_margin, quantity, worth,
                 _cost(rng, firm, product, worth), region, due, paid)
            for product, quantity, worth in _basket(rng, firm, amount)
        )  # fmt: skip
        if len(invoice) > 1 and rng.random() < ALLOWANCE_SHARE:
            invoice += (_reversed(invoice[-1], share=0.25),)
        yield invoice
        credited = on + dt.timedelta(days=int(rng.integers(4, 26)))
        if rng.random() < CREDIT_SHARE and credited <= LAST:
            note = _reversed(invoice[0], share=float(rng.choice((0.5, 1.0))))
            yield (replace(note, invoice_id="CN", date=credited, due_on=None, paid_on=None),)


def _purchases(rng: np.random.Generator, firm: Firm) -> Iterator[tuple[dt.date, float]]:
    """Dates and amounts: regular buyers within a third of their rhythm, others at any time."""
    for year, count in enumerate(firm.orders):
        even = (np.arange(count) + 0.5 + rng.uniform(-0.33, 0.33, count)) / count
        places = even if firm.regular else np.sort(rng.random(count))
        sizes = rng.lognormal(-0.04, 0.28, count) * firm.turnover_in(year) / count
        for place, size in zip(places, sizes, strict=True):
            number = 1 + year * YEAR + int(place * YEAR)
            if firm.first <= number <= firm.last:
                yield day(number), float(size)
    if firm.character == "heavyweight":
        for on in (FIRST, LAST):  # its orders open and close the books: both years are covered
            yield on, firm.turnover / firm.orders[1]


def _basket(
    rng: np.random.Generator, firm: Firm, amount: float
) -> list[tuple[Product, int, float]]:
    """One to three products whose whole units come near the amount."""
    likely = _likely(firm, amount)
    count = min(1 + int(rng.binomial(2, 0.6)), int(np.count_nonzero(likely)))
    chosen = rng.choice(len(PRODUCTS), count, replace=False, p=likely / likely.sum())
    discount = 1 - rng.integers(0, 4) * 0.03
    basket: list[tuple[Product, int, float]] = []
    for index, share in zip(chosen, rng.dirichlet(np.full(count, 3.0)), strict=True):
        product = PRODUCTS[int(index)]
        price = product.price * discount
        quantity = max(1, round(amount * float(share) / price))
        basket.append((product, quantity, round(quantity * price, 2)))
    return basket


def _likely(firm: Firm, amount: float) -> npt.NDArray[np.float64]:
    """Weigh the products a purchase of this size has room for; the cheapest always fits."""
    return np.array(
        [
            p.weight * (firm.higher_margin if p.higher_margin else 1.0)
            if p.price < amount / 2 or p is CHEAPEST
            else 0.0
            for p in PRODUCTS
        ]
    )


def _cost(rng: np.random.Generator, firm: Firm, product: Product, amount: float) -> float:
    share = 1 - firm.margin + product.cost - MEAN_COST + rng.normal(0, 0.02)
    return round(amount * float(np.clip(share, 0.15, 0.97)), 2)


def _payment(rng: np.random.Generator, firm: Firm, on: dt.date) -> tuple[dt.date, dt.date | None]:
    """When an invoice is due, and when it was paid if that was before the books end."""
    due = on + dt.timedelta(days=firm.terms)
    spread = 1.2 if firm.payment_method == "direct debit" else 4 + abs(firm.late) / 5
    paid = max(on, due + dt.timedelta(days=round(rng.normal(firm.late, spread))))
    disputed = firm.character in {"slow payer", "drain"} and rng.random() < DISPUTED_SHARE
    return due, None if disputed or paid > LAST else paid


def _reversed(line: Line, *, share: float) -> Line:
    """Give back a share of a line: whole units, money and cost negative."""
    quantity = max(1, round(line.quantity * share))
    part = quantity / line.quantity
    return replace(
        line,
        quantity=-quantity,
        amount=-round(line.amount * part, 2),
        direct_cost=-round(line.direct_cost * part, 2),
    )


def _counter_sales(rng: np.random.Generator) -> Iterator[Invoice]:
    """Paid at the counter by card, nobody wrote down by whom: sales without a customer."""
    for number in np.sort(rng.integers(0, DAYS, COUNTER_SALES)):
        on = day(int(number))
        product = PRODUCTS[int(rng.choice((1, 1, 1, 3, 4)))]
        quantity = int(rng.integers(2, 13) if product.price < CHEAP else rng.integers(1, 5))
        amount = round(quantity * product.price, 2)
        cost = round(amount * product.cost, 2)
        yield (Line("N", "", on, product.name, product.higher_margin, quantity, amount, cost,
                    str(rng.choice(REGIONS)), on, on),)  # fmt: skip
